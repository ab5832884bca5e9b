"""The right column of the counter: what it costs, what was handed over, what goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame

from kiosk_app.screens.desk.attend.state import Payment
from kiosk_app.screens.desk.bearer_box import BearerBox
from kiosk_app.screens.desk.parts import LineBox, show_said
from kiosk_app.shown import UNSAID
from kiosk_app.widgets import STRETCH, Button, Field, MoneyField, column, label, row, rule, set_text
from wording.catalogue import _

QUICK_MAX = 4
_HEIGHT_MIN = 560


class PaymentPanel(QFrame):
    """Signals: `received_changed(object)` with the text of the amount, `edited(object)` a FieldEdited of the prepaid
    code, `collect()`, `save()`, `discard()`.
    """

    received_changed = Signal(object)
    edited = Signal(object)
    collect = Signal()
    save = Signal()
    discard = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "aside")
        # Words that may wrap claim more height than they use, and the window must not grow beyond a low screen.
        self.setMinimumHeight(_HEIGHT_MIN)
        self._lines = LineBox()
        self._total = label("", "amount")
        self.received = MoneyField(large=True)
        self.received_field = Field(_("Received"), self.received)
        self.quick = [Button("") for _position in range(QUICK_MAX)]
        self.prepaid = BearerBox("prepaid")
        # Tab goes past it: whoever pays in cash, and nearly everybody does, must not need one key more.
        self.prepaid.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.prepaid_field = Field(_("Prepaid code"), self.prepaid, hint="Ctrl+P")
        self._prepaid_told = label("", "small", wrap=True)
        self._change_caption = label("", "sub")
        self._change = label("", "figure")
        self._note = label("", "small", wrap=True)
        self._collect = Button(_("Collect and print"), "primary", key="F12", size="large")
        self._save = Button(_("Save for later"), key="F8")
        self._discard = Button(_("Discard"), "danger")
        self._others = column(self._save, self._discard, spacing=8)
        self._total_caption = label(_("Total"), "label")
        self._total_caption.setProperty("role", "small")
        for button in self.quick:
            button.clicked.connect(self._quick_chosen)
        self.prepaid.edited.connect(self.edited)
        self.received.typed.connect(self.received_changed)
        self._collect.clicked.connect(self.collect)
        self._save.clicked.connect(self.save)
        self._discard.clicked.connect(self.discard)
        self.setLayout(
            column(
                label(_("Payment"), "h3"),
                10,
                self._lines,
                8,
                rule(),
                8,
                self._total_caption,
                self._total,
                10,
                self.received_field,
                8,
                row(*((button, 1) for button in self.quick), spacing=6),
                6,
                row((self._change_caption, 1), 8, self._change),
                4,
                self._note,
                STRETCH,
                self.prepaid_field,
                4,
                self._prepaid_told,
                8,
                self._collect,
                8,
                self._others,
                margins=(20, 14, 20, 12),
            )
        )

    def show_payment(self, state: Payment) -> None:
        self._lines.show_lines(state.lines)
        self._total.setText(state.total)
        self.received_field.name(state.received_caption or _("Received"))
        self.received.show_text(state.received)
        self.received.setEnabled(state.enabled)
        for position, button in enumerate(self.quick):
            choice = state.quick[position] if position < len(state.quick) else None
            button.setVisible(choice is not None)
            button.setEnabled(state.enabled)
            if choice is not None:
                button.setText(choice.words)
                button.setAccessibleName(choice.note or choice.words)
                button.setProperty("amount", choice.key)
        set_text(self._change_caption, state.change_caption)
        show_said(self._change, state.change)
        show_said(self._note, state.note)
        self.prepaid_field.setVisible(state.takes_prepaid)
        self._make_room(needed=state.takes_prepaid)
        self.prepaid.show_text(state.prepaid)
        show_said(self._prepaid_told, state.prepaid_told if state.takes_prepaid else UNSAID)
        self._collect.setText(state.collect_caption or _("Collect and print"))
        self._collect.setEnabled(state.can_collect)
        self._discard.setVisible(state.can_discard)

    def choose_quick(self, position: int) -> None:
        """The same as pressing the quick amount at `position`; the first is the exact sum."""
        button = self.quick[position]
        if button.isVisible() and button.isEnabled():
            button.click()

    def _make_room(self, *, needed: bool) -> None:
        """With the code's field there is no height for three buttons below each other on a low screen."""
        side = QBoxLayout.Direction.LeftToRight if needed else QBoxLayout.Direction.TopToBottom
        self._others.setDirection(side)
        self._save.setText(_("Save") if needed else _("Save for later"))

    def ask_prepaid(self) -> None:
        """Put the cursor into the code, where one may be used."""
        if self.prepaid_field.isVisibleTo(self):
            self.prepaid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _quick_chosen(self) -> None:
        button = self.sender()
        if button is not None:
            self.received_changed.emit(button.property("amount"))
