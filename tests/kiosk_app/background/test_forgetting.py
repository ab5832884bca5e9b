"""Forgetting goes on by itself: in parts while there is more, and after a disk has said no."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kiosk_app.background.forgetting import EVERY_MS, PART_MS, Forgetting
from kiosk_app.services.retention import Retention
from tests.kiosk_app.services.desk import Desk
from tests.kiosk_app.services.test_retention import DAY, everything_is_at_the_centre, remembered


def test_the_window_is_held_for_a_part_at_a_time(qtbot: QtBot, desk: Desk) -> None:
    codes = [desk.complain().code for _ in range(5)]
    everything_is_at_the_centre(desk)
    desk.clock.advance(40 * DAY)
    forgetting = Forgetting(Retention(desk.counter, at_once=4))
    forgetting.look()
    assert [bool(remembered(desk, code)[0]) for code in codes] == [False] * 4 + [True]
    assert forgetting.next_in_ms < 2 * PART_MS
    forgetting.look()
    assert not remembered(desk, codes[-1])[0]
    assert EVERY_MS / 2 < forgetting.next_in_ms < EVERY_MS * 2
    forgetting.stop()


def test_a_failing_disk_puts_it_off_and_loses_nothing(qtbot: QtBot, desk: Desk, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.retention: what is due could not be forgotten yet: disk_failing")
    code = desk.complain().code
    everything_is_at_the_centre(desk)
    desk.clock.advance(40 * DAY)
    forgetting = Forgetting(Retention(desk.counter))
    desk.station.store.connection.execute("PRAGMA query_only = ON")
    forgetting.look()
    assert remembered(desk, code)[0]
    desk.station.store.connection.execute("PRAGMA query_only = OFF")
    forgetting.look()
    assert not remembered(desk, code)[0]
    forgetting.stop()
