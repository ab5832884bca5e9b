"""Courier files that one station carries for another, while they are on their way: a folder for each carrier.

It holds one file at a time: the part that grows, the whole, and once that was taken in its answer instead. No table
says so: nothing here is the record of anything, and whoever loses it carries the file again.
"""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import Final

from central.blob_files import BlobFiles, sync_folder


class CarriedFiles:
    """`folder/<carrier>/` is as `BlobFiles` has it, with `<sha256>.answer` beside. The caller holds the carrier's lock,
    so one writer at a time reaches a folder.

    `turn` is held while a file is taken in: it is in memory then, several times over, and there is one at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = BlobFiles(folder)
        self.turn: Final = threading.Lock()

    def is_whole(self, carrier: str, sha256: str) -> bool:
        """It is here whole, or was: then its answer is."""
        return self._whole(carrier, sha256).exists() or self._answer(carrier, sha256).exists()

    def held(self, carrier: str, sha256: str) -> int:
        """Bytes of its part. More than anybody was promised may have outlived a crash: the whole's hash decides."""
        return self._files.held(carrier, sha256, complete=False)

    def append(self, carrier: str, sha256: str, offset: int, data: bytes) -> None:
        """The first bytes of a file take the place of whatever this carrier had here before."""
        if offset == 0:
            self.forget(carrier)
        self._files.append(carrier, sha256, offset, data)

    def seal(self, carrier: str, sha256: str) -> bool:
        """Turn the part into the whole if its SHA-256 is right; otherwise throw it away and say False."""
        return self._files.seal(carrier, sha256)

    def read(self, carrier: str, sha256: str) -> bytes | None:
        """The whole, until it is answered."""
        try:
            return self._files.read(carrier, sha256)
        except FileNotFoundError:
            return None

    def answer(self, carrier: str, sha256: str, content: bytes) -> bytes | None:
        """Put the answer in the file's place, durably. The first answer stays: pieces of two would be none.

        Gives the one that stays; None where the carrier has begun another file meanwhile.
        """
        answered, whole = self._answer(carrier, sha256), self._whole(carrier, sha256)
        if answered.exists():
            return answered.read_bytes()
        if not whole.exists():
            return None
        fresh = whole.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(answered)
        whole.unlink()
        sync_folder(whole.parent)
        return content

    def answered(self, carrier: str, sha256: str, offset: int = 0, most: int = -1) -> bytes | None:
        """Bytes of the answer; None where there is none."""
        try:
            with self._answer(carrier, sha256).open("rb") as stream:
                stream.seek(offset)
                return stream.read(most)
        except FileNotFoundError:
            return None

    def forget(self, carrier: str) -> None:
        shutil.rmtree(self._folder / carrier, ignore_errors=True)

    def _whole(self, carrier: str, sha256: str) -> Path:
        return self._folder / carrier / sha256[:2] / sha256

    def _answer(self, carrier: str, sha256: str) -> Path:
        return self._whole(carrier, sha256).with_suffix(".answer")
