"""Statements of the municipality: every line of a period, as this counter has it on record too."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Problem, Said, TableRow


@dataclass(frozen=True, slots=True)
class StatementsState:
    """Rows of `statements`: name, day, lines, fees, commission, state. Rows of `lines`: number, day, what, reference,
    fee, commission, other money, dispute.

    `verdict` says whether they are this counter's own lines; where they are not, nothing is signed and `contacts` are
    whom to call. `disputing` is the chosen line in words. `prints`: this counter has a printer for sheets.
    """

    statements: tuple[TableRow, ...] = ()
    chosen: str = ""
    heading: str = ""
    verdict: Said = UNSAID
    contacts: tuple[Line, ...] = ()
    lines: tuple[TableRow, ...] = ()
    chosen_line: str = ""
    disputing: str = ""
    reason: str = ""
    problems: tuple[Problem, ...] = ()
    notice: Said = UNSAID
    can_sign: bool = False
    can_dispute: bool = False
    can_save: bool = False
    prints: bool = False
    can_print: bool = False
    empty: str = ""
