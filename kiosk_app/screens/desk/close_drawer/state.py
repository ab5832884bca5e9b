"""Closing the drawer without knowing what it should hold: check, count, compare, close.

The expected amount is in no field of a state until the count has been signed: `Result` does not exist before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.shown import UNSAID, Line, Problem, Said


class CloseStep(IntEnum):
    CHECK = 0
    COUNT = 1
    COMPARE = 2
    DONE = 3


@dataclass(frozen=True, slots=True)
class Denomination:
    """A banknote or coin. `key` is its face in minor units, `subtotal` what the counted pieces come to, in words.

    The `right` ones stand in the second column.
    """

    key: str
    words: str
    count: str = ""
    subtotal: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """Something to settle before closing; only a `blocking` one stops it."""

    words: str
    done: bool
    blocking: bool = False
    action: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """After the count is signed: what was expected and what the difference is. `parts` come to what was expected;
    `second` where the difference is more than one person closes with.
    """

    lines: tuple[Line, ...]
    difference_caption: str
    difference: Said
    needs_explanation: bool
    explanation: str = ""
    parts: tuple[Line, ...] = ()
    second: SecondPerson | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    heading: str
    lines: tuple[Line, ...]
    next_steps: tuple[str, ...]
    printing: Said = UNSAID


@dataclass(frozen=True, slots=True)
class CloseDrawerState:
    heading: str
    subtitle: str
    step: CloseStep
    checks: tuple[Check, ...] = ()
    denominations: tuple[Denomination, ...] = ()
    counted: str = ""
    can_continue: bool = True
    result: Result | None = None
    closed: Closed | None = None
    problems: tuple[Problem, ...] = ()
