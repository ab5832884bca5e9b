"""An extract of OpenStreetMap in XML (`.osm`): what of it is streets, doors, lamps, landmarks and ground.

Read as it streams by, so an extract of a whole town fits the memory of a small computer. Declarations of entities are
refused: they are how a small file is made to fill a disk. Relations are not read (docs/MAP.md: what that leaves out).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from domain.geography.features import Area, Asset, Door, Features, Landmark, Street
from domain.geography.reading.layers import NUMBER_MAX, TEXT_MAX, Line, spot
from domain.geography.reading.problems import MapFile
from domain.geography.spot import Spot

_RANKS: Final = {
    "motorway": "avenue",
    "trunk": "avenue",
    "primary": "avenue",
    "secondary": "avenue",
    "tertiary": "street",
    "unclassified": "street",
    "residential": "street",
    "living_street": "street",
    "service": "street",
    "pedestrian": "path",
    "footway": "path",
    "steps": "path",
    "path": "path",
}
_GROUND: Final = (
    ("leisure", "park", "park"),
    ("leisure", "garden", "park"),
    ("landuse", "grass", "park"),
    ("landuse", "forest", "park"),
    ("place", "square", "square"),
    ("natural", "water", "water"),
    ("waterway", "riverbank", "water"),
    ("natural", "beach", "sand"),
    ("natural", "sand", "sand"),
)
_KNOWN_BY_NAME: Final = ("amenity", "shop", "tourism", "office", "historic", "leisure", "railway")
_LAMPS: Final = {"street_lamp": "lamp", "traffic_signals": "traffic_light"}
_RING_LEAST: Final = 4


def read_osm(name: str, content: bytes) -> Features:
    """Raises MapSourceRefused for what is not OSM XML, or names nodes that are not in the file."""
    file = MapFile(name)
    reading = _Reading(file)
    parser = expat.ParserCreate(encoding="UTF-8")
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.EntityDeclHandler = reading.entity
    reading.parser = parser
    try:
        parser.Parse(file.text(content), True)
    except expat.ExpatError as wrong:
        file.note(wrong.lineno, "", expat.errors.messages[wrong.code], "an OSM extract in XML (.osm)")
    file.refuse()
    if not reading.streets:
        file.note(1, "", "no way with a name and a highway", "an extract with the streets of a town")
        file.refuse()
    return Features(
        tuple(reading.streets),
        tuple(reading.doors),
        tuple(reading.assets),
        tuple(reading.landmarks),
        tuple(reading.areas),
    )


@dataclass
class _Reading:
    file: MapFile
    nodes: dict[str, Spot] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    refs: list[str] = field(default_factory=list)
    here: Spot | None = None
    depth: int = 0
    streets: list[Street] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    landmarks: list[Landmark] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    parser: expat.XMLParserType | None = None

    @property
    def line(self) -> int:
        assert self.parser is not None, "it is reading"
        return self.parser.CurrentLineNumber

    def entity(self, *_declared: object) -> None:
        self.file.note(self.line, "", "a declaration of an entity", "an OSM extract, which has none")
        self.file.refuse()

    def start(self, element: str, given: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1 and element != "osm":
            self.file.note(self.line, "", f"the element {element}", "the element osm")
            self.file.refuse()
        if element in {"node", "way", "relation"}:
            self.tags, self.refs, self.here = {}, [], None
        if element == "node":
            self.here = spot(self.file, self.line, "node.", given.get("lat"), given.get("lon"))
            if self.here is not None:
                self.nodes[given.get("id", "")] = self.here
        elif element == "nd":
            self.refs.append(given.get("ref", ""))
        elif element == "tag":
            self.tags[given.get("k", "")] = given.get("v", "")

    def end(self, element: str) -> None:
        self.depth -= 1
        if element == "node" and self.here is not None:
            self._point(self.here)
        elif element == "way":
            self._way()

    def _point(self, here: Spot) -> None:
        tags = self.tags
        self._door(here)
        kind = _LAMPS.get(tags.get("highway", ""))
        if kind is not None and any(letter.isdigit() for letter in tags.get("ref", "")):
            self.assets.append(Asset(tags["ref"][:20], kind, here))
        self._landmark(here)

    def _way(self) -> None:
        missing = next((ref for ref in self.refs if ref not in self.nodes), None)
        tags = self.tags
        wanted = bool(tags.get("name") and tags.get("highway")) or self._ground() is not None or "name" in tags
        if missing is not None:
            if wanted:
                self.file.note(self.line, "way.nd", f"the node {missing}", "nodes of this file, before the way")
            return
        line: Line = tuple(self.nodes[ref] for ref in self.refs)
        rank = _RANKS.get(tags.get("highway", ""))
        if rank is not None and tags.get("name") and len(line) > 1:
            self.streets.append(Street(_words(tags["name"]), rank, line))
            return
        if len(line) < _RING_LEAST or line[0] != line[-1]:
            return
        middle = Spot(sum(p.latitude for p in line) / len(line), sum(p.longitude for p in line) / len(line))
        ground = self._ground()
        if ground is not None:
            self.areas.append(Area(ground, _words(tags.get("name", "")), line))
        self._door(middle)
        self._landmark(middle)

    def _ground(self) -> str | None:
        return next((kind for key, value, kind in _GROUND if self.tags.get(key) == value), None)

    def _door(self, here: Spot) -> None:
        street, number = self.tags.get("addr:street", ""), self.tags.get("addr:housenumber", "")
        if street and number.isascii() and number.isdigit() and 0 < int(number) <= NUMBER_MAX:
            self.doors.append(Door(_words(street), int(number), here))

    def _landmark(self, here: Spot) -> None:
        kind = next((key for key in _KNOWN_BY_NAME if key in self.tags), None)
        if kind is not None and self.tags.get("name"):
            self.landmarks.append(
                Landmark(_words(self.tags["name"]), kind, here, _words(self.tags.get("alt_name", "")))
            )


def _words(text: str) -> str:
    return " ".join("".join(letter for letter in text if letter.isprintable()).split())[:TEXT_MAX]
