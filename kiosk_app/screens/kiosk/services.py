"""The kiosk's needs of what lies below: filing a complaint, and saying how a case stands here or elsewhere. No Qt.

What the office reads is written in the office's language, whatever language the person was served in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final, Protocol

from domain.cases.states import CaseState
from domain.catalog import ComplaintCategory
from domain.errors import Refusal
from kiosk_app.screens.kiosk.complaint.flow import Draft, Person, Place, PlaceKind
from kiosk_app.screens.kiosk.complaint.presenter import Filed, PaperState
from kiosk_app.screens.kiosk.complaint.questions import SINCES, place_in_words
from kiosk_app.screens.kiosk.follow.presenter import CaseStatus, Hear, NotTold
from kiosk_app.services.announcements import Announcement, Announcements
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.complaints import ComplaintRequest, FileComplaint
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.enquiries import Enquiries, Subject
from kiosk_app.services.paper import Paper
from kiosk_app.storage import spool_table
from printing.spool import SpoolState
from sync.messages import CaseStatus as CentreStatus
from wording.catalogue import _, language, use_language

log = logging.getLogger("ventanilla.screens")

OFFICE_LANGUAGE: Final = "es"
#: Nobody stands behind the glass: the entry says so.
KIOSK: Final = Operator(id="kiosk", name="", role="operator")
_PLACE_KINDS: Final = {
    PlaceKind.STREET: "address",
    PlaceKind.CORNER: "corner",
    PlaceKind.LANDMARK: "landmark",
    PlaceKind.UNKNOWN: "landmark",
}
_PAPERS: Final = {
    SpoolState.QUEUED: PaperState.COMING,
    SpoolState.SENDING: PaperState.COMING,
    SpoolState.PRINTED: PaperState.OUT,
    SpoolState.CONFIRMED: PaperState.OUT,
    SpoolState.FAILED_BEFORE_SEND: PaperState.AT_THE_DESK,
    SpoolState.UNKNOWN: PaperState.AT_THE_DESK,
    SpoolState.CANCELLED: PaperState.AT_THE_DESK,
}
_FINISHED: Final = frozenset({CaseState.NOT_PRESENTED, CaseState.RESOLVED, CaseState.REJECTED, CaseState.CLOSED})


class KioskComplaints:
    """Files what was answered at the glass."""

    def __init__(self, counter: Counter, filing: FileComplaint, paper: Paper, cases: CaseBook) -> None:
        self._counter = counter
        self._filing = filing
        self._paper = paper
        self._cases = cases

    def categories(self) -> Sequence[ComplaintCategory]:
        return self._counter.municipality.complaint_categories

    def file(self, draft: Draft) -> Filed:
        """Raises what `FileComplaint.submit` raises; then nothing was written."""
        done = self._filing.submit(KIOSK, _request(draft))
        detail = self._cases.detail(done.code)
        return Filed(code=done.code, promise=done.promise, area=detail.area_name, is_sent=detail.row.sent)

    def paper(self, code: str) -> PaperState:
        papers = self._paper.papers_of(code)
        return _PAPERS[papers[-1].state] if papers else PaperState.AT_THE_DESK


class KioskSheets:
    """What a procedure needs, on paper for whoever looked it up."""

    def __init__(self, counter: Counter, enquiries: Enquiries) -> None:
        self._counter = counter
        self._enquiries = enquiries
        self._jobs: dict[str, str] = {}

    def print_sheet(self, procedure: str) -> None:
        """Raises what `Enquiries.tell` raises; then nothing was written."""
        told = self._enquiries.tell(KIOSK, Subject("procedure", procedure), on_paper=True, channel="kiosk")
        assert told.job is not None, "it was asked for on paper"
        self._jobs[procedure] = told.job.id

    def paper(self, procedure: str) -> PaperState:
        job = spool_table.read(self._counter.store, self._jobs.get(procedure, ""))
        return PaperState.AT_THE_DESK if job is None else _PAPERS[job.state]


class KnownCases:
    """What this station knows of a case, in what may be said to whoever holds its code.

    `offline_since` answers when the centre was last heard while the kiosk is offline, None while it is connected.
    """

    def __init__(self, cases: CaseBook, offline_since: Callable[[], datetime | None]) -> None:
        self._cases = cases
        self._offline_since = offline_since

    def find(self, code: str) -> CaseStatus | None:
        try:
            detail = self._cases.detail(code)
        except Refusal:
            return None
        row = detail.row
        return CaseStatus(
            code=row.code,
            service=row.service_name,
            stage=row.state,
            changed=(detail.moved_at or row.opened_at).date(),
            area=detail.area_name,
            promise=None if row.state in _FINISHED else row.promise,
            as_of=self._offline_since(),
        )


class CitizenNews:
    """What the municipality announces to citizens: asked several times a second, read when it may have changed."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._announcements = Announcements(counter)
        self._as_of: tuple[int, date] | None = None
        self._valid: tuple[Announcement, ...] = ()

    def valid(self) -> tuple[Announcement, ...]:
        as_of = (self._counter.journal.heard, self._counter.today())
        if as_of != self._as_of:
            self._as_of = as_of
            self._valid = tuple(self._announcements.for_citizens())
        return self._valid


