"""The life of a case from journal entries: states, dates, steps, and what only the centre's word moves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cases.case_file import (
    CENTRE_WORDS,
    STATION_WORDS,
    CaseFile,
    advance,
    begin,
    life,
    read_case_file,
)
from domain.cases.clocks import OBSERVATION_DAYS, complete_by, legal_clock, new_date, promise_clock
from domain.cases.states import FINISHED, TRANSITIONS, CaseState
from domain.cases.steps import next_step, refuse_out_of_order
from domain.catalog import Step, WorkingCalendar
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, Entry
from domain.journal.fields import DATE_REASONS, REOPENING_GROUNDS, TOLD_BY
from domain.journal.kinds import KINDS, Author
from tests.domain.kit import CASE, DIGEST, refusal_of

START: Final = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
HOLIDAYS: Final = {date(2026, 12, 8): "Inmaculada Concepción", date(2026, 12, 9): "Batalla de Ayacucho"}
CALENDAR: Final = WorkingCalendar(frozenset(range(5)), HOLIDAYS, 2026, 2028, ())
PLAN: Final = (Step("REVISION", "Revisión", "CAT"), Step("VISITA", "Visita", "VIA"), Step("FIRMA", "Firma", "SG"))
AREAS: Final = ("CAT", "VIA", "SG")


def entry(kind: str, at: datetime = START, operator: str = "oficina", /, **body: Any) -> Entry:
    """Refused at once where its shape is not the kind's own: no test is about what nobody can write."""
    body = {"case": CASE, **body}
    KINDS[kind].refuse_wrong_entry(KINDS[kind].author, body, personal=False)
    return Entry(kind, "C07", 1, 1, NO_PREVIOUS, 0, at, 1, "b", operator, body)


def opened(observed: Sequence[str] = (), promise: str = "2026-12-04", legal: str | None = "2026-12-04") -> Entry:
    terms = {} if legal is None else {"legal": legal}
    return entry(
        "case_opened/1",
        type="procedure",
        service="UR-04",
        edition=DIGEST,
        area="CAT",
        promise=promise,
        channel="desk",
        observed=list(observed),
        **terms,
    )


def told(file: CaseFile, kind: str, at: datetime = START, operator: str = "oficina", /, **body: Any) -> CaseFile:
    return advance(file, KINDS[kind].author, entry(kind, at, operator, **body))


def received(*observed: str) -> CaseFile:
    state = "observed" if observed else "received"
    return told(begin(opened(observed)), "case_moved/1", START, "central", state=state, area="CAT")


def moved(file: CaseFile, state: str, **body: Any) -> CaseFile:
    return told(file, "case_moved/1", state=state, area=body.pop("area", file.area), **body)


def day_of(moment: datetime) -> date:
    return moment.date()


def test_a_case_begins_at_the_area_and_with_the_dates_that_the_paper_says() -> None:
    file = begin(opened())
    assert (file.state, file.area, file.area_since) == (CaseState.SAVED, "CAT", START)
    assert file.promise == file.committed == file.told == file.legal == date(2026, 12, 4)
    assert begin(opened(["R3"])).state is CaseState.OBSERVED


def test_the_announcement_is_no_answer_and_the_first_act_of_a_person_is() -> None:
    file = received()
    assert (file.received_at, file.worked_at) == (START, None)
    later = START + timedelta(hours=20)
    assert told(file, "case_step_taken/1", later, area="VIA", step="REVISION").worked_at == later


def test_where_the_file_is_and_since_when_follow_its_movements() -> None:
    noon, evening = START + timedelta(hours=2), START + timedelta(hours=8)
    file = told(received(), "case_moved/1", noon, state="in_progress", area="VIA")
    assert (file.area, file.area_since) == ("VIA", noon)
    file = told(file, "case_moved/1", evening, state="in_progress", area="VIA")
    assert file.area_since == noon, "it has not moved"


def test_a_case_is_not_finished_without_words_for_the_citizen() -> None:
    for state in ("resolved", "rejected"):
        with pytest.raises(Refusal, match="closing_answer_missing"):
            moved(received(), state)
    file = moved(received(), "resolved", answer="Puede recogerla")
    assert (file.answer, file.answered_at) == ("Puede recogerla", START)
    assert moved(file, "closed").answered_at == START, "delivering it later does not move the answer"


