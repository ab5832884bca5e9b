"""A centre's rows from one database to another: one moment, all or nothing, and over nobody."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import select, text

from central import backups
from central.__main__ import main
from central.opening import DataDirectory, open_store
from central.store import Unavailable, connect, migrate, sqlite_url
from central.store.schema import METADATA, schema_version
from domain.errors import Refusal
from tests.central.test_backups import FOLDER, enrolled, order
from tests.fakes.postgres import PrivatePostgres
from tests.fakes.town_database import TownDatabase

ROOT = Path(__file__).resolve().parents[2]
OTHER = ROOT / "municipalities" / "mar-del-plata"
TABLES = [table for table in METADATA.sorted_tables if table is not schema_version]


@pytest.fixture
def address(town_database: TownDatabase) -> str:
    return town_database.emptied()


@pytest.fixture
def data(tmp_path: Path, address: str, expected_log_lines: list[str]) -> Path:
    """A centre on PostgreSQL with a station that has lived a little, by a tariff that this centre never had."""
    expected_log_lines.append("ventanilla.central.receiving: station C07: 1 new findings")
    order("init", "--data", tmp_path / "centre", "--municipality", FOLDER, "--database", address)
    with DataDirectory(tmp_path / "centre").open() as centre:
        desk = enrolled(centre)
        desk.open_drawer()
        desk.collect(1)
        desk.open_case(2, sealed=b"sealed" * 20)
        assert desk.push().status == 200
        assert desk.ask("GET", "/v1/state").status == 200
    return tmp_path / "centre"


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    order("backup", tmp_path / "copy", "--data", data, "--keys")
    return tmp_path / "copy"


@pytest.fixture
def empty(postgres: PrivatePostgres) -> Iterator[str]:
    """Another database, migrated and empty."""
    url = postgres.create("again")
    engine = connect(url)
    migrate(engine)
    engine.dispose()
    yield url
    postgres.drop("again")


def rows(address: str, municipality: str = "cajamarca") -> dict[str, list[tuple[Any, ...]]]:
    """All that a database holds of a municipality."""
    with open_store(address, municipality) as store, store.reading() as tx:
        found = {}
        for table in TABLES:
            query = select(table).where(table.c.municipality == municipality)
            found[table.name] = sorted((tuple(row) for row in tx.connection.execute(query)), key=repr)
    return found


def rows_of(file: Path, municipality: str = "cajamarca") -> dict[str, list[tuple[Any, ...]]]:
    """As `rows`, of a copy: opening a SQLite file as a centre's changes it."""
    with TemporaryDirectory() as folder:
        shutil.copy(file, folder)
        return rows(sqlite_url(Path(folder, file.name)), municipality)


def is_empty(address: str) -> bool:
    return not any(rows(address).values())


@contextmanager
def held(address: str, lock: str) -> Iterator[None]:
    engine = connect(address)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"LOCK TABLE {lock} MODE"))
            yield
    finally:
        engine.dispose()


def wait_for_a_lock(server: PrivatePostgres) -> None:
    while not server.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
        pass


