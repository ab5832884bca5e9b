"""Cases as people look for them: today's, those waiting to be sent, those overdue, and one by its code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from domain.cases.case_file import CaseFile, read_case_file
from domain.cases.clocks import complete_by
from domain.cases.states import FINISHED, CaseState
from domain.catalog import Step
from domain.errors import Refusal
from domain.ids import CASE_CODE_DIGITS, read_case_code
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.services.citizen import Citizen, beginnings, from_personal
from kiosk_app.services.counter import Counter
from kiosk_app.storage import blobs, case_projections, complaint_tables, entries, personal, settings

LIST_MAX: Final = 200
#: As the index `service_case_due` says it, so that it is used, and alone where they are only counted.
_OPEN: Final = "state NOT IN ('resolved', 'rejected', 'closed', 'not_presented')"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list. `sent` is true once the centre has signed for it; `overdue` counts from the promise."""

    code: str
    type: str
    service: str
    service_name: str
    state: CaseState
    opened_at: datetime
    promise: date
    overdue: bool
    sent: bool
    receipt: str | None
    citizen: Citizen


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """`what` is opened, fee_collected, fee_voided, copy_printed or `moved:<state>`; `author` station or centre."""

    at: datetime
    author: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """`place` and `description` are a complaint's; `answer` is the centre's closing words; `area` where the file is.

    `file` is what both journals say, `plan` the steps of its service, `observed` what is still missing until
    `complete_by`.
    `joins` is the complaint of the same thing in which this one is a neighbour; `neighbours` counts the people in it.
    """

    row: CaseRow
    area: str
    area_name: str
    legal: date | None
    observed: tuple[str, ...]
    operator: str
    channel: str
    answer: str | None
    moved_at: datetime | None
    place: str
    description: str
    history: tuple[CaseEvent, ...]
    photos: tuple[bytes, ...]
    file: CaseFile
    plan: tuple[Step, ...]
    complete_by: date | None
    joins: str = ""
    neighbours: int = 1


_ROWS: Final = (
    "SELECT service_case.*, personal.document AS person FROM service_case"
    " LEFT JOIN personal ON personal.commitment = service_case.commitment"
)


