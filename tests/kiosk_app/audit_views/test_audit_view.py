from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.screens.audit.charts import ChartCard
from kiosk_app.screens.audit.figures import FigureCard
from kiosk_app.screens.audit.inspector import EvidenceRow
from kiosk_app.screens.audit.samples import SampleCabin
from kiosk_app.screens.audit.screen import wire
from kiosk_app.screens.audit.state import Tab
from kiosk_app.screens.audit.tables import columns_of
from kiosk_app.services.audit import Audited
from kiosk_app.shells.audit_window import AuditWindow
from kiosk_app.theme import DESK, apply_theme
from kiosk_app.theme.fonts import text_font
from kiosk_app.widgets.table import Table
from tests.kiosk_app.audit_views.kit import Room

SIZES: Final = [(1440, 860), (1366, 768), (1280, 720)]
#: A row of each kind of money, with its evidence open.
OPENED: Final = (
    "receipts|C07|C07-000082",
    "voids|C07|r.quispe",
    "closes|C15|8",
    "deposits|C11|REM-0011-000007-1",
    "treasury|C02|refund RF-118",
    "statements|C11|2026-10",
)
LEFT: Final = Qt.MouseButton.LeftButton


class Screen:
    """The window with a presenter behind it, wired as the product wires them."""

    def __init__(
        self, audited: tuple[Audited, ...], size: tuple[int, int] = SIZES[0], *, begun_only: bool = False
    ) -> None:
        self.window = AuditWindow("A. Torres")
        self.view = self.window.view
        self.room = Room(audited, begun_only=begun_only)
        self.presenter = self.room.presenter
        self.presenter._view = self.view
        wire(self.view, self.presenter)
        if begun_only:
            self.presenter.begin()
        else:
            self.presenter.verify()
        self.window.resize(*size)
        self.window.show()
        self.settle()

    @staticmethod
    def settle() -> None:
        for _round in range(3):
            QApplication.processEvents()

    @property
    def table(self) -> Table:
        grid = self.view.grid
        return next(table for table in grid.tables.values() if table.isVisible())

    def rows(self) -> int:
        return self.table.model().rowCount()


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, sound: tuple[Audited, ...]) -> Iterator[Screen]:
    apply_theme(qapp, DESK)
    made = Screen(sound)
    qtbot.addWidget(made.window)
    yield made
    made.window.close()


def visible(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible() and widget.visibleRegion()]


def visible_words(window: QWidget) -> str:
    """Labels, and the figures, which are painted and say themselves by their accessible names."""
    labels = [label.text() for label in visible(window, QLabel) if isinstance(label, QLabel)]
    return " ".join((*labels, *(card.accessibleName() for card in visible(window, FigureCard))))


@pytest.mark.parametrize("size", SIZES, ids=["1440", "1366", "1280"])
def test_every_tab_fits_the_window_and_no_word_is_cut(
    qtbot: QtBot, qapp: QApplication, sound: tuple[Audited, ...], size: tuple[int, int]
) -> None:
    apply_theme(qapp, DESK)
    screen = Screen(sound, size)
    qtbot.addWidget(screen.window)
    shown = [partial(screen.presenter.open_figure, name) for name in ("fees", "remitted", "exposure", "difference", "")]
    shown += [partial(screen.presenter.open_evidence, key) for key in OPENED]
    for show in shown:
        show()
        screen.settle()
        assert (screen.window.width(), screen.window.height()) == size, f"{show} needs a larger window"
        for label in visible(screen.window, QLabel):
            assert isinstance(label, QLabel)
            if label.text() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width() - 1, label.text()
        for card in visible(screen.window, FigureCard):
            assert isinstance(card, FigureCard)
            assert card.width() >= card.needed_width(), card.accessibleName()
        for button in visible(screen.window, QAbstractButton):
            assert button.width() >= button.minimumSizeHint().width() - 1, button.accessibleName()


