"""A complaint on the map, as tests and the manual's pictures show it: a made-up town, held in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from domain.geography import Features, Plane, Spot
from kiosk_app.sample_town import ATTRIBUTION, sample_town
from kiosk_app.screens.desk.complaint.state import SimilarRow, WhereState
from kiosk_app.screens.desk.complaint.view import ComplaintView
from kiosk_app.screens.desk.samples_counter import CATEGORIES, COMPLAINT
from kiosk_app.shown import Choice, ListRow, MapMarker
from kiosk_app.widgets.town_map.ground import Box, Point

_LAMPS: Final = 240


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    kind: str
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Point:
    name: str
    kind: str
    east: float
    north: float


class SampleGround:
    """What a map file answers, without a file: small enough to be looked through."""

    attribution: Final = ATTRIBUTION
    bounds: Final[Box] = (-400.0, -400.0, 400.0, 400.0)

    @cached_property
    def _town(self) -> Features:
        return sample_town(1, _LAMPS)

    @cached_property
    def _plane(self) -> Plane:
        points = [point for street in self._town.streets for point in street.line]
        return Plane(
            Spot(
                sum(point.latitude for point in points) / len(points),
                sum(point.longitude for point in points) / len(points),
            )
        )

    def pieces(self, _box: Box, ranks: Collection[str]) -> list[_Line]:
        return [
            _Line(street.name, street.rank, self._metres(street.line))
            for street in self._town.streets
            if street.rank in ranks
        ]

    def areas(self, _box: Box) -> list[_Line]:
        return [_Line(area.name, area.kind, self._metres(area.ring)) for area in self._town.areas]

    def assets(self, _box: Box, kinds: Collection[str] = ()) -> list[_Point]:
        return [
            _Point(asset.code, asset.kind, *self._plane.metres(asset.spot))
            for asset in self._town.assets
            if not kinds or asset.kind in kinds
        ]

    def landmarks(self, _box: Box) -> list[_Point]:
        return [_Point(one.name, one.kind, *self._plane.metres(one.spot)) for one in self._town.landmarks]

    def _metres(self, line: tuple[Spot, ...]) -> tuple[Point, ...]:
        return tuple(self._plane.metres(spot) for spot in line)


def with_map() -> ComplaintView:
    return ComplaintView(SampleGround())


_NEAR: Final = SimilarRow(
    "2074183659",
    "Alumbrado: la misma placa, L-00042",
    "Respuesta antes del 02/12/2026 · 2 vecinos · tomado aquí, todavía sin enviar · 207 418 3659",
    joined=False,
)
COMPLAINT_SEARCHING: Final = replace(
    COMPLAINT,
    categories=CATEGORIES[:1],
    where=WhereState(
        text="los ce",
        found=(
            ListRow("0", "Los Cedros 120", aside="Número", subtitle="cerca de Los Cedros con 10 de Marzo"),
            ListRow("1", "Los Ceibos", aside="Calle aprox.", subtitle="Toda la calle: agregue el número"),
        ),
        spoken="Todavía no hay nada elegido en el mapa.",
        kinds=("lamp",),
    ),
)
COMPLAINT_SIMILAR: Final = replace(
    COMPLAINT,
    categories=CATEGORIES[:1],
    where=WhereState(
        chosen=(
            Choice("0", "L-00042", "Los Cedros, a 20 m de 10 de Marzo"),
            Choice("1", "L-00043", "Los Cedros, a 50 m de 10 de Marzo"),
        ),
        markers=(
            MapMarker("similar", -60.0, 30.0, "2"),
            MapMarker("asset", 4.0, 33.0),
            MapMarker("chosen", 4.0, 0.0),
        ),
        spoken="Elegido: L-00042, Los Cedros, a 20 m de 10 de Marzo. Hay 1 reclamo abierto parecido.",
        kinds=("lamp",),
        look_at=(0.0, 0.0),
    ),
    similar=(_NEAR,),
)
COMPLAINT_JOINED: Final = replace(COMPLAINT_SIMILAR, similar=(replace(_NEAR, joined=True),))
