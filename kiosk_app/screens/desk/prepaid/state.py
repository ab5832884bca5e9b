"""Selling a prepaid code: cash now, fees of this counter later."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Choice, Problem, Said


@dataclass(frozen=True, slots=True)
class PrepaidState:
    """The code itself is in no state: it is on the paper and nowhere else.

    `offers_voucher`: the guarantee stopped the sale, and a treasury voucher would let it go on.
    """

    amounts: tuple[Choice, ...]
    amount: str = ""
    rules: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notice: Said = UNSAID
    offers_voucher: bool = False
