"""The auditor's figures: each by two roads, and a difference on either road is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.journal.kinds import Author, kind_of
from domain.journal.verify import Verification
from domain.ledger.lines import Dispute
from domain.ledger.reconciliation import Reconciliation, reconcile
from domain.ledger.statements import PeriodStatement, lawful, statement_of
from tests.domain.kit import START, STATION, Desk, banked_day, open_desk
from tests.domain.ledger_document import rows, worked_example

LIMA = ZoneInfo("America/Lima")


def mixed_day() -> Desk:
    """Two live receipts, one with the commission on top; one voided; 0.40 short; 20.00 of 34.20 confirmed."""
    desk = open_desk()
    desk.act("fee_collected/1")
    desk.act("fee_collected/1", receipt="A07-000002", mode="surcharge", due=1930)
    desk.act("fee_collected/1", receipt="A07-000003", service="LF-01", fee=4200, due=4200, tendered=5000)
    desk.act("fee_voided/1", receipt="A07-000003")
    desk.act("drawer_counted/1", counted=5420, pieces={"20": 1, "5000": 1, "200": 2})
    desk.act("session_closed/1", expected=5460, counted=5420, explanation="vuelto")
    desk.act("remittance_declared/1", amount=3420)
    desk.grant("remittance_confirmed/1", amount=2000)
    desk.grant("commission_settled/1", amount=500)
    return desk


def whole_life() -> Desk:
    """The worked example of docs/LEDGER.md, signed by both sides, with a statement that is true."""
    desk = Desk()
    issued = ""
    for line in worked_example():
        body: dict[str, object] = dict(line.body)
        if line.kind == "statement_issued/1":
            through = len(desk.own)
            lines = statement_of(lawful(STATION, desk.own, desk.outbound), 0, through)
            issued = lines.hash
            body |= {
                "through": through,
                "lines": len(lines.lines),
                "hash": issued,
                "fees": lines.fees,
                "commission": lines.commission,
            }
        if line.kind == "statement_signed/1":
            body["hash"] = issued
        writer = desk.act if kind_of(line.kind).author is Author.STATION else desk.grant
        writer(line.kind, **body)
    return desk


def figures(proven: Verification) -> Reconciliation:
    return reconcile(proven, "PEN", LIMA)


def broken(proven: Verification) -> set[str]:
    return {pair.code for pair in figures(proven).agreements if not pair.holds}


def test_an_honest_day_is_sound_in_every_mode_of_commission() -> None:
    found = figures(mixed_day().verified())
    assert [(pair.code, pair.left, pair.right) for pair in found.agreements if not pair.holds] == []
    assert found.is_sound


def test_the_figures_are_those_of_the_day() -> None:
    found = figures(mixed_day().verified())
    assert (found.fees, found.commission, found.declared, found.confirmed, found.difference) == (
        3060,
        800,
        3420,
        2000,
        -40,
    )
    assert (found.in_drawer, found.in_safe, found.in_transit, found.agent_owes) == (0, 0, 1420, 40)
    assert (found.banked, found.commission_due, found.exposure, found.headroom) == (1500, 300, 1460, 30000)


def test_every_receipt_close_and_deposit_is_a_line() -> None:
    found = figures(mixed_day().verified())
    assert [(line.number, line.voided, line.z) for line in found.receipts] == [
        ("A07-000001", None, 1),
        ("A07-000002", None, 1),
        ("A07-000003", "el vecino desistió", 1),
    ]
    (close,) = found.closes
    assert (close.z, close.difference, close.explanation, close.float_minor) == (1, -40, "vuelto", 2000)
    assert close.pieces == ((5000, 1), (200, 2), (20, 1))
    (deposit,) = found.remittances
    assert (deposit.name, deposit.amount, deposit.confirmed, deposit.bank_line) == ("DEP-1", 3420, 2000, "l-1")


def test_the_whole_life_of_a_cabin_is_sound_in_every_kind_of_money() -> None:
    found = figures(whole_life().verified())
    assert [(pair.code, pair.left, pair.right) for pair in found.agreements if not pair.holds] == []
    assert found.is_sound
    # Two are settled in the end; a pair of zeros would prove nothing of the others.
    settled = {
        "declared_and_not_confirmed_is_in_transit",
        "refunds_approved_are_paid_or_due",
        "every_commodity_balances",
    }
    assert {pair.code for pair in found.agreements if not pair.left} == settled


def test_refunds_cash_codes_debts_and_statements_are_lines_too() -> None:
    found = figures(whole_life().verified())
    assert [(line.name, line.receipt, line.amount, line.owed, line.source) for line in found.refunds] == [
        ("RF-1", "A07-000005", 4200, 0, "collection"),
        ("RF-2", "A07-000002", 1230, 400, "treasury"),
    ]
    assert [(line.way, line.amount) for line in found.cash] == [
        ("float_in", 500),
        ("to_safe", 3000),
        ("float_out", 500),
        ("float_out", 800),
        ("float_out", 500),
    ]
    assert [line.approver for line in found.cash] == [None, None, None, None, "marta"]
    assert [(line.difference, line.approver) for line in found.closes[-2:]] == [(-400, "marta"), (-200, None)]
    assert [(line.name, line.amount, line.expired) for line in found.prepaid] == [("P1", 1000, 0), ("P2", 2000, 2000)]
    receipts = {line.number: line for line in found.receipts}
    assert (receipts["A07-000008"].prepaid, receipts["A07-000008"].paid, receipts["A07-000008"].due) == (
        "P1",
        1000,
        530,
    )
    assert (receipts["A07-000009"].voided, receipts["A07-000009"].approver) == ("duplicate", "marta")
    assert (receipts["A07-000005"].refund, receipts["A07-000005"].is_live) == ("RF-1", False)
    assert [(line.name, line.amount, line.confirmed, line.short, line.retained) for line in found.remittances] == [
        ("DEP-1", 6920, 6900, 20, 0),
        ("DEP-2", 8610, 8610, 0, 400),
    ]
    assert [line.kind for line in found.treasury] == [
        "guarantee_deposited",
        "commission_settled",
        "remittance_fell_short",
        "debt_paid",
        "debt_written_off",
        "guarantee_drawn",
        "guarantee_replenished",
        "overage_recognised",
        "remittance_overdue",
        "debt_paid",
        "dispute_resolved",
        "commission_settled",
        "guarantee_returned",
    ]
    (statement,) = found.statements
    assert (statement.name, dict(statement.disputes), statement.signed_at is not None) == (
        "2026-11",
        {3: Dispute("unpaid", "upheld", 400, "agreed")},
        True,
    )


def midlife() -> Desk:
    """Nothing is settled: money in every place, codes half spent, a refund due, a deposit half confirmed."""
    desk = open_desk()
    desk.grant("guarantee_deposited/1", amount=31000)
    desk.act("prepaid_sold/1")
    desk.act("fee_collected/2", paid=700, due=830, tendered=830)
    desk.act("fee_collected/1", receipt="A07-000002", mode="retained")
    desk.act("drawer_counted/1", counted=5390, pieces={"10": 539})
    desk.act("session_closed/1", expected=5360, counted=5390, explanation="x")
    desk.act("remittance_declared/1", amount=2000)
    desk.act("commission_retained/1", amount=50)
    desk.grant("remittance_confirmed/1", amount=1100)
    desk.grant("remittance_fell_short/1", amount=20)
    desk.act("session_opened/1", session=2)
    desk.act("fee_collected/1", receipt="A07-000003", service="RC-01", fee=1240, due=1240)
    desk.act("cash_moved/1", session=2)
    desk.grant("refund_approved/1")
    desk.grant("statement_issued/1", through=4)
    return desk


def test_every_balance_has_its_own_figure() -> None:
    found = figures(midlife().verified())
    assert [pair.code for pair in found.agreements if not pair.holds] == ["statements_are_the_lines"]
    assert (found.station, found.currency) == (STATION, "PEN")
    assert (found.in_drawer, found.in_safe, found.in_transit, found.agent_owes) == (1240, 1340, 880, 20)
    assert (found.exposure, found.headroom, found.banked) == (3480, 30000, 1100)
    assert (found.guarantee, found.overage, found.commission_due) == (31000, 30, 750)
    assert (found.prepaid_owed, found.refunds_due) == (300, 1530)
    assert (found.fees, found.commission, found.declared, found.confirmed, found.difference) == (
        2770,
        800,
        2000,
        1100,
        30,
    )


def test_the_journals_figure_stands_first_and_the_books_second() -> None:
    proven = midlife().verified()
    honest = {pair.code: pair.left for pair in figures(proven).agreements}
    for account, commodity in proven.books.balances:
        proven.books.balances[account, commodity] += 7
    altered = figures(proven).agreements
    assert {pair.code: pair.left for pair in altered} == honest
    assert {pair.code for pair in altered if pair.holds} == set()


def test_what_is_over_in_one_commodity_makes_up_for_nothing_in_another() -> None:
    proven = banked_day().verified()
    proven.books.balances |= {("Equity:Treasury", "PEN"): 5, ("Equity:Treasury", "USD"): -5}
    assert broken(proven) == {"every_commodity_balances"}


@pytest.mark.parametrize(
    ("changed", "hold"),
    [({}, 1), ({"hash": "-" * 43}, 0), ({"hash": "z" * 43}, 0), ({"lines": 1}, 0), ({"lines": 3}, 0)],
)
def test_a_statement_holds_only_line_for_line(changed: dict[str, object], hold: int) -> None:
    desk = mixed_day()
    lines = statement_of(lawful(STATION, desk.own, desk.outbound), 0, 3)
    assert len(lines.lines) == 2
    desk.grant("statement_issued/1", **(told(lines) | changed))
    (pair,) = (pair for pair in figures(desk.verified()).agreements if pair.code == "statements_are_the_lines")
    assert (pair.left, pair.right) == (1, hold)


def test_fees_in_another_currency_are_no_income_of_this_one() -> None:
    proven = banked_day().verified()
    proven.books.balances |= {("Income:Fees:UR-04", "USD"): -5, ("Income:Fees:UR-04", "ARS"): -5}
    assert broken(proven) == {"every_commodity_balances"}


def test_a_reconciliation_stays_as_it_was_signed() -> None:
    desk = mixed_day()
    desk.force("fee_voided/1")
    proven = desk.verified()
    found = figures(proven)
    proven.findings.clear()
    assert [finding.code for finding in found.findings] == ["drawer_not_open"]
    assert (found.station_length, found.station_head) == (len(desk.own), desk.own[-1].hash)
    assert found.centre_length == len(desk.outbound)


def test_every_kind_of_line_is_of_the_days_that_were_asked_for() -> None:
    proven = midlife().verified()
    day = START.astimezone(LIMA).date()

    def counts(first: date, last: date) -> tuple[int, ...]:
        found = reconcile(proven, "PEN", LIMA, (first, last))
        kinds = (found.receipts, found.closes, found.remittances, found.refunds, found.cash, found.prepaid)
        return tuple(len(lines) for lines in (*kinds, found.treasury, found.statements))

    assert counts(day, day) == (3, 1, 1, 1, 1, 1, 2, 1)
    assert counts(day + timedelta(1), date.max) == counts(date.min, day - timedelta(1)) == (0,) * 8


def test_an_open_drawers_receipts_have_no_z() -> None:
    desk = open_desk()
    desk.act("fee_collected/1")
    (line,) = figures(desk.verified()).receipts
    assert line.z is None


def test_a_period_takes_its_first_and_its_last_day() -> None:
    proven = banked_day().verified()
    day = START.astimezone(LIMA).date()
    for first, last, count in ((day, day, 1), (day - timedelta(9), day, 1), (day + timedelta(1), date.max, 0)):
        found = reconcile(proven, "PEN", LIMA, (first, last))
        assert (len(found.receipts), len(found.closes), len(found.remittances)) == (count, count, count)
        assert found.is_sound, "balances and pairs are of the whole life"


def test_a_day_is_the_municipalitys_own() -> None:
    desk = banked_day()
    night = replace(desk.own[1].entry, at=START.replace(hour=2))
    proven = desk.verified()
    proven.booked[proven.booked.index(desk.own[1])] = replace(desk.own[1], entry=night)
    assert reconcile(proven, "PEN", LIMA, (date(2026, 11, 19), date(2026, 11, 19))).receipts
    assert not reconcile(proven, "PEN", UTC, (date(2026, 11, 19), date(2026, 11, 19))).receipts


def without(proven: Verification, kind: str) -> Verification:
    """One entry is hidden from the reader and not from the books."""
    hidden = next(found for found in proven.booked if found.entry.kind == kind)
    proven.booked = [found for found in proven.booked if found is not hidden]
    return proven


@pytest.mark.parametrize(
    ("kind", "pairs"),
    [
        ("prepaid_expired/1", {"prepaid_sold_is_used_or_owed"}),
        ("refund_paid/1", {"refunds_approved_are_paid_or_due", "cash_collected_is_held_owed_or_banked"}),
        ("debt_written_off/1", {"cash_collected_is_held_owed_or_banked"}),
        ("commission_settled/1", {"commission_earned_is_paid_or_due", "cash_collected_is_held_owed_or_banked"}),
        ("commission_retained/1", {"commission_earned_is_paid_or_due", "cash_collected_is_held_owed_or_banked"}),
        ("dispute_resolved/1", {"commission_earned_is_paid_or_due"}),
        ("guarantee_replenished/1", {"guarantee_deposited_is_held_or_gone"}),
        ("guarantee_returned/1", {"guarantee_deposited_is_held_or_gone"}),
        ("remittance_fell_short/1", {"declared_and_not_confirmed_is_in_transit"}),
        ("guarantee_drawn/1", {"guarantee_deposited_is_held_or_gone"}),
    ],
)
def test_an_entry_that_one_road_does_not_see_is_missed_on_the_other(kind: str, pairs: set[str]) -> None:
    """The statement's lines miss it too, where it came before the statement."""
    assert broken(without(whole_life().verified(), kind)) - {"statements_are_the_lines"} == pairs


