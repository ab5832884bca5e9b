"""A backup of a centre while it serves, and putting it back into an empty folder and an empty database.

A backup is a folder: the database as it was at one moment, as a SQLite file wherever the centre keeps its own
(docs/adr/0033), the blobs and editions that were there after it, and `manifest.json` with the SHA-256 and size of each
file, written last: a folder without it is no backup. Database first, blobs after: a blob without its row is harmless, a
row without its blob is noticed and wanted again.

The keys are left out. They do not change, whoever has them is the centre, and a copy that is made every night and kept
by many hands is no place for them: they are copied once, by `--keys`, and locked away.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from central.blob_files import sync_folder
from central.command import file_in_words, write_whole
from central.opening import BLOBS, DATABASE, EDITIONS, KEYS, SETTINGS, DataDirectory, open_store
from central.store import copying, sqlite_url
from domain.errors import Refusal

_MANIFEST: Final = "manifest.json"
_VERSION: Final = 1
#: Of the data directory, besides the database; what is not there is left out.
_FILES: Final = (SETTINGS, "edition", "restored")
_FOLDERS: Final = (EDITIONS, BLOBS)
_BLOCK: Final = 1024 * 1024
#: Instead of an address: a SQLite file in the data directory.
IN_FOLDER: Final = "sqlite"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: how many files, and their bytes."""

    files: int
    size: int


def make(root: Path, target: Path, *, with_keys: bool) -> Backup:
    """Copy the centre in `root` into the new folder `target`, and read it all again.

    Raises Refusal `backup_folder_in_use`, `data_directory_unreadable`, `file_unreadable`, what opening a database
    refuses, or what `verify` raises; Unavailable where PostgreSQL goes away.
    """
    _refuse_used(target)
    settings = DataDirectory(root).settings()
    with file_in_words(target):
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in _FILES:
            if (root / name).is_file():
                shutil.copy(root / name, target / name)
        if settings["database"] is None:
            _copy_file(root / DATABASE, target / DATABASE)
        else:
            _copy_rows(settings["database"], sqlite_url(target / DATABASE), settings["municipality"])
            _make_one_file(target / DATABASE)
        for name in (*_FOLDERS, *([KEYS] if with_keys else [])):
            if (root / name).is_dir():
                shutil.copytree(root / name, target / name, ignore=shutil.ignore_patterns("*.part", "*.new"))
        manifest = {"version": _VERSION, "files": {name: _said(target / name) for name in _names(target)}}
    write_whole(target / _MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    sync_folder(target)
    return verify(target)


def verify(target: Path) -> Backup:
    """Every file is there and is what was copied, and the database is whole.

    Raises Refusal `backup_unreadable` without a manifest, `backup_damaged` naming the first file that is not right.
    """
    files = _manifest(target)
    with file_in_words(target):
        for name, said in sorted(files.items()):
            if not (target / name).is_file() or _said(target / name) != said:
                raise Refusal("backup_damaged", file=name)
        with closing(sqlite3.connect(f"file:{target / DATABASE}?mode=ro&immutable=1", uri=True)) as database:
            try:
                (found,) = database.execute("PRAGMA integrity_check").fetchone()
            except sqlite3.DatabaseError as error:
                raise Refusal("backup_damaged", file=DATABASE) from error
        if found != "ok":
            raise Refusal("backup_damaged", file=DATABASE)
    return Backup(len(files), sum(said["size"] for said in files.values()))


def put_back(target: Path, root: Path, keys: Path | None, database: str | None = None) -> Backup:
    """Make the data directory `root` out of a backup that is whole, with the keys of `keys` or of the backup itself.

    `database` is the address of an empty database, or IN_FOLDER for a SQLite file in `root`; None is where the centre
    had it. Raises Refusal `data_directory_in_use`, `backup_without_keys`, `database_in_use`, what `verify` or opening
    a database raises, or `database_row_refused`; then there is nothing in either place.
    """
    if root.exists() and any(root.iterdir()):
        raise Refusal("data_directory_in_use", folder=str(root))
    found = verify(target)
    source = keys or target / KEYS
    if not source.is_dir():
        raise Refusal("backup_without_keys")
    settings = DataDirectory(target).settings()
    address = None if database == IN_FOLDER else database or settings["database"]
    if address is not None:
        with open_store(address, settings["municipality"]) as store:
            copying.require_empty(store)
    with file_in_words(root), _nothing_half(root):
        _copy_files(target, root)
        shutil.copytree(source, root / KEYS)
        (root / KEYS).chmod(0o700)
        if address is not None:
            _copy_rows(sqlite_url(root / DATABASE), address, settings["municipality"])
            _remove_database(root)
        # Last: without its settings a folder is no centre, whatever else is in it.
        write_whole(root / SETTINGS, json.dumps(settings | {"database": address}, indent=1).encode())
        sync_folder(root)
    return found


@contextmanager
def _nothing_half(root: Path) -> Iterator[None]:
    """What was put into an empty folder is taken out again when it did not become a centre."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for one in root.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        raise


def _copy_files(target: Path, root: Path) -> None:
    for name in _manifest(target):
        if name.split("/")[0] != KEYS and name != SETTINGS:
            (root / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy(target / name, root / name)


def _refuse_used(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refusal("backup_folder_in_use", folder=str(target))


def _copy_file(source: Path, copy: Path) -> None:
    """SQLite's own online copy: one moment of it, whoever writes meanwhile."""
    with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(copy)) as copied:
        database.backup(copied)
    _make_one_file(copy)


def _copy_rows(source: str, target: str, municipality: str) -> None:
    """Both are addresses, and brought to this program's version first."""
    with open_store(source, municipality) as found, open_store(target, municipality) as into:
        copying.copy_all(found, into)


def _make_one_file(file: Path) -> None:
    """Without a log beside it."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def _remove_database(root: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        (root / f"{DATABASE}{suffix}").unlink(missing_ok=True)


def _names(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name != _MANIFEST:
            yield file.relative_to(folder).as_posix()


def _said(file: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return {"sha256": digest.hexdigest(), "size": file.stat().st_size}


def _manifest(target: Path) -> dict[str, dict[str, Any]]:
    try:
        manifest = json.loads((target / _MANIFEST).read_text("utf-8"))
        files: dict[str, dict[str, Any]] = manifest["files"]
        inside = all(not Path(name).is_absolute() and ".." not in Path(name).parts for name in files)
        known = manifest["version"] == _VERSION and DATABASE in files and SETTINGS in files
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("backup_unreadable", folder=str(target)) from error
    if not (inside and known):
        raise Refusal("backup_unreadable", folder=str(target))
    return files
