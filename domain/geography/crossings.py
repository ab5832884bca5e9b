"""Where two streets meet: worked out from their lines, because few files say it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, pairwise
from typing import Final

Point = tuple[float, float]

#: Lines that end this close to another street meet it: surveys do not close every corner.
REACH_M: Final = 3.0
#: Two meetings of the same streets nearer than this are one corner (the two carriageways of an avenue).
ONE_CORNER_M: Final = 40.0
_CELL_M: Final = 120.0
_PARALLEL: Final = 1e-9

_Piece = tuple[str, Point, Point]


def crossings(lines: Iterable[tuple[str, tuple[Point, ...]]]) -> Iterator[tuple[str, str, Point]]:
    """Each pair of differently named streets with the point where they meet, names in order; `lines` in metres."""
    kept: dict[tuple[str, str], list[Point]] = {}
    for pieces in _neighbours(lines).values():
        for one, other in combinations(pieces, 2):
            if one[0] == other[0]:
                continue
            point = _meeting(one, other)
            if point is None:
                continue
            pair = (min(one[0], other[0]), max(one[0], other[0]))
            met = kept.setdefault(pair, [])
            if all(math.dist(point, known) > ONE_CORNER_M for known in met):
                met.append(point)
    for (first, second), points in sorted(kept.items()):
        for point in points:
            yield first, second, point


def _neighbours(lines: Iterable[tuple[str, tuple[Point, ...]]]) -> dict[tuple[int, int], list[_Piece]]:
    cells: dict[tuple[int, int], list[_Piece]] = {}
    for name, line in lines:
        for start, end in pairwise(line):
            low, high = _cell(start, end, min, -REACH_M), _cell(start, end, max, REACH_M)
            for column in range(low[0], high[0] + 1):
                for row in range(low[1], high[1] + 1):
                    cells.setdefault((column, row), []).append((name, start, end))
    return cells


def _cell(start: Point, end: Point, bound: Callable[[float, float], float], reach: float) -> tuple[int, int]:
    return (
        math.floor((bound(start[0], end[0]) + reach) / _CELL_M),
        math.floor((bound(start[1], end[1]) + reach) / _CELL_M),
    )


def _meeting(one: _Piece, other: _Piece) -> Point | None:
    """Where two straight pieces cross, each made longer by REACH_M at both ends."""
    (_, (ax, ay), (bx, by)), (_, (cx, cy), (dx, dy)) = one, other
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    turn = ux * vy - uy * vx
    along, across = math.hypot(ux, uy), math.hypot(vx, vy)
    if not along or not across or abs(turn) < _PARALLEL * along * across:
        return None
    s = ((cx - ax) * vy - (cy - ay) * vx) / turn
    t = ((cx - ax) * uy - (cy - ay) * ux) / turn
    if -REACH_M / along <= s <= 1 + REACH_M / along and -REACH_M / across <= t <= 1 + REACH_M / across:
        return ax + s * ux, ay + s * uy
    return None
