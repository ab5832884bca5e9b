"""Appointments as screens read them: the entries of each, folded (`domain.appointments.advance`), and who it is for."""

from __future__ import annotations

from typing import Any, Final

from domain.appointments import APPOINTMENT_KINDS, Appointment, AppointmentState, advance
from kiosk_app.storage.applied import Applied, Projection, journal_event
from kiosk_app.storage.case_projections import index_person
from kiosk_app.storage.connection import Store

_COLUMNS: Final = 'code, service, opened, state, "grant", number, office, day, clock, given, moves'


def find(store: Store, code: str) -> Appointment | None:
    row = store.row(f"SELECT {_COLUMNS} FROM appointment WHERE code = ?", (code,))  # noqa: S608 - our own names
    return None if row is None else read(row)


def read(row: Any) -> Appointment:
    """A row that has the columns of `appointment`."""
    return Appointment(
        code=row["code"],
        service=row["service"],
        opened=row["opened"],
        state=AppointmentState(row["state"]),
        grant=row["grant"],
        number=row["number"],
        office=row["office"],
        day=row["day"],
        clock=row["clock"],
        given=row["given"],
        moves=row["moves"],
    )


def _advance(store: Store, applied: Applied) -> None:
    entry, code = applied.found.entry, applied.body["case"]
    before = find(store, code)
    after = advance(before, entry)
    if before is None:
        store.execute(
            f"INSERT INTO appointment ({_COLUMNS}, commitment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (*after.document().values(), entry.personal),
        )
        index_person(store, entry.sequence, entry.personal)
    else:
        store.execute(
            'UPDATE appointment SET state = ?, "grant" = ?, number = ?, office = ?, day = ?, clock = ?, given = ?,'
            " moves = ? WHERE code = ?",
            (
                *(after.state.value, after.grant, after.number, after.office, after.day, after.clock),
                *(after.given, after.moves, code),
            ),
        )
    journal_event(store, applied, code, entry.kind.partition("/")[0], f"{after.day} {after.clock}".strip())


APPOINTMENTS: Final[dict[str, Projection]] = dict.fromkeys(APPOINTMENT_KINDS, _advance)
