"""Where a code of twelve letters and numbers is typed: it stands in groups of four, as it is printed and read out."""

from __future__ import annotations

from typing import Final

from kiosk_app.screens.desk.parts import TextBox
from kiosk_app.shown import FieldEdited

LETTERS_MAX: Final = 12
GROUP: Final = 4


class BearerBox(TextBox):
    """Signals: `edited(object)` with a FieldEdited whose text stands in groups."""

    def __init__(self, field: str) -> None:
        super().__init__(field, longest=40)  # hyphens and spaces of whoever pastes are dropped, not counted

    def _typed(self, text: str) -> None:
        before = sum(letter.isalnum() for letter in text[: self.cursorPosition()])
        shown = grouped(text)
        if shown != text:
            self.setText(shown)
            self.setCursorPosition(_position(shown, before))
        self.edited.emit(FieldEdited(self.field, shown))


def grouped(text: str) -> str:
    """`abcd1234efgh` -> `ABCD 1234 EFGH`; what is neither letter nor number is dropped."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())[:LETTERS_MAX]
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def _position(shown: str, letters: int) -> int:
    """Behind so many letters."""
    seen = 0
    for index, letter in enumerate(shown):
        if seen == letters:
            return index
        seen += letter != " "
    return len(shown)
