"""Where one is in a task of a few steps."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS, active_scale

_GAP: Final = 14
_LINE: Final = 28


class StepBar(QWidget):
    """Numbered steps; those behind carry a tick. The steps are also reached with Alt+1 ... (the screen's keys).

    Signals: `step_chosen(object)` with the index of a step that was clicked.
    """

    step_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[str, ...] = ()
        self._current = 0
        self._boxes: list[QRectF] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: tuple[str, ...], current: int, spoken: str) -> None:
        """`current` counts from 0; `spoken` is what a screen reader says: "Step 2 of 4: Requirements"."""
        self._steps, self._current = steps, current
        self._boxes = self._measured()
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def _font(self, index: int) -> QFont:
        weight = QFont.Weight.DemiBold if index == self._current else QFont.Weight.Medium
        return text_font(active_scale().text_s, weight)

    @staticmethod
    def _disc() -> int:
        """The diameter of a number."""
        return round(active_scale().text_s * 1.85)

    def _measured(self) -> list[QRectF]:
        boxes: list[QRectF] = []
        x = 0.0
        for index, text in enumerate(self._steps):
            width = self._disc() + 9 + QFontMetrics(self._font(index)).horizontalAdvance(text)
            boxes.append(QRectF(x, 0, width, self.sizeHint().height()))
            x += width + 2 * _GAP + _LINE
        return boxes

    def sizeHint(self) -> QSize:
        end = self._boxes[-1].right() if getattr(self, "_boxes", None) else 0
        return QSize(round(end) + 2, self._disc() + 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for index, box in enumerate(self._boxes):
            if box.contains(event.position()):
                self.step_chosen.emit(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, (text, box) in enumerate(zip(self._steps, self._boxes, strict=True)):
            self._paint_step(painter, index, text, box)
        painter.end()

    def _paint_step(self, painter: QPainter, index: int, text: str, box: QRectF) -> None:
        done, current = index < self._current, index == self._current
        middle, size = box.center().y(), self._disc()
        disc = QRectF(box.left() + 1, middle - size / 2, size, size)
        painter.setPen(QPen(QColor(COLOURS.primary if done or current else COLOURS.line_strong), 1.5))
        painter.setBrush(QColor(COLOURS.primary if done or current else COLOURS.surface))
        painter.drawEllipse(disc)
        painter.setFont(self._font(index))
        if done:
            paint_icon(painter, "check", disc.adjusted(size / 5, size / 5, -size / 5, -size / 5), COLOURS.on_primary, 3)
        else:
            painter.setPen(QColor(COLOURS.on_primary if current else COLOURS.text_2))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(index + 1))
        painter.setPen(QColor(COLOURS.text if current else COLOURS.text_2))
        words = QRectF(disc.right() + 8, box.top(), box.width(), box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        if index < len(self._steps) - 1:
            painter.setPen(QPen(QColor(COLOURS.primary if done else COLOURS.line), 2))
            painter.drawLine(QPointF(box.right() + _GAP, middle), QPointF(box.right() + _GAP + _LINE, middle))
