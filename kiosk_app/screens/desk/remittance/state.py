"""Declaring a deposit made to the municipality's account."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Problem, Said, TableRow


@dataclass(frozen=True, slots=True)
class RemittanceState:
    """Rows of `declared`: day, voucher, amount, kept back, state. What is declared frees nothing until the centre
    confirms it.

    `keeps` where the agent keeps commission back of the deposit: `kept` as typed, of at most `kept_most`; `sum` then
    adds up what leaves the safe, what is kept and what was deposited.
    """

    currency: str
    owed: tuple[Line, ...]
    account: tuple[Line, ...] = ()
    deadline: Said = UNSAID
    keeps: bool = False
    kept: str = ""
    kept_most: str = ""
    sum: tuple[Line, ...] = ()
    amount: str = ""
    voucher: str = ""
    photo: str = ""
    problems: tuple[Problem, ...] = ()
    notice: Said = UNSAID
    can_declare: bool = True
    declared: tuple[TableRow, ...] = ()
    empty: str = ""
