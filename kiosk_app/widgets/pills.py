"""Short states: a Chip inside a row of data, a Pill in a bar. Always words, with colour as the second cue."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy

from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon, require_icon
from kiosk_app.theme.tokens import COLOURS, Tone, active_scale
from kiosk_app.widgets.text import set_shown
from kiosk_app.widgets.tones import GROUND, INK


def paint_chip(painter: QPainter, left: QPointF, text: str, tone: Tone, pixels: int) -> float:
    """Draw a chip whose left end is centred on the point `left`; returns its width."""
    font = text_font(pixels, QFont.Weight.DemiBold)
    width = QFontMetrics(font).horizontalAdvance(text) + pixels * 1.4
    height = pixels * 1.6
    box = QRectF(left.x(), left.y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND[tone]))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(QColor(INK[tone]))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return width


class Chip(QLabel):
    """A state in one or two words."""

    def __init__(self, text: str = "", tone: Tone = "plain") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tone: Tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tone: Tone) -> None:
        self._tone = tone
        self.setText(text)
        set_shown(self, bool(text))
        self.updateGeometry()
        self.update()

    def _pixels(self) -> int:
        return active_scale().text_xs

    def sizeHint(self) -> QSize:
        pixels = self._pixels()
        metrics = QFontMetrics(text_font(pixels, QFont.Weight.DemiBold))
        return QSize(round(metrics.horizontalAdvance(self.text()) + pixels * 1.4) + 1, round(pixels * 1.6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chip(painter, QPointF(0, self.height() / 2), self.text(), self._tone, self._pixels())
        painter.end()


class Pill(QAbstractButton):
    """A fact of the top bar: icon, a strong word, and detail. Pressing it opens what is behind the fact.

    Signals: `clicked()` (QAbstractButton). Lives on the application thread.
    """

    opened = Signal()

    def __init__(self, picture: str, strong: str, detail: str = "", tone: Tone = "plain") -> None:
        super().__init__()
        self._detail, self._picture = "", ""
        self._tone: Tone = "plain"
        self._short = ""
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.opened)
        self.say(picture, strong, detail, tone)

    def say(self, picture: str, strong: str, detail: str = "", tone: Tone = "plain", *, short: str = "") -> None:
        """`short` replaces both texts where the window is narrow; the accessible name is always whole."""
        self._picture, self._detail, self._tone, self._short = require_icon(picture), detail, tone, short
        self.setText(strong)
        self.setAccessibleName(f"{strong} {detail}".strip())
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.updateGeometry()
        self.update()

    def _shown(self) -> tuple[str, str]:
        return (self._short, "") if self._compact and self._short else (self.text(), self._detail)

    def sizeHint(self) -> QSize:
        scale = active_scale()
        strong, detail = self._shown()
        width = QFontMetrics(text_font(scale.text_s, QFont.Weight.DemiBold)).horizontalAdvance(strong)
        if detail:
            width += 6 + QFontMetrics(text_font(scale.text_s, QFont.Weight.Medium)).horizontalAdvance(detail)
        return QSize(width + scale.icon + 8 + 28, scale.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale = active_scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edges: dict[Tone, str] = {"plain": COLOURS.line, "ok": COLOURS.ok_line, "warn": COLOURS.warn_line}
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(INK[self._tone] if self.underMouse() else edges.get(self._tone, INK[self._tone])))
        painter.setBrush(QColor(COLOURS.surface_2 if self._tone == "plain" else GROUND[self._tone]))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        ink = COLOURS.text if self._tone == "plain" else INK[self._tone]
        size = scale.icon
        paint_icon(painter, self._picture, QRectF(14, (self.height() - size) / 2, size, size), ink)
        strong, detail = self._shown()
        x = 14 + size + 8
        painter.setPen(QColor(ink))
        font = text_font(scale.text_s, QFont.Weight.DemiBold)
        painter.setFont(font)
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), line, strong)
        if detail:
            x += QFontMetrics(font).horizontalAdvance(strong) + 6
            painter.setFont(text_font(scale.text_s, QFont.Weight.Medium, tabular=True))
            painter.drawText(QRectF(x, 0, self.width() - x, self.height()), line, detail)
        painter.end()
