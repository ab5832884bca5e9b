"""The desk under a finger: real touch events, on what stands there in a cabin with a touch screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QScrollArea, QScroller, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.screens.desk.samples import SAMPLES, STATUS
from kiosk_app.shells.desk_window import DeskWindow
from kiosk_app.shown import ListRow
from kiosk_app.widgets import Button, RowList
from tests.fakes.finger import slide, tap
from tests.kiosk_app.desk_views.hands import Operator
from tools.hands import name_of

#: WCAG 2.2, 2.5.8: nothing that is pressed is smaller than this.
LEAST_PX = 24


def on_show(window: QWidget, kind: type[QWidget] = QAbstractButton) -> Iterator[QWidget]:
    return (one for one in window.findChildren(kind) if one.isVisible() and one.isEnabled())


def test_every_button_of_the_counter_is_pressed_by_a_finger_at_its_rim(attending: Operator) -> None:
    """As small as they are: a finger that lands just inside still presses."""
    window = attending.shell.window
    made = [one for one in on_show(window) if isinstance(one, QAbstractButton) and not isinstance(one, QCheckBox)]
    assert len(made) > 10
    pressed: list[str] = []
    for one in made:
        assert min(one.width(), one.height()) >= LEAST_PX, name_of(one)
        one.pressed.connect(partial(pressed.append, name_of(one)))
        slide(one, QPoint(3, 3), QPoint(3, 3000))  # it presses; sliding off, it does not act
    assert pressed == [name_of(one) for one in made]


def test_a_case_is_taken_with_taps_from_place_to_place(attending: Operator) -> None:
    window = attending.shell.window
    for place, name in (("cases", "Casos"), ("drawer", "Caja"), ("attend", "Atender")):
        tap(next(one for one in on_show(window.rail) if name in name_of(one)))
        assert attending.place == place
    attending.shell.go("attend", "new")
    attending.attend().procedure_searched.emit("acta nacimiento")
    QApplication.processEvents()
    found = next(one for one in on_show(window, RowList) if one.accessibleName() == "Trámites encontrados")
    assert isinstance(found, RowList)
    tap(found.viewport(), QPoint(60, 20))
    QApplication.processEvents()  # the form has its boxes now, and their places
    box = next(one for one in on_show(window, QCheckBox) if isinstance(one, QCheckBox))
    form = attending.attend().findChildren(QScrollArea)[0]
    form.ensureWidgetVisible(box)
    QApplication.processEvents()
    tap(box, QPoint(12, box.height() // 2))
    assert box.isChecked()


def test_a_finger_that_slides_off_a_button_presses_nothing(attending: Operator) -> None:
    tap_off = next(one for one in on_show(attending.shell.window.rail) if "Casos" in name_of(one))
    slide(tap_off, tap_off.rect().center(), tap_off.rect().center() + QPoint(400, 0))
    assert attending.place == "attend"


def test_a_finger_goes_through_hundreds_of_cases(qtbot: QtBot, dressed: QApplication) -> None:
    sample = SAMPLES["cases"]
    window, view = DeskWindow(), sample.make()
    window.add_view("cases", view)
    window.show_status(STATUS)
    window.resize(1280, 720)
    window.show()
    qtbot.addWidget(window)
    rows = tuple(replace(row, key=f"{turn} {row.key}") for turn in range(40) for row in sample.state.rows)
    view.render(replace(sample.state, rows=rows))
    window.show_view("cases")
    QApplication.processEvents()
    cases = max(view.findChildren(RowList), key=lambda one: one.model().rowCount())
    chosen: list[object] = []
    cases.row_chosen.connect(chosen.append)
    scroller = QScroller.scroller(cases.viewport())
    for _turn in range(2):
        slide(cases.viewport(), QPoint(60, cases.height() - 30), QPoint(60, 40))
        qtbot.waitUntil(lambda: scroller.state() is QScroller.State.Inactive)
    assert cases.verticalScrollBar().value() > cases.height()
    assert chosen == []
    tap(cases.viewport(), QPoint(60, 40))
    assert len(chosen) == 1


@pytest.mark.parametrize("begun_on", ["a button", "the ground"])
def test_a_long_form_moves_under_the_finger_and_nothing_of_it_is_pressed(
    begun_on: str, qtbot: QtBot, dressed: QApplication
) -> None:
    sample = SAMPLES["attend_questions"]
    window, view = DeskWindow(), sample.make()
    window.add_view("attend", view)
    window.show_status(STATUS)
    window.resize(1280, 720)
    window.show()
    qtbot.addWidget(window)
    view.render(sample.state)
    window.show_view("attend")
    QApplication.processEvents()
    area = next(one for one in view.findChildren(QScrollArea) if one.verticalScrollBar().maximum() > 0)
    pressed: list[object] = []
    for one in area.findChildren(Button):
        one.clicked.connect(pressed.append)
    ground = area.viewport()
    area.verticalScrollBar().setValue(0)
    inside = [one for one in area.findChildren(QAbstractButton) if one.isVisible()]
    shown = [one for one in inside if ground.rect().contains(one.mapTo(ground, one.rect().center()))]
    start = shown[-1].mapTo(ground, shown[-1].rect().center()) if begun_on == "a button" else QPoint(8, 400)
    slide(ground, start, QPoint(start.x(), start.y() - 250))
    scroller = QScroller.scroller(ground)
    qtbot.waitUntil(lambda: scroller.state() is QScroller.State.Inactive)
    assert area.verticalScrollBar().value() > 0
    assert pressed == []


@pytest.fixture
def slow_double_clicks(dressed: QApplication) -> Iterator[None]:
    """However slow the machine is, two taps are soon one after the other."""
    before = dressed.doubleClickInterval()
    dressed.setDoubleClickInterval(60_000)
    yield
    dressed.setDoubleClickInterval(before)


@pytest.mark.usefixtures("slow_double_clicks")
def test_a_tap_right_after_a_tap_chooses_what_lies_there_now(qtbot: QtBot, dressed: QApplication) -> None:
    """What was tapped gave place to something else, as in a list that a search shortens."""
    rows = [ListRow(str(number), f"Persona {number}") for number in range(40)]
    shown = RowList("Personas")
    qtbot.addWidget(shown)
    shown.resize(400, 600)
    shown.show_rows(tuple(rows))
    shown.show()
    QApplication.processEvents()
    chosen: list[object] = []

    def next_ones(key: object) -> None:
        chosen.append(key)
        shown.show_rows(tuple(rows[3 * len(chosen) :]))

    shown.row_chosen.connect(next_ones)
    for _tap in range(3):
        tap(shown.viewport(), QPoint(60, 40))
    place = shown.indexAt(QPoint(60, 40)).row()
    assert chosen == [str(3 * turn + place) for turn in range(3)]
