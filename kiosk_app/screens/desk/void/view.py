"""Voiding a receipt."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, LongTextBox, empty, say, scrolled
from kiosk_app.screens.desk.void.state import VoidState
from kiosk_app.shown import Choice
from kiosk_app.widgets import STRETCH, Button, Card, Field, Notice, column, label, row
from wording.catalogue import _, mark


class VoidView(DeskView):
    """Signals: `reason_chosen(object)` with its key, `confirmed()`, `left()`; `field_edited` for the words."""

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Void the receipt")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    reason_chosen = Signal(object)
    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1", wrap=True)
        self._explanation = label("", "sub", wrap=True)
        self._done = Notice()
        self._facts = LineBox()
        self._reasons: QVBoxLayout = column(spacing=2)
        self._group = QButtonGroup(self)
        self._shown: tuple[Choice, ...] = ()
        self._note = LongTextBox("void_note", lines=3)
        self.add_field("void_note", Field(_("What happened, in your own words"), self._note))
        self._confirm = Button(_("Void the receipt"), "danger", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self._note.edited.connect(self.field_edited)
        self._confirm.clicked.connect(self.confirmed)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self.confirmed)
        self.key("Ctrl+Enter", self.confirmed)
        self.key("Esc", self.left)
        self._form = Card("", label(_("Reason"), "label"), 6, self._reasons, 14, self.fields["void_note"])
        content = Content()
        content.setMaximumWidth(860)
        content.setLayout(
            column(
                column(self._heading, 4, self._explanation),
                self.summary,
                self._done,
                Card("", self._facts),
                self._form,
                row(self._confirm, self._leave, STRETCH, spacing=12),
                STRETCH,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Void the receipt"))))

    def show_state(self, state: VoidState) -> None:
        self._heading.setText(state.heading)
        self._explanation.setText(state.explanation)
        self._facts.show_lines(state.facts)
        if state.reasons != self._shown:
            self._show_reasons(state.reasons)
        for button in self._group.buttons():
            button.setChecked(button.property("reason") == state.reason)
        self._note.show_text(state.note)
        say(self._done, state.done)
        self._form.setEnabled(not state.done.words)
        self._confirm.setVisible(not state.done.words)
        self.show_problems(state.problems)

    def first_focus(self) -> QWidget | None:
        return next(iter(self._group.buttons()), None)

    def go_to(self, field: object) -> None:
        if field == "void_reason" and self._group.buttons():
            self._group.buttons()[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().go_to(field)

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
