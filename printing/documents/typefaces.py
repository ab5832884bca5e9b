"""Inter, embedded in every PDF: paper does not depend on what a computer has installed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from printing.lookalikes import closest

FOLDER: Final = Path(__file__).resolve().parent / "fonts"
REGULAR: Final = "Inter-Regular"
MEDIUM: Final = "Inter-Medium"
SEMIBOLD: Final = "Inter-SemiBold"
BOLD: Final = "Inter-Bold"
BALANCE_STEP: Final = 2.0


@lru_cache(maxsize=1)
def load() -> None:
    """Register the four weights with reportlab, once a process."""
    for name in (REGULAR, MEDIUM, SEMIBOLD, BOLD):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)


def width(text: str, font: str, size: float) -> float:
    """In points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def legible(text: str) -> str:
    """`text` in letters that Inter has; the rest by their nearest likeness, never an empty box."""
    load()
    letters = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return closest(text, lambda letter: ord(letter) in letters)


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """Lines no wider than `room` points. Breaks at spaces only, and inside a word that alone is too wide."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate, font, size) <= room:
            line = candidate
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, font, size) > room:
            cut = _letters_that_fit(line, font, size, room)
            lines.append(line[:cut])
            line = line[cut:]
    lines.append(line)
    return [each.rstrip() for each in lines if each.strip()]


def balanced(text: str, font: str, size: float, room: float) -> list[str]:
    """The same number of lines as `wrap`, as even as they can be: a centred name has no widow under it."""
    lines = wrap(text, font, size, room)
    while len(narrower := wrap(text, font, size, room - BALANCE_STEP)) == len(lines) > 1:
        room -= BALANCE_STEP
        lines = narrower
    return lines


def _letters_that_fit(word: str, font: str, size: float, room: float) -> int:
    count = len(word)
    while count > 1 and width(word[:count], font, size) > room:
        count -= 1
    return count
