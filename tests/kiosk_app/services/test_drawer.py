"""The drawer's day: opened, read, counted blind, closed; and everything that is refused on the way."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable

import pytest

from domain.errors import Refusal
from domain.money import Money
from kiosk_app.services.drawer import Counted, Drawer, OpenDrawer, Reading
from kiosk_app.services.guarantee import Exact, Forecast, Level
from tests.kiosk_app.services.desk import ROSA, Desk, pieces


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_an_opened_drawer_is_open_after_a_restart(closed_desk: Desk) -> None:
    desk = closed_desk
    assert desk.drawer.current() is None
    opened = desk.drawer.open(ROSA, pen(5000))
    assert opened == OpenDrawer(1, "rosa", desk.counter.now(), pen(5000), None)
    desk.restart()
    assert desk.drawer.current() == opened
    assert opened.opened_at.isoformat() == "2026-11-20T09:00:00-05:00", "the municipality's own time"


def test_a_drawer_is_opened_once_and_with_real_money(closed_desk: Desk) -> None:
    assert refused(lambda: closed_desk.drawer.open(ROSA, pen(-1))) == "amount_unreadable"
    closed_desk.open_drawer(0)
    assert refused(closed_desk.open_drawer) == "drawer_already_open"


def test_nothing_is_read_from_a_drawer_that_is_not_open(closed_desk: Desk) -> None:
    drawer = closed_desk.drawer
    assert refused(drawer.reading) == "drawer_not_open"
    assert refused(drawer.movements) == "drawer_not_open"
    assert refused(lambda: drawer.sign_count(ROSA, {})) == "drawer_not_open"
    assert refused(drawer.count_signed) == "drawer_not_counted"
    assert refused(lambda: drawer.close(ROSA)) == "drawer_not_counted"
    assert refused(lambda: drawer.reading(9)) == "session_unknown"
    assert refused(lambda: drawer.closed(9)) == "session_unknown"
    assert refused(lambda: drawer.void(ROSA, "C07-000001", "x")) == "drawer_not_open"


def test_a_reading_tells_the_sessions_figures(desk: Desk) -> None:
    first = desk.charge("RC-01")
    desk.clock.advance(60)
    desk.charge("RC-01")
    third = desk.charge("LF-01")
    desk.drawer.void(ROSA, first.receipt or "", "se equivocó")
    reading = desk.drawer.reading()
    assert reading.receipts == ("C07-000001", "C07-000003")
    assert (reading.receipt_count, reading.void_count) == (3, 1)
    counts = {total.service: total.count for total in reading.procedures}
    assert counts == {"RC-01": 1, "LF-01": 1}
    assert amounts(reading) == [pen(5000)], "the float, which was counted when the drawer was opened"
    assert reading.opening_float == pen(5000)
    movements = desk.drawer.movements()
    assert [(found.number, found.voided) for found in movements] == [
        ("C07-000003", False), ("C07-000002", False), ("C07-000001", True),
    ]  # fmt: skip
    assert (movements[0].code, movements[0].due) == (third.code, third.due)
    assert (movements[1].at - movements[2].at).total_seconds() == 60


def test_a_closed_session_tells_its_sums(desk: Desk) -> None:
    voided = desk.charge("RC-01")
    desk.charge("RC-01")
    desk.charge("LF-01")
    desk.drawer.void(ROSA, voided.receipt or "", "se equivocó")
    desk.close_drawer()
    takings = desk.drawer.closed(1).takings
    quotes = {code: desk.procedures.quote(code) for code in ("RC-01", "LF-01")}
    assert {(total.service, total.count, total.fees) for total in takings.procedures} == {
        (code, 1, quote.fee) for code, quote in quotes.items()
    }
    assert takings.fees == quotes["RC-01"].fee + quotes["LF-01"].fee
    assert takings.commission == quotes["RC-01"].commission + quotes["LF-01"].commission


def test_a_void_takes_the_money_back_and_keeps_the_number(desk: Desk) -> None:
    done = desk.charge()
    before = desk.exposure()
    assert refused(lambda: desk.drawer.void(ROSA, done.receipt or "", " \n ")) == "reason_needed"
    desk.drawer.void(ROSA, done.receipt or "", "se equivocó")
    assert desk.exposure() == before - (done.due or pen(0))
    assert refused(lambda: desk.drawer.void(ROSA, done.receipt or "", "otra vez")) == "receipt_already_voided"
    assert refused(lambda: desk.drawer.void(ROSA, "C07-000099", "no hay")) == "receipt_not_of_this_session"
    assert desk.charge().receipt == "C07-000002"
    assert [event.what for event in desk.cases.detail(done.code).history] == ["opened", "fee_collected", "fee_voided"]


def test_a_receipt_of_a_closed_session_is_not_voided_here(desk: Desk) -> None:
    done = desk.charge()
    desk.close_drawer()
    desk.open_drawer()
    assert refused(lambda: desk.drawer.void(ROSA, done.receipt or "", "ayer")) == "receipt_not_of_this_session"


def test_a_drawer_that_agrees_closes_with_the_next_z(desk: Desk) -> None:
    done = desk.charge()
    due = (done.due or pen(0)).minor
    count = desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, 5000 + due))
    assert count == Counted(pen(5000 + due), pen(5000 + due), count.pieces)
    assert sum(face.minor * number for face, number in count.pieces) == 5000 + due
    closed = desk.drawer.close(ROSA)
    assert (closed.z, closed.count, closed.explanation) == (1, count, None)
    assert closed.count.difference == pen(0)
    assert desk.drawer.current() is None
    assert desk.drawer.in_safe() == done.due
    assert desk.drawer.closed(1).count == count
    desk.open_drawer()
    assert desk.close_drawer() == 2, "no gaps"


@pytest.mark.parametrize("difference", [-150, 250])
def test_a_difference_is_explained_or_the_drawer_stays_open(desk: Desk, difference: int) -> None:
    desk.charge()
    desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, desk.expected_cash() + difference))
    assert refused(lambda: desk.drawer.close(ROSA)) == "explanation_needed"
    assert refused(lambda: desk.drawer.close(ROSA, "  ")) == "explanation_needed"
    assert desk.drawer.current() is not None
    closed = desk.drawer.close(ROSA, "vuelto mal dado")
    assert (closed.count.difference, closed.explanation) == (pen(difference), "vuelto mal dado")
    assert desk.drawer.closed(1) == dataclasses.replace(closed, reading=desk.drawer.reading(1))
    assert desk.verified().is_clean


def test_a_signed_count_is_never_taken_back(desk: Desk) -> None:
    desk.charge()
    first = desk.drawer.sign_count(ROSA, {pen(1000): 3})
    assert refused(lambda: desk.drawer.sign_count(ROSA, {pen(1000): 6})) == "drawer_already_counted"
    desk.restart()
    assert desk.drawer.count_signed() == first, "a power cut between the count and the close"
    current = desk.drawer.current()
    assert current is not None
    assert current.counted == pen(3000)
    assert refused(desk.charge) == "drawer_already_counted"
    assert refused(lambda: desk.drawer.void(ROSA, "C07-000001", "tarde")) == "drawer_already_counted"
    desk.drawer.close(ROSA, "falta todo lo demás")


def test_a_drawer_that_was_robbed_closes_too(desk: Desk) -> None:
    desk.charge()
    count = desk.drawer.sign_count(ROSA, {})
    assert (count.counted, count.difference.minor) == (pen(0), -desk.expected_cash())
    assert desk.drawer.close(ROSA, "asalto, denuncia 123").z == 1
    assert desk.verified().is_clean


def test_nothing_tells_what_the_drawer_should_hold_before_the_count_is_signed(desk: Desk) -> None:
    """Every public word of the service is asked; none says the expected cash, nor float and collection together."""
    for _ in range(3):
        desk.charge()
    desk.charge("LF-01")
    expected, exposure = desk.expected_cash(), desk.exposure()
    left = pen(desk.counter.journal.books.headroom) - exposure
    secret = {pen(expected), pen(expected - 5000), exposure, left}
    asked = 0
    for name, member in inspect.getmembers(Drawer, inspect.isfunction):
        needed = [
            parameter
            for parameter in list(inspect.signature(member).parameters.values())[1:]
            if parameter.default is parameter.empty
        ]
        if name.startswith("_") or needed:
            continue
        asked += 1
        told = refused_or_told(getattr(desk.drawer, name))
        assert not secret & set(amounts(told)), f"{name} tells what the drawer should hold"
    assert asked >= 6
    assert amounts(desk.drawer.reading()) == [pen(5000)], "no sum of money but the float"
    assert not {field.name for field in dataclasses.fields(Reading)} & {"expected", "cash", "collected", "due", "fees"}
    assert pen(expected) in amounts(desk.drawer.sign_count(ROSA, {}))
    assert desk.drawer.gauge().exact == Exact(exposure, left), "there is nothing to keep from anybody any more"


def refused_or_told(act: Callable[[], object]) -> object:
    try:
        return act()
    except Refusal as refusal:
        return refusal


def amounts(value: object) -> list[Money]:
    if isinstance(value, Money):
        return [value]
    if isinstance(value, Refusal):
        return [pen(item) for item in value.details.values() if isinstance(item, int)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [found for field in dataclasses.fields(value) for found in amounts(getattr(value, field.name))]
    if isinstance(value, (tuple, list)):
        return [found for item in value for found in amounts(item)]
    return []


def test_the_gauge_warns_and_stops_where_the_agreement_says(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=10_000)
    gauge = desk.drawer.gauge()
    assert (gauge.percent, gauge.level, gauge.warn_percent) == (0, Level.OK, 70)
    assert gauge.exact == Exact(pen(0), pen(10_000)), "no drawer is open: nothing is blind"
    desk.open_drawer(90_000)
    assert desk.exposure() == pen(0), "the float is the agent's own"
    levels = []
    while refused_or_told(desk.charge).__class__ is not Refusal:
        gauge, exposure = desk.drawer.gauge(), desk.exposure().minor
        assert gauge.exact is None
        assert gauge.above.minor < 10_000 - exposure <= gauge.upto.minor == gauge.above.minor + 1000
        assert gauge.percent == exposure // 1000 * 10
        levels.append((exposure >= 7000, gauge.level))
    assert set(levels) == {(False, Level.OK), (True, Level.WARN)}


def test_what_is_left_is_told_in_steps_that_never_say_the_figure_itself(desks: Callable[..., Desk]) -> None:
    """A fee of 12.30 on a guarantee of 123.00 is a step itself: what is left then stands on the edge of one."""
    desk = desks(guarantee=12_300)
    desk.open_drawer()
    for done in range(10):
        gauge = desk.drawer.gauge()
        assert (gauge.above.minor, gauge.upto.minor) == (12_300 - (done + 1) * 1230, 12_300 - done * 1230)
        assert gauge.percent == done * 10
        desk.charge()
    gauge = desk.drawer.gauge()
    assert (gauge.above, gauge.upto, gauge.percent, gauge.level) == (pen(0), pen(0), 100, Level.STOP)


def test_from_the_warning_on_the_gauge_says_how_long_the_headroom_lasts(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=10_000)
    desk.open_drawer()
    for _ in range(5):
        desk.charge()
    assert desk.drawer.gauge().forecast is None, "61 %: nothing to warn of"
    desk.charge()  # 73.80 of 100.00; 26.20 are two more
    assert desk.drawer.gauge().forecast == Forecast(hours=None, procedures=2), "too early to speak of hours"
    desk.clock.advance(29 * 60)
    assert desk.drawer.gauge().forecast == Forecast(hours=None, procedures=2)
    desk.clock.advance(60)
    assert desk.drawer.gauge().forecast == Forecast(hours=0, procedures=2), "half an hour for three quarters"
    desk.clock.advance(14 * 3600 + 1800)
    assert desk.drawer.gauge().forecast == Forecast(hours=4, procedures=2), "5.3 hours, said as a step"


def test_a_session_without_receipts_has_no_pace(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=1500)
    desk.open_drawer()
    desk.charge()
    desk.close_drawer()
    desk.open_drawer()
    desk.clock.advance(7200)
    gauge = desk.drawer.gauge()
    assert (gauge.level, gauge.forecast) == (Level.WARN, None)


def test_a_station_without_a_guarantee_has_no_headroom(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=1)
    desk.open_drawer()
    assert refused(desk.charge) == "headroom_exhausted"
    desk.complain()


def test_the_whole_headroom_can_be_used_and_not_one_centimo_more(desks: Callable[..., Desk]) -> None:
    due = 1230
    desk = desks(guarantee=3 * due)
    desk.open_drawer()
    for _ in range(3):
        assert desk.charge().due == pen(due)
    assert (desk.drawer.gauge().percent, desk.drawer.gauge().level) == (100, Level.STOP)
    assert refused(desk.charge) == "headroom_exhausted"


def test_headroom_that_ran_out_offline_comes_back_when_the_bank_has_the_money(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=2500)
    desk.open_drawer()
    desk.charge()
    desk.charge()
    assert refused(desk.charge) == "headroom_exhausted"
    desk.close_drawer()
    declared = desk.remittances.declare(ROSA, desk.remittances.to_deposit, "BN 77")
    desk.open_drawer()
    assert refused(desk.charge) == "headroom_exhausted", "a voucher alone buys nothing"
    desk.hear(
        "remittance_confirmed/1", remittance=declared.name, amount=1000, currency="PEN", bank_line="EXT-1"
    )  # the bank has less than was declared: only that much is believed
    assert refused(desk.charge) == "headroom_exhausted"
    desk.hear(
        "remittance_confirmed/1",
        remittance=declared.name,
        amount=declared.amount.minor - 1000,
        currency="PEN",
        bank_line="EXT-2",
    )
    desk.restart()
    assert desk.charge().receipt == "C07-000003"
    assert desk.verified().is_clean


def test_receipt_numbers_run_out_and_go_on_with_the_next_grant(desks: Callable[..., Desk]) -> None:
    desk = desks(receipts=2)
    desk.open_drawer()
    assert [desk.charge().receipt for _ in range(2)] == ["C07-000001", "C07-000002"]
    before = desk.length
    assert refused(desk.charge) == "receipts_exhausted"
    assert desk.length == before
    desk.complain()
    desk.hear("receipts_granted/1", grant="R2", series="C07", first=3, last=4)
    assert [desk.charge().receipt for _ in range(2)] == ["C07-000003", "C07-000004"]
    assert refused(desk.charge) == "receipts_exhausted"
