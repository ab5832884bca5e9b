"""A line that one touches to read on: words on up to three lines, and a chevron that says it leads somewhere."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk_app.screens.kiosk.touch import WRAP, Touchable, paint_focus, px, widest_word, wrapped_height
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS, active_scale

_PICTURE = 34


class LineButton(Touchable):
    """`icon` stands before the words; `ground` is the colour behind them."""

    def __init__(self, icon: str = "", ground: str = COLOURS.surface) -> None:
        super().__init__()
        self._icon, self._ground = icon, ground
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(px(150))

    def say_words(self, words: str, spoken: str = "") -> None:
        self.setText(words)
        self.setAccessibleName(spoken or words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 2 * QFontMetrics(self.letter_font()).lineSpacing()
        return QSize(px(420), max(active_scale().control, lines + px(20), self.needed_height() + px(12)))

    def minimumSizeHint(self) -> QSize:
        return QSize(widest_word(self.text(), self.letter_font()) + self._sides(), self.sizeHint().height())

    def needed_height(self) -> int:
        """The height the words need at the width the button has; a test holds the button to it."""
        return wrapped_height(self.text(), self.letter_font(), self.width() - self._sides())

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale = active_scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(COLOURS.line_strong), scale.border))
        painter.setBrush(QColor(COLOURS.primary_soft if self.isDown() else self._ground))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        painter.setFont(self.letter_font())
        painter.setPen(QColor(COLOURS.text))
        words = QRectF(self._before(), 0, self.width() - self._sides(), self.height())
        painter.drawText(words, WRAP | int(Qt.AlignmentFlag.AlignVCenter), self.text())
        size = px(_PICTURE)
        top = (self.height() - size) / 2
        if self._icon:
            paint_icon(painter, self._icon, QRectF(px(24), top, size, size), COLOURS.info)
        where = QRectF(self.width() - px(20) - size, top, size, size)
        paint_icon(painter, "chevron-right", where, COLOURS.text)
        if self.shows_focus:
            paint_focus(painter, QRectF(self.rect()), scale.radius)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower button needs more lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def letter_font(self) -> QFont:
        return text_font(active_scale().text, QFont.Weight.DemiBold)

    def _before(self) -> int:
        return px(24 + _PICTURE + 20) if self._icon else px(24)

    def _sides(self) -> int:
        return self._before() + px(_PICTURE + 20 + 12)
