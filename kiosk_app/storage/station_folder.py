"""A station on disk: one folder, so that it can be found, backed up and looked at.

keys.json  device.secret   the database's key, wrapped (kiosk_app.devices.key_store)
station.db                 the encrypted database
edition/                   the municipality's folder, as it was at enrolment or was brought since
town.map                   the map of the town, where there is one (docs/MAP.md)
place.json                 what people call this place, and whom to call: shown before anybody has signed in
station.toml               printers, and nothing secret
paper/                     what a printer of kind "folder" or "pdf" puts out
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Place:
    """The sign above the counter; `contacts` are (office, telephone)."""

    label: str
    municipality: str
    contacts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StationFolder:
    path: Path

    @property
    def database(self) -> Path:
        return self.path / "station.db"

    @property
    def edition(self) -> Path:
        return self.path / "edition"

    @property
    def map(self) -> Path:
        return self.path / "town.map"

    @property
    def paper(self) -> Path:
        return self.path / "paper"

    @property
    def settings(self) -> Path:
        return self.path / "station.toml"

    def place(self) -> Place:
        """What is known before anybody has signed in; the folder's own name where nobody said."""
        try:
            told = json.loads((self.path / "place.json").read_text("utf-8"))
            return Place(told["label"], told["municipality"], tuple((name, phone) for name, phone in told["contacts"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Place(self.path.name, "", ())

    def write_place(self, place: Place) -> None:
        (self.path / "place.json").write_text(json.dumps(asdict(place), ensure_ascii=False), "utf-8")

    def create(self) -> None:
        """Raises Refusal `folder_not_empty`, `disk_failing`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o700)
            if any(self.path.iterdir()):
                raise Refusal("folder_not_empty", folder=self.path.name)
        except OSError as error:
            raise Refusal("disk_failing", why=str(error)) from error
