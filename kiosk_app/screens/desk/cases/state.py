"""Finding a case and reading what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk_app.shown import UNSAID, Choice, Line, ListRow, Said, Tone

Stage = Literal["done", "now", "to_come"]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    when: str
    words: str
    detail: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the way that the case goes."""

    words: str
    area: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """`papers` can be printed again, each as a numbered copy.

    `advice` is what the person should do now, `where` the area that has the file and since when, `dates` both terms;
    the first of `acts` is what the case needs.
    """

    code: str
    heading: str
    chip: str
    tone: Tone
    facts: tuple[Line, ...]
    advice: Said = UNSAID
    where: str = ""
    steps: tuple[StepLine, ...] = ()
    dates: tuple[Line, ...] = ()
    acts: tuple[Choice, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    papers: tuple[ListRow, ...] = ()
    notice: Said = UNSAID
    can_void: bool = False
    void_caption: str = ""


@dataclass(frozen=True, slots=True)
class CasesState:
    """`filter` is `all`, `open`, `overdue` or `queued`."""

    search: str = ""
    filter: str = "all"
    filters: tuple[str, str, str, str] = ("", "", "", "")
    summary: str = ""
    rows: tuple[ListRow, ...] = ()
    chosen: str = ""
    empty: str = ""
    detail: CaseDetail | None = None