def test_steps_are_taken_in_their_order_and_each_once() -> None:
    assert refuse_out_of_order(PLAN, (), "REVISION").area == "CAT"
    assert refusal_of(lambda: refuse_out_of_order(PLAN, (), "FIRMA")) == "step_out_of_order"
    assert refusal_of(lambda: refuse_out_of_order(PLAN, (), "PINTAR")) == "step_unknown"
    assert refusal_of(lambda: refuse_out_of_order(PLAN, ("REVISION",), "REVISION")) == "step_out_of_order"
    file = told(received(), "case_step_taken/1", area="VIA", step="REVISION")
    assert (file.steps, file.state, file.area) == (("REVISION",), CaseState.IN_PROGRESS, "VIA")
    assert next_step(PLAN, file.steps) == PLAN[1]
    assert next_step(PLAN, ("REVISION", "VISITA", "FIRMA")) is None
    with pytest.raises(Refusal, match="step_taken_before"):
        told(file, "case_step_taken/1", area="VIA", step="REVISION")


def test_another_date_is_later_has_a_reason_and_is_owed_to_the_citizen_until_told() -> None:
    new = {"promise": "2026-12-16", "reason": "inspection", "words": "Falta la visita", "told": "counter"}
    file = told(received(), "promise_moved/1", **new)
    assert (file.promise, file.committed, file.reason) == (date(2026, 12, 16), date(2026, 12, 4), "inspection")
    assert file.is_date_untold
    assert file.legal == date(2026, 12, 4), "the law's date is not the office's to move"
    assert not told(file, "citizen_told/1", service="UR-04", of="date", entry=9, promise="2026-12-16").is_date_untold
    assert not told(received(), "promise_moved/1", **(new | {"told": "telephone"})).is_date_untold
    for early in ("2026-12-04", "2026-12-01"):
        with pytest.raises(Refusal, match="promise_not_later"):
            told(received(), "promise_moved/1", **(new | {"promise": early}))
    with pytest.raises(Refusal, match="case_finished"):
        told(moved(received(), "resolved", answer="Sí"), "promise_moved/1", **new)


def test_an_observed_case_waits_for_what_is_missing_and_goes_on_with_new_dates() -> None:
    file = received("R3", "R5")
    file = told(file, "case_completed/1", service="UR-04", brought=["R3"])
    assert (file.state, file.still_missing) == (CaseState.OBSERVED, ("R5",))
    file = told(file, "case_completed/1", service="UR-04", brought=["R5"], promise="2026-12-07")
    assert (file.state, file.still_missing) == (CaseState.OBSERVED, ()), "the centre answers"
    file = told(
        file,
        "case_resumed/1",
        area="CAT",
        ground="completed",
        since="2026-11-23",
        promise="2026-12-07",
        legal="2026-12-07",
    )
    assert (file.state, file.missing, file.brought) == (CaseState.RECEIVED, (), ())
    assert file.committed == file.told == date(2026, 12, 7)
    assert promise_clock(file, day_of).started == date(2026, 11, 23)


def test_what_is_brought_must_have_been_missing() -> None:
    with pytest.raises(Refusal, match="case_not_observed"):
        told(received(), "case_completed/1", service="UR-04", brought=["R3"])
    with pytest.raises(Refusal, match="requirement_not_missing"):
        told(received("R3"), "case_completed/1", service="UR-04", brought=["R4"])


def test_a_finished_case_is_reopened_with_a_date_or_not_at_all() -> None:
    file = moved(told(received(), "case_step_taken/1", area="CAT", step="REVISION"), "resolved", answer="Listo")
    with pytest.raises(Refusal, match="reopened_without_date"):
        moved(file, "in_progress")
    asked = told(file, "reopening_asked/1", service="UR-04", ground="not_solved", promise="2026-12-18")
    assert (asked.state, asked.asked) == (CaseState.RESOLVED, True), "the centre answers"
    again = told(
        asked,
        "case_resumed/1",
        area="CAT",
        ground="reopened",
        since="2026-12-01",
        promise="2026-12-18",
        legal="2026-12-18",
    )
    assert (again.state, again.reopened, again.steps) == (CaseState.IN_PROGRESS, 1, ())
    assert (again.answer, again.answered_at, again.asked) == (None, None, False)
    with pytest.raises(Refusal, match="case_not_finished"):
        told(again, "reopening_asked/1", service="UR-04", ground="not_solved", promise="2026-12-18")


def test_what_was_not_presented_is_not_reopened() -> None:
    file = moved(received("R3"), "not_presented", answer="No llegó lo que faltaba")
    with pytest.raises(Refusal, match="case_move_unknown"):
        told(file, "reopening_asked/1", service="UR-04", ground="new_facts", promise="2026-12-18")


def test_the_legal_term_stands_while_something_is_missing_and_both_stop_with_the_answer() -> None:
    waiting = received("R3")
    clock = legal_clock(waiting, day_of)
    assert clock is not None
    assert clock.waits
    assert not clock.is_late(date(2027, 3, 1)), "the citizen's delay is not the municipality's"
    assert promise_clock(waiting, day_of).is_late(date(2027, 3, 1))
    late = START + timedelta(days=20)
    done = told(received(), "case_moved/1", late, state="resolved", area="CAT", answer="Sí")
    assert promise_clock(done, day_of).is_late(date(2026, 12, 1)), "answered after its day, whatever day is asked"
    assert promise_clock(done, day_of).stopped == late.date()


