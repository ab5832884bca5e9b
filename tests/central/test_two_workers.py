"""Several workers over one database: each has its own memory, and together they answer as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest

from central import enrolment, granting
from central.centre import Centre
from central.ledgers import Ledgers
from central.outbound import OutboundWriter
from central.registry import Registry
from central.spans import Span
from central.store import Contended, journals, stations
from central.store.journals import Arrival, Head, JournalName
from central.store.pools import PoolName
from domain.journal.entry import NO_PREVIOUS
from domain.journal.kinds import Author
from sync.messages import REQUEST_HEADER
from sync.packing import pack_entries
from tests.fakes.centre_world import CentreWorld, Desk, open_centre
from tests.fakes.postgres import PrivatePostgres

FOLIOS = PoolName("FOLIO", "libro-1")


@pytest.fixture
def other(world: CentreWorld, tmp_path: Path) -> Iterator[Registry]:
    """A second worker: another memory and another connection pool over the same database and folder."""
    centre = open_centre(tmp_path, world.clock, world.terms, world.database)
    yield Registry(centre)
    centre.store.close()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all, as nearly at the same moment as threads can; raises what any of them raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [made.result() for made in [pool.submit(run, act) for act in acts]]


def push_raw(desk: Desk, registry: Registry, first: int) -> Callable[[], int]:
    """The same push as `Desk.push`, prepared now and sent to a worker of one's choice later."""
    body = pack_entries([found.signed for found in desk.journal[first - 1 :]])
    path = f"/v1/entries?from={first}"
    headers = {REQUEST_HEADER: desk.statement("POST", path, body).signed(desk.key)}
    return lambda: registry.handle("POST", path, headers, body)[0]


def station_entries(world: CentreWorld, station: str = "C07") -> list[int]:
    with world.centre.store.reading() as tx:
        return [found.entry.sequence for found in journals.read(tx, JournalName(station, 1, Author.STATION), 1)]


def test_what_one_worker_has_booked_the_other_knows_at_its_next_request(world: CentreWorld, other: Registry) -> None:
    desk = world.desk()
    desk.open_drawer()
    for number, worker in enumerate([world.registry, other] * 6, 1):
        desk.registry = worker
        desk.collect(number, fee=100)
        assert desk.push().status == 200
        desk.pull()
    with world.centre.store.reading() as tx:
        station = stations.find(tx, "C07")
        assert station is not None
        assert journals.findings(tx) == []
        assert world.centre.ledgers.of(tx, station).books.exposure("PEN") == 1200


def test_two_workers_that_take_one_push_at_once_store_it_once(world: CentreWorld, other: Registry) -> None:
    desk = world.desk()
    desk.open_drawer()
    assert desk.push().status == 200
    for number in range(1, 21):
        first = len(desk.journal) + 1
        desk.collect(number, fee=100)
        pushes = [push_raw(desk, worker, first) for worker in (world.registry, other, world.registry, other)]
        assert at_once(*pushes) == [200, 200, 200, 200]
        desk.acknowledged = len(desk.journal)
        desk.pull()
    assert station_entries(world) == list(range(1, len(desk.journal) + 1))
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []


