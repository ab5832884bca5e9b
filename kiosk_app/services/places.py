"""Where it is, in whatever words people have: a plate, a number in a street, a corner, a name, a touch of the map."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Final

from domain.geography import Place, Spot, plain_plate, read_place_query
from kiosk_app.storage.town_map import NamedPoint, PlacedAsset, Point, TownMap
from wording.catalogue import _

FOUND_MAX: Final = 6
#: How near a corner is said to be, and how near a street is to be the one.
_CORNER_M: Final = 130.0
_STREET_M: Final = 60.0
_AT_CORNER_M: Final = 15.0
#: A word this like another is a slip of the finger: one letter in five.
_ALIKE: Final = 0.8
_SLIPS_LEAST: Final = 4


class Places:
    """Reads the municipality's map; a station without one has none of this and asks in words."""

    def __init__(self, ground: TownMap) -> None:
        self.ground: Final = ground

    def search(self, text: str, kinds: Collection[str] = (), limit: int = FOUND_MAX) -> list[Place]:
        """At most `limit` places, the surest reading first; each place once. `kinds` are the assets that are meant."""
        found: dict[tuple[str, str], Place] = {}
        for place in self._meant(text, kinds):
            found.setdefault((place.words, place.asset), place)
            if len(found) >= limit:
                break
        return list(found.values())

    def plate(self, code: str) -> Place | None:
        """The asset with exactly this plate, as a scanner reads it."""
        asset = self.ground.asset(plain_plate(code))
        return None if asset is None else self._asset(asset)

    def at(self, point: Point, within: float, kinds: Collection[str] = ()) -> Place:
        """What was touched on the map: an asset within reach, or the spot itself."""
        asset = self.ground.nearest_asset(point, within, kinds)
        return self._asset(asset) if asset is not None else self._spot(point)

    def point_of(self, spot: Spot) -> Point:
        return self.ground.plane.metres(spot)

    def _meant(self, text: str, kinds: Collection[str]) -> Iterator[Place]:
        query = read_place_query(text)
        if query.plate:
            with_plate = self.ground.with_plate(query.plate, FOUND_MAX * 2)
            whole = next((one for one in with_plate if plain_plate(one.code) == query.plate), None)
            if whole is not None:
                yield self._asset(whole)
                return
            yield from (self._asset(one) for one in with_plate if not kinds or one.kind in kinds)
            yield from (self._asset(one) for one in with_plate if kinds and one.kind not in kinds)
        for one, other in query.corners:
            yield from self._corners(one, other)
        for words, number in query.addresses:
            yield from self._addresses(words, number)
        if query.names:
            yield from (self._landmark(one) for one in self.ground.landmarks_with(query.names, FOUND_MAX))
            yield from (self._street(one) for one in self._streets(query.names)[:FOUND_MAX])

    def _streets(self, words: tuple[str, ...]) -> list[NamedPoint]:
        """Those with the words as typed; where there is none, those with the words most like them."""
        found = self.ground.streets_with(words)
        if found:
            return found
        meant = tuple(self._alike(word) for word in words)
        return self.ground.streets_with(meant) if meant != words else []

    def _alike(self, word: str) -> str:
        if len(word) < _SLIPS_LEAST or word.isdigit():
            return word
        return next(iter(difflib.get_close_matches(word, self._vocabulary, 1, _ALIKE)), word)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted({word for name in self.ground.street_names() for word in name.split()})

    def _addresses(self, words: tuple[str, ...], number: int) -> Iterator[Place]:
        for street in self._streets(words)[:FOUND_MAX]:
            door = self.ground.door(street.number, number)
            if door is not None:
                (point, certain) = door
                said = _("{street} {number}").format(street=street.name, number=number)
                yield Place("address", said, self._corner_words(point), self._spot_of(point), certain=certain)

    def _corners(self, one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[Place]:
        first, second = self._streets(one), self._streets(other)
        if not first or not second:
            return
        for street, crossed, point in self.ground.corners_of(
            [item.number for item in first], [item.number for item in second]
        ):
            words = _("{street} and {other}").format(street=street, other=crossed)
            yield Place("corner", words, _("Corner"), self._spot_of(point))

    def _asset(self, asset: PlacedAsset) -> Place:
        point = (asset.east, asset.north)
        return Place("asset", asset.code, self._where(point), self._spot_of(point), asset.code, asset.kind)

    def _landmark(self, one: NamedPoint) -> Place:
        point = (one.east, one.north)
        return Place("landmark", one.name, self._where(point), self._spot_of(point))

    def _street(self, one: NamedPoint) -> Place:
        point = (one.east, one.north)
        return Place("street", one.name, _("The whole street: add a number"), self._spot_of(point), certain=False)

    def _spot(self, point: Point) -> Place:
        words = self._where(point) or _("A spot on the map")
        return Place("spot", words, _("Marked on the map"), self._spot_of(point))

    def _where(self, point: Point) -> str:
        """`Mitre, a 40 m de San Luis`: the street, and how far the nearest corner is."""
        street = self.ground.nearest_street(point, _STREET_M)
        corner = self.ground.nearest_corner(point, _CORNER_M)
        if corner is None:
            return street
        one, other, metres = corner
        if metres <= _AT_CORNER_M or street not in {one, other}:
            return _("{street} and {other}").format(street=one, other=other)
        crossed = other if street == one else one
        return _("{street}, {metres} m from {corner}").format(
            street=street, metres=round(metres / 5) * 5, corner=crossed
        )

    def _corner_words(self, point: Point) -> str:
        corner = self.ground.nearest_corner(point, _CORNER_M)
        return "" if corner is None else _("near {street} and {other}").format(street=corner[0], other=corner[1])

    def _spot_of(self, point: Point) -> Spot:
        return self.ground.plane.spot(*point)
