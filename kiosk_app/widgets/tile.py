"""A big choice of the kiosk: a picture, what it does in the citizen's words, and one line more."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon, require_icon
from kiosk_app.theme.tokens import COLOURS, Scale, Tone, active_scale
from kiosk_app.widgets.tones import GROUND, INK

_SHADOW = 10


def paint_surface(painter: QPainter, box: QRectF, radius: float, *, pressed: bool = False) -> None:
    """A white card with a soft shadow in its own margin: QSS has no shadows, graphics effects blur on odd screens."""
    base = box.adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in range(0 if pressed else _SHADOW, 0, -1):
        painter.setBrush(QColor(16, 34, 48, max(1, round(5 * (1 - spread / _SHADOW) ** 2))))
        painter.drawRoundedRect(
            base.adjusted(-spread, -spread + 3, spread, min(spread + 3, _SHADOW)), radius + spread, radius + spread
        )
    painter.setBrush(QColor(COLOURS.surface_2 if pressed else COLOURS.surface))
    painter.setPen(QPen(QColor(COLOURS.line), 1))
    painter.drawRoundedRect(base.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def laid_out(text: str, font: QFont, width: float, leading: float = 1.3) -> tuple[QTextLayout, float]:
    """`text` broken into lines of at most `width`, and the height they take."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    step = font.pixelSize() * leading
    y = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, y + (step - line.height()) / 2))
        y += step
    layout.endLayout()
    return layout, y


class Tile(QAbstractButton):
    """Acts on release, so that sliding a finger off it cancels. Its height follows its words (`heightForWidth`)."""

    def __init__(self, title: str, description: str, icon: str, tone: Tone = "primary") -> None:
        super().__init__()
        self._description, self._icon, self._tone = description, require_icon(icon), tone
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(title, description)

    def say(self, title: str, description: str) -> None:
        """The same tile in another language."""
        self._description = description
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(description)
        self.updateGeometry()
        self.update()

    def _fonts(self) -> tuple[QFont, QFont]:
        scale = active_scale()
        return text_font(scale.text_xl, QFont.Weight.DemiBold), text_font(scale.text)

    @staticmethod
    def _chip(scale: Scale) -> float:
        return scale.control * 1.85

    def _text_width(self, width: float) -> float:
        scale = active_scale()
        return width - 2 * _SHADOW - self._chip(scale) - scale.control - 4 * scale.pad

    def _text_height(self, width: float) -> float:
        title, description = self._fonts()
        room = self._text_width(width)
        words = laid_out(self._description, description, room)[1] if self._description else 0.0
        return laid_out(self.text(), title, room)[1] + words + active_scale().gap / 2

    def heightForWidth(self, width: int) -> int:
        scale = active_scale()
        return round(max(self._chip(scale), self._text_height(width)) + 2 * scale.pad + 2 * _SHADOW)

    def sizeHint(self) -> QSize:
        scale = active_scale()
        widest = max(
            (QFontMetricsF(self._fonts()[0]).horizontalAdvance(word) for word in self.text().split()), default=0.0
        )
        width = round(widest + 2 * _SHADOW + self._chip(scale) + scale.control + 4 * scale.pad)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale = active_scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_surface(painter, QRectF(self.rect()), scale.radius_l, pressed=self.isDown())
        inside = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        middle = inside.center().y()
        chip = QRectF(inside.left() + scale.pad * 1.4, middle - self._chip(scale) / 2, *(2 * (self._chip(scale),)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND[self._tone]))
        painter.drawRoundedRect(chip, scale.radius_l, scale.radius_l)
        inset = chip.width() * 0.22
        paint_icon(painter, self._icon, chip.adjusted(inset, inset, -inset, -inset), INK[self._tone])
        self._paint_words(painter, chip.right() + scale.pad * 1.2, middle)
        self._paint_arrow(painter, inside, middle)
        painter.end()

    def _paint_words(self, painter: QPainter, x: float, middle: float) -> None:
        title_font, description_font = self._fonts()
        room = self._text_width(self.width())
        y = middle - self._text_height(self.width()) / 2
        title, height = laid_out(self.text(), title_font, room)
        painter.setPen(QColor(COLOURS.text))
        title.draw(painter, QPointF(x, y))
        if self._description:
            painter.setPen(QColor(COLOURS.text_2))
            laid_out(self._description, description_font, room)[0].draw(
                painter, QPointF(x, y + height + active_scale().gap / 2)
            )

    @staticmethod
    def _paint_arrow(painter: QPainter, inside: QRectF, middle: float) -> None:
        scale = active_scale()
        size = scale.control * 0.7
        disc = QRectF(inside.right() - scale.pad * 1.2 - size, middle - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.sunken))
        painter.drawEllipse(disc)
        inset = size * 0.25
        paint_icon(painter, "chevron-right", disc.adjusted(inset, inset, -inset, -inset), COLOURS.text)
