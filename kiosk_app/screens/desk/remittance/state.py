"""Declaring a deposit made to the municipality's account."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Problem, Said, TableRow


@dataclass(frozen=True, slots=True)
class RemittanceState:
    """Rows of `declared`: day, amount, voucher, state. What is declared frees nothing until the centre confirms it."""

    currency: str
    owed: tuple[Line, ...]
    account: tuple[Line, ...] = ()
    amount: str = ""
    voucher: str = ""
    photo: str = ""
    problems: tuple[Problem, ...] = ()
    notice: Said = UNSAID
    can_declare: bool = True
    declared: tuple[TableRow, ...] = ()
    empty: str = ""