@pytest.mark.parametrize("changed", [{}, {"hash": "I" * 43}, {"lines": 99}, {"fees": 1}, {"commission": 1}])
def test_a_statement_that_is_not_its_lines_is_seen(changed: dict[str, object]) -> None:
    desk = mixed_day()
    first = statement_of(lawful(STATION, desk.own, desk.outbound), 0, len(desk.own))
    desk.grant("statement_issued/1", **told(first))
    desk.act("operator_signed_in/1")
    second = statement_of(lawful(STATION, desk.own, desk.outbound), first.through, len(desk.own))
    desk.grant("statement_issued/1", **(told(second) | {"statement": "2026-12"} | changed))
    assert [fact.agrees for fact in figures(desk.verified()).statements] == [True, not changed]
    assert broken(desk.verified()) == ({"statements_are_the_lines"} if changed else set())


def told(statement: PeriodStatement) -> dict[str, object]:
    """As the centre issues it."""
    return {
        "through": statement.through,
        "lines": len(statement.lines),
        "hash": statement.hash,
        "fees": statement.fees,
        "commission": statement.commission,
    }


def test_a_void_says_who_did_it_with_which_paper_and_who_approved() -> None:
    desk = open_desk()
    for number in (1, 2):
        desk.act("fee_collected/1", receipt=f"A07-{number:06d}")
    code = desk.books.facts.receipts["A07-000001"].void_code
    desk.act("fee_voided/2", receipt="A07-000001", code=code)
    desk.grant("operator_admitted/1")
    desk.act("fee_voided/2", receipt="A07-000002", approver="marta")
    found = [(line.voided_by, line.by_paper, line.approver) for line in figures(desk.verified()).receipts]
    assert found == [("rosa", True, None), ("rosa", False, "marta")]


