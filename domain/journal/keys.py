"""Which key signs which entry of a station: a list of ranges, and how one key hands over to the next.

A station enrols with a key that it made; that is epoch 1 from entry 1. It may change its key within the epoch: the old
key's last entry, `key_rotated/1`, names the new one. A computer that is replaced begins a new epoch with another key.
What anybody else has to know of a station is therefore `KeyRange`s; a signature by a key outside its range proves
nothing (docs/adr/0019).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from domain import canonical
from domain.envelope import (
    EnvelopeType,
    Signed,
    Signer,
    Verify,
    from_base64url,
    sign,
    to_base64url,
)
from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.journal.kinds import Author, kind_of

ROTATED: Final = "key_rotated/1"
#: In a list from before epochs were told (`station_listed/1`): the key counts whatever the epoch.
ANY_EPOCH: Final = 0


@dataclass(frozen=True, slots=True)
class KeyRange:
    """`key` (base64url) signs entries `first` ... `through` of `epoch`; `through` None: it still signs.

    `good` is set once the key was revoked: what it signed after that entry is evidence, and no longer the station's
    word.
    """

    epoch: int
    first: int
    key: str
    through: int | None = None
    good: int | None = None

    def covers(self, epoch: int, sequence: int) -> bool:
        last = sequence if self.through is None else self.through
        return self.epoch in {epoch, ANY_EPOCH} and self.first <= sequence <= last

    def is_revoked_at(self, sequence: int) -> bool:
        return self.good is not None and sequence > self.good

    def document(self) -> dict[str, Any]:
        """As an item of `station_listed/2` and `stations_listed/1`."""
        body: dict[str, Any] = {"epoch": self.epoch, "from": self.first, "key": self.key}
        if self.through is not None:
            body["through"] = self.through
        if self.good is not None:
            body["good"] = self.good
        return body

    @classmethod
    def from_document(cls, item: dict[str, Any]) -> KeyRange:
        return cls(item["epoch"], item["from"], item["key"], item.get("through"), item.get("good"))


def key_for(ranges: Iterable[KeyRange], epoch: int, sequence: int) -> KeyRange | None:
    """The one key that may have signed that entry."""
    return next((one for one in ranges if one.covers(epoch, sequence)), None)


def prove_possession(new: Signer, *, station: str, epoch: int, old_key: bytes) -> str:
    """The new key's signature under its own introduction, in base64url: nobody introduces a key he does not hold."""
    payload = _introduction(station, epoch, old_key, new.public_key)
    return to_base64url(sign(EnvelopeType.POSSESSION, payload, new).signature)


def rotated_key(entry: Entry, old_key: bytes, verify: Verify) -> bytes:
    """The key that signs from the next entry on.

    Raises Refusal `entry_body_wrong` or `rotation_not_proven`. Then nobody knows who signs what follows, so the journal
    cannot be believed any further. A key of small order proves nothing: `verify` is false for it.
    """
    kind_of(entry.kind).refuse_wrong_entry(Author.STATION, entry.body, personal=entry.personal is not None)
    try:
        new, proof = from_base64url(entry.body["key"]), from_base64url(entry.body["proof"])
    except Refusal as error:
        raise Refusal("rotation_not_proven", sequence=entry.sequence) from error
    introduction = Signed(EnvelopeType.POSSESSION, _introduction(entry.station, entry.epoch, old_key, new), proof)
    if new == old_key or not introduction.is_authentic(new, verify):
        raise Refusal("rotation_not_proven", sequence=entry.sequence)
    return new


def _introduction(station: str, epoch: int, old_key: bytes, new_key: bytes) -> bytes:
    return canonical.encode(
        {"epoch": epoch, "new": to_base64url(new_key), "old": to_base64url(old_key), "station": station, "v": 1}
    )
