"""The counter works by the figures of the day: what the agreement says of tomorrow changes nothing of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.catalog import CommissionMode, read_municipality
from domain.errors import Refusal
from domain.money import Money
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.guarantee import Level
from kiosk_app.services.procedures import OpenProcedure
from tests.kiosk_app.services.desk import FOLDERS, ROSA, Desk

#: The last minute of 2026-12-14 and the first of 2026-12-15 in Lima.
EVE, DAY = datetime(2026, 12, 15, 4, 59, tzinfo=UTC), datetime(2026, 12, 15, 5, 0, tzinfo=UTC)

SURCHARGE = """
[[terms]]
since = 2026-12-15
commission_mode = "surcharge"
guarantee = "300.00"
headroom_percent = 100
warn_percent = 5
banking_term_hours = 24
smallest_coin = "0.50"
receipt_block = 200
void_minutes = 30
void_alone = "50.00"
voucher_amount = "100.00"
voucher_count = 10
prepaid_amounts = []
source = "sample"
"""
OWN = """
[[commission]]
agent = "C07"
since = 2026-12-15
amount = "6.00"
source = "sample"
"""


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def bring_edition(desk: Desk, added: str) -> None:
    """The desk works on with a folder whose agreement says more."""
    files = {path.name: path.read_bytes() for path in (FOLDERS / "cajamarca").iterdir()}
    city = read_municipality(files | {"agreement.toml": files["agreement.toml"] + added.encode()})
    desk.counter = replace(desk.counter, municipality=city)
    desk.procedures = OpenProcedure(desk.counter, desk.paper)
    desk.drawer = Drawer(desk.counter)


def test_terms_of_tomorrow_leave_the_quotes_of_today_as_they_were(desk: Desk) -> None:
    codes = [procedure.code for procedure in desk.counter.municipality.procedures]
    desk.clock.set_wall(EVE)
    before = [_figures(desk, code) for code in codes]
    bring_edition(desk, SURCHARGE + OWN)
    assert [_figures(desk, code) for code in codes] == before
    desk.clock.set_wall(DAY)
    assert [_figures(desk, code) for code in codes] != before


def _figures(desk: Desk, code: str) -> tuple[object, ...]:
    quote = desk.procedures.quote(code)
    return quote.fee, quote.service_fee, quote.rounding, quote.due, quote.commission, quote.mode


def test_from_settled_to_surcharge_the_citizen_pays_the_service_from_that_day_on(desk: Desk) -> None:
    bring_edition(desk, SURCHARGE)
    desk.clock.set_wall(EVE)
    eve = desk.charge(tendered=pen(2000))
    desk.clock.set_wall(DAY)
    day = desk.charge(tendered=pen(2000))
    assert (eve.due, day.due) == (pen(1230), pen(1600)), "12.36, and 12.36 + 4.00 in coins of 0.50"
    signed = [done.entries[1].entry.body for done in (eve, day)]
    assert [body["mode"] for body in signed] == [CommissionMode.SETTLED, CommissionMode.SURCHARGE]
    assert [(body["fee"], body["commission"], body["due"]) for body in signed] == [(1236, 400, 1230), (1236, 400, 1600)]
    assert desk.verified().is_clean


def test_a_coin_that_left_circulation_rounds_from_that_day_on(desk: Desk) -> None:
    bring_edition(desk, SURCHARGE.replace('"surcharge"', '"settled"'))
    desk.clock.set_wall(EVE)
    assert desk.procedures.quote("RC-01").due == pen(1230)
    desk.clock.set_wall(DAY)
    assert desk.procedures.quote("RC-01").due == pen(1200)


def test_the_stations_own_commission_is_the_one_it_earns(desks: Callable[..., Desk]) -> None:
    for name, number, earned in (("C07", 7, 600), ("C08", 8, 400)):
        desk = desks(name=name, number=number)
        bring_edition(desk, OWN)
        desk.clock.set_wall(EVE)
        assert desk.procedures.quote("RC-01").commission == pen(400)
        desk.clock.set_wall(DAY)
        assert desk.procedures.quote("RC-01").commission == pen(earned)


def test_without_terms_in_force_nothing_is_quoted_and_the_drawer_can_still_be_closed(desk: Desk) -> None:
    city = desk.counter.municipality
    [terms] = city.agreement.terms
    later = replace(city.agreement, terms=(replace(terms, since=date(2027, 1, 1)),))
    desk.counter = replace(desk.counter, municipality=replace(city, agreement=later))
    with pytest.raises(Refusal, match="terms_not_in_force"):
        OpenProcedure(desk.counter, desk.paper).quote("RC-01")
    drawer = Drawer(desk.counter)
    assert drawer.gauge().warn_percent == terms.warn_percent
    drawer.sign_count(ROSA, {})
    assert drawer.close(ROSA, "robo").z == 1


def test_the_gauge_warns_from_the_percentage_of_the_day(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=30_000)
    desk.open_drawer()
    bring_edition(desk, SURCHARGE)
    desk.clock.set_wall(EVE)
    desk.charge("RC-01")
    desk.charge("RC-01")
    gauge = desk.drawer.gauge()
    assert (gauge.percent, gauge.warn_percent, gauge.level) == (0, 70, Level.OK), (
        "8 %, told in tens while the drawer is open"
    )
    desk.clock.set_wall(DAY)
    gauge = desk.drawer.gauge()
    assert (gauge.percent, gauge.warn_percent, gauge.level) == (5, 5, Level.WARN)
