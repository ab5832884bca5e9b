"""An entry on its way into the tables, and the one trail that every kind of entry may leave on a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from domain.ledger.books import Books
from domain.ledger.facts import Change
from kiosk_app.storage.connection import Store


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


Projection = Callable[[Store, Applied], None]


def journal_event(store: Store, applied: Applied, code: str, what: str, detail: str = "") -> None:
    store.execute(
        "INSERT INTO case_event (code, author, sequence, at, what, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (code, applied.author.value, applied.sequence, applied.at, what, detail),
    )
