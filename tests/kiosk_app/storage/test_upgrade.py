"""A database of the first schema, written by the program of that time, brought up to date: whole, wherever it is cut.

`first_schema.json` holds a day's rows as the program at commit 7ee2bdb left them: a void, a shortage, a deposit
confirmed in part, a refused grant, a clock set back, and a second drawer that is still open.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from kiosk_app.storage import books_table, cipher, projections, settings
from kiosk_app.storage.connection import Store, open_store
from kiosk_app.storage.journal import Journal
from kiosk_app.storage.schema import MIGRATIONS, SCHEMA_VERSION
from sync.seal import SigningKey
from tests.fakes.clock import FakeClock
from tests.fakes.forks import forks
from tests.fakes.station import DATABASE_KEY, Centre, Station, open_journal
from tests.kiosk_app.services.desk import Desk, verified

FIRST: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("first_schema.json").read_text("utf-8"))
#: What is no projection of a journal: it must come through as it was.
KEPT: Final = ("entry", "personal", "blob", "print_job")
CUT_SHORT: Final = 9


def write_first(path: Path) -> None:
    """The database as the first program left it."""
    connection = cipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{DATABASE_KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    MIGRATIONS.apply(cipher.Database(connection), stop_before="m002_money")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("BEGIN")
    for table, held in FIRST["tables"].items():
        marks = ", ".join("?" for _ in held["columns"])
        sql = f"INSERT INTO {table} ({', '.join(held['columns'])}) VALUES ({marks})"  # noqa: S608 - the file's own names
        for row in held["rows"]:
            connection.execute(sql, [bytes.fromhex(cell["hex"]) if isinstance(cell, dict) else cell for cell in row])
    connection.execute("COMMIT")
    connection.close()


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.db"
    write_first(path)
    return path


def opened(path: Path) -> Journal:
    return open_journal(path, Centre(), FakeClock(), SigningKey(bytes([7]) * 32))


def kept(store: Store) -> list[list[tuple[Any, ...]]]:
    return [[tuple(row) for row in store.rows(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in KEPT]  # noqa: S608


def test_the_first_migration_still_makes_the_tables_that_the_first_program_had(first: Path) -> None:
    connection = cipher.connect(str(first))
    connection.execute(f"PRAGMA key = \"x'{DATABASE_KEY.hex()}'\"")
    made = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    connection.close()
    assert set(FIRST["schema"]) <= made


def test_an_old_database_opens_with_the_balances_that_its_journals_give(first: Path) -> None:
    old = {(account, commodity): amount for account, commodity, amount in FIRST["tables"]["balance"]["rows"]}
    journal = opened(first)
    store = journal.store
    assert {key: amount for key, amount in journal.books.balances.items() if amount} == {
        key: amount for key, amount in old.items() if amount
    }, "the new rules book the old entries as they were booked"
    station = Station(first, Centre(), FakeClock(), SigningKey(bytes([7]) * 32), journal)
    verification = verified(station)
    assert verification.books.balances == journal.books.balances
    facts = journal.books.facts
    assert (facts.last_session, facts.last_z, len(facts.receipts), len(facts.remittances)) == (2, 1, 2, 1)
    assert facts.standing.supervisors == {"marta": "2027-03-31"}, "heard before anything remembered it"
    assert [row["void_reason"] for row in store.rows("SELECT void_reason FROM receipt ORDER BY number")] == [
        "duplicado", None, "desistió", None,
    ]  # fmt: skip
    dumped = projections.dump(store)
    journal.rebuild()
    assert projections.dump(store) == dumped
    desk = Desk(station)
    desk.charge()
    desk.close_drawer()
    assert [row.z for row in map(desk.drawer.closed, (1, 2))] == [1, 2], "and works on"
    store.close()


def test_what_is_no_projection_comes_through_as_it_was(first: Path) -> None:
    connection = cipher.connect(str(first))
    connection.execute(f"PRAGMA key = \"x'{DATABASE_KEY.hex()}'\"")
    before = [[tuple(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in KEPT]  # noqa: S608
    connection.close()
    journal = opened(first)
    assert all(before)
    assert kept(journal.store) == before
    journal.store.close()


def cut_at(path: Path, statement: int) -> int:
    """Open the database in a process of its own that ends, as by a power cut, before that statement of SQLite's.

    Answers how it ended: `CUT_SHORT`, or 0 when there were fewer statements.
    """
    process = forks().Process(target=_open_until, args=(path, statement))
    process.start()
    process.join()
    ended = process.exitcode
    process.close()
    assert ended is not None, "it has ended"
    return ended


def _open_until(path: Path, statement: int) -> None:
    """In the process of its own: nothing is cleaned up there."""
    ended = 1
    try:
        _die_at(statement)
        opened(path)
        ended = 0
    finally:
        os._exit(ended)


def _die_at(statement: int) -> None:
    """In this process, from now on: what SQLite is asked to run is counted from the first statement."""
    connect, left = cipher.connect, [statement]

    def count(_sql: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os._exit(CUT_SHORT)

    def counted(*args: Any, **named: Any) -> Any:
        connection = connect(*args, **named)
        connection.set_trace_callback(count)
        return connection

    cipher.connect = counted  # this process ends before anybody else sees it


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="hundreds of processes, which Windows starts one by one")
def test_cut_at_any_statement_of_the_update_it_opens_whole(first: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    shutil.copy(first, whole)
    journal = opened(whole)
    expected, balances = projections.dump(journal.store), journal.books.balances
    journal.store.close()
    cuts, between = 0, 0
    while True:
        path = tmp_path / "cut.db"
        for leftover in tmp_path.glob("cut.db*"):
            leftover.unlink()
        shutil.copy(first, path)
        ended = cut_at(path, cuts)
        if ended == 0:
            break
        assert ended == CUT_SHORT
        cuts += 1
        if cuts % 3 == 0:  # a second power cut while the first one is being mended
            assert cut_at(path, cuts // 2) in {0, CUT_SHORT}
        between += _is_between(path)
        journal = opened(path)
        assert projections.dump(journal.store) == expected, f"cut before statement {cuts}"
        assert journal.books.balances == balances
        journal.store.close()
    assert cuts > 200, "every statement of the update and of the reading was cut"
    assert between > 0, "some cuts fell between the new tables and the journal read into them"


def _is_between(path: Path) -> bool:
    """Whether the new tables are there and the journal has not been read into them."""
    connection = cipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{DATABASE_KEY.hex()}'\"")
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    read = connection.execute("SELECT 1 FROM setting WHERE name = 'projections'").fetchone()
    connection.close()
    return "standing" in tables and read is None


def test_without_its_mark_an_updated_database_would_have_lost_its_receipts(first: Path) -> None:
    """The negative control: the tables are new and empty; only the missing mark has the journal read into them."""
    store = open_store(first, DATABASE_KEY)
    assert not projections.are_current(store)
    with store.transaction():
        settings.put(store, "projections", str(SCHEMA_VERSION))
    store.close()
    journal = opened(first)
    facts = books_table.load(journal.store, "C07").facts
    assert (len(facts.receipts), len(facts.remittances), facts.standing.supervisors) == (0, 0, {})
    with journal.store.transaction():
        journal.store.execute("DELETE FROM setting WHERE name = 'projections'")
    journal.store.close()
    journal = opened(first)
    assert (len(journal.books.facts.receipts), len(journal.books.facts.remittances)) == (2, 1)
    journal.store.close()
