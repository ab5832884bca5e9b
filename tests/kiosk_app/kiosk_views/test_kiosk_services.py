"""The kiosk on a real station: what was answered at the glass is in the journal, and can be followed by its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.cases.states import CaseState
from domain.catalog import Municipality
from domain.errors import Refusal
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.complaint.flow import Draft, Person, Place, PlaceKind, Since
from kiosk_app.screens.kiosk.complaint.presenter import PaperState
from kiosk_app.screens.kiosk.follow.presenter import CaseStatus, NotTold
from kiosk_app.screens.kiosk.services import CentreCases, CitizenNews, KioskComplaints, KioskSheets, KnownCases
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.counter import Counter
from kiosk_app.services.enquiries import Enquiries
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.storage import entries, spool_table
from printing.profiles import PROFILE_80
from printing.receipt_reader import read as read_paper
from printing.spool import SpoolState
from sync.messages import CaseStatus as CentreStatus
from tests.fakes.station import Station, new_station
from wording.catalogue import language, use_language


@dataclass
class Glass:
    station: Station
    complaints: KioskComplaints
    cases: CaseBook
    known: KnownCases
    offline_since: list[datetime | None]


@pytest.fixture
def glass(tmp_path: Path, municipality: Municipality) -> Iterator[Glass]:
    station = new_station(tmp_path, face="kiosk")
    station.journal.hear(station.centre.welcome())
    counter = Counter(station.journal, municipality, station.clock)
    paper = Paper(counter, PrinterChoice("receipts", PROFILE_80))
    cases = CaseBook(counter)
    offline_since: list[datetime | None] = [None]
    known = KnownCases(cases, lambda: offline_since[0])
    yield Glass(
        station, KioskComplaints(counter, FileComplaint(counter, paper), paper, cases), cases, known, offline_since
    )
    station.store.close()


def draft(municipality: Municipality, **changes: object) -> Draft:
    category = next(known for known in municipality.complaint_categories if known.needs_place)
    answers: dict[str, object] = {
        "group": category.group,
        "category": category.code,
        "place": Place(PlaceKind.CORNER, "Jr. Amazonas", "Jr. Dos de Mayo"),
        "since": Since.DAYS,
        "details": "Frente al colegio",
        "person": Person(document=samples.CANARY, names="Julia", surnames="Limay Huanca"),
    }
    return Draft(**(answers | changes))  # type: ignore[arg-type]  # every field by its own name


def test_an_answered_complaint_is_in_the_journal_with_its_code_and_promise(
    glass: Glass, municipality: Municipality
) -> None:
    before = glass.station.journal.length
    filed = glass.complaints.file(draft(municipality))
    assert glass.station.journal.length > before
    detail = glass.cases.detail(filed.code)
    assert detail.channel == "kiosk"
    assert detail.place == "Jr. Amazonas con Jr. Dos de Mayo"
    assert detail.description == "Frente al colegio"
    assert detail.row.citizen.document == samples.CANARY
    assert detail.row.promise == filed.promise
    assert filed.area == detail.area_name
    assert not filed.is_sent, "the centre has not signed for it"


def test_a_nameless_complaint_carries_no_person(glass: Glass, municipality: Municipality) -> None:
    filed = glass.complaints.file(draft(municipality, nameless=True, person=Person()))
    assert glass.cases.detail(filed.code).row.citizen.document == ""


def test_an_unknown_place_is_said_and_not_refused(glass: Glass, municipality: Municipality) -> None:
    filed = glass.complaints.file(draft(municipality, place=Place(PlaceKind.UNKNOWN)))
    assert glass.cases.detail(filed.code).place == "No sabe el lugar: ver la descripción"


def test_the_office_reads_spanish_from_a_person_served_in_english(glass: Glass, municipality: Municipality) -> None:
    use_language("en")
    filed = glass.complaints.file(draft(municipality))
    assert language() == "en"
    assert glass.cases.detail(filed.code).place == "Jr. Amazonas con Jr. Dos de Mayo"


def test_the_paper_is_asked_for_with_the_complaint_and_followed(glass: Glass, municipality: Municipality) -> None:
    filed = glass.complaints.file(draft(municipality))
    assert glass.complaints.paper(filed.code) is PaperState.COMING
    store = glass.station.store
    job = spool_table.open_jobs(store)[0]
    store_state(glass, job.id, SpoolState.UNKNOWN)
    assert glass.complaints.paper(filed.code) is PaperState.AT_THE_DESK
    store_state(glass, job.id, SpoolState.PRINTED)
    assert glass.complaints.paper(filed.code) is PaperState.OUT


def store_state(glass: Glass, job: str, state: SpoolState) -> None:
    with glass.station.store.transaction():
        glass.station.store.execute("UPDATE print_job SET state = ? WHERE id = ?", (state.value, job))


def test_a_printed_sheet_is_an_enquiry_of_the_kiosk_with_nobody_behind_it(
    glass: Glass, municipality: Municipality
) -> None:
    station = glass.station
    counter = Counter(station.journal, municipality, station.clock)
    sheets = KioskSheets(counter, Enquiries(counter, Paper(counter, PrinterChoice("receipts", PROFILE_80))))
    assert sheets.paper("RC-01") is PaperState.AT_THE_DESK, "nothing was asked for"
    before = station.journal.length
    sheets.print_sheet("RC-01")
    assert station.journal.length == before + 1
    entry = read_entry(next(entries.read(station.store, Author.STATION, before + 1))).entry
    assert (entry.kind, entry.operator, entry.body["channel"]) == ("information_given/1", "kiosk", "kiosk")
    assert sheets.paper("RC-01") is PaperState.COMING
    (job,) = spool_table.open_jobs(station.store)
    words = read_paper(job.content, PROFILE_80.dots).text
    assert "QUÉ NECESITA" in words
    assert "Atendido por" not in words, "nobody stands behind the glass"
    store_state(glass, job.id, SpoolState.PRINTED)
    assert sheets.paper("RC-01") is PaperState.OUT


def test_a_refused_complaint_writes_nothing(glass: Glass, municipality: Municipality) -> None:
    before = glass.station.journal.length
    with pytest.raises(Refusal):
        glass.complaints.file(draft(municipality, place=None))
    assert glass.station.journal.length == before


def test_a_case_is_followed_by_its_code_and_by_no_other(glass: Glass, municipality: Municipality) -> None:
    filed = glass.complaints.file(draft(municipality))
    status = glass.known.find(filed.code)
    assert status is not None
    assert status.stage is CaseState.SAVED
    assert status.promise == filed.promise
    assert status.as_of is None
    assert glass.known.find(samples.UNKNOWN_CODE) is None
    glass.offline_since[0] = samples.NOW
    offline = glass.known.find(filed.code)
    assert offline is not None
    assert offline.as_of == samples.NOW


# Cases of other stations.


class Line:
    """A way to the centre that only remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.forgotten = 0

    def ask(self, code: str) -> None:
        self.asked.append(code)

    def forget(self) -> None:
        self.forgotten += 1


