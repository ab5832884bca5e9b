"""What a map is made of, before it is a file: read from what a municipality has, or drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.geography.spot import Spot

#: How wide a street is drawn, and from how far its name is.
RANKS: Final = ("avenue", "street", "path")
AREA_KINDS: Final = ("park", "water", "sand", "square")


@dataclass(frozen=True, slots=True)
class Street:
    """One piece of a street. `first` and `last` are house numbers at the ends of `line`, in its order; 0 unknown."""

    name: str
    rank: str
    line: tuple[Spot, ...]
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Door:
    """One house number that is known to be here."""

    street: str
    number: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class Asset:
    """A thing of the municipality that stands in the street, with the code on its plate (elemento urbano)."""

    code: str
    kind: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that people know by name; `words` are other names for it."""

    name: str
    kind: str
    spot: Spot
    words: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Ground that is drawn: a park, water, sand, a square. `ring` is its outline."""

    kind: str
    name: str
    ring: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Features:
    streets: tuple[Street, ...] = ()
    doors: tuple[Door, ...] = ()
    assets: tuple[Asset, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    areas: tuple[Area, ...] = ()

    def __add__(self, other: Features) -> Features:
        return Features(
            self.streets + other.streets,
            self.doors + other.doors,
            self.assets + other.assets,
            self.landmarks + other.landmarks,
            self.areas + other.areas,
        )
