"""Bringing small blobs together: which go next, and what to ask first when a request with some was lost.

They go in the order of the entries that name them, as many as the unit of transfer holds. One that is larger than the
unit goes by itself, in pieces, as large ones do.
"""

from __future__ import annotations

from sync.exchange import Reply
from sync.outbox import BlobsView, PendingBlob
from sync.small_blobs import ITEMS_MAX, SMALL_BYTES_MAX, Item, held_of, pack_items


class Delivery:
    """Storage says what is pending; here is only what became of the last request. `set_aside` is `BlobLine`'s."""

    def __init__(self, outbox: BlobsView, set_aside: set[str]) -> None:
        self._outbox = outbox
        self._set_aside = set_aside
        self._batch: tuple[PendingBlob, ...] = ()
        self._in_doubt: frozenset[str] = frozenset()
        self._asks = False

    @property
    def names(self) -> tuple[str, ...]:
        """What the request is about; empty where the current blob is a large one."""
        return tuple(blob.sha256 for blob in self._batch)

    def choose(self, unit: int) -> bool:
        """Decide what the next request is about; False when there is nothing small. What may have arrived with a
        request that was lost is asked after first: a hash takes less room than its blob.
        """
        most = len(self._set_aside) + ITEMS_MAX
        pending = self._outbox.small_pending_blobs(most, min(SMALL_BYTES_MAX, unit))
        small = [blob for blob in pending if blob.sha256 not in self._set_aside][:ITEMS_MAX]
        doubted = tuple(blob for blob in small if blob.sha256 in self._in_doubt)
        self._asks = bool(doubted)
        self._batch = doubted or _as_many_as_fit(small, unit)
        return bool(self._batch)

    def body(self) -> bytes:
        if self._asks:
            return pack_items(Item(blob.sha256) for blob in self._batch)
        return pack_items(Item(blob.sha256, self._outbox.blob_bytes(blob.sha256, 0, blob.size)) for blob in self._batch)

    def heard(self, reply: Reply) -> tuple[tuple[str, ...], bool, bool]:
        """What the centre holds of it whole; whether it was brought with this request; and whether any of what was
        brought is not held: that is set aside. Raises Untrusted.
        """
        sent, brought = self.names, not self._asks
        held = held_of(reply, sent)
        lacking = set(sent).difference(held) if brought else set()
        self._set_aside |= lacking
        self._batch, self._in_doubt = (), frozenset()
        return held, brought, bool(lacking)

    def lost(self) -> None:
        """Nobody knows what arrived of the last request."""
        self._in_doubt |= frozenset(self.names)


def _as_many_as_fit(small: list[PendingBlob], unit: int) -> tuple[PendingBlob, ...]:
    batch: list[PendingBlob] = []
    for blob in small:
        unit -= blob.size
        if unit < 0:
            break
        batch.append(blob)
    return tuple(batch)
