"""Open complaints about the same thing, before another is taken: our own, sent or not, and those heard of."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date
from typing import Final

from domain.errors import Refusal
from domain.geography import Nearby, OpenComplaint, Spot, similar
from domain.geography.spot import COARSE
from kiosk_app.services.counter import Counter
from kiosk_app.storage import complaint_tables, settings
from kiosk_app.storage.complaint_tables import Window

_METRES_A_DEGREE: Final = 111_195
#: Two spots of eleven metres each may look this much farther apart than they are.
_COARSENESS_M: Final = 11
#: Of plates, whatever their distance; and the largest radius that a folder may name is 500 m.
_SHOWN_MAX: Final = 4


class SimilarComplaints:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def of(self, category: str, assets: Collection[str], spot: Spot | None) -> tuple[Nearby, ...]:
        """At most four, the surest first. Raises Refusal `category_unknown`."""
        radius = self._counter.municipality.category(category).similar_metres
        reach = radius + _COARSENESS_M if radius else 0
        window = _window(spot, reach) if spot is not None and reach else None
        return similar(category, set(assets), spot, reach, self._near(assets, window))[:_SHOWN_MAX]

    def open_one(self, code: str, assets: Collection[str], spot: Spot | None, category: str) -> OpenComplaint:
        """The one that is about to be joined. Raises Refusal `complaint_not_similar`: it is closed, or elsewhere."""
        found = next((near.complaint for near in self.of(category, assets, spot) if near.complaint.code == code), None)
        if found is None:
            raise Refusal("complaint_not_similar", code=code)
        return found

    def promise(self, joined: OpenComplaint, own: date) -> date:
        """A neighbour hears the date promised for the same thing, unless it is past or later than their own."""
        return joined.promise if self._counter.today() < joined.promise <= own else own

    def neighbours(self, code: str) -> int:
        return complaint_tables.neighbours(self._counter.store, code)

    def _near(self, assets: Collection[str], window: Window | None) -> list[OpenComplaint]:
        mark = settings.watermark(self._counter.store)
        return complaint_tables.near(self._counter.store, assets, window, 0 if mark is None else mark.sequence)


def _window(spot: Spot, metres: int) -> Window:
    south, west = spot.coarse()
    up = math.ceil(metres / _METRES_A_DEGREE * COARSE)
    across = math.ceil(up / max(0.01, math.cos(math.radians(spot.latitude))))
    return Window(south - up, west - across, south + up, west + across)
