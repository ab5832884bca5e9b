"""Disks as a power cut may leave them, made from what was really written.

What was synced is there. Every write after the last sync of its file is there, or not, or torn in any of its sectors,
each by itself: so later ones may be there without earlier ones. A truncation or a deletion is one of them.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.damage.recording_vfs import Operation

SECTOR: Final = 512
#: How the unsynced part of a disk may look: all of it there, nothing, each write or not, each sector or not.
STYLES: Final = ("all", "none", "lost", "torn")
#: Made again by SQLite whenever it is missing, and never synced.
_INDEX: Final = "-shm"


@dataclass
class Disk:
    """Files by name, and the operations that no sync has made certain yet."""

    files: dict[str, bytearray]
    pending: list[Operation] = field(default_factory=list)
    told: int = 0

    def happen(self, operation: Operation) -> None:
        if operation.kind == "told":
            self.told += 1
        elif operation.kind == "sync":
            for one in self.pending:
                if one.file == operation.file:
                    _apply(self.files, one)
            self.pending = [one for one in self.pending if one.file != operation.file]
        else:
            self.pending.append(operation)

    def after_a_cut(self, style: str, chance: random.Random) -> dict[str, bytes]:
        files = {name: bytearray(content) for name, content in self.files.items()}
        for operation in self.pending:
            for kept in _kept(operation, style, chance):
                _apply(files, kept)
        return {name: bytes(content) for name, content in files.items()}


def _kept(operation: Operation, style: str, chance: random.Random) -> Iterator[Operation]:
    if style == "all" or (style == "lost" and chance.random() < 0.5):
        yield operation
    if style != "torn":
        return
    if operation.kind != "write":
        if chance.random() < 0.5:
            yield operation
        return
    for start in range(0, len(operation.data), SECTOR):
        if chance.random() < 0.5:
            part = operation.data[start : start + SECTOR]
            yield Operation("write", operation.file, operation.at + start, part)


def _apply(files: dict[str, bytearray], operation: Operation) -> None:
    if operation.kind == "delete":
        files.pop(operation.file, None)
        return
    file = files.setdefault(operation.file, bytearray())
    end = operation.at + len(operation.data) if operation.kind == "write" else operation.at
    if operation.kind == "truncate":
        del file[end:]
    if len(file) < end:
        file.extend(bytes(end - len(file)))
    if operation.kind == "write":
        file[operation.at : end] = operation.data


@dataclass(frozen=True)
class Image:
    """`promised` is how many states had been told when the power went."""

    files: dict[str, bytes]
    promised: int
    cut: str


def images(before: dict[str, bytes], operations: list[Operation], seed: int) -> Iterator[Image]:
    """A cut after every operation, in every style; where nothing is unsynced the styles are one."""
    chance = random.Random(seed)  # noqa: S311 - which sectors a disk had written
    disk = Disk({name: bytearray(content) for name, content in before.items()})
    for number, operation in enumerate(operations):
        disk.happen(operation)
        for style in STYLES if disk.pending else STYLES[:1]:
            cut = f"operation {number} ({operation.kind} {operation.file} {operation.at}), {style}"
            yield Image(disk.after_a_cut(style, chance), disk.told, cut)


def read_recording(file: Path) -> list[Operation]:
    """The shared-memory index is left out: a start makes it again."""
    plain = pickle.loads(file.read_bytes())  # noqa: S301 - written by this test's own process
    return [Operation(*each) for each in plain if not each[1].endswith(_INDEX)]
