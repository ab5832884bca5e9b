"""Refunds: approved and paid by the municipality; the counter only tells the citizen how far they are."""

from __future__ import annotations

from kiosk_app.screens.desk.ports import Go, Renders
from kiosk_app.screens.desk.refund_words import refund_state
from kiosk_app.screens.desk.refunds.state import RefundsState
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.counter import Counter
from kiosk_app.services.refunds import Refunded, Refunds
from kiosk_app.shown import UNSAID, Cell, Line, TableRow
from wording import formats
from wording.catalogue import _


class RefundsPresenter:
    def __init__(self, view: Renders[RefundsState], counter: Counter, refunds: Refunds, *, go: Go) -> None:
        self._view = view
        self._refunds = refunds
        self._go = go
        self._words = Words(counter.municipality)
        self._chosen = ""

    def show(self) -> None:
        self._render()

    def choose(self, refund: object) -> None:
        self._chosen = str(refund)
        self._render()

    def leave(self) -> None:
        self._go("reports", "")

    def _render(self) -> None:
        found = self._refunds.all()
        chosen = next((refund for refund in found if refund.name == self._chosen), found[0] if found else None)
        self._view.render(
            RefundsState(
                refunds=tuple(self._row(refund) for refund in found),
                chosen="" if chosen is None else chosen.name,
                told=UNSAID if chosen is None else refund_state(chosen, self._words),
                facts=() if chosen is None else self._facts(chosen),
                empty="" if found else _("The municipality has refunded none of this counter's receipts."),
            )
        )

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
