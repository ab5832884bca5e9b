"""Voiding a receipt of the open drawer. Nothing is deleted: the receipt stays with its reason and who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refund_words import refund_state
from kiosk_app.screens.desk.refusals import problem_of, words_of
from kiosk_app.screens.desk.second_person.asking import Asking
from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.screens.desk.void.state import VoidState
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.approval import Approval
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer, Movement
from kiosk_app.services.paper import Paper
from kiosk_app.services.refunds import Refunds
from kiosk_app.services.void_code import read_void_code
from kiosk_app.shown import UNSAID, Choice, FieldEdited, Line, Problem, Said
from kiosk_app.storage.connection import Store
from wording import formats
from wording.catalogue import _, mark

REASONS: Final = (
    ("duplicate", mark("It was collected twice")),
    ("wrong_procedure", mark("It was another procedure")),
    ("wrong_person", mark("It was another person")),
    ("withdrawn", mark("The person changed their mind")),
    ("other", mark("Another reason")),
)
_WHY: Final = {
    "paper": mark("Without the person's paper, a second person must approve."),
    "late": mark("Too much time has passed since it was collected: a second person must approve."),
    "amount": mark("It is more than one person alone may void: a second person must approve."),
}


@dataclass(frozen=True, slots=True)
class VoidServices:
    counter: Counter
    drawer: Drawer
    cases: CaseBook
    approval: Approval
    refunds: Refunds
    paper: Paper


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written about one receipt. `without_paper` once the person was said to have none."""

    receipt: str = ""
    code: str = ""
    code_read: Said = UNSAID
    without_paper: bool = False
    reason: str = ""
    note: str = ""
    problems: tuple[Problem, ...] = ()
    done: Said = UNSAID


