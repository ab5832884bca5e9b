"""The map of a municipality, opened to be read: what is in a rectangle, what has these words, what is nearest.

It is used on the thread that opened it. Everything here is in metres east and north of the town's middle (`plane`).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from domain.errors import Refusal
from domain.geography import Plane, Spot
from kiosk_app.storage import cipher
from kiosk_app.storage.connection import environment_errors
from kiosk_app.storage.map_tables import APPLICATION_ID, FORMAT, unpack_line

#: Two known doors tell where a house between them is, up to this many numbers apart.
_BETWEEN_DOORS: Final = 400
#: The nearest door of a street says "about here" for a number this far from its own.
_NEAR_DOOR: Final = 100
_NUMBERED: Final = re.compile(r"([A-Z]*)([0-9]{1,15})")
_WORDS_MAX: Final = 12

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacedAsset:
    code: str
    kind: str
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A landmark, a street or a corner: its number in the file, what it is called and where it is."""

    number: int
    name: str
    kind: str
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A piece of a street, or the ring of an area; `kind` is the rank, or the kind of ground."""

    name: str
    kind: str
    line: tuple[Point, ...]


class TownMap:
    def __init__(self, connection: cipher.Connection, about: dict[str, str]) -> None:
        self._connection = connection
        self.municipality: Final = about["municipality"]
        self.title: Final = about["title"]
        self.attribution: Final = about["attribution"]
        #: Made up, and shown with those words wherever it is shown.
        self.is_synthetic: Final = bool(about["synthetic"])
        self.plane: Final = Plane(Spot(float(about["latitude"]), float(about["longitude"])))
        self.bounds: Final[Box] = self._bounds()

    def close(self) -> None:
        self._connection.close()

    # -- what is in a rectangle --------------------------------------------------------------------------------------

    def pieces(self, box: Box, ranks: Collection[str]) -> list[DrawnLine]:
        marks = ", ".join("?" * len(ranks))
        rows = self._rows(
            "SELECT street.name, piece_box.rank, piece.line FROM piece_box JOIN piece USING (id)"  # noqa: S608 - marks
            " JOIN street ON street.id = piece.street WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?"
            f" AND piece_box.rank IN ({marks})",
            (box[0], box[2], box[1], box[3], *ranks),
        )
        return [DrawnLine(row[0], row[1], tuple(unpack_line(row[2]))) for row in rows]

    def areas(self, box: Box) -> list[DrawnLine]:
        rows = self._rows(
            "SELECT area.name, area.kind, area.ring FROM area_box JOIN area USING (id)"
            " WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?",
            (box[0], box[2], box[1], box[3]),
        )
        return [DrawnLine(row[0], row[1], tuple(unpack_line(row[2]))) for row in rows]

    def assets(self, box: Box, kinds: Collection[str] = ()) -> list[PlacedAsset]:
        """All kinds where none is named."""
        rows = self._rows(
            "SELECT code, kind, x, y FROM asset_box JOIN asset USING (id)"
            " WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?",
            (box[0], box[2], box[1], box[3]),
        )
        return [PlacedAsset(*row) for row in rows if not kinds or row[1] in kinds]

    def landmarks(self, box: Box) -> list[NamedPoint]:
        rows = self._rows(
            "SELECT id, name, kind, x, y FROM landmark WHERE x BETWEEN ? AND ? AND y BETWEEN ? AND ? ORDER BY id",
            (box[0], box[2], box[1], box[3]),
        )
        return [NamedPoint(*row) for row in rows]

    def counts(self) -> tuple[int, int, int, int]:
        """Streets, corners, plates and landmarks."""
        row = self._rows(
            "SELECT (SELECT count(*) FROM street), (SELECT count(*) FROM corner), (SELECT count(*) FROM asset),"
            " (SELECT count(*) FROM landmark)"
        )[0]
        return row[0], row[1], row[2], row[3]

    # -- what has these words ----------------------------------------------------------------------------------------

    def with_plate(self, plain: str, limit: int) -> list[PlacedAsset]:
        """The plate itself, those that begin so, and those with that number, however many noughts it has before it."""
        columns = "SELECT code, kind, x, y FROM asset"
        found = self._rows(
            f"{columns} WHERE plain >= ? AND plain < ? ORDER BY plain LIMIT ?", (plain, plain + "\x7f", limit)
        )
        numbered = _NUMBERED.fullmatch(plain)
        if numbered is not None:
            letters, number = numbered.groups()
            found += self._rows(
                f"{columns} WHERE digits = ? AND plain >= ? AND plain < ? ORDER BY plain LIMIT ?",
                (int(number), letters, letters + "\x7f", limit),
            )
        return [PlacedAsset(*row) for row in dict.fromkeys(tuple(row) for row in found)][:limit]

    def asset(self, plain: str) -> PlacedAsset | None:
        rows = self._rows("SELECT code, kind, x, y FROM asset WHERE plain = ?", (plain,))
        return PlacedAsset(*rows[0]) if rows else None

    def streets_with(self, words: Sequence[str], limit: int = 40) -> list[NamedPoint]:
        """Streets with every word, or the beginning of it; those with whole words first, then the shortest name."""
        found = self._with_words("street_words", "street", "id, name, '' AS kind, x, y, plain", words, limit)
        found.sort(key=lambda row: (-_whole(words, row["plain"]), len(row["plain"]), row["name"]))
        return [NamedPoint(*tuple(row)[:5]) for row in found]

    def landmarks_with(self, words: Sequence[str], limit: int) -> list[NamedPoint]:
        found = self._with_words("landmark_words", "landmark", "id, name, kind, x, y", words, limit)
        return [NamedPoint(*row) for row in sorted(found, key=lambda row: (len(row["name"]), row["name"]))]

    def street_names(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT plain FROM street")]

    def door(self, street: int, number: int) -> tuple[Point, bool] | None:
        """Where a number is in a street, and whether that is known or worked out; None where nothing near is known."""
        below = self._rows(
            "SELECT number, x, y FROM door WHERE street = ? AND number <= ? ORDER BY number DESC LIMIT 1",
            (street, number),
        )
        above = self._rows(
            "SELECT number, x, y FROM door WHERE street = ? AND number > ? ORDER BY number LIMIT 1", (street, number)
        )
        if below and below[0][0] == number:
            return (below[0][1], below[0][2]), True
        if below and above and above[0][0] - below[0][0] <= _BETWEEN_DOORS:
            (low, x0, y0), (high, x1, y1) = tuple(below[0]), tuple(above[0])
            share = (number - low) / (high - low)
            return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), False
        near = min(below + above, key=lambda row: abs(row[0] - number), default=None)
        return None if near is None or abs(near[0] - number) > _NEAR_DOOR else ((near[1], near[2]), False)

    def corners_of(self, one: Collection[int], other: Collection[int]) -> list[tuple[str, str, Point]]:
        """Where any street of `one` meets any of `other`, with their names in the order asked."""
        first, second = ", ".join("?" * len(one)), ", ".join("?" * len(other))
        rows = self._rows(
            "SELECT corner.one, corner.other, a.name, b.name, x0, y0 FROM"  # noqa: S608 - marks
            " (SELECT one, other, x AS x0, y AS y0 FROM corner) corner"
            " JOIN street a ON a.id = corner.one JOIN street b ON b.id = corner.other"
            f" WHERE (corner.one IN ({first}) AND corner.other IN ({second}))"
            f" OR (corner.one IN ({second}) AND corner.other IN ({first}))",
            (*one, *other, *other, *one),
        )
        asked = set(one)
        return [
            (row[2], row[3], (row[4], row[5])) if row[0] in asked else (row[3], row[2], (row[4], row[5]))
            for row in rows
        ]

    # -- what is nearest ---------------------------------------------------------------------------------------------

    def nearest_asset(self, point: Point, within: float, kinds: Collection[str] = ()) -> PlacedAsset | None:
        near = self.assets(_around(point, within), kinds)
        found = min(near, key=lambda one: math.dist((one.east, one.north), point), default=None)
        return None if found is None or math.dist((found.east, found.north), point) > within else found

    def nearest_street(self, point: Point, within: float) -> str:
        """The name of the street nearest to a point, or nothing."""
        near = self.pieces(_around(point, within), ("avenue", "street", "path"))
        found = min(((_distance(piece.line, point), piece.name) for piece in near), default=(math.inf, ""))
        return found[1] if found[0] <= within else ""

    def nearest_corner(self, point: Point, within: float) -> tuple[str, str, float] | None:
        """The two streets of the nearest corner, and how many metres away it is."""
        box = _around(point, within)
        rows = self._rows(
            "SELECT a.name, b.name, corner.x, corner.y FROM corner_box JOIN corner ON corner.rowid = corner_box.id"
            " JOIN street a ON a.id = corner.one JOIN street b ON b.id = corner.other"
            " WHERE corner_box.east >= ? AND corner_box.west <= ? AND corner_box.north >= ? AND corner_box.south <= ?",
            (box[0], box[2], box[1], box[3]),
        )
        found = min(((math.dist((row[2], row[3]), point), row[0], row[1]) for row in rows), default=None)
        return None if found is None or found[0] > within else (found[1], found[2], found[0])

    # ----------------------------------------------------------------------------------------------------------------

    def _with_words(self, index: str, table: str, columns: str, words: Sequence[str], limit: int) -> list[Any]:
        if not words:
            return []
        # A number is that number: whoever says street 1 does not mean street 10.
        query = " ".join(f'"{word}"' if word.isdigit() else f'"{word}"*' for word in words[:_WORDS_MAX])
        return self._rows(
            f"SELECT {columns} FROM {table} WHERE id IN (SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?)",  # noqa: S608 - our own
            (query, limit),
        )

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with environment_errors():
            found: list[Any] = self._connection.execute(sql, parameters).fetchall()
            return found

    def _bounds(self) -> Box:
        row = self._rows("SELECT min(west), min(south), max(east), max(north) FROM piece_box")[0]
        return row[0], row[1], row[2], row[3]


def open_map(path: Path) -> TownMap:
    """Open a map file to be read; nothing is ever written to it.

    Raises Refusal `map_missing`, `map_unreadable` (another kind of file, or damaged), `map_newer`.
    """
    if not path.is_file():
        raise Refusal("map_missing", file=path.name)
    connection = cipher.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        marked = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        _refuse_another(path.name, marked, version)
        connection.row_factory = cipher.Row
        about = {row[0]: row[1] for row in connection.execute("SELECT name, value FROM about")}
        return TownMap(connection, about)
    except (cipher.DatabaseError, KeyError, ValueError, TypeError) as error:
        connection.close()
        raise Refusal("map_unreadable", file=path.name, why=str(error)) from error
    except Refusal:
        connection.close()
        raise


def _refuse_another(name: str, marked: int, version: int) -> None:
    if marked == APPLICATION_ID and version > FORMAT:
        raise Refusal("map_newer", file=name, found=version, known=FORMAT)
    if marked != APPLICATION_ID or version != FORMAT:
        raise Refusal("map_unreadable", file=name, why="another kind of file")


def _whole(words: Sequence[str], plain: str) -> int:
    held = plain.split()
    return sum(word in held for word in words)


def _around(point: Point, within: float) -> Box:
    return point[0] - within, point[1] - within, point[0] + within, point[1] + within


def _distance(line: Sequence[Point], point: Point) -> float:
    """From a point to the nearest of a line's straight pieces."""
    best = math.dist(line[0], point)
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        ux, uy = bx - ax, by - ay
        length = ux * ux + uy * uy
        share = 0.0 if not length else max(0.0, min(1.0, ((point[0] - ax) * ux + (point[1] - ay) * uy) / length))
        best = min(best, math.dist((ax + share * ux, ay + share * uy), point))
    return best
