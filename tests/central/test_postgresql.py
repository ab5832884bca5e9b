"""What is PostgreSQL's alone: settings, a server that stops in the middle, migrations behind its own transactions."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from central.answers import Response
from central.store import Store, Unavailable, connect, journals, migrate, stations
from central.store.engine import read_url
from central.store.journals import JournalName
from central.store.migrations import STEPS
from central.store.schema import schema_version
from domain.errors import Refusal
from domain.journal.kinds import Author
from sync.messages import REQUEST_HEADER
from sync.packing import pack_entries
from tests.fakes.centre_world import CentreWorld, Desk
from tests.fakes.postgres import PostgresUnavailable, PrivatePostgres, private_postgres
from tests.fakes.yesterday import read_rows

BUSY = "ventanilla.central.registry: the database cannot be used"


@pytest.fixture
def empty(postgres: PrivatePostgres) -> Iterator[str]:
    """A database of its own, without tables."""
    yield postgres.create("own")
    postgres.drop("own")


@pytest.fixture
def durable() -> Iterator[PrivatePostgres]:
    """A server of the test's own, which it may stop, with fsync on."""
    try:
        with private_postgres(durable=True) as server:
            yield server
    except PostgresUnavailable as reason:
        pytest.skip(f"PostgreSQL cannot be started here: {reason}")


@pytest.fixture
def living(durable: PrivatePostgres, tmp_path: Path) -> Iterator[CentreWorld]:
    world = CentreWorld(tmp_path, database=durable.create("centre"))
    yield world
    world.close()


def wait_for_a_lock(server: PrivatePostgres) -> None:
    """Until some transaction stands in a queue: asked again and again, and answered at once."""
    while not server.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
        pass


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_server_restarted_in_the_middle_leaves_nothing_half_and_the_next_request_works(
    living: CentreWorld, durable: PrivatePostgres, how: signal.Signals, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(BUSY)
    desk = living.desk()
    desk.open_drawer()
    assert desk.push().status == 200
    held = len(desk.journal)
    desk.collect(1, fee=100)
    with ThreadPoolExecutor(1) as pool:
        pushing: list[Future[Response]] = []

        def hold_the_station_while_the_server_restarts() -> None:
            with living.centre.store.writing() as tx:
                stations.lock(tx, "C07")
                pushing.append(pool.submit(raw_push, living, desk, held + 1))
                wait_for_a_lock(durable)
                durable.restart(how)
                stations.touch(tx, "C07", 1)

        with pytest.raises(Unavailable):
            hold_the_station_while_the_server_restarts()
        status, headers, content = pushing[0].result()
    assert (status, content, headers["Retry-After"]) == (503, b'{"status":"busy"}', "10")
    assert "Ventanilla-Answer" not in headers
    with living.centre.store.reading() as tx:
        assert journals.head(tx, JournalName("C07", 1, Author.STATION)).length == held
    assert desk.push().status == 200
    with living.centre.store.reading() as tx:
        assert journals.head(tx, JournalName("C07", 1, Author.STATION)).length == held + 1
        assert journals.findings(tx) == []


def raw_push(world: CentreWorld, desk: Desk, first: int) -> Response:
    body = pack_entries([found.signed for found in desk.journal[first - 1 :]])
    path = f"/v1/entries?from={first}"
    headers = {REQUEST_HEADER: desk.statement("POST", path, body).signed(desk.key)}
    return world.registry.handle("POST", path, headers, body)


def test_while_the_server_is_away_stations_are_told_to_come_back(
    living: CentreWorld, durable: PrivatePostgres, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(BUSY)
    desk = living.desk()
    durable.stop()
    status, headers, _body = raw_push(living, desk, 1)
    assert (status, headers["Retry-After"]) == (503, "10")
    durable.start()
    assert desk.push().status == 200


def test_what_was_acknowledged_is_there_after_a_crash_of_the_server(
    living: CentreWorld, durable: PrivatePostgres
) -> None:
    desk = living.desk()
    desk.open_drawer()
    for number in range(1, 6):
        desk.collect(number, fee=100)
        assert desk.push().status == 200
        desk.pull()
    durable.restart(signal.SIGQUIT)
    living.reopen()
    desk.registry = living.registry
    heard = desk.ask("GET", "/v1/state")
    assert (heard.answer.next_sequence, heard.answer.head) == (len(desk.journal) + 1, desk.journal[-1].hash)


def setting(store: Store, name: str) -> object:
    with store.writing() as tx:
        return tx.connection.execute(text(f"SHOW {name}")).scalar()


def test_an_acknowledgement_waits_for_the_disk_even_where_the_server_was_set_not_to(
    empty: str, postgres: PrivatePostgres
) -> None:
    assert postgres.execute("SHOW synchronous_commit") == [("off",)]
    store = Store(connect(empty), "cajamarca")
    assert setting(store, "synchronous_commit") == "on"
    store.close()


def test_a_lock_waited_for_too_long_is_said_and_nothing_is_written(empty: str) -> None:
    engine = connect(empty)
    migrate(engine)
    store, other = Store(engine, "cajamarca"), Store(connect(empty), "cajamarca")
    event.listen(other._engine, "begin", lambda begun: begun.execute(text("SET LOCAL lock_timeout = '5ms'")))
    with store.writing() as tx:
        stations.add_municipality(tx, "Cajamarca", 1)
    with store.writing() as held:
        stations.lock_municipality(held)
        with pytest.raises(Unavailable), other.writing() as tx:
            stations.lock_municipality(tx)
    for one in (store, other):
        one.close()


def test_a_reader_sees_one_moment_and_writes_nothing(empty: str) -> None:
    engine = connect(empty)
    migrate(engine)
    store = Store(engine, "cajamarca")
    with store.reading() as tx:
        assert stations.municipality_name(tx) is None
        with store.writing() as writing:
            stations.add_municipality(writing, "Cajamarca", 1)
        assert stations.municipality_name(tx) is None
    with store.reading() as tx:
        assert stations.municipality_name(tx) == "Cajamarca"
    store.close()


def test_a_database_in_another_encoding_is_refused(postgres: PrivatePostgres) -> None:
    postgres.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(Refusal, match="database_unreadable") as refused:
        connect(postgres.url("latin"))
    assert "LATIN1" in refused.value.details["why"]
    postgres.drop("latin")


def test_a_database_that_is_not_there_is_said_so(postgres: PrivatePostgres) -> None:
    with pytest.raises(Refusal, match="database_unreadable"):
        connect(postgres.url("nowhere"))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://centre:secret@db/centre", "database_password_in_address"),
        ("postgresql://centre@db/centre?password=secret", "database_password_in_address"),
        ("mysql://db/centre", "database_address_malformed"),
        ("what is this", "database_address_malformed"),
    ],
)
def test_an_address_that_is_none_or_holds_a_password_is_refused(address: str, code: str) -> None:
    with pytest.raises(Refusal, match=code) as refused:
        read_url(address)
    assert "secret" not in str(refused.value)


