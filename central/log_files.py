"""The published log as static files that any web host serves (C2SP tlog-tiles).

checkpoint                    what is signed now: written last, so whoever reads it finds all that it needs
checkpoints/<day>-<size>      the checkpoint of each day, kept
consistency/<old>-<new>.json  that the log of one checkpoint begins with the log of the one before
tile/<level>/<number>         hashes of the tree
keys.txt                      the keys of the log and of the stations, signed by the centre
index.html, verifier.js …     the page that checks all this in a browser

Every file is written beside, synced and renamed. A tile of 256 is never written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from central.blob_files import sync_folder
from central.centre import Centre
from central.command import file_in_words
from central.store import Transaction, log, stations
from central.store.log import SignedCheckpoint
from central.verifier import PAGE_FILES
from domain import canonical
from domain.envelope import to_base64url
from domain.errors import Refusal
from domain.merkle import HASH_BYTES, TILE_HEIGHT, TILE_WIDTH, Tile, Tree
from domain.note import NoteKey, read_checkpoint, read_note, sign_note, to_base64

CONSISTENCY_FORMAT: Final = "ventanilla-consistency/1"
KEYS_HEADING: Final = "ventanilla-keys/1"
_CHECKPOINT: Final = "checkpoint"


@dataclass(frozen=True, slots=True)
class RememberedCheckpoint:
    """The last checkpoint that this centre signed, outside the database."""

    path: Path

    def read(self) -> str | None:
        with file_in_words(self.path):
            return self.path.read_text("utf-8") if self.path.exists() else None

    def write(self, note: str) -> None:
        with file_in_words(self.path):
            _write(self.path, note.encode())
            sync_folder(self.path.parent)


@dataclass(frozen=True, slots=True)
class LogFolder:
    path: Path

    def checkpoint(self) -> str | None:
        """The note that is published here; None in a new folder."""
        file = self.path / _CHECKPOINT
        with file_in_words(file):
            return file.read_text("utf-8") if file.exists() else None

    def leaves(self, first: int, end: int) -> list[bytes]:
        """Hashes of the leaves `first` … `end - 1`. Raises Refusal `log_files_incomplete`."""
        found: list[bytes] = []
        for number in range(first // TILE_WIDTH, (end - 1) // TILE_WIDTH + 1):
            width = min(end - number * TILE_WIDTH, TILE_WIDTH)
            file = self.path / Tile(0, number).path(width)
            full = self.path / Tile(0, number).path()
            with file_in_words(file):
                held = next((one.read_bytes() for one in (file, full) if one.exists()), b"")
            if len(held) < width * HASH_BYTES:
                raise Refusal("log_files_incomplete", file=str(file))
            begin = max(first - number * TILE_WIDTH, 0)
            found += [held[at * HASH_BYTES : (at + 1) * HASH_BYTES] for at in range(begin, width)]
        return found

    def write(self, centre: Centre, tx: Transaction, last: SignedCheckpoint, key: NoteKey) -> None:
        """Everything that belongs to the checkpoint `last`; the checkpoint itself at the end."""
        published = self.checkpoint()
        with file_in_words(self.path):
            folders = {
                _write_new(self.path / name, content)
                for name, content in self._contents(centre, tx, last, key, published)
            }
            for folder in folders:
                sync_folder(folder)
            _write(self.path / _CHECKPOINT, last.note.encode())
            sync_folder(self.path)

    def replace_checkpoint(self, centre: Centre, last: SignedCheckpoint) -> None:
        """The same checkpoint with more signatures under it."""
        with file_in_words(self.path):
            for name in (_kept_as(centre, last), _CHECKPOINT):
                sync_folder(_write_new(self.path / name, last.note.encode()))

    def _contents(
        self, centre: Centre, tx: Transaction, last: SignedCheckpoint, key: NoteKey, published: str | None
    ) -> Iterator[tuple[str, bytes]]:
        before = 0 if published is None else read_checkpoint(read_note(published)).size
        for tile, width in tiles_between(before, last.size):
            yield tile.path(width), log.load_tile(tx)(tile)[: width * HASH_BYTES]
        yield _kept_as(centre, last), last.note.encode()
        if published is not None and 0 < before < last.size:
            yield f"consistency/{before}-{last.size}.json", consistency(tx, published, last.note)
        yield "keys.txt", keys_note(centre, tx, key).encode()
        yield from PAGE_FILES.items()


def _kept_as(centre: Centre, last: SignedCheckpoint) -> str:
    return f"checkpoints/{centre.day_of(datetime.fromtimestamp(last.signed_at, tz=UTC))}-{last.size}"


def tiles_between(before: int, size: int) -> Iterator[tuple[Tile, int]]:
    """The tiles, and how wide they are, that a log of `size` leaves has and one of `before` leaves had not."""
    level = 0
    while size >> (TILE_HEIGHT * level):
        had, has = before >> (TILE_HEIGHT * level), size >> (TILE_HEIGHT * level)
        if had == has:
            break
        for number in range(had // TILE_WIDTH, (has + TILE_WIDTH - 1) // TILE_WIDTH):
            yield Tile(level, number), min(has - number * TILE_WIDTH, TILE_WIDTH)
        level += 1


def consistency(tx: Transaction, old: str, new: str) -> bytes:
    """The proof between two checkpoints of this log, with both of them, as JSON."""
    sizes = [read_checkpoint(read_note(text)).size for text in (old, new)]
    tree = Tree(sizes[1], log.load_tile(tx))
    hashes = [to_base64(one) for one in tree.consistency_proof(*sizes)]
    document = {"format": CONSISTENCY_FORMAT, "hashes": hashes, "new": new, "old": old}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def keys_note(centre: Centre, tx: Transaction, key: NoteKey) -> str:
    """What a verifier has to know: the log's key and every station's, and the names of services, signed by the centre.

    `station NAME EPOCH FIRST LAST KEY`: the key that signed entries FIRST to LAST (`-`: to the end) of that epoch.
    """
    signing = centre.keys.signing
    lines = [
        KEYS_HEADING,
        f"municipality {tx.municipality} {canonical.plain_text(centre.terms.name)}",
        f"zone {centre.terms.timezone}",
        f"centre {to_base64url(signing.public_key)}",
        f"log {key}",
    ]
    lines += [f"station {name} {epoch} 1 - {found}" for name, epoch, found in stations.all_keys(tx)]
    lines += [f"service {code} {canonical.plain_text(name)}" for code, name in sorted(centre.terms.services.items())]
    return str(sign_note("".join(f"{line}\n" for line in lines), f"{key.name}/centre", signing))


def _write_new(file: Path, content: bytes) -> Path:
    """The folder whose list of files is to be synced."""
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, content)
    return file.parent


def _write(file: Path, content: bytes) -> None:
    fresh = file.with_name(file.name + ".new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
