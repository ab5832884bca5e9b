"""What is half done is on the disk within a second, is asked about after a start, and outlives who began it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from domain.journal.entry import read_entry
from domain.journal.fields import WITHDRAWN
from domain.journal.kinds import Author
from kiosk_app.screens.desk.appointments.view import AppointmentsView
from kiosk_app.screens.desk.left_over.view import LeftOverView
from kiosk_app.services.drafts import DraftBook
from kiosk_app.shells.desk_shell import IDLE_LOCK_S
from kiosk_app.storage import drafts, entries
from kiosk_app.storage.drafts import KeptDraft
from kiosk_app.widgets import RowList
from tests.kiosk_app.desk_views.conftest import end_program, start_program
from tests.kiosk_app.desk_views.hands import PIN, Operator, button, sign_in
from tests.kiosk_app.desk_views.kit import INES

CONTROL = Qt.KeyboardModifier.ControlModifier
Restart = Callable[[Operator], Operator]


@pytest.fixture
def restart(qtbot: QtBot, dressed: QApplication) -> Iterator[Restart]:
    """The power fails: the program is not asked, and the next one finds what the disk has."""
    made: list[Operator] = []

    def again(before: Operator) -> Operator:
        before.shell._on = None
        end_program(before)
        found = start_program(qtbot, dressed, before.desk)
        made.append(found)
        return found

    yield again
    for operator in made:
        end_program(operator)


def half_done(attending: Operator) -> None:
    attending.scan("45067318")
    for words in ("Inés", "Yupanqui Torres"):
        attending.dictate(words)
        attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_Return)
    attending.type("archivo")
    attending.key(Qt.Key.Key_Return)
    attending.dictate("Expediente 123-2024")


def second_passes(program: Operator) -> None:
    program.shell._tick()


def kept(program: Operator) -> list[str]:
    return [draft.key for draft in drafts.read_all(program.desk.station.store)]


def left_over(program: Operator) -> RowList:
    view = program.shell.window.findChild(LeftOverView)
    assert view is not None
    rows = view.findChild(RowList)
    assert rows is not None
    return rows


def test_after_a_power_cut_the_program_asks_plainly_and_goes_on_where_it_was(
    attending: Operator, restart: Restart
) -> None:
    half_done(attending)
    second_passes(attending)
    program = restart(attending)
    sign_in(program)
    assert program.place == "left_over"
    told = left_over(program).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Yupanqui Torres, Inés" in told
    assert "lo empezó Rosa Quispe" in told
    program.key(Qt.Key.Key_Return, CONTROL)
    assert program.place == "attend"
    assert program.text_of("family_names") == "Yupanqui Torres"
    answers = [field.editor for name, field in program.attend().fields.items() if name.startswith("question:")]
    texts = [box.toPlainText() for box in answers if isinstance(box, QPlainTextEdit)]
    texts += [box.text() for box in answers if isinstance(box, QLineEdit)]
    assert "Expediente 123-2024" in texts
    program.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert program.text_of("received") == "", "cash is counted again"
    program.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    program.key(Qt.Key.Key_F12)
    assert len(program.desk.services.drawer.movements()) == 1
    assert kept(program) == [], "it went in the transaction of its fee"


def test_without_a_second_passing_nothing_is_claimed_and_nothing_was_kept(
    attending: Operator, restart: Restart
) -> None:
    """The control: it is the tick that keeps it."""
    half_done(attending)
    program = restart(attending)
    sign_in(program)
    assert program.place == "attend"


def test_what_is_put_off_waits_in_the_list_and_what_is_discarded_is_gone(attending: Operator, restart: Restart) -> None:
    half_done(attending)
    attending.key(Qt.Key.Key_F2)
    attending.attend().fields["given_names"].editor.setFocus()
    attending.dictate("Julia")
    second_passes(attending)
    program = restart(attending)
    sign_in(program)
    assert left_over(program).model().rowCount() == 2
    program.key(Qt.Key.Key_Delete, CONTROL)
    assert len(kept(program)) == 1
    program.key(Qt.Key.Key_Escape)
    assert program.place == "attend"
    rows = program.attend().cases.findChild(RowList)
    assert rows is not None
    first = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Borrador" in first
    second_passes(program)
    assert len(kept(program)) == 1, "a new person's empty form is no draft"


def test_a_complaint_is_given_back_too(attending: Operator, restart: Restart) -> None:
    attending.key(Qt.Key.Key_F5)
    attending.type("poste")
    attending.key(Qt.Key.Key_Return)
    attending.dictate("Jr. Amalia Puga 520")
    second_passes(attending)
    program = restart(attending)
    sign_in(program)
    program.key(Qt.Key.Key_Return, CONTROL)
    assert program.place == "complaint"
    text = next(found for found in program.shell.window.findChildren(QPlainTextEdit) if found.isVisible())
    text.setFocus()
    program.dictate("No enciende")
    program.scan("45067318")
    program.key(Qt.Key.Key_F12)
    last = program.desk.services.cases.today()[0]
    assert program.desk.services.cases.detail(last.code).place == "Jr. Amalia Puga 520"
    second_passes(program)
    assert kept(program) == []


def hours(program: Operator) -> None:
    """Two hours of a Monday for a service that is given by appointment."""
    body = {"pool": "D", "service": "DIVORC", "office": "PALACIO", "day": "2026-11-23", "start": "08:00", "minutes": 45}
    program.desk.hear("slots_granted/1", grant="C07-S1", first=1, last=2, **body)


def appointment_half_told(program: Operator) -> AppointmentsView:
    """The second hour, and a name without a surname."""
    hours(program)
    program.shell.go("appointments", "book:DIVORC")
    view = program.shell.window.findChild(AppointmentsView)
    assert view is not None
    view.fields["given_names"].editor.setFocus()
    program.dictate("Tiburcio")
    view.hour_chosen.emit("C07-S1:2")
    return view


def text_of(view: AppointmentsView, name: str) -> str:
    editor = view.fields[name].editor
    assert isinstance(editor, QLineEdit)
    return editor.text()


def test_an_appointment_is_given_back_with_its_hour_and_goes_with_its_act(
    attending: Operator, restart: Restart
) -> None:
    appointment_half_told(attending)
    second_passes(attending)
    assert kept(attending) == ["appointment"]
    program = restart(attending)
    sign_in(program)
    assert program.place == "left_over"
    told = left_over(program).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for words in ("Tiburcio", "Audiencia de separación convencional", "Cita", "lo empezó Rosa Quispe"):
        assert words in told
    program.key(Qt.Key.Key_Return, CONTROL)
    assert program.place == "appointments"
    view = program.shell.window.findChild(AppointmentsView)
    assert view is not None
    assert text_of(view, "given_names") == "Tiburcio"
    program.key(Qt.Key.Key_F12)
    (row,) = program.desk.services.appointments.upcoming()
    assert (row.citizen.names, row.at.strftime("%H:%M")) == ("Tiburcio", "08:45")
    assert kept(program) == [], "it went in the transaction of its act"


def test_an_appointment_that_was_not_kept_is_not_asked_about(attending: Operator, restart: Restart) -> None:
    """The control: without a second's passing there is nothing on the disk."""
    appointment_half_told(attending)
    program = restart(attending)
    sign_in(program)
    assert program.place == "attend"


