"""A centre that was put back from a backup, once or twice, grants no number that any of its lives granted before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from central import enrolment, granting, journal_files, office, restores, vouchers
from central.outbound import OutboundWriter
from central.spans import Span
from central.store import journals, pools, receipt_blocks, stations
from central.store import vouchers as voucher_table
from central.store.journals import JournalName
from central.store.pools import PoolName
from domain.errors import Refusal
from domain.journal.kinds import Author
from tests.fakes.centre_world import CentreWorld, Desk

Lives = dict[str, set[tuple[str, int]]]
FOLIOS = PoolName("FOLIO", "NAC")


@pytest.fixture(autouse=True)
def _doubt_is_said(expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C0")


@pytest.fixture
def backed_up(world: CentreWorld) -> CentreWorld:
    """Two stations and a pool, and yesterday's database beside today's."""
    with world.centre.store.writing() as tx:
        granting.open_pool(world.centre, tx, FOLIOS, Span(1, 400), "jefe")
    for name, number in (("C07", 7), ("C08", 8)):
        world.desk(name, number)
        grant_units(world, name, FOLIOS)
    world.back_up()
    return world


def put_back(world: CentreWorld) -> None:
    world.put_back()
    world.clock.pass_by(minutes=5)


def say(world: CentreWorld) -> str:
    world.clock.pass_by(hours=1)
    with world.centre.store.writing() as tx:
        return restores.say(world.centre, tx)


def grant_units(world: CentreWorld, name: str, pool: PoolName) -> None:
    with world.centre.store.writing() as tx:
        granting.grant_units(OutboundWriter(world.centre, tx, enrolment.require(tx, name)), pool, 10)


def replace_computer(world: CentreWorld, name: str, number: int) -> Desk:
    """The computer is lost with its journal: another one takes its place, and nobody can bring back what it knew."""
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, name)
        epoch = enrolment.require(tx, name).epoch + 1
    desk = world.invite(name, number, operators=(("ana", "operator"),))
    desk.epoch = epoch
    assert desk.enrol().status == 200
    world.approve(desk)
    desk.start()
    assert desk.push().status == 200
    desk.pull()
    return desk


def live(world: CentreWorld, pool: str | None, lives: Lives) -> None:
    """Days of a centre: computers replaced, receipts and folios granted. What it granted is added to `lives`.

    `pool` None: the one that there was before.
    """
    name = FOLIOS
    if pool is not None:
        with world.centre.store.writing() as tx:
            name = granting.open_pool(world.centre, tx, PoolName("FOLIO", pool), Span(1, 400), "jefe")
    for station, number in (("C07", 7), ("C08", 8)):
        replace_computer(world, station, number)
        grant_units(world, station, name)
        with world.centre.store.writing() as tx:
            granting.grant_receipts(OutboundWriter(world.centre, tx, enrolment.require(tx, station)))
    remember(world, lives)


def remember(world: CentreWorld, lives: Lives) -> None:
    """Every number of every grant that this life's journals hold, by the hash of the entry that grants it."""
    with world.centre.store.reading() as tx:
        for name, epoch in stations.lengths(tx):
            for found in journals.read(tx, JournalName(name, epoch, Author.CENTRE), 1):
                body = found.entry.body
                if found.entry.kind in {"receipts_granted/1", "units_granted/1"}:
                    pool = body.get("series") or f"{body['unit']} {body['pool']}"
                    lives[found.hash] = {(pool, number) for number in range(body["first"], body["last"] + 1)}


def granted_twice(lives: Lives) -> int:
    counted = Counter(number for numbers in lives.values() for number in numbers)
    return sum(1 for times in counted.values() if times > 1)


def test_after_a_restore_nothing_is_granted_that_was_granted_before(backed_up: CentreWorld) -> None:
    lives: Lives = {}
    live(backed_up, None, lives)
    put_back(backed_up)
    say(backed_up)
    live(backed_up, "NAC", lives)
    assert granted_twice(lives) == 0
    assert len(lives) > 10


def test_restored_twice_from_one_backup_still_nothing_is_granted_twice(backed_up: CentreWorld) -> None:
    lives: Lives = {}
    live(backed_up, None, lives)
    marks = set()
    for _ in range(2):
        put_back(backed_up)
        marks.add(say(backed_up))
        live(backed_up, "NAC", lives)
    assert granted_twice(lives) == 0
    assert len(marks) == 2


