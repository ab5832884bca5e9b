"""The tree of the log beside pymerkle, and against whoever forges proofs."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence

import pytest
from pymerkle import InmemoryTree

from domain import merkle
from domain.merkle import EMPTY_ROOT, HASH_BYTES, TILE_WIDTH, Tile, Tree, is_consistent, is_included, leaf_hash

LARGEST = 130


def entry(number: int) -> bytes:
    return hashlib.sha256(number.to_bytes(8, "big")).digest()


def grown(size: int) -> Tree:
    tree = Tree(0, lambda _tile: b"")
    tree.append(leaf_hash(entry(number)) for number in range(size))
    return tree


@pytest.fixture(scope="module")
def tree() -> Tree:
    return grown(LARGEST)


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    made = InmemoryTree(algorithm="sha256")
    for number in range(LARGEST):
        made.append_entry(entry(number))
    return made


def test_every_root_is_that_of_another_program(tree: Tree, oracle: InmemoryTree) -> None:
    assert tree.root(0) == EMPTY_ROOT
    assert [tree.root(size) for size in range(1, LARGEST + 1)] == [
        oracle.get_root(size) for size in range(1, LARGEST + 1)
    ]


def test_every_leaf_of_every_tree_is_proven_and_the_proof_is_that_of_another_program(
    tree: Tree, oracle: InmemoryTree
) -> None:
    for size in range(1, LARGEST + 1):
        root = tree.root(size)
        for index in range(size):
            proof = tree.inclusion_proof(index, size)
            assert is_included(leaf_hash(entry(index)), index, size, proof, root)
            if index % 7 == size % 7:
                theirs = oracle.prove_inclusion(index + 1, size)
                assert [leaf_hash(entry(index)), *proof] == theirs.path


def test_every_tree_is_proven_to_begin_with_every_smaller_one_under_another_program_s_roots(
    tree: Tree, oracle: InmemoryTree
) -> None:
    roots = [EMPTY_ROOT, *(oracle.get_root(size) for size in range(1, LARGEST + 1))]
    for new in range(LARGEST + 1):
        for old in range(new + 1):
            proof = tree.consistency_proof(old, new)
            assert is_consistent(old, new, proof, roots[old], roots[new])


def test_the_proofs_of_the_standard_s_own_example_have_its_nodes(tree: Tree) -> None:
    """RFC 9162 §2.1.5: seven leaves d0 … d6, and the letters of its figure."""
    c, d, k = (tree.subtree(0, index) for index in (2, 3, 6))
    g, i, l = tree.subtree(1, 0), tree.subtree(1, 2), tree.subtree(2, 0)  # noqa: E741 - the figure's letters
    assert tree.consistency_proof(3, 7) == [c, d, g, merkle.node_hash(i, k)]
    assert tree.consistency_proof(4, 7) == [merkle.node_hash(i, k)]
    assert tree.consistency_proof(6, 7) == [i, k, l]
    assert tree.inclusion_proof(3, 7) == [c, g, merkle.node_hash(i, k)]
    assert tree.inclusion_proof(6, 7) == [i, l]


def test_a_log_grows_from_its_tiles_alone_and_a_full_tile_never_changes() -> None:
    kept: dict[Tile, bytes] = {}
    size = 0
    steps = random.Random(5)  # noqa: S311 - forged, not secret
    while size < 70_000:
        tree = Tree(size, kept.__getitem__)
        more = steps.choice((1, 255, 256, 257, 4_000, 20_000))
        tree.append(leaf_hash(entry(number)) for number in range(size, size + more))
        for tile, hashes in tree.changed.items():
            before = kept.get(tile, b"")
            assert hashes[: len(before)] == before
            assert len(before) < TILE_WIDTH * HASH_BYTES
            kept[tile] = bytes(hashes)
        size = tree.size
    again = Tree(size, kept.__getitem__)
    assert again.root() == grown(size).root()
    widths = {tile.level: 0 for tile in kept}
    for tile, found in kept.items():
        widths[tile.level] += len(found) // HASH_BYTES
    assert widths == {level: size >> 8 * level for level in widths}
    for index in (0, 1, 255, 256, 65_535, 65_536, size - 1):
        assert is_included(leaf_hash(entry(index)), index, size, again.inclusion_proof(index, size), again.root())


@pytest.mark.parametrize(
    ("number", "width", "path"),
    [
        (0, 256, "tile/0/000"),
        (1_234_067, 256, "tile/0/x001/x234/067"),
        (1_000, 256, "tile/0/x001/000"),
        (273, 112, "tile/0/273.p/112"),
    ],
)
def test_tiles_are_named_as_c2sp_names_them(number: int, width: int, path: str) -> None:
    assert Tile(0, number).path(width) == path


Check = Callable[[bytes, int, int, Sequence[bytes], bytes], bool]


def forged(tree: Tree, dice: random.Random) -> tuple[bytes, int, int, list[bytes], bytes]:
    """A true proof with one thing wrong in it."""
    size = dice.randrange(2, LARGEST + 1)
    index = dice.randrange(size)
    leaf, proof, root = leaf_hash(entry(index)), tree.inclusion_proof(index, size), tree.root(size)
    match dice.randrange(8):
        case 0:
            leaf = flipped(leaf, dice)
        case 1:
            at = dice.randrange(len(proof))
            proof[at] = flipped(proof[at], dice)
        case 2:
            root = flipped(root, dice)
        case 3:
            index = (index + dice.randrange(1, size)) % size
        case 4:
            proof = proof[:-1]
        case 5:
            proof = [*proof, dice.randbytes(32)]
        case 6:
            at = dice.randrange(len(proof))
            proof[at] = proof[at][:-1]
        case _:
            index = dice.choice((-1 - index, size + index))
    return leaf, index, size, proof, root


def flipped(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


def accepted(tree: Tree, check: Check, many: int) -> int:
    dice = random.Random(9162)  # noqa: S311 - forged, not secret
    return sum(check(*forged(tree, dice)) for _ in range(many))


def test_no_forged_proof_of_twenty_thousand_is_accepted(tree: Tree) -> None:
    assert accepted(tree, is_included, 20_000) == 0


def test_a_check_that_forgets_how_long_the_path_is_accepts_forged_proofs(tree: Tree) -> None:
    """The negative control of the test above."""

    def careless(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
        return any(is_included(leaf, index, size, proof[: len(proof) - cut], root) for cut in (0, 1))

    assert accepted(tree, careless, 2_000) > 0


def test_no_forged_consistency_proof_of_ten_thousand_is_accepted(tree: Tree) -> None:
    dice = random.Random(6962)  # noqa: S311 - forged, not secret
    wrong = 0
    for _ in range(10_000):
        new = dice.randrange(2, LARGEST + 1)
        old = dice.randrange(1, new)
        proof, roots = tree.consistency_proof(old, new), [tree.root(old), tree.root(new)]
        match dice.randrange(6):
            case 0:
                at = dice.randrange(len(proof))
                proof[at] = flipped(proof[at], dice)
            case 1:
                which = dice.randrange(2)
                roots[which] = flipped(roots[which], dice)
            case 2:
                old = dice.choice([other for other in range(1, new + 1) if other != old])
            case 3:
                proof = proof[:-1]
            case 4:
                proof = [*proof, dice.randbytes(32)]
            case _:
                roots.reverse()
        wrong += is_consistent(old, new, proof, *roots)
    assert wrong == 0


def test_a_log_that_changed_an_old_leaf_cannot_prove_that_it_continues(tree: Tree) -> None:
    for changed in range(40):
        other = Tree(0, lambda _tile: b"")
        other.append(leaf_hash(entry(9999 if number == changed else number)) for number in range(100))
        assert not is_consistent(40, 100, other.consistency_proof(40, 100), tree.root(40), other.root())


def test_the_size_of_the_tree_is_not_proven_by_the_path_but_by_who_signs_it(tree: Tree) -> None:
    """A leaf far from the right edge has the same path in trees of several sizes: only the signed size counts."""
    proof = tree.inclusion_proof(0, 4)
    assert is_included(leaf_hash(entry(0)), 0, 4, proof, tree.root(4))
    assert is_included(leaf_hash(entry(0)), 0, 3, proof, tree.root(4))
    assert not is_included(leaf_hash(entry(0)), 0, 5, proof, tree.root(4))


def test_a_leaf_is_never_a_node() -> None:
    left, right = entry(1), entry(2)
    assert leaf_hash(left + right) != merkle.node_hash(left, right)
