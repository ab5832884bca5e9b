"""A municipality's rows are reached by naming it, so that it may live on a database of its own (docs/adr/0017)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from central.store.schema import METADATA, entry, station
from tests.fakes.centre_world import CentreWorld
from tests.fakes.statements import names_its_municipality


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("SELECT entry.hash FROM entry WHERE entry.municipality = ? AND entry.station = ?", True),
        ("SELECT entry.hash FROM entry WHERE entry.station = ?", False),
        ('UPDATE station SET contact_at=? WHERE station."municipality" = ?', False),
        ("UPDATE station SET contact_at=? WHERE station.municipality = ?", True),
        ("DELETE FROM nonce WHERE nonce.at < ?", False),
        ("INSERT INTO nonce (municipality, station, nonce, at) VALUES (?, ?, ?, ?)", True),
        ("INSERT INTO nonce (station, nonce, at) VALUES (?, ?, ?)", False),
        ("SELECT 1 FROM case_blob LEFT OUTER JOIN blob ON blob.station = ? WHERE case_blob.municipality = ?", False),
        ("BEGIN IMMEDIATE", True),
        ("PRAGMA journal_mode", True),
    ],
)
def test_the_watcher_tells_a_statement_of_one_municipality_from_any_other(statement: str, named: bool) -> None:
    assert names_its_municipality(statement) is named


def test_a_statement_without_its_municipality_is_seen(
    world: CentreWorld, every_statement_is_of_one_municipality: list[str]
) -> None:
    """The negative control of what watches every test of this folder."""
    with world.centre.store.reading() as tx:
        tx.connection.execute(select(station.c.label).where(station.c.station == "C07"))
    assert len(every_statement_is_of_one_municipality) == 1
    every_statement_is_of_one_municipality.clear()


def test_what_belongs_to_a_station_has_it_right_after_the_municipality_in_its_key() -> None:
    shared = {"schema_version", "municipality", "case_file", "case_blob", "receipt_block", "pool", "in_hand"}
    shared |= {"case_life", "case_request", "complaint_place", "complaint_clock"}  # of a case, whoever took it in
    shared |= {"slot_pool", "appointment"}  # of the office where people go
    shared |= {"announcement", "restore_mark", "log_head", "log_span", "log_tile", "log_checkpoint"}
    for name, table in METADATA.tables.items():
        key = [column.name for column in table.primary_key.columns]
        assert key[0] == ("version" if name == "schema_version" else "municipality")
        assert name in shared or key[1] == "station"
    assert entry.name not in shared
