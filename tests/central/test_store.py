from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from central.store import Store, Unavailable, connect, migrate, sqlite_url, stations
from central.store.migrations import STEPS
from central.store.schema import METADATA, schema_version
from domain.errors import Refusal
from tests.fakes.centre_world import CentreWorld


def test_a_new_database_is_brought_to_this_version_and_stays_there(tmp_path: Path) -> None:
    for _ in range(2):
        engine = connect(sqlite_url(tmp_path / "centre.db"))
        migrate(engine)
        engine.dispose()
    with sqlite3.connect(tmp_path / "centre.db") as plain:
        assert plain.execute("SELECT version FROM schema_version").fetchall() == [(len(STEPS),)]
    plain.close()


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "centre.db"))
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(schema_version.update().values(version=len(STEPS) + 1))
    with pytest.raises(Refusal, match="database_newer") as refused:
        migrate(engine)
    assert refused.value.details == {"version": len(STEPS) + 1, "known": len(STEPS)}
    engine.dispose()


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "centre.db").write_bytes(b"this is not a database, it is a letter" * 100)
    with pytest.raises(Refusal, match="database_unreadable"):
        connect(sqlite_url(tmp_path / "centre.db"))


def test_of_one_process_a_writer_waits_for_its_turn_and_is_told_when_it_never_comes(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "centre.db"))
    migrate(engine)
    store = Store(engine, "cajamarca", turn_wait_s=0)
    with store.writing(), pytest.raises(Unavailable), store.writing():
        pytest.fail("two write at once")
    with store.writing() as tx, store.reading() as other:
        stations.add_municipality(tx, "Cajamarca", 0)
        assert stations.municipality_name(other) is None, "who reads waits for nobody"
    with store.reading() as tx:
        assert stations.municipality_name(tx) == "Cajamarca", "and the turn was given back"
    store.close()


def test_every_table_is_keyed_by_municipality(world: CentreWorld) -> None:
    tables = [table for name, table in METADATA.tables.items() if name != "schema_version"]
    assert all("municipality" in table.primary_key.columns for table in tables)
    assert len(tables) > 8


def test_every_table_is_a_table_of_postgresql_too() -> None:
    """Names and types only; running there is another matter (docs/CENTRE.md, limits)."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.tables.values()]
    assert all("CREATE TABLE" in statement for statement in made)
    assert any("BYTEA" in statement for statement in made)


def test_two_municipalities_in_one_database_do_not_see_each_other(world: CentreWorld) -> None:
    world.desk()
    other = Store(connect(world.database or sqlite_url(world.folder / "centre.db")), "mar-del-plata")
    with other.reading() as tx:
        assert stations.all_of(tx) == []
    other.close()


def test_a_transaction_that_fails_leaves_nothing_and_tells_nobody(world: CentreWorld) -> None:
    told: list[str] = []

    class Interrupted(Exception):  # noqa: N818 - a test's own
        pass

    def fail_half_way() -> None:
        with world.centre.store.writing() as tx:
            tx.after_commit.append(lambda: told.append("committed"))
            stations.use_nonce(tx, "C07", "n" * 22, 1)
            raise Interrupted

    with pytest.raises(Interrupted):
        fail_half_way()
    with world.centre.store.writing() as tx:
        tx.after_commit.append(lambda: told.append("second"))
        assert stations.use_nonce(tx, "C07", "n" * 22, 1)
    assert told == ["second"]


def test_foreign_keys_are_enforced(world: CentreWorld) -> None:
    from sqlalchemy.exc import IntegrityError  # noqa: PLC0415 - only this test looks beneath the store

    with pytest.raises(IntegrityError), world.centre.store.writing() as tx:
        stations.start_journal(tx, "C99", 1, "k" * 43, 1)
