"""docs/TRANSPARENCY.md, executed: its examples are made again, and read by what reads them in earnest."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from domain.merkle import Tree, is_consistent, is_included, leaf_hash
from domain.note import (
    Checkpoint,
    LogProof,
    NoteKey,
    from_base64,
    read_checkpoint,
    read_key,
    read_note,
    read_proof,
    sign_note,
    to_base64,
)
from sync.seal import SigningKey, verify

TEXT: Final = (Path(__file__).resolve().parents[2] / "docs" / "TRANSPARENCY.md").read_text("utf-8")
BLOCKS: Final = dict(re.findall(r"^### Example: ([a-z ]+)\n.*?```\n(.*?)```", TEXT, re.DOTALL | re.MULTILINE))
ORIGIN: Final = "muni.example/log"
LOG: Final = SigningKey(bytes([7]) * 32)
#: The hash of entry n is 32 bytes of n.
HASHES: Final = [bytes([number]) * 32 for number in range(5)]


def tree() -> Tree:
    made = Tree(0, lambda _tile: b"")
    made.append(leaf_hash(one) for one in HASHES)
    return made


def checkpoint(size: int) -> str:
    return str(sign_note(Checkpoint(ORIGIN, size, tree().root(size)).text(), ORIGIN, LOG))


def examples() -> dict[str, str]:
    proof = LogProof(b"...", 2, tuple(tree().inclusion_proof(2, 5)), read_note(checkpoint(5)))
    hashes = [to_base64(one) for one in tree().consistency_proof(3, 5)]
    document = {"format": "ventanilla-consistency/1", "hashes": hashes, "new": checkpoint(5), "old": checkpoint(3)}
    return {
        "a key": f"{NoteKey(ORIGIN, LOG.public_key)}\n",
        "a checkpoint": checkpoint(5),
        "a proof": str(proof),
        "two checkpoints": json.dumps(document, ensure_ascii=False, indent=1) + "\n",
    }


def test_every_example_is_what_the_program_makes() -> None:
    assert examples() == BLOCKS


def test_the_examples_prove_what_the_page_says() -> None:
    key = read_key(BLOCKS["a key"].strip())
    note = read_note(BLOCKS["a checkpoint"])
    assert note.is_signed_by(key, verify)
    proof = read_proof(BLOCKS["a proof"])
    assert proof.note == note
    head = read_checkpoint(note)
    assert is_included(leaf_hash(HASHES[2]), proof.index, head.size, proof.hashes, head.root)
    document = json.loads(BLOCKS["two checkpoints"])
    old = read_checkpoint(read_note(document["old"]))
    hashes = [from_base64(one) for one in document["hashes"]]
    assert is_consistent(old.size, head.size, hashes, old.root, head.root)
