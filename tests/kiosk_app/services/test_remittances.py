"""Deposits: declared with a voucher, believed when the bank has them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from domain.catalog import CommissionMode
from domain.ids import damm_valid
from domain.money import Money
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.services.remittances import Remittances
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


@pytest.fixture
def keeping(desk: Desk) -> Desk:
    """An agent whose agreement has commission kept back at the deposit; two fees in the safe."""
    municipality = desk.counter.municipality
    terms = replace(municipality.agreement.terms[0], commission_mode=CommissionMode.RETAINED)
    agreement = replace(municipality.agreement, terms=(terms,))
    desk.counter = replace(desk.counter, municipality=replace(municipality, agreement=agreement))
    desk.procedures, desk.remittances = OpenProcedure(desk.counter, desk.paper), Remittances(desk.counter)
    desk.charge("RC-01")
    desk.charge("LF-01")
    assert desk.remittances.retainable == Money(0, "PEN"), "what can still be voided is not earned for good"
    desk.close_drawer()
    return desk


def test_commission_is_kept_back_of_the_deposit_in_the_same_act(keeping: Desk) -> None:
    remittances, held = keeping.remittances, keeping.remittances.to_deposit
    retain = remittances.retainable
    assert retain == Money(800, "PEN")
    written: list[str] = []
    declared = remittances.declare(
        ROSA,
        held - retain,
        "BN 1",
        retain=retain,
        alongside=lambda _store, found: written.extend(each.entry.kind for each in found),
    )
    assert written == ["remittance_declared/1", "commission_retained/1"]
    assert (declared.gross, declared.retained, declared.amount) == (held, retain, held - retain)
    assert (remittances.to_deposit.minor, remittances.retainable.minor) == (0, 0)
    assert remittances.overdue() is None
    keeping.hear(
        "remittance_confirmed/1", remittance=declared.name, amount=declared.amount.minor, currency="PEN", bank_line="L"
    )
    (confirmed,) = remittances.all()
    assert confirmed.is_confirmed
    assert keeping.verified().is_clean


def test_no_more_is_kept_back_than_was_earned_and_then_nothing_is_declared(keeping: Desk) -> None:
    remittances, held = keeping.remittances, keeping.remittances.to_deposit
    for amount, retain, code in (
        (held - Money(801, "PEN"), Money(801, "PEN"), "commission_beyond_retainable"),
        (held, Money(1, "PEN"), "remittance_more_than_held"),
    ):
        declare = partial(remittances.declare, ROSA, amount, "BN 1", retain=retain)
        assert assert_nothing_changes(keeping, declare).code == code


def test_an_agent_who_is_paid_by_the_month_keeps_nothing_back(rich: Desk) -> None:
    assert rich.remittances.retainable == Money(0, "PEN")
    part = Money(100, "PEN")
    declare = partial(rich.remittances.declare, ROSA, part, "BN 1", retain=part)
    assert assert_nothing_changes(rich, declare).code == "commission_beyond_retainable"
    declared = rich.remittances.declare(ROSA, part, "BN 1", retain=Money(0, "PEN"))
    assert (declared.retained.minor, declared.gross) == (0, part)
    assert rich.last.kind == "remittance_declared/1"


def test_what_was_given_up_of_a_deposit_is_told(rich: Desk) -> None:
    declared = rich.remittances.declare(ROSA, Money(1000, "PEN"), "BN 1")
    rich.hear("remittance_fell_short/1", remittance=declared.name, amount=20, currency="PEN")
    assert rich.remittances.all()[0].short == Money(20, "PEN")
