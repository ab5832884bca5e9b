"""What the municipality announces, and who of this station has confirmed that they read it (docs/adr/0040)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from domain.journal.kinds import Author
from kiosk_app.storage.applied import Applied, Projection
from kiosk_app.storage.connection import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Valid from `first` to `last`, both included; `sequence` is the centre's entry that told of it."""

    code: str
    title: str
    paragraphs: tuple[str, ...]
    first: date
    last: date
    must_read: bool
    citizens: bool
    sequence: int


def valid_on(store: Store, day: date) -> list[Announcement]:
    """Of that day, the newest first."""
    rows = store.rows(
        "SELECT * FROM announcement WHERE first_day <= ? AND last_day >= ? ORDER BY sequence DESC",
        (day.isoformat(), day.isoformat()),
    )
    return [_announcement(row) for row in rows]


def read_by(store: Store, operator: str) -> frozenset[str]:
    """The codes of what this operator has confirmed."""
    rows = store.rows("SELECT code FROM announcement_reading WHERE operator = ?", (operator,))
    return frozenset(str(row["code"]) for row in rows)


def last_known_moment(store: Store) -> datetime | None:
    """The latest hour that the last entry of either journal names; None before there is one."""
    rows = [
        store.row(
            "SELECT json_extract(payload, '$.at') AS at FROM entry WHERE author = ? ORDER BY sequence DESC LIMIT 1",
            (author.value,),
        )
        for author in Author
    ]
    return max((datetime.fromisoformat(row["at"]) for row in rows if row is not None), default=None)


def _announcement(row: Any) -> Announcement:
    return Announcement(
        code=row["code"],
        title=row["title"],
        paragraphs=tuple(json.loads(row["paragraphs"])),
        first=date.fromisoformat(row["first_day"]),
        last=date.fromisoformat(row["last_day"]),
        must_read=bool(row["must_read"]),
        citizens=bool(row["citizens"]),
        sequence=row["sequence"],
    )


def _made(store: Store, applied: Applied) -> None:
    """Told again after a restore of the centre, it is the same one, and whoever has read it has read it."""
    body = applied.body
    store.execute(
        "INSERT INTO announcement (code, title, paragraphs, first_day, last_day, must_read, citizens, sequence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET title = excluded.title,"
        " paragraphs = excluded.paragraphs, first_day = excluded.first_day, last_day = excluded.last_day,"
        " must_read = excluded.must_read, citizens = excluded.citizens, sequence = excluded.sequence",
        (
            body["announcement"],
            body["title"],
            json.dumps(body["paragraphs"]),
            body["from"],
            body["until"],
            int(body["must_read"]),
            int(body["citizens"]),
            applied.sequence,
        ),
    )


def _withdrawn(store: Store, applied: Applied) -> None:
    store.execute("DELETE FROM announcement WHERE code = ?", (applied.body["announcement"],))


def _read(store: Store, applied: Applied) -> None:
    """The first confirmation of an operator counts."""
    store.execute(
        "INSERT INTO announcement_reading (code, operator, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (applied.body["announcement"], applied.found.entry.operator, applied.at),
    )


ANNOUNCEMENTS: Final[dict[str, Projection]] = {
    "announcement_made/1": _made,
    "announcement_withdrawn/1": _withdrawn,
    "announcement_read/1": _read,
}
