"""A town that does not exist, drawn from a seed: to try the map, to show the program and to measure it.

Everything about it is made up, and it says so: in the file (`MapTitle.seed`) and on the screen (docs/MAP.md). Its
streets run in a grid that is turned and a little bent, with avenues every eight blocks, a coast, squares and parks; a
lamp every thirty-three metres with its plate, a hundred numbers a block, and traffic lights where avenues cross.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.geography import Area, Asset, Features, Landmark, Plane, Spot, Street

LAMPS: Final = 70_000
ATTRIBUTION: Final = "Ciudad ficticia: datos sintéticos, no es un lugar real"
#: Off the coast, where no town is.
_ORIGIN: Final = Spot(-39.4, -56.2)
_BLOCK_M: Final = 100.0
_LAMPS_A_BLOCK: Final = 3
_AVENUE_EVERY: Final = 8
_PIECE_BLOCKS: Final = 4
_LARGE_PARKS: Final = 0.15
_TURN: Final = math.radians(24)

_ARTICLES: Final = (
    (
        "Los",
        "Álamos Aromos Boldos Canelos Cedros Ceibos Cipreses Coihues Duraznos Espinillos Fresnos Guayacanes Jazmines",
    ),
    (
        "Los",
        "Laureles Limoneros Lapachos Maitenes Molles Naranjos Nogales Olivos Olmos Paraísos Pinos Plátanos Quebrachos",
    ),
    ("Los", "Robles Rosales Sauces Talas Tilos Tulipanes Benteveos Chingolos Colibríes Cóndores Cormoranes Chorlos"),
    (
        "Los",
        "Flamencos Gorriones Halcones Horneros Jilgueros Martines Mirlos Pelícanos Pingüinos Teros Tordos Zorzales",
    ),
    (
        "Los",
        "Albañiles Alfareros Arrieros Boteros Carpinteros Escribanos Ferroviarios Herreros Horticultores Imprenteros",
    ),
    ("Los", "Lecheros Marineros Molineros Panaderos Pescadores Picapedreros Relojeros Sastres Tejedores Vidrieros"),
    (
        "Las",
        "Acacias Achiras Azaleas Azucenas Begonias Camelias Casuarinas Dalias Fresias Gardenias Glicinas Hortensias",
    ),
    ("Las", "Lavandas Lilas Madreselvas Magnolias Margaritas Moreras Orquídeas Palmeras Petunias Rosas Tipas Violetas"),
    (
        "Las",
        "Alondras Calandrias Garzas Gaviotas Golondrinas Grullas Lechuzas Palomas Tijeretas Toninas Urracas Ballenas",
    ),
    (
        "Las",
        "Costureras Hilanderas Lavanderas Maestras Parteras Salineras Caracolas Estrellas Mareas Olas Dunas",
    ),
)
_MONTHS: Final = ("Febrero", "Marzo", "Abril", "Junio", "Agosto", "Septiembre", "Noviembre")
_AVENUES: Final = (
    *("Costanera Norte", "del Faro", "de los Inmigrantes", "Libertad", "Independencia", "Constitución", "del Puerto"),
    *("de la Estación", "Universidad", "del Bosque", "Fraternidad", "República", "del Mercado", "del Hipódromo"),
    *("de las Cataratas", "Primavera", "de los Pioneros", "del Ferrocarril", "del Observatorio", "de la Sierra"),
    *("Colón Ficticio", "del Acuario", "de los Jubilados", "Centenario", "del Molino", "de la Feria", "del Arroyo"),
)  # fmt: skip
_PLACES: Final = (
    ("Escuela {n}", "school", "colegio primaria"),
    ("Centro de Salud {n}", "clinic", "salita posta médica caps"),
    ("Mercado {name}", "market", "feria"),
    ("Comisaría {n}", "police", "policía"),
    ("Iglesia {name}", "church", "parroquia capilla"),
    ("Biblioteca {name}", "library", "libros"),
    ("Club {name}", "club", "cancha deportes"),
    ("Jardín de Infantes {n}", "school", "jardín kínder"),
    ("Terminal {name}", "bus", "colectivos ómnibus micros"),
    ("Cementerio {name}", "cemetery", ""),
)


@dataclass(frozen=True, slots=True)
class _Grid:
    """`size` lines each way; `bend` shifts it a little, so that no street is quite straight."""

    size: int
    bend: tuple[float, ...]
    plane: Plane

    def spot(self, column: float, row: float) -> Spot:
        half = (self.size - 1) / 2
        x, y = (column - half) * _BLOCK_M, (row - half) * _BLOCK_M
        reach = self.size * _BLOCK_M
        x += self.bend[0] * math.sin(y / reach * 5 + self.bend[1])
        y += self.bend[2] * math.sin(x / reach * 4 + self.bend[3])
        east, north = x * math.cos(_TURN) - y * math.sin(_TURN), x * math.sin(_TURN) + y * math.cos(_TURN)
        return self.plane.spot(east, north)


def sample_town(seed: int, lamps: int = LAMPS) -> Features:
    """The same town for the same seed and size, on every computer."""
    choice = random.Random(seed)  # noqa: S311 - a town to look at, not a secret
    size = max(5, math.ceil(math.sqrt(lamps / (2 * _LAMPS_A_BLOCK))) + 1)
    bend = (choice.uniform(30, 60), choice.uniform(0, 6), choice.uniform(30, 60), choice.uniform(0, 6))
    grid = _Grid(size, bend, Plane(_ORIGIN))
    names = _names(choice, size)
    return Features(
        streets=tuple(_streets(grid, names)),
        assets=tuple(_assets(grid, lamps)),
        landmarks=tuple(_landmarks(grid, choice)),
        areas=tuple(_areas(grid, choice)),
    )


def _names(choice: random.Random, size: int) -> list[str]:
    """2 * `size` of them, columns first; every eighth is an avenue."""
    plain = [f"{article} {noun}" for article, nouns in _ARTICLES for noun in nouns.split()]
    plain += [f"{day} de {month}" for month in _MONTHS for day in range(1, 29)]
    choice.shuffle(plain)
    avenues = list(_AVENUES)
    choice.shuffle(avenues)
    avenues += [f"{number}ª Avenida" for number in range(1, size)]
    counts = {True: 0, False: 0}
    names = []
    for line in range(2 * size):
        wide = line % size % _AVENUE_EVERY == _AVENUE_EVERY // 2
        names.append(f"Avenida {avenues[counts[True]]}" if wide else _plain(plain, counts[False]))
        counts[wide] += 1
    return names


def _plain(names: list[str], number: int) -> str:
    return names[number] if number < len(names) else f"Calle {number - len(names) + 1}"


def _streets(grid: _Grid, names: list[str]) -> Iterator[Street]:
    for line, name in enumerate(names):
        across, rank = line % grid.size, "avenue" if name.startswith("Avenida") else "street"
        for start in range(0, grid.size - 1, _PIECE_BLOCKS):
            end = min(start + _PIECE_BLOCKS, grid.size - 1)
            nodes = [(across, at) if line < grid.size else (at, across) for at in range(start, end + 1)]
            spots = tuple(grid.spot(*node) for node in nodes)
            yield Street(name, rank, spots, start * 100 + 1, end * 100)


def _assets(grid: _Grid, lamps: int) -> Iterator[Asset]:
    """Lamps on alternate sides of the street, numbered as a crew would walk; then lights where avenues cross."""
    number = 0
    for line in range(2 * grid.size):
        across = line % grid.size
        for step in range((grid.size - 1) * _LAMPS_A_BLOCK):
            if number == lamps:
                break
            number += 1
            along = (step + 0.5) / _LAMPS_A_BLOCK
            kerb = 0.095 if across % _AVENUE_EVERY == _AVENUE_EVERY // 2 else 0.062
            side = kerb if step % 2 else -kerb
            spot = grid.spot(across + side, along) if line < grid.size else grid.spot(along, across + side)
            yield Asset(f"L-{number:05d}", "lamp", spot)
    wide = [line for line in range(grid.size) if line % _AVENUE_EVERY == _AVENUE_EVERY // 2]
    for light, (column, row) in enumerate(((column, row) for column in wide for row in wide), start=1):
        yield Asset(f"S-{light:04d}", "traffic_light", grid.spot(column + 0.09, row + 0.09))


def _landmarks(grid: _Grid, choice: random.Random) -> Iterator[Landmark]:
    names = ["Ficticia del Sol", "Ficticia del Mar", "Ficticia Norte", "Ficticia Sur", "Ficticia del Faro"]
    for number in range(1, max(6, grid.size * grid.size // 60)):
        template, kind, words = _PLACES[number % len(_PLACES)]
        spot = grid.spot(choice.uniform(0.3, grid.size - 1.3), choice.randrange(grid.size - 1) + 0.14)
        name = template.format(n=number, name=names[number % len(names)] + f" {number}")
        yield Landmark(name, kind, spot, words)
    middle = (grid.size - 1) // 2
    yield Landmark("Plaza Mayor Ficticia", "square", grid.spot(middle + 0.5, middle + 0.5), "centro municipalidad")


def _areas(grid: _Grid, choice: random.Random) -> Iterator[Area]:
    last, middle = grid.size - 1, (grid.size - 1) // 2
    yield Area("sand", "Playa Ficticia", _ring(grid, last + 0.5, -12, last + 1.3, last + 12))
    yield Area("water", "Mar Ficticio", _ring(grid, last + 1.2, -12, last + 60, last + 12))
    yield Area("square", "Plaza Mayor Ficticia", _ring(grid, middle + 0.1, middle + 0.1, middle + 0.9, middle + 0.9))
    for number in range(max(3, grid.size * grid.size // 70)):
        column, row = choice.randrange(last), choice.randrange(last)
        wide = 2 if choice.random() < _LARGE_PARKS and column < last - 2 and row < last - 2 else 1
        ring = _ring(grid, column + 0.1, row + 0.1, column + 0.9, row + wide - 0.1)
        yield Area("park", f"Plaza Ficticia {number + 1}", ring)


def _ring(grid: _Grid, west: float, south: float, east: float, north: float) -> tuple[Spot, ...]:
    """Along the bends of the grid, a point each half block."""
    steps = max(1, round((north - south) * 2)), max(1, round((east - west) / 4 * 2))
    up = [(west, south + (north - south) * at / steps[0]) for at in range(steps[0])]
    over = [(west + (east - west) * at / steps[1], north) for at in range(steps[1])]
    down = [(east, north - (north - south) * at / steps[0]) for at in range(steps[0])]
    back = [(east - (east - west) * at / steps[1], south) for at in range(steps[1] + 1)]
    return tuple(grid.spot(*node) for node in (*up, *over, *down, *back))
