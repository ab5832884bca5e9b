"""Telling the municipality that its money was paid into the bank."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, TextBox, page_header, say, scrolled, show_said
from kiosk_app.screens.desk.remittance.state import RemittanceState
from kiosk_app.widgets import (
    STRETCH,
    Button,
    Card,
    Column,
    Field,
    MoneyField,
    Notice,
    Table,
    column,
    grid,
    label,
    row,
    set_text,
)
from wording.catalogue import _, mark


class RemittanceView(DeskView):
    """Signals: `amount_changed(object)` and `kept_changed(object)` text, `photo_chosen(object)` path, `declared()`,
    `left()`; `field_edited` for the voucher.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Declare the deposit")),
        ScreenKey("F9", "F9", mark("Photo")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    amount_changed = Signal(object)
    kept_changed = Signal(object)
    photo_chosen = Signal(object)
    declared = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.amount = MoneyField()
        self.kept = MoneyField()
        self.voucher = TextBox("voucher", longest=40)
        self._amount_field = self.add_field("amount", Field(_("Amount deposited"), self.amount))
        self.add_field("voucher", Field(_("Number on the voucher"), self.voucher))
        self._kept_field = self.add_field("kept", Field(_("Commission you keep"), self.kept))
        self._sum = LineBox()
        self._deadline = label("", "strong", wrap=True)
        self._owed = LineBox()
        self._account = LineBox(strong=False)
        self._notice = Notice()
        self._photo = Button(_("Attach a photo of the voucher"), key="F9", icon="camera")
        self._photo_name = label("", "small", "ok")
        self._declare = Button(_("Declare the deposit"), "primary", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self._declared = Table(_columns(), _("Deposits declared so far"))
        self._empty = label("", "sub", wrap=True)
        self._lay_out()
        self.amount.typed.connect(self.amount_changed)
        self.kept.typed.connect(self.kept_changed)
        self.voucher.edited.connect(self.field_edited)
        self._photo.clicked.connect(self._pick_photo)
        self._declare.clicked.connect(self.declared)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self.declared)
        self.key("Ctrl+Enter", self.declared)
        self.key("F9", self._pick_photo)
        self.key("Esc", self.left)

    def _lay_out(self) -> None:
        told = _("Write what the bank's voucher says. Your headroom grows when the municipality finds it at the bank.")
        title = page_header(label(_("Declare a deposit"), "h1"), label(told, "sub", wrap=True))
        photo = row(self._photo, 10, self._photo_name, STRETCH)
        asked = grid(((self.fields["amount"], self.fields["voucher"]),))
        kept = row((self._kept_field, 1), 16, (self._sum, 1))
        voucher = Card(_("Voucher"), asked, 14, kept, 12, photo, spacing=10)
        owed = Card(_("Owed to the municipality"), self._deadline, 8, self._owed, 12, self._account, None, spacing=10)
        owed.setFixedWidth(360)
        self._declared.setMinimumHeight(36 * 4)
        history = Card(_("Deposits declared so far"), self._declared, self._empty, spacing=8)
        left = column(self.summary, voucher, row(self._declare, 12, self._leave, STRETCH), STRETCH, spacing=14)
        content = Content()
        content.setLayout(
            column(
                title,
                self._notice,
                row((left, 1), 14, owed),
                (history, 1),
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Declare a deposit"))))

    def show_state(self, state: RemittanceState) -> None:
        self._amount_field.name(_("Amount deposited ({currency})").format(currency=state.currency))
        self._kept_field.name(_("Commission you keep ({currency})").format(currency=state.currency))
        self._kept_field.show_hint(state.kept_most)
        self._kept_field.setVisible(state.keeps)
        self.kept.show_text(state.kept)
        self._sum.show_lines(state.sum)
        self._sum.setVisible(bool(state.sum))
        show_said(self._deadline, state.deadline)
        self._owed.show_lines(state.owed)
        self._account.show_lines(state.account)
        self.amount.show_text(state.amount)
        self.voucher.show_text(state.voucher)
        set_text(self._photo_name, state.photo, "ok")
        say(self._notice, state.notice)
        self._declare.setEnabled(state.can_declare)
        self._declared.show_rows(state.declared)
        self._declared.setVisible(bool(state.declared))
        set_text(self._empty, state.empty)
        self.show_problems(state.problems)

    def _pick_photo(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Attach a photo of the voucher"), "", _("Photos (*.jpg *.jpeg *.png)")
        )
        if path:
            self.photo_chosen.emit(path)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Day"), 130),
        Column(_("Voucher")),
        Column(_("Amount"), 130, numeric=True),
        Column(_("Kept back"), 130, numeric=True),
        Column(_("State"), 230),
    )
