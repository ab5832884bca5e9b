"""What came out of a receipt printer, in order: lines of letters, rasters, feeds and cuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from PIL import Image

#: `ESC t n` as Epson numbers the pages of Western letters, by Python's names of them.
CODE_PAGES: Final = {0: "cp437", 2: "cp850", 3: "cp860", 16: "cp1252", 19: "cp858", 40: "iso8859-15"}

#: Font A and font B: dots across and down.
FONT_A: Final = (12, 24)
FONT_B: Final = (9, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One printed letter and how it looks. `width` and `height` are times its font's."""

    text: str
    bold: bool = False
    underlined: bool = False
    inverse: bool = False
    font: tuple[int, int] = FONT_A
    width: int = 1
    height: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """Dots across and down."""
        return self.font[0] * self.width, self.font[1] * self.height


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """`left` is where its first letter stands, in dots; `height` how far the paper moved with it."""

    letters: tuple[Letter, ...]
    left: int
    height: int

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture of dots, `left` of them from the paper's edge."""

    picture: Image.Image
    left: int


@dataclass(frozen=True, slots=True)
class Feed:
    dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    partial: bool


@dataclass(frozen=True, slots=True)
class Kick:
    """The drawer's latch."""

    pin: int


@dataclass(frozen=True, slots=True)
class NativeCode:
    """A symbol that the printer itself was asked to draw. Not every printer can."""

    data: bytes


Printed: TypeAlias = PrintedLine | Raster | Feed | Cut | Kick | NativeCode


@dataclass(slots=True)
class Paper:
    """`dots` across; `code_pages` are the numbers that were selected, in order."""

    dots: int
    printed: list[Printed] = field(default_factory=list)
    code_pages: list[int] = field(default_factory=list)

    @property
    def text_lines(self) -> list[PrintedLine]:
        return [each for each in self.printed if isinstance(each, PrintedLine)]

    @property
    def lines(self) -> list[str]:
        return [line.text for line in self.text_lines]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def tall(self) -> list[str]:
        return self._with(lambda letter: letter.height > 1)

    @property
    def inverse(self) -> list[str]:
        return self._with(lambda letter: letter.inverse)

    @property
    def bold(self) -> list[str]:
        return self._with(lambda letter: letter.bold)

    @property
    def rasters(self) -> list[Image.Image]:
        return [each.picture for each in self.printed if isinstance(each, Raster)]

    @property
    def native_codes(self) -> list[bytes]:
        return [each.data for each in self.printed if isinstance(each, NativeCode)]

    @property
    def kicks(self) -> int:
        return sum(isinstance(each, Kick) for each in self.printed)

    @property
    def cuts(self) -> int:
        return sum(isinstance(each, Cut) for each in self.printed)

    @property
    def fed_since_ink(self) -> int:
        """Dots of empty paper after the last ink."""
        return self._fed(self.printed)

    @property
    def fed_before_cut(self) -> int:
        """Dots of empty paper between the last ink and the last cut; 0 where nothing is cut."""
        cuts = [index for index, each in enumerate(self.printed) if isinstance(each, Cut)]
        return self._fed(self.printed[: cuts[-1]]) if cuts else 0

    @property
    def last_ink(self) -> str:
        """The last line of text, or `raster` where a picture came after it."""
        for each in reversed(self.printed):
            if isinstance(each, Raster):
                return "raster"
            if isinstance(each, PrintedLine) and not each.is_blank:
                return each.text.strip()
        return ""

    def _with(self, has: Callable[[Letter], bool]) -> list[str]:
        return [line.text.strip() for line in self.text_lines if any(map(has, line.letters))]

    @staticmethod
    def _fed(printed: list[Printed]) -> int:
        dots = 0
        for each in reversed(printed):
            if isinstance(each, Feed):
                dots += each.dots
            elif isinstance(each, PrintedLine) and each.is_blank:
                dots += each.height
            elif isinstance(each, PrintedLine | Raster | NativeCode):
                break
        return dots
