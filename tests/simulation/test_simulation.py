"""Ten thousand bad days in every run; `make simulate` lives more.

A failure names the command that lives it again (docs/SIMULATION.md).
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulation.command import Outcome, gather, keep_trace, report, run
from simulation.faults import EVERY, Fault
from simulation.invariants import Invariant
from simulation.life import DAYS, live
from simulation.parts import Parts
from tests.simulation.mistakes import MindsWatermarksAlone, TrustsHttp200

SCHEDULES = 10_000
PARTS = 10
FIRST_SEED = 1
PROCESSES = 2


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The program logs what it refuses: here that is the point of the day."""
    log = logging.getLogger("ventanilla")
    handlers, propagate = list(log.handlers), log.propagate
    log.handlers, log.propagate = [logging.NullHandler()], False
    yield
    log.handlers, log.propagate = handlers, propagate


def _lived(schedules: int, seed: int, processes: int) -> Outcome:
    return gather(run(schedules, seed, processes=processes), schedules, progress=False)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_bad_days_end_whole(part: int) -> None:
    """In parts, which the workers of xdist share; alone, each part is lived on both cores."""
    days = SCHEDULES // PARTS
    processes = 1 if "PYTEST_XDIST_WORKER" in os.environ else PROCESSES
    outcome = _lived(days, FIRST_SEED + part * days // DAYS, processes)
    tally = outcome.tally
    assert not outcome.broken, [f"{life.broken.splitlines()[0]} again: {life.replay}" for life in outcome.broken[:5]]
    assert tally.schedules == days
    assert tally.lives == days // DAYS
    seldom = {fault: tally.faults[fault] for fault in Fault if tally.faults[fault] < days // 500}
    assert not seldom, f"faults that hardly ever struck: {seldom}"
    assert tally.reached > 2 * days, "days on which much was said"
    assert processes == 1 or not multiprocessing.active_children()


def test_the_same_seed_is_the_same_life_byte_for_byte() -> None:
    once, again = live(7, 6), live(7, 6)
    assert once.broken == ""
    assert len(once.trace) > 100
    assert once.trace == again.trace


def test_a_photograph_that_a_restored_centre_lost_without_an_entry_is_sent_again() -> None:
    """The life that found it (docs/adr/0037): the backup was taken between the entry and its photograph."""
    life = live(515, DAYS, tracing=False)
    assert (life.broken, life.tally.faults[Fault.CENTRE_RESTORED]) == ("", 2)
    mistaken = live(515, DAYS, parts=Parts(outbox=MindsWatermarksAlone), tracing=False)
    assert Invariant.BLOBS in mistaken.broken


def test_another_seed_is_another_life() -> None:
    assert live(7, 1).trace != live(8, 1).trace


def test_the_first_days_of_a_life_do_not_depend_on_how_many_follow() -> None:
    longer, shorter = live(9, 4), live(9, 2)
    assert longer.trace[: len(shorter.trace)] == shorter.trace


def test_a_fault_that_is_left_out_never_strikes() -> None:
    for fault in Fault:
        life = live(11, 3, allowed=EVERY - {fault}, tracing=False)
        assert not life.tally.faults[fault]
        assert not life.broken


def test_a_broken_life_is_told_with_the_command_that_repeats_it(tmp_path: Path) -> None:
    wrong = Parts(engine=TrustsHttp200)
    life = next(life for life in (live(seed, parts=wrong) for seed in range(50)) if life.broken)
    assert life.replay == f"make simulate SEED={life.seed} N={life.days}"
    assert live(life.seed, life.days, parts=wrong).trace == life.trace
    words = keep_trace(life, tmp_path).read_text("utf-8")
    assert life.replay in words
    assert life.trace[-1] in words


def test_the_report_says_what_was_lived() -> None:
    words = report(_lived(6, 3, 1), 2.0, 1)
    assert words.startswith("6 schedules (days of 1 lives), 0 broken")
    assert all(f"| {fault} |" in words for fault in Fault)