def test_no_column_heading_is_cut_at_the_smallest_size(
    qtbot: QtBot, qapp: QApplication, sound: tuple[Audited, ...]
) -> None:
    apply_theme(qapp, DESK)
    screen = Screen(sound, SIZES[-1])
    qtbot.addWidget(screen.window)
    metrics = QFontMetrics(text_font(DESK.text_s, text_font(DESK.text_s).weight()))
    for tab in Tab:
        screen.presenter.choose_tab(tab)
        screen.settle()
        if tab is Tab.FINDINGS:
            continue  # nothing wrong was found: the sentence that says so stands there
        for index, column in enumerate(columns_of(tab)):
            assert screen.table.columnWidth(index) >= metrics.horizontalAdvance(column.title) + 20, column.title


def test_a_deposit_and_its_voucher_are_read_whole_at_the_smallest_size(
    qtbot: QtBot, qapp: QApplication, sound: tuple[Audited, ...]
) -> None:
    """The auditor compares them with the bank's list, sign by sign."""
    apply_theme(qapp, DESK)
    screen = Screen(sound, SIZES[-1])
    qtbot.addWidget(screen.window)
    screen.presenter.choose_tab(Tab.DEPOSITS)
    screen.settle()
    metrics = QFontMetrics(text_font(DESK.text_s, tabular=True))
    names = [column.id for column in columns_of(Tab.DEPOSITS)]
    for listed in screen.presenter._listed[Tab.DEPOSITS]:
        for name in ("name", "voucher"):
            text = listed.row.cell(names.index(name)).text
            assert screen.table.columnWidth(names.index(name)) - 20 >= metrics.horizontalAdvance(text), text


def test_a_figure_filters_on_click_and_shows_everything_on_the_second(screen: Screen) -> None:
    card = screen.view.figures.cards[5]
    QTest.mouseClick(card, LEFT)
    screen.settle()
    assert screen.rows() == 3
    assert card.isChecked()
    QTest.mouseClick(card, LEFT)
    screen.settle()
    assert screen.rows() > 3
    assert not card.isChecked()


def test_the_drill_is_named_and_can_be_taken_away(screen: Screen) -> None:
    QTest.mouseClick(screen.view.figures.cards[0], LEFT)
    screen.settle()
    drill = screen.view.grid.drill
    assert drill.text() == "Cobrado por agentes"
    QTest.mouseClick(drill, LEFT)
    screen.settle()
    assert not drill.isVisible()


def test_arrow_keys_walk_the_rows_and_the_evidence_follows(screen: Screen) -> None:
    screen.presenter.choose_tab("closes")
    screen.settle()
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    first = screen.view.inspector._shown
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    second = screen.view.inspector._shown
    assert first is not None
    assert second is not None
    assert first.heading != second.heading


def test_a_proof_leads_to_its_row_and_the_row_is_in_sight(screen: Screen) -> None:
    screen.presenter.open_evidence("closes|C11|15")
    screen.settle()
    proof = next(
        found
        for found in screen.view.inspector.findChildren(EvidenceRow)
        if found.isVisible() and found.evidence.opens.startswith("receipts")
    )
    QTest.mouseClick(proof, LEFT)
    screen.settle()
    index = screen.table.currentIndex()
    assert index.data() == proof.evidence.opens.rpartition("|")[2]
    assert screen.table.viewport().rect().intersects(screen.table.visualRect(index))


def test_a_heading_sorts_and_shows_which_way(screen: Screen) -> None:
    screen.presenter.choose_tab("closes")
    screen.settle()
    header = screen.table.horizontalHeader()
    header.sectionClicked.emit(4)
    header.sectionClicked.emit(4)
    assert header.sortIndicatorSection() == 4
    assert header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_the_filters_tell_the_presenter_what_was_chosen(screen: Screen) -> None:
    cabin, period = screen.view.top.cabin, screen.view.top.period
    cabin.setCurrentIndex(4)
    cabin.activated.emit(4)
    period.setCurrentIndex(1)
    period.activated.emit(1)
    assert cabin.currentText() == "11 Mercado"
    assert period.currentText() == "noviembre 2026"
    screen.presenter.choose_tab("closes")
    screen.settle()
    assert {screen.table.model().index(row, 1).data() for row in range(screen.rows())} == {"11 Mercado"}


