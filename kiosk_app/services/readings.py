"""What a session's figures say: its receipts, what moved in the drawer beside them, and never what it should hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.errors import Refusal
from domain.money import Money
from kiosk_app.services.counter import Counter


@dataclass(frozen=True, slots=True)
class ProcedureCount:
    service: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ProcedureTotal:
    service: str
    name: str
    count: int
    fees: Money


@dataclass(frozen=True, slots=True)
class CashMove:
    """Cash that moved without a fee. `way` is float_in, float_out, to_safe or from_safe; `amount` is None on a reading,
    which is blind; `approver` is the second person.
    """

    at: datetime
    operator: str
    way: str
    reason: str
    amount: Money | None
    approver: str | None = None


@dataclass(frozen=True, slots=True)
class Voided:
    """`approver` is None where the cashier voided alone. `given_back` is cash, None on a reading, which is blind."""

    receipt: str
    reason: str
    approver: str | None
    given_back: Money | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a session did, counted. It has no sum of money: what the drawer should hold could be worked out from one,
    and a count stays blind until `sign_count`. The sums of a closed session are its `Takings`.

    `prepaid_used` counts the live receipts that a prepaid code paid or helped to pay.
    """

    session: int
    operator: str
    opened_at: datetime
    read_at: datetime
    opening_float: Money
    receipts: tuple[str, str] | None
    receipt_count: int
    void_count: int
    procedures: tuple[ProcedureCount, ...]
    chain_head: str
    moves: tuple[CashMove, ...]
    voids: tuple[Voided, ...]
    prepaid_sold: int
    prepaid_used: int


@dataclass(frozen=True, slots=True)
class Takings:
    """The sums of a session, once it is closed; of receipts those that are not voided.

    `service_fees` is commission that citizens paid on top, `rounding` what rounding down cost, `prepaid_paid` the part
    of fees that prepaid codes paid, `prepaid_sold` what codes were sold for.
    """

    procedures: tuple[ProcedureTotal, ...]
    fees: Money
    commission: Money
    service_fees: Money
    rounding: Money
    prepaid_sold: Money
    prepaid_paid: Money
    moves: tuple[CashMove, ...]
    voids: tuple[Voided, ...]

    def moved(self, way: str) -> Money:
        """All that moved that way."""
        amounts = [move.amount for move in self.moves if move.way == way and move.amount is not None]
        return sum(amounts, start=Money(0, self.fees.currency))


@dataclass(frozen=True, slots=True)
class Movement:
    """A receipt of the session: `due` in cash, `paid` with a prepaid code."""

    at: datetime
    number: str
    code: str
    service: str
    due: Money
    voided: bool
    paid: Money


def read_session(counter: Counter, number: int) -> Reading:
    """Raises Refusal `session_unknown`."""
    row = counter.store.row("SELECT * FROM session WHERE number = ?", (number,))
    if row is None:
        raise Refusal("session_unknown", session=number)
    receipts = _receipts(counter, number)
    live = [receipt for receipt in receipts if receipt["voided"] is None]
    return Reading(
        session=number,
        operator=row["operator"],
        opened_at=counter.local(row["opened_at"]),
        read_at=counter.local(row["closed_at"]) if row["closed_at"] else counter.now(),
        opening_float=counter.money(row["float"]),
        receipts=(receipts[0]["number"], receipts[-1]["number"]) if receipts else None,
        receipt_count=len(receipts),
        void_count=len(receipts) - len(live),
        procedures=tuple(
            ProcedureCount(total.service, total.name, total.count) for total in _by_procedure(counter, live)
        ),
        chain_head=counter.journal.head,
        moves=tuple(replace(move, amount=None) for move in moves_of(counter, number)),
        voids=tuple(replace(voided, given_back=None) for voided in _voids(counter, receipts)),
        prepaid_sold=len(_sales(counter, number)),
        prepaid_used=sum(receipt["prepaid"] is not None for receipt in live),
    )


def takings_of(counter: Counter, number: int) -> Takings:
    receipts = _receipts(counter, number)
    live = [receipt for receipt in receipts if receipt["voided"] is None]
    fees, on_top = sum(row["fee"] for row in live), sum(row["commission"] for row in live if row["mode"] == "surcharge")
    due, paid = sum(row["due"] for row in live), sum(row["paid"] for row in live)
    return Takings(
        procedures=_by_procedure(counter, live),
        fees=counter.money(fees),
        commission=counter.money(sum(receipt["commission"] for receipt in live)),
        service_fees=counter.money(on_top),
        rounding=counter.money(fees + on_top - paid - due),
        prepaid_sold=counter.money(sum(_sales(counter, number))),
        prepaid_paid=counter.money(paid),
        moves=moves_of(counter, number),
        voids=_voids(counter, receipts),
    )


def receipts_of(counter: Counter, session: int) -> list[Movement]:
    """Newest first."""
    return [
        Movement(
            counter.local(row["at"]),
            row["number"],
            row["code"],
            row["service"],
            counter.money(row["due"]),
            row["voided"] is not None,
            counter.money(row["paid"]),
        )
        for row in counter.store.rows("SELECT * FROM receipt WHERE session = ? ORDER BY sequence DESC", (session,))
    ]


def moves_of(counter: Counter, session: int) -> tuple[CashMove, ...]:
    rows = counter.store.rows("SELECT * FROM cash_move WHERE session = ? ORDER BY sequence", (session,))
    return tuple(
        CashMove(
            counter.local(row["at"]),
            row["operator"],
            row["way"],
            row["reason"],
            counter.money(row["amount"]),
            row["approver"],
        )
        for row in rows
    )


def _receipts(counter: Counter, session: int) -> list[Any]:
    return counter.store.rows("SELECT * FROM receipt WHERE session = ? ORDER BY sequence", (session,))


def _sales(counter: Counter, session: int) -> list[int]:
    rows = counter.store.rows("SELECT amount FROM prepaid_sale WHERE session = ?", (session,))
    return [row["amount"] for row in rows]


def _voids(counter: Counter, receipts: list[Any]) -> tuple[Voided, ...]:
    return tuple(
        Voided(row["number"], row["void_reason"], row["approver"], counter.money(row["due"]))
        for row in receipts
        if row["voided"] is not None
    )


def _by_procedure(counter: Counter, live: list[Any]) -> tuple[ProcedureTotal, ...]:
    totals: dict[str, tuple[int, int]] = {}
    for receipt in live:
        count, fees = totals.get(receipt["service"], (0, 0))
        totals[receipt["service"]] = (count + 1, fees + receipt["fee"])
    return tuple(
        ProcedureTotal(service, _name(counter, service), count, counter.money(fees))
        for service, (count, fees) in sorted(totals.items())
    )


def _name(counter: Counter, service: str) -> str:
    try:
        return counter.municipality.procedure(service).name
    except Refusal:  # of an older edition
        return service
