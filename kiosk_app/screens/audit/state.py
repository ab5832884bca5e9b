"""What the auditor's screen shows, already in words and formatted amounts.

Every figure opens the rows that make it, and every row the evidence behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk_app.shown import TableRow, Tone


class Tab(StrEnum):
    CABINS = "cabins"
    RECEIPTS = "receipts"
    VOIDS = "voids"
    CLOSES = "closes"
    DEPOSITS = "deposits"
    TREASURY = "treasury"
    STATEMENTS = "statements"
    FINDINGS = "findings"


class Export(StrEnum):
    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"
    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What verifying everything held came to. `opens` is the key of the first wrong entry's row, or empty."""

    tone: Tone
    icon: str
    words: str
    detail: str
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number worth a card. `chosen` while its rows are on show."""

    id: str
    title: str
    amount: str
    note: str
    icon: str
    tone: Tone = "plain"
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """`size` is what is drawn, `shown` what is written beside it; `size` may be negative where the chart allows it."""

    words: str
    size: int
    shown: str
    tone: Tone = "primary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`headings` name the two columns of the same data as a table; `line_at` draws a limit that many bars along."""

    title: str
    note: str
    headings: tuple[str, str]
    bars: tuple[Bar, ...]
    line_at: float = 0.0
    empty: str = ""

    @property
    def spoken(self) -> str:
        """The whole chart as one hears it."""
        told = "; ".join(f"{bar.words}: {bar.shown}" for bar in self.bars)
        return f"{self.title}. {told or self.empty}. {self.note}".strip()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """`width` in pixels, 0 shares what is left. `id` is what sorting by it is called."""

    id: str
    title: str
    width: int = 0
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """`tab` says whose columns they are; `summary` counts the rows and sums what the figure sums."""

    tab: Tab
    columns: tuple[GridColumn, ...]
    rows: tuple[TableRow, ...]
    summary: str
    empty: str
    chosen: str = ""
    sorted_by: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that proves or disproves the row. `opens` is a row's key where there is one to go to, else empty."""

    icon: str
    title: str
    detail: str
    tone: Tone = "primary"
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A line of the denomination sheet: `S/ 50.00`, `3`, `S/ 150.00`."""

    face: str
    count: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    heading: str
    subtitle: str
    lines: tuple[Line, ...]
    evidence: tuple[Evidence, ...] = ()
    pieces: tuple[Pieces, ...] = ()
    words_heading: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditState:
    """Until something was verified (`verified`) there are no figures: a zero would be a claim."""

    cabins: tuple[Option, ...]
    cabin: str
    periods: tuple[Option, ...]
    period: str
    proof: Proof
    figures: tuple[Figure, ...]
    charts: tuple[Chart, Chart]
    tabs: tuple[Option, ...]
    tab: Tab
    drill: str
    grid: Grid
    inspector: Inspector | None
    can_export: bool
    verified: bool = True
    notice: str = ""
    notice_tone: Tone = "ok"
