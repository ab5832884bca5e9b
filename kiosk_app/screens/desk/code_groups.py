"""A code of twelve letters and numbers in groups of four, as it is printed and read out."""

from __future__ import annotations

from typing import Final

from domain.ledger.bearer import CODE_LETTERS

GROUP: Final = 4


def grouped(text: str) -> str:
    """`abcd1234efgh` -> `ABCD 1234 EFGH`; what is neither letter nor number is dropped."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())[:CODE_LETTERS]
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))
