"""Money that goes back to citizens: refunds of closed drawers, and cases that nobody completed in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from central import lapsing, office, refunding
from central.lapsing import Lapsed
from central.office import Decision
from central.outbound import OutboundWriter
from central.store import Transaction, cases, stations
from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.ledger import accounts
from domain.ledger.books import Books
from domain.money import Money
from tests.fakes.centre_world import CentreWorld, Desk, case_code

RECEIPT = "C07-000001"
CODE = case_code(7, 1)


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """A closed drawer with two receipts of S/ 15.00."""
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2)
    desk.close_drawer(counted=8000)
    desk.push()
    return desk


def writer(world: CentreWorld, tx: Transaction, receipt: str = RECEIPT) -> OutboundWriter:
    return OutboundWriter(world.centre, tx, refunding.station_of_receipt(tx, receipt), "tesorera")


def approve(world: CentreWorld, receipt: str = RECEIPT) -> Money:
    with world.centre.store.writing() as tx:
        return refunding.approve(writer(world, tx, receipt), receipt, "agent_error", "RG-7")


def pay(world: CentreWorld, reference: str, source: str = "treasury", receipt: str = RECEIPT) -> Money:
    with world.centre.store.writing() as tx:
        return refunding.pay(writer(world, tx, receipt), receipt, reference, source)


def books(world: CentreWorld) -> Books:
    with world.centre.store.reading() as tx:
        found = stations.find(tx, "C07")
        assert found is not None
        return world.centre.ledgers.of(tx, found).with_everything_sent(tx)


def unpaid(world: CentreWorld) -> list[tuple[str, str, date]]:
    with world.centre.store.reading() as tx:
        station = stations.find(tx, "C07")
        assert station is not None
        return [(one.receipt, one.ground, one.since) for one in refunding.unpaid(world.centre, tx, station)]


def test_a_receipt_of_a_closed_drawer_is_refunded_once(world: CentreWorld, closed: Desk) -> None:
    assert approve(world) == Money(1500, "PEN")
    assert books(world).owed(accounts.REFUNDS_DUE, "PEN") == 1500
    body = closed.pull()[-1].entry.body
    assert (body["receipt"], body["amount"], body["owed"], body["ground"]) == (RECEIPT, 1500, 0, "agent_error")
    with pytest.raises(Refusal, match="receipt_already_refunded"):
        approve(world)


def test_commission_that_was_paid_already_becomes_the_agents_debt(world: CentreWorld, closed: Desk) -> None:
    body = {"remittance": "C07-D1", "amount": 3000, "voucher": "V-1", "currency": "PEN"}
    closed.write("remittance_declared/1", body)
    closed.push()
    with world.centre.store.writing() as tx:
        office.confirm_remittance(writer(world, tx), "C07-D1", Money(3000, "PEN"), "linea 1")
        office.settle_commission(writer(world, tx), Money(800, "PEN"), "2026-11", "E001-5")
    approve(world)
    assert books(world).balance(accounts.AGENT_OWES, "PEN") == 400


@pytest.mark.parametrize("voided", [True, False])
def test_what_the_counter_can_still_give_back_is_not_refunded(world: CentreWorld, desk: Desk, voided: bool) -> None:
    desk.open_drawer()
    paper = desk.collect(1)
    if voided:
        desk.void(paper)
    desk.push()
    with pytest.raises(Refusal, match="receipt_still_voidable"):
        approve(world)
    desk.close_drawer(counted=5000 if voided else 6500)
    desk.push()
    if voided:
        with pytest.raises(Refusal, match="receipt_already_voided"):
            approve(world)
    else:
        approve(world)


def test_a_receipt_that_nobody_issued_is_unknown(world: CentreWorld, closed: Desk) -> None:
    with pytest.raises(Refusal, match="receipt_unknown"):
        approve(world, "C07-000009")


def test_a_receipt_of_an_earlier_key_is_said_so(world: CentreWorld, closed: Desk) -> None:
    with world.centre.store.writing() as tx:
        station = stations.lock(tx, "C07")
        assert station is not None
        stations.start_journal(tx, "C07", 2, "k" * 43, 0)
        stations.update(tx, replace(station, epoch=2))
    with pytest.raises(Refusal, match="receipt_of_closed_journal"):
        approve(world)


def test_a_refund_is_paid_once_from_where_there_is_money(world: CentreWorld, closed: Desk) -> None:
    with pytest.raises(Refusal, match="refund_unknown"):
        pay(world, "CP-1")
    approve(world)
    with pytest.raises(Refusal, match="refund_beyond_banked"):
        pay(world, "CP-1", "collection")
    assert pay(world, "CP-1") == Money(1500, "PEN")
    with pytest.raises(Refusal, match="refund_already_paid"):
        pay(world, "CP-2")
    approve(world, "C07-000002")
    with pytest.raises(Refusal, match="bank_line_used"):
        pay(world, "cp-1", receipt="C07-000002")


def test_refunds_wait_in_the_list_until_they_are_paid(world: CentreWorld, closed: Desk) -> None:
    approve(world)
    world.clock.pass_by(days=3)
    approve(world, "C07-000002")
    assert unpaid(world) == [
        (RECEIPT, "agent_error", date(2026, 11, 21)),
        ("C07-000002", "agent_error", date(2026, 11, 24)),
    ]
    pay(world, "CP-1")
    assert [one[0] for one in unpaid(world)] == ["C07-000002"]


# Cases that nobody completed. 2026-11-20 is a Friday; Tuesday 24 is the second working day after it.

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)


def open_observed(desk: Desk, number: int = 1, at: datetime = FRIDAY, **more: Any) -> None:
    body = {
        "case": case_code(7, number),
        "type": "procedure",
        "service": "RC-01",
        "edition": "e" * 64,
        "area": "registro-civil",
        "promise": "2026-11-24",
        "channel": "desk",
        "observed": ["R3"],
    }
    desk.write("case_opened/1", {name: value for name, value in (body | more).items() if value}, at=at)


@pytest.fixture
def observed(desk: Desk) -> Desk:
    """Observed at the counter on Friday, paid for, and the drawer closed."""
    desk.open_drawer()
    open_observed(desk)
    desk.collect(1)
    desk.close_drawer(counted=6500)
    desk.push()
    return desk


def lapsed(world: CentreWorld) -> list[Lapsed]:
    with world.centre.store.reading() as tx:
        return lapsing.find(world.centre, tx)


def book(world: CentreWorld, one: Lapsed) -> Money | None:
    with world.centre.store.writing() as tx:
        return lapsing.lapse(world.centre, tx, one, "RG-9", "mesa")


def at_midnight_after(world: CentreWorld, day: int, *, second: int = 0) -> None:
    """Of the municipality, five hours behind."""
    world.clock.moment = datetime(2026, 11, day + 1, 5, 0, second, tzinfo=UTC)


def test_a_case_that_the_counter_observed_is_announced_as_observed(desk: Desk) -> None:
    open_observed(desk)
    desk.push()
    assert [found.entry.body["state"] for found in desk.pull()] == ["observed"]


def test_an_observed_case_lapses_after_two_working_days_and_not_before(world: CentreWorld, observed: Desk) -> None:
    world.clock.moment = datetime(2026, 11, 25, 4, 59, 59, tzinfo=UTC)
    assert lapsed(world) == []
    at_midnight_after(world, 24)
    (one,) = lapsed(world)
    assert (one.observed, one.until, one.receipt, one.waits) == (
        date(2026, 11, 20),
        date(2026, 11, 24),
        RECEIPT,
        False,
    )


def test_a_holiday_is_no_working_day(world: CentreWorld, desk: Desk) -> None:
    """Tuesday 8 December is one: from Friday the 4th the second working day is Wednesday the 9th."""
    world.clock.moment = datetime(2026, 12, 4, 16, tzinfo=UTC)
    open_observed(desk, at=datetime(2026, 12, 4, 15, tzinfo=UTC))
    desk.push()
    world.clock.moment = datetime(2026, 12, 9, 15, tzinfo=UTC)
    assert lapsed(world) == []
    world.clock.moment = datetime(2026, 12, 10, 15, tzinfo=UTC)
    assert [one.until for one in lapsed(world)] == [date(2026, 12, 9)]


def test_the_case_ends_and_its_refund_is_approved_in_one_go(world: CentreWorld, observed: Desk) -> None:
    at_midnight_after(world, 24)
    observed.pull()
    assert book(world, lapsed(world)[0]) == Money(1500, "PEN")
    refund, moved = (found.entry for found in observed.pull())
    assert (refund.kind, refund.body["ground"], refund.body["resolution"]) == (
        "refund_approved/1",
        "not_presented",
        "RG-9",
    )
    assert (moved.kind, moved.body["state"]) == ("case_moved/1", "not_presented")
    assert "Se le devuelve S/ 15.00 del recibo C07-000001" in moved.body["answer"]
    assert lapsed(world) == []


def test_nothing_is_written_when_one_half_is_refused(world: CentreWorld, observed: Desk) -> None:
    at_midnight_after(world, 24)
    one = lapsed(world)[0]
    with world.centre.store.writing() as tx:
        case = cases.find(tx, CODE)
        assert case is not None
        office.move_case(world.centre, tx, case, Decision(state=CaseState.REJECTED, answer="no procede"))
    stale = Lapsed(_reread(world), one.observed, one.until, one.receipt, one.waits)
    with pytest.raises(Refusal, match="case_move_unknown"):
        book(world, stale)
    assert unpaid(world) == []


def _reread(world: CentreWorld) -> cases.Case:
    with world.centre.store.reading() as tx:
        case = cases.find(tx, CODE)
        assert case is not None
        return case


def test_a_case_whose_drawer_is_open_waits(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    open_observed(desk)
    desk.collect(1)
    desk.push()
    at_midnight_after(world, 24)
    (one,) = lapsed(world)
    assert one.waits
    with pytest.raises(Refusal, match="receipt_still_voidable"):
        book(world, one)
    desk.close_drawer(counted=6500)
    desk.push()
    assert not lapsed(world)[0].waits


@pytest.mark.parametrize("how", ["free", "voided", "refunded", "complaint"])
def test_a_case_for_which_nothing_is_kept_ends_without_a_refund(world: CentreWorld, desk: Desk, how: str) -> None:
    desk.open_drawer()
    if how == "complaint":
        open_observed(desk, type="complaint")
    else:
        open_observed(desk)
        paper = desk.collect(1, fee=0 if how == "free" else 1500)
        if how == "voided":
            desk.void(paper)
    desk.close_drawer(counted=6500 if how == "refunded" else 5000)
    desk.push()
    if how == "refunded":
        approve(world)
    at_midnight_after(world, 24)
    (one,) = lapsed(world)
    assert (one.receipt, one.waits) == (None, False)
    assert book(world, one) is None
    assert desk.pull()[-1].entry.body["state"] == "not_presented"


def test_the_offices_later_observation_begins_a_term_of_its_own(world: CentreWorld, desk: Desk) -> None:
    open_observed(desk, observed=None)
    desk.push()
    world.clock.moment = datetime(2026, 11, 24, 15, tzinfo=UTC)
    with world.centre.store.writing() as tx:
        case = cases.find(tx, CODE)
        assert case is not None
        office.move_case(world.centre, tx, case, Decision(state=CaseState.OBSERVED, answer="falta la copia"))
    at_midnight_after(world, 25)
    assert lapsed(world) == []
    at_midnight_after(world, 26)
    assert [one.observed for one in lapsed(world)] == [date(2026, 11, 24)]


def test_a_case_that_was_completed_does_not_lapse(world: CentreWorld, observed: Desk) -> None:
    with world.centre.store.writing() as tx:
        case = cases.find(tx, CODE)
        assert case is not None
        office.move_case(world.centre, tx, case, Decision(state=CaseState.IN_PROGRESS, answer="trajo la copia"))
    at_midnight_after(world, 24)
    assert lapsed(world) == []
