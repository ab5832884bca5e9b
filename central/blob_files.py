"""The bytes of blobs, as files: a part that grows, and a whole that was verified and never changes again.

Nothing here decides; the caller holds the station's lock, so one writer at a time reaches a file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_BLOCK: Final = 1024 * 1024


class BlobFiles:
    """`folder/<station>/<first two letters>/<sha256>[.part]`. Both names were checked: they cannot lead elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def append(self, station: str, sha256: str, offset: int, data: bytes) -> None:
        """Make the part exactly its first `offset` bytes and `data`, durably.

        What a crash left beyond `offset` was never promised to anybody and is overwritten.
        """
        part = self._part(station, sha256)
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(_opened(part), "r+b") as stream:
            stream.seek(offset)
            stream.truncate()
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def lay(self, station: str, blobs: Mapping[str, bytes]) -> None:
        """Whole blobs whose bytes have the hashes they are named by, durable when this returns.

        All are written before any is waited for: the first wait then carries most of the others to the disk.
        """
        for sha256, data in blobs.items():
            part = self._part(station, sha256)
            part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(_opened(part, os.O_TRUNC), "wb") as stream:
                stream.write(data)
        parts = [self._part(station, sha256) for sha256 in blobs]
        for part in parts:
            with os.fdopen(_opened(part), "r+b") as stream:
                os.fsync(stream.fileno())
        for sha256, part in zip(blobs, parts, strict=True):
            part.replace(self._whole(station, sha256))
        for folder in {part.parent for part in parts}:
            sync_folder(folder)

    def seal(self, station: str, sha256: str) -> bool:
        """Turn the part into the whole if its SHA-256 is right; otherwise throw it away and say False."""
        part = self._part(station, sha256)
        digest = hashlib.sha256()
        with part.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        if digest.hexdigest() != sha256:
            part.unlink()
            return False
        part.replace(self._whole(station, sha256))
        sync_folder(part.parent)
        return True

    def held(self, station: str, sha256: str, *, complete: bool) -> int:
        """Bytes on disk of the whole or of the part; 0 when the file is gone."""
        file = self._whole(station, sha256) if complete else self._part(station, sha256)
        try:
            return file.stat().st_size
        except FileNotFoundError:
            return 0

    def read(self, station: str, sha256: str, offset: int = 0, most: int = -1) -> bytes:
        """Bytes of a whole blob. Raises FileNotFoundError when it is gone."""
        with self._whole(station, sha256).open("rb") as stream:
            stream.seek(offset)
            return stream.read(most)

    def _whole(self, station: str, sha256: str) -> Path:
        return self._folder / station / sha256[:2] / sha256

    def _part(self, station: str, sha256: str) -> Path:
        return self._whole(station, sha256).with_suffix(".part")


def _opened(part: Path, flags: int = 0) -> int:
    return os.open(part, os.O_RDWR | os.O_CREAT | flags | getattr(os, "O_BINARY", 0), 0o600)


def sync_folder(folder: Path) -> None:
    """A rename is durable once its folder is; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
