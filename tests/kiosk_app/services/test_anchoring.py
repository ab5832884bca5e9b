"""Files that are older than this computer has seen them, and files that are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk_app.devices.anchor import AnchorFile
from kiosk_app.services.anchoring import Anchoring
from kiosk_app.storage.journal import Draft
from kiosk_app.storage.outbox import JournalOutbox
from tests.fakes.station import Station, new_station


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return new_station(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> AnchorFile:
    return AnchorFile(tmp_path / "elsewhere" / "anchor.json")


def _write(station: Station, count: int = 1, refused: int = 0) -> None:
    for _ in range(count):
        station.journal.record("ana", Draft("operator_signed_in/1", {"refused": refused}))


def _start(station: Station, file: AnchorFile) -> Anchoring:
    return Anchoring(JournalOutbox(station.journal), file)


def _image(station: Station) -> Path:
    station.store.close()
    image = station.path.with_suffix(".image")
    shutil.copy(station.path, image)
    station.reopen()
    return image


def _put_back(station: Station, image: Path) -> None:
    station.store.close()
    for beside in station.path.parent.glob(station.path.name + "*"):
        beside.unlink()
    shutil.copy(image, station.path)
    station.reopen()


def test_nothing_is_wrong_where_there_is_no_anchor(station: Station, file: AnchorFile) -> None:
    assert _start(station, file).copied == ""


def test_a_database_that_is_ahead_of_its_anchor_is_normal(station: Station, file: AnchorFile) -> None:
    _start(station, file).note()
    _write(station, 3)
    station.reopen()
    assert _start(station, file).copied == "", "the program was killed before it wrote the anchor"


def test_an_older_database_is_noticed_and_stays_noticed(
    station: Station, file: AnchorFile, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.anchor: these files are older")
    image = _image(station)
    _write(station)
    _start(station, file).note()
    _put_back(station, image)
    again = _start(station, file)
    assert again.copied == "anchor"
    _write(station, 3, refused=1)
    again.note()
    assert _start(station, file).copied == "anchor", "the history is another one, however long it grew"


def test_a_ratchet_that_went_back_is_noticed_though_the_journal_did_not(
    station: Station, file: AnchorFile, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.anchor: these files are older")
    outbox = JournalOutbox(station.journal)
    outbox.record_ratchet("9.aaaaaaaaaaaaaaaa")
    image = _image(station)
    JournalOutbox(station.journal).record_ratchet("10.aaaaaaaaaaaaaaaa")
    _start(station, file).note()
    _put_back(station, image)
    assert _start(station, file).copied == "anchor"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"length":"1","head":"x","ratchet":0}', '{"length":1}'])
def test_an_anchor_that_cannot_be_read_accuses_nobody(station: Station, file: AnchorFile, content: str) -> None:
    file.path.parent.mkdir()
    file.path.write_text(content, "utf-8")
    assert _start(station, file).copied == ""


def test_an_anchor_that_cannot_be_written_stops_nothing(station: Station, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    anchoring = _start(station, AnchorFile(tmp_path / "file" / "anchor.json"))
    anchoring.note()
    assert anchoring.copied == ""
