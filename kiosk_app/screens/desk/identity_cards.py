"""What an identity card's code says, by country. Typing the number is always possible beside it.

Peru: the bar code on the back of the DNI is its eight digits (to be verified with real cards of each generation).
Argentina: the PDF417 of the DNI is fields separated by `@`; family names, given names, sex, number and birth date are
the 2nd, 3rd, 4th, 5th and 7th (cards since 2012).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kiosk_app.services.citizen import DNI_DIGITS, Citizen

_AR_FIELDS_MIN: Final = 7


def read_identity_card(scanned: str, country: str) -> Citizen | None:
    """The holder, or None when the code is of something else. `country` is ISO 3166, as the municipality's folder."""
    reader = _READERS.get(country.upper())
    return None if reader is None else reader(scanned.strip())


def _peru(scanned: str) -> Citizen | None:
    digits = scanned if scanned.isascii() and scanned.isdigit() and len(scanned) == DNI_DIGITS else ""
    return Citizen(document=digits) if digits else None


def _argentina(scanned: str) -> Citizen | None:
    fields = scanned.split("@")
    if len(fields) < _AR_FIELDS_MIN:
        return None
    _tramite, surnames, names, _sex, number, _copy, born = (field.strip() for field in fields[:_AR_FIELDS_MIN])
    if not (number.isascii() and number.isdigit()):
        return None
    return Citizen(document=number.zfill(DNI_DIGITS), names=names.title(), surnames=surnames.title(), born=born)


_READERS: Final[dict[str, Callable[[str], Citizen | None]]] = {"PE": _peru, "AR": _argentina}
