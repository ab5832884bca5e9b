"""Moving cash that is not a fee."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.cash.state import CashState
from kiosk_app.screens.desk.choices import ChoiceList
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, TextBox, page_header, say, scrolled
from kiosk_app.screens.desk.second_person.panel import ApprovalPanel
from kiosk_app.widgets import STRETCH, Button, Card, Column, Field, MoneyField, Notice, Table, column, label, row
from kiosk_app.widgets.text import set_text
from wording.catalogue import _, mark


class CashView(DeskView):
    """Signals: `way_chosen(object)` and `approver_chosen(object)` with a key, `amount_changed(object)` text,
    `confirmed(object)` with the second person's PIN or nothing, `left()`; `field_edited` for the reason.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Write it down")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    way_chosen = Signal(object)
    amount_changed = Signal(object)
    approver_chosen = Signal(object)
    confirmed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notice = Notice()
        self._ways = ChoiceList(_("What is done with the money"))
        self.amount = MoneyField()
        self.reason = TextBox("cash_reason", longest=200)
        self._amount_field = self.add_field("cash_amount", Field(_("Amount"), self.amount))
        self.add_field("cash_reason", Field(_("Why"), self.reason))
        self._approval = ApprovalPanel(wide=True)
        self.pin = self._approval.pin
        self.add_field("approver_pin", self._approval.field)
        self._confirm = Button(_("Write it down"), "primary", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self._moves = Table(_columns(), _("Cash moved in this session"))
        self._empty = label("", "sub", wrap=True)
        self._lay_out()
        self._ways.chosen.connect(self.way_chosen)
        self.amount.typed.connect(self.amount_changed)
        self.reason.edited.connect(self.field_edited)
        self._approval.chosen.connect(self.approver_chosen)
        self._confirm.clicked.connect(self._give)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self._give)
        self.key("Ctrl+Enter", self._give)
        self.key("Esc", self.left)

    def _lay_out(self) -> None:
        told = _("Everything that enters or leaves the drawer is written down, so that the count agrees at the close.")
        self._amount_field.setFixedWidth(200)
        asked = Card(
            _("What is done with the money"),
            self._ways,
            16,
            row(self._amount_field, 16, (self.fields["cash_reason"], 1)),
            self._approval,
        )
        self._approval.setContentsMargins(0, 16, 0, 0)
        self._moves.setMinimumHeight(36 * 4)
        content = Content()
        content.setMaximumWidth(980)
        content.setLayout(
            column(
                page_header(label(_("Move cash"), "h1"), label(told, "sub", wrap=True)),
                self.summary,
                self._notice,
                asked,
                row(self._confirm, self._leave, STRETCH, spacing=12),
                (Card(_("Cash moved in this session"), self._moves, self._empty, spacing=8), 1),
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Move cash"))))

    def show_state(self, state: CashState) -> None:
        self._amount_field.name(_("Amount ({currency})").format(currency=state.currency))
        self._ways.show_choices(state.ways, state.way)
        self.amount.show_text(state.amount)
        self.reason.show_text(state.reason)
        say(self._notice, state.notice)
        self._moves.show_rows(state.moves)
        self._moves.setVisible(bool(state.moves))
        set_text(self._empty, state.empty)
        self._approval.show_second(state.second)
        self.show_problems(state.problems)
        self._approval.show_problems(state.problems)

    def first_focus(self) -> QWidget | None:
        return self._ways.first()

    def go_to(self, field: object) -> None:
        choices = {"cash_way": self._ways, "approver": self._approval.people}.get(str(field))
        if choices is not None:
            choices.focus_first()
            return
        super().go_to(field)

    def _give(self) -> None:
        self.confirmed.emit(self._approval.take_pin())


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Time"), 80),
        Column(_("What"), 220),
        Column(_("Why")),
        Column(_("Who"), 220),
        Column(_("Amount"), 120, numeric=True),
    )
