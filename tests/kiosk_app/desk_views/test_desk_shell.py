"""The desk as a program: real window, real services, keys as an operator strikes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from kiosk_app.screens.desk.cases.view import CasesView
from kiosk_app.screens.desk.close_drawer.view import CloseDrawerView
from kiosk_app.screens.desk.problem.presenter import problem_state
from kiosk_app.widgets import Button, RowList
from printing.spool import SpoolState
from tests.kiosk_app.desk_views.hands import PIN, Operator, sign_in


def test_nobody_gets_anywhere_before_signing_in(program: Operator) -> None:
    assert program.place == "sign_in"
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F6, Qt.Key.Key_F7):
        program.key(key)
    program.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert program.place == "sign_in"
    assert not program.shell.window.top.search.isVisible()
    sign_in(program, pin="000000")
    assert program.place == "sign_in"
    sign_in(program)
    assert program.place == "open_drawer"


def test_a_day_begins_with_the_float(program: Operator) -> None:
    sign_in(program)
    program.type("50,00")
    program.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert program.place == "attend"
    assert program.shell.window.top.drawer.accessibleName() == "Caja abierta · 0 recibos"


def test_a_known_person_is_served_within_twelve_keys_and_a_scan(attending: Operator) -> None:
    attending.desk.collect()
    attending.scan("45067318")
    assert attending.text_of("family_names") == "Yupanqui Torres"
    attending.struck = 0
    attending.type("fedat")
    attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_Space)
    attending.key(Qt.Key.Key_Space)
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    attending.key(Qt.Key.Key_F12)
    assert attending.struck <= 12
    view = attending.attend()
    assert view.delivery.isVisible()
    last = attending.desk.services.cases.today()[0]
    assert (last.service, last.citizen.document, last.receipt) == ("DO-03", "45067318", "C07-000002")
    assert attending.desk.services.cases.detail(last.code).observed == (), "both requirements were ticked with Space"


def test_a_paid_procedure_goes_by_keys_alone(attending: Operator) -> None:
    attending.scan("45067318")
    assert attending.place == "attend"
    for words in ("Inés", "Yupanqui Torres"):
        attending.dictate(words)
        attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_Return)
    attending.type("archivo")
    attending.key(Qt.Key.Key_Down)
    attending.key(Qt.Key.Key_Up)
    attending.key(Qt.Key.Key_Return)
    attending.dictate("Expediente 123-2024")
    attending.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    attending.key(Qt.Key.Key_F12)
    assert attending.attend().delivery.isVisible()
    receipts = attending.desk.services.drawer.movements()
    assert len(receipts) == 1
    assert receipts[0].service == "DO-02"


def test_ten_fast_presses_collect_once(attending: Operator) -> None:
    attending.desk.collect()
    attending.scan("45067318")
    attending.type("fedat")
    attending.key(Qt.Key.Key_Return)
    before = len(attending.desk.services.drawer.movements())
    for _press in range(10):
        attending.key(Qt.Key.Key_F12)
    assert len(attending.desk.services.drawer.movements()) == before + 1


def test_f12_with_gaps_says_what_is_missing_and_leads_there(attending: Operator) -> None:
    attending.key(Qt.Key.Key_F12)
    summary = attending.attend().summary
    assert summary.isVisible()
    assert attending.focus() is summary
    attending.key(Qt.Key.Key_Tab)
    attending.key(Qt.Key.Key_Return)
    assert attending.focus() is attending.attend().fields["document"].editor


PLACES = {
    Qt.Key.Key_F1: "help",
    Qt.Key.Key_F2: "attend",
    Qt.Key.Key_F3: "cases",
    Qt.Key.Key_F5: "complaint",
    Qt.Key.Key_F6: "drawer",
    Qt.Key.Key_F7: "reports",
}


def test_documented_keys_work_from_every_field(attending: Operator) -> None:
    view = attending.attend()
    editors = [found.editor for found in view.fields.values() if found.editor.isVisible() and found.editor.isEnabled()]
    assert len(editors) > 5
    for key, place in PLACES.items():
        for editor in [*editors, attending.shell.window.top.search]:
            attending.shell.go("attend", "")
            editor.setFocus()
            attending.key(key)
            assert attending.place == place, editor.accessibleName()


def test_help_shows_the_keys_of_the_screen_and_escape_goes_back_with_what_was_typed(attending: Operator) -> None:
    attending.attend().fields["given_names"].editor.setFocus()
    attending.dictate("Íñigo")
    attending.key(Qt.Key.Key_F1)
    assert attending.place == "help"
    attending.key(Qt.Key.Key_Escape)
    assert (attending.place, attending.text_of("given_names")) == ("attend", "Íñigo")


def test_enter_goes_to_the_next_field_and_never_collects(attending: Operator) -> None:
    view = attending.attend()
    view.fields["document"].editor.setFocus()
    names = []
    for _field in range(5):
        attending.key(Qt.Key.Key_Return)
        names.append(attending.focus().accessibleName())
    assert names == ["Nacimiento", "Nombres", "Apellidos", "Teléfono", "¿Qué necesita la persona?"]
    assert attending.desk.commits == []


def test_escape_discards_nothing_anywhere(attending: Operator) -> None:
    attending.attend().fields["given_names"].editor.setFocus()
    attending.dictate("Inés")
    for _press in range(5):
        attending.key(Qt.Key.Key_Escape)
    assert attending.text_of("given_names") == "Inés"
    attending.key(Qt.Key.Key_F5)
    text = next(found for found in attending.shell.window.findChildren(QPlainTextEdit) if found.isVisible())
    text.setFocus()
    attending.dictate("Poste apagado")
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"
    attending.key(Qt.Key.Key_F5)
    assert text.toPlainText() == "Poste apagado"


def test_a_scanned_card_never_presses_the_button_in_focus(attending: Operator) -> None:
    view = attending.attend()
    collect = next(found for found in view.findChildren(Button) if found.text().startswith("Cobrar"))
    collect.setEnabled(True)
    collect.setFocus()
    attending.scan("45067318")
    assert attending.desk.commits == []
    assert not view.summary.isVisible(), "collecting was not even tried"
    assert attending.text_of("document") == "45067318"


def test_a_scanned_receipt_says_what_it_proves_and_opens_its_case(attending: Operator) -> None:
    done = attending.desk.collect()
    paper = attending.desk.services.paper.cases.receipt(done.entries[-1], attending.desk.services.operator)
    attending.attend().fields["given_names"].editor.setFocus()
    attending.dictate("Pe")
    attending.scan(paper.code_text)
    assert attending.place == "scan_result"
    shown = [found.text() for found in attending.shell.window.findChildren(Button) if found.isVisible()]
    assert "Abrir el caso" in shown
    next(found for found in attending.shell.window.findChildren(Button) if found.text() == "Abrir el caso").click()
    assert attending.place == "cases"
    attending.key(Qt.Key.Key_F2)
    assert attending.text_of("given_names") == "Pe", "the scan left no letters behind"


def test_a_locked_screen_keeps_the_draft_and_hears_no_scans(attending: Operator) -> None:
    attending.attend().fields["given_names"].editor.setFocus()
    attending.dictate("Inés")
    attending.shell.window.rail.lock.click()
    assert attending.place == "sign_in"
    attending.key(Qt.Key.Key_F3)
    attending.scan("45067318")
    attending.shell.refresh()
    assert attending.place == "sign_in"
    assert not attending.shell.window.top.search.isVisible()
    others = [found for found in attending.shell.window.findChildren(Button) if found.text() == "Luis Ayala"]
    assert others[0].isEnabled(), "somebody else may take over"
    attending.type(PIN)
    attending.key(Qt.Key.Key_Return)
    assert (attending.place, attending.text_of("given_names")) == ("attend", "Inés")


def test_one_search_leads_to_the_case(attending: Operator) -> None:
    done = attending.desk.collect()
    attending.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert attending.focus() is attending.shell.window.top.search
    attending.type("yupanqui")
    attending.key(Qt.Key.Key_Return)
    assert attending.place == "cases"
    view = attending.shell.window.findChild(CasesView)
    assert view is not None
    found = [rows for rows in view.findChildren(RowList) if rows.isVisible()]
    assert found[0].model().rowCount() == 1
    assert done.code[:3] in found[0].model().index(0, 0).data()


def test_discarding_is_undone_from_the_toast(attending: Operator) -> None:
    attending.attend().fields["given_names"].editor.setFocus()
    attending.dictate("Inés")
    discard = next(found for found in attending.attend().findChildren(Button) if found.text() == "Descartar")
    discard.click()
    assert attending.text_of("given_names") == ""
    assert attending.shell.window.toast.isVisible()
    attending.shell.window.toast.button.click()
    assert attending.text_of("given_names") == "Inés"


def test_a_drawer_closes_by_keys_and_the_next_one_opens(attending: Operator) -> None:
    attending.key(Qt.Key.Key_F6)
    attending.key(Qt.Key.Key_F12)
    assert attending.place == "close_drawer"
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    view = attending.shell.window.findChild(CloseDrawerView)
    assert view is not None
    fifty = next(box for box in view.findChildren(QLineEdit) if box.accessibleName().endswith("S/ 50.00"))
    fifty.setFocus()
    attending.type("1")
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert attending.desk.services.drawer.current() is None
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert attending.place == "open_drawer"


def test_a_counted_drawer_leads_to_its_close_and_nowhere_else(attending: Operator) -> None:
    counter = attending.desk.services.counter
    attending.desk.services.drawer.sign_count(attending.desk.services.operator, {counter.money(5000): 1})
    attending.key(Qt.Key.Key_F6)
    assert attending.place == "close_drawer"


def test_the_paper_is_told_as_it_is_while_it_prints(attending: Operator) -> None:
    attending.desk.collect()
    attending.scan("45067318")
    attending.type("fedat")
    attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_F12)
    view = attending.attend()
    job = attending.desk.services.paper.papers_of(attending.desk.services.cases.today()[0].code)[-1]
    attending.desk.printed(job, SpoolState.UNKNOWN, "stalled")
    attending.shell.refresh()
    answers = [found.text() for found in view.delivery.findChildren(Button) if found.isVisible()]
    assert "Salió bien" in answers
    assert "No salió" in answers


def test_facts_on_top_lead_to_what_is_behind_them(attending: Operator, tmp_path: Path) -> None:
    attending.shell.window.top.queue.click()
    assert attending.place == "queue"
    attending.key(Qt.Key.Key_F8)  # nobody chose a stick
    attending.desk.stick = tmp_path
    attending.key(Qt.Key.Key_F8)
    assert [file.name for file in tmp_path.glob("*.ventanilla")] == ["C07-2026-11-20-001.ventanilla"]
    attending.key(Qt.Key.Key_F10)
    assert attending.exports == ["asked"]
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"
    attending.shell.window.top.drawer.click()
    assert attending.place == "drawer"


def test_trouble_takes_the_place_of_everything(attending: Operator) -> None:
    attending.shell.show_problem(problem_state(ValueError("x"), code="V-1"))
    assert attending.place == "problem"


def test_a_press_outside_a_field_keeps_the_window_alive_for_keys(attending: Operator) -> None:
    QTest.mouseClick(attending.shell.window.strip, Qt.MouseButton.LeftButton)
    attending.key(Qt.Key.Key_F3)
    assert attending.place == "cases"
