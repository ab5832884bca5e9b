"""Stations hear of open complaints that others took, and of who joined their own; never of who complained."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from central import case_office, enrolment, office
from central.office import Decision
from central.store import cases, stations
from domain.cases.states import CaseState
from domain.journal.fields import COMPLAINTS_MAX
from tests.fakes.centre_world import CentreWorld, Desk
from tests.fakes.postgres import PrivatePostgres
from tests.fakes.town_database import TownDatabase

SPOT = [-380055, -575426]


def complain(desk: Desk, number: int = 1, **placed: Any) -> str:
    """Taken, placed and sent; answers its code."""
    code: str = desk.open_case(number).entry.body["case"]
    desk.write("complaint_placed/1", {"case": code, "service": "ALU-1", "assets": ["L-04021"], "spot": SPOT} | placed)
    assert desk.push().status == 200
    return code


def stir(desk: Desk) -> list[dict[str, Any]]:
    """The desk sends something and hears what there is: the lines that it was told of complaints."""
    desk.write("operator_signed_in/1", {"refused": 0})
    assert desk.push().status == 200
    heard = [found.entry for found in desk.pull()]
    return [line for entry in heard if entry.kind == "complaints_listed/1" for line in entry.body["listed"]]


def resolve(world: CentreWorld, code: str) -> None:
    with world.centre.store.writing() as tx:
        found = cases.find(tx, code)
        assert found is not None
        solved = Decision(state=CaseState.RESOLVED, answer="Se cambió el foco.")
        office.move_case(world.centre, tx, found, solved, "ana")


def test_another_station_hears_of_a_complaint_with_its_next_entries(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    code = complain(first)
    (line,) = stir(second)
    assert line == {
        "case": code,
        "service": "ALU-1",
        "promise": "2026-11-24",
        "neighbours": 1,
        "open": True,
        "assets": ["L-04021"],
        "spot": SPOT,
    }
    assert stir(second) == [], "once"
    assert stir(first) == [], "its own it knows"


def test_a_neighbour_of_another_station_is_counted_and_told_to_both(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    code = complain(first)
    stir(second)
    complain(second, joins=code)
    assert [(line["case"], line["neighbours"]) for line in stir(first)] == [(code, 2)]
    assert [(line["case"], line["neighbours"]) for line in stir(second)] == [(code, 2)]


def test_who_joined_is_not_a_complaint_of_its_own_in_the_list(world: CentreWorld) -> None:
    first, second, third = world.desk("C07", 7), world.desk("C08", 8), world.desk("C09", 9)
    code = complain(first)
    complain(second, joins=code)
    assert [line["case"] for line in stir(third)] == [code]


def test_a_closed_complaint_is_told_to_be_left_out_and_not_told_to_a_newcomer(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    code = complain(first)
    stir(second)
    resolve(world, code)
    assert [(line["case"], line["open"]) for line in stir(second)] == [(code, False)]
    assert stir(world.desk("C09", 9)) == []


def decide(world: CentreWorld, code: str, state: CaseState, *, alone: bool = False) -> list[str]:
    with world.centre.store.writing() as tx:
        found = cases.find(tx, code)
        assert found is not None
        decision = Decision(state=state, answer="Se cambió el foco.")
        return sorted(one.code for one in case_office.decide(world.centre, tx, found, decision, alone=alone, by="ana"))


def state_of(desk: Desk, code: str) -> str:
    """As the station of the case heard it last."""
    said = [one.entry.body for one in desk.pull() if one.entry.kind == "case_moved/1"]
    return next((body["state"] for body in reversed(said) if body["case"] == code), "")


def test_what_is_decided_of_a_lamp_is_told_to_everybody_who_complained_of_it(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    code = complain(first)
    joined, another = complain(second, joins=code), complain(second, 2, assets=["L-1"])
    assert decide(world, code, CaseState.RESOLVED) == [joined]
    with world.centre.store.reading() as tx:
        states = [one.state for one in cases.with_codes(tx, [code, joined, another]).values()]
    assert sorted(states) == ["received", "resolved", "resolved"]
    assert state_of(first, code) == state_of(second, joined) == "resolved"


def test_a_decision_may_be_for_one_person_alone(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    code = complain(first)
    joined = complain(first, 2, joins=code)
    assert decide(world, code, CaseState.RESOLVED, alone=True) == []
    assert decide(world, joined, CaseState.REJECTED) == []


def test_what_was_finished_already_or_delivered_to_one_stays_with_that_one(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    code = complain(first)
    done, waiting = complain(first, 2, joins=code), complain(first, 3, joins=code)
    decide(world, done, CaseState.REJECTED)
    assert decide(world, code, CaseState.RESOLVED) == [waiting]
    assert decide(world, code, CaseState.CLOSED) == []


def test_a_case_that_is_finished_while_the_decision_waits_stays_as_it_was_finished(
    town_database: TownDatabase, postgres: PrivatePostgres, tmp_path: Path
) -> None:
    """On PostgreSQL, where two may write at once: who decides of the lamp waits for the neighbour's station."""
    world = CentreWorld(tmp_path, database=town_database.emptied())
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    code = complain(first)
    joined, other = complain(second, joins=code), complain(second, 2, joins=code)
    with ThreadPoolExecutor(1) as pool:
        with world.centre.store.writing() as tx:
            stations.lock(tx, "C08")
            deciding = pool.submit(decide, world, code, CaseState.RESOLVED)
            while not deciding.done() and not postgres.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            ):
                pass
            found = cases.find(tx, joined)
            assert found is not None
            office.move_case(
                world.centre, tx, found, Decision(state=CaseState.REJECTED, answer="No es de aquí."), "eva"
            )
        assert deciding.result() == [other]
    with world.centre.store.reading() as tx:
        states = {one.code: one.state for one in cases.with_codes(tx, [code, joined, other]).values()}
    assert states == {code: "resolved", joined: "rejected", other: "resolved"}
    world.close()


