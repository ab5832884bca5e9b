"""Refunds: approved and paid by the municipality; the counter tells the citizen how far they are, on paper too."""

from __future__ import annotations

from domain.errors import Refusal
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refund_words import refund_state
from kiosk_app.screens.desk.refunds.state import RefundsState
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words, paper_words
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.refunds import Refunded, Refunds
from kiosk_app.shown import UNSAID, Cell, Line, Said, TableRow
from wording import formats
from wording.catalogue import _


class RefundsPresenter:
    def __init__(
        self,
        view: Renders[RefundsState],
        operator: Operator,
        counter: Counter,
        refunds: Refunds,
        paper: Paper,
        *,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._refunds, self._paper = refunds, paper
        self._committed, self._go = committed, go
        self._words = Words(counter.municipality)
        self._chosen = ""
        self._refused = UNSAID

    def show(self) -> None:
        self._refused = UNSAID
        self._render()

    def refresh(self) -> None:
        self._render()

    def choose(self, refund: object) -> None:
        self._chosen, self._refused = str(refund), UNSAID
        self._render()

    def print_notice(self) -> None:
        """The original the first time, a copy every other time; of a refund that is paid there is none."""
        chosen = self._chosen_of(self._refunds.all())
        if chosen is None:
            return
        self._refused = UNSAID
        try:
            self._paper.queue_refund_notice(chosen.name, self._operator)
        except Refusal as refusal:
            self._refused = Said(words_of(refusal, self._words), "warn")
        else:
            self._committed()
        self._render()

    def leave(self) -> None:
        self._go("reports", "")

    def _render(self) -> None:
        found = self._refunds.all()
        chosen = self._chosen_of(found)
        job = None if chosen is None else self._paper.notice_of(chosen.name)
        printing = UNSAID if job is None else paper_words(job)[0]
        self._view.render(
            RefundsState(
                refunds=tuple(self._row(refund) for refund in found),
                chosen="" if chosen is None else chosen.name,
                told=UNSAID if chosen is None else refund_state(chosen, self._words),
                facts=() if chosen is None else self._facts(chosen),
                printing=self._refused if self._refused.words else printing,
                print_caption="" if job is None else _("Print copy {number}").format(number=job.copy_number + 1),
                can_print=chosen is not None and not chosen.is_paid,
                empty="" if found else _("The municipality has refunded none of this counter's receipts."),
            )
        )

    def _chosen_of(self, found: list[Refunded]) -> Refunded | None:
        return next((refund for refund in found if refund.name == self._chosen), found[0] if found else None)

    def _row(self, refund: Refunded) -> TableRow:
        state = Cell(_("Paid back"), "ok", chip=True) if refund.is_paid else Cell(_("To be paid"), "warn", chip=True)
        return TableRow(
            refund.name,
            (
                refund.receipt,
                formats.case_code(refund.code),
                formats.day(refund.approved_at.date()),
                refund.ground_words,
                self._words.number(refund.amount),
                state,
            ),
        )

    def _facts(self, refund: Refunded) -> tuple[Line, ...]:
        facts = (
            (_("Refund"), refund.name),
            (_("Resolution"), refund.resolution),
            (_("Reference of the payment"), refund.reference or ""),
            (_("Commission that you owe back"), self._words.money(refund.owed) if refund.owed else ""),
        )
        return tuple(Line(said, text) for said, text in facts if text)
