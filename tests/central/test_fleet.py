"""What stations say of themselves, and the list of them with what is wrong first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from central import fleet
from central.fleet import Alarm, Health
from central.fleet_commands import lines_of
from domain.canonical import encode
from sync.messages import PAPERS_MAX, Report
from tests.central.test_gossip import REPORT
from tests.fakes.centre_world import CentreWorld, Desk

NOW = 1_795_273_200


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


def _say(desk: Desk, report: Report, clock: int = NOW) -> int:
    return desk.ask("POST", "/v1/report", encode(report.document()), clock=clock).status


def _look(world: CentreWorld) -> list[Health]:
    with world.centre.store.reading() as tx:
        return fleet.look(world.centre, tx)


def test_a_station_that_is_well_has_no_alarm(world: CentreWorld, desk: Desk) -> None:
    assert _say(desk, REPORT) == 200
    (health,) = _look(world)
    assert (health.alarms, health.report) == ((), REPORT)


@pytest.mark.parametrize(
    ("report", "clock", "alarm"),
    [
        (replace(REPORT, queue=3, oldest_s=5 * 86_400), NOW, Alarm.QUEUE),
        (replace(REPORT, disk_mb=499), NOW, Alarm.DISK),
        (replace(REPORT, printer="problem"), NOW, Alarm.PRINTER),
        (REPORT, NOW + 121, Alarm.CLOCK),
        (REPORT, NOW - 121, Alarm.CLOCK),
        (replace(REPORT, program="ventanilla 0.0.9"), NOW, Alarm.PROGRAM),
    ],
)
def test_each_thing_that_is_wrong_is_an_alarm(
    world: CentreWorld, desk: Desk, report: Report, clock: int, alarm: Alarm
) -> None:
    _say(desk, report, clock)
    (health,) = _look(world)
    assert health.alarms == (alarm,)
    assert sum(line.startswith("  ! ") for line in lines_of(world.centre, health)) == 1


@pytest.mark.parametrize(
    "report",
    [
        replace(REPORT, queue=3, oldest_s=86_400),
        replace(REPORT, disk_mb=500),
        replace(REPORT, printer="unknown"),
    ],
)
def test_what_is_only_nearly_wrong_is_no_alarm(world: CentreWorld, desk: Desk, report: Report) -> None:
    _say(desk, report, NOW + 120)
    assert _look(world)[0].alarms == ()


def test_a_weekend_is_not_silence_and_two_working_days_are(world: CentreWorld, desk: Desk) -> None:
    _say(desk, REPORT)  # Saturday, 21 November 2026
    world.clock.pass_by(days=2)
    assert _look(world)[0].alarms == (), "Monday"
    world.clock.pass_by(days=1)
    assert _look(world)[0].alarms == (Alarm.SILENT,)


def test_what_is_wrong_comes_first(world: CentreWorld, desk: Desk) -> None:
    other = world.desk("C08", 8)
    _say(desk, REPORT)
    _say(other, replace(REPORT, printer="problem"))
    assert [health.station.station for health in _look(world)] == ["C08", "C07"]


@pytest.mark.parametrize(
    "changes",
    [
        {"printer": "on fire"},
        {"program": "x" * 81},
        {"papers": [""] * (PAPERS_MAX + 1)},
        {"papers": [1]},
        {"queue": -1},
        {"more": 1},
    ],
)
def test_a_report_of_another_form_is_refused_and_the_last_one_stays(
    world: CentreWorld, desk: Desk, changes: dict[str, object]
) -> None:
    _say(desk, REPORT)
    heard = desk.ask("POST", "/v1/report", encode(REPORT.document() | changes))
    assert (heard.status, heard.problem) == (400, "message_malformed")
    assert _look(world)[0].report == REPORT
