"""What was verified, cabin by cabin, as the screen's tables and figures read it. Pure; no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from domain.journal.verify import Finding
from domain.ledger.reconciliation import Agreement, CloseLine, Reconciliation, reconcile
from kiosk_app.services.audit import Audited

#: Days since a deposit was declared: the classes auditors age by. The first ends where the banking term does.
AGE_CLASSES: Final = ((0, 1), (2, 3), (4, 7), (8, 15), (16, 30), (31, None))


@dataclass(frozen=True, slots=True)
class Deposited:
    """How far the deposits, oldest first, have covered a close. Minor units; `due` is what left the drawer."""

    due: int
    declared: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Cabin:
    """`whole` is of the whole life of the journals, `part` of the period asked for."""

    audited: Audited
    whole: Reconciliation
    part: Reconciliation
    deposited: dict[int, Deposited]

    @property
    def station(self) -> str:
        return self.audited.listing.station

    @property
    def label(self) -> str:
        return self.audited.listing.label

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.whole.findings

    @property
    def disagreements(self) -> tuple[Agreement, ...]:
        return tuple(pair for pair in self.whole.agreements if not pair.holds)

    @property
    def entries(self) -> int:
        """Entries verified, in both journals."""
        return self.whole.station_length + self.whole.centre_length

    @property
    def missing(self) -> int:
        """Entries that the centre has and that this computer has not verified."""
        listing = self.audited.listing
        return max(0, listing.entries - self.whole.station_length) + max(0, listing.outbound - self.whole.centre_length)


def cabin_of(audited: Audited) -> Cabin:
    """`audited` as `Audit.run()` gives it: of the whole life of the journals."""
    return Cabin(audited, audited.figures, audited.figures, _deposited(audited.figures))


def within(cabin: Cabin, zone: tzinfo, period: tuple[date, date]) -> Cabin:
    """The same cabin with the lines of a period, first and last local day included."""
    part = reconcile(cabin.audited.verification, cabin.whole.currency, zone, period)
    return replace(cabin, part=part)


def first_wrong(cabins: Sequence[Cabin]) -> tuple[Cabin, Finding] | None:
    """The finding to look at first: what is not authentic before what breaks a rule."""
    found = [(cabin, finding) for cabin in cabins for finding in cabin.findings]
    return min(found, key=lambda pair: pair[1].authentic, default=None)


def months(cabins: Sequence[Cabin], zone: tzinfo) -> list[tuple[int, int]]:
    """Years and months in which something was collected, closed or deposited, newest first."""
    instants: set[datetime] = set()
    for cabin in cabins:
        instants |= {line.at for line in cabin.whole.receipts} | {line.closed_at for line in cabin.whole.closes}
        instants |= {line.declared_at for line in cabin.whole.remittances}
    local = (instant.astimezone(zone) for instant in instants)
    return sorted({(moment.year, moment.month) for moment in local}, reverse=True)


def left_in_drawer(close: CloseLine) -> int:
    """What a close sends to be deposited: the count less the agent's own float. Minor units."""
    return max(0, close.counted - close.float_minor)


def age_days(since: datetime, now: datetime) -> int:
    return max(0, (now - since).days)


def _deposited(whole: Reconciliation) -> dict[int, Deposited]:
    """By Z. A deposit names no closes, so the oldest money is taken to have been deposited first."""
    declared = sum(line.amount for line in whole.remittances)
    confirmed = sum(line.confirmed for line in whole.remittances)
    found = {}
    for close in whole.closes:
        due = left_in_drawer(close)
        found[close.z] = Deposited(due, min(due, declared), min(due, confirmed))
        declared -= found[close.z].declared
        confirmed -= found[close.z].confirmed
    return found
