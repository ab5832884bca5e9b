"""What is pinned over the map: the place that was chosen, complaints that are open, and words on white plates."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS


def paint_pin(painter: QPainter, at: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(166, 32, 27, 46))
    painter.drawEllipse(at, 22, 22)
    pin = QPainterPath(at)
    pin.cubicTo(at.x() - 4, at.y() - 12, at.x() - 16, at.y() - 16, at.x() - 16, at.y() - 30)
    pin.arcTo(QRectF(at.x() - 16, at.y() - 46, 32, 32), 180, -180)
    pin.cubicTo(at.x() + 16, at.y() - 16, at.x() + 4, at.y() - 12, at.x(), at.y())
    painter.setPen(QPen(QColor(COLOURS.surface), 2))
    painter.setBrush(QColor(COLOURS.err))
    painter.drawPath(pin)
    paint_icon(painter, "map-pin", QRectF(at.x() - 9, at.y() - 39, 18, 18), COLOURS.surface)


def paint_similar(painter: QPainter, at: QPointF, words: str) -> None:
    """A complaint that is open already, with how many people are in it."""
    font = text_font(12, QFont.Weight.Bold, tabular=True)
    width = max(26.0, QFontMetricsF(font).horizontalAdvance(words) + 14)
    box = QRectF(at.x() - width / 2, at.y() - 34, width, 24)
    stem = QPainterPath(at)
    stem.lineTo(at.x() - 6, box.bottom() - 2)
    stem.lineTo(at.x() + 6, box.bottom() - 2)
    stem.closeSubpath()
    shape = QPainterPath()
    shape.addRoundedRect(box, 8, 8)
    painter.setPen(QPen(QColor(COLOURS.surface), 2))
    painter.setBrush(QColor(COLOURS.plum))
    painter.drawPath(shape.united(stem))
    painter.setFont(font)
    painter.setPen(QColor(COLOURS.surface))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def paint_plate(painter: QPainter, box: QRectF, words: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 225))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QColor(COLOURS.text_2))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
