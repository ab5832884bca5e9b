"""Refunds of this counter's receipts, as the municipality has told of them."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Said, TableRow


@dataclass(frozen=True, slots=True)
class RefundsState:
    """Rows of `refunds`: receipt, case, approved on, why, amount, state. `told` is what to say to the citizen."""

    refunds: tuple[TableRow, ...] = ()
    chosen: str = ""
    told: Said = UNSAID
    facts: tuple[Line, ...] = ()
    empty: str = ""
