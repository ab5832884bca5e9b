"""What a finger touches: one painted button for every face of the kiosk, and the sizes that it is made in.

QPushButton cannot wrap its words, and words that do not fit are words that nobody reads. Everything here acts on
release, and sliding off cancels, for that is how QAbstractButton works.
"""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import ICONS, paint_icon
from kiosk_app.theme.tokens import COLOURS, KIOSK, active_scale

Kind = Literal["plain", "primary", "quiet", "danger", "key"]
#: How far the shadow of a card reaches inside its widget, at 102 ppi.
SHADOW: Final = 14
WRAP: Final = int(Qt.TextFlag.TextWordWrap)
#: Focus is drawn only for those who came by keyboard: a finger knows where it is.
_KEYBOARD_REASONS: Final = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


def px(reference: float) -> int:
    """A length drawn at 102 ppi, in pixels of this display: a 20 mm key stays 20 mm."""
    return round(reference * active_scale().control / KIOSK.control)


def paint_focus(painter: QPainter, where: QRectF, radius: float) -> None:
    """Amber outside, dark inside: one of the two is seen on every ground."""
    ring = active_scale().ring
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, inset in ((COLOURS.focus, ring / 2), (COLOURS.focus_inner, ring * 1.5)):
        painter.setPen(QPen(QColor(colour), ring))
        painter.drawRoundedRect(where.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def paint_card(painter: QPainter, where: QRectF, radius: float, *, pressed: bool = False) -> QRectF:
    """A card with a soft shadow inside `where`; answers the card's own rectangle."""
    depth = px(SHADOW)
    card = where.adjusted(depth, depth, -depth, -depth)
    painter.setPen(Qt.PenStyle.NoPen)
    if not pressed:
        for step in range(depth, 0, -1):
            painter.setBrush(QColor(16, 34, 48, max(1, int(5 * (1 - step / depth) ** 2))))
            grown = card.adjusted(-step, -step * 0.6, step, min(depth, step * 1.3))
            painter.drawRoundedRect(grown, radius + step, radius + step)
    painter.setBrush(QColor(COLOURS.primary_softer if pressed else COLOURS.surface))
    painter.setPen(QPen(QColor(COLOURS.primary if pressed else COLOURS.line), 1))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    return card


def pictogram(name: str) -> str:
    """`name`, or a question mark: names come from a municipality's folder, and a wrong one must not cost the page."""
    return name if (ICONS / f"{name}.svg").is_file() else "circle-question-mark"


def wrapped_height(words: str, font: QFont, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(1, width), 10_000), WRAP, words).height()


def widest_word(words: str, font: QFont) -> int:
    metrics = QFontMetrics(font)
    return max((metrics.horizontalAdvance(word) for word in words.split()), default=0)


class Emblem(QWidget):
    """A pictogram on a rounded ground. Decoration: the words beside it carry the meaning."""

    def __init__(self, size: int, radius: int) -> None:
        super().__init__()
        self._icon, self._ink, self._ground, self._radius = "", COLOURS.text, COLOURS.sunken, radius
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, icon: str, ink: str, ground: str) -> None:
        self._icon, self._ink, self._ground = pictogram(icon), ink, ground
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._icon:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        inset = self.width() * 0.22
        paint_icon(painter, self._icon, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), self._ink)
        painter.end()


class Touchable(QAbstractButton):
    """A button that we paint. Knows whether focus came by keyboard; has no menu of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_keyboard = False
        self.setProperty("ownFocus", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = False
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters change how much room the words need."""
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.updateGeometry()
        super().changeEvent(event)

    @property
    def shows_focus(self) -> bool:
        return self.hasFocus() and self._by_keyboard


