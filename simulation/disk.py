"""A disk on which a database lies, and the ways in which a process ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: What lies beside a SQLite database in WAL mode. The index (`-shm`) is made again from the log.
_LOG, _INDEX = "-wal", "-shm"


@dataclass(frozen=True, slots=True)
class Image:
    """A database file and its write-ahead log, as they were at one moment."""

    database: bytes
    log: bytes


@dataclass(frozen=True, slots=True)
class Disk:
    path: Path

    def image(self) -> Image:
        """What a process that is killed now leaves behind; taken between transactions it is a backup."""
        log = self.path.with_name(self.path.name + _LOG)
        return Image(self.path.read_bytes(), log.read_bytes() if log.exists() else b"")

    def put(self, image: Image) -> None:
        """Lay an image where the database is. Nobody may have it open."""
        self.path.with_name(self.path.name + _INDEX).unlink(missing_ok=True)
        self.path.write_bytes(image.database)
        self.path.with_name(self.path.name + _LOG).write_bytes(image.log)


class Died(BaseException):
    """A process was killed at this very place. Not an Exception: nothing of the program may catch it and go on."""


class Fate:
    """Counts the steps of a process (statements, commits, outputs) until the one at which it is killed."""

    def __init__(self, last_words: Callable[[], object]) -> None:
        self._left: int | None = None
        self._last_words = last_words

    def die_in(self, steps: int) -> None:
        self._left = steps

    def spare(self) -> None:
        self._left = None

    def step(self) -> None:
        """Raises Died when it is time; `last_words` has looked at the disk just before."""
        if self._left is None:
            return
        self._left -= 1
        if self._left <= 0:
            self._left = None
            self._last_words()
            raise Died
