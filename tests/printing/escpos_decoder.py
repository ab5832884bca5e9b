"""A small ESC/POS printer on the screen: bytes in, a picture and the printed text out.

Written from the command reference (Epson, ESC/POS Application Programming Guide) and not from the encoder, so that the
two can disagree. A command that it does not know is an error: a real printer would print it as rubbish.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from printing.documents import typefaces

#: `ESC t n` as Epson numbers the pages.
CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}
LETTER = (12, 24)
LINE_SPACING = 30


@dataclass
class Style:
    bold: bool = False
    inverse: bool = False
    width: int = 1
    height: int = 1
    centred: bool = False


@dataclass
class Paper:
    """What came out. `lines` are the printed lines of text; `rasters` the images; `picture` everything."""

    dots: int
    lines: list[str] = field(default_factory=list)
    tall: list[str] = field(default_factory=list)
    inverse: list[str] = field(default_factory=list)
    rasters: list[Image.Image] = field(default_factory=list)
    strips: list[Image.Image] = field(default_factory=list)
    kicks: int = 0
    cuts: int = 0
    fed_since_ink: int = 0
    fed_before_cut: int = 0
    code_pages: list[int] = field(default_factory=list)
    last_ink: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def picture(self) -> Image.Image:
        height = sum(strip.height for strip in self.strips)
        whole = Image.new("L", (self.dots, max(1, height)), 255)
        top = 0
        for strip in self.strips:
            whole.paste(strip, (0, top))
            top += strip.height
        return whole


class Decoder:
    def __init__(self, dots: int) -> None:
        self.paper = Paper(dots)
        self.style = Style()
        self.code_page = 0
        self.line: list[tuple[str, Style]] = []
        self.commands: dict[bytes, Callable[[bytes, int], int]] = {
            b"\x1b@": self._initialise,
            b"\x1bt": self._select_code_page,
            b"\x1b!": self._print_modes,
            b"\x1bE": self._emphasise,
            b"\x1ba": self._justify,
            b"\x1bd": self._feed_lines,
            b"\x1bp": self._kick,
            b"\x1d!": self._size,
            b"\x1dB": self._reverse,
            b"\x1dV": self._cut,
            b"\x1dv": self._raster,
        }

    def read(self, data: bytes) -> Paper:
        at = 0
        while at < len(data):
            byte = data[at]
            if byte == 0x0A:
                self._end_line()
                at += 1
            elif byte >= 0x20:
                self._letter(byte)
                at += 1
            else:
                command = self.commands.get(data[at : at + 2])
                if command is None:
                    raise ValueError(f"unknown command {data[at : at + 4]!r} at byte {at}")
                at = command(data, at + 2)
        return self.paper

    def _letter(self, byte: int) -> None:
        letter = bytes([byte]).decode(CODE_PAGES[self.code_page], "replace")
        self.line.append((letter, Style(**vars(self.style))))

    def _end_line(self) -> None:
        strip = Image.new("L", (self.paper.dots, self._line_height()), 255)
        width = sum(LETTER[0] * style.width for _, style in self.line)
        if width > self.paper.dots:
            raise ValueError(f"line runs off the paper: {''.join(letter for letter, _ in self.line)!r}")
        left = (self.paper.dots - width) // 2 if self.style.centred else 0
        for letter, style in self.line:
            cell = _cell(letter, style.bold).resize((LETTER[0] * style.width, LETTER[1] * style.height))
            strip.paste(cell.point([255 - v for v in range(256)]) if style.inverse else cell, (left, 0))
            left += cell.width
        self.paper.strips.append(strip)
        self._remember(strip.height)
        self.line = []

    def _line_height(self) -> int:
        return LINE_SPACING + LETTER[1] * (max((style.height for _, style in self.line), default=1) - 1)

    def _remember(self, height: int) -> None:
        text = "".join(letter for letter, _ in self.line)
        self.paper.lines.append(text)
        if any(style.height > 1 for _, style in self.line):
            self.paper.tall.append(text.strip())
        if any(style.inverse for _, style in self.line):
            self.paper.inverse.append(text.strip())
        if text.strip():
            self.paper.fed_since_ink = 0
            self.paper.last_ink = text.strip()
        else:
            self.paper.fed_since_ink += height

    def _initialise(self, _data: bytes, at: int) -> int:
        self.style, self.code_page = Style(), 0
        return at

    def _select_code_page(self, data: bytes, at: int) -> int:
        self.code_page = data[at]
        self.paper.code_pages.append(self.code_page)
        return at + 1

    def _print_modes(self, data: bytes, at: int) -> int:
        self.style.bold = bool(data[at] & 0x08)
        self.style.height = 2 if data[at] & 0x10 else 1
        self.style.width = 2 if data[at] & 0x20 else 1
        return at + 1

    def _emphasise(self, data: bytes, at: int) -> int:
        self.style.bold = bool(data[at] & 1)
        return at + 1

    def _justify(self, data: bytes, at: int) -> int:
        self.style.centred = data[at] in {1, 0x31}
        return at + 1

    def _feed_lines(self, data: bytes, at: int) -> int:
        if self.line:
            self._end_line()
        for _ in range(data[at]):
            self._end_line()
        return at + 1

    def _kick(self, _data: bytes, at: int) -> int:
        self.paper.kicks += 1
        return at + 3

    def _size(self, data: bytes, at: int) -> int:
        self.style.width, self.style.height = (data[at] >> 4) + 1, (data[at] & 0x0F) + 1
        return at + 1

    def _reverse(self, data: bytes, at: int) -> int:
        self.style.inverse = bool(data[at] & 1)
        return at + 1

    def _cut(self, data: bytes, at: int) -> int:
        self.paper.cuts += 1
        self.paper.fed_before_cut = self.paper.fed_since_ink
        return at + (2 if data[at] in {65, 66} else 1)

    def _raster(self, data: bytes, at: int) -> int:
        """`GS v 0 m xL xH yL yH d1...dk`: x in bytes, y in dots, a set bit is black."""
        if data[at : at + 2] != b"0\x00":
            raise ValueError("only GS v 0 at normal density")
        across = data[at + 2] + 256 * data[at + 3]
        down = data[at + 4] + 256 * data[at + 5]
        start = at + 6
        bits = data[start : start + across * down]
        if len(bits) != across * down or across * 8 > self.paper.dots:
            raise ValueError("raster cut short, or wider than the paper")
        picture = Image.frombytes("1", (across * 8, down), bytes(255 - byte for byte in bits)).convert("L")
        self.paper.rasters.append(picture)
        strip = Image.new("L", (self.paper.dots, down), 255)
        strip.paste(picture, (0, 0))
        self.paper.strips.append(strip)
        self.paper.fed_since_ink = 0
        self.paper.last_ink = "raster"
        return start + across * down


@lru_cache(maxsize=512)
def _cell(letter: str, bold: bool) -> Image.Image:
    """One letter in its cell. Inter is proportional, so a wide letter is squeezed into the printer's twelve dots."""
    font = _font(typefaces.FOLDER / ("Inter-Bold.ttf" if bold else "Inter-Medium.ttf"))
    wide = max(1, round(font.getlength(letter)))
    cell = Image.new("L", (max(wide, LETTER[0]), LETTER[1]), 255)
    ImageDraw.Draw(cell).text((max(0, (LETTER[0] - wide) / 2), 0), letter, font=font, fill=0)
    return cell.resize(LETTER)


@lru_cache(maxsize=2)
def _font(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, 19)


def decode(data: bytes, dots: int) -> Paper:
    return Decoder(dots).read(data)
