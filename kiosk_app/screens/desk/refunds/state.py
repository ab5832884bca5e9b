"""Refunds of this counter's receipts, as the municipality has told of them."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Said, TableRow


@dataclass(frozen=True, slots=True)
class RefundsState:
    """Rows of `refunds`: receipt, case, approved on, why, amount, state. `told` is what to say to the citizen.

    `printing` is the honest state of the chosen one's notice, or why there is none.
    """

    refunds: tuple[TableRow, ...] = ()
    chosen: str = ""
    told: Said = UNSAID
    facts: tuple[Line, ...] = ()
    printing: Said = UNSAID
    print_caption: str = ""
    can_print: bool = False
    empty: str = ""
