"""Features of a GeoJSON file (RFC 7946), each with the line on which it begins.

A FeatureCollection in WGS84: longitude first. The list of features is read one by one, because `json` tells no lines of
what it has read; a feature of the wrong shape is a fault of the file, not something to be passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.geography.features import Features
from domain.geography.reading.layers import LAYERS, Line, Record, layer_of, spot
from domain.geography.reading.problems import MapFile

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder()
_SHAPES: Final = {
    "point": {"Point"},
    "line": {"LineString", "MultiLineString"},
    "ring": {"Polygon", "MultiPolygon"},
}
_RING_LEAST: Final = 4
_LINE_LEAST: Final = 2


def read_geojson(name: str, content: bytes, layer: str, renamed: Mapping[str, str] | None = None) -> Features:
    """`renamed` says what our properties are called in this file. Raises MapSourceRefused with every fault."""
    file = MapFile(name)
    ours = {theirs: said for said, theirs in (renamed or {}).items()}
    return layer_of(file, layer, list(_records(file, file.text(content), layer, ours)))


def _records(file: MapFile, text: str, layer: str, ours: Mapping[str, str]) -> Iterator[Record]:
    number = 0
    for line, feature in _features(file, text):
        number += 1
        where = f"features[{number}]."
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            file.note(line, where.rstrip("."), feature, "an object of the type Feature")
            continue
        values = feature.get("properties")
        values = {} if values is None else values
        if not isinstance(values, dict):
            file.note(line, where + "properties", values, "an object")
            continue
        shapes = _shapes(file, line, where, feature.get("geometry"), LAYERS[layer].shape)
        if shapes:
            said = {ours.get(name, name): value for name, value in values.items()}
            yield Record(line, where + "properties.", said, shapes)


def _features(file: MapFile, text: str) -> Iterator[tuple[int, Any]]:
    """Each feature with its line; the collection's other members are read and left."""
    walk = _Walk(text)
    kind = None
    try:
        walk.expect("{")
        while not walk.has("}"):
            key = walk.value()
            walk.expect(":")
            if key == "features":
                yield from walk.items()
            else:
                value = walk.value()
                kind = value if key == "type" else kind
            if not walk.has(","):
                walk.expect("}")
                break
    except (json.JSONDecodeError, RecursionError, ValueError) as wrong:
        file.note(walk.line, "", getattr(wrong, "msg", str(wrong)) or "nested too deep", "GeoJSON (RFC 7946)")
        return
    if kind != "FeatureCollection":
        file.note(1, "type", kind, "FeatureCollection")


class _Walk:
    """A place in the text that moves forward, and the line it is on."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._counted = text, 0, 0
        self.line = 1

    def has(self, sign: str) -> bool:
        self._skip()
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def expect(self, sign: str) -> None:
        if not self.has(sign):
            raise json.JSONDecodeError(f"no {sign} here", self._text, self._at)

    def value(self) -> Any:
        self._skip()
        try:
            found, self._at = _DECODER.raw_decode(self._text, self._at)
        except json.JSONDecodeError as wrong:
            self.line = wrong.lineno
            raise
        return found

    def items(self) -> Iterator[tuple[int, Any]]:
        self.expect("[")
        if self.has("]"):
            return
        while True:
            self._skip()
            line = self.line
            yield line, self.value()
            if not self.has(","):
                self.expect("]")
                return

    def _skip(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        assert blank is not None, "it matches nothing too"
        self._at = blank.end()
        self.line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at


def _shapes(file: MapFile, line: int, where: str, geometry: Any, shape: str) -> tuple[Line, ...]:
    """Nothing, and a fault, where the geometry is of another shape or has a point that is none."""
    allowed = _SHAPES[shape]
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind not in allowed:
        file.note(line, where + "geometry", kind, "a geometry of the type " + " or ".join(sorted(allowed)))
        return ()
    held = geometry.get("coordinates")
    lists = _lists(kind, held)
    least = {"point": 1, "line": _LINE_LEAST, "ring": _RING_LEAST}[shape]
    found = []
    for each in lists if isinstance(lists, list) else [None]:
        if not isinstance(each, list) or len(each) < least:
            file.note(line, where + "geometry.coordinates", each, f"a list of at least {least} positions")
            return ()
        points = [_point(file, line, where + "geometry.coordinates.", position) for position in each]
        if None in points:
            return ()
        found.append(tuple(point for point in points if point is not None))
    return tuple(found)


def _lists(kind: str, held: Any) -> Any:
    """The lists of positions in a geometry's coordinates; of a polygon its outline, without the holes."""
    if kind == "Point":
        return [[held]]
    if kind == "LineString":
        return [held]
    if kind == "Polygon" and isinstance(held, list):
        return held[:1]
    if kind == "MultiPolygon" and isinstance(held, list):
        return [polygon[0] if isinstance(polygon, list) and polygon else None for polygon in held]
    return held


def _point(file: MapFile, line: int, where: str, position: Any) -> Any:
    if not isinstance(position, list) or len(position) < _LINE_LEAST:
        file.note(line, where.rstrip("."), position, "a position: longitude, latitude")
        return None
    return spot(file, line, where, position[1], position[0])
