"""A folder as a printer: each job is a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import Final

from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.profiles import PROFILE_80, ThermalProfile
from printing.spool import Outcome, SpoolState

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")
NAME_CHARS_MAX: Final = 80


def file_name(title: str) -> str:
    """A title made safe for any file system: no separators, no dots, not empty."""
    return _UNSAFE.sub("-", title).strip("-")[:NAME_CHARS_MAX] or "job"


def write_whole(path: Path, data: bytes) -> None:
    """Write beside, sync, rename: a reader never sees half a file, and a crash leaves none. Raises OSError."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system lets folders be opened (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def folder_status(folder: Path) -> PrinterStatus:
    if folder.is_dir() and os.access(folder, os.W_OK):
        return PrinterStatus(Condition.OK)
    return PrinterStatus(Condition.PROBLEM, "folder_unwritable")


class FolderPrinter:
    """See `Printer`. Keeps the exact bytes that a thermal printer would get, as `<title>.escpos`."""

    def __init__(self, name: str, folder: Path, *, profile: ThermalProfile = PROFILE_80) -> None:
        self._name = name
        self._folder = folder
        self._profile = profile

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> ThermalProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        return folder_status(self._folder)

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:  # noqa: ARG002 - a disk has no patience to run out of
        try:
            write_whole(self._folder / f"{file_name(title)}.escpos", data)
        except OSError:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="folder_unwritable", bytes_sent=0)
        return Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=len(data))
