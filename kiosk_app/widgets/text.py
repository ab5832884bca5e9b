"""Words and pictures that do nothing but say."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk_app.theme.apply import repolish
from kiosk_app.theme.icons import paint_icon, require_icon
from kiosk_app.theme.tokens import COLOURS, Tone

#: The rules of base.qss: h1 title, h2 heading, h3 card heading, strong, sub (second line), small, xs, label (caption of
#: a field), amount (the total), figure (a number that is the point of a card).
Role = Literal["", "h1", "h2", "h3", "strong", "sub", "small", "xs", "label", "amount", "figure", "key"]


def label(text: str = "", role: Role = "", tone: Tone | Literal[""] = "", *, wrap: bool = False) -> QLabel:
    """Plain text (never markup: what a citizen writes is shown as written). Digits have one width."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    font = QFont(made.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    made.setFont(font)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed)
    return made


def set_shown(target: QWidget, shown: bool) -> None:
    """Show or hide a part. One that has no parent yet would flash up as a window of its own, so it waits for one."""
    if not shown or target.parentWidget() is not None:
        target.setVisible(shown)


def set_text(target: QLabel, text: str, tone: Tone | Literal[""] = "") -> None:
    """New words, and a new tone if it differs; an empty label takes no room."""
    target.setText(text)
    set_shown(target, bool(text))
    if (target.property("tone") or "") != tone:
        target.setProperty("tone", tone)
        repolish(target)


def key_cap(key: str) -> QLabel:
    """A key of the keyboard, as the strip at the bottom shows it."""
    made = label(key, "key")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


class IconLabel(QWidget):
    """An icon painted at the density of its screen. Decoration: the words beside it carry the meaning."""

    def __init__(self, name: str, colour: str = COLOURS.text, size: int = 18, stroke: float = 2.0) -> None:
        super().__init__()
        self._name, self._colour, self._stroke = require_icon(name), colour, stroke
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, colour: str) -> None:
        self._name, self._colour = require_icon(name), colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._name, QRectF(self.rect()), self._colour, self._stroke)
        painter.end()


class IconTile(IconLabel):
    """An icon on a rounded ground of its tone."""

    def __init__(self, name: str, colour: str, ground: str, size: int, radius: int, *, icon_size: int = 0) -> None:
        super().__init__(name, colour, size)
        self._ground, self._radius, self._icon_size = QColor(ground), radius, icon_size or round(size * 0.55)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        inset = (self.width() - self._icon_size) / 2
        paint_icon(painter, self._name, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), self._colour)
        painter.end()
