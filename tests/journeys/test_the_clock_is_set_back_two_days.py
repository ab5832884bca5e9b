"""Somebody sets the computer's date back: order comes from the journal, and the step is in it."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.clock import FRIDAY_MORNING, FakeClock
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, LICENCE, City, photo

TWO_DAYS = timedelta(days=2)


def test_a_clock_set_back_is_written_down_and_disturbs_no_order(city: City, sit: Sit) -> None:
    clock = FakeClock()
    desk = sit(clock=clock)
    desk.begin_day()
    desk.cable.pulled = True
    assert desk.serve(BIRTH)
    clock.set_wall(FRIDAY_MORNING - TWO_DAYS)
    assert desk.serve(LICENCE)
    desk.complain(photo(city.data))

    found = [one.entry for one in desk.own()]
    kinds = desk.kinds()
    assert kinds.count("clock_stepped") == 1, "written once, where it was noticed"
    stepped = found[kinds.index("clock_stepped")]
    assert stepped.body == {"seconds": -int(TWO_DAYS.total_seconds())}
    assert kinds[stepped.sequence : stepped.sequence + 2] == ["case_opened", "fee_collected"]
    assert [one.sequence for one in found] == list(range(1, len(found) + 1))
    assert desk.receipts() == ["C07-000001", "C07-000002"]

    city_calendar = desk.city.calendar
    wednesday = (FRIDAY_MORNING - TWO_DAYS).date()
    term = desk.city.procedure("LF-01").term_working_days or 0
    licence = next(one for one in found if one.body.get("service") == "LF-01" and one.kind == "case_opened/1")
    assert licence.body["promise"] == city_calendar.add_working_days(wednesday, term).isoformat(), "the wall says so"
    desk.queue("")
    assert "Cambio de hora" in desk.seen(), "and whoever looks at what waits can see that it was changed"

    desk.cable.pulled = False
    desk.send_everything()
    assert [one.hash for one in city.held()] == [one.hash for one in desk.own()]
    assert city.findings() == []
    assert desk.verification().is_clean


def test_a_clock_that_was_put_right_by_a_minute_is_not_worth_an_entry(city: City, sit: Sit) -> None:
    """The control."""
    clock = FakeClock()
    desk = sit(clock=clock)
    desk.begin_day()
    clock.set_wall(FRIDAY_MORNING - timedelta(seconds=60))
    assert desk.serve(BIRTH)
    assert "clock_stepped" not in desk.kinds()
