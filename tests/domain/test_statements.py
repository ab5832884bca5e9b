"""The lines that both sides sign: the same for whoever computes them, and the same figures as the books."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest

from domain.ledger import accounts
from domain.ledger.statements import PeriodStatement, lawful, statement_of
from tests.domain.kit import STATION, Desk, granted_desk, open_desk


def month() -> Desk:
    """Two fees, one void, a shortage of 1.00, a deposit that the bank confirms, a payment, a refund with claw-back."""
    desk = open_desk()
    desk.act("fee_collected/1")
    desk.act("fee_collected/1", receipt="A07-000002", service="RC-01", fee=1236, due=1230)
    desk.act("fee_voided/1", receipt="A07-000002")
    desk.act("drawer_counted/1", counted=3430, pieces={"10": 343})
    desk.act("session_closed/1", expected=3530, counted=3430, explanation="vuelto")
    desk.act("remittance_declared/1", amount=1430)
    desk.grant("remittance_confirmed/1", amount=1430)
    desk.grant("commission_settled/1", amount=400)
    desk.act("clock_stepped/1")
    desk.grant("refund_approved/1", owed=400)
    desk.act("operator_signed_in/1", refused=0)
    return desk


def of(desk: Desk, after: int = 0, through: int | None = None) -> PeriodStatement:
    return statement_of(lawful(STATION, desk.own, desk.outbound), after, len(desk.own) if through is None else through)


def test_every_movement_between_the_two_sides_is_a_line_with_its_reference() -> None:
    lines = [(line.kind, line.reference, line.fee, line.commission, line.cash) for line in of(month()).lines]
    assert lines == [
        ("fee_collected/1", "A07-000001", 1530, 400, 0),
        ("fee_collected/1", "A07-000002", 1236, 400, 0),
        ("fee_voided/1", "A07-000002", -1236, -400, 0),
        ("session_closed/1", "Z 1", 0, 0, -100),
        ("remittance_declared/1", "DEP-1", 0, 0, 1430),
        ("remittance_confirmed/1", "DEP-1", 0, 0, 1430),
        ("commission_settled/1", "E001-1", 0, -400, 0),
        ("refund_approved/1", "A07-000001", -1530, -400, -400),
    ]


def test_the_totals_are_those_of_the_books() -> None:
    desk = month()
    whole = of(desk)
    income = sum(amount for (account, _), amount in desk.books.balances.items() if account.startswith(accounts.FEES))
    assert whole.fees == -income
    # What was taken back beyond what was owed is the agent's debt: the refund's line says how much.
    debt = sum(line.cash for line in whole.lines if line.kind == "refund_approved/1")
    assert whole.commission - debt == desk.books.owed(accounts.COMMISSION_DUE, "PEN")


def test_two_statements_in_a_row_are_the_whole_life_without_a_line_twice() -> None:
    desk = month()
    whole, cut = of(desk), 4
    first, second = of(desk, 0, cut), of(desk, cut)
    assert [line.kind for line in first.lines] + [line.kind for line in second.lines] == [
        line.kind for line in whole.lines
    ]
    assert [line.number for line in second.lines] == list(range(1, len(second.lines) + 1))
    assert first.commission + second.commission == whole.commission


def test_both_sides_compute_the_same_hash_and_any_changed_figure_another() -> None:
    desk = month()
    assert of(desk).hash == statement_of(desk.verified().booked, 0, len(desk.own)).hash
    lines = of(desk).lines
    for number, line in enumerate(lines):
        for changed in (replace(line, fee=line.fee + 1), replace(line, commission=line.commission - 1)):
            other = PeriodStatement(9, (*lines[:number], changed, *lines[number + 1 :]))
            assert other.hash != of(desk).hash
    assert PeriodStatement(9, lines[1:]).hash != of(desk).hash


def test_what_the_centre_wrote_and_the_station_had_not_seen_is_of_the_next_period() -> None:
    desk = month()
    length = len(desk.own)
    desk.grant("debt_paid/1", amount=100)
    assert "debt_paid/1" not in [line.kind for line in of(desk, 0, length).lines]
    desk.act("operator_signed_in/1", refused=0)
    assert [line.kind for line in of(desk, length).lines] == ["debt_paid/1"]


def test_an_entry_that_breaks_a_rule_is_in_no_statement() -> None:
    desk = month()
    before = of(desk).hash
    desk.force("fee_collected/1", receipt="A07-000007")
    assert of(desk).hash == before


@pytest.mark.parametrize(
    ("kind", "changed", "money"),
    [
        ("remittance_fell_short/1", {"remittance": "DEP-2", "amount": 20}, ("DEP-2", 0, 0, -20)),
        ("remittance_overdue/1", {"amount": 30}, ("24 h", 0, 0, -30)),
        ("debt_paid/1", {}, ("L-4", 0, 0, 100)),
        ("debt_written_off/1", {}, ("RA-12", 0, 0, 100)),
        ("guarantee_drawn/1", {}, ("RA-13", 0, 0, 100)),
        ("guarantee_replenished/1", {}, ("L-5", 0, 0, 100)),
        ("commission_retained/1", {"remittance": "DEP-2", "amount": 100}, ("DEP-2", 0, -100, 0)),
    ],
)
def test_the_rarer_movements_have_their_line_too(
    kind: str, changed: dict[str, object], money: tuple[str, int, int, int]
) -> None:
    desk = open_desk()
    desk.grant("guarantee_deposited/1")
    for number in (1, 2):
        desk.act("fee_collected/1", receipt=f"A07-{number:06d}", mode="retained")
    desk.act("drawer_counted/1", counted=4960, pieces={"10": 496})
    desk.act("session_closed/1", expected=5060, counted=4960, explanation="vuelto")
    desk.act("remittance_declared/1", remittance="DEP-2", amount=1000)
    writer = desk.act if kind == "commission_retained/1" else desk.grant
    writer(kind, **changed)
    desk.act("operator_signed_in/1", refused=0)
    line = of(desk).lines[-1]
    assert (line.kind, (line.reference, line.fee, line.commission, line.cash)) == (kind, money)


def test_an_upheld_dispute_and_the_guarantees_return_are_lines() -> None:
    desk = month()
    desk.grant("statement_issued/1", through=3)
    desk.act("line_disputed/1")
    desk.grant("dispute_resolved/1")
    desk.grant("debt_paid/1", amount=500)
    desk.grant("guarantee_deposited/1")
    desk.grant("headroom_recalled/1", amount=30000)
    desk.grant("guarantee_returned/1")
    desk.act("operator_signed_in/1", refused=0)
    money = [(line.reference, line.fee, line.commission, line.cash) for line in of(desk).lines[-4:]]
    assert money == [
        ("2026-11 / 1", 0, 400, 0),
        ("L-4", 0, 0, 500),
        ("DG-1", 0, 0, 30000),
        ("RA-20", 0, 0, 30000),
    ]


def test_a_wall_clock_that_was_changed_changes_no_line() -> None:
    """The time is shown; what is signed is the order and the figures."""
    desk = month()
    late = [replace(line, at=line.at.replace(year=2027)) for line in of(desk).lines]
    assert PeriodStatement(9, tuple(late)).hash == of(desk).hash


def test_the_bytes_that_are_signed_are_these() -> None:
    """Another program must be able to compute them: canonical JSON, a line feed after each line, SHA-256, base64url."""
    first, *_, last = of(month()).lines
    assert first.canonical() == (
        b'{"author":"station","cash":0,"commission":400,"fee":1530,"kind":"fee_collected/1","number":1,'
        b'"reference":"A07-000001","sequence":2}'
    )
    assert last.canonical() == (
        b'{"author":"centre","cash":-400,"commission":-400,"fee":-1530,"kind":"refund_approved/1","number":8,'
        b'"reference":"A07-000001","sequence":5}'
    )
    digest = hashlib.sha256(first.canonical() + b"\n" + last.canonical() + b"\n").digest()
    assert PeriodStatement(9, (first, last)).hash == urlsafe_b64encode(digest).decode().rstrip("=")


def test_a_statement_says_up_to_where_it_goes_and_when_each_thing_happened() -> None:
    desk = month()
    statement = of(desk, through=3)
    assert statement.through == 3
    assert statement.lines == tuple(of(month()).lines)[:2]
    assert [line.at for line in statement.lines] == [desk.own[1].entry.at, desk.own[2].entry.at]
    assert [line.sequence for line in statement.lines] == [2, 3]


def test_a_period_is_counted_in_the_stations_entries_whatever_the_centre_has_written() -> None:
    desk = granted_desk()
    for number in range(3):
        desk.grant("guarantee_deposited/1", reference=f"DG-{number}")
    desk.act("session_opened/1")
    desk.act("fee_collected/1")
    desk.act("fee_collected/1", receipt="A07-000002")
    references = ["DG-0", "DG-1", "DG-2", "A07-000001", "A07-000002"]
    assert [line.reference for line in of(desk).lines] == references
    assert [line.reference for line in of(desk, 0, 2).lines] == references[:4]
    assert [line.reference for line in of(desk, 1).lines] == references[3:]
    assert [line.reference for line in of(desk, 2).lines] == references[4:]
