"""Faults that can be measured on a page: too small, cut off, too close, nameless. Each function answers with a list."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QFontInfo
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from kiosk_app.screens.kiosk.keyboard import Key
from kiosk_app.screens.kiosk.line_button import LineButton
from kiosk_app.screens.kiosk.overlays import Overlay
from kiosk_app.screens.kiosk.tiles import Tile
from kiosk_app.screens.kiosk.touch import Segment, Touchable, TouchButton, px, wrapped_height


def face(window: QWidget) -> QWidget:
    """What a person sees: an overlay if one lies over the page, else the window."""
    return next((over for over in window.findChildren(Overlay) if over.isVisible()), window)


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _seen(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    """Visible widgets of a kind, but for those that a scrolling list has moved out of sight."""
    return [widget for widget in face(window).findChildren(kind) if widget.isVisible() and widget.visibleRegion()]


def small_letters(window: QWidget, necessary: int, least: int) -> list[str]:
    """Text below `least` pixels anywhere, or below `necessary` where it is not a caption."""
    faults = []
    for label in _seen(window, QLabel):
        assert isinstance(label, QLabel)
        caption = label.property("role") in {"small", "xs"}
        size = QFontInfo(label.font()).pixelSize()
        if label.text().strip() and size < (least if caption else necessary):
            faults.append(f"{label.text()!r} is {size} px")
    for button in _seen(window, Touchable):
        sizes = [font.pixelSize() for font in _fonts(button)]
        if min(sizes, default=necessary) < necessary:
            faults.append(f"{button.accessibleName()!r} is {min(sizes)} px")
    return faults


def _fonts(button: QWidget) -> list[QFont]:
    if isinstance(button, TouchButton | LineButton):
        return [button.letter_font()]
    return list(button._fonts()) if isinstance(button, Tile) else []


def cut_off(window: QWidget) -> list[str]:
    """Words that do not fit their widget, and widgets that do not fit the window."""
    faults = []
    for label in _seen(window, QLabel):
        assert isinstance(label, QLabel)
        if not label.text():
            continue
        wraps = label.wordWrap()
        needed = label.heightForWidth(label.width()) if wraps else label.sizeHint().height()
        if label.height() < needed - 1 or (not wraps and label.width() < label.sizeHint().width() - 1):
            faults.append(f"{label.text()!r}: {label.width()}x{label.height()} is too small")
    for button in _seen(window, Touchable):
        assert isinstance(button, Touchable)
        if isinstance(button, Tile | LineButton):
            needed = button.needed_height()
        else:
            assert isinstance(button, TouchButton)
            room = button.width() - button.sides()
            needed = wrapped_height(button.text(), button.letter_font(), room) if button.text() else 0
        if button.height() < needed:
            faults.append(f"{button.text()!r}: {button.height()} px for {needed}")
    return faults + outside(window)


def outside(window: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.accessibleName()!r} leaves the window"
        for widget in (*_seen(window, Touchable), *_seen(window, QLineEdit))
        if not window.rect().contains(_place(widget, window))
    ]


def small_targets(window: QWidget) -> list[str]:
    """Task controls are 20 mm, secondary ones 15 mm."""
    faults = []
    for button in _seen(window, QAbstractButton):
        least = px(60) if isinstance(button, Segment) else px(80)
        if min(button.width(), button.height()) < least:
            faults.append(f"{button.accessibleName()!r} is {button.width()}x{button.height()}")
    return faults


def crowded_targets(window: QWidget) -> list[str]:
    """Two targets closer than 8 px. Tiles paint their card inside a margin of shadow, which counts as distance."""
    faults = []
    places = [(_target(button, window), button) for button in _seen(window, QAbstractButton)]
    gap = px(8) - 1
    for (one, first), (other, second) in combinations(places, 2):
        if one.adjusted(-gap, -gap, gap, gap).intersects(other):
            faults.append(f"{first.accessibleName()!r} touches {second.accessibleName()!r}")
    return faults


def _target(button: QWidget, window: QWidget) -> QRect:
    place = _place(button, window)
    shadow = px(14)
    return place.adjusted(shadow, shadow, -shadow, -shadow) if isinstance(button, Tile) else place


def nameless(window: QWidget) -> list[str]:
    """What a screen reader would call by nothing."""
    return [
        f"{type(widget).__name__} at {_place(widget, window)}"
        for widget in (*_seen(window, QAbstractButton), *_seen(window, QLineEdit))
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    ]


def with_menus(window: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.accessibleName()!r}"
        for widget in (*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit))
        if widget.contextMenuPolicy() is not Qt.ContextMenuPolicy.NoContextMenu
    ]


def beyond_the_keyboard(window: QWidget) -> list[str]:
    """Enabled controls that Tab cannot reach. Keys on the glass are no controls: a keyboard has keys of its own."""
    return [
        widget.accessibleName()
        for widget in _seen(window, QAbstractButton)
        if widget.isEnabled()
        and not isinstance(widget, Key | Segment)  # arrows move between the segments of a group
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
