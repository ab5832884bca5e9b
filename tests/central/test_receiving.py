from __future__ import annotations

from tests.fakes.centre_world import CentreWorld


def test_an_approved_desk_is_admitted_guaranteed_and_granted(world: CentreWorld) -> None:
    desk = world.invite(operators=(("ana", "operator"), ("luz", "supervisor")))
    desk.enrol()
    world.approve(desk)
    kinds = [found.entry.kind for found in desk.pull()]
    assert kinds == [
        "outbound_started/1",
        "operator_admitted/1",
        "operator_admitted/1",
        "guarantee_deposited/1",
        "headroom_granted/1",
        "receipts_granted/1",
    ]


def test_a_days_work_is_stored_and_booked(world: CentreWorld) -> None:
    desk = world.desk()
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2)
    desk.close_drawer(counted=8000)
    heard = desk.push()
    assert heard.status == 200
    assert heard.answer.next_sequence == len(desk.journal) + 1
    assert heard.answer.head == desk.journal[-1].hash
