"""Finding a case and reading what happened to it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Line, ListRow, Said, Tone


@dataclass(frozen=True, slots=True)
class HistoryLine:
    when: str
    words: str
    detail: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """`papers` can be printed again, each as a numbered copy."""

    code: str
    heading: str
    chip: str
    tone: Tone
    facts: tuple[Line, ...]
    history: tuple[HistoryLine, ...]
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
