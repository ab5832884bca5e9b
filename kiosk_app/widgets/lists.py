"""A list of rich rows: who, when, what, its state and its code."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kiosk_app.shown import ListRow
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.finger import FingerScroll
from kiosk_app.widgets.pills import paint_chip

_LOG = logging.getLogger("ventanilla.screens")
_AnyIndex = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[ListRow, ...] = ()

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        listed = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return listed
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return listed.spoken
        return None


class _RowDelegate(QStyledItemDelegate):
    """Never raises: an exception inside paint() recurses through Qt until the process dies."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        scale = active_scale()
        listed: ListRow = index.data(Qt.ItemDataRole.UserRole)
        third = scale.text_xs * 1.7 if listed.chip or listed.code else 0
        return QSize(200, round(scale.text * 1.45 + scale.text_s * 1.4 + third) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        try:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_row(painter, option, index.data(Qt.ItemDataRole.UserRole))
        except Exception:  # noqa: BLE001 - see the class
            _LOG.exception("a row could not be painted")
        finally:
            painter.restore()


def _paint_row(painter: QPainter, option: Any, listed: ListRow) -> None:  # stubs lack the option's public fields
    scale = active_scale()
    box = QRectF(option.rect).adjusted(8, 2, -8, -2)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(QPen(QColor(COLOURS.primary), 1.5))
        painter.setBrush(QColor(COLOURS.primary_softer))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.surface_2))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
    x, width = box.left() + 12, box.width() - 24
    small = text_font(scale.text_xs, tabular=True)
    aside = QFontMetrics(small).horizontalAdvance(listed.aside)
    first, second = scale.text * 1.45, scale.text_s * 1.4
    top = box.top() + 6
    bold = text_font(scale.text, QFont.Weight.DemiBold)
    _line(painter, QRectF(x, top, width - aside - 10, first), listed.title, bold, COLOURS.text)
    _line(painter, QRectF(x, top, width, first), listed.aside, small, COLOURS.text_3, right=True)
    plain = text_font(scale.text_s)
    _line(painter, QRectF(x, top + first, width, second), listed.subtitle, plain, COLOURS.text_2)
    middle = top + first + second + scale.text_xs * 0.95
    if listed.chip:
        paint_chip(painter, QPointF(x, middle), listed.chip, listed.tone, scale.text_xs - 1)
    medium = text_font(scale.text_xs, QFont.Weight.Medium, tabular=True)
    _line(painter, QRectF(x, middle - 10, width, 20), listed.code, medium, COLOURS.text_3, right=True)


def _line(painter: QPainter, box: QRectF, text: str, font: QFont, ink: str, *, right: bool = False) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)


class RowList(QListView):
    """Signals: `row_chosen(object)` with the key of a row that a person clicked or opened with Enter."""

    row_chosen = Signal(object)

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_RowDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(accessible_name)
        self.finger = FingerScroll(self)
        self.clicked.connect(self._picked)
        self.activated.connect(self._picked)

    def show_rows(self, rows: tuple[ListRow, ...], chosen: str = "") -> None:
        """Rows in order; the place in the list is kept when the rows are the same."""
        if rows != self._rows.rows:
            self._rows.show_rows(rows)
        for index, listed in enumerate(rows):
            if listed.key == chosen:
                self.setCurrentIndex(self._rows.index(index))
                return
        self.clearSelection()

    def _picked(self, index: QModelIndex) -> None:
        self.row_chosen.emit(self._rows.rows[index.row()].key)
