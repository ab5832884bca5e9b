"""The keys of the screen one came from, and whom to call."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk_app.screens.desk.help.state import HelpState, KeyGroup
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, empty, scrolled
from kiosk_app.widgets import STRETCH, Button, Card, column, key_cap, label, row, set_text
from wording.catalogue import _, mark


class HelpView(DeskView):
    """Signals: `left()`: back to where one came from."""

    KEYS: ClassVar = (ScreenKey("Esc", "Esc", mark("Back")),)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1")
        self._groups: QVBoxLayout = column(spacing=14)
        self._contacts = LineBox()
        self._version = label("", "xs")
        self._back = Button(_("Back"), "primary", key="Esc")
        self._shown: tuple[KeyGroup, ...] = ()
        self._call = Card(_("If you need help"), self._contacts, spacing=10)
        content = Content()
        content.setMaximumWidth(1100)
        content.setLayout(
            column(
                row(self._heading, STRETCH, self._back),
                self._groups,
                self._call,
                self._version,
                STRETCH,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Help"))))
        self._back.clicked.connect(self.left)
        self.key("Esc", self.left)

    def show_state(self, state: HelpState) -> None:
        self._heading.setText(state.heading)
        if state.groups != self._shown:
            self._shown = state.groups
            empty(self._groups)
            for group in state.groups:
                self._groups.addWidget(_key_card(group))
        self._contacts.show_lines(state.contacts)
        self._call.setVisible(bool(state.contacts))
        set_text(self._version, state.version)

    def first_focus(self) -> QWidget | None:
        return self._back


def _key_card(group: KeyGroup) -> Card:
    lines = QGridLayout()
    lines.setHorizontalSpacing(12)
    lines.setVerticalSpacing(8)
    half = (len(group.keys) + 1) // 2
    for index, line in enumerate(group.keys):
        side, down = (0, index) if index < half else (2, index - half)
        lines.addWidget(key_cap(line.amount), down, side, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(label(line.words), down, side + 1)
    for side in (0, 2):
        lines.setColumnMinimumWidth(side, 96)
    for side in (1, 3):
        lines.setColumnStretch(side, 1)
    return Card(group.heading, lines, spacing=10)
