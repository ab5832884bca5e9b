"""What an act leaves behind for the acts after it: figures and facts beyond the postings of the worked example."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from domain.ledger.bearer import proof_of
from domain.ledger.facts import (
    Change,
    Limits,
    Prepaid,
    Receipt,
    ReceiptGrant,
    Session,
    Statement,
    UnitGrant,
    VoucherGrant,
)
from domain.ledger.rules.collecting import void_code
from tests.domain.kit import (
    CODE,
    DIGEST_OF_LINES,
    OTHER_CODE,
    STATION,
    Desk,
    banked_day,
    closed_day,
    entry,
    granted_desk,
    open_desk,
)
from tests.domain.test_ledger_guards import (
    CASH,
    CLOSE,
    COUNT,
    FEE,
    FEE2,
    REDEEMED,
    RELEASED,
    SETTLED,
    USED,
    VOID,
    signed,
    stated,
    two_grants,
    vouched,
    with_fee,
    with_folios,
    with_prepaid,
)

OPENED, ADMITTED = "session_opened/1", "operator_admitted/1"


def closed_with(*fees: dict[str, Any], voided: str = "") -> Desk:
    """A day of fees of 15.30 with these changes; `voided` is one of their receipts."""
    desk = open_desk()
    for number, changed in enumerate(fees, 1):
        desk.act(FEE, receipt=f"A07-{number:06d}", **changed)
    if voided:
        desk.act(VOID, receipt=voided)
    cash = desk.books.expected_cash()
    desk.act(COUNT, counted=cash, pieces={"10": cash // 10})
    desk.act(CLOSE, expected=cash, counted=cash)
    return desk


# The drawer.


@pytest.mark.parametrize(("way", "expected"), [("float_in", 4030), ("float_out", 3030), ("to_safe", 3030)])
def test_cash_that_was_moved_is_expected_at_the_close(way: str, expected: int) -> None:
    desk = with_fee()
    desk.act(CASH, way=way)
    assert desk.books.expected_cash() == expected


def test_an_opened_drawer_is_its_operators_and_begins_with_no_receipts() -> None:
    desk = closed_day()
    desk.act(OPENED, session=2, float=500)
    facts = desk.books.facts
    assert (facts.session, facts.last_session, facts.receipts) == (Session(2, 500, "PEN", "rosa"), 2, {})


def test_a_close_puts_the_drawers_receipts_away_and_an_empty_drawer_leaves_none() -> None:
    desk = closed_day()
    assert [list(shelf) for shelf in desk.books.facts.closed] == [["A07-000001"]]
    desk.act(OPENED, session=2)
    desk.act(COUNT, session=2)
    desk.act(CLOSE, session=2, z=2)
    assert [list(shelf) for shelf in desk.books.facts.closed] == [["A07-000001"]]
    assert (desk.books.facts.session, desk.books.facts.last_z, desk.books.facts.receipts) == (None, 2, {})


def test_only_live_receipts_in_retained_may_be_kept_back() -> None:
    retained, settled = {"mode": "retained"}, {"mode": "settled"}
    surcharge = {"mode": "surcharge", "due": 1930}
    assert closed_with(retained, settled, surcharge).books.facts.standing.retainable == 400
    assert closed_with(retained, settled, retained, voided="A07-000001").books.facts.standing.retainable == 400


def test_receipts_of_closed_drawers_make_no_difference_between_books() -> None:
    """A station looks them up in its tables, an auditor keeps them in memory."""
    facts = closed_day().books.facts
    assert facts.closed
    assert replace(facts, closed=()) == facts


# Money of citizens.


def test_a_receipt_remembers_what_was_collected_and_how() -> None:
    desk = with_prepaid()
    desk.act(FEE2)
    made = desk.own[-1].entry
    assert desk.books.facts.receipts == {
        "A07-000001": Receipt(
            number="A07-000001",
            session=1,
            at=made.at,
            void_code=desk.books.facts.receipts["A07-000001"].void_code,
            service="UR-04",
            fee=1530,
            due=530,
            commission=400,
            mode="settled",
            currency="PEN",
            prepaid="P1",
            paid=1000,
        )
    }


def test_a_void_code_is_six_digits_of_the_place_the_fee_has_in_its_chain() -> None:
    desk = with_fee()
    made = desk.own[-1].entry
    place = f"void code|{STATION}|1|2|{made.previous}|A07-000001"
    first = hashlib.sha256(place.encode()).digest()[:8]
    assert desk.books.facts.receipts["A07-000001"].void_code == str(int.from_bytes(first, "big"))[-6:]


def test_a_void_code_keeps_its_leading_zeros() -> None:
    codes = {void_code(entry(FEE, sequence)) for sequence in range(1, 61)}
    assert {len(code) for code in codes} == {6}
    assert any(code.startswith("0") for code in codes)


def test_a_prepaid_code_is_worth_what_was_paid_until_it_is_spent_and_again_after_a_void() -> None:
    desk = with_prepaid()
    sold = Prepaid(1000, "PEN", proof_of(STATION, "P1", CODE))
    assert desk.books.facts.standing.prepaid == {"P1": sold}
    desk.act(FEE2, paid=900, due=630, tendered=630)
    assert desk.books.facts.standing.prepaid == {"P1": replace(sold, left=100)}
    desk.act(VOID)
    assert desk.books.facts.standing.prepaid == {"P1": sold}


def test_a_fee_uses_up_a_number_of_the_oldest_grant_that_has_one() -> None:
    desk = two_grants()
    assert desk.books.receipts_left == 3
    assert desk.books.next_receipt() == ("A07-000001", "R1")
    desk.act(FEE)
    assert desk.books.facts.receipt_grants == (ReceiptGrant("R1", "A07", 2, 1), ReceiptGrant("R2", "A07", 5, 6))
    assert desk.books.next_receipt() == ("A07-000005", "R2")


# Grants.


def test_a_voucher_that_was_redeemed_moves_from_the_unused_to_the_used() -> None:
    desk = vouched()
    first, second = (proof_of(STATION, "V1", code) for code in (CODE, OTHER_CODE))
    desk.act(REDEEMED)
    granted = VoucherGrant(10000, frozenset({second}), frozenset({first}))
    assert desk.books.facts.standing.vouchers == {"V1": granted}
    assert desk.books.headroom == 40000
    desk.grant("vouchers_cancelled/1")
    assert desk.books.facts.standing.vouchers == {"V1": replace(granted, proofs=frozenset())}


def test_numbers_that_were_used_or_given_back_are_no_longer_free() -> None:
    desk = with_folios()
    desk.act(USED, number=2)
    assert desk.books.facts.standing.units == {"F1": UnitGrant("FOLIO", "NAC", frozenset({1, 3, 4, 5}), frozenset({2}))}
    desk.act(RELEASED, first=3, last=4)
    assert desk.books.facts.standing.units == {"F1": UnitGrant("FOLIO", "NAC", frozenset({1, 5}), frozenset({2}))}


def test_a_grant_of_vouchers_or_units_leaves_the_others_as_they_were() -> None:
    desk = vouched()
    desk.grant("units_granted/1")
    vouchers, units = (dict(kept) for kept in (desk.books.facts.standing.vouchers, desk.books.facts.standing.units))
    code = proof_of(STATION, "V2", CODE)
    desk.grant("vouchers_granted/1", grant="V2", proofs=[code])
    desk.grant("vouchers_granted/1", grant="V3", proofs=[proof_of(STATION, "V3", CODE)])
    desk.grant("units_granted/1", grant="F2", first=6, last=7)
    desk.act(REDEEMED, grant="V2")
    desk.grant("vouchers_cancelled/1", grant="V3")
    desk.act(USED, grant="F2", number=6)
    desk.act(RELEASED, grant="F2", first=7, last=7)
    standing = desk.books.facts.standing
    assert standing.vouchers == vouchers | {
        "V2": VoucherGrant(10000, frozenset(), frozenset({code})),
        "V3": VoucherGrant(10000, frozenset()),
    }
    assert standing.units == units | {"F2": UnitGrant("FOLIO", "NAC", frozenset(), frozenset({6}))}


@pytest.mark.parametrize(("unit", "name"), [("FOLIO", "Folios"), ("SLOT", "Slots")])
def test_each_unit_has_accounts_of_its_own(unit: str, name: str) -> None:
    desk = granted_desk()
    desk.grant("units_granted/1", unit=unit)
    desk.act(USED)
    desk.act(RELEASED, first=4, last=5)
    units = {account: amount for (account, commodity), amount in desk.books.balances.items() if commodity == unit}
    assert units == {f"Assets:Escrow:{name}": 2, f"Equity:Used:{name}": 1, f"Equity:Pool:{name}": -3}


def test_receipt_numbers_that_were_given_back_are_cut_off_one_grant() -> None:
    desk = two_grants()
    desk.act(RELEASED, grant="R2", first=6, last=6)
    assert desk.books.facts.receipt_grants == (ReceiptGrant("R1", "A07", 1, 1), ReceiptGrant("R2", "A07", 5, 5))
    desk.act(RELEASED, grant="R1", first=1, last=1)
    assert desk.books.facts.receipt_grants == (ReceiptGrant("R1", "A07", 1, 0), ReceiptGrant("R2", "A07", 5, 5))


# Limits, second persons, statements.


def test_the_latest_limits_hold() -> None:
    desk = granted_desk()
    desk.grant("limits_set/1")
    assert desk.books.facts.standing.limits == Limits(30, 5000)
    desk.grant("limits_set/1", void_minutes=5, void_alone=100)
    assert desk.books.facts.standing.limits == Limits(5, 100)
    desk.grant("limits_set/2")
    assert desk.books.facts.standing.limits == Limits(30, 5000, 1000, 200)
    desk.grant("limits_set/2", cash_alone=None)
    assert desk.books.facts.standing.limits == Limits(30, 5000, None, 200), "what is not agreed any more is not asked"


def test_only_what_leaves_the_drawer_alone_counts_and_the_next_session_begins_anew() -> None:
    desk = open_desk()

    def taken() -> int:
        session = desk.books.facts.session
        assert session is not None, "a drawer is open"
        return session.taken_alone

    desk.grant(ADMITTED)
    desk.act("fee_collected/1")
    desk.act("cash_moved/1", way="float_in", amount=100)
    desk.act("cash_moved/2", way="to_safe", amount=1000, approver="marta")
    desk.act("cash_moved/2", way="from_safe", amount=300)
    assert taken() == 0
    desk.act("cash_moved/2", way="float_out", amount=70)
    desk.act("cash_moved/1", way="to_safe", amount=5)
    assert taken() == 75
    cash = desk.books.expected_cash()
    desk.act("drawer_counted/1", counted=cash, pieces={"1": cash})
    desk.act("session_closed/2", expected=cash, counted=cash)
    desk.act("session_opened/1", session=2)
    assert taken() == 0


def test_an_operators_last_admission_decides_whether_and_until_when_they_approve() -> None:
    desk = granted_desk()
    desk.grant(ADMITTED)
    desk.grant(ADMITTED, operator="luis", until="2026-12-31")
    desk.grant(ADMITTED, until="2027-04-30")
    assert desk.books.facts.standing.supervisors == {"marta": "2027-04-30", "luis": "2026-12-31"}
    desk.grant(ADMITTED, role="operator")
    assert desk.books.facts.standing.supervisors == {"luis": "2026-12-31"}


def test_a_statement_remembers_its_lines_signature_and_disputes() -> None:
    desk = stated()
    issued = Statement(4, DIGEST_OF_LINES, 2)
    assert desk.books.facts.standing.statements == {"2026-11": issued}
    desk.act("line_disputed/1")
    desk.act("line_disputed/1", line=2)
    assert desk.books.facts.standing.statements == {"2026-11": replace(issued, disputes={1: "", 2: ""})}
    desk.act("statement_signed/1")
    desk.grant("dispute_resolved/1", line=2, outcome="rejected", adjustment=0)
    disputes = {1: "", 2: "rejected"}
    assert desk.books.facts.standing.statements == {"2026-11": replace(issued, signed=True, disputes=disputes)}


def test_a_second_statement_leaves_the_first() -> None:
    desk = signed()
    first = desk.books.facts.standing.statements["2026-11"]
    desk.grant("statement_issued/1", statement="2026-12", through=6)
    assert desk.books.facts.standing.statements == {"2026-11": first, "2026-12": Statement(6, DIGEST_OF_LINES, 2)}


# A stored row is written when the standing is another object.


def unchanged(desk: Desk, change: Change) -> bool:
    return change.facts.standing is desk.books.facts.standing


def test_what_says_nothing_of_the_standing_leaves_it_the_same() -> None:
    desk = banked_day()
    desk.grant(ADMITTED)
    assert unchanged(desk, desk.books.decide(entry(ADMITTED, 9)))
    assert not unchanged(desk, desk.books.decide(entry(ADMITTED, 9, until="2028-01-01")))
    assert unchanged(desk, desk.books.decide(entry(ADMITTED, 9, operator="ana", role="operator")))
    assert unchanged(desk, desk.books.decide(entry(SETTLED, 9)))
    desk.act(OPENED, session=2)
    desk.act(COUNT, session=2)
    assert unchanged(desk, desk.books.decide(entry(CLOSE, 9, session=2, z=2)))
