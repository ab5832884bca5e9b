"""What was verified, cabin by cabin, as the screen's tables and figures read it. Pure; no words."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import Enum
from typing import Final

from domain.journal.verify import Finding
from domain.ledger.reconciliation import Agreement, CloseLine, Reconciliation, RemittanceLine, reconcile
from kiosk_app.services.audit import Audited

#: Days since a deposit was declared: the classes auditors age by.
AGE_CLASSES: Final = ((0, 1), (2, 3), (4, 7), (8, 15), (16, 30), (31, None))


@dataclass(frozen=True, slots=True)
class Deposited:
    """How far the deposits, oldest first, have covered a close. Minor units.

    `due` is what left the drawer less the commission kept back from it (`retained`); `short` is what the bank never
    showed of what was declared.
    """

    due: int
    retained: int
    declared: int
    confirmed: int
    short: int


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


def moved_cash(whole: Reconciliation, close: CloseLine) -> tuple[int, int]:
    """What moved without a fee while the drawer was open: into the agent's float, and to the safe. Minor units."""
    by_way = dict.fromkeys(("float_in", "float_out", "to_safe", "from_safe"), 0)
    for line in whole.cash:
        if line.session == close.session:
            by_way[line.way] += line.amount
    return by_way["float_in"] - by_way["float_out"], by_way["to_safe"] - by_way["from_safe"]


def left_in_drawer(whole: Reconciliation, close: CloseLine) -> int:
    """What a session sends to be deposited: the count less the agent's float, and what was in the safe before."""
    own, put_away = moved_cash(whole, close)
    return max(0, close.counted - close.float_minor - own + put_away)


def age_days(since: datetime, now: datetime) -> int:
    return max(0, (now - since).days)


class _Part(Enum):
    """What became of a part of a deposit."""

    RETAINED = "retained"
    CONFIRMED = "confirmed"
    SHORT = "short"
    PENDING = "pending"


def _deposited(whole: Reconciliation) -> dict[int, Deposited]:
    """By Z. A deposit names no closes, so the oldest money is taken to have been deposited first."""
    waiting = deque(part for line in whole.remittances for part in _parts(line))
    found = {}
    for close in whole.closes:
        left = left_in_drawer(whole, close)
        taken = _take(waiting, left)
        shown, short = taken[_Part.CONFIRMED], taken[_Part.SHORT]
        retained, declared = taken[_Part.RETAINED], shown + short + taken[_Part.PENDING]
        found[close.z] = Deposited(left - retained, retained, declared, shown, short)
    return found


def _parts(line: RemittanceLine) -> list[tuple[_Part, int]]:
    return [
        (_Part.RETAINED, line.retained),
        (_Part.CONFIRMED, line.confirmed),
        (_Part.SHORT, line.short),
        (_Part.PENDING, line.pending),
    ]


def _take(waiting: deque[tuple[_Part, int]], wanted: int) -> dict[_Part, int]:
    """As much as is there, the oldest first; what is left of the last part stays."""
    taken = dict.fromkeys(_Part, 0)
    while wanted and waiting:
        part, minor = waiting.popleft()
        step = min(wanted, minor)
        taken[part] += step
        wanted -= step
        if minor > step:
            waiting.appendleft((part, minor - step))
    return taken
