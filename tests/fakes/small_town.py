"""A town of seven streets, made up for tests: three blocks by two, a lamp each fifty metres, a hundred a block."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from domain.geography import Area, Asset, Door, Features, Landmark, Plane, Spot, Street
from kiosk_app.storage.map_tables import MapTitle, write_map

PLANE: Final = Plane(Spot(-38.0, -57.55))
#: Streets to the east, by how many metres north they are.
EASTWARD: Final = {"San Martín": 0.0, "25 de Mayo": 100.0, "Ramón y Cajal": 200.0}
NORTHWARD: Final = {"Avenida Luro": 0.0, "Jirón Túpac Amaru": 100.0, "9 de Julio": 200.0, "Mitre": 300.0}
TITLE: Final = MapTitle("mar-del-plata", "Pueblo de prueba", "Datos de prueba: no es un lugar real", 7)


def at(east: float, north: float) -> Spot:
    return PLANE.spot(east, north)


def small_town() -> Features:
    streets = [Street(name, "street", (at(0, north), at(400, north)), 100, 500) for name, north in EASTWARD.items()] + [
        Street(name, "avenue" if name.startswith("Av") else "street", (at(east, -20), at(east, 220)), 1, 241)
        for name, east in NORTHWARD.items()
    ]
    lamps = [Asset(f"L-{number:05d}", "lamp", at(number * 50.0, 6.0)) for number in range(1, 9)]
    return Features(
        streets=tuple(streets),
        doors=(Door("Pasaje Ñandú", 33, at(250, 150)),),
        assets=(*lamps, Asset("S-0001", "traffic_light", at(3, 103))),
        landmarks=(Landmark("Escuela N° 12", "school", at(205, 110), "colegio primaria"),),
        areas=(Area("square", "Plaza Colón", (at(110, 110), at(190, 110), at(190, 190), at(110, 190), at(110, 110))),),
    )


def write_small_town(folder: Path) -> Path:
    path = folder / "town.map"
    write_map(path, TITLE, small_town())
    return path
