"""Choosing who works and proving it with a PIN."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import DeskView, TextBox, empty
from kiosk_app.screens.desk.sign_in.state import SignInState
from kiosk_app.shown import Choice
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import STRETCH, Button, Card, Field, IconTile, Notice, column, label, row
from wording.catalogue import _, mark


class SignInView(DeskView):
    """Signals: `operator_chosen(object)` key, `pin_given(object)` the PIN as text, `practice_asked()`.

    The PIN leaves the field as soon as it is given; no state ever carries one.
    """

    KEYS: ClassVar = (ScreenKey("", "Enter", mark("Sign in")), ScreenKey("F6", "F6", mark("Practise")))
    operator_chosen = Signal(object)
    pin_given = Signal(object)
    practice_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "h1")
        self._place = label("", "sub")
        self._notice = Notice()
        self._operators: QVBoxLayout = column(spacing=8)
        self._group = QButtonGroup(self)
        self._shown: tuple[Choice, ...] = ()
        self.pin = TextBox("pin", longest=12)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setProperty("enterActs", True)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        field = self.add_field("pin", Field(_("PIN"), self.pin))
        self._wait = Notice("", "warn", icon="clock")
        self._enter = Button(_("Sign in"), "primary", key="Enter", size="large")
        self._enter.clicked.connect(self._give_pin)
        self.pin.returnPressed.connect(self._give_pin)
        card = Card("", label(_("Who is going to attend?"), "h3"), 10, self._operators, 18, field, 10, self._wait, 16)
        card.body.addWidget(self._enter)
        self._practice = Button(_("Practise without consequences"), "quiet", key="F6", icon="circle-question-mark")
        self._practice.clicked.connect(self.practice_asked)
        card.body.addSpacing(6)
        card.body.addWidget(self._practice)
        self.key("F6", self._ask_practice)
        card.setFixedWidth(460)
        logo = IconTile("landmark", COLOURS.rail, COLOURS.brand, 56, 14, icon_size=34)
        head = row(STRETCH, logo, 16, column(self._title, 0, self._place), STRETCH)
        centre = column(head, 24, self._notice, 8, row(STRETCH, card, STRETCH))
        self.setLayout(column(STRETCH, row(STRETCH, centre, STRETCH), STRETCH, STRETCH, margins=(24, 20, 24, 20)))

    def show_state(self, state: SignInState) -> None:
        self._title.setText(_("The screen is locked") if state.locked else _("Good day"))
        self._place.setText(state.place)
        self._notice.say(state.notice, "info")
        self._practice.setVisible(state.offers_practice)
        if state.operators != self._shown:
            self._show_operators(state.operators)
        for button in self._group.buttons():
            button.setChecked(button.property("operator") == state.chosen)
        self.fields["pin"].show_error(state.problem)
        self._wait.say(state.wait, "warn", icon="clock")
        may_try = bool(state.chosen) and not state.wait
        self.pin.setEnabled(may_try)
        self._enter.setEnabled(may_try)

    def first_focus(self) -> QWidget | None:
        return self.pin if self.pin.isEnabled() else next(iter(self._group.buttons()), None)

    def _show_operators(self, operators: tuple[Choice, ...]) -> None:
        self._shown = operators
        for button in self._group.buttons():
            self._group.removeButton(button)
        empty(self._operators)
        for operator in operators:
            button = Button(operator.words, "choice", icon="user-round", size="medium", key=operator.note, align="left")
            button.setAccessibleName(f"{operator.words}, {operator.note}" if operator.note else operator.words)
            button.setAutoExclusive(True)
            button.setProperty("operator", operator.key)
            button.clicked.connect(self._chosen)
            self._group.addButton(button)
            self._operators.addWidget(button)

    def _chosen(self) -> None:
        button = self.sender()
        if button is not None:
            self.operator_chosen.emit(button.property("operator"))
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_practice(self) -> None:
        if self._practice.isVisible():
            self.practice_asked.emit()

    def _give_pin(self) -> None:
        pin = self.pin.text()
        self.pin.clear()
        if pin:
            self.pin_given.emit(pin)
