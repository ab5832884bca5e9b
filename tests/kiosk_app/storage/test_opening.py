"""The database as a file: what it takes to open one, and what is said of one that cannot be opened or trusted."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import Refusal
from kiosk_app.storage import cipher
from kiosk_app.storage.connection import Store, environment_errors, integrity_faults, open_store
from kiosk_app.storage.schema import MIGRATIONS, SCHEMA_VERSION
from kiosk_app.storage.settings import read_identity
from tests.fakes.station import DATABASE_KEY
from tests.kiosk_app.services.desk import Desk

PAGE = 4096
#: SQLCipher's page: ciphertext, then 16 bytes of IV and 64 of HMAC.
RESERVED = 80


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "station.db"
    open_store(found, DATABASE_KEY, create=True).close()
    return found


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def pragma(store: Store, name: str) -> object:
    row = store.row(f"PRAGMA {name}")
    assert row is not None
    return row[0]


def test_the_database_is_opened_so_that_a_power_cut_loses_nothing(path: Path) -> None:
    store = open_store(path, DATABASE_KEY)
    found = {name: pragma(store, name) for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert pragma(store, "recursive_triggers") == 1, "or INSERT OR REPLACE would delete an entry unseen"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.close()


@pytest.mark.parametrize(("mode", "synchronous"), [("delete", 2), ("wal", 1), ("wal", 0)])
def test_no_money_is_taken_on_a_database_that_may_lose_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, synchronous: int
) -> None:
    """A library built or configured so that it ignores what it is told: its answers are what counts."""

    class Deaf(cipher.Connection):  # type: ignore[misc]  # the library has no types
        def execute(self, sql: str, *parameters: object) -> object:
            answers = {"PRAGMA journal_mode = WAL": f"SELECT '{mode}'", "PRAGMA synchronous": f"SELECT {synchronous}"}
            return super().execute(answers.get(sql, sql), *parameters)

    connect = cipher.connect
    monkeypatch.setattr(cipher, "connect", lambda *args, **named: connect(*args, factory=Deaf, **named))
    assert refused(lambda: open_store(path, DATABASE_KEY)) == "database_not_durable"


def test_a_missing_an_existing_and_an_emptied_database_are_told_apart(tmp_path: Path, path: Path) -> None:
    assert refused(lambda: open_store(tmp_path / "other.db", DATABASE_KEY)) == "database_missing"
    assert refused(lambda: open_store(path, DATABASE_KEY, create=True)) == "database_exists"
    path.write_bytes(b"")
    assert refused(lambda: open_store(path, DATABASE_KEY)) == "database_damaged"


def test_a_database_that_nobody_enrolled_says_so(path: Path) -> None:
    store = open_store(path, DATABASE_KEY)
    assert refused(lambda: read_identity(store)) == "station_not_enrolled"
    store.close()


def test_the_wrong_key_opens_nothing_and_harms_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert refused(lambda: open_store(path, bytes(32))) == "database_key_wrong"
    assert path.read_bytes() == before
    open_store(path, DATABASE_KEY).close()


def test_nothing_of_the_database_can_be_read_without_its_key(desk: Desk) -> None:
    desk.charge()
    files = sorted(desk.station.path.parent.glob(f"{desk.station.path.name}*"))
    assert len(files) == 3, "the database, its log, and the log's index"
    content = b"".join(file.read_bytes() for file in files)
    for told in (b"SQLite format 3", b"41236789", "Huamán".encode(), b"fee_collected"):
        assert told not in content


def test_a_newer_programs_database_is_refused_and_left_as_it_is(path: Path) -> None:
    store = open_store(path, DATABASE_KEY)
    store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    store.close()
    with pytest.raises(Refusal) as refusal:
        open_store(path, DATABASE_KEY)
    assert (refusal.value.code, refusal.value.details["found"]) == ("database_newer", SCHEMA_VERSION + 1)
    store = open_store_of_any_version(path)
    assert pragma(store, "user_version") == SCHEMA_VERSION + 1
    store.close()


def open_store_of_any_version(path: Path) -> Store:
    connection = cipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{DATABASE_KEY.hex()}'\"")
    return Store(connection, path)


def test_migrations_are_applied_once_and_finished_when_they_were_cut_short(path: Path) -> None:
    store = open_store(path, DATABASE_KEY)
    applied = [migration.name for migration in MIGRATIONS.applied(store.tools)]
    first = ["m001_first", "m002_money", "m003_forgetting", "m004_key_ranges"]
    later = ["m005_drafts", "m006_case_files", "m007_complaint_places", "m008_appointments", "m009_announcements"]
    later += ["m010_second_persons", "m011_due_cases"]
    assert applied == [*first, *later]
    assert not MIGRATIONS.pending(store.tools)
    store.connection.execute("PRAGMA user_version = 0")  # the cut: migrated, and not yet said so
    store.close()
    store = open_store(path, DATABASE_KEY)
    assert pragma(store, "user_version") == SCHEMA_VERSION
    assert [migration.name for migration in MIGRATIONS.applied(store.tools)] == applied
    store.close()


def test_a_database_that_could_not_be_made_leaves_nothing_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "station.db"

    def full(_database: object) -> None:
        raise cipher.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(MIGRATIONS, "apply", full)
        assert refused(lambda: open_store(made, DATABASE_KEY, create=True)) == "disk_full"
    open_store(made, DATABASE_KEY, create=True).close()


def test_another_program_that_holds_the_database_is_named_as_that(path: Path) -> None:
    store, other = open_store(path, DATABASE_KEY), open_store(path, DATABASE_KEY)
    other.connection.execute("PRAGMA busy_timeout = 0")
    with store.transaction():
        assert refused(lambda: other.transaction().__enter__()) == "database_busy"
    store.close()
    other.close()


def test_our_own_mistakes_are_not_blamed_on_the_world(path: Path) -> None:
    store = open_store(path, DATABASE_KEY)
    with pytest.raises(cipher.OperationalError, match="no such column: full_name"):
        store.rows("SELECT full_name FROM entry")
    with pytest.raises(cipher.DatabaseError, match="bindings"):
        store.rows("SELECT ?", ())
    store.close()
    with pytest.raises(cipher.DatabaseError, match="closed"):
        store.rows("SELECT 1")
    with pytest.raises(Refusal, match="disk_failing"), environment_errors():
        raise cipher.OperationalError("disk I/O error")


def test_every_write_outside_a_transaction_is_stopped(path: Path) -> None:
    store = open_store(path, DATABASE_KEY)
    with pytest.raises(AssertionError, match="writes belong to a transaction"):
        store.execute("DELETE FROM setting")
    with store.transaction():
        store.execute("INSERT INTO setting VALUES ('a', 'b')")
        with pytest.raises(AssertionError, match="one transaction an act"), store.transaction():
            pass
    assert store.row("SELECT value FROM setting WHERE name = 'a'") is not None
    store.close()


def test_a_block_that_fails_leaves_nothing_of_itself(path: Path) -> None:
    store = open_store(path, DATABASE_KEY)
    with pytest.raises(cipher.IntegrityError), store.transaction():
        store.execute("INSERT INTO setting VALUES ('a', 'b'), ('a', 'c')")
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.execute("INSERT INTO setting VALUES ('a', ?)", (str(1 // 0),))
    assert not store.connection.in_transaction
    assert store.row("SELECT value FROM setting WHERE name = 'a'") is None
    store.close()


def damage(path: Path, page: int, offset: int = 2000) -> None:
    content = bytearray(path.read_bytes())
    content[page * PAGE + offset] ^= 1
    path.write_bytes(content)


def test_a_sound_database_has_no_faults(desk: Desk) -> None:
    for _ in range(5):
        desk.charge()
    assert integrity_faults(desk.station.store) == []


def test_one_bit_anywhere_in_the_file_is_noticed(desk: Desk) -> None:
    """In every page, in what is encrypted, in the IV and in the HMAC: named by its page, or refused at once."""
    for _ in range(3):
        desk.charge()
    store, path = desk.station.store, desk.station.path
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    sound = path.read_bytes()
    pages = len(sound) // PAGE
    assert pages > 30
    for page in range(pages):
        path.write_bytes(sound)
        damage(path, page, (2000, PAGE - RESERVED + 3, PAGE - 1)[page % 3])
        said = faults_of(path)
        assert said, f"page {page} of {pages} is damaged and nobody says so"
        if page > 0:
            assert any(str(page + 1) in line for line in said) or "malformed" in said[0], said
    path.write_bytes(sound)
    assert faults_of(path) == []
    desk.restart()


def faults_of(path: Path) -> list[str]:
    try:
        store = open_store(path, DATABASE_KEY)
    except Refusal as refusal:
        return [f"malformed: {refusal.code}"]
    found = integrity_faults(store)
    store.close()
    return found


def test_a_damaged_page_that_is_read_is_told_as_damage(desk: Desk) -> None:
    for _ in range(3):
        desk.charge()
    store, path = desk.station.store, desk.station.path
    root = store.row("SELECT rootpage FROM sqlite_master WHERE name = 'entry'")
    assert root is not None
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    sound = path.read_bytes()
    damage(path, root["rootpage"] - 1)
    with pytest.raises(Refusal, match="database_damaged"):
        desk.restart()
    path.write_bytes(sound)
    desk.restart()