@dataclass
class Asking:
    line: Line
    elsewhere: CentreCases
    heard: list[tuple[str, CaseStatus | NotTold]]

    def ask(self, code: str) -> None:
        self.elsewhere.ask(code, self.hear)

    def hear(self, code: str, answer: CaseStatus | NotTold) -> None:
        self.heard.append((code, answer))


@pytest.fixture
def asking(glass: Glass, municipality: Municipality) -> Asking:
    line = Line()
    counter = Counter(glass.station.journal, municipality, glass.station.clock)
    return Asking(line, CentreCases(line, counter), [])


def told(municipality: Municipality, **changes: object) -> CentreStatus:
    """Half past midnight in UTC: still the day before in Peru."""
    since = int(datetime(2026, 11, 20, 0, 30, tzinfo=UTC).timestamp())
    fields: dict[str, object] = {
        "case": samples.UNKNOWN_CODE,
        "type": "procedure",
        "service": municipality.procedures[0].code,
        "state": "in_progress",
        "area": municipality.areas[0].code,
        "area_since": since,
        "promise": "2026-11-27",
        "committed": "2026-11-27",
        "legal": "",
        "complete_by": "",
        "missing": [],
        "steps": [],
        "since": since,
        "as_of": since + 3600,
    }
    return CentreStatus(**(fields | changes))  # type: ignore[arg-type]  # every field by its own name