def test_an_appointment_put_off_waits_on_its_page_and_one_discarded_is_gone(
    attending: Operator, restart: Restart
) -> None:
    appointment_half_told(attending)
    second_passes(attending)
    program = restart(attending)
    sign_in(program)
    program.key(Qt.Key.Key_Escape)
    assert program.place == "attend"
    second_passes(program)
    assert kept(program) == ["appointment"]
    program.shell.go("appointments", "book:DIVORC")
    view = program.shell.window.findChild(AppointmentsView)
    assert view is not None
    assert text_of(view, "given_names") == "Tiburcio"
    again = restart(program)
    sign_in(again)
    again.key(Qt.Key.Key_Delete, CONTROL)
    assert kept(again) == []
    second_passes(again)
    assert kept(again) == []


def test_an_appointment_looked_at_in_between_takes_nothing_of_what_was_typed(attending: Operator) -> None:
    hours(attending)
    services = attending.desk.services
    other = services.appointments.book(services.operator, services.appointments.free("DIVORC")[0], INES)
    view = appointment_half_told_again(attending)
    attending.shell.go("appointments", other.row.appointment.code)
    second_passes(attending)
    assert kept(attending) == ["appointment"]
    attending.shell.go("appointments", "book:DIVORC")
    assert text_of(view, "given_names") == "Tiburcio"


def appointment_half_told_again(program: Operator) -> AppointmentsView:
    program.shell.go("appointments", "book:DIVORC")
    view = program.shell.window.findChild(AppointmentsView)
    assert view is not None
    view.fields["given_names"].editor.setFocus()
    program.dictate("Tiburcio")
    return view


