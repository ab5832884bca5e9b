"""Keys on the glass: letters with ñ and accents, and the twelve keys of a telephone.

Keys never take the focus: the field that is being written keeps it, and a physical keyboard works beside them.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk_app.screens.kiosk.touch import TouchButton, px
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.tokens import active_scale
from wording.catalogue import _

#: Twelve columns: every key is wider than 20 mm on a 21.5" display, and accents need no second step.
LETTERS: Final = ("qwertyuiopáé", "asdfghjklñíó")
LAST_ROW: Final = "zxcvbnmúü"
DIGITS: Final = "1234567890"
ERASE: Final = "erase"
SPACE: Final = "space"
#: The grid counts half keys, so that wide keys end where the rows end.
_KEY: Final = 2
_WIDTH: Final = 24


class Key(TouchButton):
    """One key. Holding it does not repeat: a trembling finger writes one letter."""

    def __init__(self, sends: str, *, large: bool = True) -> None:
        super().__init__("key", large=large)
        self.sends = sends
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(px(80), px(80))

    def minimumSizeHint(self) -> QSize:
        """Twenty millimetres whatever the size of letters: the rows share what height there is."""
        return QSize(px(80), px(80))


class LetterKeyboard(QWidget):
    """Letters, and digits where the answer may hold a number."""

    typed = Signal(object)  # str: one sign
    erased = Signal()

    def __init__(self, *, with_digits: bool) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(8))
        for unit in range(_WIDTH):
            self._grid.setColumnStretch(unit, 1)
        self._erase, self._space = Key(ERASE, large=False), Key(SPACE, large=False)
        if with_digits:
            self._lay(0, DIGITS)
            self._wide(self._erase, 0, len(DIGITS) * _KEY, _WIDTH)
        for row, letters in enumerate(LETTERS, start=1):
            self._lay(row, letters)
        last = LAST_ROW + "-" if with_digits else LAST_ROW
        self._lay(3, last)
        end = _WIDTH if with_digits else _WIDTH - 3
        self._wide(self._space, 3, len(last) * _KEY, end)
        if not with_digits:
            self._wide(self._erase, 3, end, _WIDTH)
        self.say()

    def say(self) -> None:
        self._erase.say(_("Erase"), "delete")
        self._space.say(_("Space"))

    def _lay(self, row: int, signs: str) -> None:
        for column, sign in enumerate(signs):
            key = Key(sign)
            key.say(sign)
            key.clicked.connect(self._on_key)
            self._grid.addWidget(key, row, column * _KEY, 1, _KEY)

    def _wide(self, key: Key, row: int, start: int, end: int) -> None:
        key.clicked.connect(self._on_key)
        self._grid.addWidget(key, row, start, 1, end - start)

    def _on_key(self) -> None:
        key = self.sender()
        if not isinstance(key, Key):
            return
        if key.sends == ERASE:
            self.erased.emit()
        else:
            self.typed.emit(" " if key.sends == SPACE else key.sends)


class DigitKey(Key):
    """A digit in the size of what it writes."""

    def letter_font(self) -> QFont:
        return text_font(active_scale().text_xl, QFont.Weight.DemiBold)


class DigitPad(QWidget):
    """1 to 9, then erase all, 0, and erase, where a telephone has its star and its hash."""

    typed = Signal(object)  # str: one digit
    erased = Signal()
    emptied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(px(600))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(12))
        for column in range(3):
            grid.setColumnStretch(column, 1)
        for position, digit in enumerate("123456789"):
            grid.addWidget(self._digit(digit), position // 3, position % 3)
        self._empty, self._erase = Key("", large=False), Key(ERASE, large=False)
        grid.addWidget(self._empty, 3, 0)
        grid.addWidget(self._digit("0"), 3, 1)
        grid.addWidget(self._erase, 3, 2)
        self._empty.clicked.connect(self.emptied)
        self._erase.clicked.connect(self.erased)
        self.say()

    def say(self) -> None:
        self._empty.say(_("Erase all"))
        self._erase.say(_("Erase"), "delete")

    def _digit(self, digit: str) -> Key:
        key = DigitKey(digit)
        key.say(digit)
        key.clicked.connect(self._on_digit)
        return key

    def _on_digit(self) -> None:
        key = self.sender()
        if isinstance(key, Key):
            self.typed.emit(key.sends)
