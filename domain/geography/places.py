"""A place somebody may mean: what was found for their words, or what they touched on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.geography.spot import Spot

PlaceKind = Literal["asset", "address", "corner", "landmark", "street", "spot"]


@dataclass(frozen=True, slots=True)
class Place:
    """`words` name it, `detail` says where that is. `asset` is the code on its plate, or empty.

    `certain` is false where a house number was worked out from its neighbours, or only the street is known.
    """

    kind: PlaceKind
    words: str
    detail: str
    spot: Spot
    asset: str = ""
    asset_kind: str = ""
    certain: bool = True
