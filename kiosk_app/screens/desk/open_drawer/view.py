"""Opening the drawer: how much money is in it to begin with."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.open_drawer.state import OpenDrawerState
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, scrolled
from kiosk_app.shown import Choice
from kiosk_app.widgets import STRETCH, Button, Card, Field, MoneyField, Notice, column, label, row
from wording.catalogue import _, mark


class OpenDrawerView(DeskView):
    """Signals: `float_changed(object)` text of the amount, `opened()`."""

    KEYS: ClassVar = (ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Open the drawer")),)
    float_changed = Signal(object)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1", wrap=True)
        self.amount = MoneyField(large=True)
        self._field = self.add_field("float", Field(_("Money in the drawer now"), self.amount))
        self._suggestions: QHBoxLayout = row(spacing=8)
        self._shown: tuple[Choice, ...] = ()
        self._facts = LineBox()
        self._reason = Notice("", "warn")
        self._open = Button(_("Open the drawer"), "primary", key="Ctrl+Enter", size="large")
        self.amount.typed.connect(self.float_changed)
        self._open.clicked.connect(self.opened)
        self.key("Ctrl+Return", self.opened)
        self.key("Ctrl+Enter", self.opened)
        intro = label(
            _("Count the coins and notes you start with. You will count again when you close."), "sub", wrap=True
        )
        card = Card("", self._field, 10, self._suggestions, 18, self._facts)
        content = column(
            self._heading, 4, intro, 16, self.summary, 4, card, 12, self._reason, 8, row(self._open, STRETCH), STRETCH
        )
        self._facts.setMinimumWidth(420)
        holder = Content()
        holder.setMaximumWidth(640)
        content.setContentsMargins(24, 20, 24, 16)
        holder.setLayout(content)
        self.setLayout(column(scrolled(holder, _("Open the drawer"))))

    def show_state(self, state: OpenDrawerState) -> None:
        self._heading.setText(state.heading)
        self._field.name(_("Money in the drawer now ({currency})").format(currency=state.currency))
        self.amount.show_text(state.float_text)
        if state.suggestions != self._shown:
            self._show_suggestions(state.suggestions)
        self._facts.show_lines(state.facts)
        self._reason.say(state.reason_not, "warn")
        self._open.setEnabled(state.can_open)
        self.show_problems(state.problems)

    def _show_suggestions(self, suggestions: tuple[Choice, ...]) -> None:
        self._shown = suggestions
        while (item := self._suggestions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for choice in suggestions:
            button = Button(choice.words)
            button.setProperty("amount", choice.key)
            button.clicked.connect(self._suggested)
            self._suggestions.addWidget(button)
        self._suggestions.addStretch(1)

    def _suggested(self) -> None:
        button = self.sender()
        if button is not None:
            self.float_changed.emit(button.property("amount"))