def test_either_spelling_of_the_address_is_taken() -> None:
    plain, long = read_url("postgresql://centre@db/centre"), read_url("postgresql+psycopg://centre@db/centre")
    assert plain == long


# ---------------------------------------------------------------- migrations


def make_first(address: str) -> Engine:
    engine = connect(address)
    with engine.begin() as connection:
        STEPS[0](connection)
        connection.execute(schema_version.insert().values(version=1))
    return engine


def described(engine: Engine) -> list[tuple[Any, ...]]:
    query = (
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable"
        " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_every_version_is_brought_to_this_one_and_looks_like_a_new_one(postgres: PrivatePostgres) -> None:
    fresh = connect(postgres.create("fresh"))
    migrate(fresh)
    wanted = described(fresh)
    assert ("case_file", "state", "character varying", 16, "NO") in wanted
    for version in range(1, len(STEPS)):
        engine = connect(postgres.create("old"))
        with engine.begin() as connection:
            for step in STEPS[:version]:
                step(connection)
            connection.execute(schema_version.insert().values(version=version))
        migrate(engine)
        assert described(engine) == wanted
        assert read_rows(engine)[schema_version] == [{"version": len(STEPS)}]
        engine.dispose()
        postgres.drop("old")
    fresh.dispose()
    postgres.drop("fresh")


def test_a_migration_cut_at_any_statement_leaves_the_old_version(empty: str) -> None:
    class PowerCut(Exception):  # noqa: N818 - not an error of ours
        pass

    engine = make_first(empty)
    before = described(engine)
    assert ("case_file", "state", "character varying", 12, "NO") in before
    count = wanted = 0

    @event.listens_for(engine, "before_cursor_execute")
    def _before(*_: object) -> None:
        nonlocal count
        count += 1
        if count == wanted:
            raise PowerCut

    while True:
        count, wanted = 0, wanted + 1
        try:
            migrate(engine)
        except PowerCut:
            wanted, kept = -1, wanted
            assert described(engine) == before
            wanted = kept
        else:
            break
    assert wanted > 8  # the lock, the version read, four tables, a column, the version written: each was cut
    wanted = -1
    assert described(engine) != before
    engine.dispose()


def test_two_programs_that_migrate_at_once_make_one_database(empty: str) -> None:
    engines = [connect(empty) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, engines))
    assert read_rows(engines[0])[schema_version] == [{"version": len(STEPS)}]
    for engine in engines:
        engine.dispose()


def test_a_newer_database_is_refused_there_too(empty: str) -> None:
    engine = connect(empty)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(schema_version.update().values(version=len(STEPS) + 1))
    before = described(engine)
    with pytest.raises(Refusal, match="database_newer"):
        migrate(engine)
    assert described(engine) == before
    engine.dispose()
