"""The month's statement of commission: issued by the centre, recomputed here line by line before anybody signs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author
from domain.ledger.statements import PeriodStatement, lawful, statement_of
from domain.money import Money
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import reason_words
from kiosk_app.storage import entries
from kiosk_app.storage.journal import Draft


@dataclass(frozen=True, slots=True)
class Dispute:
    """A line that the agent does not agree with. `outcome` (upheld or rejected), `adjustment` (commission granted) and
    `words` are the municipality's answer, None until it comes.
    """

    line: int
    reason: str
    raised_by: str
    raised_at: datetime
    outcome: str | None
    adjustment: Money | None
    words: str | None
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedStatement:
    """What the centre signed: how many lines, up to this station's entry `through`, and what they come to."""

    name: str
    through: int
    lines: int
    hash: str
    fees: Money
    commission: Money
    issued_at: datetime
    signed_by: str | None
    signed_at: datetime | None
    disputes: tuple[Dispute, ...]


class Statements:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def all(self) -> list[IssuedStatement]:
        """Newest first."""
        return [self._issued(row) for row in self._counter.store.rows("SELECT * FROM statement ORDER BY through DESC")]

    def named(self, name: str) -> IssuedStatement:
        """Raises Refusal `statement_unknown`."""
        row = self._counter.store.row("SELECT * FROM statement WHERE name = ?", (name,))
        if row is None:
            raise Refusal("statement_unknown", statement=name)
        return self._issued(row)

    def check(self, name: str) -> PeriodStatement:
        """Its lines, computed from this station's own journals: exactly those that the centre signed.

        Reads both journals from their beginning. Raises Refusal `statement_unknown`, `statement_disagrees`.
        """
        issued, computed = self.named(name), self.lines(name)
        ours = (computed.hash, len(computed.lines), computed.fees, computed.commission)
        if ours != (issued.hash, issued.lines, issued.fees.minor, issued.commission.minor):
            raise Refusal("statement_disagrees", statement=name)
        return computed

    def lines(self, name: str) -> PeriodStatement:
        """What this station has on record for the statement's period, whatever the centre signed: to be compared with
        it by telephone when they differ. Raises Refusal `statement_unknown`.
        """
        counter, issued = self._counter, self.named(name)
        before = counter.store.row(
            "SELECT coalesce(max(through), 0) AS through FROM statement WHERE through < ?", (issued.through,)
        )
        assert before is not None, "an aggregate always has a row"
        booked = lawful(counter.identity.station, self._read(Author.STATION), self._read(Author.CENTRE))
        return statement_of(booked, before["through"], issued.through)

    def dispute(self, operator: Operator, name: str, line: int, reason: str) -> None:
        """Raises Refusal `reason_needed`, `statement_unknown`, `statement_disagrees` (its numbers would name other
        lines), `statement_already_signed`, `statement_line_unknown`, `line_already_disputed`.
        """
        words = reason_words(reason)
        self.check(name)
        body = {"statement": name, "line": line, "reason": words}
        self._counter.journal.record(operator.id, Draft("line_disputed/1", body))

    def sign(self, operator: Operator, name: str) -> IssuedStatement:
        """The agent's signature under the lines, except those disputed.

        Raises Refusal `statement_unknown`, `statement_disagrees`, `statement_already_signed`.
        """
        body = {"statement": name, "hash": self.check(name).hash}
        self._counter.journal.record(operator.id, Draft("statement_signed/1", body))
        return self.named(name)

    def _read(self, author: Author) -> Iterator[SignedEntry]:
        return (read_entry(signed) for signed in entries.read(self._counter.store, author))

    def _issued(self, row: Any) -> IssuedStatement:
        counter = self._counter
        disputes = counter.store.rows("SELECT * FROM dispute WHERE statement = ? ORDER BY line", (row["name"],))
        return IssuedStatement(
            name=row["name"],
            through=row["through"],
            lines=row["lines"],
            hash=row["hash"],
            fees=counter.money(row["fees"]),
            commission=counter.money(row["commission"]),
            issued_at=counter.local(row["issued_at"]),
            signed_by=row["signed_by"],
            signed_at=counter.local(row["signed_at"]) if row["signed_at"] else None,
            disputes=tuple(self._dispute(found) for found in disputes),
        )

    def _dispute(self, row: Any) -> Dispute:
        counter = self._counter
        return Dispute(
            line=row["line"],
            reason=row["reason"],
            raised_by=row["raised_by"],
            raised_at=counter.local(row["raised_at"]),
            outcome=row["outcome"],
            adjustment=None if row["adjustment"] is None else counter.money(row["adjustment"]),
            words=row["words"],
            resolved_at=counter.local(row["resolved_at"]) if row["resolved_at"] else None,
        )