def test_a_restore_that_nobody_says_grants_numbers_again(backed_up: CentreWorld) -> None:
    """The negative control of the two tests above: without the mark they overlap, and `granted_twice` sees it."""
    lives: Lives = {}
    live(backed_up, None, lives)
    put_back(backed_up)
    live(backed_up, None, lives)
    assert granted_twice(lives) == 2 * (16 + 10)  # two blocks of eight receipts and ten folios, at each of two stations


def test_put_back_once_more_without_a_word_the_centre_notices_and_writes_nothing(backed_up: CentreWorld) -> None:
    put_back(backed_up)
    say(backed_up)
    put_back(backed_up)
    for act in (
        lambda: grant_units(backed_up, "C07", FOLIOS),
        lambda: live(backed_up, "NEW", {}),
        lambda: replace_computer(backed_up, "C07", 7),
    ):
        with pytest.raises(Refusal, match="restore_not_said"):
            act()
    with backed_up.centre.store.writing() as tx:
        assert restores.is_unsaid(backed_up.centre, tx)
    say(backed_up)
    live(backed_up, "NEW", {})


def test_stations_are_attended_while_the_restore_is_not_said_and_nothing_is_written_to_them(world: CentreWorld) -> None:
    desk = world.desk()
    world.centre.mark_file.write(1)
    desk.open_drawer()
    for number in range(1, 8):
        desk.collect(number, fee=100)
    assert desk.push().status == 200
    assert desk.pull() == []
    world.centre.mark_file.path.unlink()
    desk.open_drawer(2)
    desk.push()
    assert [found.entry.kind for found in desk.pull()] == ["receipts_granted/1"]


def test_every_answer_says_the_last_restore(world: CentreWorld) -> None:
    desk = world.desk()
    assert desk.ask("GET", "/v1/state").answer.restored == ""
    for _ in range(2):
        mark = say(world)
        assert len(mark) == 4
        assert [desk.ask("GET", path).answer.restored for path in ("/v1/state", "/v1/nothing")] == [mark, mark]


def test_doubt_is_not_lifted_while_the_restore_is_not_said(world: CentreWorld) -> None:
    desk = world.desk()
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, None, doubt=True)
    world.centre.mark_file.write(1)
    assert desk.pull() == []
    with world.centre.store.reading() as tx:
        assert enrolment.require(tx, "C07").doubt


@pytest.mark.parametrize("hours", [0, -1, -72])
def test_within_the_hour_or_with_a_clock_set_back_it_is_not_said_again(world: CentreWorld, hours: int) -> None:
    say(world)
    world.clock.pass_by(hours=hours)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="restored_this_hour"):
        restores.say(world.centre, tx)


@pytest.mark.parametrize("lost", ["file", "database"])
def test_the_later_of_file_and_database_counts(world: CentreWorld, lost: str) -> None:
    say(world)
    if lost == "file":
        world.centre.mark_file.path.unlink()
    else:
        with world.centre.store.writing() as tx:
            tx.connection.exec_driver_sql("DELETE FROM restore_mark WHERE municipality = 'cajamarca'")
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="restored_this_hour"):
        restores.say(world.centre, tx)
    say(world)


def test_a_clock_from_before_the_product_cannot_make_a_mark(world: CentreWorld) -> None:
    world.clock.pass_by(days=-400)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="restored_this_hour"):
        restores.say(world.centre, tx)


@pytest.mark.parametrize("content", ["", "hello", "-3", "12345678"])
def test_a_mark_file_that_cannot_be_read_stops_every_grant(world: CentreWorld, content: str) -> None:
    world.centre.mark_file.path.write_text(content, "ascii")
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="data_directory_unreadable"):
        restores.mark(world.centre, tx)


def test_a_power_cut_between_file_and_database_leaves_the_restore_unsaid(world: CentreWorld) -> None:
    class PowerCut(Exception):  # noqa: N818 - a test's own
        pass

    def say_and_fail() -> None:
        with world.centre.store.writing() as tx:
            restores.say(world.centre, tx)
            raise PowerCut

    with pytest.raises(PowerCut):
        say_and_fail()
    with world.centre.store.reading() as tx:
        assert restores.is_unsaid(world.centre, tx)


def test_series_after_a_restore_fit_a_receipt_and_name_station_and_hour(world: CentreWorld) -> None:
    world.desk()
    with world.centre.store.writing() as tx:
        station = enrolment.require(tx, "C07")
        mark = restores.say(world.centre, tx)
    assert mark == "07KF"  # 7791 hours since the beginning of 2026
    assert granting.series_of(station, mark) == "07KF07"
    named = {granting.series_of(_numbered(station, number), mark) for number in range(1, 1000)}
    assert len(named) == 999
    assert all(len(series) == 6 for series in named)