def test_the_two_days_of_an_observation_are_working_days() -> None:
    assert OBSERVATION_DAYS == 2
    assert complete_by(received("R3"), CALENDAR, day_of) == date(2026, 11, 24), "Friday: Monday and Tuesday"
    from_office = told(received(), "case_observed/1", area="CAT", missing=["R3"], until="2026-12-10")
    assert complete_by(from_office, CALENDAR, day_of) == date(2026, 12, 10)
    assert complete_by(received(), CALENDAR, day_of) is None


def naive_count(start: date, end: date) -> int:
    """Day by day, as a person with a calendar on the wall."""
    count, day = 0, start
    while day < end:
        day += timedelta(days=1)
        count += day.isoweekday() <= 5 and day not in HOLIDAYS
    return count


days = st.dates(date(2026, 11, 1), date(2027, 6, 30))


@given(opened_on=days, due=days, today=days, answered=st.none() | days)
def test_clocks_count_as_a_person_with_a_calendar_does(
    opened_on: date, due: date, today: date, answered: date | None
) -> None:
    at = datetime(opened_on.year, opened_on.month, opened_on.day, 15, tzinfo=UTC)
    first = opened(promise=due.isoformat(), legal=due.isoformat())
    file = begin(Entry(first.kind, "C07", 1, 1, NO_PREVIOUS, 0, at, 1, "b", "ana", first.body))
    if answered is not None and answered >= opened_on:
        moment = datetime(answered.year, answered.month, answered.day, 12, tzinfo=UTC)
        file = told(file, "case_moved/1", moment, state="resolved", area="CAT", answer="Sí")
    else:
        answered = None
    until = answered or today
    for clock in (promise_clock(file, day_of), legal_clock(file, day_of)):
        assert clock is not None
        assert clock.days_used(CALENDAR, today) == naive_count(opened_on, until)
        left = naive_count(until, due) if until <= due else -naive_count(due, until)
        assert clock.days_left(CALENDAR, today) == left
        assert clock.is_late(today) == (until > due)


@given(promise=days, day=days, term=st.integers(0, 60))
def test_a_paper_never_promises_less_than_the_one_before(promise: date, day: date, term: int) -> None:
    file = begin(opened(promise=promise.isoformat(), legal=None))
    new = new_date(file, CALENDAR, day, term)
    assert new >= promise
    assert new in {promise, CALENDAR.add_working_days(day, term)}


def iso(day: date) -> str:
    return day.isoformat()


CENTRE_ACTS: Final = st.one_of(
    st.tuples(
        st.just("case_moved/1"),
        st.fixed_dictionaries(
            {
                "state": st.sampled_from([state.value for state in CaseState if state is not CaseState.SAVED]),
                "area": st.sampled_from(AREAS),
            },
            optional={"answer": st.just("Así se decidió")},
        ),
    ),
    st.tuples(
        st.just("case_observed/1"),
        st.fixed_dictionaries(
            {
                "area": st.sampled_from(AREAS),
                "missing": st.sampled_from([["R1"], ["R2", "R3"]]),
                "until": days.map(iso),
            }
        ),
    ),
    st.tuples(
        st.just("case_resumed/1"),
        st.fixed_dictionaries(
            {
                "area": st.sampled_from(AREAS),
                "ground": st.sampled_from(["completed", "reopened"]),
                "since": days.map(iso),
                "promise": days.map(iso),
                "legal": days.map(iso),
            }
        ),
    ),
    st.tuples(
        st.just("case_step_taken/1"),
        st.fixed_dictionaries({"area": st.sampled_from(AREAS), "step": st.sampled_from([step.code for step in PLAN])}),
    ),
    st.tuples(
        st.just("promise_moved/1"),
        st.fixed_dictionaries(
            {
                "promise": days.map(iso),
                "reason": st.sampled_from(DATE_REASONS),
                "told": st.sampled_from(TOLD_BY),
                "words": st.just("Por la lluvia"),
            }
        ),
    ),
)
STATION_ACTS: Final = st.one_of(
    st.tuples(
        st.just("case_completed/1"),
        st.fixed_dictionaries(
            {"service": st.just("UR-04"), "brought": st.sampled_from([["R1"], ["R2"], ["R2", "R3"]])}
        ),
    ),
    st.tuples(
        st.just("reopening_asked/1"),
        st.fixed_dictionaries(
            {"service": st.just("UR-04"), "ground": st.sampled_from(REOPENING_GROUNDS), "promise": days.map(iso)}
        ),
    ),
    st.tuples(
        st.just("citizen_told/1"),
        st.fixed_dictionaries(
            {"service": st.just("UR-04"), "of": st.just("date"), "entry": st.just(3), "promise": days.map(iso)}
        ),
    ),
)
FIRSTS: Final = st.sampled_from([opened(), opened(["R1"]), opened(["R2", "R3"], legal=None)])


