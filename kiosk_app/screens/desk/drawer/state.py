"""The open drawer: the X reading, its movements, and how much of the guarantee is out."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, Said, TableRow, Tone


@dataclass(frozen=True, slots=True)
class GuaranteeGauge:
    """`percent` of the headroom in use; `words` say what is left, `forecast` how long it lasts at this pace.

    While the count is blind both are in tenths (kiosk_app.services.guarantee).
    """

    percent: int
    warn_at: int
    tone: Tone
    words: str
    forecast: Said = UNSAID
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawerState:
    """Rows of `movements`: time, receipt, what, person's initials or code, amount, state.

    `reading` and `procedures` say what the X on paper says: how many, and no sum that the count could be told from.
    """

    heading: str
    subtitle: str
    reading: tuple[Line, ...]
    procedures: tuple[Line, ...]
    gauge: GuaranteeGauge
    deadline: Said = UNSAID
    movements: tuple[TableRow, ...] = ()
    movements_summary: str = ""
    chosen: str = ""
    empty: str = ""
    notice: Said = UNSAID
    pending_remittances: tuple[TableRow, ...] = ()
    can_void: bool = False
    can_sell_prepaid: bool = False
    can_close: bool = True
