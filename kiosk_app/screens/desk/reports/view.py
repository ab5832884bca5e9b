"""Closes of this counter."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, page_header, scrolled
from kiosk_app.screens.desk.reports.state import ReportsState
from kiosk_app.widgets import Button, Card, Column, Table, column, label, row, set_text
from wording.catalogue import _, mark


class ReportsView(DeskView):
    """Signals: `close_chosen(object)` with the session's key, `statements_requested()`, `refunds_requested()`,
    `printer_requested()`, `grants_requested()`.
    """

    KEYS: ClassVar = (
        ScreenKey("F8", "F8", mark("Statements")),
        ScreenKey("F9", "F9", mark("Refunds")),
        ScreenKey("F10", "F10", mark("Printer")),
        ScreenKey("F4", "F4", mark("What was assigned")),
    )
    close_chosen = Signal(object)
    statements_requested = Signal()
    refunds_requested = Signal()
    printer_requested = Signal()
    grants_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._closes = Table(_close_columns(), _("Closes of this counter"))
        self._procedures = Table(_procedure_columns(), _("Collected by procedure"))
        self._empty = label("", "sub", wrap=True)
        self._facts = LineBox()
        self._detail = Card(_("Close"), self._facts, 12, (self._procedures, 1), spacing=10)
        self._statements = Button(_("Statements"), key="F8", icon="file-check")
        self._refunds = Button(_("Refunds"), key="F9", icon="hand-coins")
        self._printer = Button(_("Printer"), key="F10", icon="printer")
        self._grants = Button(_("What was assigned"), key="F4", icon="inbox")
        self._closes.row_chosen.connect(self.close_chosen)
        self._statements.clicked.connect(self.statements_requested)
        self._refunds.clicked.connect(self.refunds_requested)
        self._printer.clicked.connect(self.printer_requested)
        self._grants.clicked.connect(self.grants_requested)
        self.key("F8", self.statements_requested)
        self.key("F9", self.refunds_requested)
        self.key("F10", self.printer_requested)
        self.key("F4", self.grants_requested)
        told = _("Every close of this counter, the latest first. Its number has no gaps.")
        list_card = Card(_("Closes"), (self._closes, 1), self._empty, spacing=8)
        self._closes.setMinimumHeight(36 * 5)
        self._procedures.setMinimumHeight(36 * 4)
        acts = row(self._statements, self._refunds, self._grants, self._printer, spacing=8)
        content = Content()
        content.setLayout(
            column(
                row((page_header(label(_("Reports"), "h1"), label(told, "sub", wrap=True)), 1), 12, acts),
                (list_card, 1),
                (self._detail, 1),
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(row((scrolled(content, _("Reports")), 1))))

    def show_state(self, state: ReportsState) -> None:
        self._closes.show_rows(state.closes, state.chosen)
        self._closes.setVisible(bool(state.closes))
        set_text(self._empty, state.empty)
        self._detail.setVisible(bool(state.heading))
        self._detail.show_title(state.heading)
        self._facts.show_lines(state.facts)
        self._procedures.show_rows(state.procedures)
        self._procedures.setVisible(bool(state.procedures))

    def first_focus(self) -> QWidget | None:
        return self._closes


def _close_columns() -> tuple[Column, ...]:
    return (
        Column(_("Close"), 100),
        Column(_("Day"), 120),
        Column(_("Hours")),
        Column(_("Receipts"), 100, numeric=True),
        Column(_("Fees"), 120, numeric=True),
        Column(_("Counted"), 120, numeric=True),
        Column(_("Difference"), 120, numeric=True),
    )


def _procedure_columns() -> tuple[Column, ...]:
    return (Column(_("Procedure")), Column(_("How many"), 120, numeric=True), Column(_("Fees"), 140, numeric=True))
