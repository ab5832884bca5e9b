"""The municipality's folder on disk: read strictly, copied into a station when it is made."""

from __future__ import annotations

import shutil
from pathlib import Path

from domain.catalog import FILES, MAY_LACK, Municipality, read_municipality
from domain.errors import Refusal
from kiosk_app.storage.station_folder import StationFolder


def take_edition(station: StationFolder, source: Path) -> Municipality:
    """Copy a municipality's folder in, after reading it strictly. Raises EditionRefused, nothing copied."""
    municipality = read_folder(source)
    fresh = station.edition.with_name("edition.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name in FILES:
        if name not in MAY_LACK or (source / name).exists():
            shutil.copyfile(source / name, fresh / name)
    shutil.rmtree(station.edition, ignore_errors=True)
    fresh.replace(station.edition)
    return municipality


def read_folder(folder: Path) -> Municipality:
    """Raises EditionRefused with every fault, or Refusal `municipality_folder_missing`."""
    if not folder.is_dir():
        raise Refusal("municipality_folder_missing", folder=folder.name)
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return read_municipality(files)