def change(copy: Path, statement: str) -> None:
    """Alter a backup's database, and its list so that nobody sees it there."""
    with closing(sqlite3.connect(copy / "centre.db")) as database:
        database.execute(statement)
        database.commit()
    listed = json.loads((copy / "manifest.json").read_text())
    content = (copy / "centre.db").read_bytes()
    listed["files"]["centre.db"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    (copy / "manifest.json").write_text(json.dumps(listed))


def test_what_a_station_pushes_while_a_backup_is_under_way_is_in_none_of_its_tables(
    data: Path, address: str, postgres: PrivatePostgres, tmp_path: Path
) -> None:
    """It is held up before the third of twenty-odd tables, and a new station comes and works."""
    before = rows(address)
    with DataDirectory(data).open() as centre, ThreadPoolExecutor(1) as pool:
        with held(address, "log_head IN ACCESS EXCLUSIVE"):
            making = pool.submit(backups.make, data, tmp_path / "copy", with_keys=True)
            wait_for_a_lock(postgres)
            desk = enrolled(centre, "C08", 8)
            desk.open_case(1, sealed=b"sealed" * 20)
            assert desk.push().status == 200
        making.result()
    assert rows_of(tmp_path / "copy" / "centre.db") == before
    grown = {name for name, found in rows(address).items() if len(found) > len(before[name])}
    assert grown >= {"station", "journal", "entry", "outbound", "case_file", "receipt_block", "voucher"}


def test_from_one_kind_of_database_to_the_other_and_back_nothing_is_changed(
    data: Path, address: str, empty: str, copy: Path, tmp_path: Path
) -> None:
    wanted = rows(address)
    assert all(wanted[name] for name in ("entry", "outbound", "case_file", "voucher", "receipt_block"))
    backups.put_back(copy, tmp_path / "file", None, backups.IN_FOLDER)
    assert json.loads((tmp_path / "file" / "centre.json").read_text())["database"] is None
    assert rows_of(tmp_path / "file" / "centre.db") == wanted
    backups.make(tmp_path / "file", tmp_path / "second", with_keys=True)
    backups.put_back(tmp_path / "second", tmp_path / "server", None, empty)
    assert rows(empty) == wanted
    assert not (tmp_path / "server" / "centre.db").exists()
    assert (tmp_path / "server" / "keys").stat().st_mode & 0o077 == 0
    order("status", "--data", tmp_path / "server")
    assert data.exists()


def test_without_an_address_it_goes_back_to_where_it_was_once_that_is_empty(
    address: str, copy: Path, town_database: TownDatabase, tmp_path: Path
) -> None:
    wanted = rows(address)
    town_database.emptied()
    backups.put_back(copy, tmp_path / "again", None)
    assert rows(address) == wanted


def test_nothing_is_put_where_there_is_something(address: str, copy: Path, tmp_path: Path) -> None:
    wanted = rows(address)
    with pytest.raises(Refusal, match="database_in_use"):
        backups.put_back(copy, tmp_path / "again", None)
    assert rows(address) == wanted
    assert not (tmp_path / "again").exists()


def test_one_row_is_something(copy: Path, empty: str, tmp_path: Path) -> None:
    engine = connect(empty)
    with engine.begin() as connection:
        row = {"municipality": "cajamarca", "unit": "FOLIO", "pool": "A", "first": 1, "last": 2}
        connection.execute(METADATA.tables["in_hand"].insert().values(**row))
    engine.dispose()
    with pytest.raises(Refusal, match="database_in_use"):
        backups.put_back(copy, tmp_path / "again", None, empty)


def test_a_row_that_the_other_database_does_not_take_leaves_nothing_there(
    copy: Path, empty: str, tmp_path: Path
) -> None:
    """The last table but one has a case of a station that nobody knows."""
    change(copy, "UPDATE case_file SET station = 'C99'")
    with pytest.raises(Refusal, match="database_row_refused"):
        backups.put_back(copy, tmp_path / "again", None, empty)
    assert is_empty(empty)
    assert list((tmp_path / "again").iterdir()) == []


def test_a_restore_whose_database_goes_away_leaves_nothing_and_is_given_again(
    copy: Path, address: str, empty: str, postgres: PrivatePostgres, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as pool, held(empty, "case_file IN EXCLUSIVE"):
        putting = pool.submit(backups.put_back, copy, tmp_path / "again", None, empty)
        wait_for_a_lock(postgres)
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = 'again' AND wait_event_type = 'Lock'"
        )
        with pytest.raises(Unavailable):
            putting.result()
    assert is_empty(empty)
    assert list((tmp_path / "again").iterdir()) == []
    backups.put_back(copy, tmp_path / "again", None, empty)
    assert rows(empty) == rows(address)


def test_a_restore_that_is_killed_leaves_no_centre_and_no_row(
    copy: Path, empty: str, postgres: PrivatePostgres, tmp_path: Path
) -> None:
    words = ["restore", str(copy), "--data", str(tmp_path / "again"), "--database", empty]
    with held(empty, "case_file IN EXCLUSIVE"):
        restoring = subprocess.Popen([sys.executable, "-m", "central", *words], cwd=ROOT)
        wait_for_a_lock(postgres)
        os.kill(restoring.pid, signal.SIGKILL)
        restoring.wait()
    while postgres.execute("SELECT 1 FROM pg_stat_activity WHERE datname = 'again'"):
        pass  # the server notices that nobody is there any more
    assert is_empty(empty)
    assert not (tmp_path / "again" / "centre.json").exists()
    assert main(["status", "--data", str(tmp_path / "again")]) == 1


def test_a_backup_of_one_municipality_has_nothing_of_another_and_is_put_beside_it(
    data: Path, address: str, empty: str, tmp_path: Path
) -> None:
    order("init", "--data", tmp_path / "other", "--municipality", OTHER, "--database", address)
    order("backup", tmp_path / "copy", "--data", data, "--keys")
    file = tmp_path / "copy" / "centre.db"
    assert rows_of(file)["municipality"]
    assert not any(rows_of(file, "mar-del-plata").values())
    order("init", "--data", tmp_path / "third", "--municipality", OTHER, "--database", empty)
    there = rows(empty, "mar-del-plata")
    backups.put_back(tmp_path / "copy", tmp_path / "again", None, empty)
    assert rows(empty) == rows(address)
    assert rows(empty, "mar-del-plata") == there


def test_a_backup_of_a_newer_program_is_refused_and_nothing_is_written(copy: Path, empty: str, tmp_path: Path) -> None:
    change(copy, "UPDATE schema_version SET version = version + 1")
    with pytest.raises(Refusal, match="database_newer"):
        backups.put_back(copy, tmp_path / "again", None, empty)
    assert is_empty(empty)
    assert list((tmp_path / "again").iterdir()) == []
