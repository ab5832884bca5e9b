"""Numbers that stations share: out of the hand by a grant, back into it by the station's signature alone."""

from __future__ import annotations

import pytest

from central import enrolment, granting, restores
from central.outbound import OutboundWriter
from central.spans import Span, add, remove, take
from central.store import journals, pools
from central.store.pools import PoolName
from domain.errors import Refusal
from tests.fakes.centre_world import CentreWorld, Desk, case_code

FOLIOS = PoolName("FOLIO", "NAC-2026")


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    with world.centre.store.writing() as tx:
        granting.open_pool(world.centre, tx, FOLIOS, Span(1, 30), "jefe")
    return world.desk()


def grant(world: CentreWorld, station: str = "C07", most: int = 10, pool: PoolName = FOLIOS) -> Span:
    with world.centre.store.writing() as tx:
        writer = OutboundWriter(world.centre, tx, enrolment.require(tx, station), "jefe")
        return granting.grant_units(writer, pool, most)


def grant_receipts(world: CentreWorld, station: str = "C07") -> tuple[str, int, int]:
    with world.centre.store.writing() as tx:
        writer = OutboundWriter(world.centre, tx, enrolment.require(tx, station), "jefe")
        block = granting.grant_receipts(writer)
    return block.series, block.first, block.last


def held(world: CentreWorld, pool: PoolName = FOLIOS) -> tuple[Span, ...]:
    with world.centre.store.reading() as tx:
        return pools.held(tx, pool)


def release(desk: Desk, first: int, last: int, kind: str = "units_granted/1") -> None:
    """Give numbers back of the grant, among those the station has heard, that they are of."""
    heard = desk.ask("GET", "/v1/outbound?from=1").entries
    grants = [found.entry.body for found in heard if found.entry.kind == kind]
    name = next(body["grant"] for body in grants if body["first"] <= first <= body["last"])
    desk.write("numbers_released/1", {"grant": name, "first": first, "last": last})


# The decision alone ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hand", "most", "taken", "left"),
    [
        ((), 5, None, ()),
        ((Span(1, 10),), 5, Span(1, 5), (Span(6, 10),)),
        ((Span(1, 10),), 10, Span(1, 10), ()),
        ((Span(1, 3), Span(8, 9)), 5, Span(1, 3), (Span(8, 9),)),
    ],
)
def test_the_lowest_numbers_are_taken_in_one_piece(
    hand: tuple[Span, ...], most: int, taken: Span | None, left: tuple[Span, ...]
) -> None:
    assert take(hand, most) == (None if taken is None else (taken, left))


def test_numbers_come_back_where_they_were() -> None:
    assert add((Span(1, 2), Span(6, 7)), Span(3, 5)) == (Span(1, 7),)
    assert add((Span(6, 7),), Span(1, 2)) == (Span(1, 2), Span(6, 7))
    with pytest.raises(AssertionError):
        add((Span(1, 2),), Span(2, 3))


def test_what_is_gone_is_gone_wherever_it_was() -> None:
    assert remove((Span(1, 10), Span(20, 30)), Span(5, 22)) == (Span(1, 4), Span(23, 30))
    assert remove((Span(1, 3),), Span(4, 9)) == (Span(1, 3),)


# At the centre --------------------------------------------------------------------------------------------------------


def test_two_stations_share_a_pool_and_no_number(world: CentreWorld, desk: Desk) -> None:
    world.desk("C08", 8)
    spans = [grant(world), grant(world, "C08"), grant(world)]
    assert spans == [Span(1, 10), Span(11, 20), Span(21, 30)]
    with pytest.raises(Refusal, match="pool_exhausted"):
        grant(world, "C08")


def test_numbers_released_and_received_go_to_another_station(world: CentreWorld, desk: Desk) -> None:
    world.desk("C08", 8)
    grant(world)
    desk.pull()
    release(desk, 6, 10)
    assert held(world) == (Span(11, 30),)
    desk.push()
    assert held(world) == (Span(6, 30),)
    assert grant(world, "C08") == Span(6, 15)


def test_a_release_sent_twice_comes_back_once(world: CentreWorld, desk: Desk) -> None:
    grant(world)
    desk.pull()
    release(desk, 6, 10)
    desk.push()
    assert grant(world, most=5) == Span(6, 10)
    desk.push(first=1)
    assert held(world) == (Span(11, 30),)


