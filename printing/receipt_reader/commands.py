"""The commands of ESC/POS, obeyed one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from PIL import Image

from printing.receipt_reader.paper import (
    CODE_PAGES,
    FONT_A,
    FONT_B,
    Cut,
    Feed,
    Kick,
    Letter,
    NativeCode,
    Paper,
    PrintedLine,
    Raster,
)

_ESC: Final = b"\x1b"
_GS: Final = b"\x1d"
_LINE_FEED: Final = 0x0A
_CARRIAGE_RETURN: Final = 0x0D
_TAB: Final = 0x09
_FIRST_LETTER: Final = 0x20
#: Until `ESC 3` says otherwise: a sixth of an inch at 180 dots, as the reference has it for most models.
_SPACING: Final = 30
_TAB_LETTERS: Final = 8
_FULL_WITH_FEED: Final = frozenset({65, 66})
_CENTRE, _RIGHT = 1, 2


class Unreadable(ValueError):  # noqa: N818 - it says what the bytes are
    """A command that this printer does not know, or one that is cut short or runs off the paper."""


def read(data: bytes, dots: int, code_pages: Mapping[int, str] = CODE_PAGES) -> Paper:
    """Print `data` on paper `dots` wide, on a printer that calls its code pages by these numbers.

    Raises Unreadable.
    """
    printer = _Printer(dots, code_pages)
    try:
        printer.obey(data)
    except IndexError as error:
        raise Unreadable("a command is cut short") from error
    return printer.paper


class _Printer:
    def __init__(self, dots: int, code_pages: Mapping[int, str]) -> None:
        self.paper = Paper(dots)
        self._pages = code_pages
        self._commands: dict[bytes, Callable[[bytes, int], int]] = {
            _ESC + b"@": self._initialise,
            _ESC + b"t": self._select_page,
            _ESC + b"!": self._print_modes,
            _ESC + b"-": self._underline,
            _ESC + b"E": self._emphasise,
            _ESC + b"G": self._emphasise,
            _ESC + b"M": self._font,
            _ESC + b"a": self._justify,
            _ESC + b"2": self._default_spacing,
            _ESC + b"3": self._spacing_of,
            _ESC + b"d": self._feed_lines,
            _ESC + b"J": self._feed_dots,
            _ESC + b"p": self._kick,
            _GS + b"!": self._size,
            _GS + b"B": self._reverse,
            _GS + b"V": self._cut,
            _GS + b"v": self._raster,
            _GS + b"(": self._function,
        }
        self._style = Letter(text="")
        self._line: list[Letter] = []
        self._page, self._side, self._spacing = 0, 0, _SPACING
        self._symbol = b""

    def obey(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            byte = data[at]
            if byte >= _FIRST_LETTER:
                letter = bytes([byte]).decode(self._pages[self._page], "replace")
                self._line.append(replace(self._style, text=letter))
                at += 1
            elif byte in {_LINE_FEED, _CARRIAGE_RETURN, _TAB}:
                self._move(byte)
                at += 1
            else:
                command = self._commands.get(data[at : at + 2])
                if command is None:
                    raise Unreadable(f"unknown command {data[at : at + 4].hex(' ')} at byte {at}")
                at = command(data, at + 2)

    # -- the line being written ----------------------------------------------------------------------------------------

    def _move(self, byte: int) -> None:
        if byte == _LINE_FEED:
            self._end_line()
        elif byte == _TAB:
            gap = _TAB_LETTERS - len(self._line) % _TAB_LETTERS
            self._line += [replace(self._style, text=" ")] * gap

    def _end_line(self) -> None:
        width = sum(letter.size[0] for letter in self._line)
        if width > self.paper.dots:
            raise Unreadable(f"a line runs off the paper: {''.join(letter.text for letter in self._line)!r}")
        tallest = max((letter.height for letter in self._line), default=1)
        height = self._spacing + FONT_A[1] * (tallest - 1)
        self.paper.printed.append(PrintedLine(tuple(self._line), self._left_of(width), height))
        self._line = []

    def _left_of(self, width: int) -> int:
        room = self.paper.dots - width
        return {_CENTRE: room // 2, _RIGHT: room}.get(self._side, 0)

    def _flush(self) -> None:
        if self._line:
            self._end_line()

    # -- commands: each is given where its parameters begin, and answers where they end --------------------------------

    def _initialise(self, _data: bytes, at: int) -> int:
        self._style, self._line = Letter(text=""), []
        self._page, self._side, self._spacing = 0, 0, _SPACING
        return at

    def _select_page(self, data: bytes, at: int) -> int:
        self._page = data[at]
        if self._page not in self._pages:
            raise Unreadable(f"this printer has no code page {self._page}")
        self.paper.code_pages.append(self._page)
        return at + 1

    def _print_modes(self, data: bytes, at: int) -> int:
        mode = data[at]
        self._style = replace(
            self._style,
            font=FONT_B if mode & 0x01 else FONT_A,
            bold=bool(mode & 0x08),
            height=2 if mode & 0x10 else 1,
            width=2 if mode & 0x20 else 1,
            underlined=bool(mode & 0x80),
        )
        return at + 1

    def _underline(self, data: bytes, at: int) -> int:
        self._style = replace(self._style, underlined=data[at] & 0x0F != 0)
        return at + 1

    def _emphasise(self, data: bytes, at: int) -> int:
        self._style = replace(self._style, bold=bool(data[at] & 1))
        return at + 1

    def _font(self, data: bytes, at: int) -> int:
        self._style = replace(self._style, font=FONT_B if data[at] & 1 else FONT_A)
        return at + 1

    def _justify(self, data: bytes, at: int) -> int:
        """Only at the beginning of a line, says the reference."""
        if not self._line:
            self._side = data[at] & 0x0F
        return at + 1

    def _default_spacing(self, _data: bytes, at: int) -> int:
        self._spacing = _SPACING
        return at

    def _spacing_of(self, data: bytes, at: int) -> int:
        self._spacing = data[at]
        return at + 1

    def _feed_lines(self, data: bytes, at: int) -> int:
        count = data[at]
        self._flush()
        for _ in range(count):
            self._end_line()
        return at + 1

    def _feed_dots(self, data: bytes, at: int) -> int:
        dots = data[at]
        self._flush()
        self.paper.printed.append(Feed(dots))
        return at + 1

    def _kick(self, data: bytes, at: int) -> int:
        _on, _off = data[at + 1], data[at + 2]
        self.paper.printed.append(Kick(data[at] & 0x0F))
        return at + 3

    def _size(self, data: bytes, at: int) -> int:
        self._style = replace(self._style, width=(data[at] >> 4) + 1, height=(data[at] & 0x0F) + 1)
        return at + 1

    def _reverse(self, data: bytes, at: int) -> int:
        self._style = replace(self._style, inverse=bool(data[at] & 1))
        return at + 1

    def _cut(self, data: bytes, at: int) -> int:
        if self._line:
            raise Unreadable("a cut in the middle of a line")
        mode, after = data[at], at + 1
        if mode in _FULL_WITH_FEED:
            self.paper.printed.append(Feed(data[after]))
            after += 1
        self.paper.printed.append(Cut(partial=bool(mode & 1)))
        return after

    def _raster(self, data: bytes, at: int) -> int:
        """`GS v 0 m xL xH yL yH d1...dk`: x in bytes, y in dots, a set bit is black; m = 0 is one dot a dot."""
        if data[at : at + 2] != b"0\x00":
            raise Unreadable("a raster that is not GS v 0 at normal density")
        across = data[at + 2] + 256 * data[at + 3]
        down = data[at + 4] + 256 * data[at + 5]
        start = at + 6
        bits = data[start : start + across * down]
        if len(bits) != across * down or across * 8 > self.paper.dots or not bits:
            raise Unreadable("a raster that is cut short, empty, or wider than the paper")
        self._flush()
        picture = Image.frombytes("1", (across * 8, down), bytes(255 - byte for byte in bits)).convert("L")
        self.paper.printed.append(Raster(picture, self._left_of(across * 8)))
        return start + across * down

    def _function(self, data: bytes, at: int) -> int:
        """`GS ( k pL pH cn fn ...`: a symbol that the printer draws itself. Stored by function 180, printed by 181."""
        size = data[at + 1] + 256 * data[at + 2]
        body = data[at + 3 : at + 3 + size]
        if data[at : at + 1] != b"k" or len(body) != size:
            raise Unreadable("a function that is not a symbol, or is cut short")
        if body[1:2] == b"P":
            self._symbol = body[3:]
        elif body[1:2] == b"Q":
            self.paper.printed.append(NativeCode(self._symbol))
        return at + 3 + size
