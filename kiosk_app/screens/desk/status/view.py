"""The top bar: search everything, what is in the drawer, and the three facts about the data."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from kiosk_app.screens.desk.parts import TextBox
from kiosk_app.screens.desk.status.state import Fact, StatusState
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import Pill, key_cap, row
from kiosk_app.widgets.text import IconLabel
from wording.catalogue import _

_HEIGHT: Final = 60


class SearchBox(TextBox):
    """Signals: `searched(object)` with the text when Enter is pressed."""

    searched = Signal(object)

    def __init__(self) -> None:
        super().__init__("everything", placeholder=_("Code, ID number or name"))
        self.setAccessibleName(_("Search everything"))
        self.setProperty("enterActs", True)
        self.setMinimumWidth(210)
        self.setMaximumWidth(420)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(24, 0, 58, 0)
        self._key = key_cap("Ctrl+K")
        inside: QHBoxLayout = row(IconLabel("search", COLOURS.text_2, 17), None, self._key, margins=(12, 0, 10, 0))
        self.setLayout(inside)
        self.textChanged.connect(self._make_room)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.searched.emit(self.text())
                return True
            if event.key() == Qt.Key.Key_Escape and self.text():
                self.clear()
                return True
        return super().eventFilter(watched, event)

    def _make_room(self, text: str) -> None:
        self._key.setVisible(not text)


def _spring() -> QWidget:
    """Takes the room that the search leaves where the window is very wide, and never less than a gap."""
    made = QWidget()
    made.setMinimumWidth(12)
    return made


class TopBar(QFrame):
    """Signals: `searched(object)` text; `drawer_asked()`, `queue_asked()` when a fact is pressed to see behind it."""

    searched = Signal(object)
    drawer_asked = Signal()
    queue_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "top")
        self.setFixedHeight(_HEIGHT)
        self.search = SearchBox()
        self.drawer = Pill("wallet", "")
        self.saved = Pill("hard-drive-download", "")
        self.connection = Pill("cloud", "")
        self.queue = Pill("send", "")
        self.search.searched.connect(self.searched)
        self.drawer.opened.connect(self.drawer_asked)
        for pill in (self.saved, self.connection, self.queue):
            pill.opened.connect(self.queue_asked)
        self.setLayout(
            row(
                (self.search, 100),
                (_spring(), 1),
                self.drawer,
                8,
                self.saved,
                8,
                self.connection,
                8,
                self.queue,
                margins=(20, 0, 20, 0),
            )
        )

    def show_status(self, state: StatusState) -> None:
        for pill, fact, icon in (
            (self.drawer, state.drawer, "wallet"),
            (self.saved, state.saved, "hard-drive-download"),
            (self.connection, state.connection, "wifi"),
            (self.queue, state.queue, "send"),
        ):
            self._show_fact(pill, fact, icon)
        self.search.setVisible(state.signed_in)

    @staticmethod
    def _show_fact(pill: Pill, fact: Fact, icon: str) -> None:
        pill.say(fact.icon or icon, fact.strong, fact.detail, fact.tone, short=fact.short)
        pill.setVisible(bool(fact.strong))

    def set_compact(self, compact: bool) -> None:
        for pill in (self.drawer, self.saved, self.connection, self.queue):
            pill.set_compact(compact)
