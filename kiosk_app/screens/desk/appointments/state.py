"""Appointments: those that this counter gave at the left; the one at hand, or the hour for a new one, in the middle."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.shown import UNSAID, Choice, Line, ListRow, Problem, Said, Tone


@dataclass(frozen=True, slots=True)
class Person:
    """As typed."""

    document: str = ""
    names: str = ""
    surnames: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class BookingState:
    """`days` are days at an office with how many hours are free, `hours` those of the chosen one. `person` is None
    while an appointment is given another hour: who comes is known.
    """

    days: tuple[ListRow, ...] = ()
    day: str = ""
    hours: tuple[Choice, ...] = ()
    hour: str = ""
    told: Said = UNSAID
    person: Person | None = None
    confirm: str = ""
    can_confirm: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentDetail:
    """`acts` are what can be done with it now; the first is the likeliest."""

    code: str
    heading: str
    chip: str
    tone: Tone
    facts: tuple[Line, ...] = ()
    bring: tuple[str, ...] = ()
    acts: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class AppointmentsState:
    """At most one of `booking`, `detail` and `delivery` stands in the middle; `advice` where none does."""

    title: str
    subtitle: str = ""
    list_title: str = ""
    search: str = ""
    rows: tuple[ListRow, ...] = ()
    chosen: str = ""
    empty: str = ""
    advice: str = ""
    booking: BookingState | None = None
    detail: AppointmentDetail | None = None
    delivery: Delivery | None = None
    notice: Said = UNSAID
    problems: tuple[Problem, ...] = ()