def test_what_the_centre_tells_of_a_case_is_said_with_the_municipality_s_names(
    asking: Asking, municipality: Municipality
) -> None:
    asking.ask(samples.UNKNOWN_CODE)
    assert asking.line.asked == [samples.UNKNOWN_CODE]
    asking.elsewhere.answered(samples.UNKNOWN_CODE, told(municipality))
    status = CaseStatus(
        code=samples.UNKNOWN_CODE,
        type="procedure",
        service=municipality.procedures[0].name,
        stage=CaseState.IN_PROGRESS,
        changed=date(2026, 11, 19),
        area=municipality.areas[0].name,
        promise=date(2026, 11, 27),
    )
    assert asking.heard == [(samples.UNKNOWN_CODE, status)]


def test_a_finished_case_promises_nothing_and_an_unknown_area_is_its_code(
    asking: Asking, municipality: Municipality
) -> None:
    asking.ask(samples.UNKNOWN_CODE)
    asking.elsewhere.answered(samples.UNKNOWN_CODE, told(municipality, state="closed", area="area-nueva"))
    status = asking.heard[0][1]
    assert isinstance(status, CaseStatus)
    assert status.promise is None
    assert status.area == "area-nueva"


def test_a_state_of_a_newer_centre_is_no_answer_and_is_logged(
    asking: Asking, municipality: Municipality, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.screens: the centre says of a case")
    asking.ask(samples.UNKNOWN_CODE)
    asking.elsewhere.answered(samples.UNKNOWN_CODE, told(municipality, state="archived"))
    assert asking.heard == [(samples.UNKNOWN_CODE, NotTold.NO_ANSWER)]


def test_only_who_asked_last_hears_and_hears_once(asking: Asking) -> None:
    asking.ask(samples.KNOWN_CODE)
    asking.ask(samples.UNKNOWN_CODE)
    asking.elsewhere.unreachable(samples.KNOWN_CODE)
    assert asking.heard == []
    asking.elsewhere.unknown(samples.UNKNOWN_CODE)
    asking.elsewhere.unknown(samples.UNKNOWN_CODE)
    assert asking.heard == [(samples.UNKNOWN_CODE, NotTold.UNKNOWN)]


def test_who_left_hears_nothing(asking: Asking) -> None:
    asking.ask(samples.UNKNOWN_CODE)
    asking.elsewhere.forget()
    assert asking.line.forgotten == 1
    asking.elsewhere.unreachable(samples.UNKNOWN_CODE)
    assert asking.heard == []


def test_only_what_is_for_citizens_is_shown_and_only_on_its_days(glass: Glass, municipality: Municipality) -> None:
    station = glass.station
    news = CitizenNews(Counter(station.journal, municipality, station.clock))
    assert news.valid() == ()
    for number, citizens in ((1, True), (2, False)):
        body = {
            "announcement": f"A{number}",
            "title": f"Comunicado {number}",
            "paragraphs": ["Cambia el horario."],
            "from": "2026-11-20",
            "until": "2026-11-21",
            "must_read": True,
            "citizens": citizens,
        }
        now = station.clock.now()
        found = station.centre.write("announcement_made/1", body, seen=station.journal.length, at=now)
        assert not station.journal.hear([found])
    assert [one.title for one in news.valid()] == ["Comunicado 1"]
    assert news.valid()[0].paragraphs == ("Cambia el horario.",)
    station.clock.advance(2 * 24 * 3600)
    assert news.valid() == ()
