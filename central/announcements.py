"""What the municipality announces: said once at the centre, told to each station at its own contact (docs/adr/0040)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from central import operators, restores
from central.centre import Centre
from central.clock import unix_seconds
from central.outbound import OutboundWriter
from central.store import Transaction, announcements, listings, stations
from central.store.announcements import Announcement, Reading
from central.store.listings import News
from central.store.stations import Station
from domain import canonical
from domain.errors import Refusal
from domain.journal import fields
from domain.journal.entry import SignedEntry
from domain.journal.fields import WITHDRAWN
from domain.journal.kinds import Author, kind_of

_MADE: Final = "announcement_made/1"
_WITHDRAWN: Final = "announcement_withdrawn/1"
_READ: Final = "announcement_read/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is to be said, from which day to which, both included. No `stations`: to all of them."""

    title: str
    paragraphs: tuple[str, ...]
    first: date
    last: date
    must_read: bool = False
    citizens: bool = False
    stations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one announcement got at one station: `waits` are its operators who have not confirmed it yet."""

    station: Station
    told: bool
    readings: tuple[Reading, ...]
    waits: tuple[str, ...]


def announce(centre: Centre, tx: Transaction, words: Words, by: str) -> Announcement:
    """Raises Refusal `announcement_days_wrong`, `station_unknown`, `announcement_for_nobody`, `entry_body_wrong`,
    `restore_not_said`.
    """
    if not words.first <= words.last or words.last < centre.today:
        raise Refusal("announcement_days_wrong", first=words.first.isoformat(), last=words.last.isoformat())
    if not fields.operator(by):
        raise Refusal("entry_body_wrong", kind=_MADE, field="by")
    changed = listings.next_change(tx)
    mark = restores.mark(centre, tx)
    number = f"A{announcements.count(tx) + 1}"
    made = Announcement(
        code=f"{number}.{mark}" if mark else number,
        title=canonical.plain_text(words.title),
        paragraphs=tuple(canonical.plain_text(one) for one in words.paragraphs),
        first=words.first,
        last=words.last,
        must_read=words.must_read,
        citizens=words.citizens,
        stations=tuple(dict.fromkeys(words.stations)),
        made_by=by,
        made_at=unix_seconds(centre.clock),
        changed=changed,
    )
    kind_of(_MADE).refuse_wrong_entry(Author.CENTRE, _body(made), personal=False)
    _require_stations(tx, made)
    announcements.add(tx, made)
    return made


def _require_stations(tx: Transaction, made: Announcement) -> None:
    for station in stations.some(tx, made.stations):
        if not made.concerns(station.station, station.face):
            raise Refusal("announcement_for_nobody", station=station.station)
    unknown = set(made.stations) - {found.station for found in stations.some(tx, made.stations)}
    if unknown:
        raise Refusal("station_unknown", station=min(unknown))


def withdraw(centre: Centre, tx: Transaction, code: str, by: str) -> Announcement:
    """Raises Refusal `announcement_unknown`, `announcement_withdrawn`, `entry_body_wrong`, `restore_not_said`."""
    if not fields.operator(by):
        raise Refusal("entry_body_wrong", kind=_WITHDRAWN, field="by")
    changed = listings.next_change(tx)
    restores.refuse_unsaid(centre, tx)
    found = announcements.find(tx, code)
    if found is None:
        raise Refusal("announcement_unknown", announcement=code)
    if found.withdrawn_at is not None:
        raise Refusal("announcement_withdrawn", announcement=code)
    announcements.withdraw(tx, code, changed=changed, at=unix_seconds(centre.clock), by=by)
    return found


def tell(writer: OutboundWriter, news: News) -> None:
    """What concerns this station and is not over. Of one that was withdrawn it may have heard before a restore."""
    station, today = writer.station, writer.centre.today
    for one in announcements.changed(writer.tx, news):
        if one.last < today or not one.concerns(station.station, station.face):
            continue
        if one.withdrawn_at is None:
            writer.tell(_MADE, _body(one))
        else:
            writer.tell(_WITHDRAWN, {"announcement": one.code})


def _body(made: Announcement) -> dict[str, Any]:
    return {
        "announcement": made.code,
        "title": made.title,
        "paragraphs": list(made.paragraphs),
        "from": made.first.isoformat(),
        "until": made.last.isoformat(),
        "must_read": made.must_read,
        "citizens": made.citizens,
    }


def take(tx: Transaction, station: Station, entries: Iterable[SignedEntry]) -> None:
    """Who has confirmed what, as a station's journal says."""
    for entry in (found.entry for found in entries if found.entry.kind == _READ):
        reading = Reading(station.station, entry.operator, int(entry.at.timestamp()))
        announcements.note_reading(tx, entry.body["announcement"], reading)


def reached(centre: Centre, tx: Transaction, one: Announcement) -> list[Reached]:
    """Each station that it concerns, by name. A revoked one, or one that was never approved, is left out."""
    told = listings.all_told(tx)
    readings = announcements.readings(tx, one.code)
    found = []
    for station in stations.all_of(tx):
        if station.status == stations.APPROVED and one.concerns(station.station, station.face):
            epoch, through = told.get(station.station, (0, 0))
            own = tuple(each for each in readings if each.station == station.station)
            is_told = epoch == station.epoch and through >= one.changed
            found.append(Reached(station, is_told, own, _waits(centre, tx, one, station, own)))
    return found


def _waits(
    centre: Centre, tx: Transaction, one: Announcement, station: Station, readings: Sequence[Reading]
) -> tuple[str, ...]:
    """The operators admitted there who have not confirmed it."""
    if not one.must_read or station.face != "desk":
        return ()
    done = {each.operator for each in readings}
    held = operators.admitted(OutboundWriter(centre, tx, station))
    return tuple(sorted(name for name, (_role, until) in held.items() if until != WITHDRAWN and name not in done))
