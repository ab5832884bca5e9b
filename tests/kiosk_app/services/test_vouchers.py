"""The treasury's vouchers: a code typed with no network opens its headroom, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.ledger.bearer import proof_of
from domain.money import Money
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes

CODES = ("7Q2M4N9XKD3V", "0123456789AB", "ABCDEFGHJKMN")


@pytest.fixture
def spent(desks: Callable[..., Desk]) -> Desk:
    """A drawer whose headroom is used up, and three vouchers of 15.00 and one of 100.00 at the treasury."""
    desk = desks(guarantee=1300)
    desk.open_drawer()
    desk.charge()
    for grant, amount, codes in (("V1", 1500, CODES), ("V2", 10000, CODES[:1])):
        proofs = [proof_of("C07", grant, code) for code in codes]
        desk.hear("vouchers_granted/1", grant=grant, amount=amount, currency="PEN", proofs=proofs)
    return desk


def redeem(desk: Desk, typed: str) -> Callable[[], Money]:
    return lambda: desk.vouchers.redeem(ROSA, typed)


def test_a_code_opens_its_headroom_and_collecting_goes_on(spent: Desk) -> None:
    assert assert_nothing_changes(spent, spent.charge).code == "headroom_exhausted"
    assert [found.minor for found in spent.vouchers.unused] == [10000, 1500, 1500, 1500]
    opened = spent.vouchers.redeem(ROSA, " o123-4567 89ab ")
    assert opened == Money(1500, "PEN")
    assert spent.last.body == {"grant": "V1", "code": "0123456789AB"}
    spent.restart()
    assert spent.drawer.gauge().headroom == Money(2800, "PEN")
    assert [found.minor for found in spent.vouchers.unused] == [10000, 1500, 1500]
    spent.charge()
    assert assert_nothing_changes(spent, spent.charge).code == "headroom_exhausted"
    assert spent.verified().is_clean


def test_a_code_opens_once(spent: Desk) -> None:
    spent.vouchers.redeem(ROSA, CODES[1])
    assert assert_nothing_changes(spent, redeem(spent, CODES[1])).code == "voucher_already_used"


def test_the_same_letters_in_two_grants_open_both_in_turn(spent: Desk) -> None:
    assert [redeem(spent, CODES[0])().minor for _ in range(2)] == [1500, 10000]
    assert assert_nothing_changes(spent, redeem(spent, CODES[0])).code == "voucher_already_used"


def test_what_was_cancelled_opens_nothing(spent: Desk) -> None:
    spent.hear("vouchers_cancelled/1", grant="V1")
    assert assert_nothing_changes(spent, redeem(spent, CODES[1])).code == "voucher_unknown"


def test_wrong_codes_are_told_apart_and_five_in_a_row_ask_to_call_the_treasury(spent: Desk) -> None:
    spent.vouchers.redeem(ROSA, CODES[1])
    wrong = (
        ("7Q2M", "bearer_code_incomplete"),
        ("ZZZZZZZZZZZZ", "voucher_unknown"),
        (CODES[1], "voucher_already_used"),
    )
    for typed, code in (*wrong, wrong[0]):
        assert assert_nothing_changes(spent, redeem(spent, typed)).code == code
    for typed, code in (wrong[1], wrong[2]):
        refusal = assert_nothing_changes(spent, redeem(spent, typed))
        assert (refusal.code, refusal.details["why"]) == ("voucher_call_treasury", code)
    assert redeem(spent, CODES[2])().minor == 1500, "nobody is locked out"
    assert assert_nothing_changes(spent, redeem(spent, "7Q2M")).code == "bearer_code_incomplete", "counted anew"


def test_a_code_of_another_cabin_opens_nothing_here(spent: Desk) -> None:
    proofs = [proof_of("C08", "V3", "ZZZZZZZZZZZZ")]
    spent.hear("vouchers_granted/1", grant="V3", amount=100, currency="PEN", proofs=proofs)
    assert assert_nothing_changes(spent, redeem(spent, "ZZZZZZZZZZZZ")).code == "voucher_unknown"
