"""The editions of the municipality's folder that this centre has had. The one in use is named by a file.

editions/<sha256>/   one edition, as it was taken; never changed, so that yesterday's fees are judged by yesterday's
edition              the SHA-256 of the one in use

Both are written beside, synced and renamed: a power cut leaves the edition before, or the new one, and never a mixture.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from central.blob_files import sync_folder
from central.terms import read_folder
from domain.catalog import Municipality, edition_digest, read_municipality
from domain.errors import Refusal

log = logging.getLogger("ventanilla.central.editions")

_FOLDER: Final = "editions"
_IN_USE: Final = "edition"
#: Where a centre of an earlier program kept its one copy.
_ONLY_COPY: Final = "municipality"


class Editions:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, Municipality] = {}

    @property
    def in_use(self) -> str | None:
        """None before the first edition was taken."""
        try:
            return (self._root / _IN_USE).read_text("ascii").strip()
        except FileNotFoundError:
            return None

    def take(self, files: Mapping[str, bytes]) -> Municipality:
        """Keep an edition and put it into use, or raise `domain.catalog.EditionRefused` and leave everything."""
        taken = read_municipality(files)
        self._keep(taken.edition, files)
        _write(self._root / (_IN_USE + ".new"), taken.edition.encode("ascii"))
        (self._root / (_IN_USE + ".new")).replace(self._root / _IN_USE)
        sync_folder(self._root)
        return taken

    def open(self) -> Municipality:
        """The edition in use. Raises Refusal `municipality_folder_unreadable`, `edition_altered`, or its faults."""
        if self.in_use is None and (self._root / _ONLY_COPY).is_dir():
            return self.take(read_folder(self._root / _ONLY_COPY))
        edition = self.in_use or ""
        files = read_folder(self._of(edition))
        found = read_municipality(files)
        if found.edition != edition:
            raise Refusal("edition_altered", folder=str(self._of(edition)))
        self._read[edition] = found
        return found

    def find(self, edition: str) -> Municipality | None:
        """An edition by its SHA-256; None for one that this centre never had, or whose copy is damaged."""
        if edition not in self._read and self._of(edition).is_dir():
            try:
                found = read_municipality(read_folder(self._of(edition)))
            except Refusal as refusal:
                log.warning("edition %.8s cannot be read: %s", edition, refusal.code)
                return None
            if found.edition != edition:
                log.warning("edition %.8s is not what was taken", edition)
                return None
            self._read[edition] = found
        return self._read.get(edition)

    def _of(self, edition: str) -> Path:
        return self._root / _FOLDER / edition

    def _keep(self, edition: str, files: Mapping[str, bytes]) -> None:
        kept = self._of(edition)
        if _is_whole(kept, edition):
            return
        fresh = kept.with_name(edition + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        for name, content in files.items():
            _write(fresh / name, content)
        sync_folder(fresh)
        shutil.rmtree(kept, ignore_errors=True)
        fresh.replace(kept)
        sync_folder(kept.parent)


def _is_whole(folder: Path, edition: str) -> bool:
    try:
        return edition_digest(read_folder(folder)) == edition
    except Refusal:
        return False


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
