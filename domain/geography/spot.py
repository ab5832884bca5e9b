"""Points on the ground, and the flat plane in metres on which a town is drawn and measured.

The plane is equirectangular around a town's middle: over the thirty kilometres of a large town, distances are wrong by
less than one in a thousand, which is less than a surveyor of lamp posts is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

#: Mean radius of the Earth in metres (IUGG).
_EARTH_M: Final = 6_371_008.8
#: What an entry says of a spot: ten-thousandths of a degree, some eleven metres (docs/adr/0026).
COARSE: Final = 10_000
LATITUDE_MAX: Final = 90.0
LONGITUDE_MAX: Final = 180.0


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """WGS84, decimal degrees, north and east positive."""

    latitude: float
    longitude: float

    def coarse(self) -> list[int]:
        """As an entry carries it: two whole ten-thousandths of a degree, latitude first."""
        return [round(self.latitude * COARSE), round(self.longitude * COARSE)]


def from_coarse(pair: list[int] | tuple[int, int]) -> Spot:
    return Spot(pair[0] / COARSE, pair[1] / COARSE)


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of `origin`."""

    origin: Spot

    def metres(self, spot: Spot) -> tuple[float, float]:
        east = math.radians(spot.longitude - self.origin.longitude) * _EARTH_M * self._narrowing
        return east, math.radians(spot.latitude - self.origin.latitude) * _EARTH_M

    def spot(self, east: float, north: float) -> Spot:
        longitude = self.origin.longitude + math.degrees(east / _EARTH_M / self._narrowing)
        return Spot(self.origin.latitude + math.degrees(north / _EARTH_M), longitude)

    @property
    def _narrowing(self) -> float:
        return math.cos(math.radians(self.origin.latitude))


def metres_between(one: Spot, other: Spot) -> float:
    return math.hypot(*Plane(one).metres(other))
