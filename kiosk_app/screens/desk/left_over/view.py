"""The question about what was left half done."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.left_over.state import LeftOverState
from kiosk_app.screens.desk.parts import DeskView
from kiosk_app.widgets import STRETCH, Button, Card, RowList, column, label, row
from wording.catalogue import _, mark


class LeftOverView(DeskView):
    """Signals: `chosen(object)` key, `went_on()`, `put_off()`, `discarded()`."""

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Go on with it")),
        ScreenKey("Esc", "Esc", mark("Keep for later")),
        ScreenKey("Ctrl+Del", mark("Ctrl+Del"), mark("Discard it")),
    )
    chosen = Signal(object)
    went_on = Signal()
    put_off = Signal()
    discarded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1")
        self._words = label("", "sub", wrap=True)
        self._rows = RowList(_("What was left half done"))
        self._rows.setMinimumHeight(220)
        self._go_on = Button(_("Go on with it"), "primary", key="Ctrl+Enter", size="large")
        later = Button(_("Keep for later"), key="Esc")
        discard = Button(_("Discard it"), "danger", key=_("Ctrl+Del"))
        for button, meaning in ((self._go_on, self.went_on), (later, self.put_off), (discard, self.discarded)):
            button.clicked.connect(meaning)
        self._rows.row_chosen.connect(self.chosen)
        card = Card("", self._rows, 12, row(self._go_on, 8, later, STRETCH, discard))
        card.setMaximumWidth(760)
        self.setLayout(column(self._heading, 4, self._words, 14, card, STRETCH, margins=(24, 18, 24, 16)))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self.key(key, self.went_on)
        self.key("Esc", self.put_off)
        self.key("Ctrl+Del", self.discarded)

    def show_state(self, state: LeftOverState) -> None:
        self._heading.setText(state.heading)
        self._words.setText(state.words)
        self._rows.show_rows(state.rows, state.chosen)

    def first_focus(self) -> QWidget | None:
        return self._go_on
