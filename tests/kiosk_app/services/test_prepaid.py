"""Prepaid codes: sold for cash, known only by their paper, spent on fees here, alone or beside cash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from domain.errors import Refusal
from domain.ledger import accounts
from domain.money import Money
from kiosk_app.services.prepaid import PrepaidCodes, PrepaidValue
from kiosk_app.services.readings import takings_of
from kiosk_app.services.receipts import Genuineness
from kiosk_app.storage import projections
from printing import receipt_code
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def sold(desk: Desk, amount: int) -> str:
    """A code of that value, as the citizen reads it from the paper."""
    desk.prepaid.sell(ROSA, pen(amount))
    return desk.hand.codes[-1]


def owed(desk: Desk) -> int:
    return desk.station.journal.books.owed(accounts.PREPAID, "PEN")


def test_a_code_is_sold_for_cash_and_is_a_debt_until_it_is_spent(desk: Desk) -> None:
    value = desk.prepaid.sell(ROSA, pen(2000))
    assert (value.name, value.left) == ("P1", pen(2000))
    assert (owed(desk), desk.exposure()) == (2000, pen(2000))
    assert desk.prepaid.find(desk.hand.codes[-1]) == value
    other = desk.prepaid.sell(ROSA, pen(1000))
    assert other.name == "P2"
    assert (desk.drawer.reading().prepaid_sold, desk.drawer.reading().prepaid_used) == (2, 0)
    assert takings_of(desk.counter, 1).prepaid_sold == pen(3000)
    assert desk.hand.codes[0] != desk.hand.codes[1]
    assert desk.verified().is_clean


def test_the_code_is_on_the_paper_and_nowhere_in_the_station(desk: Desk) -> None:
    code = sold(desk, 1000)
    tables = desk.station.store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    for table in (row["name"] for row in tables):
        for row in desk.station.store.rows(f"SELECT * FROM {table}"):  # noqa: S608 - the database's own names
            assert code not in repr(tuple(row)), table
    assert desk.last.body["proof"] in projections.dump(desk.station.store), "the control: the proof is found"


def test_a_sale_whose_paper_fails_is_no_sale(desk: Desk) -> None:
    class Jammed:
        def queue_prepaid(self, *_args: object) -> None:
            raise Refusal("disk_full")

    codes = PrepaidCodes(desk.counter, Jammed())
    assert assert_nothing_changes(desk, lambda: codes.sell(ROSA, pen(1000))).code == "disk_full"


def test_only_the_agreements_values_are_sold_and_only_with_an_open_drawer(desk: Desk) -> None:
    assert desk.prepaid.amounts() == (pen(5000), pen(2000), pen(1000))
    for amount in (pen(1500), Money(1000, "USD")):
        sell = partial(desk.prepaid.sell, ROSA, amount)
        assert assert_nothing_changes(desk, sell).code == "prepaid_amount_unknown"
    desk.close_drawer()
    assert assert_nothing_changes(desk, lambda: desk.prepaid.sell(ROSA, pen(1000))).code == "drawer_not_open"


def test_a_code_is_not_sold_beyond_the_headroom(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=1999)
    desk.open_drawer()
    desk.prepaid.sell(ROSA, pen(1000))
    assert assert_nothing_changes(desk, lambda: desk.prepaid.sell(ROSA, pen(1000))).code == "headroom_exhausted"


def test_where_the_agreement_sells_none_none_is_sold(desk: Desk) -> None:
    municipality = desk.counter.municipality
    terms = replace(municipality.agreement.terms[0], prepaid_amounts=())
    agreement = replace(municipality.agreement, terms=(terms,))
    counter = replace(desk.counter, municipality=replace(municipality, agreement=agreement))
    codes = PrepaidCodes(counter, desk.hand)
    assert codes.amounts() == ()
    assert assert_nothing_changes(desk, lambda: codes.sell(ROSA, pen(1000))).code == "prepaid_amount_unknown"


def test_a_code_is_found_as_people_write_it_and_after_a_restart(desk: Desk) -> None:
    code = sold(desk, 1000)
    desk.restart()
    written = f" {code[:4].lower()}-{code[4:8].replace('0', 'o').replace('1', 'l')} {code[8:]} "
    assert desk.prepaid.find(written).left == pen(1000)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for typed, refusal in ((wrong, "prepaid_unknown"), (code[:-1], "bearer_code_incomplete")):
        with pytest.raises(Refusal, match=refusal):
            desk.prepaid.find(typed)


def test_a_code_pays_part_of_a_fee_and_only_the_cash_is_rounded(desk: Desk) -> None:
    """12.36 asked: 10.00 by the code, 2.36 left, 2.30 in cash."""
    code = sold(desk, 1000)
    whole = desk.procedures.quote("RC-01")
    split = desk.procedures.quote_with_prepaid(whole, desk.prepaid.find(code))
    assert (whole.fee, whole.paid, whole.due) == (pen(1236), pen(0), pen(1230))
    assert (split.paid, split.due, split.rounding, split.quick[0]) == (pen(1000), pen(230), pen(6), pen(230))
    before = desk.exposure()
    done = desk.charge("RC-01", prepaid=code, tendered=pen(500))
    assert (done.paid, done.due, done.change, done.left) == (pen(1000), pen(230), pen(270), pen(0))
    assert desk.exposure() == before + pen(230), "the exposure grows by the cash alone"
    body = done.entries[-1].entry.body
    assert (done.entries[-1].entry.kind, body["paid"], body["due"], body["tendered"]) == (
        "fee_collected/2", 1000, 230, 500,
    )  # fmt: skip
    assert owed(desk) == 0
    assert desk.drawer.reading().prepaid_used == 1
    assert (desk.drawer.movements()[0].due, desk.drawer.movements()[0].paid) == (pen(230), pen(1000))
    desk.close_drawer()
    closed = desk.drawer.closed(1)
    assert closed.count.difference == pen(0)
    assert (closed.takings.prepaid_paid, closed.takings.fees, closed.takings.rounding) == (pen(1000), pen(1236), pen(6))
    assert desk.verified().is_clean


def test_a_code_pays_a_whole_fee_to_the_centimo_and_keeps_the_rest(desk: Desk) -> None:
    code = sold(desk, 2000)
    done = desk.charge("RC-01", prepaid=code, tendered=pen(0))
    assert (done.paid, done.due, done.change, done.left) == (pen(1236), pen(0), pen(0), pen(764))
    assert desk.prepaid.find(code).left == pen(764)
    again = desk.charge("RC-01", prepaid=code, tendered=pen(470))
    assert (again.paid, again.due, again.left) == (pen(764), pen(470), pen(0))
    assert desk.verified().is_clean


def test_a_spent_code_pays_nothing_more(desk: Desk) -> None:
    code = sold(desk, 1000)
    desk.charge("RC-01", prepaid=code, tendered=pen(230))
    assert desk.prepaid.find(code) == PrepaidValue(desk.prepaid.find(code).name, pen(0))
    assert assert_nothing_changes(desk, lambda: desk.charge("RC-01", prepaid=code)).code == "prepaid_spent"


def test_a_void_gives_the_code_its_value_back(desk: Desk) -> None:
    code = sold(desk, 1000)
    done = desk.charge("RC-01", prepaid=code, tendered=pen(230))
    desk.drawer.void(ROSA, done.receipt or "", "duplicado")
    desk.restart()
    assert desk.prepaid.find(code).left == pen(1000)
    assert (desk.drawer.reading().prepaid_used, takings_of(desk.counter, 1).prepaid_paid) == (0, pen(0))
    assert desk.verified().is_clean


def test_a_free_procedure_leaves_the_code_alone(desk: Desk) -> None:
    code = sold(desk, 1000)
    free = next(
        found.code for found in desk.counter.municipality.procedures if not desk.procedures.quote(found.code).fee
    )
    done = desk.charge(free, prepaid=code, tendered=pen(0))
    assert (done.entries[-1].entry.kind, done.paid, done.left) == ("fee_collected/1", pen(0), pen(1000))


@pytest.mark.parametrize(
    ("typed", "tendered", "code"),
    [
        ("7Q2M4N9XKD3V", 1230, "prepaid_unknown"),
        ("7Q2M", 1230, "bearer_code_incomplete"),
        ("", 1229, "tendered_short"),
    ],
)
def test_a_wrong_code_collects_nothing(desk: Desk, typed: str, tendered: int, code: str) -> None:
    sold(desk, 1000)
    charge = lambda: desk.charge("RC-01", prepaid=typed, tendered=pen(tendered))  # noqa: E731
    assert assert_nothing_changes(desk, charge).code == code


def test_cash_short_of_the_rest_and_absurd_cash_are_refused_as_ever(desk: Desk) -> None:
    code = sold(desk, 1000)
    short = lambda: desk.charge("RC-01", prepaid=code, tendered=pen(229))  # noqa: E731
    assert assert_nothing_changes(desk, short).code == "tendered_short"
    much = lambda: desk.charge("RC-01", prepaid=code, tendered=pen(20230))  # noqa: E731
    assert assert_nothing_changes(desk, much).code == "amount_absurd"


def test_a_code_of_another_cabin_pays_nothing_here(desks: Callable[..., Desk]) -> None:
    here, there = desks(), desks(name="C08", number=8)
    here.open_drawer()
    there.open_drawer()
    code = sold(there, 1000)
    sold(here, 1000)
    with pytest.raises(Refusal, match="prepaid_unknown"):
        here.prepaid.find(code)


def test_a_receipt_paid_with_a_code_is_checked_like_any_other(desk: Desk) -> None:
    done = desk.charge("RC-01", prepaid=sold(desk, 1000), tendered=pen(230))
    signed = done.entries[-1].signed
    checked = desk.receipts.check(receipt_code.encode("C.EXAMPLE", signed.payload, signed.signature))
    assert (checked.genuineness, checked.due, checked.paid) == (Genuineness.VALID, pen(230), pen(1000))
