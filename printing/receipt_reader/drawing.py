"""The paper as a picture, one dot of the printer a pixel."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from printing.receipt_reader.paper import Cut, Feed, Letter, Paper, PrintedLine, Raster

_FONTS: Final = Path(__file__).resolve().parents[1] / "documents" / "fonts"
_LETTER_POINTS: Final = 18
_PAPER, _INK = 255, 0
_CUT_HEIGHT: Final = 12
_DASH: Final = 8
#: Bare paper at the sides, where no printer prints.
_MARGIN: Final = 24


def picture_of(paper: Paper) -> Image.Image:
    """Grey, as wide as the dots and as long as the paper."""
    strips = [strip for each in paper.printed if (strip := _strip(each, paper.dots)) is not None]
    whole = Image.new("L", (paper.dots, max(1, sum(strip.height for strip in strips))), _PAPER)
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def png_of(paper: Paper) -> bytes:
    """The same with the paper's bare margins, as a PNG."""
    inked = picture_of(paper)
    whole = Image.new("L", (inked.width + 2 * _MARGIN, inked.height + 2 * _MARGIN), _PAPER)
    whole.paste(inked, (_MARGIN, _MARGIN))
    buffer = BytesIO()
    whole.save(buffer, format="PNG")
    return buffer.getvalue()


def _strip(printed: object, dots: int) -> Image.Image | None:
    match printed:
        case PrintedLine():
            return _line(printed, dots)
        case Raster(picture, left):
            strip = Image.new("L", (dots, picture.height), _PAPER)
            strip.paste(picture, (left, 0))
            return strip
        case Feed(height) if height:
            return Image.new("L", (dots, height), _PAPER)
        case Cut():
            return _cut(dots)
        case _:
            return None


def _line(line: PrintedLine, dots: int) -> Image.Image:
    strip = Image.new("L", (dots, max(1, line.height)), _PAPER)
    left = line.left
    base = max((letter.size[1] for letter in line.letters), default=0)
    for letter in line.letters:
        cell = _cell(letter.text, letter.bold).resize(letter.size)
        if letter.inverse:
            cell = cell.point([_PAPER - value for value in range(256)])
        strip.paste(cell, (left, base - letter.size[1]))
        if letter.underlined:
            ImageDraw.Draw(strip).line((left, base - 1, left + letter.size[0], base - 1), fill=_INK, width=2)
        left += letter.size[0]
    return strip


def _cut(dots: int) -> Image.Image:
    strip = Image.new("L", (dots, _CUT_HEIGHT), _PAPER)
    draw = ImageDraw.Draw(strip)
    for left in range(0, dots, 2 * _DASH):
        draw.line((left, _CUT_HEIGHT // 2, left + _DASH, _CUT_HEIGHT // 2), fill=160)
    return strip


@lru_cache(maxsize=512)
def _cell(letter: str, bold: bool) -> Image.Image:
    """One letter in its cell. Inter is proportional, so a wide letter is squeezed into the printer's twelve dots."""
    across, down = Letter(text=letter).size
    font = _font("Inter-Bold.ttf" if bold else "Inter-Medium.ttf")
    wide = max(1, round(font.getlength(letter)))
    cell = Image.new("L", (max(wide, across), down), _PAPER)
    ImageDraw.Draw(cell).text((max(0, (across - wide) / 2), 1), letter, font=font, fill=_INK)
    return cell.resize((across, down))


@lru_cache(maxsize=2)
def _font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, _LETTER_POINTS)
