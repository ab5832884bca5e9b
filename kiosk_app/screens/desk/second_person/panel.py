"""Why a second person is asked for, who they may be, and the field where they write their PIN."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk_app.screens.desk.choices import ChoiceList
from kiosk_app.screens.desk.parts import TextBox
from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.shown import Problem
from kiosk_app.widgets import STRETCH, Field, Notice, column, label, row, set_text
from wording.catalogue import _

_PIN_WIDTH: Final = 220


class ApprovalPanel(QWidget):
    """Hidden while one person is enough. Where it is `wide`, the PIN stands beside the people. The screen adds `field`
    to its own fields as `approver_pin`.

    Signals: `chosen(object)` with the key of who approves. A PIN leaves its field when it is taken, when it is no
    longer asked for, and with the screen; no state ever carries one.
    """

    chosen = Signal(object)

    def __init__(self, *, wide: bool = False) -> None:
        super().__init__()
        self._why = Notice("", "warn")
        self._caption = label(_("Who approves"), "label")
        self.people = ChoiceList(_("Who approves"))
        self._told = label("", "small", "err", wrap=True)
        self.pin = TextBox("approver_pin", longest=12)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.pin.setFixedWidth(_PIN_WIDTH)
        self.field = Field(_("Their PIN"), self.pin)
        self.people.chosen.connect(self.chosen)
        people = column(self._caption, 6, self.people, self._told)
        asked = row((column(people, STRETCH), 1), 16, (column(self.field, STRETCH), 1)) if wide else None
        self.setLayout(column(self._why, 12, asked or column(people, 12, self.field)))
        self.hide()

    def show_second(self, second: SecondPerson | None) -> None:
        self.setVisible(second is not None)
        if second is None:
            return
        self._why.say(second.why, "warn")
        self._caption.setVisible(bool(second.people))
        self.people.show_choices(second.people, second.chosen)
        self.field.setVisible(second.asks_pin)
        if not second.asks_pin:
            self.pin.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pin.clear()

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Beside the people; that of the PIN stands at its field."""
        set_text(self._told, " ".join(problem.words for problem in problems if problem.field == "approver"), "err")

    def take_pin(self) -> str:
        """What was written, which is nowhere afterwards."""
        pin = self.pin.text()
        self.pin.clear()
        return pin
