"""What an agent holds and owes: each act decided by the station's own books, each line of the bank used once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from central import ageing, enrolment, office, overdue, treasury
from central.outbound import OutboundWriter
from central.registry import Registry
from central.store import Transaction, stations
from domain.errors import Refusal
from domain.ledger import accounts
from domain.ledger.bearer import proof_of
from domain.ledger.books import Books
from domain.money import Money
from tests.fakes.centre_world import AGREED, TERMS, CentreWorld, Desk

Act = Callable[[OutboundWriter], object]


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def writer(world: CentreWorld, tx: Transaction, station: str = "C07") -> OutboundWriter:
    return OutboundWriter(world.centre, tx, enrolment.require(tx, station), "tesorera")


def act(world: CentreWorld, what: Act, station: str = "C07") -> None:
    with world.centre.store.writing() as tx:
        what(writer(world, tx, station))


def refused(world: CentreWorld, what: Act, station: str = "C07") -> str:
    with world.centre.store.writing() as tx, pytest.raises(Refusal) as caught:
        what(writer(world, tx, station))
    return caught.value.code


def books(world: CentreWorld, station: str = "C07") -> Books:
    with world.centre.store.reading() as tx:
        found = stations.find(tx, station)
        assert found is not None
        return world.centre.ledgers.of(tx, found).with_everything_sent(tx)


def stock(world: CentreWorld) -> ageing.Stock:
    with world.centre.store.reading() as tx:
        return ageing.stock_at(world.centre, tx, "C07", 1)


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


@pytest.fixture
def short(desk: Desk) -> Desk:
    """A closed drawer: S/ 30.00 collected, S/ 2.00 missing, S/ 28.00 in the safe."""
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2)
    desk.write("drawer_counted/1", {"session": 1, "counted": 7800, "pieces": {"10": 780}})
    body = {"session": 1, "z": 1, "expected": 8000, "counted": 7800, "explanation": "vuelto"}
    desk.write("session_closed/1", body)
    desk.push()
    return desk


def declare(desk: Desk, name: str, minor: int, **more: datetime) -> None:
    body = {"remittance": name, "amount": minor, "voucher": "V-1", "currency": "PEN"}
    desk.write("remittance_declared/1", body, **more)
    desk.push()


# Limits.


def test_a_desk_is_told_its_limits_at_approval_and_again_only_when_the_agreement_changes(
    world: CentreWorld, desk: Desk
) -> None:
    desk.write("operator_signed_in/1", {"refused": 0})
    desk.push()
    assert desk.pull() == []
    later = replace(AGREED, since=date(2026, 12, 1), void_minutes=5, void_alone=pen(1000), cash_alone=pen(20000))
    world.centre = replace(
        world.centre, terms=replace(TERMS, agreement=replace(TERMS.agreement, terms=(AGREED, later)))
    )
    desk.registry = Registry(world.centre)
    for moment, told in (
        (datetime(2026, 12, 1, 4, 59, tzinfo=UTC), []),
        (
            datetime(2026, 12, 1, 5, 0, tzinfo=UTC),
            [{"void_minutes": 5, "void_alone": 1000, "cash_alone": 20000, "currency": "PEN"}],
        ),
        (datetime(2026, 12, 2, 5, 0, tzinfo=UTC), []),
    ):
        world.clock.moment = moment
        desk.write("operator_signed_in/1", {"refused": 0})
        desk.push()
        assert [found.entry.body for found in desk.pull()] == told


def test_a_kiosk_has_no_limits(world: CentreWorld) -> None:
    world.desk("K01", 11, "kiosk")
    assert books(world, "K01").facts.standing.limits is None


# Debts.


def test_the_rest_of_a_deposit_becomes_the_agents_debt(world: CentreWorld, short: Desk) -> None:
    declare(short, "C07-D1", 2800)
    act(world, lambda w: office.confirm_remittance(w, "C07-D1", pen(2700), "linea 1"))
    assert refused(world, lambda w: treasury.fell_short(w, "C07-D9")) == "remittance_unknown"
    act(world, lambda w: treasury.fell_short(w, "C07-D1"))
    assert books(world).balance(accounts.AGENT_OWES, "PEN") == 300
    assert refused(world, lambda w: treasury.fell_short(w, "C07-D1")) == "remittance_settled"
    last = short.pull()[-1].entry
    assert (last.kind, last.body["amount"], last.operator) == ("remittance_fell_short/1", 100, "tesorera")


@pytest.mark.parametrize("what", [treasury.pay_debt, treasury.write_off, treasury.draw_guarantee])
def test_a_debt_is_paid_written_off_or_drawn_and_never_beyond_what_is_owed(
    world: CentreWorld, short: Desk, what: Callable[[OutboundWriter, Money, str], None]
) -> None:
    assert refused(world, lambda w: what(w, pen(201), "RA-1")) == "debt_beyond_owed"
    act(world, lambda w: what(w, pen(200), "RA-1"))
    assert books(world).balance(accounts.AGENT_OWES, "PEN") == 0
    assert refused(world, lambda w: what(w, pen(1), "RA-2")) == "debt_beyond_owed"


def test_the_guarantee_is_filled_up_and_returned_only_when_nothing_is_held_or_owed(
    world: CentreWorld, short: Desk
) -> None:
    act(world, lambda w: treasury.draw_guarantee(w, pen(200), "RA-1"))
    assert books(world).owed(accounts.GUARANTEE, "PEN") == 29800
    act(world, lambda w: treasury.replenish_guarantee(w, pen(200), "linea 7"))
    assert books(world).owed(accounts.GUARANTEE, "PEN") == 30000
    assert refused(world, lambda w: treasury.return_guarantee(w, "RA-9")) == "guarantee_still_needed"
    declare(short, "C07-D1", 2800)
    act(world, lambda w: office.confirm_remittance(w, "C07-D1", pen(2800), "linea 8"))
    assert refused(world, lambda w: treasury.return_guarantee(w, "RA-9")) == "guarantee_still_needed"
    act(world, lambda w: treasury.wind_down(w, "fin del convenio"))
    assert refused(world, lambda w: treasury.return_guarantee(w, "RA-9")) == "headroom_not_given_back"
    short.pull()
    short.write("operator_signed_in/1", {"refused": 0})
    short.push()
    act(world, lambda w: treasury.return_guarantee(w, "RA-9"))
    assert books(world).owed(accounts.GUARANTEE, "PEN") == 0
    assert refused(world, lambda w: treasury.return_guarantee(w, "RA-10")) == "guarantee_not_held"


def test_an_overage_is_recognised_up_to_what_was_over(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.write("drawer_counted/1", {"session": 1, "counted": 5050, "pieces": {"10": 505}})
    body = {"session": 1, "z": 1, "expected": 5000, "counted": 5050, "explanation": "sobra"}
    desk.write("session_closed/1", body)
    desk.push()
    assert refused(world, lambda w: treasury.recognise_overage(w, pen(51), "RA-1")) == "overage_beyond_held"
    act(world, lambda w: treasury.recognise_overage(w, pen(50), "RA-1"))
    assert books(world).owed(accounts.OVERAGE, "PEN") == 0


def test_what_is_left_on_a_prepaid_code_expires_once(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    proof = proof_of("C07", "P1", "7Q2M4N9XKD3V")
    desk.write("prepaid_sold/1", {"prepaid": "P1", "amount": 1000, "currency": "PEN", "proof": proof})
    desk.push()
    assert refused(world, lambda w: treasury.expire_prepaid(w, "P2", "RA-1")) == "prepaid_unknown"
    act(world, lambda w: treasury.expire_prepaid(w, "P1", "RA-1"))
    assert books(world).owed(accounts.PREPAID, "PEN") == 0
    assert refused(world, lambda w: treasury.expire_prepaid(w, "P1", "RA-1")) == "prepaid_spent"


def test_a_line_of_the_bank_stands_for_one_thing_in_the_whole_municipality(world: CentreWorld, short: Desk) -> None:
    world.desk("C08", 8)
    declare(short, "C07-D1", 2800)
    act(world, lambda w: office.confirm_remittance(w, "C07-D1", pen(2800), "BN  linea 1"))
    uses: list[tuple[Act, str]] = [
        (lambda w: treasury.pay_debt(w, pen(100), "bn LINEA 1"), "C07"),
        (lambda w: treasury.replenish_guarantee(w, pen(100), "BN linea 1"), "C08"),
        (lambda w: office.confirm_remittance(w, "C08-D1", pen(100), "BN linea 1"), "C08"),
    ]
    assert [refused(world, what, station) for what, station in uses] == ["bank_line_used"] * 3
    act(world, lambda w: treasury.pay_debt(w, pen(100), "BN linea 2"))
    assert refused(world, lambda w: treasury.replenish_guarantee(w, pen(1), "BN linea 2"), "C08") == "bank_line_used"


def test_one_deposit_is_the_guarantee_of_one_station(world: CentreWorld, desk: Desk) -> None:
    other = world.invite("C08", 8)
    other.enrol()
    world.approve(other, guaranteed=False)
    assert refused(world, lambda w: office.deposit_guarantee(w, "BN-C07"), "C08") == "bank_line_used"
    act(world, lambda w: office.deposit_guarantee(w, "BN-C08"), "C08")


# Ages.


def test_deposits_take_the_oldest_counted_money_first(world: CentreWorld, desk: Desk) -> None:
    for session, day in ((1, 17), (2, 18)):
        at = datetime(2026, 11, day, 22, tzinfo=UTC)
        desk.write("session_opened/1", {"session": session, "float": 0, "currency": "PEN"}, at=at)
        desk.collect(session)
        moved = {"session": session, "way": "to_safe", "amount": 500, "reason": "mucho efectivo"}
        desk.write("cash_moved/1", moved, at=at)
        desk.write("drawer_counted/1", {"session": session, "counted": 1000, "pieces": {"10": 100}}, at=at)
        body = {"session": session, "z": session, "expected": 1000, "counted": 1000}
        desk.write("session_closed/1", body, at=at)
    desk.push()
    assert [(layer.since.day, layer.amount) for layer in stock(world).counted] == [(17, 1500), (18, 1500)]
    declare(desk, "C07-D1", 1600, at=datetime(2026, 11, 19, 12, tzinfo=UTC))
    left = stock(world)
    assert [(layer.since.day, layer.amount) for layer in left.counted] == [(18, 1400)]
    assert {name: (layer.since.day, layer.amount) for name, layer in left.deposits.items()} == {"C07-D1": (19, 1600)}
    act(world, lambda w: office.confirm_remittance(w, "C07-D1", pen(1500), "l1"))
    assert stock(world).deposits["C07-D1"].amount == 100


def test_cash_in_the_safe_of_an_open_drawer_does_not_age(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    desk.write("cash_moved/1", {"session": 1, "way": "to_safe", "amount": 1500, "reason": "mucho"})
    desk.push()
    assert stock(world).counted == []
    declare(desk, "C07-D1", 1000)
    desk.close_drawer(counted=5000)
    desk.push()
    assert [layer.amount for layer in stock(world).counted] == [500]


def test_a_debt_ages_from_the_close_that_made_it(world: CentreWorld, short: Desk) -> None:
    assert [layer.amount for layer in stock(world).debt] == [200]
    act(world, lambda w: treasury.write_off(w, pen(150), "RA-1"))
    assert [(layer.since.day, layer.amount) for layer in stock(world).debt] == [(21, 50)]


def test_a_clock_that_runs_ahead_makes_no_money_younger(world: CentreWorld, desk: Desk) -> None:
    future = datetime(2027, 3, 1, tzinfo=UTC)
    desk.write("session_opened/1", {"session": 1, "float": 0, "currency": "PEN"}, at=future)
    desk.collect(1)
    desk.write("drawer_counted/1", {"session": 1, "counted": 1500, "pieces": {"10": 150}}, at=future)
    desk.write("session_closed/1", {"session": 1, "z": 1, "expected": 1500, "counted": 1500}, at=future)
    desk.push()
    assert [layer.since for layer in stock(world).counted] == [world.clock.moment]


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (7, 2), (8, 3), (15, 3), (16, 4), (30, 4), (31, 5), (400, 5)],
)
def test_ages_are_counted_in_days_of_the_municipality(world: CentreWorld, short: Desk, days: int, bucket: int) -> None:
    world.clock.pass_by(days=days)
    assert ageing.bucket_of(world.centre, stock(world).debt[0]) == bucket


# Overdue money.


def found(world: CentreWorld) -> overdue.Overdue | None:
    with world.centre.store.reading() as tx:
        return overdue.find(world.centre, tx, enrolment.require(tx, "C07"))


def test_counted_money_is_overdue_when_its_term_has_passed_and_not_before(world: CentreWorld, short: Desk) -> None:
    """Closed at 14:00; the agreement gives 24 hours."""
    world.clock.moment = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    assert found(world) is None
    world.clock.pass_by(seconds=1)
    late = found(world)
    assert late is not None
    assert (late.amount, late.heard) == (pen(2800), False)


def test_the_term_is_the_one_of_the_day_on_which_it_began_to_run(world: CentreWorld, short: Desk) -> None:
    later = replace(AGREED, since=date(2026, 11, 22), banking_term_hours=1)
    terms = replace(TERMS, agreement=replace(TERMS.agreement, terms=(AGREED, later)))
    world.centre = replace(world.centre, terms=terms)
    world.clock.moment = datetime(2026, 11, 22, 13, 59, tzinfo=UTC)
    assert found(world) is None


def test_overdue_money_is_booked_once_and_then_is_a_debt(world: CentreWorld, short: Desk) -> None:
    world.clock.pass_by(days=2)
    short.push()
    late = found(world)
    assert late is not None
    assert late.heard
    act(world, lambda w: overdue.book(w, late))
    assert books(world).balance(accounts.AGENT_OWES, "PEN") == 3000
    assert found(world) is None
    body = short.pull()[-1].entry.body
    assert body == {"amount": 2800, "currency": "PEN", "reason": "contado hasta el 21/11/2026"}
    assert refused(world, lambda w: overdue.book(w, late)) == "remittance_more_than_held"


def test_overdue_takes_only_what_is_late(world: CentreWorld, short: Desk) -> None:
    at = datetime(2026, 11, 22, 22, tzinfo=UTC)
    short.write("session_opened/1", {"session": 2, "float": 0, "currency": "PEN"}, at=at)
    short.collect(3)
    short.write("drawer_counted/1", {"session": 2, "counted": 1500, "pieces": {"10": 150}}, at=at)
    short.write("session_closed/1", {"session": 2, "z": 2, "expected": 1500, "counted": 1500}, at=at)
    world.clock.moment = at + timedelta(hours=1)
    short.push()
    late = found(world)
    assert late is not None
    assert late.amount == pen(2800)
