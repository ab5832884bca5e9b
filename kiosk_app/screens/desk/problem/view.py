"""The page for what should not have happened: what it was, whether the data is safe, what to do now."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, scrolled
from kiosk_app.screens.desk.problem.state import ProblemState
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import STRETCH, Button, Card, IconTile, column, label, row, rule, set_text
from kiosk_app.widgets.text import IconLabel
from wording.catalogue import _


class ProblemView(DeskView):
    """Signals: `acted()`: the button with what to do next was pressed."""

    KEYS: ClassVar[tuple[ScreenKey, ...]] = ()
    acted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1", wrap=True)
        self._happened = label("", wrap=True)
        self._data = label("", "strong", wrap=True)
        self._shield = IconLabel("shield-check", COLOURS.ok, 24)
        self._next = label("", wrap=True)
        self._code = label("", "h3")
        self._contact = label("", "sub")
        self._act = Button("", "primary", size="large")
        self._act.clicked.connect(self.acted)
        alarm = IconTile("triangle-alert", COLOURS.warn, COLOURS.warn_soft, 56, 14, icon_size=32)
        card = Card(
            "",
            row(alarm, 16, (self._heading, 1)),
            18,
            label(_("What happened"), "label"),
            4,
            self._happened,
            16,
            label(_("Is my data safe?"), "label"),
            6,
            row(self._shield, 10, (self._data, 1)),
            16,
            label(_("What to do now"), "label"),
            4,
            self._next,
            18,
            rule(),
            12,
            row((column(label(_("Code for whoever helps you"), "small"), self._code), 1), 16, self._contact),
        )
        content = Content()
        content.setMaximumWidth(760)
        content.setLayout(column(card, 16, row(self._act, STRETCH), STRETCH, margins=(24, 26, 24, 16)))
        self.setLayout(column(scrolled(content, _("Problem"))))

    def show_state(self, state: ProblemState) -> None:
        self._heading.setText(state.heading)
        self._happened.setText(state.happened)
        set_text(self._data, state.data, "ok" if state.data_safe else "err")
        self._shield.show_icon(*(("shield-check", COLOURS.ok) if state.data_safe else ("shield-alert", COLOURS.err)))
        self._next.setText(state.next_step)
        self._code.setText(state.code)
        set_text(self._contact, state.contact)
        self._act.setText(state.action)
        self._act.setVisible(bool(state.action))

    def first_focus(self) -> QWidget | None:
        return self._act
