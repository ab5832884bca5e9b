from __future__ import annotations

import itertools

import pytest

from domain.cases.states import TRANSITIONS, CaseState, move
from domain.journal.kinds import CASE_STATES
from tests.domain.kit import refusal_of

ALL = list(itertools.product(CaseState, CaseState))

#: The table again, from the other side: what may come before each state.
MAY_COME_FROM = {
    CaseState.SAVED: "",
    CaseState.RECEIVED: "saved observed",
    CaseState.OBSERVED: "saved received in_progress",
    CaseState.NOT_PRESENTED: "observed",
    CaseState.IN_PROGRESS: "saved received observed in_progress resolved rejected closed",
    CaseState.RESOLVED: "saved received in_progress",
    CaseState.REJECTED: "saved received observed in_progress",
    CaseState.CLOSED: "resolved rejected",
}


@pytest.mark.parametrize(("current", "target"), ALL)
def test_a_case_moves_by_the_table_and_not_otherwise(current: CaseState, target: CaseState) -> None:
    if current.value in MAY_COME_FROM[target].split():
        assert move(current, target) is target
    else:
        assert refusal_of(lambda: move(current, target)) == "case_move_unknown"


def test_the_centre_can_write_every_state_but_the_stations_own() -> None:
    assert set(CASE_STATES) == {state.value for state in CaseState} - {CaseState.SAVED.value}


def test_every_state_is_reached_and_only_what_was_not_presented_leads_nowhere() -> None:
    assert set(TRANSITIONS) == set(CaseState)
    reached = {CaseState.SAVED}
    for _ in CaseState:
        reached |= {target for state in reached for target in TRANSITIONS[state]}
    assert reached == set(CaseState)
    assert [state for state in TRANSITIONS if not TRANSITIONS[state]] == [CaseState.NOT_PRESENTED]
