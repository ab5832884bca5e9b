"""Refunds of this counter's receipts."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, page_header, say, scrolled
from kiosk_app.screens.desk.refunds.state import RefundsState
from kiosk_app.widgets import Button, Card, Column, Notice, Table, column, label, row, set_text
from wording.catalogue import _, mark


class RefundsView(DeskView):
    """Signals: `refund_chosen(object)` with its key, `notice_requested()` on paper, `left()`."""

    KEYS: ClassVar = (ScreenKey("Ctrl+P", "Ctrl+P", mark("Print the notice")), ScreenKey("Esc", "Esc", mark("Back")))
    refund_chosen = Signal(object)
    notice_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._refunds = Table(_columns(), _("Refunds of this counter's receipts"))
        self._empty = label("", "sub", wrap=True)
        self._told, self._printing = Notice(), Notice()
        self._facts = LineBox()
        self._print = Button(_("Print the notice"), "primary", key="Ctrl+P", icon="printer")
        self._leave = Button(_("Back"), key="Esc")
        self._refunds.row_chosen.connect(self.refund_chosen)
        self._print.clicked.connect(self.notice_requested)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+P", self.notice_requested)
        self.key("Esc", self.left)
        self._refunds.setMinimumHeight(36 * 6)
        told = _("The municipality approves and pays them. Here you see what to tell the person.")
        title = page_header(label(_("Refunds of this counter's receipts"), "h1"), label(told, "sub", wrap=True))
        self._detail = Card("", self._facts)
        content = Content()
        content.setLayout(
            column(
                row((title, 1), 12, self._leave, 8, self._print),
                (Card("", (self._refunds, 1), self._empty), 1),
                self._told,
                self._printing,
                self._detail,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Refunds of this counter's receipts"))))

    def show_state(self, state: RefundsState) -> None:
        self._refunds.show_rows(state.refunds, state.chosen)
        self._refunds.setVisible(bool(state.refunds))
        set_text(self._empty, state.empty)
        say(self._told, state.told)
        say(self._printing, state.printing)
        self._print.setText(state.print_caption or _("Print the notice"))
        self._print.setVisible(bool(state.refunds))
        self._print.setEnabled(state.can_print)
        self._facts.show_lines(state.facts)
        self._detail.setVisible(bool(state.facts))

    def first_focus(self) -> QWidget | None:
        return self._refunds if self._refunds.isVisibleTo(self) else self._leave


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Receipt"), 130),
        Column(_("Case"), 140),
        Column(_("Approved on"), 180),
        Column(_("Why")),
        Column(_("Amount"), 120, numeric=True),
        Column(_("State"), 140),
    )
