"""What a counter does with a case that is open already: complete it, ask to reopen it, tell the citizen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.ids import case_code
from domain.journal.fields import SEALED_PHOTO
from kiosk_app.services.case_acts import Brought, CaseActs
from kiosk_app.services.elsewhere import CasesElsewhere, file_of
from kiosk_app.storage import projections, spool_table
from kiosk_app.storage.blobs import Blob
from printing.documents import CaseNews, CaseNotice
from sync.messages import CaseStatus
from tests.kiosk_app.services.desk import ROSA, Desk

PHOTO = Blob("image/jpeg", b"\xff\xd8\xff plano")
#: Of Cajamarca's folder: possession certificates take ten working days by law, and the municipality promises eight.
SERVICE, MISSING = "UR-04", ("R3", "R4")


def acts(desk: Desk) -> CaseActs:
    return CaseActs(desk.counter, desk.paper)


def observed(desk: Desk) -> str:
    return desk.charge(SERVICE, met=("R1", "R2", "R5")).code


def hear_received(desk: Desk, code: str, state: str = "received") -> None:
    desk.hear("case_moved/1", case=code, state=state, area="CAT")


def paper(desk: Desk, sequence: int) -> CaseNotice:
    """As it was composed: the document behind the last paper of an entry."""
    found = desk.paper.notices._parts.entry(sequence)
    return desk.paper.notices.notice(found, ROSA)


def test_both_dates_are_promised_and_the_law_s_is_its_own(desk: Desk) -> None:
    detail = desk.cases.detail(desk.charge(SERVICE).code)
    calendar, today = desk.counter.municipality.calendar, desk.counter.today()
    assert detail.row.promise == calendar.add_working_days(today, 8)
    assert detail.legal == calendar.add_working_days(today, 10)


def test_an_observed_case_has_a_slip_in_two_parts_with_the_day_until_which_it_is_completed(desk: Desk) -> None:
    code = observed(desk)
    detail = desk.cases.detail(code)
    assert detail.observed == MISSING
    assert detail.complete_by == desk.counter.municipality.calendar.add_working_days(desk.counter.today(), 2)
    assert [job.document for job in desk.paper.papers_of(code)] == ["CaseNotice", "FeeReceipt"]
    slip = paper(desk, desk.length - 1)
    assert (slip.news, len(slip.missing), slip.complete_by) == (CaseNews.OBSERVATION, 2, detail.complete_by)


def test_what_was_missing_is_taken_in_piece_by_piece_and_the_last_one_carries_the_new_dates(desk: Desk) -> None:
    code = observed(desk)
    desk.clock.advance(24 * 3600 * 3)
    first = acts(desk).complete(ROSA, Brought(code, ("R3",), (PHOTO,)))
    assert (first.promise, first.entry.entry.body["left"]) == (None, ["R4"])
    assert [blob["type"] for blob in first.entry.entry.body["blobs"]] == [SEALED_PHOTO], (
        "and its photo is the centre's to open"
    )
    assert [item.code for item in acts(desk).wanted(code)] == ["R4"]
    last = acts(desk).complete(ROSA, Brought(code, ("R4",)))
    calendar, today = desk.counter.municipality.calendar, desk.counter.today()
    assert last.promise == calendar.add_working_days(today, 8)
    assert last.entry.entry.body["legal"] == calendar.add_working_days(today, 10).isoformat()
    detail = desk.cases.detail(code)
    assert (detail.row.state, detail.observed) == (CaseState.OBSERVED, ()), "the municipality answers"
    notice = paper(desk, last.entry.entry.sequence)
    assert (notice.news, notice.missing, notice.promised) == (CaseNews.COMPLETED, (), last.promise)


def test_the_centre_s_answer_to_a_completion_moves_both_dates(desk: Desk) -> None:
    code = observed(desk)
    hear_received(desk, code, "observed")
    done = acts(desk).complete(ROSA, Brought(code, MISSING))
    body = done.entry.entry.body
    since = desk.counter.today().isoformat()
    desk.hear(
        "case_resumed/1",
        case=code,
        area="CAT",
        ground="completed",
        since=since,
        promise=body["promise"],
        legal=body["legal"],
    )
    detail = desk.cases.detail(code)
    assert (detail.row.state, detail.observed, detail.complete_by) == (CaseState.RECEIVED, (), None)
    assert detail.row.promise == done.promise


def test_nothing_and_what_was_not_missing_are_not_taken_in(desk: Desk) -> None:
    code, whole = observed(desk), desk.charge(SERVICE).code
    before = desk.length
    for brought, refused in (
        (Brought(code, ()), "nothing_brought"),
        (Brought(code, ("R1",)), "requirement_not_missing"),
        (Brought(whole, ("R3",)), "case_not_observed"),
        (Brought(code, ("R3",), (PHOTO,) * 9), "too_many_photos"),
        (Brought("123", ("R3",)), "case_code_incomplete"),
    ):
        with pytest.raises(Refusal, match=refused):
            acts(desk).complete(ROSA, brought)
    assert desk.length == before


def test_a_case_of_another_counter_is_completed_from_its_paper_and_promises_nothing(desk: Desk) -> None:
    elsewhere = case_code(12, 5, b"k" * 32)
    assert [item.code for item in acts(desk).wanted(elsewhere, SERVICE)] == ["R1", "R2", "R3", "R4"]
    done = acts(desk).complete(ROSA, Brought(elsewhere, ("R3",), (PHOTO,), SERVICE))
    assert (done.promise, done.entry.entry.body["case"]) == (None, elsewhere)
    notice = paper(desk, done.entry.entry.sequence)
    assert (notice.brought, notice.promised, notice.pending) == (
        desk.cases.requirement_texts(SERVICE, ("R3",)),
        None,
        True,
    )
    assert desk.cases.search(elsewhere) == [], "it is not this counter's case"


def test_another_date_is_owed_until_its_paper_is_given(desk: Desk) -> None:
    code = desk.charge(SERVICE).code
    hear_received(desk, code)
    assert acts(desk).owed(code) == ""
    first = desk.cases.detail(code).row.promise
    new = desk.counter.municipality.calendar.add_working_days(first, 5)
    desk.hear(
        "promise_moved/1",
        case=code,
        promise=new.isoformat(),
        reason="inspection",
        told="counter",
        words="El técnico visita el 2 de diciembre.",
    )
    assert (acts(desk).owed(code), desk.cases.detail(code).row.promise) == ("date", new)
    done = acts(desk).tell(ROSA, code, "date")
    assert acts(desk).owed(code) == ""
    notice = paper(desk, done.entry.entry.sequence)
    assert (notice.promised, notice.printed_before) == (new, first)
    assert "El técnico visita" in (notice.words or "")


def test_the_closing_answer_is_printed_and_then_copied(desk: Desk) -> None:
    code = desk.charge(SERVICE).code
    with pytest.raises(Refusal, match="nothing_to_tell"):
        acts(desk).tell(ROSA, code, "answer")
    desk.hear("case_moved/1", case=code, state="resolved", area="SG", answer="Recoja su constancia.")
    assert acts(desk).owed(code) == "answer"
    done = acts(desk).tell(ROSA, code, "answer")
    assert paper(desk, done.entry.entry.sequence).words == "Recoja su constancia."
    assert acts(desk).owed(code) == ""
    assert spool_table.of_entry(desk.station.store, f"C07/{done.entry.entry.sequence}")


def test_a_finished_case_is_asked_to_be_opened_again_and_the_centre_decides(desk: Desk) -> None:
    done = desk.complain("AL-01")
    with pytest.raises(Refusal, match="case_not_finished"):
        acts(desk).ask_reopening(ROSA, done.code, "not_solved")
    desk.hear("case_moved/1", case=done.code, state="resolved", area="ENL", answer="Se cambió la lámpara")
    desk.clock.advance(24 * 3600)
    asked = acts(desk).ask_reopening(ROSA, done.code, "not_solved")
    assert asked.promise is not None
    assert asked.promise > done.promise - timedelta(days=1)
    assert desk.cases.detail(done.code).row.state is CaseState.RESOLVED
    again = {"area": "ENL", "ground": "reopened", "since": "2026-11-21", "promise": asked.promise.isoformat()}
    desk.hear("case_resumed/1", case=done.code, **again)
    assert desk.cases.detail(done.code).row.state is CaseState.IN_PROGRESS


def test_the_trail_of_a_whole_life_is_the_journal_read_again(desk: Desk) -> None:
    code = observed(desk)
    hear_received(desk, code, "observed")
    done = acts(desk).complete(ROSA, Brought(code, MISSING))
    dates: dict[str, Any] = {name: done.entry.entry.body[name] for name in ("promise", "legal")}
    today = desk.counter.today().isoformat()
    desk.hear("case_resumed/1", case=code, area="CAT", ground="completed", since=today, **dates)
    desk.hear("case_step_taken/1", case=code, area="CAT", step="REVISION")
    desk.hear("case_moved/1", case=code, state="rejected", area="CAT", answer="El predio está en zona de riesgo.")
    acts(desk).tell(ROSA, code, "answer")
    acts(desk).ask_reopening(ROSA, code, "new_facts")
    before = projections.dump(desk.station.store)
    desk.station.journal.rebuild()
    assert projections.dump(desk.station.store) == before
    assert desk.verified().is_clean
    assert desk.cases.detail(code).file.legal == date.fromisoformat(dates["legal"])


def told(**changes: Any) -> CaseStatus:
    fields: dict[str, Any] = {
        "case": case_code(12, 5, b"k" * 32),
        "type": "procedure",
        "service": SERVICE,
        "state": "observed",
        "area": "CAT",
        "area_since": 1_795_269_600,
        "promise": "2026-12-02",
        "committed": "2026-12-02",
        "legal": "2026-12-04",
        "complete_by": "2026-11-24",
        "missing": ["R3"],
        "steps": ["REVISION"],
        "since": 1_795_273_200,
        "as_of": 1_795_273_200,
    }
    return CaseStatus(**(fields | changes))


def test_a_case_taken_up_from_the_centre_is_completed_with_the_dates_of_this_day(desk: Desk) -> None:
    file = file_of(told())
    doing = acts(desk)
    doing.take_up(file)
    assert [item.code for item in doing.wanted(file.code)] == ["R3"]
    done = doing.complete(ROSA, Brought(file.code, ("R3",)))
    calendar, today = desk.counter.municipality.calendar, desk.counter.today()
    assert done.promise == max(file.promise, calendar.add_working_days(today, 8))
    after = doing.taken_up(file.code)
    assert after is not None
    assert (after.still_missing, doing.owed(file.code)) == ((), "")
    detail = desk.cases.detail_elsewhere(after)
    assert (detail.area_name, [event.what for event in detail.history]) == (
        desk.counter.municipality.area("CAT").name,
        ["completed"],
    )


def test_a_finished_case_of_another_counter_is_asked_to_be_opened_again_here(desk: Desk) -> None:
    doing = acts(desk)
    doing.take_up(file_of(told(state="resolved", missing=[], complete_by="")))
    done = doing.ask_reopening(ROSA, told().case, "answer_unclear")
    assert done.entry.entry.body["promise"] >= "2026-12-02"


def test_only_the_latest_question_is_answered_and_words_of_a_newer_centre_are_no_answer(
    expected_log_lines: list[str],
) -> None:
    expected_log_lines.append("ventanilla.sync: the centre says of a case what this program has no words for")
    heard: list[tuple[str, object]] = []
    elsewhere = CasesElsewhere()
    elsewhere.ask("1", lambda code, answer: heard.append((code, answer)))
    assert heard == [("1", "unreachable")], "nobody to ask"
    asked: list[str] = []

    class Line:
        def ask(self, code: str) -> None:
            asked.append(code)

    elsewhere.connect(Line())
    for code in ("2", told().case):
        elsewhere.ask(code, lambda code, answer: heard.append((code, answer)))
    elsewhere.unknown("2")
    assert len(heard) == 1
    elsewhere.answered(told().case, told(state="dreaming"))
    elsewhere.answered(told().case, told())
    assert (asked, heard[1:]) == (["2", told().case], [(told().case, "unreachable")])
