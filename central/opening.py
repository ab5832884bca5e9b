"""The centre's data directory: making one, and opening it with everything in it.

centre.json      what was decided at `init`: names of the server, address of the database
centre.db        the registry of record (unless the database is elsewhere)
editions/        every edition of the municipality's folder that it has had: a backup of this directory is whole
edition          which of them is in use, see `central.editions`
keys/            see `central.keys`; readable by the owner alone
blobs/           see `central.blob_files`
carried/         see `central.carried_files`; not worth a backup
address          where the running server answers
log/             the transparency log as it is published, unless another folder is named
log-checkpoint   the last checkpoint that was signed, see `central.publishing`
restored         the last time that this centre was restored, see `central.restores`
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from central import keys
from central.blob_files import BlobFiles
from central.carried_files import CarriedFiles
from central.centre import Centre
from central.clock import Clock, SystemClock, unix_seconds
from central.editions import Editions
from central.restores import MarkFile
from central.store import Store, connect, migrate, sqlite_url, stations
from central.terms import Terms, read_folder, read_terms
from domain.catalog import read_municipality
from domain.errors import Refusal

SETTINGS: Final = "centre.json"
DATABASE: Final = "centre.db"
_ADDRESS: Final = "address"
KEYS: Final = "keys"
BLOBS: Final = "blobs"
EDITIONS: Final = "editions"
_CARRIED: Final = "carried"
_RESTORED: Final = "restored"


@dataclass(frozen=True, slots=True)
class DataDirectory:
    root: Path

    def create(self, municipality: Path, names: tuple[str, ...], clock: Clock, database: str | None) -> Terms:
        """Make a centre. The keys come last but one: what is refused before them can be tried again.

        Raises Refusal `data_directory_in_use`, `database_of_another_centre`, what `connect` refuses, or what the
        municipality's folder is refused for.
        """
        if (self.root / SETTINGS).exists() or (self.root / KEYS).exists():
            raise Refusal("data_directory_in_use", folder=str(self.root))
        files = read_folder(municipality)
        terms = read_terms(read_municipality(files))
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = {"municipality": terms.municipality, "names": list(names), "database": database}
        with self._opened(settings) as opened, opened.writing() as tx:
            if stations.municipality_name(tx) is None:
                stations.add_municipality(tx, terms.name, unix_seconds(clock))
            elif stations.all_of(tx):
                raise Refusal("database_of_another_centre", municipality=terms.name)
        Editions(self.root).take(files)
        keys.create(self.root / KEYS, names, clock.now())
        (self.root / SETTINGS).write_text(json.dumps(settings, indent=1), "utf-8")
        return terms

    def take_edition(self, municipality: Path) -> Terms:
        """Put a new edition into use, beside those before. Raises Refusal `edition_of_another_municipality`."""
        files = read_folder(municipality)
        terms = read_terms(read_municipality(files))
        if terms.municipality != self.settings()["municipality"]:
            raise Refusal("edition_of_another_municipality", found=terms.municipality)
        Editions(self.root).take(files)
        return terms

    def open(self, clock: Clock | None = None) -> OpenCentre:
        """Raises Refusal `data_directory_unreadable`, `keys_unreadable`, `database_newer`, or the folder's faults."""
        clock = clock or SystemClock()
        settings = self.settings()
        editions = Editions(self.root)
        terms = read_terms(editions.open())
        loaded = keys.load(self.root / KEYS, tuple(settings["names"]), clock.now())
        opened = self._opened(settings)
        files, mark_file = BlobFiles(self.root / BLOBS), MarkFile(self.root / _RESTORED)
        carried = CarriedFiles(self.root / _CARRIED)
        return OpenCentre(Centre(opened.store, loaded, terms, clock, files, mark_file, editions, carried))

    def settings(self) -> dict[str, Any]:
        """What was decided at `init`. Raises Refusal `data_directory_unreadable`."""
        try:
            settings = json.loads((self.root / SETTINGS).read_text("utf-8"))
            return {name: settings[name] for name in ("municipality", "names", "database")}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refusal("data_directory_unreadable", folder=str(self.root), why=str(error)) from error

    def _opened(self, settings: dict[str, Any]) -> OpenStore:
        return open_store(settings["database"] or sqlite_url(self.root / DATABASE), settings["municipality"])

    @property
    def address(self) -> str | None:
        """Where the server said it answers when it last started."""
        with suppress(OSError):
            return (self.root / _ADDRESS).read_text("utf-8").strip()
        return None

    def remember_address(self, address: str) -> None:
        (self.root / _ADDRESS).write_text(address + "\n", "utf-8")


@dataclass(frozen=True, slots=True)
class OpenStore:
    """A database that is closed when the block ends."""

    store: Store

    def __enter__(self) -> Store:
        return self.store

    def __exit__(self, *_: object) -> None:
        self.store.close()


def open_store(address: str, municipality: str) -> OpenStore:
    """The database, brought to this program's version. Raises what `connect` and `migrate` refuse."""
    engine = connect(address)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return OpenStore(Store(engine, municipality))


@dataclass(frozen=True, slots=True)
class OpenCentre:
    """A centre whose database is closed when the block ends."""

    centre: Centre

    def __enter__(self) -> Centre:
        return self.centre

    def __exit__(self, *_: object) -> None:
        self.centre.store.close()