def moved(proven: Verification, account: str, by: int) -> Verification:
    """The books are altered, and the entries are not."""
    proven.books.balances[account, "RECEIPT" if account.endswith("Receipts") else "PEN"] += by
    return proven


@pytest.mark.parametrize(
    ("alter", "pairs"),
    [
        (
            lambda proven: without(proven, "fee_collected/1"),
            {
                "fees_of_receipts_are_the_income",
                "receipts_issued_are_numbers_used",
                "cash_collected_is_held_owed_or_banked",
                "commission_earned_is_paid_or_due",
            },
        ),
        (
            lambda proven: without(proven, "remittance_confirmed/1"),
            {"declared_and_not_confirmed_is_in_transit"},
        ),
        (
            lambda proven: moved(proven, "Income:Fees:UR-04", 1),
            {"fees_of_receipts_are_the_income", "every_commodity_balances"},
        ),
        (
            lambda proven: moved(proven, "Equity:Used:Receipts", 1),
            {"receipts_issued_are_numbers_used", "every_commodity_balances"},
        ),
        (
            lambda proven: moved(proven, "Assets:Custody:Safe", -1),
            {"cash_collected_is_held_owed_or_banked", "every_commodity_balances"},
        ),
        (
            lambda proven: moved(moved(proven, "Assets:InTransit", 1), "Assets:Custody:Safe", -1),
            {"declared_and_not_confirmed_is_in_transit"},
        ),
        (lambda proven: moved(proven, "Expenses:Commission", 1), {"every_commodity_balances"}),
    ],
)
def test_a_difference_on_either_road_is_seen_where_it_is(alter: object, pairs: set[str]) -> None:
    assert callable(alter)
    altered = alter(mixed_day().verified())
    assert broken(altered) == pairs
    assert not figures(altered).is_sound


