"""Many small blobs in one body: what they say to each other is docs/PROTOCOL.md §2a.

The sealed personal data of a case is a few hundred bytes, and a round trip for each would be most of what sync costs.
A body is items, nothing between them: two bytes of length (big-endian) and that many bytes of a whole blob; or length 0
and the 32 bytes of a SHA-256, which asks whether that blob is held. No blob is named: its hash is computed from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain import canonical
from domain.errors import Refusal
from sync.errors import Reason, Untrusted
from sync.exchange import Reply
from sync.messages import BlobsHeld

#: A blob up to this size may travel with others; it is never split, so it is lost whole when a request is cut.
SMALL_BYTES_MAX: Final = 16 * 1024
#: Items in one body: what the other side writes to its disk in one go.
ITEMS_MAX: Final = 500
_LENGTH_BYTES: Final = 2
_HASH_BYTES: Final = 32
_MARK_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Item:
    """A whole blob, or (`data` is None) a question after one."""

    sha256: str
    data: bytes | None = None


def item_of(data: bytes) -> Item:
    return Item(hashlib.sha256(data).hexdigest(), data)


def pack_items(items: Iterable[Item]) -> bytes:
    parts: list[bytes] = []
    for item in items:
        data = b"" if item.data is None else item.data
        assert item.data is None or 0 < len(data) <= SMALL_BYTES_MAX, "a blob that travels with others is small"
        parts += [len(data).to_bytes(_LENGTH_BYTES, "big"), data or bytes.fromhex(item.sha256)]
    return b"".join(parts)


def unpack_items(body: bytes, *, whole: bool = True) -> list[Item]:
    """Raises Refusal `blobs_unreadable` for what `pack_items` does not make.

    Of a body that is not `whole` the items that arrived whole; one that is cut is passed over.
    """
    items: list[Item] = []
    at = 0
    while at < len(body):
        start = at + _LENGTH_BYTES
        length = int.from_bytes(body[at:start], "big")
        at = start + (length or _HASH_BYTES)
        if at > len(body):
            if whole:
                raise Refusal("blobs_unreadable", why="cut short")
            break
        if length > SMALL_BYTES_MAX or len(items) == ITEMS_MAX:
            raise Refusal("blobs_unreadable", why="too large" if length > SMALL_BYTES_MAX else "too many")
        items.append(item_of(body[start:at]) if length else Item(body[start:at].hex()))
    if whole and not items:
        raise Refusal("blobs_unreadable", why="empty")
    return items


def mark(sha256: str) -> str:
    """How an answer names a blob of its request."""
    return sha256[:_MARK_DIGITS]


def held_of(reply: Reply, sent: Sequence[str]) -> tuple[str, ...]:
    """Which of `sent` the centre signs that it holds whole. Raises Untrusted for what is no such answer."""
    try:
        said = BlobsHeld.from_document(canonical.decode(reply.body))
    except Refusal as error:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
    return tuple(sha256 for sha256 in sent if mark(sha256) in said.held)
