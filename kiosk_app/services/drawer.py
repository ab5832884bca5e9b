"""The drawer: opened with a float, read at any time, counted blind, closed with a Z that has no gaps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain import canonical
from domain.errors import Refusal
from domain.money import Money
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.guarantee import Gauge, gauge
from kiosk_app.storage.journal import Alongside, Draft

#: What an entry takes of somebody's own words (domain.journal.kinds); what is longer is cut, not refused.
WORDS_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    session: int
    operator: str
    opened_at: datetime
    opening_float: Money
    counted: Money | None


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
class Reading:
    """What a session did, counted. It has no sum of money: what the drawer should hold could be worked out from one,
    and a count stays blind until `sign_count`. The sums of a closed session are its `Takings`.
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


@dataclass(frozen=True, slots=True)
class Takings:
    """The sums of a session, once it is closed."""

    procedures: tuple[ProcedureTotal, ...]
    fees: Money
    commission: Money


@dataclass(frozen=True, slots=True)
class Movement:
    """A receipt of the session."""

    at: datetime
    number: str
    code: str
    service: str
    due: Money
    voided: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The signed count beside what the books expected; `difference` is negative when cash is missing."""

    counted: Money
    expected: Money
    pieces: tuple[tuple[Money, int], ...]

    @property
    def difference(self) -> Money:
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class Closed:
    z: int
    reading: Reading
    takings: Takings
    count: Counted
    explanation: str | None


class Drawer:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def current(self) -> OpenDrawer | None:
        counter = self._counter
        session = counter.journal.books.facts.session
        if session is None:
            return None
        row = counter.store.row("SELECT opened_at FROM session WHERE number = ?", (session.number,))
        assert row is not None, "an open session has its row"
        return OpenDrawer(
            session.number,
            session.operator,
            counter.local(row["opened_at"]),
            counter.money(session.float_minor),
            None if session.counted is None else counter.money(session.counted),
        )

    def open(self, operator: Operator, opening_float: Money) -> OpenDrawer:
        """Raises Refusal `drawer_already_open`, `amount_unreadable` for a float below zero."""
        counter = self._counter
        if opening_float.minor < 0:
            raise Refusal("amount_unreadable", text=str(opening_float))
        body = {
            "session": counter.journal.books.facts.last_session + 1,
            "float": opening_float.minor,
            "currency": counter.currency,
        }
        counter.journal.record(operator.id, Draft("session_opened/1", body))
        opened = self.current()
        assert opened is not None, "it has just been opened"
        return opened

    def gauge(self) -> Gauge:
        return gauge(self._counter)

    def in_safe(self) -> Money:
        """Counted municipal money that has not been taken to the bank."""
        from domain.ledger.accounts import SAFE  # noqa: PLC0415 - one name of a long chart

        return self._counter.money(self._counter.journal.books.balance(SAFE, self._counter.currency))

    def reading(self, session: int | None = None) -> Reading:
        """The X reading of the open session, or the figures of another. Raises Refusal `drawer_not_open`,
        `session_unknown`.
        """
        counter = self._counter
        number = session if session is not None else self._open_number()
        row = counter.store.row("SELECT * FROM session WHERE number = ?", (number,))
        if row is None:
            raise Refusal("session_unknown", session=number)
        receipts = self._receipts(number)
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
                ProcedureCount(total.service, total.name, total.count) for total in self._by_procedure(live)
            ),
            chain_head=counter.journal.head,
        )

    def movements(self) -> list[Movement]:
        counter = self._counter
        number = self._open_number()
        return [
            Movement(
                counter.local(row["at"]),
                row["number"],
                row["code"],
                row["service"],
                counter.money(row["due"]),
                row["voided"] is not None,
            )
            for row in counter.store.rows("SELECT * FROM receipt WHERE session = ? ORDER BY sequence DESC", (number,))
        ]

    def void(self, operator: Operator, receipt: str, reason: str) -> None:
        """Raises Refusal `reason_needed`, `drawer_not_open`, `receipt_not_of_this_session`, `receipt_already_voided`,
        `drawer_already_counted`.
        """
        words = canonical.plain_text(reason)[:WORDS_MAX].strip()
        if not words:
            raise Refusal("reason_needed")
        self._counter.journal.record(operator.id, Draft("fee_voided/1", {"receipt": receipt, "reason": words}))

    def sign_count(self, operator: Operator, pieces: Mapping[Money, int]) -> Counted:
        """Sign the blind count; only now is the expected amount told. `pieces` maps coins and notes to how many.

        No piece at all is a count of zero: a drawer that was robbed must close too. Raises Refusal `drawer_not_open`,
        `drawer_already_counted`.
        """
        counter = self._counter
        number = self._open_number()
        counted = sum(face.minor * count for face, count in pieces.items())
        listed = {str(face.minor): count for face, count in pieces.items() if count} or {
            str(counter.municipality.coins[-1].minor): 0
        }
        body = {"session": number, "counted": counted, "pieces": listed}
        counter.journal.record(operator.id, Draft("drawer_counted/1", body))
        return self.count_signed()

    def count_signed(self) -> Counted:
        """The signed count of the open session (again after a restart). Raises Refusal `drawer_not_counted`."""
        counter = self._counter
        session = counter.journal.books.facts.session
        if session is None or session.counted is None:
            raise Refusal("drawer_not_counted")
        return Counted(
            counter.money(session.counted),
            counter.money(counter.journal.books.expected_cash()),
            self._pieces(session.number),
        )

    def close(self, operator: Operator, explanation: str = "", *, alongside: Alongside | None = None) -> Closed:
        """Close with the next Z. Raises Refusal `drawer_not_counted` (also when none is open), `explanation_needed`."""
        counter = self._counter
        count = self.count_signed()
        number = self._open_number()
        body: dict[str, Any] = {
            "session": number,
            "z": counter.journal.books.facts.last_z + 1,
            "expected": count.expected.minor,
            "counted": count.counted.minor,
        }
        words = canonical.plain_text(explanation)[:WORDS_MAX].strip()
        if words:
            body["explanation"] = words
        counter.journal.record(operator.id, Draft("session_closed/1", body), alongside=alongside)
        return Closed(body["z"], self.reading(number), self._takings(number), count, words or None)

    def closed(self, session: int) -> Closed:
        """A closed session as it was, for printing its Z again. Raises Refusal `session_unknown`."""
        counter = self._counter
        row = counter.store.row("SELECT * FROM session WHERE number = ? AND z IS NOT NULL", (session,))
        if row is None:
            raise Refusal("session_unknown", session=session)
        count = Counted(counter.money(row["counted"]), counter.money(row["expected"]), self._pieces(session))
        return Closed(row["z"], self.reading(session), self._takings(session), count, row["explanation"])

    def _pieces(self, session: int) -> tuple[tuple[Money, int], ...]:
        row = self._counter.store.row("SELECT pieces FROM session WHERE number = ?", (session,))
        assert row is not None, "a counted session has its row"
        faces = json.loads(row["pieces"])
        return tuple((self._counter.money(int(face)), faces[face]) for face in sorted(faces, key=int, reverse=True))

    def _open_number(self) -> int:
        session = self._counter.journal.books.facts.session
        if session is None:
            raise Refusal("drawer_not_open")
        return session.number

    def _receipts(self, session: int) -> list[Any]:
        return self._counter.store.rows("SELECT * FROM receipt WHERE session = ? ORDER BY sequence", (session,))

    def _takings(self, session: int) -> Takings:
        live = [receipt for receipt in self._receipts(session) if receipt["voided"] is None]
        return Takings(
            self._by_procedure(live),
            self._counter.money(sum(receipt["fee"] for receipt in live)),
            self._counter.money(sum(receipt["commission"] for receipt in live)),
        )

    def _by_procedure(self, live: list[Any]) -> tuple[ProcedureTotal, ...]:
        totals: dict[str, tuple[int, int]] = {}
        for receipt in live:
            count, fees = totals.get(receipt["service"], (0, 0))
            totals[receipt["service"]] = (count + 1, fees + receipt["fee"])
        return tuple(
            ProcedureTotal(service, self._name(service), count, self._counter.money(fees))
            for service, (count, fees) in sorted(totals.items())
        )

    def _name(self, service: str) -> str:
        try:
            return self._counter.municipality.procedure(service).name
        except Refusal:  # of an older edition
            return service
