"""Projections: the tables that screens read. Each is the journal read again, and `rebuild` proves it.

An entry's projection is written in the transaction that writes the entry, so the two never disagree. One function a
kind; kinds without one only appear in the journal.
"""

from __future__ import annotations

import json
from typing import Final

from domain.cases.states import CaseState
from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.keys import ANY_EPOCH
from domain.journal.kinds import Author, kind_of
from domain.journal.merge import merge
from domain.ledger.books import Books
from domain.ledger.facts import Change
from kiosk_app.storage import books_table, entries, settings, standing_table
from kiosk_app.storage.applied import Applied, Projection, journal_event
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


def _case_opened(store: Store, applied: Applied) -> None:
    body, entry = applied.body, applied.found.entry
    observed = body.get("observed", [])
    state = CaseState.OBSERVED if observed else CaseState.SAVED
    store.execute(
        "INSERT INTO service_case (code, type, service, edition, area, state, promise, legal, channel, operator,"
        " opened_at, sequence, commitment, observed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["case"],
            body["type"],
            body["service"],
            body["edition"],
            body["area"],
            state.value,
            body["promise"],
            body.get("legal"),
            body["channel"],
            entry.operator,
            applied.at,
            entry.sequence,
            entry.personal,
            json.dumps(observed),
        ),
    )
    journal_event(store, applied, body["case"], "opened", ",".join(observed))
    _index_person(store, entry.sequence, entry.personal)


def _index_person(store: Store, sequence: int, commitment: str | None) -> None:
    if commitment is None:
        return
    row = store.row("SELECT document FROM personal WHERE commitment = ?", (commitment,))
    if row is None:  # purged by the municipality's retention rule: nothing is left to find
        return
    person = json.loads(row["document"])
    words = " ".join(person[name] for name in ("surnames", "names") if person.get(name))
    if words or person.get("document"):
        store.execute(
            "INSERT INTO case_words (rowid, person, document) VALUES (?, ?, ?)",
            (sequence, words, person.get("document", "")),
        )


def _slip_issued(store: Store, applied: Applied) -> None:
    journal_event(store, applied, applied.body["case"], "slip_issued")


def _case_moved(store: Store, applied: Applied) -> None:
    """Applied in the centre's own order; a case of another station is none of ours."""
    body = applied.body
    store.execute(
        "UPDATE service_case SET state = ?, area = ?, answer = coalesce(?, answer), moved_at = ? WHERE code = ?",
        (body["state"], body["area"], body.get("answer"), applied.at, body["case"]),
    )
    journal_event(store, applied, body["case"], f"moved:{body['state']}", body.get("answer", body["area"]))


def _station_listed(store: Store, applied: Applied) -> None:
    """A list of the first version names one key, whatever the epoch."""
    body = applied.body
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
    | COMPLAINTS
    | {
        "case_opened/1": _case_opened,
        "slip_issued/1": _slip_issued,
        "case_moved/1": _case_moved,
        "station_listed/1": _station_listed,
        "station_listed/2": _station_listed,
        "copy_printed/1": _copy_printed,
    }
)
