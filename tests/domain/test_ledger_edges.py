"""Edges of the ledger that mistakes made on purpose got past (tools/mutate.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.errors import InvariantBroken
from domain.ledger.books import Books, trial_balance
from domain.ledger.facts import Change, Posting
from domain.ledger.state import Balances
from tests.domain.kit import Desk, banked_day, closed_day, entry, granted_desk, open_desk, refusal_of
from tests.domain.test_ledger_guards import (
    AGREED,
    CASH,
    CLOSE,
    CONFIRMED,
    COUNT,
    DECLARED,
    EXPIRED,
    FEE,
    FEE2,
    ISSUED,
    RELEASED,
    RETURNED,
    SETTLED,
    SHORT,
    VOID,
    VOID2,
    Probe,
    after,
    banked_and_serving,
    centre,
    decided,
    limited,
    names,
    own,
    room_for_one,
    stated,
    void_with_paper,
    with_prepaid,
)

OPENED, RECEIPTS = "session_opened/1", "receipts_granted/1"


def drawer_in(currency: str) -> Desk:
    desk = granted_desk()
    desk.act(OPENED, currency=currency)
    return desk


def coin(currency: str, largest: int) -> Probe:
    """Rounding may cost just less than the largest coin."""
    return Probe(
        "amount_due_wrong",
        lambda: drawer_in(currency),
        own(FEE, currency=currency, fee=1000 + largest - 1, due=1000),
        own(FEE, currency=currency, fee=1000 + largest, due=1000),
    )


def voided_while_banked() -> Desk:
    """4.00 of commission final; the open drawer's only receipt is voided."""
    desk = banked_and_serving()
    desk.act(VOID, receipt="A07-000002")
    return desk


def beyond_the_headroom() -> Desk:
    """15.30 of headroom, and 16.30 held: 1.00 was over at the close."""
    desk = room_for_one()
    desk.act(FEE)
    desk.act(COUNT, counted=3630, pieces={"10": 363})
    desk.act(CLOSE, expected=3530, counted=3630, explanation="x")
    desk.act(OPENED, session=2)
    return desk


def second_day() -> Desk:
    desk = closed_day()
    desk.act(OPENED, session=2)
    return desk


def two_deposits() -> Desk:
    desk = closed_day()
    desk.act(DECLARED, amount=500)
    desk.act(DECLARED, remittance="DEP-2", amount=600)
    return desk


def two_statements() -> Desk:
    desk = stated()
    desk.grant(ISSUED, statement="2026-12", through=5)
    desk.act("operator_signed_in/1")
    desk.act("operator_signed_in/1")
    return desk


def exposed_without_headroom() -> Desk:
    """15.30 in the safe; a guarantee, and no headroom any more."""
    desk = closed_day()
    desk.grant("guarantee_deposited/1")
    desk.grant("headroom_recalled/1", amount=30000)
    return desk


def paid_by_code(alone: int) -> Callable[[], Desk]:
    """10.00 of 15.30 with a prepaid code; the cashier voids up to `alone` without a second person."""

    def made() -> Desk:
        desk = granted_desk()
        desk.grant("limits_set/1", void_alone=alone)
        desk.grant("operator_admitted/1", operator="sara")
        desk.act(OPENED)
        desk.act("prepaid_sold/1")
        desk.act(FEE2)
        return desk

    return made


