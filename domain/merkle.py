"""The tree of a transparency log (RFC 9162 §2.1, SHA-256), kept as tiles (C2SP tlog-tiles) and only ever appended to.

`MTH` of a list of leaves is the root of the largest complete tree on the left and the rest on the right. A tile holds
256 consecutive hashes of one level: tile (0, n) holds leaves, and each hash of tile (l, n) is the root of a full tile
of the level below. So a proof for a million leaves reads three tiles, and a full tile never changes again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

HASH_BYTES: Final = 32
#: Levels of the tree within one tile, and hashes in a full one.
TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
#: The root of a tree without leaves.
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


class Tile(NamedTuple):
    """Where a tile stands: its level, and its number in that level from 0."""

    level: int
    number: int

    def path(self, width: int = TILE_WIDTH) -> str:
        """`tile/0/x001/x234/067`, and `.p/<width>` behind it where the tile is partial."""
        return f"tile/{self.level}/{number_path(self.number, width)}"


def number_path(number: int, width: int = TILE_WIDTH) -> str:
    """A tile's number in groups of three digits, all but the last behind an `x`."""
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:  # noqa: PLR2004 - three digits
        number //= 1000
        groups.insert(0, f"x{number % 1000:03d}")
    return "/".join(groups) + ("" if width == TILE_WIDTH else f".p/{width}")


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def complete_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=True)]
    return level[0]


class Tree:
    """A log of `size` leaves. `load` reads a tile: all the hashes that it has so far; `changed` are those that grew."""

    def __init__(self, size: int, load: Callable[[Tile], bytes]) -> None:
        self.size = size
        self.changed: dict[Tile, bytearray] = {}
        self._load = load
        self._read: dict[Tile, bytes] = {}

    def append(self, leaves: Iterable[bytes]) -> None:
        """Hashes of leaves (`leaf_hash`), at the end."""
        for leaf in leaves:
            self._grow(0, self.size, leaf)
            self.size += 1

    def _grow(self, level: int, index: int, found: bytes) -> None:
        tile = Tile(level, index >> TILE_HEIGHT)
        held = self.changed.get(tile)
        if held is None:
            held = self.changed[tile] = bytearray(self._load(tile) if index % TILE_WIDTH else b"")
        assert len(held) == index % TILE_WIDTH * HASH_BYTES, "a tile has as many hashes as its tree needs"
        held += found
        if len(held) == TILE_WIDTH * HASH_BYTES:
            self._grow(level + 1, tile.number, complete_root(_split(bytes(held))))

    def hashes(self, tile: Tile) -> bytes:
        if tile in self.changed:
            return bytes(self.changed[tile])
        if tile not in self._read:
            self._read[tile] = self._load(tile)
        return self._read[tile]

    def subtree(self, level: int, index: int) -> bytes:
        """The root over leaves `index << level` … of a complete tree of 2^level leaves, all of which exist."""
        height = level % TILE_HEIGHT
        first = index << height
        begin = first % TILE_WIDTH * HASH_BYTES
        found = self.hashes(Tile(level // TILE_HEIGHT, first >> TILE_HEIGHT))[begin : begin + (HASH_BYTES << height)]
        assert len(found) == HASH_BYTES << height, "a complete subtree is in its tile"
        return complete_root(_split(found))

    def root(self, size: int | None = None) -> bytes:
        """MTH of the first `size` leaves (default: of all)."""
        whole = self.size if size is None else size
        assert 0 <= whole <= self.size, "a root of leaves that exist"
        return self._range(0, whole) if whole else EMPTY_ROOT

    def _range(self, first: int, end: int) -> bytes:
        """MTH(D[first:end]); `first` is a multiple of the largest power of two below `end - first`, as in RFC 9162."""
        count = end - first
        if count & (count - 1) == 0 and first % count == 0:
            level = count.bit_length() - 1
            return self.subtree(level, first >> level)
        middle = first + _split_at(count)
        return node_hash(self._range(first, middle), self._range(middle, end))

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """PATH(index, D[size]) of RFC 9162 §2.1.3.1, from the leaf's sibling up."""
        assert 0 <= index < size <= self.size, "a leaf of the tree"
        proof: list[bytes] = []
        first, end = 0, size
        while end - first > 1:
            middle = first + _split_at(end - first)
            if index < middle:
                proof.append(self._range(middle, end))
                end = middle
            else:
                proof.append(self._range(first, middle))
                first = middle
        return proof[::-1]

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """PROOF(old, D[new]) of RFC 9162 §2.1.4.1; empty where one of the trees is empty or both are the same."""
        assert 0 <= old <= new <= self.size, "two sizes that the log had"
        if old in (0, new):
            return []
        proof: list[bytes] = []
        first, end, whole = 0, new, True
        while old != end:
            middle = first + _split_at(end - first)
            if old <= middle:
                proof.append(self._range(middle, end))
                end = middle
            else:
                proof.append(self._range(first, middle))
                first, whole = middle, False
        if not whole:
            proof.append(self._range(first, end))
        return proof[::-1]


def _split(joined: bytes) -> list[bytes]:
    return [joined[begin : begin + HASH_BYTES] for begin in range(0, len(joined), HASH_BYTES)]


def _split_at(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2: whether `leaf` (a `leaf_hash`) stands at `index` of the tree of `size` leaves under `root`."""
    if not 0 <= index < size or any(len(one) != HASH_BYTES for one in (leaf, root, *proof)):
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """RFC 9162 §2.1.4.2: whether the tree of `new` leaves begins with the tree of `old`. An empty tree begins any."""
    if not 0 <= old <= new or any(len(one) != HASH_BYTES for one in (old_root, new_root, *proof)):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found_new = node_hash(found_new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root
