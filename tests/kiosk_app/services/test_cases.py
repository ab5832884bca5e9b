"""Cases and citizens as people look for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.ids import case_code
from kiosk_app.services.cases import LIST_MAX
from kiosk_app.services.citizen import Citizen, beginnings, from_personal
from kiosk_app.storage import settings
from kiosk_app.storage.settings import Watermark
from tests.kiosk_app.services.desk import JOSE, Desk

MARIA = Citizen("08123456", "María del Carmen", "Pérez-Gómez D'Angelo", "")


def codes(rows: object) -> list[str]:
    assert isinstance(rows, list)
    return [row.code for row in rows]


def acknowledge(desk: Desk, sequence: int) -> None:
    with desk.station.store.transaction():
        settings.put_watermark(desk.station.store, Watermark(sequence, "h", "2026-11-20T14:00:00+00:00"))


def test_a_case_is_found_by_everything_that_people_have_of_it(desk: Desk) -> None:
    done, other = desk.charge(), desk.charge(citizen=MARIA)
    code = done.code
    for typed in (
        code, f" {code} ", f"{code[:3]} {code[3:9]} {code[9]}", f"{code[:3]}-{code[3:9]}-{code[9]}",
        "C07-000001", "c07-1", "C07-000001 ", "41236789", "4123", "huaman", "HUAMÁN ÑAHUI", "jose man", "nahui",
    ):  # fmt: skip
        assert codes(desk.cases.search(typed)) == [code], typed
    for typed in ("pérez-gómez", "perez gomez", "D'Angelo", "d\u2019angelo", "maria carmen", "08123456"):
        assert codes(desk.cases.search(typed)) == [other.code], typed
    for typed in ("nadie", "C07-000099", "0000000000", "'\"*", "NEAR(", "person:", "--"):
        assert desk.cases.search(typed) == [], typed
    assert codes(desk.cases.search("  ")) == [other.code, code], "nothing typed shows the latest"


def test_what_is_typed_never_becomes_a_query_of_its_own() -> None:
    assert beginnings('jos* OR "x') == '"jos"* "or"* "x"*'
    assert beginnings("-_'") == ""


def test_the_lists_say_which_cases_belong_to_them(desk: Desk) -> None:
    yesterday = desk.complain("SE-01")
    desk.clock.advance(24 * 3600)
    today = desk.charge("LF-01")
    assert codes(desk.cases.today()) == [today.code]
    assert codes(desk.cases.recent()) == codes(desk.cases.open()) == [today.code, yesterday.code]
    assert codes(desk.cases.waiting()) == [today.code, yesterday.code]
    assert desk.cases.counts() == (1, 2, 0)
    acknowledge(desk, yesterday.entries[-1].entry.sequence)
    assert codes(desk.cases.waiting()) == [today.code]
    assert [row.sent for row in desk.cases.recent()] == [False, True]
    desk.clock.advance(30 * 24 * 3600)
    assert set(codes(desk.cases.overdue())) == {today.code, yesterday.code}
    assert desk.cases.counts() == (0, 1, 2)
    desk.hear("case_moved/1", case=yesterday.code, state="resolved", area="SER", answer="Se puso patrullaje")
    assert codes(desk.cases.overdue()) == codes(desk.cases.open()) == [today.code]
    finished = desk.cases.row(yesterday.code)
    assert (finished.state, finished.overdue) == (CaseState.RESOLVED, False)


def test_a_case_is_overdue_the_day_after_its_promise(desk: Desk) -> None:
    done = desk.charge("LF-01")
    days = (done.promise - desk.counter.today()).days
    desk.clock.advance(days * 24 * 3600)
    assert not desk.cases.row(done.code).overdue, "the promised day itself is in time"
    desk.clock.advance(24 * 3600)
    assert desk.cases.row(done.code).overdue


def test_today_is_the_municipalitys_day_and_not_greenwichs(desk: Desk) -> None:
    desk.clock.set_wall(desk.clock.now().replace(hour=4, minute=59))  # 23:59 of the day before in Cajamarca
    late = desk.charge()
    desk.clock.advance(120)
    early = desk.charge()
    assert codes(desk.cases.today()) == [early.code]
    desk.clock.set_wall(desk.clock.now() - timedelta(seconds=121))
    assert codes(desk.cases.today()) == [late.code]


def test_the_answer_of_the_municipality_is_in_the_case_and_its_history(desk: Desk) -> None:
    done = desk.complain()
    desk.hear("case_moved/1", case=done.code, state="in_progress", area="ENL")
    desk.clock.advance(60)
    desk.hear("case_moved/1", case=done.code, state="resolved", area="ENL", answer="Se cambió la lámpara")
    desk.clock.advance(60)
    desk.hear("case_moved/1", case=done.code, state="closed", area="ENL")
    detail = desk.cases.detail(done.code)
    assert (detail.row.state, detail.answer) == (CaseState.CLOSED, "Se cambió la lámpara")
    assert [(event.author, event.what) for event in detail.history] == [
        ("station", "opened"),
        ("station", "slip_issued"),
        ("centre", "moved:in_progress"),
        ("centre", "moved:resolved"),
        ("centre", "moved:closed"),
    ]
    assert detail.moved_at == desk.counter.now()
    assert detail.area_name == desk.counter.municipality.area("ENL").name


def test_a_code_is_read_strictly(desk: Desk) -> None:
    code = desk.complain().code
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for typed, refusal in (("12", "case_code_incomplete"), (wrong, "case_code_mistyped")):
        with pytest.raises(Refusal, match=refusal):
            desk.cases.row(typed)
    with pytest.raises(Refusal, match="case_unknown"):
        desk.cases.detail(case_code(8, 1, bytes(32)))
    assert desk.cases.row(f"{code[:3]} {code[3:9]} {code[9]}").code == code


def test_names_of_an_older_edition_stay_codes(desk: Desk) -> None:
    desk.charge()
    assert desk.cases.service_name("procedure", "OLD-1") == desk.cases.service_name("complaint", "OLD-1") == "OLD-1"
    assert desk.cases.requirement_texts("RC-01", ("R1", "R9"))[1] == "R9"
    assert desk.cases.requirement_texts("OLD-1", ("R1",)) == ("R1",)


def test_a_list_is_never_longer_than_a_screen_can_use(desk: Desk) -> None:
    store, source = desk.station.store, desk.complain()
    with store.transaction():
        for number in range(LIST_MAX + 20):
            store.execute(
                "INSERT INTO service_case SELECT ?, type, service, edition, area, state, promise, legal, channel,"
                " operator, opened_at, ?, commitment, receipt, observed, answer, moved_at, file FROM service_case"
                " WHERE code = ?",
                (f"x{number:09d}", 1000 + number, source.code),
            )
    assert len(desk.cases.recent()) == len(desk.cases.today()) == LIST_MAX


# -- citizens ---------------------------------------------------------------------------------------------------------


def test_a_citizen_is_remembered_by_document_as_last_told(desk: Desk) -> None:
    desk.charge()
    moved = Citizen(JOSE.document, JOSE.names, JOSE.surnames, "999888777")
    desk.charge(citizen=moved)
    assert desk.people.by_document("41236789") == moved
    assert desk.people.by_document("412 36789") == moved
    assert desk.people.by_document("4123678") is None, "a part of a document is nobody"
    assert desk.people.by_document("") is None


def test_each_person_is_shown_once_the_latest_first(desk: Desk) -> None:
    for citizen in (JOSE, MARIA, JOSE):
        desk.charge(citizen=citizen)
    assert [found.document for found in desk.people.search("41236789 jose")] == [JOSE.document]
    assert [found.document for found in desk.people.search("d'ang")] == [MARIA.document]
    assert desk.people.search("") == []
    assert desk.people.search("()") == []


def test_a_citizen_in_words() -> None:
    assert (JOSE.full_name, JOSE.initials) == ("Huamán Ñahui, José Manuel", "J. M. H. Ñ.")
    assert (Citizen().full_name, Citizen().initials, Citizen().personal()) == ("", "", {})
    told = Citizen(" 41 236 789 ", " José\n ", "Huamán", "").personal()
    assert told == {"document": "41236789", "document_type": "DNI", "names": "José", "surnames": "Huamán"}
    assert from_personal(told).names == "José"
