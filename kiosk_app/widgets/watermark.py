"""Words across a whole window, over everything and in nobody's way: what is seen here is not what it seems."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk_app.theme.tokens import COLOURS

_OPACITY: Final = 26
_SIZE_PX: Final = 54
_STEP_X: Final = 420
_STEP_Y: Final = 190
_TURN: Final = -24


class Watermark(QWidget):
    def __init__(self, window: QWidget, words: str) -> None:
        super().__init__(window)
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(words)
        self.cover()

    def cover(self) -> None:
        """Over all of the window; the window calls this when it is resized or shows something else."""
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(_SIZE_PX)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        colour = QColor(COLOURS.err)
        colour.setAlpha(_OPACITY)
        painter.setPen(colour)
        for line, y in enumerate(range(0, self.height() + _STEP_Y, _STEP_Y)):
            for x in range(-(line % 2) * _STEP_X // 2, self.width(), _STEP_X):
                painter.save()
                painter.translate(QPoint(x, y))
                painter.rotate(_TURN)
                painter.drawText(QPoint(), self._words)
                painter.restore()
        painter.end()
