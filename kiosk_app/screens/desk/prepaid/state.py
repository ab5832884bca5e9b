"""Selling a prepaid code: cash now, fees of this counter later."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Choice, Problem, Said


@dataclass(frozen=True, slots=True)
class PrepaidState:
    """The code itself is in no state: it is on the paper and nowhere else.

    `printing` is the honest state of the paper just sold; with `ask_paper` only a person can say whether it came out.
    `offers_voucher`: the guarantee stopped the sale, and a treasury voucher would let it go on.
    """

    amounts: tuple[Choice, ...]
    amount: str = ""
    rules: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notice: Said = UNSAID
    printing: Said = UNSAID
    ask_paper: bool = False
    offers_voucher: bool = False
