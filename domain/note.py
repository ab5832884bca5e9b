"""Signed notes (C2SP signed-note), the checkpoints of a log (tlog-checkpoint) and proofs beside them (tlog-proof).

A note is a text that ends in a line feed, an empty line, and signature lines: an em dash, a key's name, and base64 of
the key's id and signature. Whoever checks one knows the key; lines of other keys are passed over, so that witnesses can
add theirs.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.envelope import PUBLIC_KEY_BYTES, Signer, Verify
from domain.errors import Refusal
from domain.merkle import HASH_BYTES

NOTE_BYTES_MAX: Final = 256 * 1024
PROOF_HEADING: Final = "c2sp.org/tlog-proof@v1"
_ED25519: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_LINE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_NAME: Final = re.compile(r"[!-*,-~]{1,120}")


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Strict, with padding and in one spelling. Raises Refusal `note_malformed`."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal("note_malformed", why="base64") from error
    if to_base64(data) != text:
        raise Refusal("note_malformed", why="base64")
    return data


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A name and a raw Ed25519 key."""

    name: str
    public_key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that find the line to check; they prove nothing."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        """As verifiers of C2SP take it: `name+id in hex+base64 of type and key`."""
        return f"{self.name}+{self.id.hex()}+{to_base64(_ED25519 + self.public_key)}"


def read_key(text: str) -> NoteKey:
    """A key as `str` writes it. Raises Refusal `note_malformed`."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = from_base64(encoded)
    found = NoteKey(name, raw[1:])
    if not _NAME.fullmatch(name) or raw[:1] != _ED25519 or len(raw) != 1 + PUBLIC_KEY_BYTES or found.id.hex() != key_id:
        raise Refusal("note_malformed", why="key")
    return found


@dataclass(frozen=True, slots=True)
class Note:
    """`text` ends in a line feed; `lines` are signature lines without theirs."""

    text: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(f"{line}\n" for line in self.lines)

    def is_signed_by(self, key: NoteKey, verify: Verify) -> bool:
        """At least one line is this key's, and every line that is verifies."""
        found = [signature for name, signature in map(_signature, self.lines) if name == key.name]
        mine = [signature[_KEY_ID_BYTES:] for signature in found if signature[:_KEY_ID_BYTES] == key.id]
        return bool(mine) and all(verify(key.public_key, self.text.encode(), signature) for signature in mine)


def sign_note(text: str, name: str, signer: Signer) -> Note:
    assert text.endswith("\n"), "a note's text ends in a line feed"
    key = NoteKey(name, signer.public_key)
    return Note(text, (f"— {name} {to_base64(key.id + signer.sign(text.encode()))}",))


def read_note(text: str) -> Note:
    """Its shape only. Raises Refusal `note_malformed`."""
    body, gap, signatures = text.rpartition("\n\n")
    wrong = len(text) > NOTE_BYTES_MAX or not gap or not body or not signatures.endswith("\n")
    if wrong or any(letter < " " and letter != "\n" for letter in text):
        raise Refusal("note_malformed", why="shape")
    lines = tuple(signatures[:-1].split("\n"))
    for line in lines:
        _signature(line)
    return Note(body + "\n", lines)


def _signature(line: str) -> tuple[str, bytes]:
    found = _LINE.fullmatch(line)
    if found is None or len(from_base64(found[2])) <= _KEY_ID_BYTES:
        raise Refusal("note_malformed", why="signature line")
    return found[1], from_base64(found[2])


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How long a log is and what its root is. `origin` names the log, and the key that signs for it."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def read_checkpoint(note: Note) -> Checkpoint:
    """What a note says; who signed it is `Note.is_signed_by`. Raises Refusal `note_malformed`."""
    lines = note.text[:-1].split("\n")
    if len(lines) < 3 or not all(lines) or not _NUMBER.fullmatch(lines[1]):  # noqa: PLR2004 - tlog-checkpoint's lines
        raise Refusal("note_malformed", why="checkpoint")
    root = from_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise Refusal("note_malformed", why="checkpoint")
    return Checkpoint(lines[0], int(lines[1]), root)


@dataclass(frozen=True, slots=True)
class LogProof:
    """That something stands at `index` of the log in `note`. `extra` is what it was, and proves nothing by itself."""

    extra: bytes
    index: int
    hashes: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        lines = [PROOF_HEADING, f"extra {to_base64(self.extra)}", f"index {self.index}"]
        return "\n".join([*lines, *map(to_base64, self.hashes), "", str(self.note)])


def read_proof(text: str) -> LogProof:
    """Its shape only. Raises Refusal `note_malformed`."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if len(lines) < 3 or lines[0] != PROOF_HEADING:  # noqa: PLR2004 - heading, extra, index
        raise Refusal("note_malformed", why="proof")
    extra, index = lines[1].removeprefix("extra "), lines[2].removeprefix("index ")
    if lines[1] == extra or lines[2] == index or not _NUMBER.fullmatch(index):
        raise Refusal("note_malformed", why="proof")
    hashes: Sequence[bytes] = [from_base64(line) for line in lines[3:]]
    return LogProof(from_base64(extra), int(index), tuple(hashes), read_note(note))
