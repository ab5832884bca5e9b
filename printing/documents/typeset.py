"""From blocks to ink: where every letter, line and module of a slip's PDF stands. Pure; it draws nothing.

Distances are points (1/72 inch) from the slip's top left corner, y downwards; the page is as long as its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Final, TypeAlias

from printing.blocks import (
    Align,
    BigCode,
    Block,
    Columns,
    Feed,
    Field,
    Items,
    QrCode,
    Rule,
    Ruler,
    SignatureLine,
    Stamp,
    Text,
    Watermark,
    Weight,
)
from printing.documents import typefaces
from printing.documents.typefaces import BOLD, MEDIUM, REGULAR, SEMIBOLD, legible, wrap
from printing.qr import Modules, modules_of

MM: Final = 72 / 25.4
BLACK: Final = 0.0
GREY: Final = 0.38  # 6.6:1 on white: quiet, and still legible when photocopied
PALE: Final = 0.91
WHITE: Final = 1.0

#: Weight -> font, size, ink of a paragraph.
STYLES: Final = {
    Weight.FINE: (REGULAR, 7.2, GREY),
    Weight.NORMAL: (REGULAR, 8.8, BLACK),
    Weight.STRONG: (SEMIBOLD, 9.4, BLACK),
    Weight.LOUD: (BOLD, 13.5, BLACK),
}
LEADING: Final = 1.3
#: Of the line's height, what lies above the baseline.
ASCENT: Final = 0.97
GAP: Final = 7.0
CODE_SIZE: Final = 24.0
SIGNATURE_ROOM: Final = 14 * MM
#: A module as large as four dots of a 203 dpi printer: a code is equally easy to scan on both papers.
MODULE: Final = 4 * 25.4 / 203 * MM
WATERMARK_EVERY: Final = 62 * MM
#: How much smaller a fact and its value may be set to stand on one line.
SQUEEZE_MOST: Final = 0.8
#: Of widths that were divided and multiplied again, in points.
ROUNDING: Final = 0.01


@dataclass(frozen=True, slots=True)
class Glyphs:
    """`x` is the left end of the text; `y` is its baseline."""

    x: float
    y: float
    text: str
    font: str
    size: float
    grey: float = BLACK


@dataclass(frozen=True, slots=True)
class Line:
    x: float
    y: float
    length: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Band:
    """A filled box with its top left corner at (x, y)."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR with its quiet zone, `module` points a module."""

    x: float
    y: float
    modules: Modules
    module: float


@dataclass(frozen=True, slots=True)
class Ghost:
    """Watermark text, centred on (x, y) and turned."""

    x: float
    y: float
    text: str
    size: float


Ink: TypeAlias = Glyphs | Line | Band | Symbol | Ghost


@dataclass(frozen=True, slots=True)
class Sheet:
    width: float
    height: float
    inks: tuple[Ink, ...]


def typeset(blocks: Iterable[Block], paper_mm: float, margin_mm: float) -> Sheet:
    """The whole slip. Watermarks come first, so that everything else is drawn over them."""
    typefaces.load()
    setter = _Typesetter(paper_mm * MM, margin_mm * MM)
    ghosts = [block.text for block in blocks if isinstance(block, Watermark)]
    for block in blocks:
        setter.put(block)
    height = setter.y + setter.margin
    behind = [ghost for text in ghosts for ghost in _ghosts(legible(text), setter.paper, height)]
    return Sheet(setter.paper, height, (*behind, *setter.inks))


def _ghosts(text: str, paper: float, height: float) -> Iterator[Ghost]:
    size = min(46.0, 0.92 * paper / typefaces.width(text, BOLD, 1))
    count = max(1, round(height / WATERMARK_EVERY))
    for index in range(count):
        yield Ghost(paper / 2, (index + 0.5) * height / count, text, size)


