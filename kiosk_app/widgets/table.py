"""A grid for people who read columns: numbers to the right with digits of one width, states as chips."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kiosk_app.shown import Cell, TableRow
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.finger import FingerScroll
from kiosk_app.widgets.pills import paint_chip
from kiosk_app.widgets.tones import INK
from wording.catalogue import _

_LOG = logging.getLogger("ventanilla.screens")
_AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in pixels, or 0 to share what is left; `numeric` aligns right."""

    title: str
    width: int = 0
    numeric: bool = False


class _TableModel(QAbstractTableModel):
    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows: tuple[TableRow, ...] = ()

    def show_rows(self, rows: tuple[TableRow, ...]) -> None:
        for listed in rows:
            # Refused here: an exception inside data() would travel through Qt's painting and end the process.
            if len(listed.cells) != len(self.columns):
                raise ValueError(f"row {listed.key!r} has {len(listed.cells)} cells, the table {len(self.columns)}")
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        cell = self.rows[index.row()].cell(index.column())
        if role == Qt.ItemDataRole.UserRole:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            # A screen reader says nothing at all of a cell without words: not even that one is there.
            return cell.text or _("{column}: empty").format(column=self.columns[index.column()].title)
        return None


class _CellDelegate(QStyledItemDelegate):
    """Never raises: an exception inside paint() recurses through Qt until the process dies."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        try:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            numeric = self._columns[index.column()].numeric
            _paint_cell(painter, option, index.data(Qt.ItemDataRole.UserRole), numeric=numeric)
        except Exception:  # noqa: BLE001 - see the class
            _LOG.exception("a cell could not be painted")
        finally:
            painter.restore()


def _paint_cell(painter: QPainter, option: Any, cell: Cell, *, numeric: bool) -> None:
    scale = active_scale()
    box = QRectF(option.rect)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, QColor(COLOURS.primary_soft))
    painter.setPen(QColor(COLOURS.line))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    inside = box.adjusted(10, 0, -10, 0)
    if cell.chip and cell.text:
        paint_chip(painter, QPointF(inside.left(), inside.center().y()), cell.text, cell.tone or "plain", scale.text_xs)
        return
    weight = QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal
    font = text_font(scale.text_s, weight, tabular=True)
    painter.setFont(font)
    painter.setPen(QColor(INK[cell.tone] if cell.tone else COLOURS.text))
    side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, round(inside.width()))
    painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, shown)


class Table(QTableView):
    """Signals: `row_chosen(object)` with the key of the row a person moved to, by mouse or by arrow keys."""

    row_chosen = Signal(object)

    def __init__(self, columns: tuple[Column, ...], accessible_name: str) -> None:
        super().__init__()
        self._rows = _TableModel(columns, self)
        self._rendering = False
        self.setModel(self._rows)
        self.setItemDelegate(_CellDelegate(columns, self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setAccessibleName(accessible_name)
        self.finger = FingerScroll(self)
        self.horizontalHeader().setAccessibleName(accessible_name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(active_scale().control)
        self._lay_columns(columns)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _lay_columns(self, columns: tuple[Column, ...]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(active_scale().control)
        for index, column in enumerate(columns):
            if column.width:
                header.setSectionResizeMode(index, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(index, column.width)
            else:
                header.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: tuple[TableRow, ...], chosen: str = "") -> None:
        """Rows in order; picking `chosen` here tells nobody: only people's choices are signalled."""
        self._rendering = True
        if rows != self._rows.rows:
            self._rows.show_rows(rows)
        for index, listed in enumerate(rows):
            if listed.key == chosen:
                self.selectRow(index)
                break
        else:
            self.clearSelection()
        self._rendering = False

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._rendering and current.isValid():
            self.row_chosen.emit(self._rows.rows[current.row()].key)
