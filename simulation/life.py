"""A life: one station and one centre through `DAYS` days in a row, by a seed. A day of it is a schedule."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from simulation.centre import Backup
from simulation.disk import Image
from simulation.faults import EVERY, Fault
from simulation.parts import PRODUCTION, Parts
from simulation.tally import Tally
from simulation.world import World

DAYS: Final = 20


@dataclass(frozen=True, slots=True)
class Founding:
    """How every life begins: an enrolled station that has heard its first grants, and its centre."""

    station: Image
    centre: Backup
    now_ms: int


@dataclass(frozen=True, slots=True)
class Life:
    """`broken` says what did not hold on the last day, or is empty; `trace` is every event, in order."""

    seed: int
    days: int
    tally: Tally
    broken: str
    invariant: str
    trace: tuple[str, ...]

    @property
    def replay(self) -> str:
        return f"make simulate SEED={self.seed} N={self.days}"


def scratch() -> str | None:
    """Where databases that nobody keeps are fast; None is the system's own place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a private folder is made in it


@lru_cache(maxsize=1)
def _room() -> tempfile.TemporaryDirectory[str]:
    """Of this process: its worlds follow one another in it, so that one engine of the centre serves them all."""
    return tempfile.TemporaryDirectory(dir=scratch(), prefix="ventanilla-lives-")


def _emptied_room() -> Path:
    folder = Path(_room().name) / "world"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@lru_cache(maxsize=1)
def founding() -> Founding:
    world = World(0, _emptied_room())
    world.found()
    world.station.stop()
    world.centre.stop()  # closing a database brings its log home
    world.centre.start()
    found = Founding(world.station.disk.image(), world.centre.backup(), world.time.now_ms)
    world.close()
    return found


def live(
    seed: int, days: int = DAYS, *, parts: Parts = PRODUCTION, allowed: AbstractSet[Fault] = EVERY, tracing: bool = True
) -> Life:
    """Live `days` days. What breaks ends the life; a second history ends it too, and a new station takes its place."""
    tally, trace = Tally(lives=1), list[str]()
    world: World | None = None
    broken, number, invariant = "", 0, ""
    try:
        for number in range(1, days + 1):
            if world is None:
                world = _begun(seed, parts, allowed, tracing=tracing)
            world.live_day(number)
            if world.is_spoilt or number == days:
                world.end()
                _close(world, tally, trace)
                world = None
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported with the seed that repeats it
        assert world is not None, "a day was being lived"
        broken, invariant = f"{type(error).__name__}: {error}", str(getattr(error, "invariant", "exception"))
        _close(world, tally, trace)
    return Life(seed, number, tally, broken, invariant, tuple(trace))


def _begun(seed: int, parts: Parts, allowed: AbstractSet[Fault], *, tracing: bool) -> World:
    begun = founding()
    world = World(seed, _emptied_room(), parts=parts, allowed=allowed, tracing=tracing)
    world.begin_from(begun.station, begun.centre, begun.now_ms)
    return world


def _close(world: World, tally: Tally, trace: list[str]) -> None:
    world.tally.reached = world.network.reached
    tally.add(world.tally)
    trace += world.trace
    world.close()
