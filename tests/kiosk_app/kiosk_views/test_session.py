from __future__ import annotations

import pytest

from kiosk_app.screens.kiosk.session import (
    Closing,
    Limits,
    Pace,
    Phase,
    Resume,
    Session,
    TapGuard,
    Warn,
    Wipe,
)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(clock: Clock) -> Session:
    started = Session(clock)
    started.touched()
    started.page_shown(Pace.CHOOSING)
    return started


def test_a_kiosk_that_nobody_touches_never_warns(clock: Clock) -> None:
    resting = Session(clock)
    clock.pass_seconds(86_400)
    assert resting.tick() is None
    assert resting.phase is Phase.RESTING


def test_it_warns_at_sixty_seconds_and_not_before(clock: Clock, session: Session) -> None:
    clock.pass_seconds(59.9)
    assert session.tick() is None
    clock.pass_seconds(0.1)
    assert session.tick() == Warn(30)
    assert session.phase is Phase.WARNING


def test_a_page_for_typing_leaves_ninety_seconds(clock: Clock, session: Session) -> None:
    session.page_shown(Pace.TYPING)
    clock.pass_seconds(89.9)
    assert session.tick() is None
    clock.pass_seconds(0.1)
    assert session.tick() == Warn(30)


def test_the_warning_counts_down_and_then_wipes(clock: Clock, session: Session) -> None:
    clock.pass_seconds(60)
    session.tick()
    clock.pass_seconds(29.5)
    assert session.tick() == Warn(1)
    clock.pass_seconds(0.5)
    assert session.tick() == Wipe()
    assert session.phase is Phase.RESTING
    assert session.tick() is None


def test_a_touch_answers_the_warning_as_often_as_wanted(clock: Clock, session: Session) -> None:
    for _extension in range(12):
        clock.pass_seconds(75)
        assert session.tick() == Warn(15)
        assert session.touched() == Resume()
        assert session.phase is Phase.IN_USE


def test_a_touch_without_a_warning_only_buys_time(clock: Clock, session: Session) -> None:
    clock.pass_seconds(59)
    assert session.touched() is None
    clock.pass_seconds(59)
    assert session.tick() is None


def test_the_end_page_counts_from_forty_five_and_wipes_without_a_question(clock: Clock, session: Session) -> None:
    session.page_shown(Pace.FINISHED)
    assert session.tick() == Closing(45)
    clock.pass_seconds(44.2)
    assert session.tick() == Closing(1)
    clock.pass_seconds(0.8)
    assert session.tick() == Wipe()


def test_a_touch_on_the_end_page_gives_it_its_whole_time_again(clock: Clock, session: Session) -> None:
    session.page_shown(Pace.FINISHED)
    clock.pass_seconds(40)
    assert session.touched() is None
    assert session.tick() == Closing(45)
    assert session.phase is Phase.FINISHED


def test_a_computer_that_slept_wipes_at_once(clock: Clock, session: Session) -> None:
    clock.pass_seconds(7200)
    assert session.tick() == Wipe()


def test_the_next_person_starts_with_the_time_for_choosing(clock: Clock, session: Session) -> None:
    session.page_shown(Pace.TYPING)
    session.end()
    session.touched()
    clock.pass_seconds(60)
    assert session.tick() == Warn(30)


def test_a_page_shown_to_nobody_starts_no_session(clock: Clock) -> None:
    resting = Session(clock)
    resting.page_shown(Pace.TYPING)
    assert resting.phase is Phase.RESTING


def test_limits_too_short_to_answer_are_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Limits(warning_seconds=19)
    with pytest.raises(ValueError, match="time to be read"):
        Limits(typing_seconds=0)


def test_ten_fast_taps_after_a_page_turn_are_swallowed(clock: Clock) -> None:
    guard = TapGuard(clock)
    assert guard.lets_through()
    guard.page_turned()
    for _tap in range(9):
        clock.pass_seconds(0.1)
        assert not guard.lets_through()
    clock.pass_seconds(0.35)
    assert guard.lets_through()


def test_typing_is_not_held_up(clock: Clock) -> None:
    guard = TapGuard(clock)
    for _key in range(10):
        clock.pass_seconds(0.05)
        assert guard.lets_through()
