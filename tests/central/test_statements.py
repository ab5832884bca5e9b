"""The month's statement: signed by the centre over the lines that the station recomputes; disputes and answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from central import enrolment, statements
from central.outbound import OutboundWriter
from central.store import Transaction, stations
from domain.errors import Refusal
from domain.ledger import accounts
from domain.ledger.statements import PeriodStatement
from domain.money import Money
from tests.fakes.centre_world import CentreWorld, Desk


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    """Two fees in November, one on 30 November at 23:59 in Cajamarca, and one in December."""
    desk = world.desk()
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2, at=datetime(2026, 12, 1, 4, 59, tzinfo=UTC))
    desk.collect(3, at=datetime(2026, 12, 1, 5, 0, tzinfo=UTC))
    desk.push()
    world.clock.moment = datetime(2026, 12, 2, 15, tzinfo=UTC)
    return desk


def writer(world: CentreWorld, tx: Transaction) -> OutboundWriter:
    return OutboundWriter(world.centre, tx, enrolment.require(tx, "C07"), "tesorera")


def issue(world: CentreWorld, month: str = "2026-11") -> PeriodStatement:
    with world.centre.store.writing() as tx:
        return statements.issue(writer(world, tx), month)


def resolve(world: CentreWorld, line: int, outcome: str, adjustment: int) -> None:
    with world.centre.store.writing() as tx:
        amount = Money(adjustment, "PEN")
        statements.resolve(writer(world, tx), "2026-11", line, outcome=outcome, adjustment=amount, words="se revisó")


def disputes(world: CentreWorld) -> list[tuple[str, int, str, str]]:
    with world.centre.store.reading() as tx:
        station = stations.find(tx, "C07")
        assert station is not None
        found = statements.open_disputes(world.centre, tx, station)
    return [(one.statement, one.line.number, one.line.reference, one.reason) for one in found]


def test_a_month_ends_at_midnight_of_the_municipality(world: CentreWorld, desk: Desk) -> None:
    found = issue(world)
    receipts = [line.reference for line in found.lines if line.kind == "fee_collected/1"]
    assert receipts == ["C07-000001", "C07-000002"]
    body = desk.pull()[-1].entry.body
    assert (body["statement"], body["lines"], body["hash"]) == ("2026-11", len(found.lines), found.hash)
    assert (body["fees"], body["commission"]) == (3000, 800)


def test_what_was_not_in_one_statement_is_in_the_next(world: CentreWorld, desk: Desk) -> None:
    before = issue(world)
    world.clock.moment = datetime(2027, 1, 4, 15, tzinfo=UTC)
    after = issue(world, "2026-12")
    assert [line.reference for line in after.lines] == ["C07-000003"]
    assert before.through < after.through == len(desk.journal)


@pytest.mark.parametrize(
    ("month", "code"),
    [("2026-12", "month_not_over"), ("2026-10", "statement_empty"), ("2026-13", "month_unreadable"), ("x", "month_")],
)
def test_a_month_that_cannot_be_stated_is_refused(world: CentreWorld, desk: Desk, month: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        issue(world, month)


def test_a_month_is_stated_once(world: CentreWorld, desk: Desk) -> None:
    issue(world)
    with pytest.raises(Refusal, match="statement_already_issued"):
        issue(world)


def test_a_month_is_over_on_the_next_day_and_not_on_its_last(world: CentreWorld, desk: Desk) -> None:
    world.clock.moment = datetime(2026, 12, 1, 4, 59, tzinfo=UTC)
    with pytest.raises(Refusal, match="month_not_over"):
        issue(world)
    world.clock.moment = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
    issue(world)


def test_a_dispute_waits_with_its_line_and_reason_until_it_is_answered_once(world: CentreWorld, desk: Desk) -> None:
    found = issue(world)
    number = next(line.number for line in found.lines if line.reference == "C07-000002")
    desk.pull()
    desk.write("line_disputed/1", {"statement": "2026-11", "line": number, "reason": "fueron dos"})
    desk.write("statement_signed/1", {"statement": "2026-11", "hash": found.hash})
    desk.push()
    assert disputes(world) == [("2026-11", number, "C07-000002", "fueron dos")]
    with pytest.raises(Refusal, match="dispute_unknown"):
        resolve(world, number + 1, "upheld", 0)
    with pytest.raises(Refusal, match="adjustment_of_rejected_dispute"):
        resolve(world, number, "rejected", 400)
    resolve(world, number, "upheld", 400)
    assert disputes(world) == []
    with pytest.raises(Refusal, match="dispute_already_resolved"):
        resolve(world, number, "rejected", 0)
    with world.centre.store.reading() as tx:
        station = stations.find(tx, "C07")
        assert station is not None
        books = world.centre.ledgers.of(tx, station).with_everything_sent(tx)
    assert books.owed(accounts.COMMISSION_DUE, "PEN") == 3 * 400 + 400
