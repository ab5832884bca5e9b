"""Where a code of twelve letters and numbers is typed: it stands in groups of four, as it is printed and read out."""

from __future__ import annotations

from kiosk_app.screens.desk.code_groups import grouped
from kiosk_app.screens.desk.parts import TextBox
from kiosk_app.shown import FieldEdited


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


def _position(shown: str, letters: int) -> int:
    """Behind so many letters."""
    seen = 0
    for index, letter in enumerate(shown):
        if seen == letters:
            return index
        seen += letter != " "
    return len(shown)
