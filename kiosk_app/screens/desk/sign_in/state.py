"""Who is going to work."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import Choice


@dataclass(frozen=True, slots=True)
class SignInState:
    """`problem` is why the last PIN was not taken. While `wait` has words (the seconds left) no PIN is taken.

    `locked` is True when an operator comes back to a screen that keeps their draft.
    """

    place: str
    operators: tuple[Choice, ...]
    chosen: str = ""
    problem: str = ""
    wait: str = ""
    locked: bool = False
    notice: str = ""
    offers_practice: bool = False
