"""Buttons whose caption, icon and key hint are centred together."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon, require_icon
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.layouts import row

Kind = Literal["primary", "secondary", "danger", "quiet", "choice", "inverse", "rail"]
Size = Literal["large", "medium", "normal", "small"]

_INK: Final[dict[Kind, str]] = {
    "primary": COLOURS.on_primary,
    "secondary": COLOURS.text,
    "danger": COLOURS.err,
    "quiet": COLOURS.primary,
    "choice": COLOURS.text,
    "inverse": COLOURS.surface,
    "rail": COLOURS.on_rail,
}


class Button(QPushButton):
    """A caption, an optional icon before it and the key that does the same after it.

    QPushButton lays a key hint out beside the caption only by hand, and then the caption is off centre; so the bevel is
    the style sheet's and the inside is painted here. It is never a default button (`autoDefault` is off):
    on a counter Enter means "next field", and a scanner ends with Enter.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = "secondary",
        *,
        key: str = "",
        icon: str = "",
        size: Size = "normal",
        align: Literal["centre", "left"] = "centre",
    ) -> None:
        super().__init__(text)
        self._kind, self._key, self._size = kind, key, size
        self._icon = require_icon(icon) if icon else ""
        self._key_shown = True
        self._left = align == "left"
        self.setProperty("kind", kind)
        self.setProperty("measure", size)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if key:
            self.setAccessibleDescription(key)
        if kind == "choice":
            self.setCheckable(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A person who tabbed to a button may press it with Enter; a scanner's Enter never gets this far (scan_filter).
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def set_icon(self, name: str) -> None:
        self._icon = require_icon(name) if name else ""
        self.updateGeometry()
        self.update()

    def show_key(self, shown: bool) -> None:
        self._key_shown = shown
        self.updateGeometry()
        self.update()

    def _caption_font(self) -> QFont:
        scale = active_scale()
        pixels = {"large": scale.text_l, "small": scale.text_s}.get(self._size, scale.text)
        return text_font(pixels, QFont.Weight.DemiBold, tabular=True)

    def _key_font(self) -> QFont:
        return text_font(active_scale().text_xs, QFont.Weight.DemiBold)

    def _widths(self) -> tuple[int, int, int]:
        """Pixels of icon, caption and key, each with the gap that belongs to it."""
        scale = active_scale()
        caption = QFontMetrics(self._caption_font()).horizontalAdvance(self.text())
        icon = scale.icon + (scale.gap if caption else 0) if self._icon else 0
        hint = self._key if self._key_shown else ""
        key = QFontMetrics(self._key_font()).horizontalAdvance(hint) + scale.gap + 4 if hint else 0
        return icon, caption, key

    def sizeHint(self) -> QSize:
        scale = active_scale()
        heights = {"large": scale.control_xl, "medium": scale.control_l, "small": 28}
        height = heights.get(self._size, scale.control) + 2 * scale.border
        padding = 10 if self._size == "small" else scale.pad
        return QSize(sum(self._widths()) + 2 * (padding + scale.border), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._paint_inside(painter)
        painter.end()

    def _ink(self) -> str:
        if not self.isEnabled():
            return COLOURS.text_3
        return COLOURS.primary if self.isChecked() else _INK[self._kind]

    def _paint_inside(self, painter: QPainter) -> None:
        scale = active_scale()
        icon, caption, key = self._widths()
        x = scale.pad + scale.border if self._left else (self.width() - icon - caption - key) / 2
        ink = self._ink()
        if icon:
            paint_icon(painter, self._icon, QRectF(x, (self.height() - scale.icon) / 2, scale.icon, scale.icon), ink)
        painter.setFont(self._caption_font())
        painter.setPen(QColor(ink))
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x + icon, 0, caption + 2, self.height()), line, self.text())
        if key:
            painter.setFont(self._key_font())
            soft = COLOURS.on_primary_2 if self._kind == "primary" else COLOURS.text_2
            painter.setPen(QColor(soft if self.isEnabled() else COLOURS.text_3))
            start = x + icon + caption + scale.gap + 4
            painter.drawText(QRectF(start, 0, key, self.height()), line, self._key)


class RailButton(QAbstractButton):
    """A place of the program in the left rail: icon, word, key; only the icon where the rail is narrow."""

    def __init__(self, text: str, icon: str, key: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setToolTip(f"{text}  {key}")
        self._icon, self._key, self._narrow = require_icon(icon), key, False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 if self._narrow else 152, active_scale().control_l)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = active_scale()
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(COLOURS.rail_active if self.isChecked() else COLOURS.rail_hover))
            painter.drawRoundedRect(QRectF(self.rect()), scale.radius, scale.radius)
        ink = COLOURS.on_rail if self.isChecked() else COLOURS.rail_text
        size = 20
        x = (self.width() - size) / 2 if self._narrow else 12
        paint_icon(painter, self._icon, QRectF(x, (self.height() - size) / 2, size, size), ink)
        if not self._narrow:
            weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium
            painter.setFont(text_font(scale.text, weight))
            painter.setPen(QColor(ink))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(43, 0, self.width() - 76, self.height()), middle, self.text())
            painter.setFont(text_font(scale.text_xs, QFont.Weight.DemiBold))
            painter.drawText(
                QRectF(0, 0, self.width() - 11, self.height()), middle | Qt.AlignmentFlag.AlignRight, self._key
            )
        painter.end()


class Segments(QFrame):
    """One choice of a few, side by side. Screen readers announce radio buttons.

    Signals: `chosen(object)` with the key of the segment a person picked.
    """

    chosen = Signal(object)

    def __init__(self, options: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "segments")
        self._keys = [key for key, _ in options]
        self._group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        for index, (_, text) in enumerate(options):
            button = QPushButton(text)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setAccessibleName(text)
            self._group.addButton(button, index)
            self.buttons.append(button)
        self._group.idClicked.connect(self._picked)
        self.setLayout(row(*((button, 1) for button in self.buttons), margins=(3, 3, 3, 3), spacing=2))

    def show_options(self, texts: tuple[str, ...], chosen: str) -> None:
        """New captions (they carry counts) and the one that is picked."""
        for button, text, key in zip(self.buttons, texts, self._keys, strict=True):
            button.setText(text)
            button.setAccessibleName(text)
            button.setChecked(key == chosen)

    def _picked(self, index: int) -> None:
        self.chosen.emit(self._keys[index])