def test_every_chart_is_also_a_sentence_and_a_table(screen: Screen) -> None:
    for card in screen.view.charts:
        chart = card.plot.chart
        assert chart is not None
        assert card.plot.accessibleName() == chart.spoken
        QTest.mouseClick(card.as_table, LEFT)
        screen.settle()
        assert card.table is not None
        assert card.table.isVisible()
        model = card.table.model()
        rows = [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]
        assert rows == [(bar.words, bar.shown) for bar in chart.bars]
        QTest.mouseClick(card.as_table, LEFT)
        assert card.plot.isVisible()


def test_a_chart_with_nothing_to_draw_says_so(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, DESK)
    quiet = SampleCabin("C02", 2, "02 Plaza", "e.ramos")
    screen = Screen((quiet.audited(),))
    qtbot.addWidget(screen.window)
    for card in screen.view.charts:
        assert isinstance(card, ChartCard)
        assert card.empty.isVisible()
        assert card.empty.text()
        assert not card.as_table.isEnabled()


def test_everything_one_can_use_has_a_name_and_is_reached_by_tab(screen: Screen) -> None:
    screen.presenter.open_evidence("closes|C11|15")
    screen.settle()
    for kind in (QAbstractButton, QComboBox, Table):
        for widget in visible(screen.window, kind):
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name.strip(), widget
    start = screen.view.top.cabin
    start.setFocus(Qt.FocusReason.TabFocusReason)
    reached = set()
    for _step in range(80):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = {*screen.view.figures.cards, *screen.view.top.exports.values(), screen.table}
    assert wanted <= reached


def test_the_keys_of_the_window_work(screen: Screen) -> None:
    exported: list[str] = []
    verified: list[bool] = []
    screen.view.export_asked.connect(exported.append)
    screen.view.verify_asked.connect(lambda: verified.append(True))
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_E, Qt.Key.Key_L, Qt.Key.Key_B):
        QTest.keyClick(screen.window, key, control)
    assert exported == ["pdf", "csv", "xlsx", "hledger", "beancount"]
    QTest.keyClick(screen.window, Qt.Key.Key_F5)
    assert verified == [True]
    for number, tab in enumerate(Tab, start=1):
        QTest.keyClick(screen.window, Qt.Key(Qt.Key.Key_0 + number), control)
        screen.settle()
        assert screen.room.presenter._asked.tab is tab
    screen.presenter.open_figure("fees")
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)
    assert not screen.view.grid.drill.isVisible()


def test_the_ring_of_the_keyboard_goes_along_to_the_chosen_tab(screen: Screen) -> None:
    tabs = screen.view.grid.tabs.buttons
    tabs[0].setFocus()
    QTest.keyClick(screen.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert tabs[2].hasFocus()
    screen.view.top.verify.setFocus()
    QTest.keyClick(screen.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert screen.view.top.verify.hasFocus(), "who stands elsewhere stays there"


def test_while_it_verifies_the_window_takes_no_second_order(screen: Screen) -> None:
    asked = []
    screen.view.verify_asked.connect(lambda: asked.append(True))
    screen.window.show_working(working=True)
    QTest.mouseClick(screen.view.top.verify, LEFT)
    assert asked == []
    screen.window.show_working(working=False)
    QTest.mouseClick(screen.view.top.verify, LEFT)
    assert asked == [True]


def test_before_anything_was_verified_no_figure_is_claimed(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, DESK)
    screen = Screen((), begun_only=True)
    qtbot.addWidget(screen.window)
    assert "Leyendo los diarios" in visible_words(screen.window)
    assert "S/" not in visible_words(screen.window)
    assert not screen.view.grid.isVisible()
    screen.presenter.verify()
    screen.settle()
    assert screen.view.grid.isVisible()
    assert "Todavía no hay diarios en este equipo." in visible_words(screen.window)


def test_the_first_wrong_entry_is_one_click_away(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, DESK)
    cabin = SampleCabin("C02", 2, "02 Plaza", "e.ramos")
    cabin.forge("fee_voided/1", receipt="C02-000001", reason="x")
    screen = Screen((cabin.audited(),))
    qtbot.addWidget(screen.window)
    assert screen.view.proof.button.isVisible()
    QTest.mouseClick(screen.view.proof.button, LEFT)
    screen.settle()
    assert screen.view.grid.tables[Tab.FINDINGS].isVisible()
    assert screen.view.inspector._shown is not None
