"""A refused act changed nothing: not in memory, not on disk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.errors import Refusal
from kiosk_app.storage import projections
from tests.kiosk_app.services.desk import Desk


def count(desk: Desk, table: str) -> int:
    row = desk.station.store.row(f"SELECT count(*) FROM {table}")  # noqa: S608 - a test's own names
    assert row is not None
    return int(row[0])


def assert_nothing_changes(desk: Desk, act: Callable[[], object]) -> Refusal:
    """The act is refused, and the books in memory, the books on disk and every table are as they were."""
    journal, tables = desk.station.journal, ("entry", "personal", "blob", "print_job")
    before = (journal.books.balances.copy(), journal.books.facts, journal.length, journal.head)
    rows, projected = [count(desk, table) for table in tables], projections.dump(desk.station.store)
    with pytest.raises(Refusal) as refusal:
        act()
    assert (journal.books.balances, journal.books.facts, journal.length, journal.head) == before
    assert [count(desk, table) for table in tables] == rows
    assert projections.dump(desk.station.store) == projected
    return refusal.value