class VoidPresenter:
    def __init__(
        self,
        view: Renders[VoidState],
        operator: Operator,
        services: VoidServices,
        *,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._services = services
        self._committed, self._go = committed, go
        self._words = Words(services.counter.municipality)
        self._asking = Asking(services.approval, operator)
        self._written = _Written()

    def show(self, receipt: str) -> None:
        """What was written about another receipt is forgotten; about the same one it is kept."""
        if receipt != self._written.receipt:
            self._written = _Written(receipt)
            self._asking.forget()
        self._render()

    def choose_reason(self, reason: object) -> None:
        self._change(reason=str(reason))

    def choose_approver(self, approver: object) -> None:
        self._asking.chosen = str(approver)
        self._change()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        if edit.field == "void_code":
            self._change(code=edit.text, code_read=UNSAID)
        else:
            self._change(note=edit.text)

    def take_scan(self, text: str) -> None:
        """Six numbers are taken as if typed; a QR is answered with why it is not enough."""
        if self._written.done.words:
            return
        try:
            code = read_void_code(text, self._written.receipt)
        except Refusal as refusal:
            self._change(problems=(problem_of(refusal, self._words),))
        else:
            self._change(code=code, code_read=Said(_("Read from the paper"), "ok"))

    def confirm(self, pin: object) -> None:
        """`pin` is the second person's, where one is needed."""
        if self._written.done.words:
            return
        try:
            problems = self._missing(str(pin))
            if not problems:
                self._void(str(pin))
        except Refusal as refusal:
            problems = (self._problem_of(refusal),)
        self._change(problems=problems)

    def leave(self) -> None:
        self._go("drawer", "")

    # -- inside --------------------------------------------------------------------------------------------------------

    def _change(self, problems: tuple[Problem, ...] = (), **changes: object) -> None:
        self._written = replace(self._written, problems=problems, **changes)  # type: ignore[arg-type]
        self._render()

    def _missing(self, pin: str) -> tuple[Problem, ...]:
        """Raises Refusal `receipt_not_of_this_session`, `keys_damaged`."""
        written, needs = self._written, self._needs()
        problems = []
        if needs == "paper" and not written.without_paper:
            self._written = replace(written, without_paper=True)
            told = _("Write the six numbers of the person's paper, or go on without it and with a second person")
            problems.append(Problem("void_code", told))
        if not written.reason:
            problems.append(Problem("void_reason", _("Choose a reason")))
        elif written.reason == "other" and not written.note.strip():
            problems.append(Problem("void_note", _("Write what happened")))
        if needs and not problems:
            nobody = _("Nobody else may approve at this counter. The person can ask the municipality for a refund")
            problems += self._asking.missing(pin, nobody)
        return tuple(problems)

    def _void(self, pin: str) -> None:
        """Raises every Refusal of `Drawer.void` and `Approval.approve`."""
        written = self._written
        movement = self._movement()
        approver = None
        if self._needs():
            approver = self._asking.approve(pin)
        reason = ". ".join(part for part in (self._reason_words(), written.note.strip()) if part)

        def queue_slip(store: Store, entries: Sequence[SignedEntry]) -> None:
            self._services.paper.queue_void(store, entries[-1], self._operator, approver)

        self._services.drawer.void(
            self._operator, written.receipt, reason, code=written.code, approver=approver, alongside=queue_slip
        )
        assert movement is not None, "it has just been voided"
        self._written = replace(written, done=Said(self._done_words(movement), "ok"))
        self._committed()

    def _problem_of(self, refusal: Refusal) -> Problem:
        field = "approver_pin" if refusal.code.startswith("pin_") else "void_note"
        return problem_of(refusal, self._words, field=field)

    def _done_words(self, movement: Movement) -> str:
        words = self._words
        told = [_("The receipt is voided, and its paper goes to the printer. Keep the person's one.")]
        if movement.due:
            told.append(_("Give back {amount} in cash.").format(amount=words.money(movement.due)))
        if movement.paid:
            told.append(_("{amount} went back to the prepaid code.").format(amount=words.money(movement.paid)))
        return " ".join(told)

    def _reason_words(self) -> str:
        return "" if self._written.reason == "other" else _(dict(REASONS)[self._written.reason])

    def _needs(self) -> str:
        """Raises Refusal `receipt_not_of_this_session`."""
        return self._services.drawer.void_needs(self._written.receipt, self._written.code)

    def _movement(self) -> Movement | None:
        try:
            found = self._services.drawer.movements()
        except Refusal:  # no drawer is open
            return None
        return next((movement for movement in found if movement.number == self._written.receipt), None)

    def _second(self) -> SecondPerson | None:
        """Asked for as soon as it is sure that one is needed: not while the paper may still be read."""
        try:
            needs = self._needs()
        except Refusal:  # said when voiding is tried
            return None
        if not needs or (needs == "paper" and not self._written.without_paper):
            return None
        return self._asking.shown(_(_WHY[needs]))

    def _instead(self, movement: Movement | None) -> Said:
        refund = self._services.refunds.of_receipt(self._written.receipt)
        if refund is not None:
            return refund_state(refund, self._words)
        if movement is None:
            told = _(
                "Its drawer is closed, so it can no longer be voided here. The municipality refunds it:"
                " the person asks the treasury for it with this receipt."
            )
            return Said(told, "warn")
        if movement.voided and not self._written.done.words:
            return Said(words_of(Refusal("receipt_already_voided"), self._words), "warn")
        return UNSAID

    def _render(self) -> None:
        written, movement = self._written, self._movement()
        self._view.render(
            VoidState(
                heading=_("Void the receipt {number}").format(number=written.receipt),
                explanation=_("The receipt stays in the record as VOIDED, with the reason and your name."),
                reasons=tuple(Choice(key, _(text)) for key, text in REASONS),
                facts=() if movement is None else self._facts(movement),
                code=written.code,
                code_read=written.code_read,
                reason=written.reason,
                note=written.note,
                second=None if written.done.words else self._second(),
                problems=written.problems,
                done=written.done,
                instead=self._instead(movement),
            )
        )

    def _facts(self, movement: Movement) -> tuple[Line, ...]:
        words = self._words
        name = self._services.cases.service_name("procedure", movement.service)
        with_code = [Line(_("Paid with a prepaid code"), words.money(movement.paid))] if movement.paid else []
        return (
            Line(name, words.money(movement.due)),
            *with_code,
            Line(_("Collected at"), formats.clock(movement.at)),
            Line(_("Case"), formats.case_code(movement.code)),
        )
