"""`ventanilla map`: a municipality's files into a map, a made-up town, a map onto a station. Needs no display."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from domain.errors import Refusal
from domain.geography import Features
from domain.geography.reading import LAYERS, read_csv, read_geojson, read_osm
from kiosk_app.sample_town import ATTRIBUTION, sample_town
from kiosk_app.storage.map_tables import MapTitle, write_map
from kiosk_app.storage.station_folder import StationFolder
from kiosk_app.storage.town_map import TownMap, open_map
from wording.catalogue import _

Say = Callable[[str], None]

_OSM: Final = "© colaboradores de OpenStreetMap (ODbL)"


def make(asked: argparse.Namespace, say: Say) -> int:
    renamed = _renamed(asked.rename)
    features = Features()
    for path in asked.osm:
        features += read_osm(path.name, _content(path))
    for layer in LAYERS:
        for path in getattr(asked, layer):
            read: Callable[[str, bytes, str, Mapping[str, str]], Features] = (
                read_csv if path.suffix.lower() == ".csv" else read_geojson
            )
            features += read(path.name, _content(path), layer, renamed)
    attribution = " · ".join(part for part in (asked.attribution, _OSM if asked.osm else "") if part)
    write_map(asked.out, MapTitle(asked.municipality, asked.title, attribution or asked.title), features)
    return _tell(asked.out, say)


def sample(asked: argparse.Namespace, say: Say) -> int:
    title = MapTitle(asked.municipality, _("Made-up town {seed}").format(seed=asked.seed), ATTRIBUTION, asked.seed)
    write_map(asked.out, title, sample_town(asked.seed, max(1, asked.lamps)))
    return _tell(asked.out, say)


def put(asked: argparse.Namespace, say: Say) -> int:
    folder = StationFolder(asked.data)
    if not folder.database.exists():
        raise Refusal("database_missing", path=asked.data.name)
    put_map(folder, asked.file)
    return _tell(folder.map, say)


def put_map(folder: StationFolder, source: Path) -> None:
    """Copy a map that opens into a station's folder, in one step. Raises what `open_map` raises, `file_unwritable`."""
    open_map(source).close()
    fresh = folder.map.with_name(folder.map.name + ".new")
    try:
        shutil.copyfile(source, fresh)
        with fresh.open("rb") as copied:
            os.fsync(copied.fileno())
        fresh.replace(folder.map)
    except OSError as error:
        raise Refusal("file_unwritable", file=folder.map.name, why=str(error)) from error


def _tell(path: Path, say: Say) -> int:
    ground = open_map(path)
    try:
        _say_counts(ground, say)
    finally:
        ground.close()
    return 0


def _say_counts(ground: TownMap, say: Say) -> None:
    say(f"{ground.title}: {ground.attribution}")
    for words, count in zip((_("streets"), _("corners"), _("plates"), _("known places")), ground.counts(), strict=True):
        say(f"  {count:>8}  {words}")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", file=path.name) from error


def _renamed(told: list[str]) -> dict[str, str]:
    """Raises Refusal `rename_unreadable`."""
    pairs = [part.partition("=") for part in told]
    columns = {column for layer in LAYERS.values() for column in (*layer.needed, *layer.optional)}
    columns |= {"latitude", "longitude"}
    for ours, equals, theirs in pairs:
        if not equals or not theirs.strip() or ours not in columns:
            raise Refusal("rename_unreadable", told=f"{ours}{equals}{theirs}", columns=", ".join(sorted(columns)))
    return {ours: theirs.strip() for ours, _equals, theirs in pairs}
