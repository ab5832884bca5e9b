"""A number on twelve keys: the code of a case, or a document."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from kiosk_app.screens.kiosk.keyboard import DigitPad
from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.boxes import CodeBoxes
from kiosk_app.screens.kiosk.pages.receipt_hint import ReceiptHint
from kiosk_app.screens.kiosk.pages.state import DigitsPage
from kiosk_app.screens.kiosk.touch import TouchButton, px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import STRETCH, column, row
from kiosk_app.widgets.text import IconLabel, label


class DigitsView(Page):
    """Boxes at the left, twelve keys at the right. A physical keyboard and a scanner write into the boxes too.

    Signals: `typed(str)`, `erased()`, `emptied()`, `asked()`.
    """

    typed = Signal(object)
    erased = Signal()
    emptied = Signal()
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes = CodeBoxes()
        self.pad = DigitPad()
        self.ask = TouchButton("primary", large=True)
        self.hint = ReceiptHint()
        self._problem_sign = IconLabel("circle-alert", COLOURS.err, px(40))
        self._problem = label("", "h3", "err", wrap=True)
        left = column(
            self.boxes,
            px(24),
            row(self._problem_sign, (self._problem, 1), spacing=px(16)),
            px(12),
            (self.hint, 1000),
            px(12),
            STRETCH,
            self.ask,
        )
        sides = QHBoxLayout()
        sides.setSpacing(px(64))
        sides.addLayout(left, 1)
        sides.addWidget(self.pad)
        self.pad.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.body.addLayout(sides, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pad.typed.connect(self.typed)
        self.pad.erased.connect(self.erased)
        self.pad.emptied.connect(self.emptied)
        self.ask.clicked.connect(self.asked)

    def show_page(self, state: DigitsPage, *, fresh: bool) -> None:
        self.say(state.heading, state.help)
        self.setAccessibleName(state.heading)
        self.boxes.show_code(state.shown, state.spoken, wrong=bool(state.problem))
        self._problem_sign.setVisible(bool(state.problem))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self.hint.show_words("" if state.problem else state.receipt_hint)
        self.pad.setEnabled(not state.paused)
        self.pad.say()
        self.ask.setEnabled(state.can_go_on)
        self.ask.say(state.go_on, state.icon)
        if fresh:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Digits reach the boxes while any of the page's buttons has the focus: unhandled keys come up to us."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.pad.isEnabled():
            if event.key() == Qt.Key.Key_Backspace:
                self.erased.emit()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.ask.isEnabled():
                self.asked.emit()
                return True
            if event.text() in tuple("0123456789"):
                self.typed.emit(event.text())
                return True
        return super().event(event)
