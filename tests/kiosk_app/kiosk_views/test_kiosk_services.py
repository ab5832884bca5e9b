"""The kiosk on a real station: what was answered at the glass is in the journal, and can be followed by its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from domain.cases.states import CaseState
from domain.catalog import Municipality
from domain.errors import Refusal
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.complaint.flow import Draft, Person, Place, PlaceKind, Since
from kiosk_app.screens.kiosk.complaint.presenter import PaperState
from kiosk_app.screens.kiosk.services import KioskComplaints, KnownCases
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.counter import Counter
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.storage import spool_table
from printing.profiles import PROFILE_80
from printing.spool import SpoolState
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
        "person": Person(document=samples.CANARY, names="Julia", surnames="Mamani Huanca"),
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
