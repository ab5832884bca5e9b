"""Appointments at the desk with no network: the next free hour, the slip, another hour, nobody came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.appointments import AppointmentState
from domain.errors import Refusal
from kiosk_app.services.appointments import AppointmentDone
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.receipts import Genuineness
from kiosk_app.services.retention import Retention
from kiosk_app.storage import projections, spool_table
from tests.kiosk_app.services.desk import JOSE, ROSA, Desk, new_desk, verified
from tests.kiosk_app.services.test_retention import everything_is_at_the_centre
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes

DAY = 24 * 3600
SERVICE = "LICENCIA-T"
ANA = Citizen(names="Ana", surnames="Ríos", phone="223 555 0000")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Mar del Plata; four half hours of tomorrow for driving licences."""
    made = new_desk(tmp_path / "desk", municipality_folder="mar-del-plata")
    hear_slots(made)
    return made


def hear_slots(desk: Desk, **changed: object) -> None:
    body: dict[str, object] = {
        "grant": "C07-S9",
        "pool": "LIC",
        "service": SERVICE,
        "office": "LICENCIA",
        "day": day(desk, 1),
        "start": "08:00",
        "minutes": 30,
        "first": 1,
        "last": 4,
    }
    desk.hear("slots_granted/1", **(body | changed))


def day(desk: Desk, ahead: int) -> str:
    return desk.counter.today().fromordinal(desk.counter.today().toordinal() + ahead).isoformat()


def book(desk: Desk, place: int = 0, citizen: Citizen = ANA) -> AppointmentDone:
    return desk.appointments.book(ROSA, desk.appointments.free(SERVICE)[place], citizen)


def clocks(desk: Desk) -> list[str]:
    return [slot.at.strftime("%H:%M") for slot in desk.appointments.free(SERVICE)]


def refusal(desk: Desk, act: Callable[[], object]) -> str:
    return assert_nothing_changes(desk, act).code


def test_the_next_free_hour_comes_first_and_is_given_to_one_person_only(desk: Desk) -> None:
    slot = desk.appointments.free(SERVICE)[0]
    done = book(desk)
    assert done.row.at == slot.at
    assert clocks(desk) == ["08:30", "09:00", "09:30"]
    assert refusal(desk, lambda: desk.appointments.book(ROSA, slot, JOSE)) == "slot_taken"
    assert verified(desk.station).findings == []


def test_booking_is_two_entries_and_a_slip_and_survives_a_restart(desk: Desk) -> None:
    done = book(desk)
    assert [found.entry.kind for found in done.entries] == ["appointment_opened/1", "appointment_given/1"]
    assert done.job is not None
    assert done.job.document == "AppointmentSlip"
    desk.restart()
    row = desk.appointments.row(done.row.appointment.code)
    assert (row.citizen.names, row.service_name) == ("Ana", "Turno para licencia de conducir")
    assert row.can_change
    assert not row.can_end


def test_who_comes_is_in_no_entry(desk: Desk) -> None:
    payloads = b"".join(found.signed.payload for found in book(desk).entries).decode()
    assert not [word for word in ("Ana", "Ríos", "555") if word in payloads]


def test_the_slip_carries_its_whole_entry_and_another_desk_can_read_it(desk: Desk) -> None:
    done = book(desk)
    slip = desk.paper.appointments.slip(done.entries[-1], ROSA)
    checked = desk.receipts.check(slip.code_text)
    assert checked.genuineness is Genuineness.VALID
    assert (checked.code, checked.service_name) == (done.row.appointment.code, "Turno para licencia de conducir")
    assert len(done.entries[-1].signed.payload) <= 376


def test_moving_gives_another_slip_and_the_hour_before_is_free_again(desk: Desk) -> None:
    done = book(desk)
    moved = desk.appointments.move(ROSA, done.row.appointment.code, desk.appointments.free(SERVICE)[1])
    assert moved.row.at.strftime("%H:%M") == "09:00"
    assert clocks(desk) == ["08:00", "08:30", "09:30"]
    assert [found.entry.kind for found in moved.entries] == ["appointment_given/1"]
    assert desk.paper.appointments.slip(moved.entries[-1], ROSA).is_moved
    assert desk.paper.appointments.slip(done.entries[-1], ROSA).cancelled, "the paper before is no longer valid"
    assert desk.appointments.slip_of(done.row.appointment.code) == moved.job


def test_a_cancelled_hour_is_offered_again_at_once(desk: Desk) -> None:
    code = book(desk).row.appointment.code
    assert desk.appointments.cancel(ROSA, code).row.appointment.state is AppointmentState.CANCELLED
    assert clocks(desk) == ["08:00", "08:30", "09:00", "09:30"]
    assert refusal(desk, lambda: desk.appointments.cancel(ROSA, code)) == "appointment_not_booked"
    assert book(desk).row.at.strftime("%H:%M") == "08:00"
    assert verified(desk.station).findings == []


