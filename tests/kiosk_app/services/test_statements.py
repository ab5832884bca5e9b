"""Statements of commission: computed again from this station's own journals before anybody signs."""

from __future__ import annotations

from functools import partial

import pytest

from domain.errors import Refusal
from domain.ledger.statements import PeriodStatement, statement_of
from domain.money import Money
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


def computed(desk: Desk, after: int) -> PeriodStatement:
    """As the centre computes it, from the journals that it holds."""
    return statement_of(desk.verified().booked, after, desk.length)


def issue(desk: Desk, name: str, after: int = 0, wrong: dict[str, object] | None = None) -> PeriodStatement:
    found = computed(desk, after)
    body = {
        "statement": name, "through": found.through, "lines": len(found.lines), "hash": found.hash,
        "fees": found.fees, "commission": found.commission, "currency": "PEN",
    }  # fmt: skip
    desk.hear("statement_issued/1", **(body | (wrong or {})))
    return found


@pytest.fixture
def month(desk: Desk) -> Desk:
    """Two fees, one of them voided, a shortage and a deposit."""
    desk.charge()
    done = desk.charge("LF-01")
    desk.drawer.void(ROSA, done.receipt or "", "duplicado")
    desk.close_drawer(-10, "vuelto")
    desk.remittances.declare(ROSA, desk.remittances.to_deposit, "BN 1")
    return desk


def test_a_statement_that_agrees_is_signed_once(month: Desk) -> None:
    sent = issue(month, "2026-11")
    assert month.statements.check("2026-11") == sent
    (listed,) = month.statements.all()
    assert (listed.lines, listed.fees, listed.commission) == (6, Money(1236, "PEN"), Money(400, "PEN"))
    assert (listed.signed_by, listed.signed_at, listed.disputes) == (None, None, ())
    signed = month.statements.sign(ROSA, "2026-11")
    assert (signed.signed_by, signed.signed_at) == ("rosa", month.counter.now())
    assert month.last.body == {"statement": "2026-11", "hash": sent.hash}
    month.restart()
    assert month.statements.all() == [signed]
    sign = partial(month.statements.sign, ROSA, "2026-11")
    assert assert_nothing_changes(month, sign).code == "statement_already_signed"
    assert month.verified().is_clean


@pytest.mark.parametrize("wrong", [{"hash": "A" * 43}, {"lines": 7}, {"fees": 1235}, {"commission": 401}])
def test_what_this_station_does_not_have_on_record_is_not_signed(month: Desk, wrong: dict[str, object]) -> None:
    sent = issue(month, "2026-11", wrong=wrong)
    sign = partial(month.statements.sign, ROSA, "2026-11")
    dispute = partial(month.statements.dispute, ROSA, "2026-11", 1, "no es mío")
    for act in (sign, dispute):
        assert assert_nothing_changes(month, act).code == "statement_disagrees"
    assert month.statements.lines("2026-11") == sent, "what is on record here can still be read out"


def test_the_next_statement_begins_where_the_last_one_ended(month: Desk) -> None:
    first = issue(month, "2026-11")
    month.open_drawer()
    month.charge()
    month.close_drawer()
    second = issue(month, "2026-12", after=first.through)
    assert [line.kind for line in second.lines] == ["fee_collected/1"]
    assert month.statements.check("2026-12") == second
    assert month.statements.check("2026-11") == first
    assert [found.name for found in month.statements.all()] == ["2026-12", "2026-11"]


def test_a_disputed_line_waits_for_its_answer_and_holds_up_no_other(month: Desk) -> None:
    issue(month, "2026-11")
    month.statements.dispute(ROSA, "2026-11", 2, "  ese recibo  sí se presentó ")
    month.statements.sign(ROSA, "2026-11")
    (found,) = month.statements.named("2026-11").disputes
    assert (found.line, found.reason, found.raised_by, found.outcome) == (2, "ese recibo sí se presentó", "rosa", None)
    month.hear(
        "dispute_resolved/1", statement="2026-11", line=2, outcome="upheld", adjustment=400, currency="PEN", words="Sí"
    )
    month.restart()
    (answered,) = month.statements.named("2026-11").disputes
    assert (answered.outcome, answered.adjustment, answered.words) == ("upheld", Money(400, "PEN"), "Sí")
    assert answered.resolved_at == month.counter.now()
    assert month.verified().is_clean


@pytest.mark.parametrize(
    ("line", "reason", "code"),
    [(7, "x", "statement_line_unknown"), (2, "x", "line_already_disputed"), (1, " ", "reason_needed")],
)
def test_what_cannot_be_disputed_is_refused(month: Desk, line: int, reason: str, code: str) -> None:
    issue(month, "2026-11")
    month.statements.dispute(ROSA, "2026-11", 2, "no es mío")
    dispute = partial(month.statements.dispute, ROSA, "2026-11", line, reason)
    assert assert_nothing_changes(month, dispute).code == code


def test_a_statement_that_nobody_issued_is_unknown(month: Desk) -> None:
    for act in (month.statements.named, month.statements.check, partial(month.statements.sign, ROSA)):
        with pytest.raises(Refusal, match="statement_unknown"):
            act("2026-10")


def test_an_entry_of_the_centre_that_broke_a_rule_is_in_no_statement(month: Desk) -> None:
    body = {"amount": 9999, "currency": "PEN", "period": "2026-11", "invoice": "E001"}
    written = month.centre.write("commission_settled/1", body, seen=month.length, at=month.clock.now())
    assert month.station.journal.hear([written])
    month.open_drawer()
    sent = issue(month, "2026-11")
    assert "commission_settled/1" not in {line.kind for line in sent.lines}
    assert month.statements.sign(ROSA, "2026-11").lines == 6
