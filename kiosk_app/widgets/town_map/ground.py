"""What the map is painted from, and the measures of its scales."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, Protocol

Box = tuple[float, float, float, float]
Point = tuple[float, float]

#: Metres of ground to a pixel, from the whole town to a doorway.
ZOOMS: Final = (32.0, 16.0, 8.0, 4.0, 2.0, 1.0, 0.5, 0.25)
#: From this scale on, what stands in the street is drawn, and can be touched.
ASSETS_FROM: Final = 1.0
LANDMARKS_FROM: Final = 1.0
STREETS_FROM: Final = 8.0
STREET_NAMES_FROM: Final = 1.0
AVENUE_NAMES_FROM: Final = 8.0
#: Metres across, as drawn; never thinner than a line of the rank's least pixels.
WIDTHS_M: Final = {"avenue": 17.0, "street": 11.0, "path": 4.0}
LEAST_PX: Final = {"avenue": 2.2, "street": 0.8, "path": 0.6}


class DrawnLine(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def line(self) -> tuple[Point, ...]: ...


class DrawnPoint(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def east(self) -> float: ...
    @property
    def north(self) -> float: ...


class NamedPoint(DrawnPoint, Protocol):
    @property
    def name(self) -> str: ...


class Ground(Protocol):
    """A map file, as the painter asks it; boxes and points are in metres east and north."""

    @property
    def bounds(self) -> Box: ...
    @property
    def attribution(self) -> str: ...
    def pieces(self, box: Box, ranks: Collection[str]) -> Sequence[DrawnLine]: ...
    def areas(self, box: Box) -> Sequence[DrawnLine]: ...
    def assets(self, box: Box, kinds: Collection[str] = ()) -> Sequence[DrawnPoint]: ...
    def landmarks(self, box: Box) -> Sequence[NamedPoint]: ...
