"""Lists, tables and long pages under a finger: real touch events, a drag that scrolls and a tap that chooses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QListView,
    QScroller,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kiosk_app.screens.desk.parts import Content, scrolled
from kiosk_app.shown import Cell, ListRow, TableRow
from kiosk_app.theme import DESK, apply_theme
from kiosk_app.widgets import Button, Column, RowList, Table
from tests.fakes.finger import slide, tap

LOW, HIGH = QPoint(80, 360), QPoint(80, 70)


@pytest.fixture
def shown() -> list[QWidget]:
    """Windows that a test holds until it ends."""
    return []


@pytest.fixture
def on_show(qtbot: QtBot, qapp: QApplication, shown: list[QWidget]) -> Callable[[QWidget], None]:
    apply_theme(qapp, DESK)

    def show(area: QWidget) -> None:
        window = QWidget()
        QVBoxLayout(window).addWidget(area)
        qtbot.addWidget(window)
        window.resize(420, 440)
        window.show()
        shown.append(window)

    return show


def rows() -> tuple[RowList, list[object]]:
    found, chosen = RowList("Casos"), list[object]()
    found.show_rows(tuple(ListRow(f"row {number}", f"Caso {number}") for number in range(200)))
    found.row_chosen.connect(chosen.append)
    return found, chosen


def come_to_rest(qtbot: QtBot, area: QAbstractScrollArea) -> None:
    """A list that was flung runs on by itself."""
    scroller = QScroller.scroller(area.viewport())
    qtbot.waitUntil(lambda: scroller.state() is QScroller.State.Inactive)


def test_a_finger_drags_a_long_list_and_chooses_nothing(qtbot: QtBot, on_show: Callable[[QWidget], None]) -> None:
    found, chosen = rows()
    on_show(found)
    slide(found.viewport(), LOW, HIGH)
    come_to_rest(qtbot, found)
    far = found.verticalScrollBar().value()
    assert far >= LOW.y() - HIGH.y() - 30
    assert chosen == []
    slide(found.viewport(), HIGH, LOW)
    come_to_rest(qtbot, found)
    assert found.verticalScrollBar().value() < far
    assert chosen == []


def test_a_finger_that_taps_a_row_chooses_it(qtbot: QtBot, on_show: Callable[[QWidget], None]) -> None:
    found, chosen = rows()
    on_show(found)
    slide(found.viewport(), LOW, HIGH)
    come_to_rest(qtbot, found)
    under = found.indexAt(HIGH).row()
    tap(found.viewport(), HIGH)
    assert chosen == [f"row {under}"]
    assert under > 0


def test_a_list_of_qt_s_own_is_not_dragged_by_a_finger(on_show: Callable[[QWidget], None]) -> None:
    """The control: what the tests above see is our doing."""
    plain = QListView()
    plain.setModel(QStringListModel([f"row {number}" for number in range(200)], plain))
    plain.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    on_show(plain)
    slide(plain.viewport(), LOW, HIGH)
    assert plain.verticalScrollBar().value() == 0


def test_a_mouse_drags_nothing(on_show: Callable[[QWidget], None]) -> None:
    found, _chosen = rows()
    on_show(found)
    QTest.mousePress(found.viewport(), Qt.MouseButton.LeftButton, pos=LOW)
    QTest.mouseMove(found.viewport(), HIGH)
    QTest.mouseRelease(found.viewport(), Qt.MouseButton.LeftButton, pos=HIGH)
    assert found.verticalScrollBar().value() == 0


def test_a_table_is_dragged_and_its_rows_are_tapped(qtbot: QtBot, on_show: Callable[[QWidget], None]) -> None:
    table, chosen = Table((Column("Fecha"), Column("Importe", 90, numeric=True)), "Depósitos"), list[object]()
    table.show_rows(tuple(TableRow(f"row {number}", (Cell("20/11/2026"), Cell("10.00"))) for number in range(100)))
    table.row_chosen.connect(chosen.append)
    on_show(table)
    slide(table.viewport(), LOW, HIGH)
    come_to_rest(qtbot, table)
    assert table.verticalScrollBar().value() > 0
    chosen.clear()
    under = table.indexAt(HIGH).row()
    tap(table.viewport(), HIGH)
    assert chosen == [f"row {under}"]


def test_a_form_is_dragged_from_wherever_the_finger_is_and_presses_nothing(
    qtbot: QtBot, on_show: Callable[[QWidget], None]
) -> None:
    pressed: list[str] = []
    content = Content()
    lines = QVBoxLayout()
    for number in range(40):
        button = Button(f"Paso {number}")
        button.clicked.connect(lambda _checked=False, name=f"Paso {number}": pressed.append(name))
        lines.addWidget(button)
    content.setLayout(lines)
    area = scrolled(content, "Formulario")
    on_show(area)
    slide(area.viewport(), LOW, HIGH)
    come_to_rest(qtbot, area)
    assert area.verticalScrollBar().value() > 0
    assert pressed == []
    under = area.viewport().childAt(HIGH)
    assert isinstance(under, Button)
    tap(under)
    assert pressed == [under.text()]
