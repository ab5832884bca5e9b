"""Scanned papers against what arrives: published, not yet, overdue, and another history."""

from __future__ import annotations

import copy

import pytest

from central import gossip
from central.store import journals, papers
from central.store.journals import JournalName
from domain.canonical import encode
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from sync.messages import Report
from tests.central.test_receipt_page import scan
from tests.fakes.centre_world import CentreWorld, Desk

REPORT = Report(
    program="0.1.0", queue=0, oldest_s=0, blobs=0, printer="ok", disk_mb=9_000, database_kb=1, uptime_s=1, papers=[]
)


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    desk = world.desk()
    desk.open_drawer()
    return desk


def _waiting(world: CentreWorld, desk: Desk) -> int:
    with world.centre.store.reading() as tx:
        return len(papers.waiting(tx, JournalName(desk.name, 1, Author.STATION)))


def _overdue(world: CentreWorld) -> set[tuple[str, int]]:
    with world.centre.store.writing() as tx:
        gossip.note_overdue(world.centre, tx)
        return {(found.code, found.sequence) for found in journals.findings(tx)}


def _other_history(desk: Desk, drop: int) -> SignedEntry:
    """The desk's end is taken back and written anew."""
    other = copy.copy(desk)
    other.journal = desk.journal[:-drop]
    paper = other.collect(77)
    desk.journal = other.journal
    return paper


def test_a_scanned_receipt_waits_until_its_entry_arrives(world: CentreWorld, desk: Desk) -> None:
    paper = desk.collect(1)
    for _ in range(3):
        scan(world, paper)
    assert _waiting(world, desk) == 1
    desk.push()
    assert _waiting(world, desk) == 0
    world.clock.pass_by(days=30)
    assert _overdue(world) == set()


def test_a_receipt_that_never_arrives_is_an_alarm_after_the_term(world: CentreWorld, desk: Desk) -> None:
    paper = desk.collect(1)
    scan(world, paper)
    world.clock.pass_by(seconds=gossip.ARRIVAL_TERM_S)
    assert _overdue(world) == set(), "until then it is a wait"
    world.clock.pass_by(seconds=1)
    assert _overdue(world) == {("receipt_never_arrived", paper.entry.sequence)}


@pytest.mark.parametrize("scanned_first", [True, False])
def test_a_tail_that_was_taken_back_and_written_anew_is_found_by_one_scan(
    world: CentreWorld, desk: Desk, scanned_first: bool, expected_log_lines: list[str]
) -> None:
    expected_log_lines += ["ventanilla.central.gossip: station C07", "ventanilla.central.receiving: station C07"]
    paper = desk.collect(1)
    if scanned_first:
        scan(world, paper)
    _other_history(desk, 1)
    desk.push()
    if not scanned_first:
        scan(world, paper)
    assert ("paper_contradicts_journal", paper.entry.sequence) in _overdue(world)
    assert _waiting(world, desk) == 0


def test_two_papers_of_one_place_are_two_histories_before_anything_arrives(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.gossip: station C07")
    scan(world, desk.collect(1))
    scan(world, _other_history(desk, 1))
    assert {code for code, _ in _overdue(world)} == {"paper_contradicts_journal"}


def test_another_stations_scanner_tells_with_its_report(world: CentreWorld, desk: Desk) -> None:
    other = world.desk("C08", 8)
    paper = desk.collect(1)
    no_paper = other.write("operator_signed_in/1", {"refused": 0}).signed.compact()
    rubbish = ["", "x", paper.signed.compact()[:-4] + "AAAA", no_paper]
    document = REPORT.document() | {"papers": [*rubbish, paper.signed.compact()]}
    assert other.ask("POST", "/v1/report", encode(document)).status == 200
    assert (_waiting(world, desk), _waiting(world, other)) == (1, 0)


def test_a_flood_of_authentic_papers_is_bounded(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        for number in range(gossip.PAPERS_MAX + 5):
            gossip.remember(tx, desk.collect(number), by="", now=0)
    assert _waiting(world, desk) == gossip.PAPERS_MAX
