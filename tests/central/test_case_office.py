"""The way of a case at the centre: areas, steps, dates, what is missing, its end, and what any counter brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from central import case_figures, case_files, case_office, case_requests, office
from central.case_figure_commands import files_of
from central.case_office_commands import read_day
from central.office import Decision
from central.registry import Registry
from central.store import Transaction, cases, journals
from central.store.cases import Case
from central.store.schema import case_life
from central.terms import Way
from domain.cases.case_file import CaseFile
from domain.cases.states import CaseState
from domain.catalog import Step
from domain.errors import Refusal
from sync.messages import CaseStatus
from tests.fakes.centre_world import TERMS, CentreWorld, Desk, case_code

CODE = case_code(7, 1)
WAY = Way(
    steps=(Step("REVISION", "Revisión", "registro-civil"), Step("FIRMA", "Firma", "limpieza")),
    promised=5,
    legal=10,
    requirements={"R1": "DNI", "R2": "Plano", "R3": "Recibo"},
)


@pytest.fixture
def world(world: CentreWorld) -> CentreWorld:
    world.centre = replace(world.centre, terms=replace(TERMS, ways={"RC-01": WAY}))
    world.registry = Registry(world.centre)
    return world


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


def case_of(tx: Transaction) -> Case:
    found = cases.find(tx, CODE)
    assert found is not None
    return found


def file(world: CentreWorld) -> CaseFile:
    with world.centre.store.reading() as tx:
        kept = case_files.file_of(tx, case_of(tx))
        assert kept == case_files.from_journals(tx, case_of(tx)), "what is kept is the journals read again"
    return kept


def opened(desk: Desk, *missing: str) -> None:
    body: dict[str, Any] = {
        "case": CODE,
        "type": "procedure",
        "service": "RC-01",
        "edition": "e" * 64,
        "area": "registro-civil",
        "promise": "2026-11-27",
        "legal": "2026-12-04",
        "channel": "desk",
        "observed": list(missing),
    }
    desk.write("case_opened/1", body)
    desk.push()


def said(desk: Desk, *kinds: str) -> list[dict[str, object]]:
    return [found.entry.body for found in desk.pull() if found.entry.kind in kinds]


def test_the_file_goes_through_its_steps_and_anybody_may_ask_where_it_is(world: CentreWorld, desk: Desk) -> None:
    opened(desk)
    world.clock.pass_by(hours=3)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="step_out_of_order"):
        case_office.take_step(world.centre, tx, case_of(tx), "FIRMA", area=None, by="rosa")
    with world.centre.store.writing() as tx:
        case_office.take_step(world.centre, tx, case_of(tx), "REVISION", area=None, by="rosa")
    assert said(desk, "case_step_taken/1") == [{"case": CODE, "step": "REVISION", "area": "limpieza"}]
    kiosk = world.desk("K01", 101, "kiosk")
    status = CaseStatus.from_document(kiosk.ask("GET", f"/v1/cases/{CODE}").document)
    moment = int(world.clock.now().timestamp())
    assert (status.state, status.area, status.area_since, status.steps) == (
        *("in_progress", "limpieza", moment),
        ["REVISION"],
    )
    assert (status.promise, status.committed, status.legal) == ("2026-11-27", "2026-11-27", "2026-12-04")
    assert file(world).worked_at == world.clock.now()


def test_another_date_is_told_with_its_reason_and_the_first_one_is_kept(world: CentreWorld, desk: Desk) -> None:
    opened(desk)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="promise_not_working"):
        case_office.promise_anew(
            *(world.centre, tx, case_of(tx), date(2026, 12, 8)),
            reason="weather",
            words="Lluvia",
            told="counter",
            by="eva",
        )
    with world.centre.store.writing() as tx:
        case_office.promise_anew(
            *(world.centre, tx, case_of(tx), date(2026, 12, 2)),
            reason="weather",
            words="Lluvia",
            told="counter",
            by="eva",
        )
    (word,) = said(desk, "promise_moved/1")
    assert (word["promise"], word["reason"], word["told"]) == ("2026-12-02", "weather", "counter")
    assert (file(world).committed, file(world).promise) == (date(2026, 11, 27), date(2026, 12, 2))
    assert file(world).is_date_untold
    desk.write(
        "citizen_told/1", {"case": CODE, "service": "RC-01", "of": "date", "entry": desk.seen, "promise": "2026-12-02"}
    )
    desk.push()
    assert not file(world).is_date_untold
    with world.centre.store.reading() as tx:
        assert case_of(tx).promise == "2026-12-02"


def test_an_observed_case_is_completed_at_another_counter_and_goes_on_with_the_papers_date(
    world: CentreWorld, desk: Desk
) -> None:
    opened(desk)
    with world.centre.store.writing() as tx:
        until = case_office.observe(world.centre, tx, case_of(tx), ["R2", "R3"], words="Falta", by="eva")
        assert until == date(2026, 11, 24), "a Saturday: Monday and Tuesday"
    other = world.desk("C08", 8)
    other.write("case_completed/1", {"case": CODE, "service": "RC-01", "brought": ["R2"]})
    other.push()
    assert (file_kept(world).still_missing, said(desk, "case_resumed/1")) == (("R3",), [])
    other.write("case_completed/1", {"case": CODE, "service": "RC-01", "brought": ["R3"], "promise": "2026-12-01"})
    other.push()
    assert said(desk, "case_resumed/1") == [
        {
            "case": CODE,
            "area": "registro-civil",
            "ground": "completed",
            "since": "2026-11-21",
            "promise": "2026-12-01",
            "legal": "2026-12-04",
        }
    ]
    kept = file_kept(world)
    assert (kept.state, kept.missing, kept.committed) == (CaseState.RECEIVED, (), date(2026, 12, 1))


def file_kept(world: CentreWorld) -> CaseFile:
    """Of a case that other counters wrote of, which its own two journals do not hold."""
    with world.centre.store.reading() as tx:
        return case_files.file_of(tx, case_of(tx))


def test_what_arrives_before_its_case_waits_for_it(world: CentreWorld, desk: Desk) -> None:
    other = world.desk("C08", 8)
    other.write("case_completed/1", {"case": CODE, "service": "RC-01", "brought": ["R2"], "promise": "2026-12-01"})
    other.push()
    opened(desk, "R2")
    assert [one["ground"] for one in said(desk, "case_resumed/1")] == ["completed"]
    case_requests.settle_when_free(world.centre)
    assert said(desk, "case_resumed/1") == [], "answered once"


def test_two_counters_that_complete_the_same_case_leave_one_answer_and_a_finding(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.cases: station C09, entry 2: case_not_observed")
    opened(desk, "R2")
    for name, number in (("C08", 8), ("C09", 9)):
        other = world.desk(name, number)
        other.write("case_completed/1", {"case": CODE, "service": "RC-01", "brought": ["R2"], "promise": "2026-12-01"})
        other.push()
    assert len(said(desk, "case_resumed/1")) == 1
    with world.centre.store.reading() as tx:
        assert [(one.station, one.code) for one in journals.findings(tx)] == [("C09", "case_not_observed")]


def test_a_finished_case_is_reopened_at_the_counter_with_a_date_that_is_not_shortened(
    world: CentreWorld, desk: Desk
) -> None:
    opened(desk)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="closing_answer_missing"):
        office.move_case(world.centre, tx, case_of(tx), Decision(state=CaseState.RESOLVED))
    with world.centre.store.writing() as tx:
        office.move_case(world.centre, tx, case_of(tx), Decision(state=CaseState.RESOLVED, answer="Listo"), "eva")
        case_office.close(world.centre, tx, case_of(tx), "eva")
    desk.write(
        "reopening_asked/1",
        {"case": CODE, "service": "RC-01", "ground": "not_solved", "promise": "2026-12-01"},
    )
    desk.push()
    (word,) = said(desk, "case_resumed/1")
    assert (word["ground"], word["promise"]) == ("reopened", "2026-12-01")
    assert (file(world).state, file(world).reopened) == (CaseState.IN_PROGRESS, 1)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="case_not_finished"):
        case_office.reopen(world.centre, tx, case_of(tx), "eva")


def test_figures_measure_by_the_date_on_the_paper(world: CentreWorld, desk: Desk) -> None:
    opened(desk)
    centre = world.centre
    assert [(one.open, one.percent) for one in counted(world)] == [(1, None)]
    world.clock.pass_by(days=8)
    assert [(one.overdue, one.percent) for one in counted(world)] == [(1, 0)]
    with centre.store.writing() as tx:
        office.move_case(centre, tx, case_of(tx), Decision(state=CaseState.RESOLVED, answer="Listo"), "eva")
    assert [(one.late, one.percent) for one in counted(world)] == [(1, 0)]
    with centre.store.reading() as tx:
        (took,) = case_figures.durations(files_of(tx), TERMS.calendar, centre.day_of)
        (index,) = case_figures.index(files_of(tx), centre.today, centre.day_of, 30)
    assert (took.answered, took.half, took.longest, took.promised) == (1, 5, 5, 5)
    assert (index.measured, index.closed, index.percent, index.from_counter) == (1, 1, 100, 0)


def counted(world: CentreWorld) -> list[case_figures.Compliance]:
    with world.centre.store.reading() as tx:
        return case_figures.compliance(files_of(tx), world.centre.today, world.centre.day_of)


@pytest.mark.parametrize(("days", "wanted"), [([4], 4), ([1, 9], 1), ([1, 2, 9], 2), (list(range(1, 11)), 5)])
def test_half_of_them_are_within_the_median(days: list[int], wanted: int) -> None:
    assert case_figures.percentile(days, 50) == wanted
    assert case_figures.percentile(list(range(1, 11)), 90) == 9


def test_cases_in_flight_do_not_count_in_the_index(world: CentreWorld, desk: Desk) -> None:
    opened(desk)
    kept = file(world)
    day = world.centre.day_of
    young, old = kept, replace(kept, opened_at=kept.opened_at - timedelta(days=31))
    (found,) = case_figures.index([young, old], world.centre.today, day, 30)
    assert (found.cases, found.measured, found.closed, found.percent) == (2, 1, 0, 0)


@pytest.mark.parametrize(("typed", "wanted"), [("16/12/2026", date(2026, 12, 16)), ("2026-12-16", date(2026, 12, 16))])
def test_a_day_is_written_as_people_write_it_or_as_computers_do(typed: str, wanted: date) -> None:
    assert read_day(typed) == wanted
    for wrong in ("31/02/2026", "mañana", "16/12", ""):
        with pytest.raises(Refusal, match="day_malformed"):
            read_day(wrong)


def test_what_a_service_does_not_ask_is_not_missing_and_an_unknown_area_gets_no_file(
    world: CentreWorld, desk: Desk
) -> None:
    opened(desk)
    centre = world.centre
    with centre.store.writing() as tx, pytest.raises(Refusal, match="requirement_unknown"):
        case_office.observe(centre, tx, case_of(tx), ["R9"], words=None, by="eva")
    with centre.store.writing() as tx, pytest.raises(Refusal, match="area_unknown"):
        case_office.pass_on(centre, tx, case_of(tx), "luna", "eva")
    with centre.store.writing() as tx, pytest.raises(Refusal, match="area_unknown"):
        case_office.take_step(centre, tx, case_of(tx), "REVISION", area="luna", by="eva")
    with centre.store.writing() as tx:
        case_office.pass_on(centre, tx, case_of(tx), "limpieza", "eva")
    assert [word["area"] for word in said(desk, "case_moved/1")] == ["registro-civil", "limpieza"]
    assert (file(world).state, file(world).area) == (CaseState.IN_PROGRESS, "limpieza")


def test_a_case_of_tables_of_before_is_read_from_its_entries(world: CentreWorld, desk: Desk) -> None:
    opened(desk, "R2")
    before = file(world)
    with world.centre.store.writing() as tx:
        where = (case_life.c.municipality == tx.municipality) & (case_life.c.code == CODE)
        tx.connection.execute(case_life.delete().where(where))
    assert file(world) == before
    with world.centre.store.reading() as tx:
        assert files_of(tx) == [before]
    with world.centre.store.writing() as tx:
        case_office.pass_on(world.centre, tx, case_of(tx), "limpieza", "eva")
    assert file(world).area == "limpieza"
