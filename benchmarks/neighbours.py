"""What it costs that every station knows the others' keys (docs/adr/0034), on SQLite with fsync on.

A town is approved station by station; each newcomer comes once, the others stay away until the town is whole. Then one
more station is approved and everybody comes. Against: an entry for each other station, as it was before.
The entries are what the centre signed into outbound journals to tell of stations.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from benchmarks.table import Figure, median_ms
from central import neighbours
from central.store.schema import outbound
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld, Desk

TOWNS: Final = (50, 150, 400)


def measure(folder: Path) -> list[Figure]:
    figures = []
    for size in TOWNS:
        place = folder / str(size)
        place.mkdir()
        figures += _town(place, size)
    return figures


def _town(folder: Path, size: int) -> list[Figure]:
    world = CentreWorld(folder, terms=WITHOUT_VOUCHERS)
    desks = [world.desk(f"C{number:03d}", number) for number in range(1, size + 1)]
    _timed(desks)
    before = _told(world)
    last = world.invite("C999", 999)
    assert last.enrol().status == 200
    approving = _seconds(lambda: world.approve(last))
    coming = _timed(desks)
    first = _timed([last])
    written = _told(world) - before
    world.close()
    of = f"{size} stations"
    return [
        Figure(f"approving one more, {of}", f"{approving * 1000:.0f} ms", "", ""),
        Figure(f"each other's next contact, {of}", median_ms(coming), "", ""),
        Figure(f"its own first contact, {of}", median_ms(first), "", ""),
        Figure(f"entries written for it, {of}", f"{written}", f"{2 * size} one by one", f"{written / (2 * size):.2f}x"),
        Figure(f"entries in all, {of}", f"{before}", f"{size * (size - 1)} one by one", ""),
    ]


def _timed(desks: list[Desk]) -> list[float]:
    return [_seconds(lambda desk=desk: desk.ask("GET", "/v1/state")) for desk in desks]  # type: ignore[misc]


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _told(world: CentreWorld) -> int:
    with world.centre.store.reading() as tx:
        query = select(func.count()).select_from(outbound)
        query = query.where(outbound.c.municipality == tx.municipality, outbound.c.kind.in_(neighbours.KINDS))
        return tx.connection.execute(query).scalar_one()
