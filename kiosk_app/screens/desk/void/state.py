"""Voiding a receipt that exists: a reason from the list and words of one's own; nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Choice, Line, Problem, Said


@dataclass(frozen=True, slots=True)
class VoidState:
    """`done` is said once the receipt is voided; the form is then read only."""

    heading: str
    explanation: str
    reasons: tuple[Choice, ...]
    facts: tuple[Line, ...] = ()
    reason: str = ""
    note: str = ""
    problems: tuple[Problem, ...] = ()
    done: Said = UNSAID
