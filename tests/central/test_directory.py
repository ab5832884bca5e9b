from __future__ import annotations

import pytest

from sync.messages import StationListing
from sync.packing import unpack_entries
from tests.fakes.centre_world import CentreWorld, Desk


@pytest.fixture
def auditor(world: CentreWorld) -> Desk:
    return world.desk("AUD-1", 900, "audit")


def test_an_auditor_sees_every_station_and_how_far_it_is(world: CentreWorld, auditor: Desk) -> None:
    desk = world.desk()
    world.invite("C08", 8)
    found = {one.station: one for one in map(StationListing.from_document, auditor.ask("GET", "/v1/stations").document)}
    assert found.keys() == {"AUD-1", "C07", "C08"}
    assert (found["C07"].entries, found["C07"].outbound, found["C07"].status) == (1, desk.seen, "approved")
    assert (found["C08"].entries, found["C08"].key, found["C08"].status) == (0, "", "invited")


def test_an_auditor_reads_journals_exactly_as_they_were_signed(world: CentreWorld, auditor: Desk) -> None:
    desk = world.desk()
    desk.open_drawer()
    desk.push()
    heard = auditor.ask("GET", "/v1/stations/C07/entries?from=1")
    assert unpack_entries(heard.body) == [found.signed for found in desk.journal]
    second = auditor.ask("GET", "/v1/stations/C07/entries?from=2&most=1")
    assert unpack_entries(second.body) == [desk.journal[1].signed]
    assert len(auditor.ask("GET", "/v1/stations/C07/outbound?from=1").entries) == desk.seen
    assert auditor.ask("GET", "/v1/stations/C07/entries?from=3").entries == []


def test_a_long_journal_is_read_in_answers_of_bounded_size(
    world: CentreWorld, auditor: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07")
    desk = world.desk()
    for _ in range(120):
        desk.write("teleported/1", {"filler": "x" * 20_000})
    for first in range(2, 122, 20):
        batch = [found.signed for found in desk.journal[first - 1 : first + 19]]
        desk.push(first, batch)
    heard = auditor.ask("GET", "/v1/stations/C07/entries?from=1")
    assert 20 < len(heard.entries) < 60
    assert sum(len(found.signed.payload) for found in heard.entries) <= 768 * 1024


@pytest.mark.parametrize("path", ["/v1/stations", "/v1/stations/AUD-1/entries?from=1"])
@pytest.mark.parametrize("face", ["desk", "kiosk"])
def test_nobody_else_may(world: CentreWorld, auditor: Desk, path: str, face: str) -> None:
    heard = world.desk("C07", 7, face).ask("GET", path)
    assert (heard.status, heard.problem) == (403, "not_an_auditor")


def test_a_station_that_does_not_exist_is_not_found(auditor: Desk) -> None:
    heard = auditor.ask("GET", "/v1/stations/C99/entries?from=1")
    assert (heard.status, heard.problem) == (404, "no_such_station")
