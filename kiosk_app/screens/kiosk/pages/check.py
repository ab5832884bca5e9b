"""Before sending: every answer on one page, each with its way to change it, and one primary button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel

from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.state import CheckLine, CheckPage
from kiosk_app.screens.kiosk.touch import Emblem, TouchButton, px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import STRETCH, row
from kiosk_app.widgets.text import IconLabel, label
from wording.catalogue import _

MOST_LINES: Final = 5


class _Line(QFrame):
    """One answer."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "card")
        self.id = ""
        self._icon = Emblem(px(56), px(16))
        self._caption: QLabel = label("", "sub")
        self._caption.setFixedWidth(px(300))
        self._value: QLabel = label("", "strong", wrap=True)
        self.change = TouchButton("plain")
        margins = (px(24), px(3), px(3), px(3))
        self.setLayout(row(self._icon, self._caption, (self._value, 1), self.change, margins=margins, spacing=px(20)))

    def show_line(self, line: CheckLine) -> None:
        self.id = line.id
        self._icon.show_icon(line.icon, COLOURS.primary, COLOURS.primary_soft)
        self._caption.setText(line.label)
        self._value.setText(line.value)
        self.change.say(_("Change this answer"), "pencil", line.change)


class CheckView(Page):
    """Signals: `change_asked(str)` with the line's id; `sent()`."""

    change_asked = Signal(object)
    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._problem = QFrame()
        self._problem.setProperty("box", "notice")
        self._problem.setProperty("tone", "err")
        self._problem_words = label("", "strong", "err", wrap=True)
        sign = IconLabel("circle-alert", COLOURS.err, px(40))
        self._problem.setLayout(
            row(sign, (self._problem_words, 1), margins=(px(24), px(16), px(24), px(16)), spacing=px(18))
        )
        self.lines = [_Line() for _line in range(MOST_LINES)]
        self.send = TouchButton("primary", large=True)
        self.send.setMinimumWidth(px(520))
        self.body.setSpacing(px(8))
        self.body.addWidget(self._problem)
        for line in self.lines:
            self.body.addWidget(line)
            line.change.clicked.connect(self._on_change)
        self.body.addStretch(1)
        self.body.addLayout(row(STRETCH, self.send))
        self.send.clicked.connect(self.sent)

    def show_page(self, state: CheckPage) -> None:
        self.say(state.heading, state.help)
        self._problem.setVisible(bool(state.problem))
        self._problem_words.setText(state.problem)
        for index, line in enumerate(self.lines):
            line.setVisible(index < len(state.lines))
            if index < len(state.lines):
                line.show_line(state.lines[index])
        self.send.say(state.send, "send")

    def _on_change(self) -> None:
        button = self.sender()
        for line in self.lines:
            if line.change is button:
                self.change_asked.emit(line.id)
