"""Many lives, on every core, and what came of them.

    python -m simulation 1000000 --seed 1           the figures of docs/SIMULATION.md
    make simulate N=50000                           the same
    make simulate SEED=123 N=7                      the first seven days of life 123, again

A schedule is one day of a life; life s of a run has seed `seed + s`. A life that breaks leaves a trace, every event in
order, and the command that repeats it.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from simulation.clocks import DAY_MS
from simulation.faults import EVERY, Fault
from simulation.life import DAYS, Life, live
from simulation.tally import Tally

TRACES: Final = Path("simulation-traces")
_PROGRESS_S: Final = 5


@dataclass(slots=True)
class Outcome:
    tally: Tally
    broken: list[Life]


def run(schedules: int, seed: int, *, processes: int, without: frozenset[Fault] = frozenset()) -> Iterator[Life]:
    """Lives as they end, in order. The last one is shorter when `schedules` is no multiple of `DAYS`."""
    lives = -(-schedules // DAYS)
    lengths = [min(DAYS, schedules - DAYS * number) for number in range(lives)]
    jobs = [(seed + number, days) for number, days in enumerate(lengths)]
    one = partial(_live, allowed=EVERY - without)
    if processes == 1:
        _quiet()
        yield from map(one, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes, _quiet) as pool:
        yield from pool.imap(one, jobs, chunksize=4)


def _live(job: tuple[int, int], *, allowed: frozenset[Fault]) -> Life:
    """Without a trace; one that breaks is lived again with it."""
    seed, days = job
    life = live(seed, days, allowed=allowed, tracing=False)
    return live(seed, life.days, allowed=allowed) if life.broken else life


def _quiet() -> None:
    """The program logs what it refuses: here that is the point of the day, thousands of times."""
    log = logging.getLogger("ventanilla")
    log.propagate = False
    log.addHandler(logging.NullHandler())


def gather(lives: Iterator[Life], schedules: int, *, progress: bool) -> Outcome:
    outcome = Outcome(Tally(), [])
    said = time.monotonic()
    for life in lives:
        outcome.tally.add(life.tally)
        if life.broken:
            outcome.broken.append(life)
        if progress and time.monotonic() - said > _PROGRESS_S:
            said = time.monotonic()
            print(f"{outcome.tally.schedules}/{schedules} schedules, {len(outcome.broken)} broken", file=sys.stderr)
    return outcome


def report(outcome: Outcome, seconds: float, processes: int) -> str:
    """A table for people, and for docs/SIMULATION.md."""
    tally = outcome.tally
    lines = [
        f"{tally.schedules} schedules (days of {tally.lives} lives), {len(outcome.broken)} broken",
        f"{seconds:.0f} s, {processes} processes: {tally.schedules / seconds / processes:.0f} schedules/s a process",
        f"{tally.exchanges} exchanges begun, {tally.reached} requests at the centre",
        f"{tally.entries} entries written by stations, {tally.outbound} by centres",
        f"{tally.simulated_ms // DAY_MS} simulated days; the slowest healing took {tally.slowest_healing_ms // 1000} s",
        "",
        "| fault | struck | on days |",
        "|---|---|---|",
    ]
    lines += [f"| {fault} | {tally.faults[fault]} | {tally.days_with[fault]} |" for fault in Fault]
    return "\n".join(lines)


def keep_trace(life: Life, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"life-{life.seed}.txt"
    file.write_text("\n".join([life.broken, f"again: {life.replay}", *life.trace, ""]), encoding="utf-8")
    return file


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulation", description=str(__doc__).splitlines()[0])
    parser.add_argument("schedules", type=int, help="how many days to live in all")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first life")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--without", choices=list(Fault), action="append", default=[], help="leave a fault out")
    return parser


def main(words: Sequence[str] | None = None) -> int:
    asked = _arguments().parse_args(words)
    processes = max(1, min(asked.processes, asked.schedules // DAYS))
    started = time.monotonic()
    without = frozenset(Fault(name) for name in asked.without)
    lives = run(asked.schedules, asked.seed, processes=processes, without=without)
    outcome = gather(lives, asked.schedules, progress=True)
    print(report(outcome, time.monotonic() - started, processes))
    for life in outcome.broken:
        print(f"\nBROKEN {life.broken.splitlines()[0]}\n  trace: {keep_trace(life, TRACES)}\n  again: {life.replay}")
    return 1 if outcome.broken else 0
