"""Taking in what an observed case lacks, or the wish to open a finished one again."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Choice, Line, Problem, Said


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """A requirement, and whether the person has it at hand."""

    key: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class CaseActState:
    """`requirements` are for completing, `grounds` for reopening; the other is empty. `done` is said once it is
    committed; the form is then read only.
    """

    heading: str
    explanation: str
    facts: tuple[Line, ...] = ()
    requirements: tuple[BroughtLine, ...] = ()
    photos: tuple[str, ...] = ()
    grounds: tuple[Choice, ...] = ()
    ground: str = ""
    confirm: str = ""
    problems: tuple[Problem, ...] = ()
    done: Said = UNSAID
