"""Both journals of a station as they were signed, byte for byte, and what was found wrong in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, func, literal, select, union_all

from central.store.engine import Transaction
from central.store.schema import entry, finding, outbound
from domain.envelope import EnvelopeType, Signed
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from domain.journal.kinds import Author
from domain.journal.verify import Finding

_TABLES: Final[dict[Author, Table]] = {Author.STATION: entry, Author.CENTRE: outbound}
#: What an entry is about, in the order in which its body is searched for it.
_SUBJECTS: Final = ("receipt", "remittance", "case")


@dataclass(frozen=True, slots=True)
class JournalName:
    station: str
    epoch: int
    author: Author


@dataclass(frozen=True, slots=True)
class Head:
    """How long a journal is and the hash of its last entry (`NO_PREVIOUS` for none)."""

    length: int
    hash: str


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it is kept; `verdict` is the rule it breaks."""

    signed: Signed
    sequence: int
    stored_at: int
    verdict: str | None

    @property
    def entry(self) -> Entry:
        return read_entry(self.signed).entry

    @property
    def body(self) -> dict[str, Any]:
        return self.entry.body


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry to be stored and the rule it breaks, if it breaks one."""

    found: SignedEntry
    broken: Refusal | None = None


def _of(tx: Transaction, name: JournalName) -> ColumnElement[bool]:
    columns = _TABLES[name.author].c
    return and_(columns.municipality == tx.municipality, columns.station == name.station, columns.epoch == name.epoch)


def _prepared(author: Author, *columns: str | ColumnElement[str]) -> Select[Any]:
    table = _TABLES[author]
    of = [table.c[name] == bindparam(name) for name in ("municipality", "station", "epoch")]
    return select(*(table.c[one] if isinstance(one, str) else one for one in columns)).where(*of)


def _values(tx: Transaction, name: JournalName, **more: Any) -> dict[str, Any]:
    return {"municipality": tx.municipality, "station": name.station, "epoch": name.epoch, **more}


#: Asked in every request, some of them several times: built once, because building one costs more than running it.
_HEADS: Final = union_all(
    *(
        select(
            _prepared(author, "sequence", "hash", literal(author.value).label("author"))
            .order_by(table.c.sequence.desc())
            .limit(1)
            .subquery()
        )
        for author, table in _TABLES.items()
    )
)
_HASHES: Final = {
    author: _prepared(author, "sequence", "hash").where(table.c.sequence.between(bindparam("first"), bindparam("last")))
    for author, table in _TABLES.items()
}
_FROM: Final = {
    author: _prepared(author, "payload", "signature")
    .where(table.c.sequence >= bindparam("first"))
    .order_by(table.c.sequence)
    for author, table in _TABLES.items()
}
_FROM_TO: Final = {
    author: _FROM[author].where(table.c.sequence <= bindparam("last")) for author, table in _TABLES.items()
}
_SOME_FROM: Final = {author: query.limit(bindparam("most")) for author, query in _FROM.items()}
_INSERT: Final = {author: table.insert() for author, table in _TABLES.items()}
_OF_KIND: Final = {
    author: _prepared(author, "payload", "signature")
    .where(table.c.kind == bindparam("kind"))
    .order_by(table.c.sequence)
    for author, table in _TABLES.items()
}


def head(tx: Transaction, name: JournalName) -> Head:
    """Asked of the database once a transaction, for both authors: whoever writes holds the station's lock, and
    `append` keeps it.
    """
    if ("head", name) not in tx.working:
        rows = tx.connection.execute(_HEADS, _values(tx, name)).all()
        found = {row.author: Head(row.sequence, row.hash) for row in rows}
        for author in Author:
            tx.working["head", replace(name, author=author)] = found.get(author.value, Head(0, NO_PREVIOUS))
    known: Head = tx.working["head", name]
    return known


def hash_at(tx: Transaction, name: JournalName, sequence: int) -> str | None:
    """Of one entry; `NO_PREVIOUS` before the first, None where there is none."""
    last = head(tx, name)
    if sequence in {0, last.length}:
        return last.hash if sequence else NO_PREVIOUS
    return hashes(tx, name, sequence, sequence).get(sequence)


def hashes(tx: Transaction, name: JournalName, first: int, last: int) -> dict[int, str]:
    rows = tx.connection.execute(_HASHES[name.author], _values(tx, name, first=first, last=last))
    return {row.sequence: row.hash for row in rows}


def append(tx: Transaction, name: JournalName, arrivals: Iterable[Arrival], at: int) -> None:
    rows = [_row(tx, name, arrival, at) for arrival in arrivals]
    if rows:
        tx.connection.execute(_INSERT[name.author], rows)
        tx.working["head", name] = Head(rows[-1]["sequence"], rows[-1]["hash"])


def _row(tx: Transaction, name: JournalName, arrival: Arrival, at: int) -> dict[str, Any]:
    found = arrival.found
    row: dict[str, Any] = {
        "municipality": tx.municipality,
        "station": name.station,
        "epoch": name.epoch,
        "sequence": found.entry.sequence,
        "hash": found.hash,
        "kind": found.entry.kind,
        "subject": _subject(found.entry.body),
        "payload": found.signed.payload,
        "signature": found.signed.signature,
        "stored_at": at,
    }
    if name.author is Author.STATION:
        row["verdict"] = arrival.broken and arrival.broken.code
        row["details"] = arrival.broken and json.dumps(arrival.broken.details, default=str)
    return row


def _subject(body: dict[str, Any]) -> str | None:
    """Only what has the shape of a code: an entry that breaks a rule may carry anything."""
    found = next((body[name] for name in _SUBJECTS if name in body), None)
    return found if isinstance(found, str) and len(found) <= 24 else None  # noqa: PLR2004 - the column's width


def _signed(payload: bytes, signature: bytes) -> Signed:
    return Signed(EnvelopeType.ENTRY, bytes(payload), bytes(signature))


def read(tx: Transaction, name: JournalName, first: int, last: int | None = None) -> Iterator[SignedEntry]:
    """Entries `first` … `last` (None: to the end), in order."""
    if last is None:
        found = tx.connection.execute(_FROM[name.author], _values(tx, name, first=first))
    else:
        found = tx.connection.execute(_FROM_TO[name.author], _values(tx, name, first=first, last=last))
    for row in found.yield_per(500):
        yield read_entry(_signed(row.payload, row.signature))


def signed_from(tx: Transaction, name: JournalName, first: int, most: int, bytes_max: int) -> list[Signed]:
    """At least one entry where there is one, then as many as fit into `most` and `bytes_max` of payload."""
    found: list[Signed] = []
    size = 0
    for row in tx.connection.execute(_SOME_FROM[name.author], _values(tx, name, first=first, most=most)):
        size += len(row.payload)
        if found and size > bytes_max:
            break
        found.append(_signed(row.payload, row.signature))
    return found


def about(tx: Transaction, name: JournalName, subject: str, kind: str) -> list[Stored]:
    """Entries of one kind that speak of one receipt, case or remittance, in order."""
    table = _TABLES[name.author]
    columns = table.c
    query = select(table).where(_of(tx, name), columns.subject == subject, columns.kind == kind)
    return [_stored(row) for row in tx.connection.execute(query.order_by(columns.sequence))]


def about_any(tx: Transaction, name: JournalName, subjects: Iterable[str], kind: str) -> list[Stored]:
    """As `about`, of any of the subjects, in one query."""
    table = _TABLES[name.author]
    columns = table.c
    query = select(table).where(_of(tx, name), columns.subject.in_(list(subjects)), columns.kind == kind)
    return [_stored(row) for row in tx.connection.execute(query.order_by(columns.sequence))]


def at_sequences(tx: Transaction, name: JournalName, sequences: Iterable[int]) -> Iterator[SignedEntry]:
    """Those of the sequences that there are, in order."""
    columns = _TABLES[name.author].c
    query = select(columns.payload, columns.signature).where(_of(tx, name), columns.sequence.in_(list(sequences)))
    for row in tx.connection.execute(query.order_by(columns.sequence)):
        yield read_entry(_signed(row.payload, row.signature))


def of_kind(tx: Transaction, name: JournalName, kind: str) -> Iterator[SignedEntry]:
    """Entries of one kind, in order."""
    for row in tx.connection.execute(_OF_KIND[name.author], _values(tx, name, kind=kind)):
        yield read_entry(_signed(row.payload, row.signature))


def of_kinds(tx: Transaction, author: Author, kinds: Iterable[str]) -> Iterator[SignedEntry]:
    """Entries of some kinds in every station's journals of one author, whatever their epoch."""
    columns = _TABLES[author].c
    query = select(columns.payload, columns.signature)
    query = query.where(columns.municipality == tx.municipality, columns.kind.in_(list(kinds)))
    for row in tx.connection.execute(query.order_by(columns.station, columns.epoch, columns.sequence)):
        yield read_entry(_signed(row.payload, row.signature))


