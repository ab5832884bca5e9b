"""One announcement on a page of its own. F11 is no key of any other screen: nobody confirms by habit."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk_app.screens.desk.announcements.state import AnnouncementState
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, empty, say, scrolled
from kiosk_app.widgets import STRETCH, Button, Card, Notice, column, label, row, set_text
from wording.catalogue import _, mark

_WIDTH_MAX = 820


class AnnouncementsView(DeskView):
    """Signals: `confirmed()`."""

    KEYS: ClassVar = (ScreenKey("F11", "F11", mark("I have read it")),)
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1")
        self._words = label("", "sub", wrap=True)
        self._notice = Notice()
        self._notice.setMaximumWidth(_WIDTH_MAX)
        self._title = label("", "h2", wrap=True)
        self._paragraphs: QVBoxLayout = column(spacing=10)
        self._shown: tuple[str, ...] = ()
        self._days = label("", "small")
        self._place = label("", "small")
        self._confirm = Button("", "primary", key="F11", size="large")
        self._confirm.clicked.connect(self.confirmed)
        content = Content()
        card = Card("", self._title, 12, self._paragraphs, 16, self._days)
        content.setLayout(column(card, STRETCH))
        content.setMaximumWidth(_WIDTH_MAX)
        self._text = scrolled(content, "")
        self._text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # it is read before anything is pressed; arrows scroll
        self._text.setMaximumWidth(_WIDTH_MAX)
        foot = row(self._confirm, 16, self._place, STRETCH)
        self.setLayout(
            column(
                self._heading,
                4,
                self._words,
                8,
                self._notice,
                8,
                (self._text, 1),
                12,
                foot,
                margins=(24, 18, 24, 20),
            )
        )
        self.key("F11", self.confirmed)

    def show_state(self, state: AnnouncementState) -> None:
        self._heading.setText(state.heading)
        set_text(self._words, state.words)
        say(self._notice, state.notice)
        self._title.setText(state.title)
        if state.paragraphs != self._shown:
            self._shown = state.paragraphs
            empty(self._paragraphs)
            for paragraph in state.paragraphs:
                self._paragraphs.addWidget(label(paragraph, wrap=True))
        self._days.setText(state.days)
        set_text(self._place, state.place)
        self._confirm.setText(_("I have read it") if state.confirms else _("Go on"))
        self._text.setAccessibleName(". ".join((state.title, *state.paragraphs, state.days)))

    def first_focus(self) -> QWidget | None:
        return self._text
