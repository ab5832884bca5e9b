"""Deposits: declared with a voucher, believed when the bank has them."""

from __future__ import annotations

import pytest

from domain.ids import damm_valid
from domain.money import Money
from kiosk_app.storage.blobs import Blob
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


@pytest.fixture
def rich(desk: Desk) -> Desk:
    """With money in its safe."""
    desk.charge()
    desk.close_drawer()
    return desk


def test_a_deposit_moves_from_the_safe_into_transit(rich: Desk) -> None:
    held = rich.remittances.to_deposit
    declared = rich.remittances.declare(ROSA, held, " BN  0042 ", Blob("image/jpeg", b"voucher"))
    assert (declared.amount, declared.confirmed.minor, declared.voucher) == (held, 0, "BN 0042")
    assert not declared.is_confirmed
    assert (rich.remittances.to_deposit.minor, rich.remittances.in_transit) == (0, held)
    assert rich.exposure() == held, "it still counts against the guarantee"
    rich.hear("remittance_confirmed/1", remittance=declared.name, amount=held.minor, currency="PEN", bank_line="EXT-1")
    rich.restart()
    (confirmed,) = rich.remittances.all()
    assert confirmed.is_confirmed
    assert (rich.remittances.in_transit.minor, rich.exposure().minor) == (0, 0)
    assert rich.verified().is_clean


def test_what_cannot_be_deposited_is_refused(rich: Desk) -> None:
    held = rich.remittances.to_deposit
    more = held + Money(1, "PEN")
    for amount, voucher, code in (
        (held, " \t", "voucher_missing"),
        (more, "BN 1", "remittance_more_than_held"),
        (Money(0, "PEN"), "BN 1", "remittance_more_than_held"),
    ):
        declare = lambda amount=amount, voucher=voucher: rich.remittances.declare(ROSA, amount, voucher)  # noqa: E731
        assert assert_nothing_changes(rich, declare).code == code


def test_every_deposit_has_a_name_of_its_own_that_a_bank_clerk_can_check(rich: Desk) -> None:
    part = Money(100, "PEN")
    names = []
    for _ in range(3):
        names.append(rich.remittances.next_name())
        assert rich.remittances.declare(ROSA, part, "BN 1").name == names[-1]
        rich.restart()
    assert len(set(names)) == 3
    assert names[0] == "REM-0007-000001-4"
    assert all(damm_valid("".join(letter for letter in name if letter.isdigit())) for name in names)
    assert [found.name for found in rich.remittances.all()] == names[::-1]


def test_a_long_voucher_is_cut_to_what_an_entry_holds(rich: Desk) -> None:
    assert rich.remittances.declare(ROSA, Money(100, "PEN"), "9" * 60).voucher == "9" * 40
