"""Statements: the list, the lines of one, a dispute, a signature."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, TextBox, page_header, say, scrolled
from kiosk_app.screens.desk.statements.state import StatementsState
from kiosk_app.widgets import (
    STRETCH,
    Button,
    Card,
    Column,
    Field,
    Notice,
    Table,
    column,
    label,
    row,
    set_text,
)
from wording.catalogue import _, mark


class StatementsView(DeskView):
    """Signals: `statement_chosen(object)` and `line_chosen(object)` with a key, `disputed()`, `signed()`,
    `save_requested()` in PDF, `print_requested()` on A4, `left()`; `field_edited` for the reason.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Sign the statement")),
        ScreenKey("F8", "F8", mark("Dispute the line")),
        ScreenKey("F9", "F9", mark("Save as PDF")),
        ScreenKey("F10", "F10", mark("Print on A4")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    statement_chosen = Signal(object)
    line_chosen = Signal(object)
    disputed = Signal()
    signed = Signal()
    save_requested = Signal()
    print_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._statements = Table(_statement_columns(), _("Statements"))
        self._empty = label("", "sub", wrap=True)
        self._lines = Table(_line_columns(), _("Lines of the statement"))
        self._verdict, self._notice = Notice(), Notice()
        self._contacts = LineBox()
        self._disputing = label("", "strong", wrap=True)
        self.reason = TextBox("dispute_reason", longest=300)
        self.add_field("dispute_reason", Field(_("What is wrong with it"), self.reason))
        self._dispute = Button(_("Dispute the line"), "danger", key="F8")
        self._sign = Button(_("Sign the statement"), "primary", key="Ctrl+Enter", icon="signature")
        self._save = Button(_("Save as PDF"), key="F9", icon="file-text")
        self._print = Button(_("Print on A4"), key="F10", icon="printer")
        self._leave = Button(_("Back"), key="Esc")
        self._lay_out()
        self._statements.row_chosen.connect(self.statement_chosen)
        self._lines.row_chosen.connect(self.line_chosen)
        self.reason.edited.connect(self.field_edited)
        for button, meaning in (
            (self._dispute, self.disputed),
            (self._sign, self.signed),
            (self._save, self.save_requested),
            (self._print, self.print_requested),
            (self._leave, self.left),
        ):
            button.clicked.connect(meaning)
        self.key("Ctrl+Return", self._ask_sign)
        self.key("Ctrl+Enter", self._ask_sign)
        self.key("F8", self.disputed)
        self.key("F9", self.save_requested)
        self.key("F10", self.print_requested)
        self.key("Esc", self.left)

    def _lay_out(self) -> None:
        told = _("What the municipality has on record of this counter's money, line by line.")
        title = page_header(label(_("Statements"), "h1"), label(told, "sub", wrap=True))
        head = row((title, 1), 12, self._leave, 8, self._print, 8, self._save, 8, self._sign)
        self._statements.setFixedHeight(36 * 3 + 4)
        self._lines.setMinimumHeight(36 * 5)
        asked = row((self.fields["dispute_reason"], 1), 12, column(STRETCH, self._dispute))
        self._detail = Card(" ", self._contacts, 4, (self._lines, 1), 6, self._disputing, 6, asked, spacing=8)
        content = Content()
        content.setLayout(
            column(
                head,
                self.summary,
                self._notice,
                Card("", self._statements, self._empty),
                self._verdict,
                (self._detail, 1),
                margins=(24, 18, 24, 16),
                spacing=12,
            )
        )
        self.setLayout(column(scrolled(content, _("Statements"))))

    def show_state(self, state: StatementsState) -> None:
        self._statements.show_rows(state.statements, state.chosen)
        self._statements.setVisible(bool(state.statements))
        set_text(self._empty, state.empty)
        say(self._notice, state.notice)
        say(self._verdict, state.verdict)
        self._detail.setVisible(bool(state.heading))
        self._detail.show_title(state.heading)
        self._contacts.show_lines(state.contacts)
        self._lines.show_rows(state.lines, state.chosen_line)
        set_text(self._disputing, state.disputing)
        self.reason.show_text(state.reason)
        self.fields["dispute_reason"].setVisible(state.can_dispute)
        self._dispute.setVisible(state.can_dispute)
        self._sign.setEnabled(state.can_sign)
        self._save.setVisible(bool(state.heading))
        self._save.setEnabled(state.can_save)
        self._print.setVisible(bool(state.heading) and state.prints)
        self._print.setEnabled(state.can_print)
        self.show_problems(state.problems)

    def first_focus(self) -> QWidget | None:
        return self._statements if self._statements.isVisibleTo(self) else self._leave

    def go_to(self, field: object) -> None:
        if field == "statement_line":
            self._lines.setFocus()
            return
        super().go_to(field)

    def _ask_sign(self) -> None:
        if self._sign.isEnabled():
            self.signed.emit()


def _statement_columns() -> tuple[Column, ...]:
    return (
        Column(_("Statement")),
        Column(_("Day"), 120),
        Column(_("Lines"), 90, numeric=True),
        Column(_("Fees"), 130, numeric=True),
        Column(_("Commission"), 130, numeric=True),
        Column(_("State"), 200),
    )


def _line_columns() -> tuple[Column, ...]:
    return (
        Column(_("Line"), 60, numeric=True),
        Column(_("Day"), 100),
        Column(_("What")),
        Column(_("Reference"), 190),
        Column(_("Fees"), 95, numeric=True),
        Column(_("Commission"), 105, numeric=True),
        Column(_("Other money"), 115, numeric=True),
        Column(_("Dispute"), 120),
    )
