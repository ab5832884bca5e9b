"""Who stands at the window: as typed or read from a card, and as already known here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain import canonical
from domain.catalog import fold
from domain.errors import Refusal
from kiosk_app.services.counter import Counter

DNI_DIGITS: Final = 8
FOUND_MAX: Final = 20
_WORDS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Citizen:
    """`document` without spaces; empty fields were not given. A foreign document has `document_type` other than DNI."""

    document: str = ""
    names: str = ""
    surnames: str = ""
    phone: str = ""
    born: str = ""
    document_type: str = "DNI"

    @property
    def full_name(self) -> str:
        return f"{self.surnames}, {self.names}".strip(", ")

    @property
    def initials(self) -> str:
        """`J. M. H.`: what goes on paper instead of a name."""
        return " ".join(f"{word[0].upper()}." for word in f"{self.names} {self.surnames}".split())

    def personal(self) -> dict[str, str]:
        """The fields that were given, as the canonical text that is committed to and sealed."""
        given = {
            "document": "".join(self.document.split()),
            "document_type": self.document_type if self.document else "",
            "names": canonical.plain_text(self.names),
            "surnames": canonical.plain_text(self.surnames),
            "phone": canonical.plain_text(self.phone),
            "born": canonical.plain_text(self.born),
        }
        return {name: text for name, text in given.items() if text}


def from_personal(document: Mapping[str, str]) -> Citizen:
    return Citizen(
        document=document.get("document", ""),
        names=document.get("names", ""),
        surnames=document.get("surnames", ""),
        phone=document.get("phone", ""),
        born=document.get("born", ""),
        document_type=document.get("document_type", "DNI"),
    )


def refuse_unusable(citizen: Citizen) -> None:
    """A procedure needs a name and a document. Raises Refusal `citizen_incomplete` or `document_malformed`."""
    for field in ("document", "names", "surnames"):
        if not canonical.plain_text(getattr(citizen, field)):
            raise Refusal("citizen_incomplete", field=field)
    digits = "".join(citizen.document.split())
    if citizen.document_type == "DNI" and not (digits.isascii() and digits.isdigit() and len(digits) == DNI_DIGITS):
        raise Refusal("document_malformed", digits=DNI_DIGITS)


class People:
    """Citizens this station has served and may still remember."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def by_document(self, document: str) -> Citizen | None:
        """The latest that was told of the holder of this document."""
        digits = "".join(letter for letter in document if letter.isalnum())
        found = self._matching(f'document : "{digits}"', 1) if digits else []
        return found[0] if found and found[0].document == digits else None

    def search(self, text: str, limit: int = FOUND_MAX) -> list[Citizen]:
        """By any beginnings of names or of the document, accents folded; most recent first, each person once."""
        query = beginnings(text)
        return self._matching(query, limit) if query else []

    def _matching(self, query: str, limit: int) -> list[Citizen]:
        rows = self._counter.store.rows(
            "SELECT personal.document FROM case_words"
            " LEFT JOIN service_case ON service_case.sequence = case_words.rowid"
            " LEFT JOIN appointment ON appointment.opened = case_words.rowid"
            " JOIN personal ON personal.commitment = coalesce(service_case.commitment, appointment.commitment)"
            " WHERE case_words MATCH ? ORDER BY case_words.rowid DESC LIMIT ?",
            (query, limit * 4),
        )
        found: dict[str, Citizen] = {}
        for row in rows:
            citizen = from_personal(json.loads(row["document"]))
            found.setdefault(citizen.document or citizen.full_name, citizen)
        return list(found.values())[:limit]


def beginnings(text: str) -> str:
    """A full-text query: words that begin so, in any order; empty when there is nothing to look for.

    Split where the index splits: `Pérez-Gómez` and `D'Angelo` are two words each.
    """
    return " ".join(f'"{word}"*' for word in _WORDS.findall(fold(text)))
