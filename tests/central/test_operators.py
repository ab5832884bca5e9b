"""An operator's permission: thirty days, renewed in contact, over when it was withdrawn."""

from __future__ import annotations

import pytest

from central import enrolment, operators
from central.outbound import OutboundWriter
from central.store import stations
from domain.errors import Refusal
from domain.journal.fields import WITHDRAWN
from tests.fakes.centre_world import CentreWorld, Desk


def told(desk: Desk) -> list[tuple[str, str]]:
    return [
        (found.entry.body["operator"], found.entry.body["until"])
        for found in desk.ask("GET", "/v1/outbound?from=1").entries
        if found.entry.kind == "operator_admitted/1"
    ]


def withdraw(world: CentreWorld, operator: str) -> None:
    with world.centre.store.writing() as tx:
        operators.withdraw(OutboundWriter(world.centre, tx, enrolment.require(tx, "C07"), "jefe"), operator)


def test_a_permission_is_for_thirty_days_and_renewed_in_contact_ten_days_before(world: CentreWorld) -> None:
    desk = world.desk()
    assert told(desk) == [("ana", "2026-12-21")]
    world.clock.pass_by(days=19)
    desk.ask("GET", "/v1/state")
    assert len(told(desk)) == 1, "eleven days are left"
    world.clock.pass_by(days=1)
    desk.ask("GET", "/v1/state")
    desk.ask("GET", "/v1/state")
    assert told(desk)[1:] == [("ana", "2027-01-10")], "once"


def test_whoever_was_out_of_reach_for_longer_is_renewed_too(world: CentreWorld) -> None:
    desk = world.desk()
    world.clock.pass_by(days=90)
    desk.ask("GET", "/v1/state")
    assert told(desk)[1:] == [("ana", "2027-03-21")]


def test_who_was_withdrawn_is_not_renewed(world: CentreWorld) -> None:
    desk = world.desk()
    withdraw(world, "ana")
    world.clock.pass_by(days=25)
    desk.ask("GET", "/v1/state")
    assert told(desk)[1:] == [("ana", WITHDRAWN)]
    for nobody in ("ana", "eva"):
        with pytest.raises(Refusal, match="operator_unknown"):
            withdraw(world, nobody)


def test_who_was_withdrawn_may_be_admitted_again_by_a_person(world: CentreWorld) -> None:
    desk = world.desk()
    withdraw(world, "ana")
    with world.centre.store.writing() as tx:
        operators.admit(OutboundWriter(world.centre, tx, enrolment.require(tx, "C07"), "jefe"), "ana", "supervisor")
    assert told(desk)[-1] == ("ana", "2026-12-21")


def test_any_request_of_a_new_day_renews_not_only_the_first_question_for_the_state(world: CentreWorld) -> None:
    desk = world.desk()
    world.clock.pass_by(days=25)
    assert len(told(desk)) == 2, "asking for the centre's journal was that request"


def test_what_could_not_be_renewed_in_doubt_is_renewed_when_the_doubt_ends(world: CentreWorld) -> None:
    desk = world.desk()
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, "C07", doubt=True)
    world.clock.pass_by(days=25)
    assert desk.ask("GET", "/v1/state").status == 200
    assert len(told(desk)) == 2, "asking for the centre's journal ends the doubt"


def test_nothing_is_written_to_a_station_that_is_revoked_or_in_doubt(world: CentreWorld) -> None:
    desk = world.desk()
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, "C07", doubt=True)
    world.clock.pass_by(days=25)
    before = desk.ask("GET", "/v1/state").answer.outbound
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, "C07", doubt=False)
    assert desk.ask("GET", "/v1/state").answer.outbound == before
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    assert desk.ask("GET", "/v1/state").problem == "station_revoked"
