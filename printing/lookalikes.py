"""Letters that a printer or a font does not have, replaced by ones that read alike. Never by a question mark."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

LOOKALIKES: Final = {
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{BULLET}": "-",
    "\N{MIDDLE DOT}": "-",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LEFTWARDS ARROW}": "<-",
    "\N{NUMERO SIGN}": "N.º",
    "\N{EURO SIGN}": "EUR",
    "\N{CHECK MARK}": "x",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN CAPITAL LETTER O WITH STROKE}": "O",
    "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
    "\N{LATIN CAPITAL LETTER L WITH STROKE}": "L",
}
#: For what has no likeness at all: visible, and plainly a hole.
HOLE: Final = "*"


def closest(text: str, has: Callable[[str], bool]) -> str:
    """`text` in letters for which `has` is true. Control characters become spaces: no data may command a printer.

    `has` must accept ASCII.
    """
    return "".join(_closest_letter(letter, has) for letter in unicodedata.normalize("NFC", text))


def _closest_letter(letter: str, has: Callable[[str], bool]) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cc":
        return " "
    if kind in {"Cf", "Mn"}:  # joiners, soft hyphens, an accent without a letter: nothing to see
        return ""
    if has(letter):
        return letter
    if letter in LOOKALIKES:
        return "".join(_closest_letter(each, has) for each in LOOKALIKES[letter])
    if kind == "Zs":
        return " "
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    if plain and plain != letter and all(has(part) for part in plain):
        return plain
    return HOLE
