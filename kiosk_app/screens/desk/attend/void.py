"""What takes the place of the form while a receipt is being voided."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from kiosk_app.screens.desk.attend.state import VoidForm
from kiosk_app.screens.desk.parts import LongTextBox, empty
from kiosk_app.shown import Choice
from kiosk_app.widgets import STRETCH, Button, Card, ErrorSummary, Field, column, label, row
from wording.catalogue import _


class VoidPanel(QWidget):
    """Signals: `reason_chosen(object)` with its key, `note_edited(object)` with a FieldEdited,
    `confirmed()`, `left()`.
    """

    reason_chosen = Signal(object)
    note_edited = Signal(object)
    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h2", wrap=True)
        self._explanation = label("", "sub", wrap=True)
        self._summary = ErrorSummary(_("There is a problem"))
        self._reasons: QVBoxLayout = column(spacing=2)
        self._group = QButtonGroup(self)
        self._shown: tuple[Choice, ...] = ()
        self._note = LongTextBox("void_note", lines=3)
        self._note_field = Field(_("What happened, in your own words"), self._note)
        self._confirm = Button(_("Void the receipt"), "danger", key="Ctrl+Enter", size="medium")
        self._leave = Button(_("Do not void"), key="Esc", size="medium")
        self._summary.jump.connect(self._go_to)
        self._note.edited.connect(self.note_edited)
        self._confirm.clicked.connect(self.confirmed)
        self._leave.clicked.connect(self.left)
        card = Card("", label(_("Reason"), "label"), 6, self._reasons, 14, self._note_field)
        self.setLayout(
            column(
                self._summary,
                10,
                self._heading,
                4,
                self._explanation,
                14,
                card,
                16,
                row(self._confirm, 12, self._leave, STRETCH),
                STRETCH,
            )
        )

    def show_void(self, state: VoidForm) -> None:
        self._heading.setText(state.heading)
        self._explanation.setText(state.explanation)
        if state.reasons != self._shown:
            self._show_reasons(state.reasons)
        for button in self._group.buttons():
            button.setChecked(button.property("reason") == state.reason)
        self._note.show_text(state.note)
        words = {problem.field: problem.words for problem in state.problems}
        self._note_field.show_error(words.get("void_note", ""))
        self._summary.show_problems(state.problems)

    def _show_reasons(self, reasons: tuple[Choice, ...]) -> None:
        self._shown = reasons
        for button in self._group.buttons():
            self._group.removeButton(button)
        empty(self._reasons)
        for reason in reasons:
            button = QRadioButton(reason.words)
            button.setProperty("reason", reason.key)
            button.clicked.connect(self._reason_picked)
            self._group.addButton(button)
            self._reasons.addWidget(button)

    def _reason_picked(self) -> None:
        button = self.sender()
        if button is not None:
            self.reason_chosen.emit(button.property("reason"))

    def _go_to(self, field: object) -> None:
        if field == "void_note" or not self._group.buttons():
            self._note.setFocus()
        else:
            self._group.buttons()[0].setFocus()
