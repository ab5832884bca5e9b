"""A treasury voucher: a code read out by telephone that lets the counter go on collecting, with no network."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Problem, Said


@dataclass(frozen=True, slots=True)
class VoucherState:
    """`left` is what may still be collected, no closer than a blind count allows."""

    left: Said
    steps: tuple[str, ...]
    contacts: tuple[Line, ...] = ()
    code: str = ""
    problems: tuple[Problem, ...] = ()
    done: Said = UNSAID
    can_use: bool = True
