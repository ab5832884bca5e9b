"""The transparency log of a million entries: a year of sixty cabins with room to spare.

Adding them, and what a proof costs, from tiles as they are kept. Against: one SHA-256 a leaf and one a node, which no
tree can do without; and, for a proof, hashing the whole tree again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.table import Figure, ratio
from domain.merkle import HASH_BYTES, TILE_WIDTH, Tile, Tree, is_included, leaf_hash

LEAVES: Final = 1_000_000
PROOFS: Final = 200
A_DAY: Final = 2_400


def measure(_folder: Path) -> list[Figure]:
    entries = [hashlib.sha256(number.to_bytes(8, "big")).digest() for number in range(LEAVES)]
    floor = _timed(lambda: [hashlib.sha256(b"\1" + one + one).digest() for one in (*entries, *entries)])
    tree = Tree(0, lambda _tile: b"")
    grown = _timed(lambda: tree.append(leaf_hash(one) for one in entries))
    tiles = {tile: bytes(hashes) for tile, hashes in tree.changed.items()}
    day = _timed(lambda: _a_day(tiles))
    proving, proof = _prove(tiles)
    held, leaves = sum(map(len, tiles.values())), LEAVES * HASH_BYTES
    new_tree = f"{grown:.1f} s for a new tree"
    return [
        Figure(f"adding {LEAVES:,} leaves", f"{grown:.1f} s", f"{floor:.1f} s of hashes", ratio([grown], [floor])),
        Figure(f"adding a day of {A_DAY:,} to them", f"{day * 1000:.0f} ms", "", ""),
        Figure("a proof, from its tiles", f"{proving * 1000:.2f} ms", new_tree, ratio([proving], [grown])),
        Figure("a proof's hashes", f"{len(proof)} of {HASH_BYTES} bytes", f"{LEAVES:,} leaves", ""),
        Figure("all tiles", f"{held / 1e6:.1f} MB in {len(tiles):,} files", f"{leaves / 1e6:.1f} MB of leaves", ""),
    ]  # fmt: skip


def _a_day(tiles: dict[Tile, bytes]) -> None:
    tree = Tree(LEAVES, tiles.__getitem__)
    tree.append(leaf_hash(number.to_bytes(32, "big")) for number in range(A_DAY))
    tree.root()


def _prove(tiles: dict[Tile, bytes]) -> tuple[float, list[bytes]]:
    root = Tree(LEAVES, tiles.__getitem__).root()
    begin = time.perf_counter()
    proof: list[bytes] = []
    for number in range(PROOFS):
        index = number * 4_999 % LEAVES
        proof = Tree(LEAVES, tiles.__getitem__).inclusion_proof(index, LEAVES)
    took = (time.perf_counter() - begin) / PROOFS
    at = index % TILE_WIDTH * HASH_BYTES
    leaf = tiles[Tile(0, index // TILE_WIDTH)][at : at + HASH_BYTES]
    assert is_included(leaf, index, LEAVES, proof, root)
    return took, proof


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin
