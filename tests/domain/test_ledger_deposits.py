"""What deposits, refunds and payments of commission leave behind: for the citizen, and for the agent to keep back."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.ledger.facts import (
    Refund,
    Remittance,
)
from tests.domain.kit import (
    closed_day,
    refusal_of,
)
from tests.domain.test_ledger_guards import (
    APPROVED,
    CLOSE,
    CONFIRMED,
    COUNT,
    FEE,
    FEE2,
    PAID,
    RETAINED,
    SETTLED,
    SHORT,
    declared,
    kept_back,
    retained_day,
    two_days,
    with_prepaid,
)

OPENED = "session_opened/1"


def test_a_deposit_remembers_what_was_confirmed_and_what_was_given_up() -> None:
    desk = declared()
    desk.grant(CONFIRMED, amount=1000)
    desk.grant(SHORT, amount=200)
    desk.grant(CONFIRMED, amount=250)
    assert desk.books.facts.remittances == {"DEP-1": Remittance(1500, 1250, 200)}
    desk.grant(SHORT, amount=50)
    assert desk.books.facts.remittances == {"DEP-1": Remittance(1500, 1250, 250)}


def test_commission_that_was_kept_back_was_paid_or_went_back_cannot_be_kept_back_again() -> None:
    assert kept_back().books.facts.standing.retainable == 100
    settled = retained_day()
    settled.grant(CONFIRMED)
    settled.grant(SETTLED, amount=500)
    assert settled.books.facts.standing.retainable == 300
    undone = retained_day()
    undone.grant(APPROVED, receipt="A07-000002", refund="RF-2")
    assert undone.books.facts.standing.retainable == 400, "that receipt was in settled"
    undone.grant(APPROVED)
    assert undone.books.facts.standing.retainable == 0


def test_a_refund_of_a_receipt_in_settled_takes_nothing_from_what_may_be_kept_back() -> None:
    desk = retained_day()
    desk.act(OPENED, session=2)
    desk.act(FEE, receipt="A07-000003")
    desk.act(COUNT, session=2, counted=3530, pieces={"10": 353})
    desk.act(CLOSE, session=2, z=2, expected=3530, counted=3530)
    desk.grant(APPROVED, receipt="A07-000002")
    assert (desk.books.facts.standing.retainable, desk.books.commission_final("PEN")) == (400, 800)


def test_a_refund_of_a_receipt_whose_commission_was_kept_back_leaves_nothing_to_keep_back() -> None:
    desk = kept_back()
    desk.grant(APPROVED)
    assert desk.books.facts.standing.retainable == 0
    assert refusal_of(lambda: desk.act(RETAINED, amount=1)) == "commission_beyond_retainable"


def test_no_more_is_kept_back_than_is_still_owed() -> None:
    """4.00 of 8.00 were paid; the refund takes back the other 4.00, of a receipt in settled."""
    desk = retained_day()
    desk.grant(CONFIRMED)
    desk.grant(SETTLED, amount=400)
    desk.grant(APPROVED, receipt="A07-000002")
    with pytest.raises(Refusal) as refused:
        desk.act(RETAINED, amount=1)
    assert refused.value.details == {"amount": 1, "most": 0, "currency": "PEN"}


def test_commission_that_all_went_back_leaves_none_to_keep_back_of_later_receipts_in_settled() -> None:
    desk = retained_day()
    desk.grant(CONFIRMED)
    desk.grant(SETTLED, amount=400)
    desk.grant(APPROVED, receipt="A07-000002", refund="RF-2")
    assert desk.books.facts.standing.retainable == 0
    desk.act(OPENED, session=2)
    desk.act(FEE, receipt="A07-000003")
    desk.act(COUNT, session=2, counted=3530, pieces={"10": 353})
    desk.act(CLOSE, session=2, z=2, expected=3530, counted=3530)
    assert refusal_of(lambda: desk.act(RETAINED, amount=1)) == "commission_beyond_retainable"


def test_a_payment_of_part_of_the_commission_leaves_the_rest_to_be_kept_back() -> None:
    desk = retained_day()
    desk.grant(CONFIRMED)
    for amount in (100, 300):
        desk.grant(SETTLED, amount=amount)
        assert desk.books.facts.standing.retainable == 400
    desk.grant(SETTLED, amount=1)
    assert desk.books.facts.standing.retainable == 399


def test_a_refund_is_owed_once_paid_once_and_the_others_stay() -> None:
    desk = two_days()
    desk.grant(APPROVED, receipt="A07-000002")
    desk.grant(APPROVED, refund="RF-2", owed=400)
    desk.grant(PAID, refund="RF-2", source="treasury")
    assert desk.books.facts.standing.refunds == {
        "A07-000002": Refund("RF-1", 1530, "PEN"),
        "A07-000001": Refund("RF-2", 1530, "PEN", paid=True),
    }


def test_the_refund_that_is_paid_is_the_one_that_is_named() -> None:
    desk = two_days()
    desk.grant(APPROVED, receipt="A07-000002", refund="RF-9")
    desk.grant(APPROVED, owed=400)
    desk.grant(PAID, source="treasury")
    assert [(one.refund, one.paid) for one in desk.books.facts.standing.refunds.values()] == [
        ("RF-9", False),
        ("RF-1", True),
    ]


def test_a_refund_gives_back_what_the_prepaid_code_paid_too() -> None:
    desk = with_prepaid()
    desk.act(FEE2)
    desk.act(COUNT, counted=3530, pieces={"10": 353})
    desk.act(CLOSE, expected=3530, counted=3530)
    desk.grant(APPROVED)
    assert desk.books.owed("Liabilities:RefundsDue", "PEN") == 1530


def test_a_refund_is_paid_up_to_what_the_bank_has() -> None:
    desk = closed_day()
    desk.act("remittance_declared/1", amount=1530)
    desk.grant(APPROVED)
    desk.grant(CONFIRMED, amount=1529)
    assert refusal_of(lambda: desk.grant(PAID)) == "refund_beyond_banked"
    desk.grant(CONFIRMED, amount=1)
    desk.grant(PAID)
