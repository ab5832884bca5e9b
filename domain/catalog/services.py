"""The other two services of the counter: complaints (reclamos) and appointments (turnos)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Priority(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way a case goes, in the folder's order; `area` has the file while it is taken."""

    code: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class ComplaintCategory:
    """`promise_working_days` is the municipality's own promise, told at capture; `legal_working_days` is the law's
    term, another clock, None where no law sets one.

    `anonymous_allowed`: it may be a *denuncia* without a name. `needs_place`: it is about a spot on the map.
    `icon` is the name of one of the program's pictograms. `assets` are the kinds of things on the map that it is about;
    `similar_metres` is how far another one of the category may be the same thing; zero says that its spot is told to
    nobody.
    """

    code: str
    name: str
    group: str
    summary: str
    keywords: tuple[str, ...]
    area: str
    promise_working_days: int
    priority: Priority
    anonymous_allowed: bool
    needs_place: bool
    icon: str
    legal_working_days: int | None = None
    steps: tuple[Step, ...] = ()
    assets: tuple[str, ...] = ()
    similar_metres: int = 0


class AppointmentWord(StrEnum):
    """What people of the municipality call an appointment."""

    TURNO = "turno"
    CITA = "cita"


@dataclass(frozen=True, slots=True)
class AppointmentService:
    """What an appointment is for. `places` are codes of offices; the slots themselves are granted by the centre."""

    code: str
    name: str
    group: str
    summary: str
    places: tuple[str, ...]
    minutes: int
    bring: tuple[str, ...]
    area: str
    keywords: tuple[str, ...]
    icon: str
