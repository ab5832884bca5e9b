"""Appointments at the centre: hours that stations may give, and what the stations told of them (docs/adr/0038)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from central import granting
from central.centre import Centre
from central.clock import unix_seconds
from central.letters import Letter, open_letter
from central.spans import Span
from central.store import Transaction, appointments, blobs, cases, journals
from central.store.appointments import StationAppointment
from central.store.pools import PoolName
from central.store.stations import Station
from domain.appointments import APPOINTMENT_KINDS, MINUTES_OF_A_DAY, SlotTimes, advance
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.journal.fields import SLOT_MINUTES
from domain.journal.kinds import SEALED
from domain.journal.verify import Finding

log = logging.getLogger("ventanilla.central.appointments")

SLOT = "SLOT"


@dataclass(frozen=True, slots=True)
class Hours:
    """Numbers 1 to `count` of a pool, and what each of them means."""

    pool: str
    times: SlotTimes
    count: int


def open_hours(centre: Centre, tx: Transaction, hours: Hours, by: str) -> PoolName:
    """Open the hours of one service at one office on one day, all in the centre's hand. Gives the pool's name.

    Raises Refusal `appointment_service_unknown`, `office_unknown`, `hours_malformed`, `pool_meets` (that service would
    have two at one time there), or what `granting.open_pool` refuses.
    """
    times, count = hours.times, hours.count
    service = centre.terms.appointments.get(times.service)
    if service is None:
        raise Refusal("appointment_service_unknown", service=times.service)
    if times.office not in service.places:
        raise Refusal("office_unknown", office=times.office)
    fits = count > 0 and times.start >= 0 and times.begins(count) + times.minutes <= MINUTES_OF_A_DAY
    if not fits or not SLOT_MINUTES[0] <= times.minutes <= SLOT_MINUTES[1]:
        raise Refusal("hours_malformed")
    opened = granting.open_pool(centre, tx, PoolName(SLOT, hours.pool), Span(1, count), by)
    mine = frozenset(range(1, count + 1))
    for name, other, last in appointments.open_on(tx, times.day):
        if times.meets(mine, other, frozenset(range(1, last + 1))):
            raise Refusal("pool_meets", pool=name.pool)
    appointments.set_times(tx, opened, times)
    return opened


def take(centre: Centre, tx: Transaction, station: Station, entries: Iterable[SignedEntry]) -> None:
    """What a station told of its appointments, in its order; of another's it is a finding."""
    for found in entries:
        if found.entry.kind in APPOINTMENT_KINDS:
            try:
                _take(tx, station, found)
            except Refusal as refusal:
                wrong = Finding("station", found.entry.sequence, refusal.code, refusal.details, authentic=True)
                journals.add_findings(tx, station.station, station.epoch, [wrong], unix_seconds(centre.clock))
                log.warning("station %s, entry %d: %s", station.station, found.entry.sequence, refusal.code)


def _take(tx: Transaction, station: Station, found: SignedEntry) -> None:
    entry, code = found.entry, found.entry.body["case"]
    known = appointments.find(tx, code)
    if known is not None and (known.station, known.epoch) != (station.station, station.epoch):
        raise Refusal("case_code_taken", case=code)
    if known is None and cases.find(tx, code) is not None:
        raise Refusal("case_code_taken", case=code)
    after = advance(None if known is None else known.appointment, entry)
    if known is None:
        sealed = next((blob["sha"] for blob in entry.body.get("blobs", []) if blob["type"] == SEALED), None)
        known = StationAppointment(after, station.station, station.epoch, entry.personal, sealed)
    told = StationAppointment(after, known.station, known.epoch, known.commitment, known.sealed)
    appointments.put(tx, told)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of an office's day. `person` is what the citizen told, empty while the centre does not have it."""

    told: StationAppointment
    person: dict[str, Any]


def day_list(centre: Centre, tx: Transaction, day: date, *, office: str = "", service: str = "") -> list[Listed]:
    """The appointments of one day in the order of the clock, with the citizens' data opened for this moment."""
    return [
        Listed(told, _person(centre, tx, told))
        for told in appointments.on_day(tx, day.isoformat())
        if office in ("", told.appointment.office) and service in ("", told.appointment.service)
    ]


def _person(centre: Centre, tx: Transaction, told: StationAppointment) -> dict[str, Any]:
    held = None if told.sealed is None else blobs.find(tx, told.station, told.sealed)
    whole = told.sealed if held is not None and held.complete else None
    try:
        return open_letter(centre, Letter(told.appointment.code, told.station, told.commitment, whole))
    except Refusal:
        return {}
