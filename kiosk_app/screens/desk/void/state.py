"""Voiding a receipt that exists: the code on the person's paper, a reason, and a second person where one is needed."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.shown import UNSAID, Choice, Line, Problem, Said


@dataclass(frozen=True, slots=True)
class VoidState:
    """`done` is said once the receipt is voided; the form is then read only.

    `instead` says why it cannot be voided here at all, and who refunds it; there is no form then.
    """

    heading: str
    explanation: str
    reasons: tuple[Choice, ...]
    facts: tuple[Line, ...] = ()
    code: str = ""
    code_read: Said = UNSAID
    reason: str = ""
    note: str = ""
    second: SecondPerson | None = None
    problems: tuple[Problem, ...] = ()
    done: Said = UNSAID
    instead: Said = UNSAID
