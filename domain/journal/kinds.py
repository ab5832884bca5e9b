"""Every kind of entry: who may write it and which fields its body has. docs/JOURNAL_FORMAT.md shows one of each.

Kinds are past participles with a version; a kind's fields never change, a new version gets a new number. Bodies hold no
personal data: names, documents, telephones, addresses and free text of citizens are sealed to the centre, and the entry
carries a salted commitment to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.errors import Refusal
from domain.journal.centre_kinds import CENTRE_KINDS
from domain.journal.fields import CASE_STATES, ROLES, SEALED
from domain.journal.kind import Author, Kind
from domain.journal.station_kinds import STATION_KINDS

__all__ = ["CASE_STATES", "KINDS", "ROLES", "SEALED", "Author", "Kind", "kind_of"]

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in STATION_KINDS + CENTRE_KINDS}


def kind_of(name: str) -> Kind:
    """Raises Refusal `entry_kind_unknown`: a newer program wrote it, or nobody did."""
    try:
        return KINDS[name]
    except KeyError:
        raise Refusal("entry_kind_unknown", kind=name) from None
