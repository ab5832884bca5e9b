"""Charts painted by us: every bar carries its own label and number, and every chart is also a table and a sentence."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from kiosk_app.screens.audit.state import Bar, Chart
from kiosk_app.shown import TableRow
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.buttons import Button
from kiosk_app.widgets.layouts import STRETCH, row
from kiosk_app.widgets.table import Column, Table
from kiosk_app.widgets.text import label, set_text
from kiosk_app.widgets.tones import INK
from wording.catalogue import _

_LINE: Final = 20
#: The rows below are what an auditor works with: the charts do not grow with the window.
_TALLEST: Final = 204
_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


def _ink(bar: Bar) -> QColor:
    return QColor(INK[bar.tone])


class Plot(QWidget):
    """A picture of a chart. What it says is its accessible name; a dashed line is drawn where the chart has a limit."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_chart(self, chart: Chart) -> None:
        self.chart = chart
        self.setAccessibleName(chart.spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 118)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 104)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.chart is None or not self.chart.bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_bars(painter, self.chart)
        painter.end()

    def paint_bars(self, painter: QPainter, chart: Chart) -> None:
        raise NotImplementedError


class ColumnPlot(Plot):
    """Columns side by side, for ages and other ordered classes. The limit stands between two columns."""

    def paint_bars(self, painter: QPainter, chart: Chart) -> None:
        tallest = max(1, *(bar.size for bar in chart.bars)) if len(chart.bars) > 1 else max(1, chart.bars[0].size)
        width = self.width() / len(chart.bars)
        floor = float(self.height() - _LINE)
        room = floor - _LINE
        columns = []
        for index, bar in enumerate(chart.bars):
            height = max(2.0, room * bar.size / tallest) if bar.size else 0.0
            columns.append(QRectF(index * width + width * 0.16, floor - height, width * 0.68, height))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_ink(bar))
            painter.drawRoundedRect(columns[-1], 4, 4)
        if chart.line_at:
            self._paint_limit(painter, chart.line_at * width, floor)
        for index, bar in enumerate(chart.bars):
            self._paint_words(painter, bar, QRectF(index * width, columns[index].top(), width, floor))
        painter.setPen(QPen(QColor(COLOURS.line_strong), 1))
        painter.drawLine(QPointF(0, floor), QPointF(self.width(), floor))

    def _paint_words(self, painter: QPainter, bar: Bar, column: QRectF) -> None:
        """The number above the column and its class below the floor, which is `column`'s height."""
        small = active_scale().text_xs
        painter.setFont(text_font(small, QFont.Weight.DemiBold, tabular=True))
        above = QRectF(column.left(), column.top() - _LINE + 2, column.width(), _LINE - 3)
        self._paint_number(painter, above, bar.shown)
        painter.setPen(QColor(COLOURS.text_2))
        painter.setFont(text_font(small))
        painter.drawText(QRectF(column.left(), column.height(), column.width(), _LINE), _CENTRE, bar.words)

    @staticmethod
    def _paint_number(painter: QPainter, box: QRectF, shown: str) -> None:
        """On a ground of its own, so that the limit never runs through a figure."""
        width = QFontMetrics(painter.font()).horizontalAdvance(shown) + 4
        ground = QRectF(box.center().x() - width / 2, box.top(), width, box.height())
        painter.fillRect(ground, QColor(COLOURS.surface))
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(ground, _CENTRE, shown)

    @staticmethod
    def _paint_limit(painter: QPainter, x: float, floor: float) -> None:
        painter.setPen(QPen(QColor(COLOURS.text), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, floor))


