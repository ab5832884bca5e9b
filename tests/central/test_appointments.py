"""Hours that stations may give, and the day's list of an office with what they gave."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from central import appointments, enrolment, granting, restores
from central.appointments import Hours, Listed
from central.outbound import OutboundWriter
from central.spans import Span
from central.store import journals
from central.store.pools import PoolName
from domain.appointments import AppointmentState, SlotTimes
from domain.catalog import AppointmentService
from domain.errors import Refusal
from tests.fakes.centre_world import TERMS, CentreWorld, Desk, case_code, sealed_personal, sha256_of

DAY = "2026-12-01"
LICENCE = AppointmentService(
    "LICENCIA-T", "Turno para licencia de conducir", "Licencias", "", ("LICENCIA", "SEDE"), 30, (), "LIC", (), "id-card"
)
TIMES = SlotTimes("LICENCIA-T", "LICENCIA", DAY, 8 * 60, 30)
POOL = PoolName("SLOT", "LIC-0112")


@pytest.fixture
def office(world: CentreWorld) -> CentreWorld:
    """A centre whose municipality gives driving licences by appointment."""
    offices = {"LICENCIA": "Licencias de Conducir", "SEDE": "Sede"}
    world.terms = replace(TERMS, appointments={"LICENCIA-T": LICENCE}, offices=offices)
    world.reopen()
    open_hours(world)
    return world


def open_hours(world: CentreWorld, times: SlotTimes = TIMES, pool: str = POOL.pool, count: int = 4) -> PoolName:
    with world.centre.store.writing() as tx:
        return appointments.open_hours(world.centre, tx, Hours(pool, times, count), "jefe")


def grant(world: CentreWorld, desk: Desk, most: int = 4, pool: PoolName = POOL) -> dict[str, Any]:
    with world.centre.store.writing() as tx:
        writer = OutboundWriter(world.centre, tx, enrolment.require(tx, desk.name), "jefe")
        granting.grant_units(writer, pool, most)
    body: dict[str, Any]
    (body,) = (found.entry.body for found in desk.pull() if found.entry.kind == "slots_granted/1")
    return body


def book(world: CentreWorld, desk: Desk, slots: dict[str, Any], number: int, person: str = "Ana") -> str:
    """Signed at the desk with what the person told; answers the code."""
    sealed, commitment = sealed_personal(desk.name, {"names": person, "phone": "2235550000"}, world.sealing_key)
    code = case_code(desk.invitation.number, len(desk.journal) + 1)
    told = [{"sha": sha256_of(sealed), "size": len(sealed), "type": "application/vnd.ventanilla.sealed"}]
    opened = {"case": code, "service": "LICENCIA-T", "edition": "e" * 64, "blobs": told}
    desk.write("appointment_opened/1", opened, personal=commitment)
    give(desk, code, slots, number)
    assert desk.push().status == 200
    assert desk.upload(sealed).status in (200, 201, 204)
    return code


def give(desk: Desk, code: str, slots: dict[str, Any], number: int) -> None:
    clock = TIMES.clock(number)
    place = {"office": slots["office"], "day": slots["day"], "clock": clock}
    body = {"case": code, "service": "LICENCIA-T", "grant": slots["grant"], "number": number}
    desk.write("appointment_given/1", body | place)


def listed(world: CentreWorld, day: str = DAY, **narrowed: str) -> list[Listed]:
    with world.centre.store.reading() as tx:
        return appointments.day_list(world.centre, tx, date.fromisoformat(day), **narrowed)


def findings(world: CentreWorld) -> list[str]:
    with world.centre.store.reading() as tx:
        return [one.code for one in journals.findings(tx)]


def refusal(world: CentreWorld, **changed: Any) -> str:
    count = changed.pop("count", 4)
    try:
        open_hours(world, replace(TIMES, **changed), "OTHER", count)
    except Refusal as refused:
        return refused.code
    return ""


def test_a_station_hears_which_hour_each_number_means(office: CentreWorld) -> None:
    desk = office.desk()
    body = grant(office, desk)
    assert {name: body[name] for name in ("service", "office", "day", "start", "minutes", "first", "last")} == {
        "service": "LICENCIA-T",
        "office": "LICENCIA",
        "day": DAY,
        "start": "08:00",
        "minutes": 30,
        "first": 1,
        "last": 4,
    }


def test_two_stations_are_never_granted_one_hour(office: CentreWorld) -> None:
    first, second = office.desk("C07", 7), office.desk("C08", 8)
    mine, theirs = grant(office, first, 2), grant(office, second, 9)
    assert ((mine["first"], mine["last"]), (theirs["first"], theirs["last"])) == ((1, 2), (3, 4))
    with pytest.raises(Refusal, match="pool_exhausted"):
        grant(office, first)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"start": 10 * 60}, ""),
        ({"start": 10 * 60 - 1}, "pool_meets"),
        ({"start": 7 * 60, "count": 2}, ""),
        ({"start": 7 * 60, "count": 3}, "pool_meets"),
        ({"office": "SEDE"}, ""),
        ({"office": "PLAYA"}, "office_unknown"),
        ({"day": "2026-12-02"}, ""),
        ({"service": "CUD"}, "appointment_service_unknown"),
        ({"start": 22 * 60}, ""),
        ({"start": 22 * 60 + 1}, "hours_malformed"),
        ({"start": 22 * 60, "count": 0}, "hours_malformed"),
        ({"start": 12 * 60, "minutes": 4}, "hours_malformed"),
    ],
)
def test_hours_of_one_service_at_one_office_never_meet(
    office: CentreWorld, changed: dict[str, Any], refused: str
) -> None:
    assert refusal(office, **changed) == refused


def test_a_pool_that_was_refused_leaves_nothing_behind(office: CentreWorld) -> None:
    assert refusal(office) == "pool_meets"
    assert refusal(office, start=12 * 60) == "", "its name was not taken"


def test_the_days_list_says_who_comes_when_and_where_it_was_given(office: CentreWorld) -> None:
    desk = office.desk()
    slots = grant(office, desk)
    late, early = book(office, desk, slots, 3, "Berta"), book(office, desk, slots, 1, "Ana")
    found = listed(office)
    assert [(one.told.appointment.code, one.told.appointment.clock) for one in found] == [
        (early, "08:00"),
        (late, "09:00"),
    ]
    assert [one.person["names"] for one in found] == ["Ana", "Berta"]
    assert listed(office, "2026-12-02") == []
    assert listed(office, office="SEDE") == []
    assert len(listed(office, office="LICENCIA", service="LICENCIA-T")) == 2
    assert findings(office) == []


def test_a_moved_a_cancelled_and_a_missed_appointment_are_told_as_what_they_are(office: CentreWorld) -> None:
    desk = office.desk()
    slots = grant(office, desk)
    moved, cancelled, missed = (book(office, desk, slots, number) for number in (1, 2, 3))
    give(desk, moved, slots, 4)
    desk.write("appointment_cancelled/1", {"case": cancelled, "service": "LICENCIA-T", "by": "citizen"})
    desk.write("appointment_ended/1", {"case": missed, "service": "LICENCIA-T", "outcome": "absent"})
    again = book(office, desk, slots, 1)
    assert [(one.told.appointment.code, one.told.appointment.clock) for one in listed(office)] == [
        (again, "08:00"),
        (cancelled, "08:30"),
        (missed, "09:00"),
        (moved, "09:30"),
    ]
    assert [one.told.appointment.state for one in listed(office)] == [
        AppointmentState.BOOKED,
        AppointmentState.CANCELLED,
        AppointmentState.ABSENT,
        AppointmentState.BOOKED,
    ]
    assert findings(office) == []


def test_a_slot_that_a_station_does_not_hold_is_a_finding_and_stands_in_no_list(
    office: CentreWorld, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central")
    first, second = office.desk("C07", 7), office.desk("C08", 8)
    slots = grant(office, first, 2)
    code = book(office, first, slots, 1)
    body = {"case": case_code(8, 1), "service": "LICENCIA-T", "edition": "e" * 64}
    second.write("appointment_opened/1", body, personal="H" * 43)
    give(second, case_code(8, 1), slots, 1)
    assert second.push().status == 200
    assert [one.told.appointment.code for one in listed(office)] == [code]
    assert findings(office) == ["grant_unknown"]


def test_what_a_station_says_of_anothers_appointment_changes_nothing(
    office: CentreWorld, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.appointments")
    first, second = office.desk("C07", 7), office.desk("C08", 8)
    code = book(office, first, grant(office, first, 2), 1)
    slots = grant(office, second)
    give(second, code, slots, 3)
    assert second.push().status == 200
    assert [(one.told.appointment.clock, one.told.station) for one in listed(office)] == [("08:00", "C07")]
    assert findings(office) == ["case_code_taken"]


def test_a_slot_given_back_by_signature_goes_to_another_station(office: CentreWorld) -> None:
    first, second = office.desk("C07", 7), office.desk("C08", 8)
    slots = grant(office, first)
    code = book(office, first, slots, 4)
    first.write("appointment_cancelled/1", {"case": code, "service": "LICENCIA-T", "by": "citizen"})
    first.write("numbers_released/1", {"grant": slots["grant"], "first": 4, "last": 4})
    assert first.push().status == 200
    theirs = grant(office, second)
    assert (theirs["first"], theirs["last"], theirs["start"]) == (4, 4, "08:00")


def test_who_comes_is_not_known_before_the_letter_is_here_and_never_logged(
    office: CentreWorld, caplog: pytest.LogCaptureFixture
) -> None:
    desk = office.desk()
    slots = grant(office, desk)
    caplog.set_level(logging.DEBUG)
    sealed, commitment = sealed_personal(desk.name, {"names": "Zoraida"}, office.sealing_key)
    told = [{"sha": sha256_of(sealed), "size": len(sealed), "type": "application/vnd.ventanilla.sealed"}]
    body = {"case": case_code(7, 1), "service": "LICENCIA-T", "edition": "e" * 64, "blobs": told}
    desk.write("appointment_opened/1", body, personal=commitment)
    give(desk, case_code(7, 1), slots, 1)
    desk.push()
    assert listed(office)[0].person == {}
    desk.upload(sealed)
    assert listed(office)[0].person == {"names": "Zoraida"}
    assert "Zoraida" not in caplog.text
    assert b"Zoraida" not in office.stored()


def test_after_a_restore_what_was_given_stands_and_hours_are_opened_anew(office: CentreWorld) -> None:
    desk = office.desk()
    slots = grant(office, desk, 2)
    book(office, desk, slots, 1)
    with office.centre.store.writing() as tx:
        mark = restores.say(office.centre, tx)
    desk.ask("GET", f"/v1/outbound?from={desk.seen + 1}")
    with pytest.raises(Refusal, match="pool_closed"):
        grant(office, desk)
    opened = open_hours(office, replace(TIMES, start=9 * 60), POOL.pool, 2)
    assert opened == PoolName("SLOT", f"LIC-0112.{mark}")
    assert grant(office, desk, pool=opened)["start"] == "09:00"
    code = case_code(7, 900)
    desk.write("appointment_opened/1", {"case": code, "service": "LICENCIA-T", "edition": "e" * 64}, personal="H" * 43)
    give(desk, code, slots, 2)
    assert desk.push().status == 200
    assert [one.told.appointment.clock for one in listed(office)] == ["08:00", "08:30"]
    assert findings(office) == []


def test_numbers_without_hours_are_granted_as_before(office: CentreWorld) -> None:
    desk = office.desk()
    with office.centre.store.writing() as tx:
        granting.open_pool(office.centre, tx, PoolName("SLOT", "OLD"), Span(1, 5), "jefe")
        writer = OutboundWriter(office.centre, tx, enrolment.require(tx, "C07"), "jefe")
        granting.grant_units(writer, PoolName("SLOT", "OLD"), 5)
    assert desk.pull()[-1].entry.kind == "units_granted/1"