def test_a_release_of_what_was_used_or_never_held_brings_nothing_back(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07: 2 new findings")
    grant(world)
    desk.pull()
    grants = desk.ask("GET", "/v1/outbound?from=1").entries[-1].entry.body["grant"]
    desk.write("unit_used/1", {"grant": grants, "number": 6, "case": case_code(7, 1)})
    for first, last in ((6, 10), (11, 12)):
        desk.write("numbers_released/1", {"grant": grants, "first": first, "last": last})
    desk.push()
    with world.centre.store.reading() as tx:
        assert [found.code for found in journals.findings(tx)] == ["number_not_held"] * 2
    assert held(world) == (Span(11, 30),)


def test_what_a_revoked_station_signs_away_is_not_granted_again(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07: 1 new findings")
    grant(world)
    desk.pull()
    release(desk, 1, 10)
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    desk.push()
    assert held(world) == (Span(11, 30),)


def test_a_grant_that_the_journal_refuses_leaves_the_numbers_in_hand(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    with pytest.raises(Refusal, match="station_not_approved"):
        grant(world)
    assert held(world) == (Span(1, 30),)


def test_a_pool_has_a_name_of_its_own_and_numbers(world: CentreWorld, desk: Desk) -> None:
    def refusal(pool: str, first: int = 1, last: int = 5) -> str:
        with world.centre.store.writing() as tx, pytest.raises(Refusal) as refused:
            granting.open_pool(world.centre, tx, PoolName("FOLIO", pool), Span(first, last), "jefe")
        return refused.value.code

    assert refusal(FOLIOS.pool) == "pool_exists"
    assert refusal("con espacio") == "pool_name_malformed"
    assert refusal("N" * 35) == "pool_name_malformed"
    assert refusal("NEW", 0) == refusal("NEW", 6, 5) == refusal("NEW", 1, 1_000_000) == "grant_malformed"
    with pytest.raises(Refusal, match="pool_unknown"):
        grant(world, pool=PoolName("SLOT", FOLIOS.pool))
    with world.centre.store.writing() as tx:
        longest = granting.open_pool(world.centre, tx, PoolName("SLOT", "N" * 34), Span(1, 2000), "jefe")
    assert len(grant(world, most=5000, pool=longest)) == granting.UNITS_MAX


# Receipts that came back ----------------------------------------------------------------------------------------------


def test_receipts_that_came_back_go_to_the_same_series_again(world: CentreWorld, desk: Desk) -> None:
    release(desk, 5, 8, "receipts_granted/1")
    desk.push()
    assert grant_receipts(world) == ("C07", 5, 8)
    assert grant_receipts(world) == ("C07", 9, 16)
    desk.pull()
    desk.open_drawer()
    for number in range(1, 10):
        desk.collect(number, fee=100)
    desk.push()
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []


def test_a_whole_block_that_came_back_is_granted_again_under_a_new_name(world: CentreWorld, desk: Desk) -> None:
    release(desk, 1, 8, "receipts_granted/1")
    desk.push()  # nothing is left: the centre grants at once
    desk.pull()
    granted = [
        found.entry.body
        for found in desk.ask("GET", "/v1/outbound?from=1").entries
        if found.entry.kind == "receipts_granted/1"
    ]
    assert [(body["first"], body["last"]) for body in granted] == [(1, 8), (1, 8)]
    assert granted[0]["grant"] != granted[1]["grant"]


def test_receipts_before_what_the_station_holds_are_not_its_any_more(world: CentreWorld, desk: Desk) -> None:
    """A receipt's numbers are used in their order: the ledger refuses a block that lies before."""
    assert grant_receipts(world) == ("C07", 9, 16)
    desk.pull()
    release(desk, 5, 8, "receipts_granted/1")
    desk.push()
    assert held(world, PoolName("RECEIPT", "C07")) == (Span(5, 8),)
    assert grant_receipts(world) == ("C07", 17, 24)


def test_a_centre_that_was_never_restored_has_no_mark(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.reading() as tx:
        assert restores.mark(world.centre, tx) == ""