class BalancePlot(Plot):
    """Horizontal bars on both sides of zero: what was missing to the left, what was left over to the right."""

    def paint_bars(self, painter: QPainter, chart: Chart) -> None:
        small = active_scale().text_xs
        step = min(26.0, self.height() / len(chart.bars))
        metrics = QFontMetrics(text_font(small, QFont.Weight.DemiBold, tabular=True))
        names = min(self.width() * 0.34, 8 + max(metrics.horizontalAdvance(bar.words) for bar in chart.bars))
        numbers = 8 + max(metrics.horizontalAdvance(bar.shown) for bar in chart.bars)
        furthest = max(1, *(abs(bar.size) for bar in chart.bars), 1)
        zero = names + (self.width() - names) / 2
        half = max(8.0, (self.width() - names) / 2 - numbers)
        for index, bar in enumerate(chart.bars):
            line = QRectF(0, index * step, self.width(), step)
            painter.setFont(text_font(small))
            painter.setPen(QColor(COLOURS.text))
            shown = QFontMetrics(painter.font()).elidedText(bar.words, Qt.TextElideMode.ElideRight, int(names) - 8)
            painter.drawText(QRectF(0, line.top(), names - 8, step), _LEFT, shown)
            self._paint_bar(painter, bar, line, zero=zero, reach=half * bar.size / furthest, numbers=numbers)
        painter.setPen(QPen(QColor(COLOURS.line_strong), 1))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, step * len(chart.bars)))

    @staticmethod
    def _paint_bar(painter: QPainter, bar: Bar, line: QRectF, *, zero: float, reach: float, numbers: float) -> None:
        thick = min(14.0, line.height() - 6)
        middle = line.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ink(bar))
        start = min(zero, zero + reach)
        painter.drawRoundedRect(QRectF(start, middle - thick / 2, max(2.0, abs(reach)), thick), 3, 3)
        painter.setPen(QColor(COLOURS.text))
        painter.setFont(text_font(active_scale().text_xs, QFont.Weight.DemiBold, tabular=True))
        if bar.size < 0:
            painter.drawText(QRectF(zero + reach - numbers, line.top(), numbers - 6, line.height()), _RIGHT, bar.shown)
        else:
            painter.drawText(QRectF(zero + reach + 6, line.top(), numbers, line.height()), _LEFT, bar.shown)


class ChartCard(QFrame):
    """A chart with its title, its note, and a button that shows the same data as a table."""

    def __init__(self, plot: Plot) -> None:
        super().__init__()
        self.setProperty("box", "card")
        self.setMaximumHeight(_TALLEST)
        self.plot = plot
        self.title = label("", "h3")
        self.note = label("", "xs", wrap=True)
        self.empty = label("", "sub", wrap=True)
        self.as_table = Button("", "quiet", size="small")
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self._on_toggled)
        self.table: Table | None = None
        self._faces = QStackedLayout()
        self._faces.addWidget(plot)
        self._faces.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(4)
        layout.addLayout(row(self.title, STRETCH, self.as_table))
        layout.addLayout(self._faces, 1)
        layout.addWidget(self.note)

    def show_chart(self, chart: Chart) -> None:
        self.title.setText(chart.title)
        set_text(self.note, chart.note)
        self.empty.setText(chart.empty)
        self.plot.show_chart(chart)
        self.as_table.setText(_("As a chart") if self.as_table.isChecked() else _("As a table"))
        self.as_table.setEnabled(bool(chart.bars))
        if self.table is None:
            columns = (Column(chart.headings[0]), Column(chart.headings[1], 140, numeric=True))
            self.table = Table(columns, chart.title)
            self._faces.addWidget(self.table)
        self.table.setAccessibleName(chart.title)
        self.table.show_rows(tuple(TableRow(bar.words, (bar.words, bar.shown)) for bar in chart.bars))
        self._show_face()

    def _on_toggled(self) -> None:
        self.as_table.setText(_("As a chart") if self.as_table.isChecked() else _("As a table"))
        self._show_face()

    def _show_face(self) -> None:
        if self.plot.chart is None or not self.plot.chart.bars:
            self._faces.setCurrentWidget(self.empty)
        elif self.as_table.isChecked() and self.table is not None:
            self._faces.setCurrentWidget(self.table)
        else:
            self._faces.setCurrentWidget(self.plot)
