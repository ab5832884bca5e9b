"""Typing the code of a treasury voucher."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.bearer_box import BearerBox
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, Sentences, page_header, say, scrolled, show_said
from kiosk_app.screens.desk.voucher.state import VoucherState
from kiosk_app.widgets import STRETCH, Button, Card, Field, Notice, column, label, row
from wording.catalogue import _, mark


class VoucherView(DeskView):
    """Signals: `used()`, `left()`; `field_edited` for the code."""

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Use the voucher")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    used = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._done = Notice()
        self._left_words = label("", "strong", wrap=True)
        self._steps = Sentences()
        self._contacts = LineBox()
        self.code = BearerBox("voucher_code")
        self.code.setFixedWidth(320)
        self.code.setProperty("measure", "amount")
        font = QFont(self.code.font())
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1)
        self.code.setFont(font)
        self.code.setProperty("enterActs", True)
        self.add_field("voucher_code", Field(_("Code of the voucher"), self.code))
        self._use = Button(_("Use the voucher"), "primary", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self.code.edited.connect(self.field_edited)
        self.code.returnPressed.connect(self.used)
        self._use.clicked.connect(self.used)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self.used)
        self.key("Ctrl+Enter", self.used)
        self.key("Esc", self.left)
        content = Content()
        content.setMaximumWidth(860)
        content.setLayout(
            column(
                page_header(label(_("Treasury voucher"), "h1"), self._left_words),
                self.summary,
                self._done,
                Card("", self._steps, 12, self._contacts, 18, self.fields["voucher_code"]),
                row(self._use, self._leave, STRETCH, spacing=12),
                STRETCH,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Treasury voucher"))))

    def show_state(self, state: VoucherState) -> None:
        show_said(self._left_words, state.left)
        self._steps.show_sentences(state.steps)
        self._contacts.show_lines(state.contacts)
        self.code.show_text(state.code)
        self.code.setEnabled(state.can_use)
        self._use.setEnabled(state.can_use)
        say(self._done, state.done)
        self.show_problems(state.problems)

    def first_focus(self) -> QWidget | None:
        return self.code if self.code.isEnabled() else self._leave
