"""Counting what is overdue goes with every refresh: it must not read the cases, however many there are."""

from __future__ import annotations

from pathlib import Path

from benchmarks.workplace import open_cabin
from kiosk_app.services.cases import _OPEN
from kiosk_app.storage.connection import Store


def plan(store: Store, condition: str) -> str:
    asked = f"EXPLAIN QUERY PLAN SELECT count(*) FROM service_case WHERE promise < '2026-11-21' AND {condition}"  # noqa: S608 - our own words
    return " ".join(row["detail"] for row in store.rows(asked))


def test_overdue_cases_are_counted_from_their_index_alone(tmp_path: Path) -> None:
    station, _counter = open_cabin(tmp_path)
    assert "COVERING INDEX service_case_due" in plan(station.store, _OPEN)
    other_words = "state NOT IN ('resolved', 'rejected', 'closed') AND state <> 'not_presented'"
    assert "COVERING" not in plan(station.store, other_words), "the control: said otherwise, each case is read"
    station.store.close()
