"""What the office does with a case: it moves between areas, step by step, waits for the citizen, ends, and goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from central import case_files, case_requests, office
from central.centre import Centre
from central.office import Decision
from central.store import Transaction, cases, complaints, stations
from central.store.cases import Case
from central.terms import Way
from domain import canonical
from domain.cases.case_file import CaseFile
from domain.cases.clocks import observation_term
from domain.cases.states import FINISHED, CaseState
from domain.cases.steps import next_step, refuse_out_of_order
from domain.errors import Refusal

#: States that say how the matter itself stands.
_OF_THE_MATTER: Final = frozenset({CaseState.IN_PROGRESS, CaseState.RESOLVED, CaseState.REJECTED})


def way_of(centre: Centre, case: Case) -> Way:
    return centre.terms.ways.get(case.service, Way())


def pass_on(centre: Centre, tx: Transaction, case: Case, area: str, by: str) -> None:
    """The file goes to another area, which works on it. Raises Refusal `area_unknown` and what `say` refuses."""
    office.move_case(centre, tx, case, Decision(state=CaseState.IN_PROGRESS, area=area), by)


def take_step(centre: Centre, tx: Transaction, case: Case, step: str, *, area: str | None, by: str) -> CaseFile:
    """A step is done; the file goes to the area of the next one, or to `area`.

    Raises Refusal `step_unknown`, `step_out_of_order`, `area_unknown` and what `say` refuses.
    """
    office.refuse_unknown_area(centre, area)
    plan = way_of(centre, case).steps
    done = case_files.file_of(tx, case).steps
    refuse_out_of_order(plan, done, step)
    following = next_step(plan, (*done, step))
    to = area or (case.area if following is None else following.area)
    return case_files.say(centre, tx, case, "case_step_taken/1", {"area": to, "step": step}, by=by)


def promise_anew(
    centre: Centre, tx: Transaction, case: Case, promise: date, *, reason: str, words: str, told: str, by: str
) -> CaseFile:
    """Another date. `told` says how the citizen hears of it. Raises Refusal `promise_not_later`, `promise_not_working`
    for a day on which nobody answers, and what `say` refuses.
    """
    if not centre.terms.calendar.is_working(promise):
        raise Refusal("promise_not_working", promise=promise.isoformat())
    body = {"promise": promise.isoformat(), "reason": reason, "told": told, "words": canonical.plain_text(words)}
    return case_files.say(centre, tx, case, "promise_moved/1", body, by=by)


def observe(centre: Centre, tx: Transaction, case: Case, missing: Sequence[str], *, words: str | None, by: str) -> date:
    """Something is missing; gives the last day to bring it. Raises Refusal `requirement_unknown`, `calendar_too_short`
    and what `say` refuses.
    """
    known = way_of(centre, case).requirements
    for code in missing:
        if code not in known:
            raise Refusal("requirement_unknown", requirement=code, known=", ".join(known))
    until = observation_term(centre.terms.calendar, centre.today)
    body: dict[str, object] = {"area": case.area, "missing": list(dict.fromkeys(missing)), "until": until.isoformat()}
    if words is not None:
        body["words"] = canonical.plain_text(words)
    case_files.say(centre, tx, case, "case_observed/1", body, by=by)
    return until


def decide(centre: Centre, tx: Transaction, case: Case, decision: Decision, *, alone: bool, by: str) -> list[Case]:
    """Take a case to a new state and, unless `alone`, with it the open cases of who joined it: it is one lamp.

    Gives those. Only a word about the matter is for all of them: what is missing, or was delivered, is one person's. Of
    a neighbour whose counter was replaced nothing can be said. Raises Refusal as `office.move_case` does.
    """
    joined = [] if alone or decision.state not in _OF_THE_MATTER else complaints.joined(tx, case.code)
    concerned = (case, *cases.with_codes(tx, joined).values())
    for name in sorted({one.station for one in concerned}):  # in one order, for whoever decides at the same time
        stations.lock(tx, name)
    office.move_case(centre, tx, case, decision, by)
    now = cases.with_codes(tx, joined)  # asked again: one may have been finished while a lock was waited for
    others = [one for one in now.values() if CaseState(one.state) not in FINISHED]
    return [one for one in others if _went_along(centre, tx, one, decision, by)]


def _went_along(centre: Centre, tx: Transaction, case: Case, decision: Decision, by: str) -> bool:
    try:
        office.move_case(centre, tx, case, decision, by)
    except Refusal as refusal:
        if refusal.code == "case_of_closed_journal":
            return False
        raise
    return True


def close(centre: Centre, tx: Transaction, case: Case, by: str) -> None:
    """What was decided is delivered, or told."""
    office.move_case(centre, tx, case, Decision(state=CaseState.CLOSED), by)


def reopen(centre: Centre, tx: Transaction, case: Case, by: str) -> CaseFile:
    """A finished case goes on, with a new date. Raises Refusal `case_not_finished` and what `say` refuses."""
    file = case_files.file_of(tx, case)
    return case_files.say(centre, tx, case, "case_resumed/1", case_requests.resumption(centre, file, "reopened"), by=by)
