"""A permission is checked with no network, and a clock that was set back does not make it longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Refusal
from domain.journal.fields import WITHDRAWN
from kiosk_app.services.admission import Admission
from kiosk_app.storage.journal import Draft
from tests.fakes.clock import FRIDAY_MORNING
from tests.kiosk_app.services.desk import Desk

TODAY = FRIDAY_MORNING.date()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def admit(desk: Desk, until: str, operator: str = "rosa", role: str = "operator") -> None:
    desk.hear("operator_admitted/1", operator=operator, role=role, until=until)


def left(desk: Desk, operator: str = "rosa") -> int | str | None:
    try:
        return Admission(desk.counter).days_left(operator)
    except Refusal as refusal:
        return refusal.code


def work(desk: Desk) -> None:
    desk.station.journal.record("rosa", Draft("operator_signed_in/1", {"refused": 0}))


def test_the_last_day_is_worked_and_the_next_is_not(desk: Desk) -> None:
    admit(desk, day(2))
    assert left(desk) == 2
    desk.clock.set_wall(FRIDAY_MORNING + timedelta(days=2))
    assert left(desk) == 0
    desk.clock.set_wall(FRIDAY_MORNING + timedelta(days=3))
    assert left(desk) == "operator_expired"


def test_a_renewal_that_was_heard_counts_from_then_on(desk: Desk) -> None:
    admit(desk, day(-1))
    assert left(desk) == "operator_expired"
    admit(desk, day(30))
    assert left(desk) == 30


def test_who_was_withdrawn_is_refused_as_soon_as_it_is_heard(desk: Desk) -> None:
    admit(desk, day(30))
    admit(desk, day(30), "luis")
    admit(desk, WITHDRAWN)
    assert (left(desk), left(desk, "luis")) == ("operator_withdrawn", 30)


def test_who_was_never_admitted_is_refused_once_anybody_was(desk: Desk) -> None:
    assert left(desk) is None, "before the centre has admitted anybody, somebody has to set the counter up"
    admit(desk, day(30), "luis")
    assert left(desk) == "operator_not_admitted"


def test_a_clock_set_back_does_not_prolong_it(desk: Desk) -> None:
    """However often it is tried: the entry that says when somebody tried does not move the day back either."""
    admit(desk, day(3))
    desk.clock.set_wall(FRIDAY_MORNING + timedelta(days=4))
    work(desk)
    for _ in range(3):
        desk.clock.set_wall(FRIDAY_MORNING)
        assert left(desk) == "operator_expired"
        work(desk)
        work(desk)
    assert left(desk) == "operator_expired"


def test_the_centres_own_days_count_too(desk: Desk) -> None:
    admit(desk, day(3))
    late = FRIDAY_MORNING + timedelta(days=9)
    desk.station.journal.hear(
        [desk.centre.write("limits_set/1", {"void_minutes": 1, "void_alone": 1, "currency": "PEN"}, at=late)]
    )
    assert left(desk) == "operator_expired"


def test_a_clock_that_ran_ahead_is_forgiven_with_the_next_permission(desk: Desk) -> None:
    admit(desk, day(3))
    desk.clock.set_wall(datetime(2031, 1, 1, tzinfo=UTC))
    work(desk)
    desk.clock.set_wall(FRIDAY_MORNING)
    work(desk)
    assert left(desk) == "operator_expired"
    admit(desk, day(30))
    assert left(desk) == 30


@pytest.mark.parametrize("before", range(5))
def test_the_entries_that_count_are_found_wherever_the_permission_stands(desk: Desk, before: int) -> None:
    """Those written before it was heard may be of a wrong clock; each one after counts."""
    desk.clock.set_wall(datetime(2031, 1, 1, tzinfo=UTC))
    for _ in range(before):
        work(desk)
    desk.clock.set_wall(FRIDAY_MORNING)
    admit(desk, day(30))
    assert left(desk) == 30
    desk.clock.set_wall(FRIDAY_MORNING + timedelta(days=10))
    work(desk)
    work(desk)
    desk.clock.set_wall(FRIDAY_MORNING)
    assert left(desk) == 20
