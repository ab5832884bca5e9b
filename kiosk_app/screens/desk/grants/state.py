"""What this counter holds and has not used."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Said, TableRow


@dataclass(frozen=True, slots=True)
class GrantsState:
    """Rows of `held`: what, which, how many. `means` says what giving the chosen ones back does, and asks once
    `is_asking`; `notice` what was done, or why it was not.
    """

    held: tuple[TableRow, ...] = ()
    chosen: str = ""
    means: Said = UNSAID
    can_release: bool = False
    is_asking: bool = False
    notice: Said = UNSAID
    empty: str = ""
