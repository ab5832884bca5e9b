"""A two-colour ring around what the keyboard is at: amber outside, dark inside, so that it shows on every ground.

QSS has no `:focus-visible`. The ring is an overlay of the window that follows the focus while the last thing a person
used was the keyboard, and leaves as soon as they use the mouse or a finger.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kiosk_app.theme.tokens import COLOURS, active_scale

_FOLLOW = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.ParentChange}
_BY_HAND = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress}


class _Ring(QWidget):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.radius = active_scale().radius
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        width = active_scale().ring
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        outer = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(COLOURS.focus), width))
        painter.drawRoundedRect(outer, self.radius + width * 1.5, self.radius + width * 1.5)
        inner = outer.adjusted(width, width, -width, -width)
        painter.setPen(QPen(QColor(COLOURS.focus_inner), width))
        painter.drawRoundedRect(inner, self.radius + width / 2, self.radius + width / 2)
        painter.end()


class FocusRing(QObject):
    """Install once for an application; it lives on the application thread. Whoever made it owns it.

    A widget that paints its own focus says so with the property `ownFocus`.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._keyboard = False
        self._ring: _Ring | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        app.installEventFilter(self)
        app.focusChanged.connect(self._focus_moved)

    def uninstall(self) -> None:
        """Leave the application as it was found."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.removeEventFilter(self)
            app.focusChanged.disconnect(self._focus_moved)
        self._aim(None)
        if self._ring is not None and isValid(self._ring):
            self._ring.deleteLater()
        self._ring = None

    @property
    def target(self) -> QWidget | None:
        """The widget that wears the ring, if any does."""
        return self._target if self._ring is not None and isValid(self._ring) and self._ring.isVisible() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            if not self._keyboard:
                self._keyboard = True
                self._aim(QApplication.focusWidget())
        elif kind in _BY_HAND:
            if self._keyboard:
                self._keyboard = False
                self._aim(None)
        elif kind in _FOLLOW and watched in self._watched:
            self._place()
        return False

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._aim(new if self._keyboard else None)

    def _aim(self, target: QWidget | None) -> None:
        shown = target if target is not None and not target.property("ownFocus") else None
        self._target = shown
        self._watched = []
        ancestor = shown
        while ancestor is not None:
            self._watched.append(ancestor)
            ancestor = None if ancestor.isWindow() else ancestor.parentWidget()
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            if self._ring is not None and isValid(self._ring):
                self._ring.hide()
            return
        window = target.window()
        if self._ring is None or not isValid(self._ring) or self._ring.parentWidget() is not window:
            if self._ring is not None and isValid(self._ring):
                self._ring.deleteLater()
            self._ring = _Ring(window)
        reach = 2 * active_scale().ring
        box = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).adjusted(-reach, -reach, reach, reach)
        self._ring.radius = min(active_scale().radius, target.height() // 2)
        self._ring.setGeometry(box.intersected(window.rect()))
        self._ring.raise_()
        self._ring.show()
