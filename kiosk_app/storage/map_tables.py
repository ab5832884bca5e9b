"""A map as a file: one SQLite database, written once and only read after that (docs/adr/0026).

It has no personal data and is not encrypted; R*Tree finds what is in a rectangle, FTS5 what has a word. Coordinates
are metres east and north of the town's middle; lines are pairs of little-endian 32-bit centimetres.
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from domain.errors import Refusal
from domain.geography import Features, Plane, Spot, Street, plain_plate, street_words
from domain.geography.crossings import Point, crossings
from kiosk_app.storage import cipher

FORMAT: Final = 1
APPLICATION_ID: Final = 0x564D4150  # "VMAP"
_CENTIMETRES: Final = 100
_TABLES: Final = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE street (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, plain TEXT NOT NULL, x REAL NOT NULL,
    y REAL NOT NULL) STRICT;
CREATE VIRTUAL TABLE street_words USING fts5(words, tokenize = 'unicode61', prefix = '2 3', content = '');

CREATE TABLE piece (id INTEGER PRIMARY KEY, street INTEGER NOT NULL, rank TEXT NOT NULL, line BLOB NOT NULL) STRICT;
CREATE VIRTUAL TABLE piece_box USING rtree(id, west, east, south, north, +rank TEXT);

CREATE TABLE door (street INTEGER NOT NULL, number INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL,
    PRIMARY KEY (street, number)) STRICT, WITHOUT ROWID;

CREATE TABLE corner (one INTEGER NOT NULL, other INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL) STRICT;
CREATE INDEX corner_streets ON corner (one, other);
CREATE VIRTUAL TABLE corner_box USING rtree(id, west, east, south, north);

CREATE TABLE asset (id INTEGER PRIMARY KEY, code TEXT NOT NULL, plain TEXT NOT NULL UNIQUE, digits INTEGER NOT NULL,
    kind TEXT NOT NULL, x REAL NOT NULL, y REAL NOT NULL) STRICT;
CREATE INDEX asset_digits ON asset (digits);
CREATE VIRTUAL TABLE asset_box USING rtree(id, west, east, south, north);

CREATE TABLE landmark (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, x REAL NOT NULL,
    y REAL NOT NULL) STRICT;
CREATE VIRTUAL TABLE landmark_words USING fts5(words, tokenize = 'unicode61', prefix = '2 3', content = '');

CREATE TABLE area (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, ring BLOB NOT NULL) STRICT;
CREATE VIRTUAL TABLE area_box USING rtree(id, west, east, south, north);
"""


@dataclass(frozen=True, slots=True)
class MapTitle:
    """`municipality` is the folder's id; `attribution`, who made the data, is shown on the map. A `seed` says that the
    town is made up, and which one it is.
    """

    municipality: str
    title: str
    attribution: str
    seed: int | None = None


def write_map(path: Path, title: MapTitle, features: Features) -> None:
    """Make a map file; an older one of that name is replaced in one step, and only by a whole one.

    Raises Refusal `map_without_streets`, `file_unwritable`.
    """
    if not features.streets:
        raise Refusal("map_without_streets", file=path.name)
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        connection = cipher.connect(str(fresh), isolation_level=None)
        try:
            _fill(connection, title, features)
        finally:
            connection.close()
        with fresh.open("rb") as made:
            os.fsync(made.fileno())
        fresh.replace(path)
    except (OSError, cipher.OperationalError) as error:
        raise Refusal("file_unwritable", file=path.name, why=str(error)) from error


def _fill(connection: cipher.Connection, title: MapTitle, features: Features) -> None:
    plane = Plane(_middle(features.streets))
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")  # a torn file is never renamed into place
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("BEGIN")
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    _about(connection, title, plane)
    names = _streets(connection, features, plane)
    _doors(connection, features, plane, names)
    _corners(connection, features, plane, names)
    _assets(connection, features, plane)
    _landmarks(connection, features, plane)
    _areas(connection, features, plane)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("VACUUM")


def _middle(streets: Sequence[Street]) -> Spot:
    points = [point for street in streets for point in street.line]
    return Spot(
        (min(point.latitude for point in points) + max(point.latitude for point in points)) / 2,
        (min(point.longitude for point in points) + max(point.longitude for point in points)) / 2,
    )


def _about(connection: cipher.Connection, title: MapTitle, plane: Plane) -> None:
    said = {
        "municipality": title.municipality,
        "title": title.title,
        "attribution": title.attribution,
        "synthetic": "" if title.seed is None else str(title.seed),
        "latitude": repr(plane.origin.latitude),
        "longitude": repr(plane.origin.longitude),
    }
    connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", list(said.items()))


