"""What a refusal tells: the figures and names it was decided by, because a person decides by them what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from domain.errors import Refusal
from tests.domain.kit import CASE, Desk, banked_day, closed_day, granted_desk, open_desk
from tests.domain.test_ledger_edges import OPENED, RECEIPTS, beyond_the_headroom
from tests.domain.test_ledger_guards import (
    AGREED,
    APPROVED,
    CANCELLED,
    CASH,
    CASH2,
    CLOSE,
    CONFIRMED,
    COUNT,
    DECLARED,
    DISPUTED,
    DRAWN,
    ENDED,
    EXPIRED,
    FEE,
    FEE2,
    GIVEN,
    ISSUED,
    OVERDUE,
    PAID,
    PROBES,
    RECALLED,
    REDEEMED,
    RELEASED,
    RESOLVED,
    RETAINED,
    RETURNED,
    SETTLED,
    SHORT,
    SLOTS,
    SOLD,
    UNITS,
    USED,
    VOID,
    VOID2,
    VOUCHERS,
    Act,
    after,
    banked_and_serving,
    centre,
    counted,
    counted_short,
    decided,
    declared,
    indebted,
    kept_back,
    limited,
    nearly_confirmed,
    one_number,
    over_by_one,
    own,
    poorly_banked,
    refunded,
    room_for_one,
    signed,
    small_guarantee,
    stated,
    two_days,
    two_persons,
    void_with_paper,
    vouched,
    with_appointment,
    with_fee,
    with_folios,
    with_prepaid,
    with_slots,
    with_void,
)


@dataclass(frozen=True, slots=True)
class Told:
    code: str
    desk: Callable[[], Desk]
    act: Act
    details: dict[str, Any]


TOLD = [
    Told("entry_of_another_station", granted_desk, decided(station="C08"), {"station": "C08"}),
    Told("rules_version_unknown", granted_desk, decided(rules=2), {"rules": 2}),
    Told("drawer_already_open", open_desk, own(OPENED, session=2), {"session": 1}),
    Told("session_number_out_of_turn", closed_day, own(OPENED, session=5), {"wanted": 2, "found": 5}),
    Told("session_number_out_of_turn", open_desk, own(COUNT, session=2), {"wanted": 1, "found": 2}),
    Told("currencies_mixed", open_desk, own(FEE, currency="USD"), {"left": "PEN", "right": "USD"}),
    Told("currencies_mixed", closed_day, own(OPENED, session=2, currency="USD"), {"left": "PEN", "right": "USD"}),
    Told("amount_due_wrong", open_desk, own(FEE, due=1430), {"asked": 1530, "due": 1430}),
    Told("tendered_short", open_desk, own(FEE, tendered=1529), {"due": 1530, "tendered": 1529, "currency": "PEN"}),
    Told(
        "headroom_exhausted",
        room_for_one,
        own(FEE, fee=1531, due=1531),
        {"due": 1531, "left": 1530, "currency": "PEN"},
    ),
    Told("headroom_exhausted", beyond_the_headroom, own(FEE), {"due": 1530, "left": 0, "currency": "PEN"}),
    Told("receipts_exhausted", one_number, after(own(FEE), own(FEE)), {}),
    Told(
        "receipt_number_out_of_turn",
        open_desk,
        own(FEE, receipt="A07-000002"),
        {"wanted": "A07-000001", "found": "A07-000002"},
    ),
    Told("receipt_not_of_this_session", with_fee, own(VOID, receipt="A07-000002"), {"receipt": "A07-000002"}),
    Told("receipt_already_voided", with_void, own(VOID), {"receipt": "A07-000001"}),
    Told("count_does_not_add_up", open_desk, own(COUNT, pieces={"1000": 1}), {"counted": 2000, "pieces": 1000}),
    Told("close_disagrees_with_count", counted_short, own(CLOSE), {"expected": 2000, "counted": 1990}),
    Told("z_number_out_of_turn", counted, own(CLOSE, z=5), {"wanted": 1, "found": 5}),
    Told("explanation_needed", counted_short, own(CLOSE, counted=1990), {"difference": -10, "currency": "PEN"}),
    Told("remittance_already_declared", declared, own(DECLARED), {"remittance": "DEP-1"}),
    Told(
        "remittance_more_than_held",
        closed_day,
        own(DECLARED, amount=1531),
        {"amount": 1531, "held": 1530, "currency": "PEN"},
    ),
    Told("remittance_unknown", declared, centre(CONFIRMED, remittance="DEP-2"), {"remittance": "DEP-2"}),
    Told(
        "remittance_confirmed_beyond_declared",
        declared,
        centre(CONFIRMED, amount=1501),
        {"remittance": "DEP-1", "declared": 1500},
    ),
    Told("grant_malformed", open_desk, centre(RECEIPTS, grant="R2", first=9, last=8), {"grant": "R2"}),
    Told("grant_overlaps", open_desk, centre(RECEIPTS, grant="R2"), {"grant": "R2", "other": "R1"}),
    Told(
        "commission_beyond_earned",
        banked_day,
        centre(SETTLED, amount=401),
        {"amount": 401, "owed": 400, "currency": "PEN"},
    ),
    Told("commission_beyond_banked", poorly_banked, centre(SETTLED, amount=301), {"amount": 301, "currency": "PEN"}),
    # prepaid codes
    Told("prepaid_already_sold", with_prepaid, own(SOLD), {"prepaid": "P1"}),
    Told("headroom_exhausted", room_for_one, own(SOLD, amount=1531), {"due": 1531, "left": 1530, "currency": "PEN"}),
    Told("prepaid_unknown", with_prepaid, own(FEE2, prepaid="P2"), {"prepaid": "P2"}),
    Told(
        "prepaid_beyond_value",
        with_prepaid,
        own(FEE2, paid=1001, due=520),
        {"prepaid": "P1", "amount": 1001, "left": 1000, "currency": "PEN"},
    ),
    Told("amount_due_wrong", with_prepaid, own(FEE2, due=430), {"asked": 530, "due": 430}),
    Told("prepaid_unknown", with_prepaid, centre(EXPIRED, currency="USD"), {"prepaid": "P1"}),
    # voids
    Told("void_code_wrong", limited(), own(VOID2, code="000000"), {"receipt": "A07-000001"}),
    Told("void_needs_second_person", limited(), own(VOID2), {"receipt": "A07-000001", "why": "paper"}),
    Told(
        "void_needs_second_person",
        limited(minutes=1),
        void_with_paper(later=1),
        {"receipt": "A07-000001", "why": "late"},
    ),
    Told(
        "void_needs_second_person",
        limited(alone=1529),
        void_with_paper(),
        {"receipt": "A07-000001", "why": "amount"},
    ),
    Told("approver_is_operator", limited(), own(VOID2, approver="rosa"), {"approver": "rosa"}),
    Told("approver_unknown", limited(), own(VOID2, approver="ana"), {"approver": "ana"}),
    # cash in and out
    Told("session_number_out_of_turn", open_desk, own(CASH, session=2), {"wanted": 1, "found": 2}),
    Told(
        "cash_beyond_held",
        open_desk,
        own(CASH, way="float_out", amount=2001),
        {"amount": 2001, "way": "float_out", "currency": "PEN"},
    ),
    Told(
        "cash_beyond_held",
        with_fee,
        after(own(CASH, way="to_safe", amount=1), own(VOID)),
        {"amount": 1530, "way": "void", "currency": "PEN"},
    ),
    Told(
        "cash_needs_second_person",
        two_persons,
        after(own(CASH2, amount=600), own(CASH2, way="to_safe", amount=401)),
        {"amount": 401, "taken": 600, "most": 1000, "currency": "PEN"},
    ),
    # deposits
    Told("remittance_unknown", kept_back, own(RETAINED, remittance="DEP-2"), {"remittance": "DEP-2"}),
    Told(
        "commission_beyond_retainable",
        kept_back,
        own(RETAINED, amount=101),
        {"amount": 101, "most": 100, "currency": "PEN"},
    ),
    Told(
        "remittance_short_beyond_pending",
        nearly_confirmed,
        centre(SHORT, amount=101),
        {"remittance": "DEP-1", "pending": 100},
    ),
    Told(
        "remittance_more_than_held",
        closed_day,
        centre(OVERDUE, amount=1531),
        {"amount": 1531, "held": 1530, "currency": "PEN"},
    ),
    # refunds
    Told("receipt_still_voidable", with_fee, centre(APPROVED), {"receipt": "A07-000001"}),
    Told("receipt_unknown", banked_and_serving, centre(APPROVED, receipt="A07-000009"), {"receipt": "A07-000009"}),
    Told("receipt_already_voided", two_days, centre(APPROVED, receipt="A07-000003"), {"receipt": "A07-000003"}),
    Told("receipt_already_refunded", refunded, centre(APPROVED, refund="RF-2"), {"receipt": "A07-000001"}),
    Told(
        "refund_already_approved",
        two_days,
        after(centre(APPROVED, receipt="A07-000002"), centre(APPROVED)),
        {"refund": "RF-1"},
    ),
    Told("refund_disagrees", two_days, centre(APPROVED, amount=1529), {"amount": 1530, "owed": 0, "currency": "PEN"}),
    Told(
        "refund_disagrees",
        two_days,
        after(centre(APPROVED, receipt="A07-000002"), centre(APPROVED, refund="RF-2", owed=399)),
        {"amount": 1530, "owed": 400, "currency": "PEN"},
    ),
    Told("refund_unknown", refunded, centre(PAID, refund="RF-2"), {"refund": "RF-2"}),
    Told("refund_already_paid", refunded, after(centre(PAID), centre(PAID)), {"refund": "RF-1"}),
    Told("refund_disagrees", refunded, centre(PAID, amount=1), {"amount": 1530, "owed": 0, "currency": "PEN"}),
    Told(
        "refund_beyond_banked",
        closed_day,
        after(centre(APPROVED), centre(PAID)),
        {"refund": "RF-1", "currency": "PEN"},
    ),
    # debts and the guarantee
    Told(
        "debt_beyond_owed",
        indebted,
        centre("debt_paid/1", amount=501),
        {"amount": 501, "owed": 500, "currency": "PEN"},
    ),
    Told(
        "guarantee_beyond_held",
        small_guarantee,
        centre(DRAWN, amount=301),
        {"amount": 301, "held": 300, "currency": "PEN"},
    ),
    Told(
        "overage_beyond_held",
        over_by_one,
        centre("overage_recognised/1", amount=101),
        {"amount": 101, "held": 100, "currency": "PEN"},
    ),
    Told("guarantee_still_needed", indebted, centre(RETURNED), {"exposure": 1530, "headroom": 30000}),
    # grants
    Told(
        "headroom_recall_beyond_granted",
        granted_desk,
        centre(RECALLED, amount=30001),
        {"amount": 30001, "granted": 30000},
    ),
    Told("grant_malformed", granted_desk, centre(VOUCHERS, proofs=[]), {"grant": "V1"}),
    Told("grant_overlaps", vouched, centre(VOUCHERS), {"grant": "V1", "other": "V1"}),
    Told("voucher_unknown", vouched, own(REDEEMED, grant="V2"), {"grant": "V2"}),
    Told("voucher_unknown", vouched, own(REDEEMED, code="7Q2M4N9XKD3X"), {"grant": "V1"}),
    Told("voucher_already_used", vouched, after(own(REDEEMED), own(REDEEMED)), {"grant": "V1"}),
    Told("voucher_unknown", vouched, centre("vouchers_cancelled/1", grant="V2"), {"grant": "V2"}),
    Told("grant_malformed", granted_desk, centre(UNITS, first=6), {"grant": "F1"}),
    Told("grant_overlaps", with_folios, centre(UNITS, grant="F2"), {"grant": "F2", "other": "F1"}),
    Told("grant_unknown", with_folios, own(USED, grant="F2"), {"grant": "F2"}),
    Told("number_not_held", with_folios, own(USED, number=6), {"grant": "F1", "number": 6}),
    Told("number_not_held", with_folios, own(RELEASED, first=3, last=6), {"grant": "F1", "number": 3}),
    Told("number_not_held", with_fee, own(RELEASED, grant="R1", first=3, last=7), {"grant": "R1", "number": 3}),
    # statements
    Told("statement_already_issued", stated, centre(ISSUED, through=5), {"statement": "2026-11"}),
    Told(
        "statement_out_of_turn",
        stated,
        centre(ISSUED, statement="2026-12", through=6),
        {"statement": "2026-12", "after": 4, "held": 5},
    ),
    Told("statement_unknown", stated, own(AGREED, statement="2026-12"), {"statement": "2026-12"}),
    Told("statement_line_unknown", stated, own(DISPUTED, line=3), {"statement": "2026-11", "line": 3}),
    Told(
        "line_already_disputed",
        stated,
        after(own(DISPUTED, line=2), own(DISPUTED, line=2)),
        {"statement": "2026-11", "line": 2},
    ),
    Told("statement_already_signed", signed, own(AGREED), {"statement": "2026-11"}),
    Told("statement_disagrees", stated, own(AGREED, hash="G" * 43), {"statement": "2026-11"}),
    Told("dispute_unknown", signed, centre(RESOLVED, line=2), {"statement": "2026-11", "line": 2}),
    Told(
        "dispute_already_resolved",
        signed,
        after(centre(RESOLVED), centre(RESOLVED)),
        {"statement": "2026-11", "line": 1},
    ),
    Told(
        "adjustment_of_rejected_dispute",
        signed,
        centre(RESOLVED, outcome="rejected"),
        {"statement": "2026-11", "line": 1},
    ),
    Told("slot_disagrees", with_slots, own(GIVEN, number=2), {"grant": "S1", "number": 2}),
    Told("slot_disagrees", with_slots, own(USED, grant="S1", number=3), {"grant": "S1", "number": 3}),
    Told("number_not_held", with_slots, own(GIVEN, number=5, clock="10:00"), {"grant": "S1", "number": 5}),
    Told("grant_malformed", granted_desk, centre(SLOTS, start="22:01"), {"grant": "S1"}),
    Told(
        "grant_overlaps",
        with_slots,
        centre(SLOTS, grant="S2", pool="p", start="09:59"),
        {"grant": "S2", "other": "S1"},
    ),
    Told(
        "appointment_of_another_service",
        with_appointment,
        after(centre(SLOTS, grant="S2", pool="p", service="ZONA-T"), own(GIVEN, grant="S2", service="ZONA-T")),
        {"case": CASE},
    ),
    Told("appointment_of_another_service", with_appointment, own(CANCELLED, service="ZONA-T"), {"case": CASE}),
    Told("appointment_not_booked", with_appointment, after(own(CANCELLED), own(ENDED)), {"case": CASE}),
    Told("appointment_of_another_service", with_appointment, own(ENDED, service="CUD"), {"case": CASE}),
]


@pytest.mark.parametrize("told", TOLD, ids=[f"{told.code}-{number}" for number, told in enumerate(TOLD)])
def test_a_refusal_tells_the_figures_it_was_decided_by(told: Told) -> None:
    with pytest.raises(Refusal) as refused:
        told.act(told.desk())
    assert (refused.value.code, refused.value.details) == (told.code, told.details)


def test_every_refusal_with_figures_is_told() -> None:
    assert {told.code for told in TOLD} >= {probe.code for probe in PROBES} - {
        "drawer_not_open",
        "drawer_not_counted",
        "drawer_already_counted",
    }
