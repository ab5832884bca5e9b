"""Citizens' data: kept beside the journal, committed to by it, sealed to the centre, never in it.

The commitment is SHA-256 over a random salt and the canonical document: without the salt nobody can try names against
it, and once salt and document are purged it says nothing (Law 29733, right to cancellation).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain import canonical
from domain.envelope import to_base64url
from kiosk_app.storage.connection import Store
from sync.seal import personal_binding, seal

SALT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Personal:
    """`document` is canonical JSON of what was typed, by field; `sealed` is the same, readable by the centre alone."""

    commitment: str
    salt: bytes
    document: str
    sealed: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sealed).hexdigest()


def commit(document: Mapping[str, str], salt: bytes, *, station: str, sealing_key: bytes) -> Personal:
    assert len(salt) == SALT_BYTES, "a salt nobody can guess"
    plain = canonical.encode(dict(document))
    commitment = to_base64url(hashlib.sha256(salt + plain).digest())
    letter = canonical.encode({"document": dict(document), "salt": to_base64url(salt)})
    sealed = seal(letter, sealing_key, bound_to=personal_binding(station, commitment))
    return Personal(commitment, salt, plain.decode("utf-8"), sealed)


def keep(store: Store, personal: Personal) -> None:
    store.execute(
        "INSERT INTO personal (commitment, salt, document) VALUES (?, ?, ?)",
        (personal.commitment, personal.salt, personal.document),
    )


def purge(store: Store, commitment: str) -> None:
    """Forget what a citizen told, and the words by which their case is found. The commitment then says nothing."""
    store.execute(
        "DELETE FROM case_words WHERE rowid IN (SELECT sequence FROM service_case WHERE commitment = ?)", (commitment,)
    )
    store.execute("DELETE FROM personal WHERE commitment = ?", (commitment,))


def read(store: Store, commitment: str | None) -> dict[str, str]:
    """The document, or nothing where none was given or it has been purged."""
    if commitment is None:
        return {}
    row = store.row("SELECT document FROM personal WHERE commitment = ?", (commitment,))
    return {} if row is None else dict(json.loads(row["document"]))
