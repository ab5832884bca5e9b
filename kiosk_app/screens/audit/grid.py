"""The grid under the tabs: one table a tab, because each has its own columns."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from kiosk_app.screens.audit.state import Grid, Option, Tab
from kiosk_app.widgets.buttons import Button, Segments
from kiosk_app.widgets.layouts import STRETCH, fill, row
from kiosk_app.widgets.table import Column, Table
from kiosk_app.widgets.text import label, set_text
from wording.catalogue import _


class GridCard(QFrame):
    """Signals: `tab_chosen(str)`, `row_chosen(str)`, `sort_asked(str)` a column's id, `drill_closed()`."""

    tab_chosen = Signal(object)
    row_chosen = Signal(object)
    sort_asked = Signal(object)
    drill_closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "card")
        self.tabs = Segments(tuple((tab.value, tab.value) for tab in Tab))
        self.tabs.setAccessibleName(_("What is listed"))
        self.drill = Button("", "choice", icon="x", size="small")
        self.drill.setCheckable(False)
        self.count, self.summary = label("", "small"), label("", "small")
        self.tables: dict[Tab, Table] = {}
        self._empty = label("", "sub", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._faces = QStackedLayout()
        self._faces.addWidget(self._empty)
        self._grid: Grid | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 4)
        layout.setSpacing(8)
        self._drilled = fill(QWidget(), row(self.drill, STRETCH, self.summary, margins=(14, 0, 14, 0)))
        layout.addLayout(row(self.tabs, STRETCH, self.count, margins=(14, 0, 14, 0)))
        layout.addWidget(self._drilled)
        layout.addLayout(self._faces, 1)
        self.tabs.chosen.connect(self.tab_chosen)
        self.drill.clicked.connect(self.drill_closed)

    def show_grid(self, tabs: tuple[Option, ...], grid: Grid, drill: str) -> None:
        self._grid = grid
        self._show_tabs(tabs, grid.tab)
        self.drill.setText(drill)
        self.drill.setAccessibleName(_("Show all rows again: {drill}").format(drill=drill))
        self._drilled.setVisible(bool(drill))
        set_text(self.count, "" if drill else grid.summary)
        set_text(self.summary, grid.summary)
        self._empty.setText(grid.empty)
        table = self.tables.get(grid.tab) or self._new_table(grid)
        table.show_rows(grid.rows, grid.chosen)
        self._show_order(table, grid)
        self._faces.setCurrentWidget(table if grid.rows else self._empty)

    def _show_tabs(self, tabs: tuple[Option, ...], chosen: Tab) -> None:
        """Whoever stands on the tabs with the keyboard goes along when a key chooses another one."""
        stands_here = any(button.hasFocus() for button in self.tabs.buttons)
        self.tabs.show_options(tuple(tab.words for tab in tabs), chosen.value)
        if stands_here:
            self.tabs.buttons[list(Tab).index(chosen)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _new_table(self, grid: Grid) -> Table:
        columns = tuple(Column(column.title, column.width, column.numeric) for column in grid.columns)
        table = Table(columns, _("Rows"))
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._on_section)
        table.row_chosen.connect(self.row_chosen)
        self.tables[grid.tab] = table
        self._faces.addWidget(table)
        return table

    @staticmethod
    def _show_order(table: Table, grid: Grid) -> None:
        """The header only shows the order: the rows come sorted."""
        index = next((i for i, column in enumerate(grid.columns) if column.id == grid.sorted_by), -1)
        order = Qt.SortOrder.DescendingOrder if grid.descending else Qt.SortOrder.AscendingOrder
        table.horizontalHeader().setSortIndicator(index, order)

    def _on_section(self, section: int) -> None:
        if self._grid is not None:
            self.sort_asked.emit(self._grid.columns[section].id)
