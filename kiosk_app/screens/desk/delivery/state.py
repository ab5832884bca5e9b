"""A case that was just registered: what the person at the window hears and takes home."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Said


@dataclass(frozen=True, slots=True)
class Delivery:
    """What happened, the code, and what follows. `printing` is the honest state of the paper; with
    `ask_paper` only a person can say whether it came out.
    """

    heading: str
    code: str
    code_spoken: str
    facts: tuple[Line, ...] = ()
    next_steps: tuple[str, ...] = ()
    printing: Said = UNSAID
    print_caption: str = ""
    can_print: bool = True
    ask_paper: bool = False
