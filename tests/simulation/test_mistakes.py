"""Negative controls: each fault class and each promise is proven by a program that is wrong in one place."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulation.faults import Fault
from simulation.invariants import Invariant
from tests.simulation.mistakes import MISTAKES, SCHEDULES_MAX, Mistake, find

_ROW = r"^\| ([a-z-]+|\(none\)) \| `(\w+)`: .* \| ([a-z-]+) \| (\d+) \|$"
_PAGE = Path(__file__).parents[2] / "docs" / "SIMULATION.md"


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    log = logging.getLogger("ventanilla")
    handlers, propagate = list(log.handlers), log.propagate
    log.handlers, log.propagate = [logging.NullHandler()], False
    yield
    log.handlers, log.propagate = handlers, propagate


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: f"{one.fault}-{one.made.__name__}")
def test_the_simulator_finds_a_planted_mistake(mistake: Mistake) -> None:
    found = find(mistake, _told()[_name(mistake)])
    assert found is not None, f"hidden for {SCHEDULES_MAX} schedules"
    assert found.invariant == mistake.finds, found.words


def test_every_fault_and_every_promise_has_a_negative_control() -> None:
    assert {mistake.fault for mistake in MISTAKES} >= set(Fault)
    assert {mistake.finds for mistake in MISTAKES} == set(Invariant)


def test_the_page_has_a_row_for_every_mistake() -> None:
    assert set(_told()) == set(map(_name, MISTAKES))


def _name(mistake: Mistake) -> tuple[str, str, str]:
    return str(mistake.fault or "(none)"), mistake.made.__name__, str(mistake.finds)


def _told() -> dict[tuple[str, str, str], int]:
    """The page's rows: after how many schedules each is found."""
    rows = re.findall(_ROW, _PAGE.read_text("utf-8"), re.MULTILINE)
    return {(fault, made, finds): int(schedules) for fault, made, finds, schedules in rows}