def test_nobody_is_absent_before_the_hour_and_nothing_is_moved_after_it(desk: Desk) -> None:
    code = book(desk).row.appointment.code
    hear_slots(desk, grant="C07-S20", pool="LATER", day=day(desk, 5))
    later = desk.appointments.free(SERVICE)[-1]
    assert refusal(desk, lambda: desk.appointments.end(ROSA, code, "absent")) == "appointment_not_yet"
    desk.clock.advance(1.5 * DAY)
    assert refusal(desk, lambda: desk.appointments.cancel(ROSA, code)) == "appointment_past"
    assert refusal(desk, lambda: desk.appointments.move(ROSA, code, later)) == "appointment_past"
    assert desk.appointments.end(ROSA, code, "absent").row.appointment.state is AppointmentState.ABSENT
    assert refusal(desk, lambda: desk.appointments.end(ROSA, code, "attended")) == "appointment_not_booked"


def test_hours_of_the_past_are_not_offered_nor_given(desk: Desk) -> None:
    slot = desk.appointments.free(SERVICE)[0]
    desk.clock.advance(2 * DAY)
    assert desk.appointments.free(SERVICE) == ()
    assert refusal(desk, lambda: desk.appointments.book(ROSA, slot, ANA)) == "slot_taken"


def test_a_name_is_needed_and_nothing_else(desk: Desk) -> None:
    assert refusal(desk, lambda: book(desk, citizen=Citizen(document="41236789"))) == "citizen_incomplete"
    book(desk, citizen=Citizen(names="Ana"))


def test_an_hour_of_another_service_is_no_move(desk: Desk) -> None:
    code = book(desk).row.appointment.code
    hear_slots(desk, grant="C07-S10", pool="CUD", service="CUD", office="DISCAP")
    other = desk.appointments.free("CUD")[0]
    assert refusal(desk, lambda: desk.appointments.move(ROSA, code, other)) == "appointment_of_another_service"


def test_an_appointment_is_found_by_its_code_and_by_beginnings_of_names(desk: Desk) -> None:
    first, second = book(desk).row.appointment, book(desk, citizen=JOSE).row.appointment
    assert [row.appointment.code for row in desk.appointments.find("rios an")] == [first.code]
    assert [row.appointment.code for row in desk.appointments.find(JOSE.document)] == [second.code]
    spoken = f"{second.code[:3]} {second.code[3:6]} {second.code[6:]}"
    assert [row.appointment.code for row in desk.appointments.find(spoken)] == [second.code]
    assert [row.appointment.code for row in desk.appointments.find("")] == [first.code, second.code]
    assert desk.people.by_document(JOSE.document) == JOSE, "served here before"
    with pytest.raises(Refusal, match="appointment_unknown"):
        desk.appointments.row("0072911488")


def test_a_copy_of_the_slip_is_marked_and_an_act_of_its_own(desk: Desk) -> None:
    code = book(desk).row.appointment.code
    with desk.station.store.transaction():
        desk.station.store.execute("UPDATE print_job SET state = 'printed'")
    job = desk.appointments.reprint(ROSA, code, "perdió el suyo")
    assert (job.copy_number, desk.last.kind, desk.last.body["of"]) == (1, "copy_printed/1", code)
    assert len(spool_table.of_entry(desk.station.store, job.entry)) == 2


def test_the_tables_are_the_journal_read_again(desk: Desk) -> None:
    code = book(desk).row.appointment.code
    desk.appointments.move(ROSA, code, desk.appointments.free(SERVICE)[0])
    desk.appointments.cancel(ROSA, book(desk, citizen=JOSE).row.appointment.code)
    before = projections.dump(desk.station.store)
    desk.station.journal.rebuild()
    assert projections.dump(desk.station.store) == before
    assert code in before


def test_who_came_is_forgotten_by_the_municipalitys_rule_but_not_before_the_day(desk: Desk) -> None:
    hear_slots(desk, grant="C07-S30", pool="FAR", day=day(desk, desk.counter.municipality.citizen_days + 20))
    soon, far = book(desk), book(desk, 3, JOSE)
    everything_is_at_the_centre(desk)
    desk.clock.advance((desk.counter.municipality.citizen_days + 3) * DAY)
    while Retention(desk.counter).forget_due():
        pass
    assert desk.appointments.row(soon.row.appointment.code).citizen == Citizen()
    assert desk.appointments.row(far.row.appointment.code).citizen.names == JOSE.names
