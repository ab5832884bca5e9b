"""The search: a field, the list that answers it, and the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from kiosk_app.screens.kiosk.keyboard import LetterKeyboard
from kiosk_app.screens.kiosk.line_button import LineButton
from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.write import KioskField
from kiosk_app.screens.kiosk.procedures.state import MOST_FOUND, Found, SearchState
from kiosk_app.screens.kiosk.touch import px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import row
from kiosk_app.widgets.text import IconLabel, label

_COLUMNS = 3


class FoundButton(LineButton):
    """A procedure of the list."""

    def say(self, found: Found) -> None:
        self.say_words(found.words)


class SearchPage(Page):
    """Signals: `text_changed(str)`; `chosen(str)`."""

    text_changed = Signal(object)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.field = KioskField()
        self._list_heading = label("", "strong", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(px(12))
        self.found = [FoundButton() for _found in range(MOST_FOUND)]
        self._ids: list[str] = []
        for index, button in enumerate(self.found):
            self._grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)
            self._grid.setColumnStretch(index % _COLUMNS, 1)
            button.clicked.connect(self._on_found)
        self.keyboard = LetterKeyboard(with_digits=False)
        glass = IconLabel("search", COLOURS.text_2, px(44))
        # What was found stands beside the field: the line it would take below is what large letters need for names.
        self._list_heading.setFixedWidth(px(460))
        self.body.addLayout(row(glass, (self.field, 1), px(8), self._list_heading, spacing=px(16)))
        self.body.addLayout(self._grid, 1000)
        self.body.addStretch(1)
        self.body.addWidget(self.keyboard)
        self.keyboard.typed.connect(self.field.insert)
        self.keyboard.erased.connect(self.field.backspace)
        # textEdited is for a person's keys; the glass keyboard inserts, so every change is told but our own.
        self.field.textChanged.connect(self._on_text)
        self._rendering = False

    def show_page(self, state: SearchState, *, fresh: bool) -> None:
        self._rendering = True
        self.say(state.heading)
        self.keyboard.say()
        self.field.setAccessibleName(state.label)
        self.field.setPlaceholderText(state.label)
        self.field.show_text(state.text)
        self._list_heading.setText(state.list_heading)
        self._ids = [found.id for found in state.found]
        for index, button in enumerate(self.found):
            button.setVisible(index < len(state.found))
            if index < len(state.found):
                button.say(state.found[index])
        if fresh:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rendering = False

    def text(self) -> str:
        return self.field.text()

    def _on_text(self, text: str) -> None:
        if not self._rendering:
            self.text_changed.emit(text)

    def _on_found(self) -> None:
        button = self.sender()
        if isinstance(button, FoundButton):
            self.chosen.emit(self._ids[self.found.index(button)])
