"""Refunds as the centre tells of them, and receipt numbers given back."""

from __future__ import annotations

from functools import partial

import pytest

from domain.money import Money
from kiosk_app.services.grants import Released
from kiosk_app.services.refunds import Refunded
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def test_a_refund_is_told_when_it_is_approved_and_when_it_is_paid(desk: Desk) -> None:
    done, other = desk.charge("RC-01"), desk.charge("LF-01")
    desk.close_drawer()
    assert (desk.refunds.all(), desk.refunds.of_receipt(done.receipt or "")) == ([], None)
    approved_at = desk.counter.now()
    desk.hear(
        "refund_approved/1", refund="RF-1", receipt=done.receipt, ground="not_presented", amount=1230, owed=0,
        resolution="RG-7",
    )  # fmt: skip
    expected = Refunded(
        "RF-1", done.receipt or "", done.code, pen(1230), pen(0), "not_presented", "RG-7", approved_at, None, None
    )
    assert desk.refunds.of_receipt(done.receipt or "") == expected
    assert not expected.is_paid
    desk.clock.advance(3600)
    due = desk.procedures.quote("LF-01").due.minor
    desk.hear(
        "refund_approved/1", refund="RF-2", receipt=other.receipt, ground="agent_error", amount=due, owed=0,
        resolution="RG-8",
    )  # fmt: skip
    desk.hear("refund_paid/1", refund="RF-1", amount=1230, currency="PEN", reference="CP-9", source="treasury")
    desk.restart()
    newest, oldest = desk.refunds.all()
    assert (newest.name, newest.is_paid) == ("RF-2", False)
    assert (oldest.is_paid, oldest.paid_at, oldest.reference) == (True, desk.counter.now(), "CP-9")
    assert desk.verified().is_clean


@pytest.mark.parametrize("ground", ["agent_error", "municipality_error", "not_presented", "withdrawn"])
def test_every_ground_has_words(desk: Desk, ground: str) -> None:
    done = desk.charge()
    desk.close_drawer()
    desk.hear(
        "refund_approved/1", refund="RF-1", receipt=done.receipt, ground=ground, amount=1230, owed=0, resolution="R"
    )
    words = desk.refunds.all()[0].ground_words
    assert words
    assert "_" not in words


def test_a_cabin_that_closes_gives_its_unused_numbers_back(desk: Desk) -> None:
    desk.charge()
    desk.hear("receipts_granted/1", grant="R2", series="C07", first=201, last=300)
    release = partial(desk.grants.release_receipts, ROSA)
    assert assert_nothing_changes(desk, release).code == "drawer_already_open"
    desk.close_drawer()
    held = [Released("R1", "C07", 2, 200), Released("R2", "C07", 201, 300)]
    assert desk.grants.unused() == held
    assert release() == held
    assert desk.last.body == {"grant": "R2", "first": 201, "last": 300}
    desk.restart()
    assert desk.grants.unused() == []
    assert assert_nothing_changes(desk, release).code == "receipts_exhausted"
    desk.open_drawer()
    assert assert_nothing_changes(desk, desk.charge).code == "receipts_exhausted"
    desk.hear("receipts_granted/1", grant="R3", series="C07", first=301, last=302)
    assert desk.charge().receipt == "C07-000301"
    assert desk.verified().is_clean
