"""Setting up the printer: chosen, tried, looked at, and kept by a supervisor only when the sheet came out right."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from domain.errors import Refusal
from kiosk_app.screens.desk.printer.presenter import PrinterPresenter, kinds_here
from kiosk_app.screens.desk.printer.view import PrinterView
from kiosk_app.services.counter import Operator
from kiosk_app.shown import FieldEdited
from kiosk_app.storage import spool_table
from kiosk_app.storage.printer_settings import PrinterSettings, read_settings
from printing.documents.self_test import LETTERS
from printing.printers import DevicePrinter, NetworkPrinter
from printing.profiles import ThermalProfile
from printing.receipt_reader import read
from printing.spool import Outcome, SpoolState
from tests.conftest import type_text
from tests.kiosk_app.desk_views.hands import Operator as Hands
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown

BOSS = replace(ROSA, id="ana.s", name="Ana Soto", role="supervisor")


@pytest.fixture
def view() -> Shown:
    return Shown()


def setting_up(desk: Desk, view: Shown, operator: Operator = BOSS) -> PrinterPresenter:
    services = desk.services
    presenter = PrinterPresenter(
        view,
        operator,
        services.counter,
        services.printer_setup,
        bench=desk.bench,
        go=desk.go,
        devices=lambda: ("/dev/usb/lp0",),
    )
    presenter.show()
    return presenter


def names(view: Shown) -> list[str]:
    return [setting.name for setting in view.last().settings]


def text(view: Shown, name: str) -> str:
    return str(next(setting.text for setting in view.last().settings if setting.name == name))


def network(presenter: PrinterPresenter) -> None:
    presenter.choose_kind("network")
    presenter.edit(FieldEdited("host", "192.0.2.7"))


def test_each_way_of_printing_asks_for_what_it_needs(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view)
    assert (view.last().kind, names(view)) == ("pdf", ["folder", "width_mm"])
    presenter.choose_kind("network")
    assert names(view)[:2] == ["host", "port"]
    presenter.choose_kind("device")
    assert names(view)[:2] == ["device", "baud"]
    assert view.last().settings[0].hint == "/dev/usb/lp0"
    presenter.choose_kind("cups")
    assert text(view, "width_mm") == "80", "what was chosen before stays where it can be"
    presenter.edit(FieldEdited("width_mm", "210"))
    assert names(view) == ["queue", "width_mm"], "a sheet has no code page"
    presenter.choose_kind("network")
    assert text(view, "width_mm") == "80", "and is changed where it cannot"


def test_windows_is_offered_on_windows_and_cables_elsewhere() -> None:
    assert kinds_here("win32") == ("network", "windows", "pdf")
    assert kinds_here("linux") == ("network", "device", "cups", "pdf")


def test_nothing_is_kept_before_the_sheet_came_out_right(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view)
    network(presenter)
    presenter.test()
    assert view.last().ask
    assert desk.bench.used == []
    assert read_settings_of(desk).kind == "pdf"

    presenter.answer(True)
    assert read_settings_of(desk).host == "192.0.2.7"
    (used,) = desk.bench.used
    assert isinstance(used, NetworkPrinter)
    assert view.last().notice.words == "Guardado: desde ahora los papeles salen por aquí."
    assert not view.last().ask


def read_settings_of(desk: Desk) -> PrinterSettings:
    return desk.services.printer_setup.settings()


def test_a_sheet_that_came_out_wrong_brings_advice_and_changes_nothing(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view)
    network(presenter)
    presenter.test()
    presenter.answer(False)
    assert any("tilde" in line for line in view.last().advice)
    assert desk.bench.used == []
    presenter.edit(FieldEdited("code_page", "cp1252"))
    assert view.last().advice == ()
    assert text(view, "code_page_number") == "16", "the number that most printers give that page"


def test_the_sheet_tried_is_the_sheet_shown(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view)
    network(presenter)
    presenter.edit(FieldEdited("width_mm", "58"))
    assert text(view, "cutter") == "no"
    with Image.open(BytesIO(view.last().picture)) as picture:
        assert picture.width == 384 + 48
    presenter.test()
    printer, sheet = desk.bench.tried[0]
    assert isinstance(printer.profile, ThermalProfile)
    paper = read(sheet, 384)
    assert LETTERS in paper.text
    assert "CP858 = 19" in paper.text
    assert "192.0.2.7:9100" in paper.text
    assert paper.cuts == 0


def test_a_printer_in_trouble_says_so_and_nobody_is_asked_about_a_sheet_that_never_left(
    desk: Desk, view: Shown
) -> None:
    presenter = setting_up(desk, view)
    network(presenter)
    desk.bench.outcome = Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="paper_out", bytes_sent=0)
    presenter.test()
    assert "no tiene papel" in view.last().notice.words
    assert "IMP-03" in view.last().notice.words
    assert not view.last().ask


def test_while_a_paper_is_on_its_way_no_sheet_goes_between(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view)
    network(presenter)
    desk.bench.outcome = None
    presenter.test()
    assert view.last().notice.words == "Se está imprimiendo un papel. Pruebe de nuevo cuando salga."
    assert view.last().can_test


@pytest.mark.parametrize(
    ("field", "typed"), [("host", "  "), ("port", "99999"), ("port", "x"), ("code_page_number", "256")]
)
def test_what_cannot_be_used_is_said_beside_its_field(desk: Desk, view: Shown, field: str, typed: str) -> None:
    presenter = setting_up(desk, view)
    network(presenter)
    presenter.edit(FieldEdited(field, typed))
    assert view.last().problems == (), "nobody is told while typing"
    presenter.test()
    assert [problem.field for problem in view.last().problems] == [field]
    assert desk.bench.tried == []


def test_an_operator_may_try_the_printer_and_not_change_it(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view, ROSA)
    assert not view.last().can_change
    assert view.last().notice.words.startswith("Solo un encargado cambia la impresora.")
    presenter.test()
    presenter.answer(True)
    assert view.last().notice.words == "La impresora está bien configurada."
    assert desk.bench.used == []
    with pytest.raises(Refusal, match="supervisor_needed"):
        desk.services.printer_setup.keep(ROSA, read_settings_of(desk))
    with pytest.raises(Refusal, match="supervisor_needed"):
        desk.services.printer_setup.give_up_waiting(ROSA)


def test_papers_made_for_other_paper_are_not_sent_to_the_new_printer(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view)
    waiting = desk.collect().job
    network(presenter)
    presenter.test()
    presenter.answer(True)
    assert desk.bench.used == []
    assert view.last().give_up == "No imprimir el papel que espera"

    presenter.give_up()
    given_up = spool_table.read(desk.station.store, waiting.id)
    assert given_up is not None
    assert given_up.state is SpoolState.CANCELLED
    assert len(desk.bench.used) == 1
    assert view.last().give_up == ""
    assert desk.services.paper.copy(waiting.entry, BOSS, "otra impresora").copy_number == 1


def test_a_paper_that_is_worth_money_is_not_given_up(desk: Desk, view: Shown) -> None:
    services = desk.services
    services.prepaid.sell(BOSS, services.prepaid.amounts()[0])
    (job,) = services.printer_setup.waiting()
    presenter = setting_up(desk, view)
    network(presenter)
    presenter.test()
    presenter.answer(True)
    presenter.give_up()
    assert [waiting.id for waiting in services.printer_setup.waiting()] == [job.id]
    assert desk.bench.used == [], "its bytes are the only ones there are, and they are of other paper"
    assert view.last().notice.words.startswith("Lo que queda vale dinero y no tiene copia")


def test_papers_of_the_same_paper_go_to_the_new_printer(desk: Desk, view: Shown) -> None:
    presenter = setting_up(desk, view)
    network(presenter)
    presenter.test()
    presenter.answer(True)
    desk.collect()
    presenter.edit(FieldEdited("host", "192.0.2.8"))
    presenter.test()
    presenter.answer(True)
    assert len(desk.bench.used) == 2


def test_settings_that_cannot_be_read_are_said_and_can_be_chosen_anew(desk: Desk, view: Shown) -> None:
    desk.services.printer_setup._folder.settings.write_text("[printer]\nkind = 'tube'\n", "utf-8")
    presenter = setting_up(desk, view)
    assert "kind" in view.last().notice.words
    network(presenter)
    presenter.test()
    presenter.answer(True)
    assert read_settings(desk.services.printer_setup._folder).kind == "network"


def test_a_supervisor_sets_a_printer_up_by_keys_alone(qtbot: QtBot, dressed: object, desk: Desk) -> None:
    view = PrinterView()
    qtbot.addWidget(view)
    services = desk.services
    presenter = PrinterPresenter(
        view, BOSS, services.counter, services.printer_setup, bench=desk.bench, go=desk.go, devices=tuple
    )
    view.kind_chosen.connect(presenter.choose_kind)
    view.field_edited.connect(presenter.edit)
    view.tested.connect(presenter.test)
    view.answered.connect(presenter.answer)
    view.left.connect(presenter.leave)
    view.resize(1200, 640)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    presenter.show()
    first = view.first_focus()
    assert isinstance(first, QRadioButton)
    qtbot.waitUntil(first.isVisible)
    first.setFocus()
    for _step in range(2):  # from PDF up past the installed one to the cable
        focused = QApplication.focusWidget()
        assert isinstance(focused, QRadioButton)
        QTest.keyClick(focused, Qt.Key.Key_Up)
    device = view.fields["device"].editor
    assert device.isVisible()
    device.setFocus()
    type_text(device, "/dev/usb/lp0")
    box = view.fields["width_mm"].editor
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_F9)
    assert view._asked.isVisible()
    view._right.setFocus()
    QTest.keyClick(view._right, Qt.Key.Key_Space)
    (used,) = desk.bench.used
    assert isinstance(used, DevicePrinter)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert desk.went[-1] == ("reports", "")


def test_the_screen_is_reached_from_the_reports(attending: Hands) -> None:
    attending.key(Qt.Key.Key_F7)
    attending.key(Qt.Key.Key_F10)
    assert attending.place == "printer"
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "reports"


def test_what_the_printer_suffers_from_is_on_show_before_a_fee_is_taken(attending: Hands) -> None:
    attending.desk.printer_problems = ("paper_near_end",)
    attending.shell.refresh()
    assert attending.shell.window.warning.isVisible()
    assert "El papel está por acabarse." in attending.shell.window.warning.accessibleName() + words(attending)
    attending.desk.printer_problems = ()
    attending.shell.refresh()
    assert not attending.shell.window.warning.isVisible()


def words(attending: Hands) -> str:
    return " ".join(label.text() for label in attending.shell.window.warning.findChildren(QLabel))
