"""A database of an earlier program becomes this one's, or stays what it was, wherever the power fails."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event

from central import guarantees
from central.ledgers import Ledgers
from central.store import connect, journals, migrate, sqlite_url, stations
from central.store.journals import JournalName
from central.store.migrations import STEPS
from central.store.schema import schema_version
from domain.journal.kinds import Author
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld, Desk

#: Of the schema as its first step has made it since commit 7ee2bdb: what was released is never edited.
FIRST_SCHEMA = "820d048b83ef881d61228c5c4faeb3e593227669f9d4fd73a72e15c5766caadf"


class PowerCut(Exception):  # noqa: N818 - not an error of ours
    pass


def schema_of(file: Path) -> str:
    plain = sqlite3.connect(file)
    found = sorted(row[0] for row in plain.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    plain.close()
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def version_of(file: Path) -> int:
    plain = sqlite3.connect(file)
    (version,) = plain.execute("SELECT version FROM schema_version").fetchone()
    plain.close()
    assert isinstance(version, int)
    return version


def make_first(file: Path) -> None:
    """An empty database of version 1, made by that step alone."""
    engine = connect(sqlite_url(file))
    with engine.begin() as connection:
        STEPS[0](connection)
        connection.execute(schema_version.insert().values(version=1))
    engine.dispose()


@dataclass(frozen=True)
class Old:
    """`old.db` in `folder` is a centre's database of version 1; `desks` are its stations."""

    folder: Path
    desks: dict[str, Desk]

    def copy(self, name: str) -> Path:
        """A folder of its own with the old database as the centre's."""
        folder = self.folder / name
        folder.mkdir()
        shutil.copy(self.folder / "old.db", folder / "centre.db")
        shutil.copytree(self.folder / "keys", folder / "keys")
        return folder


@pytest.fixture
def old(tmp_path: Path) -> Old:
    """A folder with a centre of version 1 that has lived: two desks, fees, a deposit; no voucher was ever granted."""
    lived = CentreWorld(tmp_path, terms=WITHOUT_VOUCHERS)
    desks = {}
    for name, number in (("C07", 7), ("C08", 8)):
        desk = lived.desk(name, number)
        desk.open_drawer()
        for receipt in range(1, 10):
            desk.collect(receipt, fee=100 * number)
            desk.push()
            desk.pull()
        desks[name] = desk
    lived.close()
    make_first(tmp_path / "old.db")
    plain = sqlite3.connect(tmp_path / "old.db")
    plain.execute("ATTACH ? AS new", (str(tmp_path / "centre.db"),))
    tables = [row[0] for row in plain.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table != "schema_version":
            plain.execute(f"INSERT INTO main.{table} SELECT * FROM new.{table}")  # noqa: S608 - names of our own tables
    plain.commit()
    plain.close()
    for name in ("centre.db", "centre.db-wal", "centre.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    return Old(tmp_path, desks)


def cut_at(engine: Engine, wanted: int, folder: Path, image: Path) -> None:
    """Copy the files as they are on disk before statement `wanted` (from 1), and fail there."""
    count = 0

    @event.listens_for(engine, "before_cursor_execute")
    def _before(*_: object) -> None:
        nonlocal count
        count += 1
        if count == wanted:
            for suffix in ("", "-wal"):
                if (folder / f"centre.db{suffix}").exists():
                    shutil.copy(folder / f"centre.db{suffix}", image / f"centre.db{suffix}")
            raise PowerCut


def agree_with_the_journals(folder: Path) -> None:
    """What the tables say is what both journals of each station say, and life goes on."""
    world = CentreWorld(folder)
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []
        held = {}
        for station in stations.all_of(tx):
            books = Ledgers().of(tx, station).with_everything_sent(tx)
            held[station.station] = (books.exposure("PEN"), books.headroom, books.receipts_left)
            outbound = JournalName(station.station, 1, Author.CENTRE)
            granted = [found.entry.body for found in journals.of_kind(tx, outbound, "receipts_granted/1")]
            blocks = tx.connection.exec_driver_sql(
                "SELECT grant, series, first, last FROM receipt_block"
                " WHERE municipality = 'cajamarca' AND station = ? ORDER BY first",
                (station.station,),
            )
            wanted = [(body["grant"], body["series"], body["first"], body["last"]) for body in granted]
            assert [tuple(row) for row in blocks] == wanted
        assert held == {"C07": (6300, 30000, 7), "C08": (7200, 30000, 7)}
        assert [cover.beyond for cover in guarantees.covers(world.centre, tx)] == [0, 0]
    world.close()


def test_the_first_step_makes_what_it_always_made(tmp_path: Path) -> None:
    make_first(tmp_path / "centre.db")
    assert schema_of(tmp_path / "centre.db") == FIRST_SCHEMA


def test_a_database_of_the_first_version_is_migrated_and_agrees_with_the_journals(old: Old) -> None:
    folder = old.copy("whole")
    agree_with_the_journals(folder)
    assert version_of(folder / "centre.db") == len(STEPS)
    make_first(old.folder / "fresh.db")
    engine = connect(sqlite_url(old.folder / "fresh.db"))
    migrate(engine)
    engine.dispose()
    assert schema_of(folder / "centre.db") == schema_of(old.folder / "fresh.db")


def test_wherever_the_power_fails_the_database_is_the_old_one_and_migrates_again(old: Old) -> None:
    statements = 0
    while True:
        folder, image = old.copy(f"cut{statements}"), old.copy(f"image{statements}")
        engine = connect(sqlite_url(folder / "centre.db"))
        cut_at(engine, statements + 1, folder, image)
        try:
            migrate(engine)
        except PowerCut:
            statements += 1
        else:
            engine.dispose()
            break
        finally:
            engine.dispose()
        for left in (folder, image):
            assert version_of(left / "centre.db") == 1
            assert schema_of(left / "centre.db") == FIRST_SCHEMA
            agree_with_the_journals(left)
            assert version_of(left / "centre.db") == len(STEPS)
    assert statements > 8  # begin, the version read, four tables, the version written: all of them were cut
    assert version_of(folder / "centre.db") == len(STEPS)


def test_a_migration_without_a_transaction_is_seen_to_leave_halves(old: Old) -> None:
    """The negative control of the test above."""
    folder, image = old.copy("cut"), old.copy("image")
    engine = create_engine(sqlite_url(folder / "centre.db"), isolation_level="AUTOCOMMIT")
    cut_at(engine, 3, folder, image)
    with engine.connect() as connection, pytest.raises(PowerCut):
        STEPS[1](connection)
    engine.dispose()
    assert schema_of(folder / "centre.db") != FIRST_SCHEMA


def test_after_the_migration_stations_are_granted_vouchers_and_told_of_each_other_at_their_next_contact(
    old: Old,
) -> None:
    world = CentreWorld(old.copy("next"))
    for desk in old.desks.values():
        desk.registry = world.registry
        desk.collect(10, fee=100)
        assert desk.push().status == 200
        assert {found.entry.kind for found in desk.pull()} >= {"vouchers_granted/1", "stations_listed/1"}
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []
        assert [cover.beyond for cover in guarantees.covers(world.centre, tx)] == [0, 0]
    world.close()
