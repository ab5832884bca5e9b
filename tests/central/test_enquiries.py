"""Enquiries are added up as entries arrive: by month of the station's clock, cabin and subject, each once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from central import enrolment
from central.store import enquiries
from central.store.enquiries import Count
from tests.fakes.centre_world import CentreWorld, Desk

GIVEN = "information_given/1"


def tell(desk: Desk, subject: str, about: str = "procedure", **changes: Any) -> None:
    body = {"about": about, "subject": subject, "edition": "5e" * 32, "channel": "desk"}
    desk.write(GIVEN, body, **changes)


def counted(world: CentreWorld, month: str = "") -> list[tuple[str, str, str, str, int]]:
    with world.centre.store.reading() as tx:
        return [_flat(found) for found in enquiries.all_of(tx, month)]


def _flat(found: Count) -> tuple[str, str, str, str, int]:
    return (found.asked.month, found.station, found.asked.about, found.asked.subject, found.told)


def test_they_are_counted_by_cabin_and_subject(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    for desk in (first, first, second):
        tell(desk, "RC-01")
    tell(first, "RC-01", "article")
    first.push()
    second.push()
    tell(first, "RC-01")
    first.push()
    assert counted(world) == [
        ("2026-11", "C07", "article", "RC-01", 1),
        ("2026-11", "C07", "procedure", "RC-01", 3),
        ("2026-11", "C08", "procedure", "RC-01", 1),
    ]


def test_what_is_sent_again_counts_once(world: CentreWorld) -> None:
    desk = world.desk()
    first = len(desk.journal) + 1
    tell(desk, "RC-01")
    desk.push()
    desk.push(first)
    tell(desk, "LF-01")
    desk.push(first)
    assert [each[3:] for each in counted(world)] == [("LF-01", 1), ("RC-01", 1)]


def test_the_month_is_the_municipality_s_by_the_station_s_clock(world: CentreWorld) -> None:
    desk = world.desk()
    for at in (datetime(2026, 12, 1, 4, 59, 59, tzinfo=UTC), datetime(2026, 12, 1, 5, 0, tzinfo=UTC)):
        tell(desk, "RC-01", at=at)
    desk.push()
    assert [each[0] for each in counted(world)] == ["2026-11", "2026-12"]
    assert [each[0] for each in counted(world, "2026-12")] == ["2026-12"]
    assert counted(world, "2026-10") == []


def test_a_replaced_computer_goes_on_counting(world: CentreWorld) -> None:
    desk = world.desk()
    tell(desk, "RC-01")
    desk.push()
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    again = world.invite()
    assert again.enrol().status == 200
    again.epoch = 2
    world.approve(again)
    again.start()
    tell(again, "RC-01")
    again.push()
    assert [each[4] for each in counted(world)] == [2]


def test_a_centre_put_back_counts_what_comes_again_once(world: CentreWorld, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07 holds entries of the centre")
    desk = world.desk()
    first = len(desk.journal) + 1
    tell(desk, "RC-01")
    desk.push()
    world.back_up()
    desk.registry = world.registry
    tell(desk, "RC-01")
    desk.push()
    assert [each[4] for each in counted(world)] == [2]
    world.put_back()
    assert [each[4] for each in counted(world)] == [1]
    desk.registry = world.registry
    desk.push(first)
    assert [each[4] for each in counted(world)] == [2]