def _numbered(station: stations.Station, number: int) -> stations.Station:
    return replace(station, number=number)


def test_pools_from_before_a_restore_give_out_nothing_and_take_nothing_back(backed_up: CentreWorld) -> None:
    desk = replace_computer(backed_up, "C07", 7)
    grant_units(backed_up, "C07", FOLIOS)
    desk.pull()
    granted = desk.ask("GET", "/v1/outbound?from=1").entries[-1].entry.body
    say(backed_up)
    desk.pull()  # nothing was lost for this station: it is written to again
    desk.write("numbers_released/1", {name: granted[name] for name in ("grant", "first", "last")})
    with backed_up.centre.store.reading() as tx:
        before = pools.held(tx, FOLIOS)
    assert desk.push().status == 200
    with backed_up.centre.store.reading() as tx:
        assert pools.held(tx, FOLIOS) == before
        assert journals.findings(tx) == []
    with pytest.raises(Refusal, match="pool_closed"):
        grant_units(backed_up, "C07", FOLIOS)


def test_a_station_that_was_recovered_goes_on_in_a_series_of_its_own(world: CentreWorld) -> None:
    desk = world.desk()
    mark = say(world)
    desk.pull()
    desk.open_drawer()
    for number in range(1, 8):
        desk.collect(number, fee=100)
    desk.push()
    (granted,) = [found.entry.body for found in desk.pull() if found.entry.kind == "receipts_granted/1"]
    assert (granted["series"], granted["first"]) == (f"{mark}07", 1)
    desk.collect(8, fee=100)
    desk.write("copy_printed/1", {"of": "C07-000008", "copy": 1, "reason": "papel"})
    desk.collect(9, fee=100, receipt=f"{mark}07-000001")
    desk.push()
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []


def test_the_guarantee_of_a_replaced_computer_is_recorded_in_the_new_series(backed_up: CentreWorld) -> None:
    mark = say(backed_up)
    desk = replace_computer(backed_up, "C07", 7)
    with backed_up.centre.store.writing() as tx, pytest.raises(Refusal, match="guarantee_already_deposited"):
        office.deposit_guarantee(OutboundWriter(backed_up.centre, tx, enrolment.require(tx, "C07")), "BN-2")
    series = {found.entry.body.get("series") for found in desk.ask("GET", "/v1/outbound?from=1").entries}
    assert series == {None, f"{mark}07"}


def test_what_only_the_station_still_knew_of_is_out_of_the_hand_after_recovery(backed_up: CentreWorld) -> None:
    """Nobody has said `restored`: the pool is open, and what comes back must not be granted to somebody else."""
    world = backed_up
    desk = world.invite("C09", 9)
    desk.enrol()
    world.approve(desk)
    world.back_up()
    grant_units(world, "C09", FOLIOS)
    with world.centre.store.writing() as tx:
        writer = OutboundWriter(world.centre, tx, enrolment.require(tx, "C09"))
        granting.grant_receipts(writer)
        vouchers.cancel(writer)
        vouchers.grant(writer)
        file = journal_files.export(world.centre, tx, writer.station)
    put_back(world)
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, "C09", doubt=True)
        assert journal_files.recover(world.centre, tx, enrolment.require(tx, "C09"), file) == 4
        assert pools.held(tx, FOLIOS) == (Span(31, 400),)
        assert receipt_blocks.last_number(tx, "C09") == 16
        station = enrolment.require(tx, "C09")
        books = world.centre.ledgers.of(tx, station).with_everything_sent(tx)
        rows = voucher_table.all_of(tx, station)
        assert (len(rows), vouchers.supply(tx, station, books).waiting) == (30, 10)  # the lost ones are exchanged
        assert [len(held.proofs) for held in books.facts.standing.vouchers.values()] == [0, 0, 10]
    grant_units(world, "C08", FOLIOS)
    lives: Lives = {}
    remember(world, lives)
    assert granted_twice(lives) == 0


def test_the_file_is_for_its_owner_and_whole(tmp_path: Path) -> None:
    file = restores.MarkFile(tmp_path / "restored")
    assert file.hour() == 0
    file.write(7791)
    assert (file.hour(), [path.name for path in tmp_path.iterdir()]) == (7791, ["restored"])
