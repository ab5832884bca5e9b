"""What lies over a page and hides all of it: "are you still here?", "help is coming", and the operator's PIN.

The ground is opaque: whoever stands behind the person reads nothing of theirs.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk_app.screens.kiosk.keyboard import DigitPad
from kiosk_app.screens.kiosk.touch import Emblem, TouchButton, px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import STRETCH, column, row
from kiosk_app.widgets.text import label, set_text
from wording.catalogue import _, ngettext

LONGEST_PIN: Final = 12
_DOT: Final = "\N{BULLET}"


class Overlay(QWidget):
    """Covers the whole window. The window hides it when it is made: a child shows itself with its parent otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def cover(self) -> None:
        parent = self.parentWidget()
        assert parent is not None, "an overlay covers its window"
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()


def _centred(words: QLabel) -> QLabel:
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return words


class Announcement(Overlay):
    """A sign, a heading, a sentence and one large button in the middle of the screen."""

    def __init__(self, parent: QWidget, sign: Emblem, button: tuple[int, int]) -> None:
        super().__init__(parent)
        self._heading = _centred(label("", "h1"))
        self._sentence = _centred(label("", "h3", wrap=True))
        self.button = TouchButton("primary", large=True)
        self.button.setMinimumSize(*button)
        self.setLayout(
            column(
                STRETCH,
                row(STRETCH, sign, STRETCH),
                px(36),
                self._heading,
                px(12),
                self._sentence,
                px(44),
                row(STRETCH, self.button, STRETCH),
                STRETCH,
                margins=(px(56), px(56), px(56), px(56)),
            )
        )


class StillHere(Announcement):
    """Counts down; any touch answers it. Signal: `answered()`."""

    answered = Signal()

    def __init__(self, parent: QWidget) -> None:
        sign = Emblem(px(168), px(48))
        sign.show_icon("clock", COLOURS.warn, COLOURS.warn_soft)
        super().__init__(parent, sign, (px(560), px(120)))
        self.stay = self.button
        self.stay.clicked.connect(self.answered)

    def count(self, seconds: int) -> None:
        first = not self.isVisible()
        self._heading.setText(_("Are you still here?"))
        words = ngettext("In {n} second we erase your answers.", "In {n} seconds we erase your answers.", seconds)
        self._sentence.setText(words.format(n=seconds))
        self.stay.say(_("Yes, I am still here"), "check")
        if first:
            self.cover()
            self.stay.setFocus(Qt.FocusReason.OtherFocusReason)


class HelpCalled(Announcement):
    """The whole screen says across the room that somebody needs help. Signal: `went_on()`."""

    went_on = Signal()

    def __init__(self, parent: QWidget) -> None:
        sign = Emblem(px(200), px(100))
        sign.show_icon("headphones", COLOURS.on_primary, COLOURS.primary)
        super().__init__(parent, sign, (px(480), px(112)))
        self.go_on = self.button
        self.go_on.clicked.connect(self.went_on)

    def call(self) -> None:
        self._heading.setText(_("Help is needed here"))
        self._sentence.setText(_("The person in charge sees this screen. Your answers are hidden and safe."))
        self.go_on.say(_("Go on with mine"), "arrow-right")
        self.cover()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)


class OperatorGate(Overlay):
    """The way out of the kiosk: the operator's PIN, never shown, and gone as soon as the gate closes.

    Signals: `pin_given(str)`; `given_up()`.
    """

    pin_given = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pin = ""
        self._heading = _centred(label("", "h1"))
        self._dots = _centred(label("", "amount"))
        self._problem = _centred(label("", "strong", "err", wrap=True))
        self.pad = DigitPad()
        self.enter, self.give_up = TouchButton("primary", large=True), TouchButton("plain", large=True)
        self.setLayout(
            column(
                STRETCH,
                self._heading,
                px(8),
                self._dots,
                self._problem,
                px(20),
                row(STRETCH, self.pad, STRETCH),
                px(28),
                row(STRETCH, self.give_up, self.enter, STRETCH, spacing=px(20)),
                STRETCH,
                margins=(px(56), px(28), px(56), px(28)),
            )
        )
        self.pad.typed.connect(self._on_typed)
        self.pad.erased.connect(self._on_erased)
        self.pad.emptied.connect(self._forget)
        self.enter.clicked.connect(self._on_enter)
        self.give_up.clicked.connect(self.given_up)

    def ask(self, problem: str = "") -> None:
        self._heading.setText(_("Operator PIN"))
        self.enter.say(_("Enter with this PIN"), "key-round")
        self.give_up.say(_("Back to the kiosk"), "arrow-left")
        self.pad.say()
        set_text(self._problem, problem, "err")
        self._forget()
        self.cover()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            self._on_erased()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_enter()
        elif event.text() in tuple("0123456789"):
            self._on_typed(event.text())

    def hideEvent(self, event: QHideEvent) -> None:
        self._forget()
        super().hideEvent(event)

    def _on_typed(self, digit: str) -> None:
        self._show((self._pin + digit)[:LONGEST_PIN])

    def _on_erased(self) -> None:
        self._show(self._pin[:-1])

    def _forget(self) -> None:
        self._show("")

    def _show(self, pin: str) -> None:
        self._pin = pin
        # A space keeps the line's height, so that the pad does not jump under the finger.
        self._dots.setText(_DOT * len(pin) or " ")

    def _on_enter(self) -> None:
        pin = self._pin
        self._forget()
        if pin:
            self.pin_given.emit(pin)
