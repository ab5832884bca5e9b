"""Opening the drawer with the money it starts with."""

from __future__ import annotations

from domain.errors import Refusal
from domain.money import Money
from kiosk_app.screens.desk.open_drawer.state import OpenDrawerState
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.guarantee import Gauge, Level
from kiosk_app.shown import Choice, Line, Problem
from wording.catalogue import _


class OpenDrawerPresenter:
    """An empty guarantee or no receipt numbers do not keep the drawer shut: complaints and reading cost nothing."""

    def __init__(
        self,
        view: Renders[OpenDrawerState],
        operator: Operator,
        counter: Counter,
        drawer: Drawer,
        *,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._counter = counter
        self._drawer = drawer
        self._committed, self._go = committed, go
        self._words = Words(counter.municipality)
        self._typed = ""
        self._problems: tuple[Problem, ...] = ()

    def refresh(self) -> None:
        self._render()

    def change(self, amount: object) -> None:
        self._typed, self._problems = str(amount), ()
        self._render()

    def open(self) -> None:
        try:
            self._drawer.open(self._operator, self._words.amount(self._typed))
        except Refusal as refusal:
            self._problems = (problem_of(refusal, self._words, field="float"),)
            self._render()
            return
        self._typed, self._problems = "", ()
        self._committed()
        self._go("attend", "")

    def _render(self) -> None:
        words, gauge = self._words, self._drawer.gauge()
        receipts = self._counter.journal.books.receipts_left
        nothing = Money(0, words.currency)
        self._view.render(
            OpenDrawerState(
                heading=_("Open the drawer"),
                currency=words.currency_sign,
                float_text=self._typed,
                suggestions=(Choice(words.typed(nothing), _("No money to begin with")),),
                facts=(
                    Line(_("Receipt numbers left"), str(receipts)),
                    *_left(gauge, words),
                    Line(_("Waiting to be deposited"), words.money(self._drawer.in_safe())),
                ),
                problems=self._problems,
                can_open=True,
                reason_not=self._warning(receipts, gauge.level),
            )
        )

    @staticmethod
    def _warning(receipts: int, level: Level) -> str:
        if not receipts:
            return _("No receipt numbers are left. Complaints can be taken; to collect, connect or bring a USB stick.")
        if level is Level.STOP:
            return _("The guarantee is used up. Complaints can be taken; to collect, deposit first.")
        return ""


def _left(gauge: Gauge, words: Words) -> tuple[Line, ...]:
    """Told while the drawer is shut, which it is here: once it is open the rest would give the count away."""
    return () if gauge.exact is None else (Line(_("Left under the guarantee"), words.money(gauge.exact.left)),)
