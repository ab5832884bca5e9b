"""Cash that goes into or out of the drawer without a fee."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.shown import UNSAID, Choice, Problem, Said, TableRow


@dataclass(frozen=True, slots=True)
class CashState:
    """Rows of `moves`: time, way, reason, who, amount (negative when it left the drawer)."""

    currency: str
    ways: tuple[Choice, ...]
    way: str = ""
    amount: str = ""
    reason: str = ""
    second: SecondPerson | None = None
    problems: tuple[Problem, ...] = ()
    notice: Said = UNSAID
    moves: tuple[TableRow, ...] = ()
    empty: str = ""
