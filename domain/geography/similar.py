"""Which open complaints are about the same thing: by the plate, then by how near they are and of the same category.

The paper of Mar del Plata shows two complaints of one lamp, taken within a minute by two operators: 8711 and 8712.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from domain.geography.spot import Spot, metres_between
from domain.geography.words import plain_plate


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """`here` is false for one that another station took and the centre told of; `neighbours` counts who is in it."""

    code: str
    service: str
    assets: frozenset[str]
    spot: Spot | None
    promise: date
    neighbours: int
    here: bool
    sent: bool


@dataclass(frozen=True, slots=True)
class Nearby:
    """A similar complaint: `shared` are the plates in common; `metres` how far its spot is, None where nobody knows."""

    complaint: OpenComplaint
    shared: frozenset[str]
    metres: int | None
    same_category: bool


def similar(
    service: str, assets: AbstractSet[str], spot: Spot | None, radius_m: int, complaints: Iterable[OpenComplaint]
) -> tuple[Nearby, ...]:
    """Those with a plate in common, the same category first; then the category's own within `radius_m`, nearest first.

    A radius of zero compares plates alone: what a category is about is then nobody's to see on a map.
    """
    found = []
    plates = {plain_plate(code) for code in assets}
    for one in complaints:
        shared = {code for code in one.assets if plain_plate(code) in plates}
        apart = None if spot is None or one.spot is None else round(metres_between(spot, one.spot))
        same = one.service == service
        # Two plates that differ are two lamps, however near they stand.
        different = bool(assets and one.assets and not shared)
        near = same and not different and apart is not None and 0 <= apart <= radius_m and radius_m > 0
        if shared or near:
            found.append(Nearby(one, frozenset(shared), apart, same))
    found.sort(key=lambda near: (not near.shared, not near.same_category, near.metres or 0, near.complaint.code))
    return tuple(found)