def test_a_neighbour_whose_counter_was_replaced_holds_nobody_up(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    code = complain(first)
    complain(second, joins=code)
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C08")
        epoch = enrolment.require(tx, "C08").epoch + 1
    desk = world.invite("C08", 8)
    desk.epoch = epoch
    assert desk.enrol().status == 200
    world.approve(desk)
    assert decide(world, code, CaseState.RESOLVED) == []


def test_the_last_place_of_a_complaint_is_the_one_that_is_told(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    code = complain(first)
    first.write("complaint_placed/1", {"case": code, "service": "ALU-1", "assets": ["L-00009"]})
    first.push()
    (line,) = stir(second)
    assert line["assets"] == ["L-00009"]
    assert "spot" not in line


def test_a_place_of_a_case_that_is_not_the_stations_own_is_passed_over(world: CentreWorld) -> None:
    first, second, third = world.desk("C07", 7), world.desk("C08", 8), world.desk("C09", 9)
    code = complain(first)
    second.write("complaint_placed/1", {"case": code, "service": "ALU-1", "assets": ["L-66666"]})
    assert second.push().status == 200
    (line,) = stir(third)
    assert line["assets"] == ["L-04021"]


def test_more_than_fit_in_one_telling_come_with_the_next_ones(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    codes = [complain(first, number) for number in range(1, COMPLAINTS_MAX + 8)]
    told = [stir(second), stir(second), stir(second)]
    assert [len(lines) for lines in told] == [COMPLAINTS_MAX, 7, 0]
    assert [line["case"] for lines in told for line in lines] == codes


def test_a_complaint_that_joined_one_nobody_knows_is_on_record_all_the_same(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    code = complain(first, joins="0072911488")
    with world.centre.store.reading() as tx:
        assert cases.find(tx, code) is not None
