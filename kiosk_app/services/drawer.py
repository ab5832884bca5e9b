"""The drawer: opened with a float, read at any time, counted blind, closed with a Z that has no gaps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain import canonical
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.ledger.rules.drawer import OUT
from domain.ledger.rules.second_person import closes_alone, takes_alone
from domain.ledger.rules.voiding import why_not_alone
from domain.money import Money
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.guarantee import Gauge, gauge
from kiosk_app.services.readings import (
    CashMove,
    Movement,
    ProcedureCount,
    ProcedureTotal,
    Reading,
    Takings,
    Voided,
    moves_of,
    read_session,
    receipts_of,
    takings_of,
)
from kiosk_app.services.void_code import read_void_code
from kiosk_app.storage import spool_table
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Alongside, Draft

__all__ = [
    "CashMove",
    "Closed",
    "Counted",
    "Drawer",
    "Movement",
    "OpenDrawer",
    "ProcedureCount",
    "ProcedureTotal",
    "Reading",
    "Takings",
    "Voided",
]

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
    approver: str | None = None


def reason_words(reason: str) -> str:
    """What an entry takes of a reason. Raises Refusal `reason_needed`."""
    words = canonical.plain_text(reason)[:WORDS_MAX].strip()
    if not words:
        raise Refusal("reason_needed")
    return words


def _forgetting(alongside: Alongside | None) -> Alongside:
    """What shares the close's transaction, and the bytes of bearer documents that leave with it."""

    def both(store: Store, written: Sequence[SignedEntry]) -> None:
        if alongside is not None:
            alongside(store, written)
        spool_table.forget_bearers(store)

    return both


class Drawer:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def current(self) -> OpenDrawer | None:
        counter = self._counter
        session = counter.journal.books.facts.session
        if session is None:
            return None
        row = counter.store.row("SELECT opened_at, float FROM session WHERE number = ?", (session.number,))
        assert row is not None, "an open session has its row"
        return OpenDrawer(
            session.number,
            session.operator,
            counter.local(row["opened_at"]),
            counter.money(row["float"]),
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
        return read_session(self._counter, session if session is not None else self._open_number())

    def movements(self) -> list[Movement]:
        """The receipts of the open session, newest first. Raises Refusal `drawer_not_open`."""
        return receipts_of(self._counter, self._open_number())

    def moves(self) -> tuple[CashMove, ...]:
        """Cash that moved in the open session without a fee, oldest first. Raises Refusal `drawer_not_open`."""
        return moves_of(self._counter, self._open_number())

    def void(
        self,
        operator: Operator,
        receipt: str,
        reason: str,
        *,
        code: str = "",
        approver: Operator | None = None,
        alongside: Alongside | None = None,
    ) -> None:
        """`code` is the six digits of the citizen's original receipt. `approver` has approved
        (`kiosk_app.services.approval`).

        Raises Refusal `reason_needed`, `drawer_not_open`, `receipt_not_of_this_session`, `receipt_already_voided`,
        `drawer_already_counted`, `void_code_wrong`, `void_code_not_scanned`, `void_needs_second_person`,
        `approver_is_operator`, `approver_unknown`, `cash_beyond_held` (its cash went to the safe: fetch it first).
        """
        body = {"receipt": receipt, "reason": reason_words(reason)}
        if code.strip():
            body["code"] = read_void_code(code, receipt)
        if approver is not None:
            body["approver"] = approver.id
        self._counter.journal.record(operator.id, Draft("fee_voided/2", body), alongside=alongside)

    def void_needs(self, receipt: str, code: str = "") -> str:
        """What keeps one person from voiding the receipt now: `late` or `amount` (a second person must approve),
        `paper` (its code, or a second person), or nothing. Raises Refusal `receipt_not_of_this_session`.
        """
        books = self._counter.journal.books
        found = books.facts.receipts.get(receipt)
        if found is None:
            raise Refusal("receipt_not_of_this_session", receipt=receipt)
        now = self._counter.clock.now().replace(microsecond=0)  # as the entry will have it
        beyond = why_not_alone(books, found, now, has_paper=True)
        return beyond or why_not_alone(books, found, now, has_paper=bool(code.strip()))

    def move_cash(
        self,
        operator: Operator,
        way: str,
        amount: Money,
        reason: str,
        *,
        approver: Operator | None = None,
        alongside: Alongside | None = None,
    ) -> None:
        """`way` is float_in, float_out (the agent's own change), to_safe or from_safe (municipal cash). `approver` has
        approved (`kiosk_app.services.approval`).

        Raises Refusal `reason_needed`, `drawer_not_open`, `drawer_already_counted`, `amount_unreadable` for nothing or
        less, `cash_beyond_held`, `currencies_mixed`, `cash_needs_second_person`, `approver_is_operator`,
        `approver_unknown`.
        """
        counter = self._counter
        words = reason_words(reason)
        if amount.currency != counter.currency:
            raise Refusal("currencies_mixed", left=counter.currency, right=amount.currency)
        if amount.minor <= 0:
            raise Refusal("amount_unreadable", text=str(amount))
        body: dict[str, Any] = {"session": self._open_number(), "way": way, "amount": amount.minor, "reason": words}
        if approver is not None:
            body["approver"] = approver.id
        counter.journal.record(operator.id, Draft("cash_moved/2", body), alongside=alongside)

    def cash_needs(self, way: str, amount: Money) -> bool:
        """Whether moving so much that way now takes a second person."""
        return way in OUT and not takes_alone(self._counter.journal.books, amount.minor)

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

    def close_needs(self) -> bool:
        """Whether the agreement asks a second person for the signed count's difference. Raises Refusal
        `drawer_not_counted`.
        """
        limits = self._counter.journal.books.facts.standing.limits
        most = None if limits is None else limits.difference_alone
        return not closes_alone(most, self.count_signed().difference.minor)

    def close(
        self,
        operator: Operator,
        explanation: str = "",
        *,
        approver: Operator | None = None,
        alongside: Alongside | None = None,
    ) -> Closed:
        """Close with the next Z. Papers that are worth money and may be out are forgotten with it (`printing.spool`).
        `approver` has approved; where nobody who may is here it is closed all the same, and auditors are told.

        Raises Refusal `drawer_not_counted` (also when none is open), `explanation_needed`, `approver_is_operator`,
        `approver_unknown`.
        """
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
        if approver is not None:
            body["approver"] = approver.id
        counter.journal.record(operator.id, Draft("session_closed/2", body), alongside=_forgetting(alongside))
        with suppress(Refusal):  # it is closed whatever the disk says now; the log is emptied the next time
            counter.store.empty_log()
        return self.closed(number)

    def closed(self, session: int) -> Closed:
        """A closed session as it was, for printing its Z again. Raises Refusal `session_unknown`."""
        counter = self._counter
        row = counter.store.row("SELECT * FROM session WHERE number = ? AND z IS NOT NULL", (session,))
        if row is None:
            raise Refusal("session_unknown", session=session)
        count = Counted(counter.money(row["counted"]), counter.money(row["expected"]), self._pieces(session))
        return Closed(
            row["z"], self.reading(session), takings_of(counter, session), count, row["explanation"], row["approver"]
        )

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
