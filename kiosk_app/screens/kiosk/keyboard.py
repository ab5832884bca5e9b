"""Keys on the glass: letters with ñ and accents, and the twelve keys of a telephone.

Keys never take the focus: the field that is being written keeps it, and a physical keyboard works beside them.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk_app.screens.kiosk.touch import TouchButton, px
from wording.catalogue import _

#: Twelve columns: every key is at least 20 mm wide on a 21.5" display, and the accents need no second step.
LETTERS: Final = ("qwertyuiopáé", "asdfghjklñíó", "zxcvbnm.,-úü")
DIGITS: Final = "1234567890"
ERASE: Final = "erase"
SPACE: Final = "space"


class Key(TouchButton):
    """One key. Holding it does not repeat: a trembling finger writes one letter."""

    def __init__(self, sends: str, *, large: bool = True) -> None:
        super().__init__("key", large=large)
        self.sends = sends
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(px(80))


class LetterKeyboard(QWidget):
    """Letters, and digits where the answer may hold a number."""

    typed = Signal(object)  # str: one sign
    erased = Signal()

    def __init__(self, *, with_digits: bool) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(8))
        for column in range(len(LETTERS[0])):
            self._grid.setColumnStretch(column, 1)
        row = 0
        self._erase = Key(ERASE, large=False)
        if with_digits:
            self._lay(row, DIGITS)
            self._grid.addWidget(self._erase, row, len(DIGITS), 1, 2)
            row += 1
        for letters in LETTERS:
            self._lay(row, letters)
            row += 1
        self._space = Key(SPACE, large=False)
        self._grid.addWidget(self._space, row, 2, 1, 6 if not with_digits else 8)
        if not with_digits:
            self._grid.addWidget(self._erase, row, 8, 1, 3)
        for key in (self._erase, self._space):
            key.clicked.connect(self._on_key)
        self.say()

    def say(self) -> None:
        self._erase.say(_("Erase"), "delete")
        self._space.say(_("Space"))

    def _lay(self, row: int, signs: str) -> None:
        for column, sign in enumerate(signs):
            key = Key(sign)
            key.say(sign)
            key.clicked.connect(self._on_key)
            self._grid.addWidget(key, row, column)

    def _on_key(self) -> None:
        key = self.sender()
        if not isinstance(key, Key):
            return
        if key.sends == ERASE:
            self.erased.emit()
        else:
            self.typed.emit(" " if key.sends == SPACE else key.sends)


class DigitPad(QWidget):
    """1 to 9, then start again, 0, and erase, where a telephone has its star and its hash."""

    typed = Signal(object)  # str: one digit
    erased = Signal()
    emptied = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(12))
        for position, digit in enumerate("123456789"):
            grid.addWidget(self._digit(digit), position // 3, position % 3)
        self._empty = TouchButton("key")
        self._erase = TouchButton("key")
        for key, column in ((self._empty, 0), (self._digit("0"), 1), (self._erase, 2)):
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            key.setMinimumSize(px(150), px(96))
            grid.addWidget(key, 3, column)
        self._empty.clicked.connect(self.emptied)
        self._erase.clicked.connect(self.erased)
        self.say()

    def say(self) -> None:
        self._empty.say(_("Start again"))
        self._erase.say(_("Erase"), "delete")

    def _digit(self, digit: str) -> Key:
        key = Key(digit)
        key.setMinimumSize(px(150), px(96))
        key.say(digit)
        key.clicked.connect(self._on_digit)
        return key

    def _on_digit(self) -> None:
        key = self.sender()
        if isinstance(key, Key):
            self.typed.emit(key.sends)
