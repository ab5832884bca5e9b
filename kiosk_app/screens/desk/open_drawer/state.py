"""The money the drawer starts with."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import Choice, Line, Problem


@dataclass(frozen=True, slots=True)
class OpenDrawerState:
    """`suggestions` are amounts one may start with (key: as typed). `facts`: last close, grants, guarantee."""

    heading: str
    currency: str
    float_text: str = ""
    suggestions: tuple[Choice, ...] = ()
    facts: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    can_open: bool = True
    reason_not: str = ""
