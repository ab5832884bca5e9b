"""How a station says that it is, and the papers of others that its report carries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk_app.services import papers_seen
from kiosk_app.services.reporting import Reporting
from kiosk_app.storage.station_folder import StationFolder
from kiosk_app.version import VERSION
from sync.messages import PAPERS_MAX, Report
from sync.status import Connection, Status
from tests.kiosk_app.services.desk import Desk

STATUS = Status(
    connection=Connection.NEVER,
    reason=None,
    pending_entries=4,
    pending_blobs=1,
    oldest_pending=None,
    last_contact=None,
    clock_offset_s=None,
    sending=0,
    sending_total=0,
)


@pytest.fixture
def reporting(desk: Desk, tmp_path: Path) -> Reporting:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "station.db").write_bytes(b"x" * 4096)
    return Reporting(desk.counter, StationFolder(tmp_path / "folder"))


def test_it_says_what_waits_and_what_is_free(desk: Desk, reporting: Reporting) -> None:
    oldest = int(desk.counter.now().timestamp()) - 7_200
    report = reporting.report(replace(STATUS, oldest_pending=oldest))
    assert (report.program, report.queue, report.blobs, report.oldest_s) == (VERSION, 4, 1, 7_200)
    assert (report.database_kb, report.printer, report.papers) == (4, "unknown", [])
    assert report.disk_mb > 0
    assert Report.from_document(report.document()) == report


def test_papers_of_others_are_kept_until_the_centre_was_heard(desk: Desk, reporting: Reporting) -> None:
    paper = desk.station.centre.write("outbound_started/1", {"municipality": "x", "key": "y"}).signed
    for _ in range(2):
        papers_seen.keep(desk.counter.store, paper)
    assert reporting.report(STATUS).papers == [paper.compact()]
    assert reporting.report(STATUS).papers == [paper.compact()], "nobody has heard it yet"
    heard = replace(STATUS, last_contact=int(desk.counter.now().timestamp()))
    assert reporting.report(heard).papers == []


def test_only_the_newest_papers_are_kept(desk: Desk) -> None:
    papers = [desk.station.centre.write("case_moved/1", {"number": n}).signed for n in range(PAPERS_MAX + 3)]
    for paper in papers:
        papers_seen.keep(desk.counter.store, paper)
    assert papers_seen.held(desk.counter.store) == [paper.compact() for paper in papers[3:]]
