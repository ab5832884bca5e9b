"""Projections: the tables that screens read. Each is the journal read again, and `rebuild` proves it.

An entry's projection is written in the transaction that writes the entry, so the two never disagree. One function a
kind; kinds without one only appear in the journal.
"""

from __future__ import annotations

import json
from typing import Any, Final

from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.keys import ANY_EPOCH
from domain.journal.kinds import Author, kind_of
from domain.journal.merge import merge
from domain.ledger.books import Books
from domain.ledger.facts import Change
from kiosk_app.storage import books_table, entries, settings, standing_table
from kiosk_app.storage.announcement_tables import ANNOUNCEMENTS
from kiosk_app.storage.applied import Applied, Projection, journal_event
from kiosk_app.storage.appointment_tables import APPOINTMENTS
from kiosk_app.storage.case_projections import CASES
from kiosk_app.storage.complaint_tables import COMPLAINTS
from kiosk_app.storage.connection import Store
from kiosk_app.storage.money_projections import MONEY, note_safe
from kiosk_app.storage.schema import PROJECTIONS, SCHEMA_VERSION


def apply(store: Store, books: Books, author: Author, found: SignedEntry) -> Change:
    """Book one entry and write its projections. Raises what the rules raise, before anything is written."""
    entry = found.entry
    kind_of(entry.kind).refuse_wrong_entry(author, entry.body, personal=entry.personal is not None)
    change = books.decide(entry)
    books_table.add_postings(store, change.postings)
    applied = Applied(author, found, books, change)
    note_safe(store, applied)
    project = _PROJECT.get(entry.kind)
    if project is not None:
        project(store, applied)
    if change.facts.standing is not books.facts.standing:
        standing_table.save(store, change.facts.standing)
    books.accept(change)
    return change


def try_apply(store: Store, books: Books, author: Author, found: SignedEntry) -> Refusal | None:
    """Apply an entry that was signed elsewhere, or say which rule it breaks; then nothing of it is written.

    An invariant it would break is the writer's fault, not ours: refused like any other (`domain.journal.verify`).
    """
    try:
        apply(store, books, author, found)
    except Refusal as refusal:
        return refusal
    except InvariantBroken as broken:
        return Refusal(f"invariant_{broken.invariant.lower()}", **broken.details)
    return None


def are_current(store: Store) -> bool:
    """Whether the tables hold the journal in this program's shape; after an update they are empty until `rebuild`."""
    return settings.get(store, "projections") == str(SCHEMA_VERSION)


def rebuild(store: Store, station: str) -> Books:
    """Throw every projection away and read both journals again, in the order in which the station lived them."""
    books = Books(station)
    own = (read_entry(signed) for signed in entries.read(store, Author.STATION))
    heard = [read_entry(signed) for signed in entries.read(store, Author.CENTRE)]
    with store.transaction():
        settings.put(store, "projections", str(SCHEMA_VERSION))
        for table in PROJECTIONS:
            store.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
        for author, found in merge(own, heard):
            # What was not lawful when it arrived was kept and not booked; reading it again changes nothing.
            try_apply(store, books, author, found)
    return books


def dump(store: Store) -> str:
    """Every projection as text in one order, to compare two states byte for byte."""
    lines = []
    for table, order in PROJECTIONS.items():
        lines.append(f"# {table}")
        rows = store.rows(f"SELECT {'rowid, *' if order == 'rowid' else '*'} FROM {table} ORDER BY {order}")  # noqa: S608
        lines += [json.dumps([row[name] for name in row.keys()], ensure_ascii=False) for row in rows]  # noqa: SIM118 - Row iterates values
    return "\n".join(lines)


def _stations_listed(store: Store, applied: Applied) -> None:
    for body in applied.body["stations"]:
        _know_station(store, body)


def _station_listed(store: Store, applied: Applied) -> None:
    _know_station(store, applied.body)


def _know_station(store: Store, body: dict[str, Any]) -> None:
    """A list of the first version names one key, whatever the epoch."""
    keys = body["keys"] if "keys" in body else [{"epoch": ANY_EPOCH, "from": 1, "key": body["key"]}]
    store.execute(
        "INSERT INTO known_station (station, number, label, keys, status) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (station) DO UPDATE SET number = excluded.number, label = excluded.label, keys = excluded.keys,"
        " status = excluded.status",
        (body["station"], body["number"], body["label"], json.dumps(keys), body["status"]),
    )


def _copy_printed(store: Store, applied: Applied) -> None:
    row = store.row(
        "SELECT code FROM service_case WHERE code = ? UNION SELECT code FROM receipt WHERE number = ?",
        (applied.body["of"], applied.body["of"]),
    )
    if row is not None:
        journal_event(store, applied, row["code"], "copy_printed", str(applied.body["copy"]))


_PROJECT: Final[dict[str, Projection]] = (
    MONEY
    | CASES
    | COMPLAINTS
    | APPOINTMENTS
    | ANNOUNCEMENTS
    | {
        "station_listed/1": _station_listed,
        "station_listed/2": _station_listed,
        "stations_listed/1": _stations_listed,
        "copy_printed/1": _copy_printed,
    }
)
