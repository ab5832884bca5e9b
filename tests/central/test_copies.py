"""The nonce ratchet at the centre: who is answered, who is told, and what is written down."""

from __future__ import annotations

import copy

import pytest

from central import ratchets
from central.store import journals
from domain.errors import Refusal
from sync.packing import pack_entries
from sync.ratchet import Copied
from tests.fakes.centre_world import CentreWorld, Desk


def _codes(world: CentreWorld) -> set[str]:
    with world.centre.store.reading() as tx:
        return {found.code for found in journals.findings(tx)}


def _copy_of(desk: Desk) -> Desk:
    """Its files elsewhere. It draws other nonces, as a second computer does."""
    other = copy.copy(desk)
    other.journal, other.nonces = list(desk.journal), 1_000_000
    return other


def test_each_answer_gives_a_fresh_ratchet_and_the_latest_is_asked_for(world: CentreWorld) -> None:
    desk = world.desk()
    given = [desk.ask("GET", "/v1/state").answer.ratchet for _ in range(5)]
    assert len(set(given)) == 5
    assert "" not in given


def test_a_copy_is_told_so_and_is_given_nothing(world: CentreWorld) -> None:
    desk = world.desk()
    other = _copy_of(desk)
    assert desk.ask("GET", "/v1/state").status == 200
    assert desk.ask("GET", "/v1/state").status == 200
    for path in ("/v1/state", "/v1/outbound?from=1"):
        heard = other.ask("GET", path)
        assert (heard.status, heard.problem, heard.answer.ratchet) == (409, "ratchet_stale", "")
    assert desk.ask("GET", "/v1/state").status == 200, "the station itself goes on"
    assert _codes(world) == set(), "nobody is accused of what a network could have done"


def test_a_second_computer_is_found_out_even_if_both_take_turns(world: CentreWorld) -> None:
    desk = world.desk()
    other = _copy_of(desk)
    asked = [one.ask("GET", "/v1/state").status for one in (desk, other, desk, other)]
    assert 409 in asked


def test_an_answer_that_was_lost_costs_nothing_however_often(world: CentreWorld) -> None:
    desk = world.desk()
    held = desk.ratchet
    for _ in range(3 * ratchets.GIVEN_MAX):
        assert desk.ask("GET", "/v1/state", ratchet=held).status == 200
    assert desk.ask("GET", "/v1/state").status == 200, "and the last one that was heard counts"


def test_what_a_late_request_pushes_is_kept_as_evidence(world: CentreWorld) -> None:
    desk = world.desk()
    old = desk.ratchet
    desk.ask("GET", "/v1/state")
    desk.ask("GET", "/v1/state")
    desk.open_drawer()
    begin = desk.acknowledged + 1
    heard = desk.push()
    assert heard.status == 200
    desk.collect(1)
    entries = [found.signed for found in desk.journal[begin:]]
    late = desk.ask("POST", f"/v1/entries?from={begin + 1}", pack_entries(entries), ratchet=old)
    assert (late.status, late.problem) == (409, "ratchet_stale")
    assert late.answer.next_sequence == len(desk.journal) + 1


def test_a_confession_is_a_finding_and_gets_no_ratchet(world: CentreWorld, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.copies: station C07: station_copied")
    desk = world.desk()
    for _ in range(2):
        heard = desk.ask("GET", "/v1/state", copied=Copied.ANCHOR.value)
        assert (heard.status, heard.problem, heard.answer.ratchet) == (409, "station_copied", "")
    assert _codes(world) == {"station_copied"}


def test_a_copy_that_does_not_confess_is_found_by_values_long_dead(
    world: CentreWorld, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.copies: station C07: stale_requests")
    desk = world.desk()
    other = _copy_of(desk)
    for _ in range(3):
        desk.ask("GET", "/v1/state")
    for _ in range(20):
        assert other.ask("GET", "/v1/state").status == 409
    assert _codes(world) == set(), "within the hour it may all have been a network"
    for _ in range(2):
        world.clock.pass_by(seconds=ratchets.DEAD_S)
        desk.ask("GET", "/v1/state")
    for _ in range(ratchets.LONG_DEAD_MAX):
        assert other.ask("GET", "/v1/state").status == 409
    assert _codes(world) == {"stale_requests"}


def test_what_is_asked_beside_the_engine_needs_no_ratchet(world: CentreWorld) -> None:
    desk = world.desk()
    desk.ask("GET", "/v1/state")
    assert desk.ask("GET", "/v1/cases/0070000014", ratchet="").problem == "case_unknown"


def test_a_centre_that_went_back_takes_over_the_later_ratchet(world: CentreWorld) -> None:
    before = ratchets.begin("")
    before, first = ratchets.turned(before, "", "a" * 16, 0)
    life, second = ratchets.turned(before, first, "b" * 16, 0)
    life, third = ratchets.turned(life, second, "c" * 16, 0)
    life, fourth = ratchets.turned(life, third, "d" * 16, 0)
    assert ratchets.is_stale(life, second)
    assert not ratchets.is_stale(before, fourth), "the backup knows the first only"
    after, fifth = ratchets.turned(before, fourth, "e" * 16, 0)
    assert ratchets.number(fifth) > ratchets.number(fourth)
    assert ratchets.is_stale(after, third), "and the copies of before are stale again"


@pytest.mark.parametrize("text", ["0.aaaaaaaaaaaaaaaa", "1", "1.a", "9" * 13 + ".aaaaaaaaaaaaaaaa", "x"])
def test_a_ratchet_of_another_form_is_refused(world: CentreWorld, text: str) -> None:
    with pytest.raises(Refusal, match="ratchet_malformed"):
        ratchets.number(text)
    assert world.desk().ask("GET", "/v1/state", ratchet=text).status == 400
