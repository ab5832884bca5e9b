"""On which line of a TOML file each key stands: `tomllib` gives values without their places.

The text has already been accepted by `tomllib`, so this scanner only has to find its way, not to judge. What it must
never do is lose count; a test compares its paths with those of `tomllib` on arbitrary documents.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from typing import Final

#: Keys and, inside lists, positions counted from 0: `("procedure", 11, "fee", 0, "amount")`.
Path = tuple[str | int, ...]

_BLANK: Final = " \t"
_BLANK_OR_NEWLINE: Final = " \t\r\n"
_BARE_KEY_ENDS: Final = " \t.=]"
_BARE_VALUE_ENDS: Final = ",]}#\n"


def locate(text: str) -> dict[Path, int]:
    """The line, from 1, of every key, list element and table of `text`, which must be valid TOML."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._newlines = [position for position, letter in enumerate(text) if letter == "\n"]
        self._lines: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}  # of the arrays of tables, as their headers go by

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_to_content():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Path:
        line = self._line()
        brackets = 2 if self._text.startswith("[[", self._at) else 1
        self._at += brackets
        keys = self._key()
        self._at += brackets
        path: Path = ()
        for key in keys[:-1]:
            path = self._latest((*path, key), line)
        path = (*path, keys[-1])
        if brackets == 1:
            return self._note(path, line)
        position = self._lengths.get(path, 0)
        self._lengths[path] = position + 1
        return self._note((*self._note(path, line), position), line)

    def _latest(self, path: Path, line: int) -> Path:
        """A header below an array of tables means the table that was opened last."""
        self._note(path, line)
        length = self._lengths.get(path)
        return path if length is None else (*path, length - 1)

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for key in self._key():
            path = self._note((*path, key), line)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        letter = self._text[self._at]
        if letter in "\"'":
            self._string()
        elif letter == "[":
            self._array(path)
        elif letter == "{":
            self._inline_table(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in _BARE_VALUE_ENDS:
                self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        position = 0
        while self._skip_to_content() and self._text[self._at] != "]":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._value(self._note((*path, position), self._line()))
            position += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._skip_to_content() and self._text[self._at] != "}":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._pair(path)
        self._at += 1

    def _key(self) -> list[str]:
        """A dotted key; stops behind the blanks that follow it."""
        keys = []
        while True:
            self._skip(_BLANK)
            start = self._at
            if self._text[start] in "\"'":
                self._string()
                keys.append(tomllib.loads(f"key = {self._text[start : self._at]}")["key"])
            else:
                while self._text[self._at] not in _BARE_KEY_ENDS:
                    self._at += 1
                keys.append(self._text[start : self._at])
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _string(self) -> None:
        quote = self._text[self._at]
        triple = quote * 3
        closing = triple if self._text.startswith(triple, self._at) else quote
        self._at += len(closing)
        while not self._text.startswith(closing, self._at):
            self._at += 2 if self._text[self._at] == "\\" and quote == '"' else 1
        self._at += len(closing)
        if closing == triple:  # up to two quotation marks may stand inside, right before the closing three
            for _ in range(2):
                self._at += self._text.startswith(quote, self._at)

    def _skip(self, letters: str) -> None:
        while self._at < len(self._text) and self._text[self._at] in letters:
            self._at += 1

    def _skip_to_content(self) -> bool:
        """Over blanks, newlines and comments; False at the end of the text."""
        self._skip(_BLANK_OR_NEWLINE)
        while self._text.startswith("#", self._at):
            end = self._text.find("\n", self._at)
            self._at = len(self._text) if end < 0 else end
            self._skip(_BLANK_OR_NEWLINE)
        return self._at < len(self._text)

    def _note(self, path: Path, line: int) -> Path:
        self._lines.setdefault(path, line)
        return path

    def _line(self) -> int:
        return bisect_right(self._newlines, self._at - 1) + 1