class Line(Protocol):
    """`kiosk_app.background.case_link.CaseLink`: the way to the centre, one question at a time."""

    def ask(self, code: str) -> None: ...

    def forget(self) -> None: ...


class CentreCases:
    """Cases of other stations, for the person at the glass now. The line's three signals are connected to the last
    three methods; whatever comes for somebody who left, or about another code, is heard by nobody.
    """

    def __init__(self, line: Line, counter: Counter) -> None:
        self._line = line
        self._counter = counter
        self._cases = CaseBook(counter)
        self._code = ""
        self._hear: Hear | None = None

    def ask(self, code: str, hear: Hear) -> None:
        self._code, self._hear = code, hear
        self._line.ask(code)

    def forget(self) -> None:
        self._code, self._hear = "", None
        self._line.forget()

    def answered(self, code: str, told: CentreStatus) -> None:
        self._tell(code, self._in_words(told))

    def unknown(self, code: str) -> None:
        self._tell(code, NotTold.UNKNOWN)

    def unreachable(self, code: str) -> None:
        self._tell(code, NotTold.NO_ANSWER)

    def _tell(self, code: str, answer: CaseStatus | NotTold) -> None:
        hear = self._hear
        if hear is None or code != self._code:
            return
        self._code, self._hear = "", None
        hear(code, answer)

    def _in_words(self, told: CentreStatus) -> CaseStatus | NotTold:
        try:
            stage, promise = CaseState(told.state), date.fromisoformat(told.promise)
        except ValueError:
            log.warning("the centre says of a case what this program has no words for: %.40s", told.state)
            return NotTold.NO_ANSWER
        return CaseStatus(
            code=told.case,
            type=told.type,
            service=self._cases.service_name(told.type, told.service),
            stage=stage,
            changed=datetime.fromtimestamp(told.since, self._counter.zone).date(),
            area=self._area(told.area),
            promise=None if stage in _FINISHED else promise,
        )

    def _area(self, code: str) -> str:
        try:
            return self._counter.municipality.area(code).name
        except Refusal:  # of an edition that this kiosk does not have yet: its code is still true
            return code


def _request(draft: Draft) -> ComplaintRequest:
    place = draft.place
    with _language_of_the_office():
        return ComplaintRequest(
            category=draft.category,
            place_kind="" if place is None else _PLACE_KINDS[place.kind],
            place="" if place is None else _place(place),
            description=draft.details,
            since=_(SINCES[draft.since][0]) if draft.since else "",
            citizen=None if draft.nameless else _citizen(draft.person),
            channel="kiosk",
        )


def _place(place: Place) -> str:
    return _("Place not known: see the description") if place.kind is PlaceKind.UNKNOWN else place_in_words(place)


def _citizen(person: Person) -> Citizen:
    return Citizen(document=person.document, names=person.names, surnames=person.surnames)


@contextmanager
def _language_of_the_office() -> Iterator[None]:
    served_in = language()
    use_language(OFFICE_LANGUAGE)
    try:
        yield
    finally:
        use_language(served_in)