def names_about(tx: Transaction, subject: str, kinds: Iterable[str]) -> list[JournalName]:
    """The stations' own journals that hold an entry of these kinds about one receipt, case or remittance."""
    columns = entry.c
    query = select(columns.station, columns.epoch).distinct()
    query = query.where(columns.municipality == tx.municipality, columns.subject == subject)
    query = query.where(columns.kind.in_(list(kinds)), columns.verdict.is_(None))
    return [JournalName(row.station, row.epoch, Author.STATION) for row in tx.connection.execute(query)]


def at_sequence(tx: Transaction, name: JournalName, sequence: int) -> Stored | None:
    table = _TABLES[name.author]
    row = tx.connection.execute(select(table).where(_of(tx, name), table.c.sequence == sequence)).one_or_none()
    return None if row is None else _stored(row)


def _stored(row: Row[Any]) -> Stored:
    return Stored(_signed(row.payload, row.signature), row.sequence, row.stored_at, row._mapping.get("verdict"))  # noqa: SLF001 - public name


@dataclass(frozen=True, slots=True)
class FindingRow:
    station: str
    epoch: int
    journal: str
    sequence: int
    code: str
    details: str
    found_at: int


def add_findings(tx: Transaction, station: str, epoch: int, found: Iterable[Finding], at: int) -> int:
    """Record each finding once; returns how many are new."""
    new = 0
    for one in found:
        key = {
            "municipality": tx.municipality,
            "station": station,
            "epoch": epoch,
            "journal": one.journal,
            "sequence": one.sequence,
            "code": one.code,
        }
        same = and_(*(finding.c[name] == value for name, value in key.items()))
        if tx.connection.execute(select(finding.c.code).where(same)).one_or_none() is None:
            details = json.dumps(one.details, default=str, ensure_ascii=False)
            tx.connection.execute(finding.insert().values(**key, details=details, found_at=at))
            new += 1
    return new


def findings(tx: Transaction) -> list[FindingRow]:
    query = select(finding).where(finding.c.municipality == tx.municipality)
    query = query.order_by(finding.c.station, finding.c.epoch, finding.c.journal, finding.c.sequence, finding.c.code)
    return [
        FindingRow(row.station, row.epoch, row.journal, row.sequence, row.code, row.details, row.found_at)
        for row in tx.connection.execute(query)
    ]


def count_findings(tx: Transaction) -> int:
    query = select(func.count()).select_from(finding).where(finding.c.municipality == tx.municipality)
    return tx.connection.execute(query).scalar_one()