def test_who_is_handed_to_the_page_of_appointments_is_never_off_the_disk(attending: Operator) -> None:
    hours(attending)
    attending.scan("45067318")
    attending.dictate("Inés")
    second_passes(attending)
    assert kept(attending) == ["draft:1"]
    attending.attend().procedure_chosen.emit("book:DIVORC")
    assert attending.place == "appointments"
    store = attending.desk.station.store
    found: list[list[str]] = []

    class Watching(DraftBook):
        def keep(self, prefix: str, now_open: Iterable[KeptDraft]) -> None:
            super().keep(prefix, now_open)
            found.append([draft.key for draft in drafts.read_all(store)])

    attending.shell._services = replace(attending.desk.services, drafts=Watching(attending.desk.services.counter))
    second_passes(attending)
    assert all(found), "at no moment is nothing of it kept"
    assert kept(attending) == ["appointment"]


def test_discarding_takes_it_off_the_disk_and_taking_back_puts_it_there(attending: Operator) -> None:
    half_done(attending)
    second_passes(attending)
    assert len(kept(attending)) == 1
    button(attending, "Descartar").click()
    second_passes(attending)
    assert kept(attending) == []
    attending.key(Qt.Key.Key_Z, CONTROL)
    second_passes(attending)
    assert len(kept(attending)) == 1


def lock(program: Operator) -> None:
    program.key(Qt.Key.Key_L, CONTROL)
    assert program.place == "sign_in"


def test_somebody_else_takes_over_with_their_pin_and_finds_what_was_half_done(attending: Operator) -> None:
    half_done(attending)
    lock(attending)
    sign_in(attending, "Luis Ayala", "918273")
    assert attending.place == "attend"
    assert attending.desk.services.operator.id == "luis.a"
    rows = attending.attend().cases.findChild(RowList)
    assert rows is not None
    told = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Yupanqui Torres, Inés" in told
    assert "Borrador" in told
    attending.attend().case_chosen.emit("draft:1")
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    attending.key(Qt.Key.Key_F12)
    last = attending.desk.services.cases.today()[0]
    assert last.citizen.full_name == "Yupanqui Torres, Inés"
    store = attending.desk.station.store
    charged = read_entry(list(entries.read(store, Author.STATION))[-1]).entry
    assert (charged.kind, charged.operator) == ("fee_collected/1", "luis.a"), "who collected is who is named"
    assert "Luis Ayala" in attending.shell.window.rail.lock.accessibleName()


def test_a_wrong_pin_of_somebody_else_opens_nothing(attending: Operator) -> None:
    half_done(attending)
    lock(attending)
    sign_in(attending, "Luis Ayala", PIN)
    assert attending.place == "sign_in"
    assert attending.desk.services.operator.id == "rosa.q"


def test_a_counter_that_nobody_touches_locks_itself_and_loses_nothing(attending: Operator) -> None:
    half_done(attending)
    attending.seconds += IDLE_LOCK_S - 1
    second_passes(attending)
    assert attending.place == "attend"
    attending.seconds += 2
    second_passes(attending)
    assert attending.place == "sign_in"
    attending.type(PIN)
    attending.key(Qt.Key.Key_Return)
    assert (attending.place, attending.text_of("given_names")) == ("attend", "Inés")


def test_a_hand_on_the_counter_keeps_it_open(attending: Operator) -> None:
    for _minute in range(30):
        attending.seconds += 60
        attending.key(Qt.Key.Key_Tab)
        second_passes(attending)
    assert attending.place == "attend"


def admit(program: Operator, operator: str, until: str) -> None:
    program.desk.hear("operator_admitted/1", operator=operator, role="operator", until=until)


def test_who_was_withdrawn_behind_the_lock_does_not_come_back_and_somebody_else_does(attending: Operator) -> None:
    half_done(attending)
    lock(attending)
    admit(attending, "rosa.q", "2026-12-20")
    admit(attending, "luis.a", "2026-12-20")
    attending.type(PIN)
    attending.key(Qt.Key.Key_Return)
    assert attending.place == "attend"
    lock(attending)
    admit(attending, "rosa.q", WITHDRAWN)
    attending.type(PIN)
    attending.key(Qt.Key.Key_Return)
    assert attending.place == "sign_in", "asked again at each unlocking"
    sign_in(attending, "Luis Ayala", "918273")
    assert attending.place == "attend"
