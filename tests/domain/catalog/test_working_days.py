"""Terms run in working days, from the working day after the act, and never into a year nobody has filled in."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import Municipality, OpeningHours, WorkingCalendar
from domain.errors import Refusal

FRIDAY_BEFORE_FIESTAS_PATRIAS = date(2026, 7, 24)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday: Monday is day 1
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday is the same
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (FRIDAY_BEFORE_FIESTAS_PATRIAS, 1, date(2026, 7, 27)),
        (FRIDAY_BEFORE_FIESTAS_PATRIAS, 2, date(2026, 7, 30)),  # over the 28th and 29th
        (date(2026, 4, 1), 1, date(2026, 4, 6)),  # over Holy Thursday and Friday
        (date(2026, 12, 4), 3, date(2026, 12, 11)),  # over the 8th and 9th of December
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 6, 1), 30, date(2026, 7, 14)),  # 7 June is a Sunday, 29 June a Monday
        (date(2026, 7, 28), 0, date(2026, 7, 28)),  # delivered at once, on whatever day it is
    ],
)
def test_a_term_ends_on_its_last_working_day(cajamarca: Municipality, start: date, days: int, end: date) -> None:
    assert cajamarca.calendar.add_working_days(start, days) == end


def test_a_holiday_is_not_a_working_day_and_the_same_day_elsewhere_is(
    cajamarca: Municipality, mar_del_plata: Municipality
) -> None:
    assert not cajamarca.calendar.is_working(date(2026, 7, 28))
    assert mar_del_plata.calendar.is_working(date(2026, 7, 28))
    assert cajamarca.calendar.is_working(date(2026, 3, 24))
    assert not mar_del_plata.calendar.is_working(date(2026, 3, 24))


def test_saturday_has_hours_but_no_term_runs_on_it(mar_del_plata: Municipality) -> None:
    saturday = date(2026, 11, 21)
    assert not mar_del_plata.calendar.is_working(saturday)
    assert mar_del_plata.calendar.hours_on(saturday) == (OpeningHours(5, time(8), time(14)),)


def test_nobody_attends_on_a_holiday(cajamarca: Municipality) -> None:
    assert len(cajamarca.calendar.hours_on(date(2026, 7, 27))) == 2
    assert cajamarca.calendar.hours_on(date(2026, 7, 28)) == ()


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2029, 1, 1), date.min, date.max])
def test_a_day_of_an_unknown_year_is_refused_not_guessed(cajamarca: Municipality, day: date) -> None:
    for question in (cajamarca.calendar.is_working, cajamarca.calendar.hours_on):
        with pytest.raises(Refusal) as refused:
            question(day)
        assert refused.value.code == "calendar_too_short"
        assert refused.value.details == {"day": day.isoformat(), "first_year": 2026, "last_year": 2028}


@pytest.mark.parametrize(("start", "days"), [(date(2028, 12, 22), 10), (date.max, 1), (date(2028, 12, 29), 1)])
def test_a_term_that_would_end_in_an_unknown_year_is_refused(cajamarca: Municipality, start: date, days: int) -> None:
    with pytest.raises(Refusal) as refused:
        cajamarca.calendar.add_working_days(start, days)
    assert refused.value.code == "calendar_too_short"


def test_the_last_term_that_fits_is_given(cajamarca: Municipality) -> None:
    assert cajamarca.calendar.add_working_days(date(2028, 12, 28), 1) == date(2028, 12, 29)


@given(start=st.dates(date(2026, 1, 1), date(2028, 6, 30)), days=st.integers(1, 60))
def test_counting_back_gives_the_days_that_were_added(start: date, days: int) -> None:
    calendar = _peruvian()
    end = calendar.add_working_days(start, days)
    assert calendar.is_working(end)
    assert calendar.working_days_between(start, end) == days
    assert calendar.working_days_between(start, end - timedelta(days=1)) == days - 1


def _peruvian() -> WorkingCalendar:
    fixed = ((1, 1), (5, 1), (6, 7), (6, 29), (7, 23), (7, 28), (7, 29), (8, 6), (8, 30), (10, 8), (11, 1), (12, 25))
    holidays = {date(year, month, day): "feriado" for year in (2026, 2027, 2028) for month, day in fixed}
    return WorkingCalendar(frozenset(range(5)), holidays, 2026, 2028, ())