class CaseBook:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def today(self) -> list[CaseRow]:
        start, end = self._counter.day_bounds(self._counter.today())
        return self._list("WHERE opened_at >= ? AND opened_at < ? ORDER BY sequence DESC", start, end)

    def waiting(self) -> list[CaseRow]:
        """Committed here, not yet signed for by the centre."""
        return self._list("WHERE service_case.sequence > ? ORDER BY sequence DESC", self._acknowledged())

    def overdue(self) -> list[CaseRow]:
        today = self._counter.today().isoformat()
        return self._list(f"WHERE promise < ? AND {_OPEN} ORDER BY promise", today)

    def open(self) -> list[CaseRow]:
        return self._list(f"WHERE {_OPEN} ORDER BY sequence DESC")

    def recent(self) -> list[CaseRow]:
        return self._list("ORDER BY sequence DESC")

    def counts(self) -> tuple[int, int, int]:
        """How many today, waiting and overdue: what the tabs say."""
        start, end = self._counter.day_bounds(self._counter.today())
        row = self._counter.store.row(
            "SELECT (SELECT count(*) FROM service_case WHERE opened_at >= ? AND opened_at < ?),"  # noqa: S608 - our own
            " (SELECT count(*) FROM service_case WHERE sequence > ?),"
            f" (SELECT count(*) FROM service_case WHERE promise < ? AND {_OPEN})",
            (start, end, self._acknowledged(), self._counter.today().isoformat()),
        )
        assert row is not None, "an aggregate always has a row"
        return row[0], row[1], row[2]

    def search(self, text: str) -> list[CaseRow]:
        """By code, receipt, document, or any beginnings of a person's names; accents folded, newest first."""
        digits = "".join(letter for letter in text if letter.isdigit())
        typed = text.strip().upper()
        if not typed:
            return self.recent()
        if len(digits) == CASE_CODE_DIGITS and digits == "".join(typed.replace("-", " ").split()):
            return self._list("WHERE code = ?", digits)
        if "-" in typed and digits:
            return self._list(
                "WHERE code IN (SELECT code FROM receipt WHERE number = ? OR number = ?)", typed, _receipt(typed)
            )
        query = beginnings(text)
        return self._matching(query) if query else []

    def row(self, code: str) -> CaseRow:
        """Raises Refusal `case_code_incomplete`, `case_code_mistyped`, `case_unknown`."""
        digits = read_case_code(code)
        found = self._list("WHERE code = ?", digits)
        if not found:
            raise Refusal("case_unknown", code=digits)
        return found[0]

    def file_of(self, code: str) -> CaseFile | None:
        """What both journals say of a case of this counter, None of any other. `code` is ten digits."""
        return case_projections.file_of(self._counter.store, code)

    def detail_elsewhere(self, file: CaseFile) -> CaseDetail:
        """A case of another counter, as the centre told it: nobody's name, and only what was done of it here."""
        name = self.service_name(file.type, file.service)
        overdue = file.promise < self._counter.today() and not file.is_finished
        since = file.area_since.astimezone(self._counter.zone)
        row = CaseRow(
            *(file.code, file.type, file.service, name, file.state, since, file.promise, overdue),
            sent=True,
            receipt=None,
            citizen=Citizen(),
        )
        return CaseDetail(
            row=row,
            area=file.area,
            area_name=self.area_name(file.area),
            legal=file.legal,
            observed=file.still_missing,
            operator="",
            channel="",
            answer=None,
            moved_at=None,
            place="",
            description="",
            history=self._history(file.code),
            photos=(),
            file=file,
            plan=self._plan(file.type, file.service),
            complete_by=self._complete_by(file),
        )

    def detail(self, code: str) -> CaseDetail:
        counter, row = self._counter, self.row(code)
        stored = counter.store.row("SELECT * FROM service_case WHERE code = ?", (row.code,))
        assert stored is not None, "it has just been found"
        private = personal.read(counter.store, stored["commitment"])
        file = read_case_file(json.loads(stored["file"]))
        return CaseDetail(
            row=row,
            area=stored["area"],
            area_name=self.area_name(stored["area"]),
            legal=date.fromisoformat(stored["legal"]) if stored["legal"] else None,
            observed=tuple(json.loads(stored["observed"])),
            operator=stored["operator"],
            channel=stored["channel"],
            answer=stored["answer"],
            moved_at=counter.local(stored["moved_at"]) if stored["moved_at"] else None,
            place=private.get("place", ""),
            description=private.get("description", ""),
            history=self._history(row.code),
            photos=self._photos(stored["sequence"]),
            file=file,
            plan=self._plan(row.type, row.service),
            complete_by=self._complete_by(file),
            joins=complaint_tables.joined(counter.store, row.code),
            neighbours=complaint_tables.neighbours(counter.store, row.code),
        )

    def _plan(self, case_type: str, service: str) -> tuple[Step, ...]:
        municipality = self._counter.municipality
        try:
            found = municipality.category(service) if case_type == "complaint" else municipality.procedure(service)
        except Refusal:  # of an older edition
            return ()
        return found.steps

    def _complete_by(self, file: CaseFile) -> date | None:
        try:
            return complete_by(file, self._counter.municipality.calendar, self._counter.day_of)
        except Refusal:  # nobody has filled in that year's holidays yet
            return None

    def requirement_texts(self, service: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Requirement codes in words; a code of an older edition stays a code."""
        try:
            known = {item.code: item.text for item in self._counter.municipality.procedure(service).requirements}
        except Refusal:
            known = {}
        return tuple(known.get(code, code) for code in codes)

    def _matching(self, query: str) -> list[CaseRow]:
        return self._list(
            "WHERE service_case.sequence IN"
            " (SELECT rowid FROM case_words WHERE case_words MATCH ? ORDER BY rowid DESC LIMIT 200)"
            " ORDER BY service_case.sequence DESC",
            query,
        )

    def _list(self, condition: str, *parameters: Any) -> list[CaseRow]:
        acknowledged = self._acknowledged()
        today = self._counter.today()
        rows = self._counter.store.rows(f"{_ROWS} {condition} LIMIT {LIST_MAX}", parameters)
        return [self._row(row, acknowledged, today) for row in rows]

    def _row(self, row: Any, acknowledged: int, today: date) -> CaseRow:
        promise = date.fromisoformat(row["promise"])
        return CaseRow(
            code=row["code"],
            type=row["type"],
            service=row["service"],
            service_name=self.service_name(row["type"], row["service"]),
            state=CaseState(row["state"]),
            opened_at=self._counter.local(row["opened_at"]),
            promise=promise,
            overdue=promise < today and CaseState(row["state"]) not in FINISHED,
            sent=row["sequence"] <= acknowledged,
            receipt=row["receipt"],
            citizen=from_personal(json.loads(row["person"])) if row["person"] else Citizen(),
        )

    def service_name(self, case_type: str, service: str) -> str:
        municipality = self._counter.municipality
        try:
            if case_type == "complaint":
                return municipality.category(service).name
            return municipality.procedure(service).name
        except Refusal:  # of an older edition: its code is still true
            return service

    def area_name(self, area: str) -> str:
        try:
            return self._counter.municipality.area(area).name
        except Refusal:
            return area

    def _history(self, code: str) -> tuple[CaseEvent, ...]:
        rows = self._counter.store.rows(
            "SELECT * FROM case_event WHERE code = ? ORDER BY at, author DESC, sequence", (code,)
        )
        return tuple(
            CaseEvent(self._counter.local(row["at"]), row["author"], row["what"], row["detail"]) for row in rows
        )

    def _photos(self, sequence: int) -> tuple[bytes, ...]:
        """As the entry names them: the same photo may have been given in with another case before."""
        store = self._counter.store
        opened = next(entries.read(store, Author.STATION, sequence, sequence))
        named = read_entry(opened).entry.body.get("blobs", [])
        found = (blobs.content(store, item["sha"]) for item in named if item["type"].startswith("image/"))
        return tuple(content for content in found if content is not None)

    def _acknowledged(self) -> int:
        mark = settings.watermark(self._counter.store)
        return 0 if mark is None else mark.sequence


def _receipt(typed: str) -> str:
    """`c07-12` is how people say `C07-000012`."""
    series, _, number = typed.partition("-")
    return f"{series.strip()}-{number.strip().zfill(6)}"
