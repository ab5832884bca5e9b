"""The journal's own table: append, read back exactly what was signed, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from domain.envelope import EnvelopeType, Signed
from domain.journal.entry import NO_PREVIOUS, SignedEntry
from domain.journal.kinds import Author
from kiosk_app.storage.connection import Store

_PAGE: Final = 500


def append(store: Store, author: Author, found: SignedEntry) -> None:
    entry = found.entry
    store.execute(
        "INSERT INTO entry (author, sequence, hash, kind, payload, signature) VALUES (?, ?, ?, ?, ?, ?)",
        (
            author.value,
            entry.sequence,
            found.hash,
            entry.kind,
            found.signed.payload.decode("utf-8"),
            found.signed.signature,
        ),
    )


def end_of(store: Store, author: Author) -> tuple[int, str]:
    """Length of a journal and the hash of its last entry."""
    row = store.row("SELECT sequence, hash FROM entry WHERE author = ? ORDER BY sequence DESC LIMIT 1", (author.value,))
    return (row["sequence"], row["hash"]) if row else (0, NO_PREVIOUS)


def hash_at(store: Store, author: Author, sequence: int) -> str:
    """The hash of one entry; of the entry before the first, what the first names as its previous."""
    if sequence == 0:
        return NO_PREVIOUS
    row = store.row("SELECT hash FROM entry WHERE author = ? AND sequence = ?", (author.value, sequence))
    assert row is not None, f"{author.value} entry {sequence} is asked for beyond the end"
    found: str = row["hash"]
    return found


def next_from(store: Store, author: Author, sequence: int) -> Signed | None:
    """The envelope of entry `sequence`, or of the first one after it that is there."""
    row = store.row(
        "SELECT payload, signature FROM entry WHERE author = ? AND sequence >= ? ORDER BY sequence LIMIT 1",
        (author.value, sequence),
    )
    return None if row is None else Signed(EnvelopeType.ENTRY, row["payload"].encode("utf-8"), row["signature"])


def read_kinds(store: Store, author: Author, kinds: Sequence[str], first: int, last: int) -> Iterator[Signed]:
    """The envelopes of these kinds from `first` to `last`, in order."""
    rows = store.rows(
        "SELECT payload, signature FROM entry WHERE author = ? AND sequence BETWEEN ? AND ?"
        " AND kind IN (SELECT value FROM json_each(?)) ORDER BY sequence",
        (author.value, first, last, json.dumps(kinds)),
    )
    for row in rows:
        yield Signed(EnvelopeType.ENTRY, row["payload"].encode("utf-8"), row["signature"])


def read(store: Store, author: Author, first: int = 1, last: int | None = None) -> Iterator[Signed]:
    """The envelopes from `first` to `last` (or the end), page by page; a hole ends nothing: the verifier names it."""
    while last is None or first <= last:
        rows = store.rows(
            "SELECT sequence, payload, signature FROM entry"
            " WHERE author = ? AND sequence >= ? ORDER BY sequence LIMIT ?",
            (author.value, first, _PAGE),
        )
        for row in rows:
            if last is not None and row["sequence"] > last:
                return
            yield Signed(EnvelopeType.ENTRY, row["payload"].encode("utf-8"), row["signature"])
        if len(rows) < _PAGE:
            return
        first = rows[-1]["sequence"] + 1
