"""The keys this station signs with, both secret and both in the encrypted database (docs/adr/0019).

`signing_seed` signs entries. After a rotation the old key goes on signing *requests* until the centre has signed that
it holds the rotation: only then does it know the new one. Both changes share a transaction with what causes them, so a
power cut leaves the station before or after, and there is always a key that the centre knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.keys import ROTATED, KeyRange, prove_possession
from domain.journal.kinds import Author
from kiosk_app.storage import entries, settings
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft, Journal
from sync.seal import SigningKey

_SEED: Final = "signing_seed"
_OLD_SEED: Final = "old_signing_seed"
_ROTATED_AT: Final = "rotated_at"


def signing_key(store: Store) -> SigningKey:
    """Raises Refusal `station_not_enrolled`."""
    return SigningKey(settings.read_secret(store, _SEED))


@dataclass(frozen=True, slots=True)
class RequestSigner:
    """Signs what is said to the centre (domain.envelope.Signer). It asks the database each time: nobody who holds one
    is left with a key that was replaced meanwhile.
    """

    store: Store

    @property
    def _key(self) -> SigningKey:
        return SigningKey(settings.read_secret(self.store, _OLD_SEED if is_under_way(self.store) else _SEED))

    @property
    def public_key(self) -> bytes:
        return self._key.public_key

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def is_under_way(store: Store) -> bool:
    """Whether the centre has not been heard to hold the last rotation."""
    return settings.get(store, _OLD_SEED) is not None


def rotate(journal: Journal, operator: str) -> SignedEntry:
    """Make a new key; the old one signs its last entry, which names the new one.

    Raises Refusal `rotation_under_way`: one at a time, or no key would be left that the centre knows.
    """
    store = journal.store
    if is_under_way(store):
        raise Refusal("rotation_under_way")
    new, old = SigningKey.generate(), signing_key(store)
    identity = journal.identity
    proof = prove_possession(new, station=identity.station, epoch=identity.epoch, old_key=old.public_key)

    def keep_both(within: Store, written: Sequence[SignedEntry]) -> None:
        settings.put(within, _OLD_SEED, to_base64url(old.seed))
        settings.put(within, _SEED, to_base64url(new.seed))
        settings.put(within, _ROTATED_AT, str(written[-1].entry.sequence))

    body = {"key": to_base64url(new.public_key), "proof": proof}
    return journal.hand_over(operator, Draft(ROTATED, body), new, alongside=keep_both)


def forget_old_key(store: Store, acknowledged: int) -> bool:
    """Within the transaction that records what the centre holds: destroy the old secret once nobody asks for it."""
    rotated_at = settings.get(store, _ROTATED_AT)
    if not is_under_way(store) or rotated_at is None or acknowledged < int(rotated_at):
        return False
    for name in (_OLD_SEED, _ROTATED_AT):
        settings.forget(store, name)
    return True


def first_key(journal: Journal) -> bytes:
    """The key this journal began with: whoever has it verifies all that follows."""
    first = next(entries.read(journal.store, Author.STATION, 1, 1), None)
    return journal.public_key if first is None else from_base64url(read_entry(first).entry.body["key"])


def own_ranges(journal: Journal) -> tuple[KeyRange, ...]:
    """Of this journal, in order."""
    epoch = journal.identity.epoch
    found = [(1, to_base64url(first_key(journal)))]
    for signed in entries.read_kinds(journal.store, Author.STATION, [ROTATED], 1, journal.length):
        entry = read_entry(signed).entry
        found.append((entry.sequence + 1, entry.body["key"]))
    ends: list[int | None] = [first - 1 for first, _ in found[1:]]
    return tuple(
        KeyRange(epoch, first, key, through) for (first, key), through in zip(found, [*ends, None], strict=True)
    )