def lived(first: Entry, acts: Sequence[tuple[str, dict[str, Any]]]) -> list[tuple[Entry, CaseFile, CaseFile]]:
    """Each lawful act with the file before and after it."""
    file, found = begin(first), []
    for number, (kind, body) in enumerate(acts):
        act = entry(kind, START + timedelta(hours=number), **body)
        try:
            after = advance(file, KINDS[kind].author, act)
        except Refusal:
            continue
        found.append((act, file, after))
        file = after
    return found


@settings(max_examples=300)
@given(first=FIRSTS, acts=st.lists(CENTRE_ACTS | STATION_ACTS, max_size=14))
def test_states_move_along_lawful_edges_and_only_by_the_centres_word(
    first: Entry, acts: list[tuple[str, dict[str, Any]]]
) -> None:
    for act, before, after in lived(first, acts):
        if act.kind in STATION_WORDS:
            assert (after.state, after.area, after.promise, after.legal, after.missing) == (
                *(before.state, before.area, before.promise, before.legal, before.missing),
            )
            continue
        current = before.state if before.received_at else CaseState.SAVED
        if after.state is not current:
            assert after.state in TRANSITIONS[current]
        assert (after.answered_at is not None) == (after.state in FINISHED)
        assert after.state is CaseState.OBSERVED or not after.missing
        assert len(set(after.steps)) == len(after.steps)


@settings(max_examples=300)
@given(first=FIRSTS, acts=st.lists(CENTRE_ACTS | STATION_ACTS, max_size=14))
def test_no_promise_moves_without_an_entry_that_says_why_and_how_the_citizen_is_told(
    first: Entry, acts: list[tuple[str, dict[str, Any]]]
) -> None:
    for act, before, after in lived(first, acts):
        assert after.promise >= before.promise, "never shortened"
        assert after.told <= max(after.promise, before.told, date.fromisoformat(act.body.get("promise", "2026-01-01")))
        if after.promise == before.promise:
            continue
        assert act.kind in {"promise_moved/1", "case_resumed/1"}
        assert act.body.get("reason") or act.body.get("ground")
        if act.kind == "promise_moved/1":
            assert after.committed == before.committed, "the municipality is measured by what it promised first"
            assert after.is_date_untold == (act.body["told"] == "counter" and after.promise > before.told)
        else:
            assert not after.is_date_untold, "the new date is on the citizen's new paper"
    assert KINDS["promise_moved/1"].optional == frozenset()


@settings(max_examples=200)
@given(
    first=FIRSTS,
    centre=st.lists(CENTRE_ACTS, max_size=10),
    station=st.lists(st.tuples(st.integers(0, 10), STATION_ACTS), max_size=6),
)
def test_whoever_hears_a_station_late_agrees_on_state_area_and_dates(
    first: Entry, centre: list[tuple[str, dict[str, Any]]], station: list[tuple[int, tuple[str, dict[str, Any]]]]
) -> None:
    alone = [(Author.CENTRE, entry(kind, **body)) for kind, body in centre]
    mixed = list(alone)
    for place, (kind, body) in station:
        mixed.insert(min(place, len(mixed)), (Author.STATION, entry(kind, **body)))
    one, other = (life([(Author.STATION, first), *rest]) for rest in (alone, mixed))
    names = ("state", "area", "area_since", "promise", "committed", "legal", "missing", "steps", "answer", "reopened")
    assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


@given(first=FIRSTS, acts=st.lists(CENTRE_ACTS | STATION_ACTS, max_size=8))
def test_a_file_is_stored_as_json_and_read_back(first: Entry, acts: list[tuple[str, dict[str, Any]]]) -> None:
    found = lived(first, acts)
    file = found[-1][2] if found else begin(first)
    assert read_case_file(json.loads(json.dumps(file.document()))) == file


def test_entries_of_another_case_or_kind_change_nothing() -> None:
    file = begin(opened())
    other = entry("case_moved/1", state="received", area="VIA")
    other.body["case"] = "0000000000"
    assert advance(file, Author.CENTRE, other) is file
    assert advance(file, Author.STATION, entry("slip_issued/1", service="UR-04", promise="2026-12-04")) is file


def test_the_acts_that_are_tried_are_all_there_are() -> None:
    """The control of the properties above: a kind that nobody draws would prove nothing."""
    assert len(CENTRE_WORDS) == 5
    assert len(STATION_WORDS) == 3
