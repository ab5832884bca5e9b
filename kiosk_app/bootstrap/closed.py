"""A station's folder before anybody has signed in: light, because a person waits for the first screen."""

from __future__ import annotations

from pathlib import Path

from domain.errors import Refusal
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.services.sign_in import SignIn
from kiosk_app.storage.station_folder import StationFolder


def closed_station(
    path: Path, hardness: Hardness | None = None, clock: Clock | None = None
) -> tuple[StationFolder, SignIn]:
    """Before anybody has signed in: who may. Raises Refusal `database_missing` where no station was ever made."""
    folder = StationFolder(path)
    if not folder.database.exists():
        raise Refusal("database_missing", path=path.name)
    return folder, SignIn(KeyStore(path, hardness), clock or SystemClock())
