"""Change put in, the agent's own money taken out, municipal money to the safe and back: each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.money import Money
from kiosk_app.screens.desk.cash.state import CashState
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of
from kiosk_app.screens.desk.second_person.asking import Asking
from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.approval import Approval
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import CashMove, Drawer, reason_words
from kiosk_app.services.paper import Paper, operator_names
from kiosk_app.shown import UNSAID, Cell, Choice, FieldEdited, Problem, Said, TableRow
from kiosk_app.storage.connection import Store
from wording import formats
from wording.catalogue import _, mark

#: The way, as it is asked for; a reason that is usual for it; and how a list calls it.
WAYS: Final = {
    "float_in": (
        mark("Put change into the drawer. It is the cabin's money"),
        mark("Coins for change"),
        mark("Coins put in"),
    ),
    "float_out": (mark("Take the cabin's own money out"), "", mark("The cabin's money taken out")),
    "to_safe": (
        mark("Take the municipality's money to the safe"),
        mark("So that there is not too much in the drawer"),
        mark("Taken to the safe"),
    ),
    "from_safe": (
        mark("Bring the municipality's money back from the safe"),
        mark("To give back what was paid for a voided receipt"),
        mark("Brought from the safe"),
    ),
}
_INTO_THE_DRAWER: Final = ("float_in", "from_safe")


@dataclass(frozen=True, slots=True)
class CashServices:
    counter: Counter
    drawer: Drawer
    approval: Approval
    paper: Paper


class CashPresenter:
    def __init__(
        self,
        view: Renders[CashState],
        operator: Operator,
        services: CashServices,
        *,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._drawer, self._paper = services.drawer, services.paper
        self._asking = Asking(services.approval, operator)
        self._committed, self._go = committed, go
        self._counter = services.counter
        self._words = Words(services.counter.municipality)
        self._way = self._amount = self._reason = ""
        self._problems: tuple[Problem, ...] = ()
        self._notice = UNSAID

    def show(self) -> None:
        self._notice = UNSAID
        self._render()

    def choose_way(self, way: object) -> None:
        """A usual reason is proposed; what somebody wrote stays."""
        if self._reason in self._usual(self._way):
            self._reason = next(iter(self._usual(str(way))))
        self._way, self._problems, self._notice = str(way), (), UNSAID
        self._render()

    def change_amount(self, amount: object) -> None:
        self._amount, self._problems, self._notice = str(amount), (), UNSAID
        self._render()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        self._reason, self._problems, self._notice = edit.text, (), UNSAID
        self._render()

    def choose_approver(self, approver: object) -> None:
        self._asking.chosen, self._problems = str(approver), ()
        self._render()

    def confirm(self, pin: object = "") -> None:
        """`pin` is the second person's, where one is needed."""
        if not self._way:
            self._problems = (Problem("cash_way", _("Choose what is done with the money")),)
        else:
            self._move(str(pin))
        self._render()

    def leave(self) -> None:
        self._go("drawer", "")

    def _move(self, pin: str) -> None:
        try:
            amount, approver = self._words.amount(self._amount), None
            if self._drawer.cash_needs(self._way, amount):
                reason_words(self._reason)  # said before anybody is called
                nobody = _("Nobody else may approve at this counter. Take less out, or close the drawer")
                self._problems = tuple(self._asking.missing(pin, nobody))
                if self._problems:
                    return
                approver = self._asking.approve(pin)

            def queue_slip(store: Store, written: Sequence[SignedEntry]) -> None:
                self._paper.queue_cash(store, written[-1], self._operator, approver)

            self._drawer.move_cash(
                self._operator, self._way, amount, self._reason, approver=approver, alongside=queue_slip
            )
        except Refusal as refusal:
            self._problems = (self._problem_of(refusal),)
            return
        done = _("Written down: {way}, {amount}.")
        told = done.format(way=_(WAYS[self._way][2]).lower(), amount=self._words.money(amount))
        self._notice = Said(told, "ok")
        self._way = self._amount = self._reason = ""
        self._problems = ()
        self._asking.forget()
        self._committed()

    def _problem_of(self, refusal: Refusal) -> Problem:
        if refusal.code == "reason_needed":
            return Problem("cash_reason", _("Write why"))
        field = "approver_pin" if refusal.code.startswith("pin_") else "cash_amount"
        return problem_of(refusal, self._words, field=field)

    def _second(self) -> SecondPerson | None:
        """Asked for as soon as the amount that is written needs one."""
        try:
            needed = bool(self._way) and self._drawer.cash_needs(self._way, self._words.amount(self._amount))
        except Refusal:  # no amount yet
            return None
        if not needed:
            return None
        return self._asking.shown(
            _("It is more than one person alone may take out of this drawer: a second person must approve.")
        )

    def _usual(self, way: str) -> tuple[str, ...]:
        """What the program itself may have put there; nothing is one of them."""
        usual = WAYS[way][1] if way else ""
        return (_(usual), "") if usual else ("",)

    def _render(self) -> None:
        rows = tuple(self._row(index, move) for index, move in enumerate(self._moves()))
        self._view.render(
            CashState(
                currency=self._words.currency_sign,
                ways=tuple(Choice(way, _(asked)) for way, (asked, _usual, _listed) in WAYS.items()),
                way=self._way,
                amount=self._amount,
                reason=self._reason,
                second=self._second(),
                problems=self._problems,
                notice=self._notice,
                moves=rows,
                empty="" if rows else _("No cash has been moved in this session."),
            )
        )

    def _who(self, move: CashMove) -> str:
        names = operator_names(self._counter.store) | {self._operator.id: self._operator.name}
        name, approver = names.get(move.operator, move.operator), move.approver
        return name if approver is None else _("{name}, with {approver}").format(name=name, approver=names[approver])

    def _moves(self) -> list[CashMove]:
        """Newest first."""
        try:
            return list(reversed(self._drawer.moves()))
        except Refusal:  # no drawer is open: the refusal is said when it is tried
            return []

    def _row(self, index: int, move: CashMove) -> TableRow:
        return TableRow(
            str(index),
            (
                formats.clock(move.at),
                Cell(way_words(move.way), strong=True),
                move.reason,
                self._who(move),
                self._words.number(signed(move)),
            ),
        )


def signed(move: CashMove) -> Money:
    """Below zero when it left the drawer. Only for what `Drawer.moves` tells: a reading has no amounts."""
    assert move.amount is not None, "only a reading is blind"
    return move.amount if into_drawer(move.way) else -move.amount


def into_drawer(way: str) -> bool:
    return way in _INTO_THE_DRAWER


def way_words(way: str) -> str:
    """How a list calls a way in which cash moved."""
    return _(WAYS[way][2])
