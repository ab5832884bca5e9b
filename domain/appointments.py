"""Appointments: what a granted number means, and the life of one appointment (docs/adr/0038).

A number of a pool of slots is one time at one office: the grant that the station holds says which, so both are
known with no network. Times are the municipality's wall time.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from domain.errors import Refusal
from domain.journal.entry import Entry

MINUTES_OF_A_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class SlotTimes:
    """Number `n` is the appointment of `service` at `office` on `day`, `minutes` long, that begins `(n - 1) * minutes`
    after `start` (minutes from midnight).
    """

    service: str
    office: str
    day: str
    start: int
    minutes: int

    def begins(self, number: int) -> int:
        """Minutes from midnight."""
        return self.start + (number - 1) * self.minutes

    def clock(self, number: int) -> str:
        """`08:30`."""
        return clock_text(self.begins(number))

    def moment(self, number: int) -> datetime:
        """Wall time at the office, without a zone."""
        return datetime.combine(date.fromisoformat(self.day), time()) + timedelta(minutes=self.begins(number))

    def covered(self, numbers: frozenset[int]) -> frozenset[int]:
        """The minutes of the day that the slots take."""
        return frozenset(
            minute for number in numbers for minute in range(self.begins(number), self.begins(number) + self.minutes)
        )

    def meets(self, mine: frozenset[int], other: SlotTimes, theirs: frozenset[int]) -> bool:
        """Whether one of `mine` and one of the other's are the same service, office and day at one time."""
        same = (self.service, self.office, self.day) == (other.service, other.office, other.day)
        return same and bool(self.covered(mine) & other.covered(theirs))


def clock_text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(clock: str) -> int:
    """Minutes from midnight of `08:30`."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


class AppointmentState(StrEnum):
    """`BOOKED` holds a slot; `CANCELLED` gave it back; the other two are what came of it."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One citizen's appointment, from the station's own journal alone. Before its slot is given, `grant` is empty.

    `given` is the sequence of the entry on the citizen's valid slip; `moves` how often it has another time.
    """

    code: str
    service: str
    opened: int
    state: AppointmentState = AppointmentState.BOOKED
    grant: str = ""
    number: int = 0
    office: str = ""
    day: str = ""
    clock: str = ""
    given: int = 0
    moves: int = 0

    def document(self) -> dict[str, Any]:
        return asdict(self)


OPENED: Final = "appointment_opened/1"
GIVEN: Final = "appointment_given/1"
CANCELLED: Final = "appointment_cancelled/1"
ENDED: Final = "appointment_ended/1"
APPOINTMENT_KINDS: Final = (OPENED, GIVEN, CANCELLED, ENDED)


def advance(before: Appointment | None, entry: Entry) -> Appointment:
    """What one entry makes of an appointment. Raises Refusal `appointment_unknown` for one that nobody opened, and
    `case_code_taken` for one that is opened twice.

    Whether the slot was the station's to give is the ledger's business (`domain.ledger.rules.appointments`).
    """
    body = entry.body
    if entry.kind == OPENED:
        if before is not None:
            raise Refusal("case_code_taken", case=body["case"])
        return Appointment(body["case"], body["service"], entry.sequence)
    if before is None:
        raise Refusal("appointment_unknown", case=body["case"])
    match entry.kind:
        case "appointment_given/1":
            return replace(
                before,
                state=AppointmentState.BOOKED,
                grant=body["grant"],
                number=body["number"],
                office=body["office"],
                day=body["day"],
                clock=body["clock"],
                given=entry.sequence,
                moves=before.moves + (1 if before.given else 0),
            )
        case "appointment_cancelled/1":
            return replace(before, state=AppointmentState.CANCELLED)
        case _:
            return replace(before, state=AppointmentState(body["outcome"]))
