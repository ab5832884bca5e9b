"""Voiding a receipt of the open drawer. Nothing is deleted: the receipt stays with its reason and who did it."""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of
from kiosk_app.screens.desk.void.state import VoidState
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer, Movement
from kiosk_app.shown import UNSAID, Choice, FieldEdited, Line, Problem, Said
from wording import formats
from wording.catalogue import _, mark

REASONS: Final = (
    ("duplicate", mark("It was collected twice")),
    ("wrong_procedure", mark("It was another procedure")),
    ("wrong_person", mark("It was another person")),
    ("withdrawn", mark("The person changed their mind")),
    ("other", mark("Another reason")),
)


class VoidPresenter:
    def __init__(
        self,
        view: Renders[VoidState],
        operator: Operator,
        counter: Counter,
        drawer: Drawer,
        cases: CaseBook,
        *,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._drawer, self._cases = drawer, cases
        self._committed, self._go = committed, go
        self._words = Words(counter.municipality)
        self._receipt = ""
        self._reason = ""
        self._note = ""
        self._problems: tuple[Problem, ...] = ()
        self._done = UNSAID

    def show(self, receipt: str) -> None:
        """What was written about another receipt is forgotten; about the same one it is kept."""
        if receipt != self._receipt:
            self._receipt, self._reason, self._note, self._problems, self._done = receipt, "", "", (), UNSAID
        self._render()

    def choose_reason(self, reason: object) -> None:
        self._reason, self._problems = str(reason), ()
        self._render()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        self._note, self._problems = edit.text, ()
        self._render()

    def confirm(self) -> None:
        if self._done.words:
            return
        self._problems = self._missing()
        if not self._problems:
            reason = ". ".join(part for part in (self._reason_words(), self._note.strip()) if part)
            try:
                self._drawer.void(self._operator, self._receipt, reason)
            except Refusal as refusal:
                problem = problem_of(refusal, self._words, field="void_note")
                self._problems = (problem,)
            else:
                self._done = Said(_("The receipt is voided. Give the money back and keep the paper."), "ok")
                self._committed()
        self._render()

    def leave(self) -> None:
        self._go("drawer", "")

    def _missing(self) -> tuple[Problem, ...]:
        if not self._reason:
            return (Problem("void_reason", _("Choose a reason")),)
        if self._reason == "other" and not self._note.strip():
            return (Problem("void_note", _("Write what happened")),)
        return ()

    def _reason_words(self) -> str:
        return "" if self._reason == "other" else _(dict(REASONS)[self._reason])

    def _movement(self) -> Movement | None:
        try:
            return next((found for found in self._drawer.movements() if found.number == self._receipt), None)
        except Refusal:  # no drawer is open: the refusal is said when voiding is tried
            return None

    def _render(self) -> None:
        movement = self._movement()
        facts: tuple[Line, ...] = ()
        if movement is not None:
            facts = (
                Line(self._cases.service_name("procedure", movement.service), self._words.money(movement.due)),
                Line(_("Collected at"), formats.clock(movement.at)),
                Line(_("Case"), formats.case_code(movement.code)),
            )
        self._view.render(
            VoidState(
                heading=_("Void the receipt {number}").format(number=self._receipt),
                explanation=_("The receipt stays in the record as VOIDED, with the reason and your name."),
                reasons=tuple(Choice(key, _(text)) for key, text in REASONS),
                facts=facts,
                reason=self._reason,
                note=self._note,
                problems=self._problems,
                done=self._done,
            )
        )
