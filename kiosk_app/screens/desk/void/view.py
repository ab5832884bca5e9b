"""Voiding a receipt."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.choices import ChoiceList
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, LongTextBox, TextBox, say, scrolled
from kiosk_app.screens.desk.second_person.panel import ApprovalPanel
from kiosk_app.screens.desk.void.state import VoidState
from kiosk_app.widgets import STRETCH, Button, Card, Field, Notice, column, label, row, set_text
from wording.catalogue import _, mark

_CODE_WIDTH: Final = 220


class VoidView(DeskView):
    """Signals: `reason_chosen(object)` and `approver_chosen(object)` with a key, `confirmed(object)` with the second
    person's PIN or nothing, `left()`; `field_edited` for the code and the words.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Void the receipt")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    reason_chosen = Signal(object)
    approver_chosen = Signal(object)
    confirmed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1", wrap=True)
        self._explanation = label("", "sub", wrap=True)
        self._done = Notice()
        self._instead = Notice()
        self._facts = LineBox()
        self.code = TextBox("void_code", longest=12)
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._code_field = self.add_field("void_code", Field(_("Code on the person's paper"), self.code))
        self._reasons = ChoiceList(_("Reason"))
        self._note = LongTextBox("void_note", lines=3)
        self.add_field("void_note", Field(_("What happened, in your own words"), self._note))
        self._approval = ApprovalPanel()
        self.pin = self._approval.pin
        self.add_field("approver_pin", self._approval.field)
        self._confirm = Button(_("Void the receipt"), "danger", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self._lay_out()
        self.code.edited.connect(self.field_edited)
        self._note.edited.connect(self.field_edited)
        self._reasons.chosen.connect(self.reason_chosen)
        self._approval.chosen.connect(self.approver_chosen)
        self._confirm.clicked.connect(self._give)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self._give)
        self.key("Ctrl+Enter", self._give)
        self.key("Esc", self.left)

    def _lay_out(self) -> None:
        paper = label(_("Six numbers. They are on the original receipt and on no copy."), "small", wrap=True)
        self.code.setFixedWidth(_CODE_WIDTH)
        self._approval.setContentsMargins(0, 18, 0, 0)
        self._paper = Card("", self._facts, 16, self._code_field, 4, paper, self._approval, STRETCH)
        reason = label(_("Reason"), "label")
        self._why_void = Card("", reason, 6, self._reasons, 14, self.fields["void_note"], STRETCH)
        content = Content()
        content.setMaximumWidth(980)
        content.setLayout(
            column(
                column(self._heading, 4, self._explanation),
                self.summary,
                self._done,
                self._instead,
                row((self._paper, 1), 14, (self._why_void, 1)),
                row(self._confirm, self._leave, STRETCH, spacing=12),
                STRETCH,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Void the receipt"))))

    def show_state(self, state: VoidState) -> None:
        self._heading.setText(state.heading)
        set_text(self._explanation, "" if state.instead.words else state.explanation)
        self._facts.show_lines(state.facts)
        self.code.show_text(state.code)
        self._code_field.show_hint(state.code_read.words, "ok")
        self._reasons.show_choices(state.reasons, state.reason)
        self._note.show_text(state.note)
        say(self._done, state.done)
        say(self._instead, state.instead)
        may = not state.done.words and not state.instead.words
        self._paper.setVisible(bool(state.facts))
        self._code_field.setEnabled(may)
        self._why_void.setEnabled(may)
        self._why_void.setVisible(not state.instead.words)
        self._confirm.setVisible(may)
        self._approval.show_second(state.second if may else None)
        self.show_problems(state.problems)
        self._approval.show_problems(state.problems)

    def keys_now(self) -> tuple[ScreenKey, ...]:
        return self.KEYS if self._confirm.isVisibleTo(self) else self.KEYS[-1:]

    def first_focus(self) -> QWidget | None:
        return self.code if self._code_field.isEnabled() and self._paper.isVisibleTo(self) else self._leave

    def go_to(self, field: object) -> None:
        choices = {"void_reason": self._reasons, "approver": self._approval.people}.get(str(field))
        if choices is not None:
            choices.focus_first()
            return
        super().go_to(field)

    def _give(self) -> None:
        self.confirmed.emit(self._approval.take_pin())
