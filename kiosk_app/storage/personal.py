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


def forget(store: Store, before: str, acknowledged: int, most: int) -> int:
    """Forget what citizens told before the instant `before` (UTC, ISO 8601), `most` cases at a time.

    Only what the centre has signed for (`acknowledged` entries) and holds whole: their words, the sealed letter, photos
    and papers of that age, and what the office sent for them. The commitments then say nothing. It is one transaction,
    and the log is emptied after it. Returns how many cases were forgotten; `most` means that there may be more.
    """
    changes = store.connection.total_changes
    with store.transaction():
        forgotten = _forget(store, before, acknowledged, most)
    if store.connection.total_changes != changes:
        store.empty_log()
    return forgotten


def _forget(store: Store, before: str, acknowledged: int, most: int) -> int:
    # An appointment is past after its day, whenever it was asked for.
    due = store.rows(
        "SELECT told.sequence, commitment FROM"
        " (SELECT sequence, commitment FROM service_case WHERE opened_at < ?1"
        " UNION ALL SELECT opened, commitment FROM appointment WHERE day < substr(?1, 1, 10)) AS told"
        " JOIN personal USING (commitment) WHERE told.sequence <= ?2 AND NOT EXISTS"
        " (SELECT 1 FROM blob WHERE direction = 'up' AND blob.sequence = told.sequence AND done = 0)"
        " ORDER BY told.sequence LIMIT ?3",
        (before, acknowledged, most),
    )
    for case in due:
        store.execute("DELETE FROM case_words WHERE rowid = ?", (case["sequence"],))
        store.execute("DELETE FROM personal WHERE commitment = ?", (case["commitment"],))
    # An instant's first 19 letters are its date and time; entries write its end as Z, other tables as +00:00.
    store.execute(
        "UPDATE blob SET bytes = x'' WHERE done = 1 AND length(bytes) > 0 AND substr(?, 1, 19) >"
        " (SELECT substr(json_extract(payload, '$.at'), 1, 19) FROM entry WHERE entry.sequence = blob.sequence"
        " AND author = CASE direction WHEN 'up' THEN 'station' ELSE 'centre' END)",
        (before,),
    )
    store.execute(
        "UPDATE print_job SET content = x'' WHERE made_at < ? AND state IN ('printed', 'confirmed', 'cancelled')"
        " AND length(content) > 0",
        (before,),
    )
    return len(due)


def read(store: Store, commitment: str | None) -> dict[str, str]:
    """The document, or nothing where none was given or it has been purged."""
    if commitment is None:
        return {}
    row = store.row("SELECT document FROM personal WHERE commitment = ?", (commitment,))
    return {} if row is None else dict(json.loads(row["document"]))
