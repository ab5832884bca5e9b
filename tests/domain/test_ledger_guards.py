"""Every guard of the ledger, on both sides: what is just allowed, and what is just refused."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from domain.errors import InvariantBroken, Refusal
from domain.ledger.books import Balances, Books, Change, Posting
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
        for name in ("postings.py", "books.py")
        for node in ast.walk(ast.parse((folder / name).read_text(encoding="utf-8")))
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
