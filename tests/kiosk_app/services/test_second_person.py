"""What one person may not do alone at the drawer, beside voids: cash out of it, and a close with a difference."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from domain.money import Money
from kiosk_app.services.counter import Operator
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes

MARTA = Operator("marta", "Marta Ríos", "supervisor")


@pytest.fixture
def limited(desk: Desk) -> Desk:
    """10.00 leave the drawer alone in a session, a close differs by 2.00; Marta may approve."""
    body: dict[str, Any] = {"void_minutes": 30, "void_alone": 5000, "cash_alone": 1000, "difference_alone": 200}
    desk.hear("limits_set/2", currency="PEN", **body)
    desk.hear("operator_admitted/1", operator="marta", role="supervisor", until="2026-12-31")
    return desk


def soles(minor: int) -> Money:
    return Money(minor, "PEN")


def count(desk: Desk, difference: int) -> None:
    """A blind count that is off by so much; ten-céntimo coins."""
    expected = desk.station.journal.books.expected_cash()
    desk.drawer.sign_count(ROSA, {soles(10): (expected + difference) // 10})


def test_what_was_taken_out_alone_counts_together_until_somebody_approves(limited: Desk) -> None:
    drawer = limited.drawer
    assert not drawer.cash_needs("float_out", soles(1000))
    assert drawer.cash_needs("float_out", soles(1001))
    drawer.move_cash(ROSA, "float_out", soles(600), "sencillo")
    assert not drawer.cash_needs("to_safe", soles(400))
    assert drawer.cash_needs("to_safe", soles(401))
    assert not drawer.cash_needs("float_in", soles(99_999)), "what comes in asks nobody"
    again = partial(drawer.move_cash, ROSA, "float_out", soles(401), "sencillo")
    refusal = assert_nothing_changes(limited, again)
    assert (refusal.code, refusal.details["taken"], refusal.details["most"]) == ("cash_needs_second_person", 600, 1000)
    again(approver=MARTA)
    assert (limited.last.kind, limited.last.operator, limited.last.body["approver"]) == (
        "cash_moved/2",
        "rosa",
        "marta",
    )
    limited.restart()
    assert not limited.drawer.cash_needs("float_out", soles(400)), "and the disk remembers the same"
    assert limited.drawer.cash_needs("float_out", soles(401))
    assert [move.approver for move in limited.drawer.moves()] == [None, "marta"]
    assert limited.verified().is_clean


def test_before_the_centre_has_said_so_nobody_is_asked(desk: Desk) -> None:
    desk.hear("limits_set/1", void_minutes=30, void_alone=0, currency="PEN")
    assert not desk.drawer.cash_needs("float_out", soles(2000))
    count(desk, -1500)
    assert not desk.drawer.close_needs()


@pytest.mark.parametrize(("difference", "needs"), [(-200, False), (-210, True), (0, False), (200, False), (210, True)])
def test_a_close_asks_for_two_persons_beyond_what_was_agreed(limited: Desk, difference: int, needs: bool) -> None:
    count(limited, difference)
    assert limited.drawer.close_needs() is needs
    closed = limited.drawer.close(ROSA, "se verá", approver=MARTA if needs else None)
    assert closed.approver == ("marta" if needs else None)
    assert limited.last.kind == "session_closed/2"
    assert limited.drawer.closed(closed.reading.session) == closed
    assert limited.verified().is_clean


def test_a_close_that_nobody_approved_is_booked_all_the_same(limited: Desk) -> None:
    count(limited, -1000)
    limited.drawer.close(ROSA, "se verá")
    assert "approver" not in limited.last.body
    limited.drawer.open(ROSA, soles(0))
    assert limited.verified().is_clean


@pytest.mark.parametrize(
    ("person", "code"),
    [(ROSA, "approver_is_operator"), (Operator("ana", "Ana Ruiz", "supervisor"), "approver_unknown")],
)
def test_who_is_named_must_be_one_who_may(limited: Desk, person: Operator, code: str) -> None:
    move = partial(limited.drawer.move_cash, ROSA, "float_out", soles(10), "x", approver=person)
    assert assert_nothing_changes(limited, move).code == code
    count(limited, -1000)
    close = partial(limited.drawer.close, ROSA, "se verá", approver=person)
    assert assert_nothing_changes(limited, close).code == code
