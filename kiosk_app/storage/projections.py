"""Projections: the tables that screens read. Each is the journal read again, and `rebuild` proves it.

An entry's projection is written in the transaction that writes the entry, so the two never disagree. One function a
kind; kinds without one only appear in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from domain.cases.states import CaseState
from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author, kind_of
from domain.journal.merge import merge
from domain.ledger.books import Books
from domain.ledger.facts import Change
from domain.ledger.rules.collecting import void_code
from kiosk_app.storage import books_table, entries, settings, standing_table
from kiosk_app.storage.connection import Store
from kiosk_app.storage.schema import PROJECTIONS, SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Applied:
    """An entry being projected, with the books as they were before it and what it changes."""

    author: Author
    found: SignedEntry
    books: Books
    change: Change

    @property
    def at(self) -> str:
        return self.found.entry.at.isoformat()

    @property
    def body(self) -> dict[str, Any]:
        return self.found.entry.body

    @property
    def sequence(self) -> int:
        return self.found.entry.sequence


def apply(store: Store, books: Books, author: Author, found: SignedEntry) -> Change:
    """Book one entry and write its projections. Raises what the rules raise, before anything is written."""
    entry = found.entry
    kind_of(entry.kind).refuse_wrong_entry(author, entry.body, personal=entry.personal is not None)
    change = books.decide(entry)
    books_table.add_postings(store, change.postings)
    project = _PROJECT.get(entry.kind)
    if project is not None:
        project(store, Applied(author, found, books, change))
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


def _journal_event(store: Store, applied: Applied, code: str, what: str, detail: str = "") -> None:
    store.execute(
        "INSERT INTO case_event (code, author, sequence, at, what, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (code, applied.author.value, applied.sequence, applied.at, what, detail),
    )


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
    _journal_event(store, applied, body["case"], "opened", ",".join(observed))
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


def _fee_collected(store: Store, applied: Applied) -> None:
    body, entry = applied.body, applied.found.entry
    session = applied.books.facts.session
    assert session is not None, "a fee was decided upon, so a drawer is open"
    store.execute(
        "INSERT INTO receipt (number, code, service, session, fee, due, prepaid, paid, tendered, commission, mode,"
        " currency, at, operator, sequence, void_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["receipt"],
            body["case"],
            body["service"],
            session.number,
            body["fee"],
            body["due"],
            body.get("prepaid"),
            body.get("paid", 0),
            body["tendered"],
            body["commission"],
            body["mode"],
            body["currency"],
            applied.at,
            entry.operator,
            entry.sequence,
            void_code(entry),
        ),
    )
    store.execute("UPDATE service_case SET receipt = ? WHERE code = ?", (body["receipt"], body["case"]))
    store.execute(
        "UPDATE receipt_grant SET next_number = next_number + 1 WHERE name = ?", (applied.books.next_receipt()[1],)
    )
    _journal_event(store, applied, body["case"], "fee_collected", body["receipt"])


def _slip_issued(store: Store, applied: Applied) -> None:
    _journal_event(store, applied, applied.body["case"], "slip_issued")


def _fee_voided(store: Store, applied: Applied) -> None:
    number = applied.body["receipt"]
    store.execute("UPDATE receipt SET voided = ? WHERE number = ?", (applied.at, number))
    row = store.row("SELECT code FROM receipt WHERE number = ?", (number,))
    assert row is not None, "a receipt was decided upon"
    _journal_event(store, applied, row["code"], "fee_voided", applied.body["reason"])


def _session_opened(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO session (number, operator, opened_at, float, currency) VALUES (?, ?, ?, ?, ?)",
        (body["session"], applied.found.entry.operator, applied.at, body["float"], body["currency"]),
    )


def _drawer_counted(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE session SET counted = ?, pieces = ? WHERE number = ?",
        (body["counted"], json.dumps(body["pieces"]), body["session"]),
    )


def _session_closed(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE session SET expected = ?, explanation = ?, z = ?, closed_at = ? WHERE number = ?",
        (body["expected"], body.get("explanation"), body["z"], applied.at, body["session"]),
    )


def _remittance_declared(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO remittance (name, amount, confirmed, short, retained, currency, voucher, declared_at, sequence)"
        " VALUES (?, ?, 0, 0, 0, ?, ?, ?, ?)",
        (body["remittance"], body["amount"], body["currency"], body["voucher"], applied.at, applied.sequence),
    )


def _remittance_confirmed(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE remittance SET confirmed = confirmed + ? WHERE name = ?", (body["amount"], body["remittance"])
    )


def _remittance_fell_short(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute("UPDATE remittance SET short = short + ? WHERE name = ?", (body["amount"], body["remittance"]))


def _commission_retained(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute("UPDATE remittance SET retained = retained + ? WHERE name = ?", (body["amount"], body["remittance"]))


def _numbers_released(store: Store, applied: Applied) -> None:
    """A grant of receipts gives its tail back; of other numbers only the standing tells."""
    body = applied.body
    store.execute("UPDATE receipt_grant SET last = ? WHERE name = ?", (body["first"] - 1, body["grant"]))


def _receipts_granted(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO receipt_grant (name, series, next_number, last, ordinal) VALUES (?, ?, ?, ?, ?)",
        (body["grant"], body["series"], body["first"], body["last"], applied.sequence),
    )


def _case_moved(store: Store, applied: Applied) -> None:
    """Applied in the centre's own order; a case of another station is none of ours."""
    body = applied.body
    store.execute(
        "UPDATE service_case SET state = ?, area = ?, answer = coalesce(?, answer), moved_at = ? WHERE code = ?",
        (body["state"], body["area"], body.get("answer"), applied.at, body["case"]),
    )
    _journal_event(store, applied, body["case"], f"moved:{body['state']}", body.get("answer", body["area"]))


def _station_listed(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO known_station (station, number, label, key, status) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (station) DO UPDATE SET number = excluded.number, label = excluded.label, key = excluded.key,"
        " status = excluded.status",
        (body["station"], body["number"], body["label"], body["key"], body["status"]),
    )


def _copy_printed(store: Store, applied: Applied) -> None:
    row = store.row(
        "SELECT code FROM service_case WHERE code = ? UNION SELECT code FROM receipt WHERE number = ?",
        (applied.body["of"], applied.body["of"]),
    )
    if row is not None:
        _journal_event(store, applied, row["code"], "copy_printed", str(applied.body["copy"]))


_PROJECT: Final[dict[str, Callable[[Store, Applied], None]]] = {
    "case_opened/1": _case_opened,
    "fee_collected/1": _fee_collected,
    "fee_collected/2": _fee_collected,
    "slip_issued/1": _slip_issued,
    "fee_voided/1": _fee_voided,
    "fee_voided/2": _fee_voided,
    "session_opened/1": _session_opened,
    "drawer_counted/1": _drawer_counted,
    "session_closed/1": _session_closed,
    "remittance_declared/1": _remittance_declared,
    "remittance_confirmed/1": _remittance_confirmed,
    "remittance_fell_short/1": _remittance_fell_short,
    "commission_retained/1": _commission_retained,
    "numbers_released/1": _numbers_released,
    "receipts_granted/1": _receipts_granted,
    "case_moved/1": _case_moved,
    "station_listed/1": _station_listed,
    "copy_printed/1": _copy_printed,
}
