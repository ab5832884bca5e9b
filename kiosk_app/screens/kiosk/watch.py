"""The eyes of the session: sees every touch and key of the program before anything else does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kiosk_app.screens.kiosk.session import Phase, Session, TapGuard

_PRESSES: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.KeyPress,
    }
)
_RELEASES: Final = frozenset(
    {QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TabletRelease, QEvent.Type.KeyRelease}
)
_OTHER_SIGNS_OF_LIFE: Final = frozenset({QEvent.Type.TouchUpdate, QEvent.Type.Wheel})
_TICK_MS: Final = 250


class SessionWatch(QObject):
    """An event filter of the application; lives on its thread, and is stopped by `stop()`.

    Signals: `effect(object)`, what the session says is to be done; `ticked()` four times a second. A press that answers
    the warning acts on nothing else, and neither do the taps that follow a page turn too closely.
    """

    effect = Signal(object)
    ticked = Signal()

    def __init__(self, session: Session, taps: TapGuard, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._taps = taps
        self._swallowing = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._app = QApplication.instance()
        assert self._app is not None, "a watch needs an application"

    def start(self) -> None:
        assert self._app is not None
        self._app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        assert self._app is not None
        self._app.removeEventFilter(self)
        self._timer.stop()

    def tick(self) -> None:
        found = self._session.tick()
        if found is not None:
            self.effect.emit(found)
        self.ticked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True swallows the event. Qt offers one press to the window and then to each widget: all of it counts once."""
        kind = event.type()
        if kind == QEvent.Type.ContextMenu:
            return True  # a long press or a right click opens nothing, whatever widget it falls on
        if kind in _PRESSES:
            return self._pressed(watched)
        if kind in _RELEASES:
            return self._released(watched)
        if kind in _OTHER_SIGNS_OF_LIFE and watched.isWidgetType():
            self._touch()
        return False

    def _pressed(self, watched: QObject) -> bool:
        if not watched.isWidgetType():
            return False
        if self._session.phase is Phase.WARNING:
            self._swallowing = True
            return True
        if not self._taps.lets_through():
            self._swallowing = True
            return True
        self._swallowing = False
        self._touch()
        return False

    def _released(self, watched: QObject) -> bool:
        if not self._swallowing or not watched.isWidgetType():
            return False
        self._swallowing = False
        if self._session.phase is Phase.WARNING:
            # Answered on release: hidden at the press, the overlay would let the release fall on the page below.
            self._touch()
        return True

    def _touch(self) -> None:
        found = self._session.touched()
        if found is not None:
            self.effect.emit(found)
