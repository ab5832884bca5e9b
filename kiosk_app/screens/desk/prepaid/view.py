"""Selling a prepaid code."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.choices import ChoiceList
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, Sentences, page_header, say, scrolled
from kiosk_app.screens.desk.prepaid.state import PrepaidState
from kiosk_app.widgets import STRETCH, Button, Card, Notice, column, label, row
from wording.catalogue import _, mark


class PrepaidView(DeskView):
    """Signals: `amount_chosen(object)` with its key, `sold()`, `paper_seen(object)` whether it came out whole,
    `voucher_requested()`, `left()`.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Sell and print")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    amount_chosen = Signal(object)
    sold = Signal()
    paper_seen = Signal(object)
    voucher_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notice, self._printing = Notice(), Notice()
        self._came_out = Button(_("It came out well"), icon="check")
        self._did_not = Button(_("It did not come out"), icon="x")
        self._came_out.clicked.connect(self._seen)
        self._did_not.clicked.connect(self._not_seen)
        self._asked = QWidget()
        self._asked.setLayout(row(self._came_out, self._did_not, STRETCH, spacing=12))
        self._amounts = ChoiceList(_("What the code is worth"))
        self._rules = Sentences()
        self._sell = Button(_("Sell and print"), "primary", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self._amounts.chosen.connect(self.amount_chosen)
        self._notice.acted.connect(self.voucher_requested)
        self._sell.clicked.connect(self.sold)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self.sold)
        self.key("Ctrl+Enter", self.sold)
        self.key("Esc", self.left)
        told = _("The person pays now and spends it later on fees of this counter.")
        content = Content()
        content.setMaximumWidth(860)
        content.setLayout(
            column(
                page_header(label(_("Sell a prepaid code"), "h1"), label(told, "sub", wrap=True)),
                self.summary,
                self._notice,
                self._printing,
                self._asked,
                Card(_("What the code is worth"), self._amounts),
                Card(_("Tell the person"), self._rules),
                row(self._sell, self._leave, STRETCH, spacing=12),
                STRETCH,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Sell a prepaid code"))))

    def show_state(self, state: PrepaidState) -> None:
        self._amounts.show_choices(state.amounts, state.amount)
        self._rules.show_sentences(state.rules)
        offer = _("Treasury voucher") if state.offers_voucher else ""
        self._notice.say(state.notice.words, state.notice.tone, action=offer)
        say(self._printing, state.printing)
        self._asked.setVisible(state.ask_paper)
        self._sell.setEnabled(bool(state.amounts))
        self.show_problems(state.problems)

    def first_focus(self) -> QWidget | None:
        return self._amounts.first() or self._leave

    def go_to(self, field: object) -> None:
        if field == "prepaid_amount":
            self._amounts.focus_first()
            return
        super().go_to(field)

    def _seen(self) -> None:
        self.paper_seen.emit(True)

    def _not_seen(self) -> None:
        self.paper_seen.emit(False)
