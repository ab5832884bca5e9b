"""The closes of this counter, and what each session collected by procedure."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import Line, TableRow


@dataclass(frozen=True, slots=True)
class ReportsState:
    """Rows of `closes`: Z, day, hours, receipts, fees, counted, difference. `procedures`: name, how many, fees."""

    closes: tuple[TableRow, ...]
    chosen: str = ""
    heading: str = ""
    facts: tuple[Line, ...] = ()
    procedures: tuple[TableRow, ...] = ()
    empty: str = ""
