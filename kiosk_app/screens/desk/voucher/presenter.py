"""Using a treasury voucher: the treasury reads the code out, the counter goes on collecting."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from kiosk_app.screens.desk.code_groups import grouped
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of
from kiosk_app.screens.desk.voucher.state import VoucherState
from kiosk_app.screens.desk.words import Words, left_words
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.guarantee import Level
from kiosk_app.services.paper import Paper
from kiosk_app.services.vouchers import Vouchers
from kiosk_app.shown import UNSAID, FieldEdited, Line, Problem, Said
from kiosk_app.storage.connection import Store
from wording.catalogue import _, ngettext


class VoucherPresenter:
    def __init__(
        self,
        view: Renders[VoucherState],
        operator: Operator,
        counter: Counter,
        vouchers: Vouchers,
        paper: Paper,
        *,
        contacts: tuple[Line, ...],
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._vouchers, self._paper = vouchers, paper
        self._drawer = Drawer(counter)
        self._contacts = contacts
        self._committed, self._go = committed, go
        self._words = Words(counter.municipality)
        self._from = "drawer"
        self._code = ""
        self._problems: tuple[Problem, ...] = ()
        self._done = UNSAID

    def show(self, came_from: str) -> None:
        """`came_from` is the place to go back to: where collecting was refused, or the drawer."""
        self._from = came_from or "drawer"
        self._problems, self._done = (), UNSAID
        self._render()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        self._code, self._problems = edit.text, ()
        self._render()

    def take_scan(self, text: str) -> None:
        self._code = grouped(text)
        self.use()

    def use(self) -> None:
        if not self._code.strip():
            self._problems = (Problem("voucher_code", _("Write the code that the treasury reads out")),)
            self._render()
            return
        try:
            opened = self._vouchers.redeem(self._operator, self._code, alongside=self._queue_slip)
        except Refusal as refusal:
            self._problems, self._done = (problem_of(refusal, self._words, field="voucher_code"),), UNSAID
        else:
            told = _("The voucher opened {amount} more. You can go on collecting now.")
            self._code, self._problems = "", ()
            self._done = Said(told.format(amount=self._words.money(opened)), "ok")
            self._committed()
        self._render()

    def leave(self) -> None:
        self._go(self._from, "")

    def _queue_slip(self, store: Store, written: Sequence[SignedEntry]) -> None:
        self._paper.queue_voucher(store, written[-1], self._operator)

    def _render(self) -> None:
        gauge, unused = self._drawer.gauge(), len(self._vouchers.unused)
        held = ngettext(
            "The treasury still has {count} voucher for this counter.",
            "The treasury still has {count} vouchers for this counter.",
            unused,
        )
        steps = (
            _("Call the treasury and say how much you need to collect."),
            _("They read out a code of twelve letters and numbers. Write it here: no connection is needed."),
            held.format(count=unused) if unused else _("The treasury has no voucher left for this counter: deposit."),
        )
        used_up = gauge.level is Level.STOP
        left = _("The guarantee is used up: deposit before you collect more") if used_up else ""
        self._view.render(
            VoucherState(
                left=Said(left or left_words(gauge, self._words), "err" if used_up else "plain"),
                steps=steps,
                contacts=self._contacts,
                code=self._code,
                problems=self._problems,
                done=self._done,
                can_use=bool(unused),
            )
        )
