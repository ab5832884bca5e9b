"""What citizens told, opened for one moment: at rest it stays sealed, in backups too."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from central.centre import Centre
from domain import canonical
from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal
from sync.seal import personal_binding


@dataclass(frozen=True, slots=True)
class Letter:
    """A sealed blob of `station` (its SHA-256, None while it is not whole here), for what the entry about `code`
    committed to.
    """

    code: str
    station: str
    commitment: str | None
    sealed: str | None


def open_letter(centre: Centre, letter: Letter) -> dict[str, Any]:
    """Raises Refusal `personal_missing` (not here yet), `seal_broken` or `commitment_broken`."""
    if letter.commitment is None or letter.sealed is None:
        raise Refusal("personal_missing", case=letter.code)
    try:
        data = centre.files.read(letter.station, letter.sealed)
    except FileNotFoundError:
        raise Refusal("personal_missing", case=letter.code) from None
    plain = centre.keys.sealing.open(data, bound_to=personal_binding(letter.station, letter.commitment))
    try:
        opened = json.loads(plain)
        document, salt = opened["document"], from_base64url(opened["salt"])
        told = canonical.encode(document)
    except (ValueError, KeyError, TypeError, Refusal) as error:
        raise Refusal("commitment_broken", case=letter.code) from error
    if to_base64url(hashlib.sha256(salt + told).digest()) != letter.commitment or not isinstance(document, dict):
        raise Refusal("commitment_broken", case=letter.code)
    return document
