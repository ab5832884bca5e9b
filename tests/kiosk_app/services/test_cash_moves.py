"""Cash that moves without a fee: the agent's change, and municipal cash to the safe; all of it on the X and the Z."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from domain.money import Money
from kiosk_app.services.readings import CashMove
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def move(desk: Desk, way: str, amount: int, reason: str = "sencillo") -> Callable[[], None]:
    return lambda: desk.drawer.move_cash(ROSA, way, pen(amount), reason)


WAYS = (("float_in", 2000), ("to_safe", 1000), ("float_out", 500), ("from_safe", 300))


def test_what_moved_is_on_the_list_and_the_close_after_a_restart(desk: Desk) -> None:
    desk.charge("LF-01")
    for way, amount in WAYS:
        move(desk, way, amount, f" {way}  ")()
    desk.restart()
    at, moves = desk.counter.now(), desk.drawer.moves()
    assert moves == tuple(CashMove(at, "rosa", way, way, pen(amount)) for way, amount in WAYS)
    assert [replace(found, amount=None) for found in moves] == list(desk.drawer.reading().moves), "an X is blind"
    current = desk.drawer.current()
    assert current is not None
    assert current.opening_float == desk.drawer.reading().opening_float == pen(5000)
    assert desk.drawer.in_safe() == pen(700)
    desk.close_drawer()
    closed = desk.drawer.closed(1)
    assert closed.takings.moves == moves
    assert [closed.takings.moved(way) for way, _ in WAYS] == [pen(amount) for _, amount in WAYS]
    assert closed.count.expected == pen(5000 + 2000 - 500 - 700) + desk.procedures.quote("LF-01").due
    assert closed.count.difference == pen(0)
    assert desk.verified().is_clean


@pytest.mark.parametrize(
    ("way", "held", "amount", "code"),
    [
        ("float_out", 5000, 5001, "cash_beyond_held"),
        ("to_safe", 1230, 1231, "cash_beyond_held"),
        ("from_safe", 0, 1, "cash_beyond_held"),
        ("float_in", 1, 0, "amount_unreadable"),
        ("to_safe", 1, -1, "amount_unreadable"),
        ("elsewhere", 0, 1, "entry_body_wrong"),
    ],
)
def test_what_the_drawer_does_not_have_does_not_move(desk: Desk, way: str, held: int, amount: int, code: str) -> None:
    desk.charge("RC-01")
    assert assert_nothing_changes(desk, move(desk, way, amount)).code == code
    if held:
        move(desk, way, held)()
        assert desk.last.body == {"session": 1, "way": way, "amount": held, "reason": "sencillo"}


def test_cash_moves_with_a_reason_in_the_drawers_currency_and_before_the_count(desk: Desk) -> None:
    assert assert_nothing_changes(desk, move(desk, "float_in", 100, " \t")).code == "reason_needed"
    dollars = partial(desk.drawer.move_cash, ROSA, "float_in", Money(100, "USD"), "x")
    assert assert_nothing_changes(desk, dollars).code == "currencies_mixed"
    desk.drawer.sign_count(ROSA, {pen(1000): 5})
    assert assert_nothing_changes(desk, move(desk, "float_in", 100)).code == "drawer_already_counted"
    desk.drawer.close(ROSA)
    assert assert_nothing_changes(desk, move(desk, "float_in", 100)).code == "drawer_not_open"


def test_a_void_after_the_cash_went_to_the_safe_fetches_it_first(desk: Desk) -> None:
    done = desk.charge()
    move(desk, "to_safe", 1230)()
    void = partial(desk.drawer.void, ROSA, done.receipt or "", "duplicado")
    assert assert_nothing_changes(desk, void).code == "cash_beyond_held"
    move(desk, "from_safe", 1230)()
    void()
    desk.close_drawer()
    closed = desk.drawer.closed(1)
    assert [(found.receipt, found.reason, found.given_back) for found in closed.takings.voids] == [
        (done.receipt, "duplicado", pen(1230))
    ]
    assert [found.given_back for found in closed.reading.voids] == [None], "an X is blind"
    assert desk.verified().is_clean


# -- the age of what is in the safe -----------------------------------------------------------------------------------


def test_an_empty_safe_is_never_late(desk: Desk) -> None:
    assert desk.remittances.overdue() is None
    desk.charge()
    assert desk.remittances.overdue() is None, "the drawer is not the safe"


def test_the_oldest_money_counts_from_the_close_and_what_came_first_goes_first(desk: Desk) -> None:
    desk.charge("RC-01")
    desk.close_drawer()
    first = desk.counter.now()
    desk.clock.advance(60 * 60 * 20)
    desk.open_drawer()
    desk.charge("LF-01")
    move(desk, "to_safe", 1000)()
    second = desk.counter.now()
    age = desk.remittances.overdue()
    assert age is not None
    assert (age.since, (age.bank_by - first).total_seconds(), age.overdue) == (first, 24 * 60 * 60, pen(0))
    desk.clock.advance(60 * 60 * 4)
    assert desk.remittances.overdue() == age, "exactly at the end of the term it is not late"
    desk.clock.advance(1)
    late = desk.remittances.overdue()
    assert late is not None
    assert (late.since, late.overdue) == (first, pen(1230))
    desk.remittances.declare(ROSA, pen(1230), "BN 1")
    desk.restart()
    left = desk.remittances.overdue()
    assert left is not None
    assert (left.since, left.overdue) == (second, pen(0))
    desk.remittances.declare(ROSA, pen(400), "BN 2")
    desk.clock.advance(60 * 60 * 24)
    rest = desk.remittances.overdue()
    assert rest is not None
    assert (rest.since, rest.overdue) == (second, pen(600)), "what is left of it is as old as all of it was"


def test_money_taken_out_and_put_back_is_no_younger(desk: Desk) -> None:
    desk.charge("RC-01")
    desk.close_drawer()
    first = desk.counter.now()
    desk.clock.advance(60 * 60 * 20)
    desk.open_drawer()
    desk.charge("LF-01")
    for way in ("from_safe", "to_safe"):
        desk.clock.advance(60)
        move(desk, way, 1000)()
    age = desk.remittances.overdue()
    assert age is not None
    assert age.since == first
    desk.close_drawer()
    desk.clock.advance(60 * 60 * 5)
    late = desk.remittances.overdue()
    assert late is not None
    assert (late.since, late.overdue) == (first, pen(1230))


def test_a_term_that_changes_holds_for_what_is_closed_from_its_day(desk: Desk) -> None:
    agreement = desk.counter.municipality.agreement
    shorter = replace(agreement.terms[0], since=date(2026, 11, 21), banking_term_hours=12)
    changed = replace(agreement, terms=(*agreement.terms, shorter))
    edition = replace(desk.counter.municipality, agreement=changed)
    counter = replace(desk.counter, municipality=edition)
    remittances = type(desk.remittances)(counter)
    desk.charge("RC-01")
    desk.close_drawer()
    desk.clock.advance(60 * 60 * 20)  # Saturday at 5 in the morning
    old = remittances.overdue()
    assert old is not None
    assert (old.bank_by - old.since).total_seconds() == 24 * 60 * 60
    desk.remittances.declare(ROSA, pen(1230), "BN 1")
    desk.open_drawer()
    desk.charge("RC-01")
    desk.close_drawer()
    new = remittances.overdue()
    assert new is not None
    assert (new.bank_by - new.since).total_seconds() == 12 * 60 * 60
