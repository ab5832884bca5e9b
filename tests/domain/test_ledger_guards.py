"""Every guard of the ledger, on both sides: what is just allowed, and what is just refused."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from domain.errors import InvariantBroken, Refusal
from domain.ids import case_code
from domain.ledger.books import Books
from domain.ledger.facts import Change, Posting
from domain.ledger.rules.collecting import void_code
from domain.ledger.state import Balances
from tests.domain.kit import (
    STATION,
    Desk,
    banked_day,
    body,
    closed_day,
    entry,
    granted_desk,
    open_desk,
    refusal_of,
)
from tests.domain.ledger_document import rows

Act = Callable[[Desk], object]


@dataclass(frozen=True, slots=True)
class Probe:
    """From the same desk, `allowed` goes through and `refused` does not."""

    code: str
    desk: Callable[[], Desk]
    allowed: Act
    refused: Act


def own(kind: str, **changed: object) -> Act:
    return lambda desk: desk.act(kind, **changed)


def centre(kind: str, **changed: object) -> Act:
    return lambda desk: desk.grant(kind, **changed)


def decided(**altered: object) -> Act:
    """An entry that is only asked about, with a field of the entry itself altered."""
    return lambda desk: desk.books.decide(replace(entry("session_opened/1"), **altered))  # type: ignore[arg-type]


def with_fee() -> Desk:
    desk = open_desk()
    desk.act("fee_collected/1")
    return desk


def counted(cash: int = 2000) -> Desk:
    desk = open_desk()
    desk.act("drawer_counted/1", counted=cash, pieces={"10": cash // 10})
    return desk


def counted_short() -> Desk:
    return counted(1990)


def with_void() -> Desk:
    desk = with_fee()
    desk.act("fee_collected/1", receipt="A07-000002")
    desk.act("fee_voided/1")
    return desk


def argentine_desk() -> Desk:
    """The guarantee in one currency, the drawer in another; the smallest coin is of 10.00."""
    desk = granted_desk()
    desk.grant("guarantee_deposited/1", currency="USD")
    desk.act("session_opened/1", currency="ARS")
    return desk


def one_number() -> Desk:
    return open_desk(last=1)


def two_grants() -> Desk:
    desk = open_desk(last=1)
    desk.grant("receipts_granted/1", grant="R2", first=5, last=6)
    return desk


def room_for_one() -> Desk:
    return open_desk(headroom=1530)


def next_day() -> Desk:
    desk = closed_day()
    desk.act("session_opened/1", session=2)
    desk.act("fee_collected/1", receipt="A07-000002")
    return desk


def next_day_counted() -> Desk:
    desk = closed_day()
    desk.act("session_opened/1", session=2)
    desk.act("drawer_counted/1", session=2)
    return desk


def declared() -> Desk:
    desk = closed_day()
    desk.act("remittance_declared/1", amount=1500)
    return desk


def nearly_confirmed() -> Desk:
    desk = declared()
    desk.grant("remittance_confirmed/1", amount=1400)
    return desk


def banked_and_serving() -> Desk:
    """4.00 of commission final and 15.30 banked; another fee is in the open drawer."""
    desk = banked_day()
    desk.act("session_opened/1", session=2)
    desk.act("fee_collected/1", receipt="A07-000002")
    return desk


def poorly_banked() -> Desk:
    desk = declared()
    desk.grant("remittance_confirmed/1", amount=300)
    return desk


def after(first: Act, then: Act) -> Act:
    def both(desk: Desk) -> object:
        first(desk)
        return then(desk)

    return both


FEE, VOID, COUNT, CLOSE = "fee_collected/1", "fee_voided/1", "drawer_counted/1", "session_closed/1"
DECLARED, CONFIRMED, SETTLED = "remittance_declared/1", "remittance_confirmed/1", "commission_settled/1"
SOLD, FEE2, EXPIRED, VOID2, CASH = (
    "prepaid_sold/1",
    "fee_collected/2",
    "prepaid_expired/1",
    "fee_voided/2",
    "cash_moved/1",
)
CASH2, CLOSE2 = "cash_moved/2", "session_closed/2"
RETAINED, SHORT, OVERDUE = "commission_retained/1", "remittance_fell_short/1", "remittance_overdue/1"
APPROVED, PAID, DRAWN, RETURNED = "refund_approved/1", "refund_paid/1", "guarantee_drawn/1", "guarantee_returned/1"
RECALLED, VOUCHERS, REDEEMED = "headroom_recalled/1", "vouchers_granted/1", "voucher_redeemed/1"
UNITS, USED, RELEASED = "units_granted/1", "unit_used/1", "numbers_released/1"
SLOTS, GIVEN = "slots_granted/1", "appointment_given/1"
CANCELLED, ENDED = "appointment_cancelled/1", "appointment_ended/1"
SECOND: Final = case_code(7, 2, b"k" * 32)
ISSUED, DISPUTED, AGREED, RESOLVED = "statement_issued/1", "line_disputed/1", "statement_signed/1", "dispute_resolved/1"


def with_slots() -> Desk:
    """Four half hours from 08:00."""
    desk = granted_desk()
    desk.grant(SLOTS)
    return desk


def with_appointment() -> Desk:
    desk = with_slots()
    desk.act(GIVEN)
    return desk


def own_refund(receipt: str) -> Act:
    """The refund of a receipt whose commission is still owed to the agent."""
    return centre(APPROVED, receipt=receipt)


def dropped() -> Desk:
    """15.30 collected, 15.00 of it in the safe."""
    desk = with_fee()
    desk.act("cash_moved/1", way="to_safe", amount=1500)
    return desk


def with_prepaid() -> Desk:
    """A code of 10.00 sold, for a fee of 15.30."""
    desk = open_desk()
    desk.act("prepaid_sold/1")
    return desk


#: When `luis`, admitted until the twentieth, has had his last day everywhere on Earth.
LAST_DAY_OVER = datetime(2026, 11, 21, 12, tzinfo=UTC)


def void_code_of(desk: Desk, number: str = "A07-000001") -> str:
    return desk.books.facts.receipts[number].void_code


def limited(*, minutes: int = 30, alone: int = 5000) -> Callable[[], Desk]:
    def made() -> Desk:
        desk = granted_desk()
        desk.grant("limits_set/1", void_minutes=minutes, void_alone=alone)
        desk.grant("operator_admitted/1")
        desk.grant("operator_admitted/1", operator="luis", until="2026-11-20")
        desk.grant("operator_admitted/1", operator="ana", role="operator")
        desk.act("session_opened/1")
        desk.act("fee_collected/1")
        return desk

    return made


def two_persons() -> Desk:
    """20.00 of float and 15.30 collected; 10.00 a session leave the drawer alone, and a close differs by 2.00."""
    desk = granted_desk()
    desk.grant("limits_set/2")
    desk.grant("operator_admitted/1")
    desk.grant("operator_admitted/1", operator="luis", until="2026-11-20")
    desk.act("session_opened/1")
    desk.act("fee_collected/1")
    return desk


def only_voids_limited() -> Desk:
    """The same, before there was a word about cash."""
    desk = two_persons()
    desk.grant("limits_set/1")
    return desk


def counted_far_off() -> Desk:
    """20.00 missing, and 2.00 may be."""
    desk = two_persons()
    desk.act("drawer_counted/1", counted=1530, pieces={"10": 153})
    return desk


def closing(**approval: object) -> Act:
    return own(CLOSE2, expected=3530, counted=1530, explanation="robo", **approval)


def approved_cash_at(at: datetime) -> Act:
    def act(desk: Desk) -> object:
        asked = entry(CASH2, 3, amount=1001, approver="luis")
        return desk.books.decide(replace(asked, at=at))

    return act


def void_with_paper(*, later: int = 0, **changed: object) -> Act:
    """A void with the citizen's paper, `later` seconds after the two minutes that the kit's clock gives it."""

    def act(desk: Desk) -> object:
        body_of = body("fee_voided/2", code=void_code_of(desk), **changed)
        asked = entry("fee_voided/2", 3)
        return desk.books.decide(replace(asked, body=body_of, at=asked.at + timedelta(seconds=later)))

    return act


def approved_at(at: datetime, approver: str) -> Act:
    def act(desk: Desk) -> object:
        asked = entry("fee_voided/2", 3, approver=approver)
        return desk.books.decide(replace(asked, at=at))

    return act


def retained_day() -> Desk:
    """Two fees, 15.30 in `retained` and 15.30 in `settled`, closed: 30.60 in the safe, 4.00 of 8.00 may be kept."""
    desk = open_desk()
    desk.act("fee_collected/1", mode="retained")
    desk.act("fee_collected/1", receipt="A07-000002")
    desk.act("drawer_counted/1", counted=5060, pieces={"10": 506})
    desk.act("session_closed/1", expected=5060, counted=5060)
    desk.act("remittance_declared/1", amount=2000)
    return desk


def kept_back() -> Desk:
    desk = retained_day()
    desk.act("commission_retained/1", amount=300)
    return desk


def refunded() -> Desk:
    desk = banked_day()
    desk.grant("refund_approved/1")
    return desk


def refunded_and_paid() -> Desk:
    desk = refunded()
    desk.grant("refund_paid/1")
    return desk


def two_days() -> Desk:
    """Two closed days of 15.30, one commission of the two paid."""
    desk = banked_day()
    desk.grant("commission_settled/1", amount=400)
    desk.act("session_opened/1", session=2)
    desk.act("fee_collected/1", receipt="A07-000002")
    desk.act("fee_collected/1", receipt="A07-000003")
    desk.act("fee_voided/1", receipt="A07-000003")
    desk.act("drawer_counted/1", session=2, counted=3530, pieces={"10": 353})
    desk.act("session_closed/1", session=2, z=2, expected=3530, counted=3530)
    return desk


def indebted() -> Desk:
    """5.00 short, and a guarantee of 300.00."""
    desk = open_desk()
    desk.grant("guarantee_deposited/1")
    desk.act("fee_collected/1")
    desk.act("drawer_counted/1", counted=3030, pieces={"10": 303})
    desk.act("session_closed/1", expected=3530, counted=3030, explanation="x")
    return desk


def over_by_one() -> Desk:
    desk = open_desk()
    desk.act("drawer_counted/1", counted=2100, pieces={"10": 210})
    desk.act("session_closed/1", counted=2100, explanation="x")
    return desk


def poorly_guaranteed() -> Desk:
    desk = indebted()
    desk.grant("guarantee_deposited/1", amount=200, currency="USD")
    return desk


def small_guarantee() -> Desk:
    desk = granted_desk()
    desk.grant("guarantee_deposited/1", amount=300)
    desk.act("session_opened/1")
    desk.act("fee_collected/1")
    desk.act("drawer_counted/1", counted=3030, pieces={"10": 303})
    desk.act("session_closed/1", expected=3530, counted=3030, explanation="x")
    return desk


def leaving() -> Desk:
    """Banked, and its headroom recalled: nothing stands in the way of the guarantee."""
    desk = banked_day()
    desk.grant("guarantee_deposited/1")
    desk.grant("headroom_recalled/1", amount=30000)
    return desk


def vouched() -> Desk:
    desk = granted_desk()
    desk.grant("vouchers_granted/1")
    return desk


def with_folios() -> Desk:
    desk = granted_desk()
    desk.grant("units_granted/1")
    return desk


def stated() -> Desk:
    desk = banked_day()
    desk.grant("statement_issued/1", through=4)
    return desk


def signed() -> Desk:
    desk = stated()
    desk.act("line_disputed/1")
    desk.act("statement_signed/1")
    return desk


OUT_OF_IT: Final = {"way": "float_out", "amount": 1001}
TAKEN_AND_LOWERED: Final = after(own(CASH2, amount=600), centre("limits_set/2", cash_alone=500))
PROBES = [
    Probe("entry_of_another_station", granted_desk, decided(station=STATION), decided(station="C08")),
    Probe("rules_version_unknown", granted_desk, decided(rules=1), decided(rules=2)),
    Probe(
        "drawer_already_open",
        granted_desk,
        own("session_opened/1"),
        after(own("session_opened/1"), own("session_opened/1", session=2)),
    ),
    Probe(
        "session_number_out_of_turn",
        granted_desk,
        own("session_opened/1", session=1),
        own("session_opened/1", session=2),
    ),
    Probe(
        "session_number_out_of_turn", closed_day, own("session_opened/1", session=2), own("session_opened/1", session=1)
    ),
    Probe("session_number_out_of_turn", open_desk, own(COUNT, session=1), own(COUNT, session=2)),
    Probe(
        "drawer_not_open",
        closed_day,
        after(own("session_opened/1", session=2), own(FEE, receipt="A07-000002")),
        own(FEE, receipt="A07-000002"),
    ),
    Probe("drawer_not_open", granted_desk, own("session_opened/1"), own(COUNT)),
    Probe("drawer_not_open", granted_desk, own("session_opened/1"), own(CLOSE)),
    Probe("drawer_not_open", closed_day, own("session_opened/1", session=2), own(VOID)),
    Probe("currencies_mixed", open_desk, own(FEE), own(FEE, currency="USD")),
    Probe(
        "currencies_mixed",
        closed_day,
        own("session_opened/1", session=2),
        own("session_opened/1", session=2, currency="USD"),
    ),
    Probe(
        "amount_due_wrong",
        argentine_desk,
        own(FEE, currency="ARS", fee=1999, due=1000),
        own(FEE, currency="ARS", fee=2000, due=1000),
    ),
    Probe("drawer_already_counted", open_desk, own(FEE), after(own(COUNT), own(FEE))),
    Probe("drawer_already_counted", with_fee, own(VOID), after(own(COUNT), own(VOID))),
    Probe("drawer_already_counted", open_desk, own(COUNT), after(own(COUNT), own(COUNT))),
    Probe("amount_due_wrong", open_desk, own(FEE, due=1530), own(FEE, due=1531)),
    Probe("amount_due_wrong", open_desk, own(FEE, due=1431), own(FEE, due=1430)),
    Probe("amount_due_wrong", open_desk, own(FEE, mode="surcharge", due=1930), own(FEE, mode="surcharge", due=1530)),
    Probe("amount_due_wrong", open_desk, own(FEE, mode="settled", due=1530), own(FEE, mode="settled", due=1930)),
    Probe("tendered_short", open_desk, own(FEE, tendered=1530), own(FEE, tendered=1529)),
    Probe("headroom_exhausted", room_for_one, own(FEE), own(FEE, fee=1531, due=1531)),
    Probe(
        "headroom_exhausted",
        room_for_one,
        after(own(FEE), own(FEE, receipt="A07-000002", fee=0, due=0, tendered=0)),
        after(own(FEE), own(FEE, receipt="A07-000002", fee=1, due=1)),
    ),
    Probe("receipts_exhausted", one_number, own(FEE), after(own(FEE), own(FEE, receipt="A07-000002"))),
    Probe("receipt_number_out_of_turn", open_desk, own(FEE), own(FEE, receipt="A07-000002")),
    Probe("receipt_number_out_of_turn", open_desk, own(FEE), own(FEE, receipt="B07-000001")),
    Probe(
        "receipt_number_out_of_turn",
        two_grants,
        after(own(FEE), own(FEE, receipt="A07-000005")),
        after(own(FEE), own(FEE, receipt="A07-000002")),
    ),
    Probe("receipt_not_of_this_session", with_fee, own(VOID), own(VOID, receipt="A07-000002")),
    Probe("receipt_not_of_this_session", next_day, own(VOID, receipt="A07-000002"), own(VOID, receipt="A07-000001")),
    Probe("receipt_already_voided", with_void, own(VOID, receipt="A07-000002"), own(VOID, receipt="A07-000001")),
    Probe("count_does_not_add_up", open_desk, own(COUNT, pieces={"1000": 2}), own(COUNT, pieces={"1000": 1})),
    Probe("drawer_not_counted", open_desk, after(own(COUNT), own(CLOSE)), own(CLOSE)),
    Probe("close_disagrees_with_count", counted, own(CLOSE), own(CLOSE, counted=1990, explanation="x")),
    Probe("close_disagrees_with_count", counted, own(CLOSE), own(CLOSE, expected=1990, explanation="x")),
    Probe("close_disagrees_with_count", counted, own(CLOSE), own(CLOSE, session=2)),
    Probe("z_number_out_of_turn", counted, own(CLOSE, z=1), own(CLOSE, z=2)),
    Probe("z_number_out_of_turn", next_day_counted, own(CLOSE, session=2, z=2), own(CLOSE, session=2, z=1)),
    Probe("explanation_needed", counted_short, own(CLOSE, counted=1990, explanation="x"), own(CLOSE, counted=1990)),
    Probe(
        "remittance_already_declared", declared, own(DECLARED, remittance="DEP-2", amount=10), own(DECLARED, amount=10)
    ),
    Probe("remittance_more_than_held", closed_day, own(DECLARED, amount=1530), own(DECLARED, amount=1531)),
    Probe("remittance_more_than_held", closed_day, own(DECLARED, amount=1), own(DECLARED, amount=0)),
    Probe("remittance_unknown", declared, centre(CONFIRMED), centre(CONFIRMED, remittance="DEP-2")),
    Probe(
        "remittance_confirmed_beyond_declared", declared, centre(CONFIRMED, amount=1500), centre(CONFIRMED, amount=1501)
    ),
    Probe(
        "remittance_confirmed_beyond_declared",
        nearly_confirmed,
        centre(CONFIRMED, amount=100),
        centre(CONFIRMED, amount=101),
    ),
    Probe("remittance_confirmed_beyond_declared", declared, centre(CONFIRMED), centre(CONFIRMED, currency="USD")),
    Probe(
        "grant_malformed",
        open_desk,
        centre("receipts_granted/1", grant="R2", first=9, last=9),
        centre("receipts_granted/1", grant="R2", first=9, last=8),
    ),
    Probe(
        "grant_malformed",
        open_desk,
        centre("receipts_granted/1", grant="R2", first=9, last=999_999),
        centre("receipts_granted/1", grant="R2", first=9, last=1_000_000),
    ),
    Probe(
        "grant_overlaps",
        open_desk,
        centre("receipts_granted/1", grant="R2", first=9, last=9),
        centre("receipts_granted/1", grant="R2", first=8, last=9),
    ),
    Probe(
        "grant_overlaps",
        open_desk,
        centre("receipts_granted/1", grant="R2", series="B07"),
        centre("receipts_granted/1", grant="R1", series="B07"),
    ),
    Probe("commission_beyond_earned", banked_day, centre(SETTLED, amount=400), centre(SETTLED, amount=401)),
    Probe("commission_beyond_earned", banked_and_serving, centre(SETTLED, amount=400), centre(SETTLED, amount=401)),
    Probe("commission_beyond_banked", poorly_banked, centre(SETTLED, amount=300), centre(SETTLED, amount=301)),
    # prepaid codes
    Probe("prepaid_already_sold", with_prepaid, own(SOLD, prepaid="P2"), own(SOLD)),
    Probe("drawer_already_counted", open_desk, own(SOLD), after(own(COUNT), own(SOLD))),
    Probe("drawer_not_open", granted_desk, after(own("session_opened/1"), own(SOLD)), own(SOLD)),
    Probe("currencies_mixed", open_desk, own(SOLD), own(SOLD, currency="USD")),
    Probe("headroom_exhausted", room_for_one, own(SOLD, amount=1530), own(SOLD, amount=1531)),
    Probe("prepaid_unknown", with_prepaid, own(FEE2), own(FEE2, prepaid="P2")),
    Probe("prepaid_beyond_value", with_prepaid, own(FEE2), own(FEE2, paid=1001, due=520)),
    Probe("amount_due_wrong", with_prepaid, own(FEE2, due=431), own(FEE2, due=430)),
    Probe("amount_due_wrong", with_prepaid, own(FEE2, fee=1000, due=0), own(FEE2, fee=999, due=0)),
    Probe("tendered_short", with_prepaid, own(FEE2, tendered=530), own(FEE2, tendered=529)),
    Probe("prepaid_unknown", with_prepaid, centre(EXPIRED), centre(EXPIRED, prepaid="P2")),
    Probe("prepaid_unknown", with_prepaid, centre(EXPIRED), centre(EXPIRED, currency="USD")),
    Probe("prepaid_beyond_value", with_prepaid, centre(EXPIRED), centre(EXPIRED, amount=1001)),
    # voids
    Probe("void_code_wrong", limited(), void_with_paper(), own(VOID2, code="000000")),
    Probe("void_needs_second_person", limited(), void_with_paper(), own(VOID2)),
    Probe("void_needs_second_person", limited(), own(VOID2, approver="marta"), own(VOID)),
    Probe("void_needs_second_person", limited(minutes=1), void_with_paper(), void_with_paper(later=1)),
    Probe("void_needs_second_person", limited(minutes=1), void_with_paper(later=-60), void_with_paper(later=-61)),
    Probe("void_needs_second_person", limited(alone=1530), void_with_paper(), own(VOID2)),
    Probe("approver_is_operator", limited(), own(VOID2, approver="marta"), own(VOID2, approver="rosa")),
    Probe("approver_unknown", limited(), own(VOID2, approver="marta"), own(VOID2, approver="ana")),
    Probe(
        "approver_unknown",
        limited(),
        approved_at(LAST_DAY_OVER - timedelta(seconds=1), "luis"),
        approved_at(LAST_DAY_OVER, "luis"),
    ),
    # cash in and out
    Probe(
        "cash_beyond_held", open_desk, own(CASH, way="float_out", amount=2000), own(CASH, way="float_out", amount=2001)
    ),
    Probe("cash_beyond_held", with_fee, own(CASH, way="to_safe", amount=1530), own(CASH, way="to_safe", amount=1531)),
    Probe(
        "cash_beyond_held",
        dropped,
        own(CASH, way="from_safe", amount=1500),
        own(CASH, way="from_safe", amount=1501),
    ),
    Probe("cash_beyond_held", dropped, after(own(CASH, way="from_safe", amount=1500), own(VOID)), own(VOID)),
    Probe("session_number_out_of_turn", open_desk, own(CASH), own(CASH, session=2)),
    Probe("drawer_already_counted", open_desk, own(CASH), after(own(COUNT), own(CASH))),
    Probe("cash_needs_second_person", two_persons, own(CASH2, amount=1000), own(CASH2, amount=1001)),
    Probe("cash_needs_second_person", two_persons, own(CASH2, amount=1001, approver="marta"), own(CASH, **OUT_OF_IT)),
    Probe(
        "cash_needs_second_person",
        two_persons,
        own(CASH2, way="to_safe", amount=1000),
        own(CASH2, way="to_safe", amount=1001),
    ),
    Probe(
        "cash_needs_second_person",
        two_persons,
        after(own(CASH2, amount=600), own(CASH2, way="to_safe", amount=400)),
        after(own(CASH2, amount=600), own(CASH2, way="to_safe", amount=401)),
    ),
    Probe(
        "cash_needs_second_person",
        two_persons,
        after(own(CASH2, amount=900, approver="marta"), own(CASH2, amount=1000)),
        after(own(CASH2, amount=900, approver="marta"), own(CASH2, amount=1001)),
    ),
    Probe(
        "cash_needs_second_person",
        two_persons,
        after(own(CASH2, way="float_in", amount=5000), own(CASH2, amount=1000)),
        after(own(CASH2, way="float_in", amount=5000), own(CASH2, amount=1001)),
    ),
    Probe(
        "cash_needs_second_person",
        only_voids_limited,
        own(CASH2, amount=1001),
        after(centre("limits_set/2", cash_alone=0), own(CASH2, amount=1)),
    ),
    Probe(  # a limit that comes down in the middle of a day hinders nobody who puts change in
        "cash_needs_second_person",
        two_persons,
        after(TAKEN_AND_LOWERED, own(CASH2, way="float_in", amount=100)),
        after(TAKEN_AND_LOWERED, own(CASH2, amount=1)),
    ),
    Probe("approver_is_operator", two_persons, own(CASH2), own(CASH2, approver="rosa")),
    Probe("approver_unknown", two_persons, own(CASH2), own(CASH2, approver="ana")),
    Probe(
        "approver_unknown",
        two_persons,
        approved_cash_at(LAST_DAY_OVER - timedelta(seconds=1)),
        approved_cash_at(LAST_DAY_OVER),
    ),
    # a close is booked whoever saw it; who is named must be one who may
    Probe("approver_is_operator", counted_far_off, closing(), closing(approver="rosa")),
    Probe("approver_unknown", counted_far_off, closing(approver="marta"), closing(approver="ana")),
    # deposits
    Probe("commission_beyond_retainable", retained_day, own(RETAINED, amount=400), own(RETAINED, amount=401)),
    Probe("commission_beyond_retainable", kept_back, own(RETAINED, amount=100), own(RETAINED, amount=101)),
    Probe("remittance_unknown", retained_day, own(RETAINED), own(RETAINED, remittance="DEP-2")),
    Probe(
        "remittance_more_than_held",
        retained_day,
        own(RETAINED, amount=400),
        after(own(DECLARED, remittance="DEP-2", amount=1060), own(RETAINED, amount=1)),
    ),
    Probe("remittance_unknown", declared, centre(SHORT), centre(SHORT, remittance="DEP-2")),
    Probe("remittance_short_beyond_pending", nearly_confirmed, centre(SHORT, amount=100), centre(SHORT, amount=101)),
    Probe("remittance_short_beyond_pending", declared, centre(SHORT), centre(SHORT, currency="USD")),
    Probe(
        "remittance_confirmed_beyond_declared",
        declared,
        after(centre(SHORT, amount=500), centre(CONFIRMED, amount=1000)),
        after(centre(SHORT, amount=500), centre(CONFIRMED, amount=1001)),
    ),
    Probe("remittance_more_than_held", closed_day, centre(OVERDUE, amount=1530), centre(OVERDUE, amount=1531)),
    # refunds
    Probe("receipt_still_voidable", banked_and_serving, centre(APPROVED), centre(APPROVED, receipt="A07-000002")),
    Probe("receipt_unknown", banked_day, centre(APPROVED), centre(APPROVED, receipt="A07-000002")),
    Probe("receipt_already_voided", two_days, own_refund("A07-000002"), centre(APPROVED, receipt="A07-000003")),
    Probe("receipt_already_refunded", banked_day, centre(APPROVED), after(centre(APPROVED), centre(APPROVED))),
    Probe(
        "refund_already_approved",
        two_days,
        after(own_refund("A07-000002"), centre(APPROVED, refund="RF-2", owed=400)),
        after(own_refund("A07-000002"), centre(APPROVED, owed=400)),
    ),
    Probe("refund_disagrees", banked_day, centre(APPROVED), centre(APPROVED, amount=1529)),
    Probe("refund_disagrees", banked_day, centre(APPROVED), centre(APPROVED, owed=1)),
    Probe("refund_unknown", refunded, centre(PAID), centre(PAID, refund="RF-2")),
    Probe("refund_already_paid", refunded, centre(PAID), after(centre(PAID), centre(PAID))),
    Probe("refund_disagrees", refunded, centre(PAID), centre(PAID, amount=1529)),
    Probe("refund_disagrees", refunded, centre(PAID), centre(PAID, currency="USD")),
    Probe(
        "refund_beyond_banked",
        closed_day,
        after(centre(APPROVED), centre(PAID, source="treasury")),
        after(centre(APPROVED), centre(PAID)),
    ),
    # debts and the guarantee
    Probe("debt_beyond_owed", indebted, centre("debt_paid/1", amount=500), centre("debt_paid/1", amount=501)),
    Probe("debt_beyond_owed", indebted, centre("debt_paid/1"), centre("debt_paid/1", currency="USD")),
    Probe(
        "debt_beyond_owed", indebted, centre("debt_written_off/1", amount=500), centre("debt_written_off/1", amount=501)
    ),
    Probe("debt_beyond_owed", indebted, centre(DRAWN, amount=500), centre(DRAWN, amount=501)),
    Probe("guarantee_beyond_held", small_guarantee, centre(DRAWN, amount=300), centre(DRAWN, amount=301)),
    Probe(
        "overage_beyond_held",
        over_by_one,
        centre("overage_recognised/1", amount=100),
        centre("overage_recognised/1", amount=101),
    ),
    Probe("guarantee_beyond_held", leaving, centre(RETURNED), centre(RETURNED, amount=30001)),
    Probe(
        "guarantee_still_needed",
        leaving,
        centre(RETURNED),
        after(own("session_opened/1", session=2, float=0), centre(RETURNED)),
    ),
    Probe(
        "guarantee_still_needed",
        leaving,
        centre(RETURNED),
        after(centre("headroom_granted/1", grant="H2", amount=1), centre(RETURNED)),
    ),
    Probe("guarantee_still_needed", leaving, centre(RETURNED), after(centre("vouchers_granted/1"), centre(RETURNED))),
    Probe(
        "guarantee_still_needed",
        leaving,
        centre(RETURNED),
        after(centre(APPROVED, owed=0), after(centre("headroom_granted/1", grant="H2", amount=1), centre(RETURNED))),
    ),
    Probe("guarantee_still_needed", poorly_guaranteed, centre("debt_paid/1"), centre(RETURNED, amount=1)),
    # grants
    Probe(
        "headroom_recall_beyond_granted", granted_desk, centre(RECALLED, amount=30000), centre(RECALLED, amount=30001)
    ),
    Probe("grant_malformed", granted_desk, centre(VOUCHERS), centre(VOUCHERS, proofs=[])),
    Probe("grant_malformed", granted_desk, centre(VOUCHERS), centre(VOUCHERS, proofs=["H" * 43, "H" * 43])),
    Probe("grant_overlaps", vouched, centre(VOUCHERS, grant="V2"), centre(VOUCHERS)),
    Probe("grant_overlaps", vouched, centre(UNITS), centre(UNITS, grant="V1")),
    Probe("grant_overlaps", with_folios, centre(VOUCHERS), centre(VOUCHERS, grant="F1")),
    Probe("grant_overlaps", granted_desk, centre(UNITS), centre(UNITS, grant="R1")),
    Probe("currencies_mixed", closed_day, centre(VOUCHERS), centre(VOUCHERS, currency="USD")),
    Probe("voucher_unknown", vouched, own(REDEEMED), own(REDEEMED, grant="V2")),
    Probe("voucher_unknown", vouched, own(REDEEMED), own(REDEEMED, code="7Q2M4N9XKD3X")),
    Probe("voucher_already_used", vouched, own(REDEEMED), after(own(REDEEMED), own(REDEEMED))),
    Probe("voucher_unknown", vouched, own(REDEEMED), after(centre("vouchers_cancelled/1"), own(REDEEMED))),
    Probe(
        "voucher_unknown",
        vouched,
        after(own(REDEEMED), centre("vouchers_cancelled/1")),
        after(centre("vouchers_cancelled/1"), centre("vouchers_cancelled/1")),
    ),
    Probe("voucher_unknown", vouched, centre("vouchers_cancelled/1"), centre("vouchers_cancelled/1", grant="V2")),
    Probe("grant_malformed", granted_desk, centre(UNITS, first=5), centre(UNITS, first=6)),
    Probe("grant_malformed", granted_desk, centre(UNITS, last=1000), centre(UNITS, last=1001)),
    Probe(
        "grant_overlaps",
        with_folios,
        centre(UNITS, grant="F2", first=6, last=6),
        centre(UNITS, grant="F2", first=5, last=6),
    ),
    Probe("grant_overlaps", with_folios, centre(UNITS, grant="F2", unit="SLOT"), centre(UNITS, grant="F2")),
    Probe("grant_overlaps", with_folios, centre(UNITS, grant="F2", pool="DEF"), centre(UNITS, grant="F2")),
    Probe(
        "grant_overlaps",
        with_folios,
        after(own(RELEASED), centre(UNITS, grant="F2", first=2, last=5)),
        after(own(USED), centre(UNITS, grant="F2", first=1, last=1)),
    ),
    Probe("grant_unknown", with_folios, own(USED), own(USED, grant="F2")),
    Probe("number_not_held", with_folios, own(USED, number=5), own(USED, number=6)),
    Probe("number_not_held", with_folios, own(USED), after(own(USED), own(USED))),
    Probe("grant_unknown", with_folios, own(RELEASED), own(RELEASED, grant="F2")),
    Probe("number_not_held", with_folios, own(RELEASED), own(RELEASED, last=6)),
    Probe("number_not_held", with_folios, own(RELEASED), own(RELEASED, first=5, last=4)),
    Probe("number_not_held", with_folios, after(own(USED), own(RELEASED)), after(own(USED), own(RELEASED, first=1))),
    Probe(
        "number_not_held",
        with_fee,
        own(RELEASED, grant="R1", first=2, last=8),
        own(RELEASED, grant="R1", first=1, last=8),
    ),
    Probe(
        "number_not_held",
        with_fee,
        own(RELEASED, grant="R1", first=8, last=8),
        own(RELEASED, grant="R1", first=2, last=7),
    ),
    Probe(
        "number_not_held",
        with_fee,
        own(RELEASED, grant="R1", first=8, last=8),
        own(RELEASED, grant="R1", first=9, last=8),
    ),
    # appointments
    Probe("grant_malformed", granted_desk, centre(SLOTS, start="22:00"), centre(SLOTS, start="22:01")),
    Probe("grant_malformed", granted_desk, centre(SLOTS), centre(SLOTS, first=5)),
    Probe("grant_overlaps", with_slots, centre(SLOTS, grant="S2", first=5, last=6), centre(SLOTS, grant="S2", first=4)),
    Probe(
        "grant_overlaps",
        with_slots,
        centre(SLOTS, grant="S2", pool="p", start="10:00"),
        centre(SLOTS, grant="S2", pool="p", start="09:59"),
    ),
    Probe(
        "grant_overlaps",
        with_slots,
        centre(SLOTS, grant="S2", pool="p", office="OTRA"),
        after(own(GIVEN), centre(SLOTS, grant="S2", pool="p", last=1)),
    ),
    Probe("grant_unknown", with_slots, own(GIVEN), own(GIVEN, grant="S2")),
    Probe("number_not_held", with_slots, own(GIVEN, number=4, clock="09:30"), own(GIVEN, number=5, clock="10:00")),
    Probe("number_not_held", with_slots, own(GIVEN), after(own(GIVEN), own(GIVEN, case=SECOND))),
    Probe("slot_disagrees", with_slots, own(GIVEN, number=2, clock="08:30"), own(GIVEN, number=2)),
    Probe("slot_disagrees", with_slots, own(GIVEN), own(GIVEN, day="2026-12-02")),
    Probe("slot_disagrees", with_slots, own(GIVEN), own(GIVEN, office="OTRA")),
    Probe("slot_disagrees", with_slots, own(GIVEN), own(GIVEN, service="CUD")),
    Probe("slot_disagrees", with_slots, own(GIVEN), own(USED, grant="S1")),
    Probe("slot_disagrees", with_folios, own(USED), own(GIVEN, grant="F1")),
    Probe(
        "appointment_of_another_service",
        with_appointment,
        own(GIVEN, number=2, clock="08:30"),
        after(centre(SLOTS, grant="S2", pool="p", service="CUD"), own(GIVEN, grant="S2", service="CUD")),
    ),
    Probe("appointment_of_another_service", with_appointment, own(CANCELLED), own(CANCELLED, service="CUD")),
    Probe("appointment_of_another_service", with_appointment, own(ENDED), own(ENDED, service="CUD")),
    Probe("appointment_not_booked", with_appointment, own(CANCELLED), after(own(CANCELLED), own(CANCELLED))),
    Probe("appointment_not_booked", with_appointment, own(ENDED), after(own(CANCELLED), own(ENDED))),
    Probe("appointment_not_booked", with_appointment, own(CANCELLED), after(own(ENDED), own(CANCELLED))),
    Probe(
        "number_not_held",
        with_appointment,
        after(own(CANCELLED), own(GIVEN, case=SECOND)),
        after(own(ENDED), own(GIVEN, case=SECOND)),
    ),
    Probe(
        "number_not_held",
        with_appointment,
        after(own(GIVEN, number=2, clock="08:30"), own(RELEASED, grant="S1", first=1, last=1)),
        own(RELEASED, grant="S1", first=1, last=1),
    ),
    # statements
    Probe(
        "statement_already_issued", stated, centre(ISSUED, statement="2026-12", through=5), centre(ISSUED, through=5)
    ),
    Probe(
        "statement_out_of_turn",
        stated,
        centre(ISSUED, statement="2026-12", through=5),
        centre(ISSUED, statement="2026-12", through=4),
    ),
    Probe("statement_out_of_turn", banked_day, centre(ISSUED, through=5), centre(ISSUED, through=6)),
    Probe("statement_unknown", stated, own(DISPUTED), own(DISPUTED, statement="2026-12")),
    Probe("statement_unknown", stated, own(AGREED), own(AGREED, statement="2026-12")),
    Probe("statement_line_unknown", stated, own(DISPUTED, line=2), own(DISPUTED, line=3)),
    Probe(
        "line_already_disputed",
        stated,
        after(own(DISPUTED), own(DISPUTED, line=2)),
        after(own(DISPUTED), own(DISPUTED)),
    ),
    Probe("statement_already_signed", stated, own(AGREED), after(own(AGREED), own(AGREED))),
    Probe("statement_already_signed", stated, own(DISPUTED), after(own(AGREED), own(DISPUTED))),
    Probe("statement_disagrees", stated, own(AGREED), own(AGREED, hash="G" * 43)),
    Probe("dispute_unknown", signed, centre(RESOLVED), centre(RESOLVED, line=2)),
    Probe("dispute_unknown", signed, centre(RESOLVED), centre(RESOLVED, statement="2026-12")),
    Probe("dispute_already_resolved", signed, centre(RESOLVED), after(centre(RESOLVED), centre(RESOLVED))),
    Probe(
        "adjustment_of_rejected_dispute",
        signed,
        centre(RESOLVED, outcome="rejected", adjustment=0),
        centre(RESOLVED, outcome="rejected", adjustment=1),
    ),
    Probe("currencies_mixed", signed, centre(RESOLVED), centre(RESOLVED, currency="USD")),
]


def names(probes: list[Probe]) -> list[str]:
    return [f"{probe.code}-{number}" for number, probe in enumerate(probes)]


@pytest.mark.parametrize("probe", PROBES, ids=names(PROBES))
def test_a_guard_stands_exactly_where_the_page_says(probe: Probe) -> None:
    assert refusal_of(lambda: probe.allowed(probe.desk())) == ""
    assert refusal_of(lambda: probe.refused(probe.desk())) == probe.code


@pytest.mark.parametrize("probe", PROBES, ids=names(PROBES))
def test_a_refusal_leaves_the_books_as_they_were(probe: Probe) -> None:
    desk = probe.desk()
    with pytest.raises(Refusal):
        probe.refused(desk)
    again = Books(STATION)
    for found in desk.in_order():
        again.book(found.entry)
    assert (desk.books.balances, desk.books.facts) == (again.balances, again.facts)


def test_every_refusal_of_the_rules_is_probed_and_on_the_page() -> None:
    folder = Path(__file__).resolve().parents[2] / "domain" / "ledger"
    raised = {
        node.args[0].value
        for path in (folder / "books.py", folder / "state.py", *(folder / "rules").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal"
        if isinstance(node.args[0], ast.Constant)
    }
    assert {probe.code for probe in PROBES} == raised
    assert {row[0].strip("`") for row in rows("| Code | Refused when |")} == raised


def test_a_void_that_comes_after_the_settlement_never_finds_its_commission_paid() -> None:
    desk = banked_and_serving()
    desk.grant("commission_settled/1", amount=400)
    desk.act("fee_voided/1", receipt="A07-000002")
    assert desk.books.balance("Liabilities:Commission", "PEN") == 0


def test_a_voided_fee_frees_the_headroom_and_keeps_its_number() -> None:
    desk = room_for_one()
    desk.act("fee_collected/1")
    desk.act("fee_voided/1")
    assert refusal_of(lambda: desk.act("fee_collected/1")) == "receipt_number_out_of_turn"
    desk.act("fee_collected/1", receipt="A07-000002")


def test_a_declared_deposit_frees_nothing_until_the_bank_has_it() -> None:
    desk = granted_desk(headroom=1530)
    desk.act("session_opened/1")
    desk.act("fee_collected/1")
    desk.act("drawer_counted/1", counted=3530, pieces={"10": 353})
    desk.act("session_closed/1", expected=3530, counted=3530)
    desk.act("remittance_declared/1", amount=1530)
    desk.act("session_opened/1", session=2)
    assert refusal_of(lambda: desk.act("fee_collected/1", receipt="A07-000002")) == "headroom_exhausted"
    desk.grant("remittance_confirmed/1", amount=1530)
    desk.act("fee_collected/1", receipt="A07-000002")


def test_a_copy_of_the_books_goes_its_own_way() -> None:
    desk = open_desk()
    before = (dict(desk.books.balances), desk.books.facts)
    trial = desk.books.copy()
    trial.book(entry("fee_collected/1", 2))
    assert (desk.books.balances, desk.books.facts) == before
    desk.act("fee_collected/1")
    desk.act("fee_voided/1")
    assert trial.balance("Assets:Custody:Drawer", "PEN") == 1530


def test_asking_changes_nothing() -> None:
    desk = open_desk()
    before = (dict(desk.books.balances), desk.books.facts)
    desk.books.decide(entry("fee_collected/1", 2))
    assert (desk.books.balances, desk.books.facts) == before


#: Changes that no rule makes, each breaking one invariant.
BREAKS = {
    "I1": (Posting("Assets:Custody:Drawer", "PEN", 5),),
    "I2": (Posting("Assets:Custody:Safe", "PEN", -5), Posting("Expenses:Commission", "PEN", 5)),
    "I3": (Posting("Liabilities:Overage", "PEN", 5), Posting("Expenses:Commission", "PEN", -5)),
}


@pytest.mark.parametrize("invariant", BREAKS)
def test_a_rule_that_would_break_the_books_is_stopped(invariant: str) -> None:
    desk = open_desk()
    with pytest.raises(InvariantBroken) as broken:
        desk.books._assert_invariants(entry("session_opened/1"), Change(BREAKS[invariant], desk.books.facts))
    assert broken.value.invariant == invariant


def test_an_income_in_debit_and_a_full_closed_drawer_are_stopped() -> None:
    desk = with_fee()
    income = (Posting("Income:Fees:UR-04", "PEN", 1531), Posting("Expenses:Commission", "PEN", -1531))
    with pytest.raises(InvariantBroken, match="I3"):
        desk.books._assert_invariants(entry("session_opened/1"), Change(income, desk.books.facts))
    with pytest.raises(InvariantBroken, match="I6"):
        desk.books._assert_invariants(entry("session_closed/1"), Change((), replace(desk.books.facts, session=None)))


def test_books_that_were_altered_are_stopped_at_the_next_act() -> None:
    """Stored balances that somebody edited: the void of a fee would leave its income in debit."""
    desk = with_fee()
    balances: Balances = {**desk.books.balances, ("Income:Fees:UR-04", "PEN"): -1}
    altered = Books(STATION, balances, desk.books.facts)
    with pytest.raises(InvariantBroken):
        altered.decide(replace(entry("fee_voided/1", 5), body=body("fee_voided/1")))


def test_the_code_on_the_paper_is_computed_as_the_format_says() -> None:
    fee = with_fee().own[-1].entry
    text = f"void code|{fee.station}|{fee.epoch}|{fee.sequence}|{fee.previous}|{fee.body['receipt']}"
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    assert void_code(fee) == f"{number % 1_000_000:06d}"
    others = {void_code(replace(fee, **changed)) for changed in ({"sequence": 9}, {"previous": "A" * 43}, {"epoch": 2})}
    assert void_code(fee) not in others
