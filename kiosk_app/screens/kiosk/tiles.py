"""Tiles: a pictogram and words, never one without the other."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk_app.screens.kiosk.touch import (
    SHADOW,
    WRAP,
    Touchable,
    paint_card,
    paint_focus,
    pictogram,
    px,
    widest_word,
    wrapped_height,
)
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS, Tone, active_scale
from kiosk_app.widgets.tones import GROUND, INK


class Tile(Touchable):
    """A card with a pictogram, a title, a line of help, and a chevron that says it leads somewhere."""

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__()
        self._icon = "circle-question-mark"
        self._hint = ""
        self._tone: Tone = "primary"
        self._compact = compact
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, title: str, hint: str, icon: str, tone: Tone = "primary", *, chosen: bool = False) -> None:
        """`chosen` marks the answer given before, for a person who came back."""
        self._icon, self._hint, self._tone, self._chosen = pictogram(icon), hint, tone, chosen
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        scale = active_scale()
        title, hint = self._fonts()
        width = px(520 if self._compact else 820)
        room = self._words_width(width)
        words = wrapped_height(self.text(), title, room)
        words += px(10) + wrapped_height(self._hint, hint, room) if self._hint else 0
        frame = 2 * px(SHADOW) + scale.pad
        return QSize(width, max(words, self._chip()) + frame)

    def minimumSizeHint(self) -> QSize:
        title, hint = self._fonts()
        words = max(widest_word(self.text(), title), widest_word(self._hint, hint))
        fixed = px(420) - self._words_width(px(420))
        return QSize(words + fixed, self.sizeHint().height())

    def needed_height(self) -> int:
        """The height the words need at the width the tile has; a test holds the tile to it."""
        title, hint = self._fonts()
        room = self._words_width(self.width())
        words = wrapped_height(self.text(), title, room)
        return words + (px(10) + wrapped_height(self._hint, hint, room) if self._hint else 0) + 2 * px(SHADOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = active_scale().radius_l
        card = paint_card(painter, QRectF(self.rect()), radius, pressed=self.isDown() or self._chosen)
        self._paint_chip(painter, card)
        self._paint_words(painter, card)
        if not self._compact or self._chosen:
            self._paint_mark(painter, card)
        if self.shows_focus:
            paint_focus(painter, card.adjusted(-4, -4, 4, 4), radius + 4)
        painter.end()

    def _fonts(self) -> tuple[QFont, QFont]:
        scale = active_scale()
        size = scale.text_l if self._compact else scale.text_xl
        return text_font(size, QFont.Weight.Bold), text_font(scale.text)

    def _chip(self) -> int:
        return px(96 if self._compact else 148)

    def _side(self) -> int:
        return px(28 if self._compact else 52)

    def _words_width(self, width: int) -> int:
        mark = px(24) if self._compact and not self._chosen else px(112)
        return width - 2 * px(SHADOW) - self._side() - self._chip() - px(28 if self._compact else 44) - mark

    def _paint_chip(self, painter: QPainter, card: QRectF) -> None:
        ink = COLOURS.text if self._tone == "plain" else INK[self._tone]
        size = self._chip()
        chip = QRectF(card.left() + self._side(), card.center().y() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND[self._tone]))
        painter.drawRoundedRect(chip, size * 0.27, size * 0.27)
        inset = size * 0.21
        paint_icon(painter, self._icon, chip.adjusted(inset, inset, -inset, -inset), ink, 1.9)

    def _paint_words(self, painter: QPainter, card: QRectF) -> None:
        title, hint = self._fonts()
        left = card.left() + self._side() + self._chip() + px(28 if self._compact else 44)
        room = self._words_width(self.width())
        tall = wrapped_height(self.text(), title, room)
        below = px(10) + wrapped_height(self._hint, hint, room) if self._hint else 0
        top = card.center().y() - (tall + below) / 2
        painter.setFont(title)
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(QRectF(left, top, room, tall + 2), WRAP, self.text())
        painter.setFont(hint)
        painter.setPen(QColor(COLOURS.text_2))
        painter.drawText(QRectF(left, top + tall + px(10), room, below), WRAP, self._hint)

    def _paint_mark(self, painter: QPainter, card: QRectF) -> None:
        size = px(60)
        ring = QRectF(card.right() - px(88), card.center().y() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.primary if self._chosen else COLOURS.sunken))
        painter.drawEllipse(ring)
        ink = COLOURS.on_primary if self._chosen else COLOURS.text
        inset = size * 0.2
        name = "check" if self._chosen else "chevron-right"
        paint_icon(painter, name, ring.adjusted(inset, inset, -inset, -inset), ink, 2.2)