def test_two_histories_at_once_leave_one_and_a_finding(
    world: CentreWorld, other: Registry, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07: 1 new findings")
    desk = world.desk()
    desk.open_drawer()
    assert desk.push().status == 200
    first = len(desk.journal) + 1
    copy = Desk(other, desk.invitation, desk.key, journal=list(desk.journal), seen=desk.seen, nonces=1000)
    copy.ratchet = desk.ratchet
    desk.collect(1, fee=100)
    copy.collect(1, fee=200)
    answers = at_once(push_raw(desk, world.registry, first), push_raw(copy, other, first))
    assert sorted(map(str, answers)) == ["200", "409"]
    with world.centre.store.reading() as tx:
        assert [one.code for one in journals.findings(tx)] == ["journal_forked"]
    assert station_entries(world) == list(range(1, first + 1))


def busy_morning(world: CentreWorld, other: Registry) -> list[Callable[[], object]]:
    """Stations push and the office acts, each act taking the locks of one, of all, or of what they share."""
    desks = [world.desk(f"C{number:02d}", number) for number in range(11, 15)]
    for desk in desks:
        desk.open_drawer()
        assert desk.push().status == 200
    newcomers = [world.invite(f"N{number:02d}", number) for number in range(21, 24)]
    for newcomer in newcomers:
        assert newcomer.enrol().status == 200
    with world.centre.store.writing() as tx:
        granting.open_pool(world.centre, tx, FOLIOS, Span(1, 4000), "jefe")

    def pushing(desk: Desk, worker: Registry) -> None:
        desk.registry = worker
        for number in range(1, 13):
            desk.collect(number, fee=100)
            assert desk.push().status == 200
            desk.pull()

    def granting_folios() -> None:
        for turn in range(12):
            with world.centre.store.writing() as tx:
                station = enrolment.require(tx, desks[turn % 4].name)
                granting.grant_units(OutboundWriter(world.centre, tx, station, "jefe"), FOLIOS, 10)

    def approving() -> None:
        for newcomer in newcomers:
            world.approve(newcomer)

    workers = (world.registry, other)
    return [
        granting_folios,
        approving,
        *(partial(pushing, desk, workers[index % 2]) for index, desk in enumerate(desks)),
    ]


def test_a_busy_morning_ends_with_whole_journals_and_no_number_given_twice(world: CentreWorld, other: Registry) -> None:
    at_once(*busy_morning(world, other))
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []
        spans = [found.entry.body for found in journals.of_kinds(tx, Author.CENTRE, ["units_granted/1"])]
        numbers = [number for body in spans for number in range(body["first"], body["last"] + 1)]
        assert sorted(numbers) == list(range(1, 121))
        for number in range(11, 15):
            name = JournalName(f"C{number}", 1, Author.CENTRE)
            sent = list(journals.read(tx, name, 1))
            assert [found.entry.sequence for found in sent] == list(range(1, len(sent) + 1))
            assert all(later.entry.previous == before.hash for before, later in pairwise(sent))


@pytest.fixture
def deadlocks(postgres: PrivatePostgres) -> Callable[[], int]:
    def count() -> int:
        ((found,),) = postgres.execute("SELECT COALESCE(sum(deadlocks), 0)::int FROM pg_stat_database")
        return int(found)

    return count


POSTGRESQL_ONLY = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@POSTGRESQL_ONLY
def test_in_a_busy_morning_nobody_waits_in_a_circle(
    world: CentreWorld, other: Registry, deadlocks: Callable[[], int]
) -> None:
    before = deadlocks()
    at_once(*busy_morning(world, other))
    assert deadlocks() == before


@POSTGRESQL_ONLY
def test_locks_taken_the_other_way_round_are_a_deadlock_that_one_of_the_two_loses(world: CentreWorld) -> None:
    """The negative control of the test above: `Contended`, and nothing of the loser was written."""
    world.desk()
    gate = Barrier(2)

    def station_first() -> None:
        with world.centre.store.writing() as tx:
            stations.lock(tx, "C07")
            gate.wait()
            stations.lock_municipality(tx)

    def municipality_first() -> None:
        with world.centre.store.writing() as tx:
            stations.lock_municipality(tx)
            gate.wait()
            stations.lock(tx, "C07")

    with ThreadPoolExecutor(2) as pool:
        lost = [made.exception() for made in (pool.submit(station_first), pool.submit(municipality_first))]
    assert [type(one) for one in lost if one is not None] == [Contended]


def with_books(world: CentreWorld, desks: list[Desk], most: int) -> Centre:
    """The same centre as another worker, with room for so many entries."""
    centre = replace(world.centre, ledgers=Ledgers(most))
    for desk in desks:
        desk.registry = Registry(centre)
    return centre


def test_books_beyond_the_bound_are_forgotten_and_made_again_from_the_journals(world: CentreWorld) -> None:
    """The books asked for longest ago go first; those of one long journal stay however long it is."""
    desks = [world.desk(f"C{number:02d}", number) for number in (7, 8, 9)]
    centre = with_books(world, desks, most=250)
    for desk in desks:
        desk.open_drawer()
        assert desk.push().status == 200
    assert len(centre.ledgers) == 2  # a hundred and some entries each
    for desk in desks:
        desk.collect(1)
        assert desk.push().status == 200
    with centre.store.reading() as tx:
        assert journals.count_findings(tx) == 0
    centre = with_books(world, desks, most=1)
    desks[0].collect(2)
    assert desks[0].push().status == 200
    assert len(centre.ledgers) == 1


def test_the_end_of_a_journal_is_asked_once_in_a_transaction_and_moves_with_what_is_appended(
    world: CentreWorld,
) -> None:
    desk = world.desk()
    own = JournalName(desk.name, 1, Author.STATION)
    sent = JournalName(desk.name, 1, Author.CENTRE)
    new = desk.write("session_opened/1", {"session": 1, "float": 0, "currency": "PEN"})

    def lose() -> None:
        with world.centre.store.writing() as tx:
            other = journals.head(tx, sent)
            held.append(journals.head(tx, own))
            journals.append(tx, own, [Arrival(new)], 0)
            held.append(journals.head(tx, own))
            journals.append(tx, own, [], 0)
            held.append(journals.head(tx, own))
            assert journals.head(tx, sent) == other
            raise ZeroDivisionError

    held: list[Head] = []
    with pytest.raises(ZeroDivisionError):
        lose()
    before, after, unmoved = held
    assert after == unmoved == Head(before.length + 1, new.hash)
    with world.centre.store.reading() as tx:
        assert journals.head(tx, own) == before
        assert journals.head(tx, JournalName("C99", 1, Author.STATION)) == Head(0, NO_PREVIOUS)
