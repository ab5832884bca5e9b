"""The drawer while it is open."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.drawer.state import DrawerState, GuaranteeGauge
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, page_header, say, scrolled, show_said
from kiosk_app.widgets import STRETCH, Button, Card, Column, Gauge, Notice, Table, column, label, row, rule, set_text
from wording.catalogue import _, mark


class DrawerView(DeskView):
    """Signals: `reading_print_requested()`, `cash_requested()`, `voucher_requested()`, `prepaid_requested()`,
    `remittance_requested()`, `close_requested()`, `movement_chosen(object)` with its key, `void_requested()`.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+P", "Ctrl+P", mark("Print the X reading")),
        ScreenKey("F8", "F8", mark("Declare a deposit")),
        ScreenKey("F9", "F9", mark("Move cash")),
        ScreenKey("F5", "F5", mark("Sell a prepaid code")),
        ScreenKey("F4", "F4", mark("Treasury voucher")),
        ScreenKey("F12", "F12", mark("Close the drawer")),
    )
    reading_print_requested = Signal()
    cash_requested = Signal()
    voucher_requested = Signal()
    prepaid_requested = Signal()
    remittance_requested = Signal()
    close_requested = Signal()
    movement_chosen = Signal(object)
    void_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1")
        self._subtitle = label("", "sub")
        self._notice = Notice()
        self._reading = LineBox()
        self._procedures = LineBox()
        self._procedures_head = label(_("Receipts by procedure"), "small")
        self._gauge = Gauge()
        self._gauge_words = label("", "strong", wrap=True)
        self._forecast = label("", "small", wrap=True)
        self._gauge_lines = LineBox(strong=False)
        self._deadline = label("", "strong", wrap=True)
        self._movements = Table(_movement_columns(), _("Movements of the drawer"))
        self._summary = label("", "small")
        self._empty = label("", "sub", wrap=True)
        self._pending = Table(_remittance_columns(), _("Deposits waiting for confirmation"))
        self._print = Button(_("Print the X reading"), key="Ctrl+P", icon="printer")
        self._remit = Button(_("Declare a deposit"), key="F8", icon="upload")
        self._close = Button(_("Close the drawer"), "primary", key="F12", icon="lock")
        self._cash = Button(_("Move cash"), key="F9", icon="banknote", size="small")
        self._voucher = Button(_("Treasury voucher"), key="F4", icon="key-round", size="small")
        self._prepaid = Button(_("Sell a prepaid code"), key="F5", icon="qr-code", size="small")
        self._void = Button(_("Void the receipt…"), "danger", size="small")
        self._lay_out()
        for button, meaning in (
            (self._print, self.reading_print_requested),
            (self._cash, self.cash_requested),
            (self._voucher, self.voucher_requested),
            (self._prepaid, self.prepaid_requested),
            (self._remit, self.remittance_requested),
            (self._close, self.close_requested),
            (self._void, self.void_requested),
        ):
            button.clicked.connect(meaning)
        self._movements.row_chosen.connect(self.movement_chosen)
        self.key("Ctrl+P", self.reading_print_requested)
        self.key("F8", self.remittance_requested)
        self.key("F5", self._ask_prepaid)
        self.key("F4", self.voucher_requested)
        self.key("F9", self.cash_requested)
        self.key("F12", self.close_requested)

    def _lay_out(self) -> None:
        head = row((page_header(self._heading, self._subtitle), 1), 12, self._print, 8, self._remit, 8, self._close)
        blind = label(
            _("Reading without closing. Amounts are shown on the Z report, after the count."), "small", wrap=True
        )
        reading = Card(
            _("X reading: it closes nothing"),
            self._reading,
            10,
            self._procedures_head,
            4,
            self._procedures,
            None,
            10,
            rule(),
            8,
            blind,
            spacing=8,
        )
        guarantee = Card(
            _("Guarantee"),
            self._gauge_words,
            8,
            self._gauge,
            8,
            self._forecast,
            8,
            self._gauge_lines,
            8,
            self._deadline,
            8,
            row(STRETCH, self._voucher),
            None,
            spacing=10,
        )
        above = row(
            label(_("Movements"), "h3"), STRETCH, self._summary, 12, self._void, 8, self._prepaid, 8, self._cash
        )
        movements = Card("", above, 8, self._movements, self._empty)
        self._movements.setMinimumHeight(210)
        self._pending_card = Card(_("Deposits waiting for confirmation"), self._pending, spacing=8)
        self._pending.setFixedHeight(36 * 3 + 4)
        content = Content()
        content.setLayout(
            column(
                head,
                self._notice,
                row((reading, 1), 14, (guarantee, 1)),
                (movements, 1),
                self._pending_card,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Drawer"))))

    def show_state(self, state: DrawerState) -> None:
        self._heading.setText(state.heading)
        set_text(self._subtitle, state.subtitle)
        say(self._notice, state.notice)
        self._reading.show_lines(state.reading)
        self._procedures.show_lines(state.procedures)
        self._procedures_head.setVisible(bool(state.procedures))
        self._show_gauge(state.gauge)
        show_said(self._deadline, state.deadline)
        self._movements.show_rows(state.movements, state.chosen)
        self._movements.setVisible(bool(state.movements))
        set_text(self._summary, state.movements_summary)
        set_text(self._empty, state.empty)
        self._pending.show_rows(state.pending_remittances)
        self._pending_card.setVisible(bool(state.pending_remittances))
        self._void.setVisible(state.can_void)
        self._prepaid.setVisible(state.can_sell_prepaid)
        self._close.setEnabled(state.can_close)

    def _show_gauge(self, gauge: GuaranteeGauge) -> None:
        self._gauge.show_level(gauge.percent, gauge.warn_at, gauge.tone, gauge.words)
        set_text(self._gauge_words, gauge.words, "" if gauge.tone == "primary" else gauge.tone)
        show_said(self._forecast, gauge.forecast)
        self._gauge_lines.show_lines(gauge.lines)

    def _ask_prepaid(self) -> None:
        if self._prepaid.isVisibleTo(self):
            self.prepaid_requested.emit()

    def first_focus(self) -> QWidget | None:
        return self._movements if self._movements.isVisibleTo(self) else self._close


def _movement_columns() -> tuple[Column, ...]:
    return (
        Column(_("Time"), 80),
        Column(_("Receipt"), 130),
        Column(_("What")),
        Column(_("Case"), 140),
        Column(_("Amount"), 120, numeric=True),
        Column(_("State"), 130),
    )


def _remittance_columns() -> tuple[Column, ...]:
    return (
        Column(_("Day"), 120),
        Column(_("Voucher")),
        Column(_("Amount"), 140, numeric=True),
        Column(_("State"), 180),
    )