class TouchButton(Touchable):
    """Icon and words on a button at least 20 mm high; words wrap rather than end in dots."""

    def __init__(self, kind: Kind = "plain", *, large: bool = False, low: bool = False) -> None:
        super().__init__()
        self._kind: Kind = kind
        self._icon = ""
        self._large = large
        self._low = low
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def say(self, words: str, icon: str = "", spoken: str = "") -> None:
        """`spoken` is what a screen reader says where the words alone are not enough ("Cambiar": what?)."""
        self._icon = icon
        self.setText(words)
        self.setAccessibleName(spoken or words)
        self.updateGeometry()
        self.update()

    @property
    def kind(self) -> Kind:
        return self._kind

    def letter_font(self) -> QFont:
        scale = active_scale()
        weight = QFont.Weight.Medium if self._kind == "key" else QFont.Weight.DemiBold
        return text_font(scale.text_l if self._large else scale.text, weight)

    def sizeHint(self) -> QSize:
        scale = active_scale()
        words = QFontMetrics(self.letter_font()).horizontalAdvance(self.text())
        height = scale.target_min if self._low else scale.control_l if self._large else scale.control
        # The slack is for layouts that round: a word must not wrap for half a pixel.
        return QSize(max(height, words + self.sides() + px(6)), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, line, ink = self._colours()
        border = active_scale().border
        radius = active_scale().radius
        box = QRectF(self.rect()).adjusted(border / 2, border / 2, -border / 2, -border / 2)
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(line), border))
        painter.drawRoundedRect(box, radius, radius)
        self._paint_words(painter, ink)
        if self.shows_focus:
            paint_focus(painter, QRectF(self.rect()), radius)
        painter.end()

    def sides(self) -> int:
        """What stands at the left and right of the words: borders, the picture and its gap."""
        icon = self._icon_size() if self._icon else 0
        return 2 * self._side() + icon + (active_scale().gap if icon and self.text() else 0)

    def _side(self) -> int:
        return px(8) if self._kind == "key" else active_scale().pad

    def _picture(self) -> str:
        return self._icon

    def _icon_size(self) -> int:
        return active_scale().icon

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        scale = active_scale()
        font = self.letter_font()
        painter.setFont(font)
        icon = self._icon_size() if self._icon else 0
        gap = scale.gap if icon and self.text() else 0
        room = self.width() - self.sides()
        words = QFontMetrics(font).boundingRect(QRect(0, 0, room, 10_000), WRAP, self.text()).width()
        left = (self.width() - icon - gap - words) / 2
        if icon:
            paint_icon(painter, self._picture(), QRectF(left, (self.height() - icon) / 2, icon, icon), ink)
        painter.setPen(QColor(ink))
        where = QRectF(left + icon + gap, 0, words + 1, self.height())
        painter.drawText(where, WRAP | int(Qt.AlignmentFlag.AlignCenter), self.text())

    def _colours(self) -> tuple[str, str, str]:
        """Ground, border and ink."""
        if not self.isEnabled():
            return COLOURS.sunken, COLOURS.line, COLOURS.text_3
        down = self.isDown()
        match self._kind:
            case "primary":
                ground = COLOURS.primary_press if down else COLOURS.primary
                return ground, ground, COLOURS.on_primary
            case "quiet":
                return COLOURS.primary_soft if down else COLOURS.bg, COLOURS.bg, COLOURS.primary
            case "danger":
                return COLOURS.err_soft if down else COLOURS.surface, COLOURS.err, COLOURS.err
            case "key" | "plain":
                return COLOURS.primary_soft if down else COLOURS.surface, COLOURS.line_strong, COLOURS.text


class Segment(TouchButton):
    """One of a few that exclude each other: a language."""

    def __init__(self) -> None:
        super().__init__("plain", low=True)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def _colours(self) -> tuple[str, str, str]:
        if self.isChecked():
            return COLOURS.surface, COLOURS.primary, COLOURS.primary
        return COLOURS.sunken, COLOURS.sunken, COLOURS.text_2


class Toggle(TouchButton):
    """On or off, and it says which by its ground, its border and a tick in place of its picture."""

    def __init__(self) -> None:
        super().__init__("plain")
        self.setCheckable(True)

    def _picture(self) -> str:
        return "check" if self.isChecked() else super()._picture()

    def _colours(self) -> tuple[str, str, str]:
        if self.isChecked():
            return COLOURS.primary_soft, COLOURS.primary, COLOURS.primary
        return super()._colours()
