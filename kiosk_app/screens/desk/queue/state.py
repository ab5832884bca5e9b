"""What waits to be sent: each thing, since when, how it stands, and what a person can do."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Said, TableRow


@dataclass(frozen=True, slots=True)
class CarryState:
    """Another counter's file: how far it is while it is under way, and what came of the last one."""

    words: str = ""
    percent: int = 0
    under_way: bool = False
    notice: Said = UNSAID


@dataclass(frozen=True, slots=True)
class QueueState:
    """Rows of `items`: what, since when (age), state as a chip, reason in words.

    `paper` is all there is to say of the chosen row where it is a paper; with `ask_paper` only a person can say whether
    it came out.
    """

    headline: Said
    facts: tuple[Line, ...]
    items: tuple[TableRow, ...] = ()
    chosen: str = ""
    empty: str = ""
    notice: Said = UNSAID
    progress: int | None = None
    progress_words: str = ""
    can_retry: bool = True
    can_export: bool = True
    ask_paper: bool = False
    carry: CarryState = CarryState()
    paper: str = ""
