"""What people type for a place, read without knowing the town: a plate, a number in a street, a corner, a name.

Accents, capitals and the order of words say nothing. An abbreviation is the word it stands for. Which reading is right
is decided by what the map has: "25 de Mayo 2300" is a number in a street whose name has a number too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from domain.catalog.search import fold

_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"[0-9]{1,5}")
_CORNER: Final = re.compile(r"\s+(?:y|e|esq|esq\.|esquina|con|entre)\s+|\s*[/&]\s*", re.IGNORECASE)
_NUMBER_SIGNS: Final = re.compile(r"\b(?:nro|num|numero|no)\b\.?|[#º°]|n[º°]\.?|\bs/n\b", re.IGNORECASE)
#: A plate has a digit in it and is one word of these letters, however it is spaced.
_PLATE: Final = re.compile(r"(?=.*[0-9])[A-Z0-9]{1,20}")
_PLATE_WORDS_MAX: Final = 2  # letters, then digits
_READINGS_MAX: Final = 6

ABBREVIATIONS: Final = {
    "av": "avenida",
    "avda": "avenida",
    "ave": "avenida",
    "bv": "bulevar",
    "bvd": "bulevar",
    "blvd": "bulevar",
    "boulevard": "bulevar",
    "ca": "calle",
    "cl": "calle",
    "cll": "calle",
    "cnel": "coronel",
    "cmdte": "comandante",
    "diag": "diagonal",
    "dr": "doctor",
    "gral": "general",
    "gdor": "gobernador",
    "ing": "ingeniero",
    "int": "intendente",
    "jr": "jiron",
    "jir": "jiron",
    "mcal": "mariscal",
    "mz": "manzana",
    "lt": "lote",
    "pje": "pasaje",
    "psje": "pasaje",
    "pza": "plaza",
    "plza": "plaza",
    "prol": "prolongacion",
    "pte": "presidente",
    "pdte": "presidente",
    "sta": "santa",
    "sto": "santo",
    "tte": "teniente",
    "urb": "urbanizacion",
}
#: Kinds of street: left out by whoever types, and by some towns. They rank, they do not exclude.
STREET_TYPES: Final = frozenset(
    ("avenida", "bulevar", "calle", "camino", "carretera", "diagonal", "jiron", "pasaje", "prolongacion", "ruta")
)
_LINKS: Final = frozenset(("a", "al", "de", "del", "el", "en", "la", "las", "los"))


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """Every way in which the words may be meant. `addresses` are (street words, number); `corners` pairs of streets.

    `plate` is empty where the words cannot be one; `names` are the telling words, for landmarks and streets.
    """

    plate: str = ""
    addresses: tuple[tuple[tuple[str, ...], int], ...] = ()
    corners: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    names: tuple[str, ...] = ()


def plain_plate(code: str) -> str:
    """A plate as it is compared: capitals and digits alone, so that `l 04021` is `L-04021`."""
    return "".join(letter for letter in fold(code).upper() if letter.isascii() and letter.isalnum())


def street_words(name: str) -> tuple[str, ...]:
    """The words of a street's or a place's name as they are compared, abbreviations written out."""
    return tuple(ABBREVIATIONS.get(word, word) for word in _WORD.findall(fold(name)))


def telling_words(text: str) -> tuple[str, ...]:
    """Without the words that say nothing: kinds of street and little words, unless there are no others."""
    words = street_words(text)
    return tuple(word for word in words if word not in STREET_TYPES and word not in _LINKS) or words


def read_place_query(text: str) -> PlaceQuery:
    cleaned = _NUMBER_SIGNS.sub(" ", text).strip()
    plate = plain_plate(text)
    return PlaceQuery(
        plate=plate if _PLATE.fullmatch(plate) and len(text.split()) <= _PLATE_WORDS_MAX else "",
        addresses=_addresses(cleaned),
        corners=_corners(cleaned),
        names=telling_words(cleaned),
    )


def _addresses(text: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Each number in turn as the house's, the last one first: that is how addresses are said."""
    words = _WORD.findall(fold(text))
    readings = []
    for place in reversed([index for index, word in enumerate(words) if _NUMBER.fullmatch(word)]):
        rest = telling_words(" ".join(words[:place] + words[place + 1 :]))
        if rest and int(words[place]) > 0:
            readings.append((rest, int(words[place])))
    return tuple(readings[:_READINGS_MAX])


def _corners(text: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Each word of joining in turn as the corner: some streets have one in their name."""
    pairs = []
    for joint in _CORNER.finditer(text):
        one, other = telling_words(text[: joint.start()]), telling_words(text[joint.end() :])
        if one and other:
            pairs.append((one, other))
    return tuple(pairs[:_READINGS_MAX])
