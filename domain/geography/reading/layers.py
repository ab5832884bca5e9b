"""The layers of a map and what a record of each must say, whichever format it came in."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.geography.features import AREA_KINDS, RANKS, Area, Asset, Door, Features, Landmark, Street
from domain.geography.reading.problems import MapFile
from domain.geography.spot import LATITUDE_MAX, LONGITUDE_MAX, Spot, metres_between
from domain.geography.words import plain_plate

TEXT_MAX: Final = 120
NUMBER_MAX: Final = 99_999
#: A town: what is farther from the rest has its coordinates the wrong way round, or belongs to another one.
TOWN_M: Final = 100_000
_PLATE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{0,19}")
_KIND: Final = re.compile(r"[a-z][a-z_]{0,23}")

Line = tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row or feature: `where` names it in a fault; `shapes` are its points, lines or rings."""

    line: int
    where: str
    values: Mapping[str, Any]
    shapes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """`shape` is what its records are on the ground, `columns` what they say (the first ones are compulsory)."""

    shape: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    build: Callable[[MapFile, Sequence[Record]], Features]


def layer_of(file: MapFile, name: str, records: Iterable[Record]) -> Features:
    """Raises MapSourceRefused with every fault of the file."""
    kept = list(records)
    _note_strays(file, kept)
    features = LAYERS[name].build(file, kept)
    file.refuse()
    return features


def spot(file: MapFile, line: int, where: str, latitude: object, longitude: object) -> Spot | None:
    """Two numbers, or a fault. The point 0, 0 is what programs write for "unknown"."""
    pair = [_degrees(latitude), _degrees(longitude)]
    if pair[0] is None or abs(pair[0]) > LATITUDE_MAX:
        file.note(line, f"{where}latitude", latitude, "degrees from -90 to 90, with a point: -38.00547")
        return None
    if pair[1] is None or abs(pair[1]) > LONGITUDE_MAX:
        file.note(line, f"{where}longitude", longitude, "degrees from -180 to 180, with a point: -57.54261")
        return None
    if pair == [0, 0]:
        file.note(line, f"{where}latitude", "0, 0", "where it is; what has no place is left out of the file")
        return None
    return Spot(pair[0], pair[1])


def _degrees(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value.strip())
        except ValueError:
            return None
    if not isinstance(value, int | float) or not abs(value) <= LONGITUDE_MAX:  # "nan" is within nothing
        return None
    return float(value)


def _note_strays(file: MapFile, records: Sequence[Record]) -> None:
    points = [(record, shape[0]) for record in records for shape in record.shapes if shape]
    if not points:
        return
    middle = Spot(
        statistics.median(point.latitude for _, point in points),
        statistics.median(point.longitude for _, point in points),
    )
    for record, point in points:
        away = metres_between(middle, point)
        if away > TOWN_M:
            file.note(
                record.line,
                f"{record.where}geometry",
                f"{point.latitude}, {point.longitude}: {away / 1000:.0f} km from the rest",
                "one town; latitude and longitude may have changed places",
            )


def _is_nothing(value: object) -> bool:
    return value is None or value == ""


def _text(file: MapFile, record: Record, key: str, default: str | None = None) -> str:
    value = record.values.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if default is not None and _is_nothing(value):
        return default
    if not words or len(words) > TEXT_MAX or not words.isprintable():
        file.note(
            record.line, record.where + key, "nothing" if _is_nothing(value) else value, f"1 to {TEXT_MAX} letters"
        )
        return ""
    return words


def _number(file: MapFile, record: Record, key: str, default: int | None = None) -> int:
    value = record.values.get(key)
    if _is_nothing(value) and default is not None:
        return default
    if isinstance(value, str) and value.strip().isdigit() and value.isascii():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= NUMBER_MAX:
        found = "nothing" if _is_nothing(value) else value
        file.note(record.line, record.where + key, found, f"a whole number from 1 to {NUMBER_MAX}")
        return 0
    return value


def _one_of(file: MapFile, record: Record, key: str, allowed: Sequence[str]) -> str:
    value = record.values.get(key) or allowed[0]
    if value not in allowed:
        file.note(record.line, record.where + key, value, "one of " + ", ".join(allowed))
        return allowed[0]
    return str(value)


def _kind(file: MapFile, record: Record, default: str) -> str:
    value = record.values.get("kind") or default
    if not isinstance(value, str) or not _KIND.fullmatch(value):
        file.note(record.line, record.where + "kind", value, "1 to 24 small letters and underscores, such as lamp")
        return default
    return value


def _streets(file: MapFile, records: Sequence[Record]) -> Features:
    streets = []
    for record in records:
        name, rank = _text(file, record, "name"), _one_of(file, record, "rank", ("street", *RANKS))
        first, last = _number(file, record, "first", 0), _number(file, record, "last", 0)
        if _is_nothing(record.values.get("first")) != _is_nothing(record.values.get("last")):
            file.note(record.line, record.where + "first", f"{first} and {last}", "both ends' numbers, or neither")
        # The numbers of several pieces are nobody's to share out among them.
        numbers = (first, last) if len(record.shapes) == 1 else (0, 0)
        streets += [Street(name, rank, shape, *numbers) for shape in record.shapes]
    return Features(streets=tuple(streets))


def _doors(file: MapFile, records: Sequence[Record]) -> Features:
    found = [
        Door(_text(file, record, "street"), _number(file, record, "number"), record.shapes[0][0]) for record in records
    ]
    return Features(doors=tuple(found))


def _assets(file: MapFile, records: Sequence[Record]) -> Features:
    assets, known = [], dict[str, int]()
    for record in records:
        code = _text(file, record, "code")
        if code and not _PLATE.fullmatch(code):
            file.note(record.line, record.where + "code", code, "1 to 20 letters, digits, - . / as on the plate")
        elif code and not any(letter.isdigit() for letter in code):
            file.note(record.line, record.where + "code", code, "a plate with a digit in it")
        elif (plain := plain_plate(code)) in known and code:
            file.note(record.line, record.where + "code", f"{code} again", f"each plate once; see line {known[plain]}")
        known.setdefault(plain_plate(code), record.line)
        assets.append(Asset(code, _kind(file, record, "lamp"), record.shapes[0][0]))
    return Features(assets=tuple(assets))


def _landmarks(file: MapFile, records: Sequence[Record]) -> Features:
    found = [
        Landmark(
            _text(file, record, "name"),
            _kind(file, record, "place"),
            record.shapes[0][0],
            _text(file, record, "words", ""),
        )
        for record in records
    ]
    return Features(landmarks=tuple(found))


def _areas(file: MapFile, records: Sequence[Record]) -> Features:
    areas = []
    for record in records:
        kind, name = _one_of(file, record, "kind", AREA_KINDS), _text(file, record, "name", "")
        areas += [Area(kind, name, shape) for shape in record.shapes]
    return Features(areas=tuple(areas))


LAYERS: Final[Mapping[str, Layer]] = {
    "streets": Layer("line", ("name",), ("rank", "first", "last"), _streets),
    "doors": Layer("point", ("street", "number"), (), _doors),
    "assets": Layer("point", ("code",), ("kind",), _assets),
    "landmarks": Layer("point", ("name",), ("kind", "words"), _landmarks),
    "areas": Layer("ring", (), ("kind", "name"), _areas),
}
