"""A drawing of a receipt that shows where its code is: many people find a thing faster than its name."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.screens.kiosk.touch import px
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS, active_scale

#: No code that was ever printed: the drawing shows a shape, not somebody's case.
EXAMPLE: Final = "123 456 7890"
_WIDTH: Final = 380
_TEETH: Final = 12


class ReceiptHint(QWidget):
    """Takes the room that is left; what it says in words stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_words(self, words: str) -> None:
        """`words` point at the code; empty words draw nothing."""
        self._words = words
        self.setVisible(bool(words))
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_WIDTH) * 2, px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_WIDTH), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.height() < px(150):  # a drawing too small to read is only in the way
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = QRectF(px(4), px(8), px(_WIDTH), self.height() - px(16))
        self._paint_paper(painter, paper)
        code = QRectF(paper.left() + px(24), paper.top() + px(52), paper.width() - px(48), px(78))
        self._paint_code(painter, code)
        self._paint_words(painter, code)
        painter.end()

    @staticmethod
    def _paint_paper(painter: QPainter, paper: QRectF) -> None:
        tooth = paper.width() / _TEETH
        points = [paper.topLeft(), paper.topRight(), paper.bottomRight()]
        for place in range(_TEETH * 2):
            up = px(8) if place % 2 == 0 else 0
            points.append(QPointF(paper.right() - (place + 1) * tooth / 2, paper.bottom() - up))
        painter.setPen(QPen(QColor(COLOURS.line_strong), active_scale().border))
        painter.setBrush(QColor(COLOURS.surface))
        painter.drawPolygon(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.line))
        tops = [px(20), px(150), px(172), px(194), px(216), px(238)]
        for top, share in zip(tops, (0.6, 0.8, 0.7, 0.75, 0.5, 0.66), strict=True):
            if top + px(30) < paper.height():
                line = QRectF(paper.left() + px(24), paper.top() + top, (paper.width() - px(48)) * share, px(9))
                painter.drawRoundedRect(line, px(4), px(4))

    @staticmethod
    def _paint_code(painter: QPainter, code: QRectF) -> None:
        painter.setPen(QPen(QColor(COLOURS.primary), active_scale().ring))
        painter.setBrush(QColor(COLOURS.primary_softer))
        painter.drawRoundedRect(code, px(12), px(12))
        painter.setPen(QColor(COLOURS.text))
        painter.setFont(text_font(active_scale().text_l, QFont.Weight.Bold, tabular=True))
        painter.drawText(code, int(Qt.AlignmentFlag.AlignCenter), EXAMPLE)

    def _paint_words(self, painter: QPainter, code: QRectF) -> None:
        size = px(40)
        arrow = QRectF(code.right() + px(44), code.center().y() - size / 2, size, size)
        paint_icon(painter, "arrow-left", arrow, COLOURS.primary, 2.4)
        painter.setFont(text_font(active_scale().text, QFont.Weight.DemiBold))
        painter.setPen(QColor(COLOURS.text))
        left = arrow.right() + px(16)
        where = QRectF(left, code.top() - px(20), self.width() - left, code.height() + px(40))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, int(Qt.TextFlag.TextWordWrap) | int(flags), self._words)
