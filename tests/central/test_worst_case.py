"""What a station can still do that never hears of anything again: it is spent, and there is no more."""

from __future__ import annotations

import pytest

from central import enrolment, vouchers
from central.store import journals
from central.worst_case import WorstCase, worst_case
from tests.fakes.centre_world import CentreWorld, Desk


def said(world: CentreWorld) -> WorstCase:
    with world.centre.store.writing() as tx:
        return worst_case(world.centre, tx, enrolment.require(tx, "C07"))


def broken(world: CentreWorld) -> list[str]:
    with world.centre.store.reading() as tx:
        return [row.code for row in journals.findings(tx) if row.code != "received_after_revocation"]


def revoked(world: CentreWorld) -> Desk:
    desk = world.desk()
    desk.open_drawer()
    desk.collect(1, fee=1000)
    assert desk.push().status == 200
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    return desk


@pytest.mark.parametrize("fees", [[14500, 14500], [100] * 7], ids=["all the headroom", "all the numbers"])
def test_a_stolen_station_spends_all_that_was_said_and_nothing_more(
    world: CentreWorld, fees: list[int], expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07: ")
    desk = revoked(world)
    assert said(world) == WorstCase(held=1000, more=29000, vouchers=0, receipts=7)
    for number, fee in enumerate(fees, 2):
        desk.collect(number, fee=fee)
    desk.push()
    assert broken(world) == [], "each of them was lawful"
    after = said(world)
    assert min(after.more, after.receipts) == 0
    assert after.held == 1000 + sum(fees)
    desk.collect(len(fees) + 2, fee=10)
    desk.push(first=len(desk.journal))
    assert broken(world) != [], "one more breaks a rule"


def test_what_was_written_and_may_have_arrived_counts(world: CentreWorld) -> None:
    """A grant on its way is held against the station, a recall on its way does not help."""
    desk = world.invite(operators=(("ana", "operator"),))
    desk.enrol()
    world.approve(desk)
    assert said(world) == WorstCase(held=0, more=30000, vouchers=0, receipts=8)


def test_a_voucher_whose_code_was_told_opens_more(world: CentreWorld) -> None:
    world.desk()
    before = said(world)
    with world.centre.store.writing() as tx:
        station = enrolment.require(tx, "C07")
        vouchers.tell(world.centre, tx, station, "DEP-1", by="jefe")
    assert before.vouchers == 0
    assert said(world).vouchers == 10000


def test_a_station_without_a_guarantee_can_take_nothing(world: CentreWorld) -> None:
    desk = world.invite()
    desk.enrol()
    world.approve(desk, guaranteed=False)
    assert said(world) == WorstCase(0, 0, 0, 0)
