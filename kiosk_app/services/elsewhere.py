"""Cases of other counters: the centre says where one stands, for whoever stands at this one with its ten digits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol

from domain.cases.case_file import CaseFile
from domain.cases.states import FINISHED, CaseState
from sync.messages import CaseStatus

log = logging.getLogger("ventanilla.sync")

#: What comes back: the case, or why not (`unknown`, `unreachable`).
Hear = Callable[[str, CaseFile | str], None]


class Line(Protocol):
    """`kiosk_app.background.case_link.CaseLink`: the way to the centre, one question at a time."""

    def ask(self, code: str) -> None: ...


class CasesElsewhere:
    """The line's three signals are connected to the last three methods. Only the latest question is answered."""

    def __init__(self, line: Line | None = None) -> None:
        self._line = line
        self._code = ""
        self._hear: Hear | None = None

    def connect(self, line: Line) -> None:
        self._line = line

    def ask(self, code: str, hear: Hear) -> None:
        """`code` has been read by `domain.ids.read_case_code`."""
        self._code, self._hear = code, hear
        if self._line is None:
            self.unreachable(code)
        else:
            self._line.ask(code)

    def answered(self, code: str, told: CaseStatus) -> None:
        try:
            self._tell(code, file_of(told))
        except ValueError:
            log.warning("the centre says of a case what this program has no words for: %.40s", told.state)
            self._tell(code, "unreachable")

    def unknown(self, code: str) -> None:
        self._tell(code, "unknown")

    def unreachable(self, code: str) -> None:
        self._tell(code, "unreachable")

    def _tell(self, code: str, answer: CaseFile | str) -> None:
        hear = self._hear
        if hear is not None and code == self._code:
            self._code, self._hear = "", None
            hear(code, answer)


def file_of(told: CaseStatus) -> CaseFile:
    """As much of the case's file as the centre tells anybody. Raises ValueError for words of a newer centre."""
    since = datetime.fromtimestamp(told.area_since, UTC)
    state = CaseState(told.state)
    finished = state in FINISHED
    return CaseFile(
        code=told.case,
        type=told.type,
        service=told.service,
        edition="",
        state=state,
        area=told.area,
        area_since=since,
        opened_at=since,
        received_at=since,
        committed=date.fromisoformat(told.committed),
        promise=date.fromisoformat(told.promise),
        told=date.fromisoformat(told.promise),
        legal=date.fromisoformat(told.legal) if told.legal else None,
        missing=tuple(told.missing),
        complete_by=date.fromisoformat(told.complete_by) if told.complete_by else None,
        steps=tuple(told.steps),
        answered_at=datetime.fromtimestamp(told.since, UTC) if finished else None,
    )
