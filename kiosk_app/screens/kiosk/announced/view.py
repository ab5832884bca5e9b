"""The page of an announcement: its words in full, and the way to the next one."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk_app.screens.kiosk.announced.state import AnnouncedState
from kiosk_app.screens.kiosk.long_card import LongCard
from kiosk_app.screens.kiosk.page import KioskScreen, Page, PageTurn
from kiosk_app.screens.kiosk.touch import TouchButton
from kiosk_app.widgets.layouts import STRETCH, row
from kiosk_app.widgets.text import label


class AnnouncedView(KioskScreen):
    """Signal: `another_asked()`."""

    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.text = LongCard()
        self.another = TouchButton("primary", large=True)
        self.page.body.addWidget(self.text, 1)
        self.page.body.addLayout(row(STRETCH, self.another))
        self._shown = ""
        self.hold(self.page)
        self.another.clicked.connect(self.another_asked)

    def render(self, state: AnnouncedState) -> None:  # type: ignore[override]  # see KioskScreen
        self.page.say(state.title, state.place)
        rows = [label(paragraph, wrap=True) for paragraph in state.paragraphs]
        self.text.show_rows("", rows, fresh=state.page != self._shown)
        self._shown = state.page
        self.another.say(state.another, "chevron-right")
        self.another.setVisible(bool(state.another))
        self.turn_to(self.page, PageTurn(state.page))