def off_by(difference: int, approver: str | None = None, kind: str = "limits_set/2") -> Desk:
    """A day closed with that difference; since `kind`, 2.00 of it are one person's."""
    desk = open_desk()
    desk.grant(kind)
    desk.grant("operator_admitted/1")
    counted = 2000 + difference
    desk.act("drawer_counted/1", counted=counted, pieces={"10": counted // 10})
    desk.act("session_closed/2", counted=counted, explanation="x", approver=approver)
    return desk


@pytest.mark.parametrize("difference", [-210, 210])
def test_a_large_difference_without_a_second_person_is_booked_and_found(difference: int) -> None:
    proven = off_by(difference).verified()
    assert proven.is_clean, "no rule of the books is broken"
    found = figures(proven)
    (one,) = found.findings
    assert (one.journal, one.sequence, one.code) == ("station", proven.station_length, "close_needs_second_person")
    assert one.authentic, "the station signed it"
    assert one.details == {"difference": difference, "most": 200, "session": 1}
    assert [(line.approver, line.is_unapproved) for line in found.closes] == [(None, True)]
    assert not found.is_sound


@pytest.mark.parametrize(
    ("difference", "approver", "kind"),
    [
        (-200, None, "limits_set/2"),
        (200, None, "limits_set/2"),
        (-210, "marta", "limits_set/2"),
        (-210, None, "limits_set/1"),
    ],
)
def test_a_small_an_approved_and_an_unlimited_difference_are_no_finding(
    difference: int, approver: str | None, kind: str
) -> None:
    found = figures(off_by(difference, approver, kind).verified())
    assert found.findings == ()
    assert [line.approver for line in found.closes] == [approver]


def test_a_close_is_judged_by_the_limits_of_its_own_day() -> None:
    desk = off_by(-210)
    desk.grant("limits_set/2", difference_alone=5000)
    assert [one.code for one in figures(desk.verified()).findings] == ["close_needs_second_person"]
    late = off_by(-210, kind="limits_set/1")
    late.grant("limits_set/2")
    assert figures(late.verified()).findings == (), "nobody had said so yet"


def test_a_finding_is_enough_to_be_unsound() -> None:
    desk = mixed_day()
    desk.force("fee_voided/1")
    found = figures(desk.verified())
    assert all(pair.holds for pair in found.agreements)
    assert [finding.code for finding in found.findings] == ["drawer_not_open"]
    assert not found.is_sound


def test_the_page_names_the_pairs() -> None:
    named = [row[0].strip("`") for row in rows("| Pair | One road |")]
    assert named == [pair.code for pair in figures(mixed_day().verified()).agreements]