class _Typesetter:
    """A pen that moves down the paper; `y` is where the next block begins."""

    def __init__(self, paper: float, margin: float) -> None:
        self.paper = paper
        self.margin = margin
        self.room = paper - 2 * margin
        self.y = margin
        self.inks: list[Ink] = []

    @singledispatchmethod
    def put(self, block: Block) -> None:
        raise TypeError(f"no such block: {type(block).__name__}")

    @put.register
    def _text(self, block: Text) -> None:
        font, size, grey = STYLES[block.weight]
        self._paragraph(block.text, font, size, grey, centred=block.align is Align.CENTRE)

    @put.register
    def _columns(self, block: Columns) -> None:
        font, size, grey = STYLES[block.weight]
        value_font = MEDIUM if block.weight is Weight.NORMAL else font
        label_grey = GREY if block.weight is Weight.NORMAL else grey
        left, right = legible(block.left), legible(block.right)
        wanted = typefaces.width(left, font, size) + typefaces.width(right, value_font, size)
        # A line that is a little too long is set a little smaller, rather than broken.
        size *= min(1.0, max(SQUEEZE_MOST, (self.room - GAP) / wanted))
        taken = typefaces.width(right, value_font, size)
        lines = self._beside(left, font, size, self.room - GAP - taken + ROUNDING)
        for index, line in enumerate(lines):
            baseline = self._next_line(size)
            if line:
                self.inks.append(Glyphs(self.margin, baseline, line, font, size, label_grey))
            if index == len(lines) - 1:
                self.inks.append(Glyphs(self.margin + self.room - taken, baseline, right, value_font, size))

    def _beside(self, left: str, font: str, size: float, room: float) -> list[str]:
        """The label's lines, the value beside the last; an empty last line when there is no room beside it."""
        longest = max(typefaces.width(word, font, size) for word in left.split(" "))
        if longest <= room:
            return wrap(left, font, size, room)
        return [*wrap(left, font, size, self.room), ""]

    @put.register
    def _field(self, block: Field) -> None:
        self._paragraph(block.label, REGULAR, STYLES[Weight.FINE][1], GREY)
        self._paragraph(block.value, MEDIUM, STYLES[Weight.NORMAL][1], BLACK)
        self.y += 2

    @put.register
    def _items(self, block: Items) -> None:
        font, size, grey = STYLES[Weight.NORMAL]
        indent = 9.0
        for item in block.items:
            for index, line in enumerate(wrap(legible(item), font, size, self.room - indent)):
                baseline = self._next_line(size)
                if index == 0:
                    self.inks.append(Glyphs(self.margin, baseline, "\N{BULLET}", font, size, grey))
                self.inks.append(Glyphs(self.margin + indent, baseline, line, font, size, grey))

    @put.register
    def _stamp(self, block: Stamp) -> None:
        size = self._size_that_fits(legible(block.text), BOLD, 11.5, self.room - 2 * GAP)
        height = size * 1.75
        self.y += 3
        self.inks.append(Band(self.margin, self.y, self.room, height))
        text = legible(block.text)
        x = (self.paper - typefaces.width(text, BOLD, size)) / 2
        self.inks.append(Glyphs(x, self.y + height / 2 + size * 0.36, text, BOLD, size, WHITE))
        self.y += height + 3

    @put.register
    def _watermark(self, _block: Watermark) -> None:
        """Drawn behind everything, in `typeset`."""

    @put.register
    def _big_code(self, block: BigCode) -> None:
        self._paragraph(block.label, SEMIBOLD, STYLES[Weight.FINE][1], GREY, centred=True)
        code = legible(block.code)
        size = self._size_that_fits(code, BOLD, CODE_SIZE, self.room)
        x = (self.paper - typefaces.width(code, BOLD, size)) / 2
        self.inks.append(Glyphs(x, self.y + size * 0.93, code, BOLD, size))
        self.y += size * 1.24

    @put.register
    def _qr(self, block: QrCode) -> None:
        modules = modules_of(block.text)
        # The quiet zone may reach into the paper's margin: it is white either way.
        module = min(MODULE, self.paper / len(modules))
        side = module * len(modules)
        self.inks.append(Symbol((self.paper - side) / 2, self.y, modules, module))
        self.y += side

    @put.register
    def _signature(self, block: SignatureLine) -> None:
        self.y += SIGNATURE_ROOM
        length = self.room * 0.7
        self.inks.append(Line((self.paper - length) / 2, self.y, length, 0.6))
        self.y += 2
        self._paragraph(block.name, REGULAR, STYLES[Weight.FINE][1], BLACK, centred=True)

    @put.register
    def _rule(self, _block: Rule) -> None:
        self.y += 4.5
        self.inks.append(Line(self.margin, self.y, self.room, 0.5))
        self.y += 4.5

    @put.register
    def _ruler(self, _block: Ruler) -> None:
        """A page has no columns to count; its edges are what there is to see."""
        self._rule(Rule())

    @put.register
    def _feed(self, _block: Feed) -> None:
        self.y += 5

    def _paragraph(self, text: str, font: str, size: float, grey: float, *, centred: bool = False) -> None:
        broken = typefaces.balanced if centred else wrap
        for line in broken(legible(text), font, size, self.room):
            x = (self.paper - typefaces.width(line, font, size)) / 2 if centred else self.margin
            self.inks.append(Glyphs(x, self._next_line(size), line, font, size, grey))

    def _next_line(self, size: float) -> float:
        """Move down by one line and return its baseline."""
        baseline = self.y + size * ASCENT
        self.y += size * LEADING
        return baseline

    def _size_that_fits(self, text: str, font: str, size: float, room: float) -> float:
        return min(size, room / typefaces.width(text, font, 1))
