"""The auditor's figures: each by two roads, and a difference on either road is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.journal.verify import Verification
from domain.ledger.reconciliation import Reconciliation, reconcile
from tests.domain.kit import START, Desk, banked_day, open_desk
from tests.domain.ledger_document import rows

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