EDGES = [
    Probe("void_needs_second_person", paid_by_code(1530), void_with_paper(), own(VOID2)),
    Probe("void_needs_second_person", paid_by_code(1529), own(VOID2, approver="sara"), void_with_paper()),
    Probe("void_code_wrong", limited(), void_with_paper(), own(VOID2, code="999999")),
    Probe(
        "guarantee_still_needed",
        exposed_without_headroom,
        after(own(DECLARED, amount=1530), after(centre(CONFIRMED, amount=1530), centre(RETURNED))),
        after(own(DECLARED, amount=1530), after(centre(CONFIRMED, amount=1529), centre(RETURNED))),
    ),
    Probe(
        "number_not_held",
        open_desk,
        own(RELEASED, grant="R1", first=8, last=8),
        own(RELEASED, grant="R1", first=8, last=9),
    ),
    Probe("statement_out_of_turn", banked_day, centre(ISSUED, through=1), centre(ISSUED, through=0)),
    Probe(
        "statement_out_of_turn",
        two_statements,
        centre(ISSUED, statement="2027-01", through=6),
        centre(ISSUED, statement="2027-01", through=5),
    ),
    Probe("prepaid_unknown", with_prepaid, centre(EXPIRED), centre(EXPIRED, currency="ARS")),
    Probe("statement_disagrees", stated, own(AGREED), own(AGREED, hash="Z" * 43)),
    Probe("entry_of_another_station", granted_desk, decided(), decided(station="C06")),
    Probe("rules_version_unknown", granted_desk, decided(), decided(rules=0)),
    Probe("currencies_mixed", open_desk, own(FEE), own(FEE, currency="BOB")),
    Probe("currencies_mixed", closed_day, own(OPENED, session=2), own(OPENED, session=2, currency="BOB")),
    *(coin(*row) for row in {"PEN": 100, "ARS": 1000, "CLP": 10, "COP": 5000, "PYG": 50}.items()),
    Probe(
        "headroom_exhausted",
        beyond_the_headroom,
        own(FEE, receipt="A07-000002", fee=0, due=0, tendered=0),
        own(FEE, receipt="A07-000002", fee=1, due=1),
    ),
    Probe("session_number_out_of_turn", second_day, own(COUNT, session=2), own(COUNT, session=1)),
    Probe("count_does_not_add_up", open_desk, own(COUNT, pieces={"1000": 2}), own(COUNT, pieces={"1000": 3})),
    Probe("remittance_already_declared", two_deposits, own(DECLARED, remittance="DEP-3", amount=1), own(DECLARED)),
    Probe(
        "remittance_confirmed_beyond_declared",
        two_deposits,
        centre(CONFIRMED, amount=500),
        centre(CONFIRMED, amount=501),
    ),
    Probe(
        "remittance_confirmed_beyond_declared",
        two_deposits,
        after(centre(CONFIRMED, amount=500), centre(CONFIRMED, remittance="DEP-2", amount=600)),
        after(centre(CONFIRMED, remittance="DEP-2", amount=600), centre(CONFIRMED, amount=501)),
    ),
    Probe(
        "remittance_confirmed_beyond_declared",
        two_deposits,
        after(centre(SHORT, amount=100), centre(CONFIRMED, amount=400)),
        after(centre(SHORT, amount=100), centre(CONFIRMED, amount=401)),
    ),
    Probe("remittance_short_beyond_pending", two_deposits, centre(SHORT, amount=500), centre(SHORT, amount=501)),
    Probe("session_number_out_of_turn", second_day, own(CASH, session=2), own(CASH, session=1)),
    Probe(
        "grant_overlaps",
        open_desk,
        centre(RECEIPTS, grant="R0", series="A06"),
        centre(RECEIPTS, grant="R0", series="A07"),
    ),
    Probe("commission_beyond_earned", voided_while_banked, centre(SETTLED), centre(SETTLED, amount=401)),
]


@pytest.mark.parametrize("probe", EDGES, ids=names(EDGES))
def test_a_guard_stands_exactly_at_its_edge(probe: Probe) -> None:
    assert refusal_of(lambda: probe.allowed(probe.desk())) == ""
    assert refusal_of(lambda: probe.refused(probe.desk())) == probe.code


SAFE, EXPENSE = "Assets:Custody:Safe", "Expenses:Commission"


@pytest.mark.parametrize(
    ("invariant", "account", "amount", "told"),
    [
        ("I2", SAFE, -1, {"account": SAFE, "commodity": "PEN", "amount": -1}),
        ("I3", "Liabilities:Overage", 1, {"account": "Liabilities:Overage", "commodity": "PEN", "amount": 1}),
        ("I3", "Income:Fees:UR-04", 1, {"account": "Income:Fees:UR-04", "commodity": "PEN", "amount": 1}),
    ],
)
def test_one_centimo_on_the_wrong_side_is_stopped(
    invariant: str, account: str, amount: int, told: dict[str, object]
) -> None:
    change = Change((Posting(account, "PEN", amount), Posting(EXPENSE, "PEN", -amount)), open_desk().books.facts)
    with pytest.raises(InvariantBroken) as broken:
        open_desk().books._assert_invariants(entry(OPENED), change)
    assert (broken.value.invariant, broken.value.details) == (invariant, {"kind": OPENED, **told})


def test_what_does_not_balance_is_told_for_each_commodity() -> None:
    postings = (Posting(SAFE, "PEN", 5), Posting(EXPENSE, "PEN", -3), Posting(SAFE, "USD", 7))
    with pytest.raises(InvariantBroken) as broken:
        open_desk().books._assert_invariants(entry(OPENED), Change(postings, open_desk().books.facts))
    assert broken.value.invariant == "I1"
    assert broken.value.details == {"kind": OPENED, "unbalanced": {"PEN": 2, "USD": 7}}


@pytest.mark.parametrize("left", [1, -1])
def test_a_drawer_that_is_not_empty_stays_open(left: int) -> None:
    """Stored balances that somebody edited; below zero too, though no posting touches the drawer."""
    desk = open_desk()
    balances: Balances = {**desk.books.balances, ("Assets:Custody:Drawer", "PEN"): left}
    closed = Change((), replace(desk.books.facts, session=None))
    with pytest.raises(InvariantBroken) as broken:
        Books(desk.books.station, balances, desk.books.facts)._assert_invariants(entry(CLOSE), closed)
    assert (broken.value.invariant, broken.value.details) == ("I6", {"kind": CLOSE})


def test_a_trial_balance_says_by_how_much_each_commodity_is_off() -> None:
    books = Books("C07", {(SAFE, "PEN"): 5, (EXPENSE, "PEN"): -2, (SAFE, "USD"): 4, (EXPENSE, "USD"): -4})
    assert trial_balance(books) == {"PEN": 3, "USD": 0}
