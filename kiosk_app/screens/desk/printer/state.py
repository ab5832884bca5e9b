"""Setting up the printer: what is chosen, how the test sheet will look, and what came of printing it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Choice, Problem, Said


@dataclass(frozen=True, slots=True)
class Setting:
    """One field that this way of printing has. Without `choices` it is typed. `name` is the settings' own."""

    name: str
    text: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PrinterState:
    """`settings` are only those that the chosen kind has, in order. `picture` is a PNG of the sheet that would come
    out.

    `ask`: the sheet was sent, and a person says whether it came out right; `advice` follows a no. `give_up` names the
    papers that stand in the way of a change, or nothing.
    """

    kinds: tuple[Choice, ...]
    kind: str
    about: str
    settings: tuple[Setting, ...]
    picture: bytes = b""
    notice: Said = UNSAID
    problems: tuple[Problem, ...] = ()
    can_change: bool = True
    can_test: bool = True
    ask: bool = False
    advice: tuple[str, ...] = ()
    give_up: str = ""
