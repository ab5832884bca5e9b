"""What a counter does with a case that is open already: take in what was missing, ask to reopen it, tell the citizen.

Each is an act in the journal with its paper, with no network. What only the municipality decides is an intake: the
paper says so, and the centre answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.cases.case_file import CaseFile, advance
from domain.cases.clocks import new_date
from domain.cases.states import CaseState
from domain.catalog import Requirement
from domain.errors import Refusal
from domain.ids import read_case_code
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from printing.spool import PrintJob

PHOTOS_MAX: Final = 8
#: Which of the centre's words a paper passes on, by the trail that they leave (`case_projections`).
_WORDS: Final = {
    "date": ("promise_moved",),
    "observation": ("moved:observed",),
    "answer": ("moved:resolved", "moved:rejected", "moved:not_presented"),
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What the citizen brings for a case: `requirements` by code, and photos of the documents.

    `service` is read from the paper of a case of another counter, empty for one of this counter.
    """

    code: str
    requirements: tuple[str, ...]
    photos: tuple[Blob, ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True)
class ActDone:
    """`promise` is the date on the paper, None while it is the municipality's to say."""

    entry: SignedEntry
    job: PrintJob
    promise: date | None


class CaseActs:
    def __init__(self, counter: Counter, paper: Paper) -> None:
        self._counter = counter
        self._paper = paper
        self._cases = CaseBook(counter)
        self._taken_up: dict[str, CaseFile] = {}

    def take_up(self, file: CaseFile) -> None:
        """A case of another counter, as the centre has just told it: what is written here knows what is missing."""
        self._taken_up[file.code] = file

    def taken_up(self, code: str) -> CaseFile | None:
        return self._taken_up.get(code)

    def wanted(self, code: str, service: str = "") -> tuple[Requirement, ...]:
        """What may be brought: what is missing of a case of this counter, everything that the service asks of another.

        Raises Refusal `case_code_incomplete`, `case_code_mistyped`, `procedure_unknown`, `case_not_observed`.
        """
        code = read_case_code(code)
        file = self._file(code)
        asked = self._counter.municipality.procedure(service if file is None else file.service).requirements
        if file is None:
            return tuple(item for item in asked if item.kind != "payment")
        if file.state is not CaseState.OBSERVED:
            raise Refusal("case_not_observed", case=code, state=file.state.value)
        known = {item.code: item for item in asked}
        return tuple(known[missing] for missing in file.still_missing if missing in known)

    def complete(self, operator: Operator, brought: Brought) -> ActDone:
        """Take it in and queue the paper, in one transaction. Never refused for what is still missing.

        Raises Refusal `nothing_brought`, `too_many_photos`, what `wanted` raises, `requirement_not_missing`,
        `calendar_too_short`, `file_too_large`, `disk_full`.
        """
        code = read_case_code(brought.code)
        if not brought.requirements:
            raise Refusal("nothing_brought")
        if len(brought.photos) > PHOTOS_MAX:
            raise Refusal("too_many_photos", most=PHOTOS_MAX)
        self.wanted(code, brought.service)
        file = self._file(code)
        service = brought.service if file is None else file.service
        body: dict[str, Any] = {"case": code, "service": service, "brought": list(dict.fromkeys(brought.requirements))}
        promise = None
        left = [] if file is None else [item for item in file.still_missing if item not in brought.requirements]
        if left:
            body["left"] = left
        elif file is not None:
            promise, legal = self._dates(file)
            body["promise"] = promise.isoformat()
            if legal is not None:
                body["legal"] = legal.isoformat()
        return self._act(operator, Draft("case_completed/1", body, documents=brought.photos), promise)

    def ask_reopening(self, operator: Operator, code: str, ground: str) -> ActDone:
        """Raises Refusal `case_unknown`, `case_not_finished`, `case_move_unknown`, `calendar_too_short`."""
        file = self._known(code)
        if not file.is_finished:
            raise Refusal("case_not_finished", case=file.code, state=file.state.value)
        promise, _legal = self._dates(file)
        body = {"case": file.code, "service": file.service, "ground": ground, "promise": promise.isoformat()}
        return self._act(operator, Draft("reopening_asked/1", body), promise)

    def owed(self, code: str) -> str:
        """What the citizen has no paper of yet: `date`, `observation`, `answer`, or nothing."""
        file = self._file(code)
        if file is None:
            return ""
        for of, due in (
            ("date", file.is_date_untold),
            ("observation", file.state is CaseState.OBSERVED and file.complete_by is not None),
            ("answer", file.is_finished and file.state is not CaseState.CLOSED),
        ):
            if due and self._word(code, of) and not self._told(code, of):
                return of
        return ""

    def tell(self, operator: Operator, code: str, of: str) -> ActDone:
        """Record that the citizen is given the centre's word, and print it. Told before, it is a numbered copy.

        Raises Refusal `case_unknown`, `nothing_to_tell`.
        """
        file = self._known(code)
        word = self._word(file.code, of)
        if not word:
            raise Refusal("nothing_to_tell", case=file.code)
        body: dict[str, Any] = {"case": file.code, "service": file.service, "of": of, "entry": word}
        if of == "date":
            body["promise"] = file.promise.isoformat()
        return self._act(operator, Draft("citizen_told/1", body), file.promise if of == "date" else None)

    def _act(self, operator: Operator, draft: Draft, promise: date | None) -> ActDone:
        jobs: list[PrintJob] = []

        def alongside(store: Store, written: Sequence[SignedEntry]) -> None:
            jobs.append(self._paper.queue_case_notice(store, written[-1], operator))

        written = self._counter.journal.record(operator.id, draft, alongside=alongside)
        elsewhere = self._taken_up.get(written[-1].entry.body["case"])
        if elsewhere is not None:
            self.take_up(advance(elsewhere, Author.STATION, written[-1].entry))
        return ActDone(written[-1], jobs[0], promise)

    def _dates(self, file: CaseFile) -> tuple[date, date | None]:
        """What the paper says from today on; never sooner than what was said before."""
        municipality, today = self._counter.municipality, self._counter.today()
        if file.type == "complaint":
            category = municipality.category(file.service)
            term, law = category.promise_working_days, category.legal_working_days
        else:
            procedure = municipality.procedure(file.service)
            term, law = procedure.promised_days, procedure.legal_days
        promise = new_date(file, municipality.calendar, today, term)
        if file.legal is None or law is None:
            return promise, file.legal
        return promise, max(file.legal, municipality.calendar.add_working_days(today, law))

    def _word(self, code: str, of: str) -> int:
        """The centre's last entry that says it; 0 where there is none."""
        marks = ", ".join("?" for _ in _WORDS[of])
        row = self._counter.store.row(
            f"SELECT max(sequence) AS last FROM case_event WHERE code = ? AND author = 'centre' AND what IN ({marks})",  # noqa: S608 - marks alone
            (code, *_WORDS[of]),
        )
        return 0 if row is None or row["last"] is None else int(row["last"])

    def _told(self, code: str, of: str) -> bool:
        row = self._counter.store.row(
            "SELECT 1 FROM case_event WHERE code = ? AND what = ? AND detail = ?",
            (code, f"told:{of}", str(self._word(code, of))),
        )
        return row is not None

    def _known(self, code: str) -> CaseFile:
        file = self._file(read_case_code(code))
        if file is None:
            raise Refusal("case_unknown", code=code)
        return file

    def _file(self, code: str) -> CaseFile | None:
        """Of this counter, or taken up from the centre."""
        return self._cases.file_of(code) or self._taken_up.get(code)