def _streets(connection: cipher.Connection, features: Features, plane: Plane) -> dict[str, int]:
    """The streets' numbers by name; doors may name streets that no line has, and those are found too."""
    lines = [(street, _metres(street.line, plane)) for street in features.streets]
    middles: dict[str, Point] = {}
    for street, line in lines:
        middles.setdefault(street.name, line[len(line) // 2])
    for door in features.doors:
        middles.setdefault(door.street, plane.metres(door.spot))
    names = {name: number for number, name in enumerate(sorted(middles), start=1)}
    rows = [(number, name, " ".join(street_words(name)), *middles[name]) for name, number in names.items()]
    connection.executemany("INSERT INTO street VALUES (?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO street_words (rowid, words) VALUES (?, ?)", [(row[0], row[2]) for row in rows])
    pieces = [(names[street.name], street.rank, pack_line(line)) for street, line in lines]
    connection.executemany("INSERT INTO piece (street, rank, line) VALUES (?, ?, ?)", pieces)
    boxes = [(number, *_box(line), street.rank) for number, (street, line) in enumerate(lines, start=1)]
    connection.executemany("INSERT INTO piece_box VALUES (?, ?, ?, ?, ?, ?)", boxes)
    return names


def _doors(connection: cipher.Connection, features: Features, plane: Plane, names: dict[str, int]) -> None:
    rows = [(names[door.street], door.number, *plane.metres(door.spot)) for door in features.doors]
    for street in features.streets:
        if street.first:
            rows += [(names[street.name], *known) for known in _numbered(street, _metres(street.line, plane))]
    connection.executemany("INSERT OR IGNORE INTO door VALUES (?, ?, ?, ?)", rows)


def _numbered(street: Street, line: Sequence[Point]) -> Iterator[tuple[int, float, float]]:
    """A door at each bend of a piece whose ends have numbers, by the length walked."""
    walked = [0.0]
    for start, end in pairwise(line):
        walked.append(walked[-1] + math.dist(start, end))
    whole = walked[-1] or 1.0
    for (east, north), gone in zip(line, walked, strict=True):
        yield round(street.first + (street.last - street.first) * gone / whole), east, north


def _corners(connection: cipher.Connection, features: Features, plane: Plane, names: dict[str, int]) -> None:
    lines = ((street.name, tuple(_metres(street.line, plane))) for street in features.streets)
    rows = [(names[one], names[other], *point) for one, other, point in crossings(lines)]
    connection.executemany("INSERT INTO corner VALUES (?, ?, ?, ?)", rows)
    _points(connection, "corner_box", (row[2:] for row in rows))


def _assets(connection: cipher.Connection, features: Features, plane: Plane) -> None:
    rows = []
    known: dict[str, str] = {}
    for asset in features.assets:
        plain = plain_plate(asset.code)
        if plain in known:  # in one file the reader has said so; this is the same plate in two
            raise Refusal("plate_repeated", code=asset.code, other=known[plain])
        known[plain] = asset.code
        digits = "".join(letter for letter in plain if letter.isdigit())
        rows.append((asset.code, plain, int(digits[-15:] or 0), asset.kind, *plane.metres(asset.spot)))
    connection.executemany("INSERT INTO asset (code, plain, digits, kind, x, y) VALUES (?, ?, ?, ?, ?, ?)", rows)
    _points(connection, "asset_box", ((row[4], row[5]) for row in rows))


def _landmarks(connection: cipher.Connection, features: Features, plane: Plane) -> None:
    for number, one in enumerate(features.landmarks, start=1):
        east, north = plane.metres(one.spot)
        connection.execute("INSERT INTO landmark VALUES (?, ?, ?, ?, ?)", (number, one.name, one.kind, east, north))
        words = " ".join(street_words(f"{one.name} {one.words}"))
        connection.execute("INSERT INTO landmark_words (rowid, words) VALUES (?, ?)", (number, words))


def _areas(connection: cipher.Connection, features: Features, plane: Plane) -> None:
    for number, area in enumerate(features.areas, start=1):
        ring = _metres(area.ring, plane)
        connection.execute("INSERT INTO area VALUES (?, ?, ?, ?)", (number, area.kind, area.name, pack_line(ring)))
        connection.execute("INSERT INTO area_box VALUES (?, ?, ?, ?, ?)", (number, *_box(ring)))


def _points(connection: cipher.Connection, table: str, points: Iterable[Sequence[float]]) -> None:
    rows = [(number, x, x, y, y) for number, (x, y) in enumerate(points, start=1)]
    connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608 - our own table names


def _metres(line: Iterable[Spot], plane: Plane) -> list[Point]:
    return [plane.metres(spot) for spot in line]


def _box(line: Sequence[Point]) -> tuple[float, float, float, float]:
    easts, norths = [point[0] for point in line], [point[1] for point in line]
    return min(easts), max(easts), min(norths), max(norths)


def pack_line(line: Iterable[Point]) -> bytes:
    flat = [round(value * _CENTIMETRES) for point in line for value in point]
    return struct.pack(f"<{len(flat)}i", *flat)


def unpack_line(packed: bytes) -> list[Point]:
    flat = struct.unpack(f"<{len(packed) // 4}i", packed)
    return [(flat[at] / _CENTIMETRES, flat[at + 1] / _CENTIMETRES) for at in range(0, len(flat), 2)]
