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
    found = find(mistake)
    assert found is not None, f"hidden for {SCHEDULES_MAX} schedules"
    assert found.invariant == mistake.finds, found.words


def test_every_fault_and_every_promise_has_a_negative_control() -> None:
    assert {mistake.fault for mistake in MISTAKES} >= set(Fault)
    assert {mistake.finds for mistake in MISTAKES} == set(Invariant)


def test_the_page_has_a_row_for_every_mistake() -> None:
    page = _PAGE.read_text("utf-8")
    rows = set(re.findall(r"^\| ([a-z-]+|\(none\)) \| `(\w+)`: .* \| ([a-z-]+) \| \d+ \|$", page, re.MULTILINE))
    assert rows == {(str(one.fault or "(none)"), one.made.__name__, str(one.finds)) for one in MISTAKES}
