"""A measure that must not fill up: how much of the guarantee is out on the street."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.theme.tokens import COLOURS, Tone
from kiosk_app.widgets.tones import INK


class Gauge(QWidget):
    """A bar with a mark where the warning begins. The words beside it carry the figures."""

    def __init__(self) -> None:
        super().__init__()
        self._percent, self._warn_at = 0, 70
        self._tone: Tone = "primary"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_level(self, percent: int, warn_at: int, tone: Tone, spoken: str) -> None:
        """`percent` may pass 100; the bar then stays full. `spoken` is the gauge in words."""
        self._percent, self._warn_at, self._tone = percent, warn_at, tone
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, 4, self.width(), 12)
        painter.setBrush(QColor(COLOURS.sunken))
        painter.drawRoundedRect(track, 6, 6)
        share = max(0, min(100, self._percent)) / 100
        if share:
            painter.setBrush(QColor(INK[self._tone]))
            painter.drawRoundedRect(QRectF(0, 4, max(12.0, track.width() * share), 12), 6, 6)
        x = track.width() * self._warn_at / 100
        painter.setPen(QPen(QColor(COLOURS.text), 2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.end()
