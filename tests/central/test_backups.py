"""A backup made while stations push, put back, and sent to again: nothing is lost and nothing is there twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from central import backups, enrolment
from central.__main__ import main
from central.centre import Centre
from central.enrolment import Place
from central.opening import DataDirectory
from central.registry import Registry
from central.store import journals
from central.store.journals import JournalName
from domain.errors import Refusal
from domain.journal.kinds import Author
from tests.fakes.centre_world import Desk

FOLDER = Path(__file__).resolve().parents[2] / "municipalities" / "cajamarca"


def order(*words: str | Path) -> list[str]:
    said: list[str] = []
    assert main([str(word) for word in words], said.append) == 0
    return said


@pytest.fixture
def data(tmp_path: Path) -> Path:
    order("init", "--data", tmp_path / "centre", "--municipality", FOLDER)
    return tmp_path / "centre"


@pytest.fixture
def centre(data: Path) -> Iterator[Centre]:
    with DataDirectory(data).open() as opened:
        yield opened


def enrolled(centre: Centre) -> Desk:
    place = Place(station="C07", number=7, face="desk", label="Cabina 7", operators=(("ana", "operator"),))
    with centre.store.writing() as tx:
        desk = Desk(Registry(centre), enrolment.invite(centre, tx, place, "https://localhost:8443"))
    assert desk.enrol().status == 200
    with centre.store.writing() as tx:
        enrolment.approve(centre, tx, "C07", guarantee_reference="BN-1", by="jefe")
    desk.start()
    assert desk.push().status == 200
    return desk


def held(centre: Centre) -> list[str]:
    with centre.store.reading() as tx:
        return [found.hash for found in journals.read(tx, JournalName("C07", 1, Author.STATION), 1)]


def test_backed_up_while_a_station_pushes_and_restored_nothing_is_lost_or_doubled(
    data: Path, centre: Centre, tmp_path: Path, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07 holds entries of the centre")
    desk = enrolled(centre)
    copied, pushed = Event(), Event()

    def work() -> None:
        number = 0
        while not copied.is_set() or number < 20:
            number += 1
            sealed = b"%d" % number * 50
            desk.open_case(number, sealed=sealed)
            assert desk.push().status == 200
            assert desk.upload(sealed).status == 200
            pushed.set()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        try:
            assert pushed.wait(60)
            said = order("backup", tmp_path / "copy", "--data", data, "--keys")
        finally:
            copied.set()
        working.result()
    assert said[0].startswith("Copia de seguridad completa")
    order("restore", tmp_path / "copy", "--data", tmp_path / "again")
    with DataDirectory(tmp_path / "again").open() as restored:
        whole, kept = [found.hash for found in desk.journal], held(restored)
        assert 0 < len(kept) < len(whole)
        assert kept == whole[: len(kept)]
        desk.registry = Registry(restored)
        heard = desk.ask("GET", "/v1/state")
        desk.acknowledged = heard.answer.next_sequence - 1
        assert desk.push().status == 200
        assert held(restored) == whole


def test_a_backup_without_keys_is_restored_with_those_kept_apart(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order("backup", tmp_path / "copy", "--data", data)
    assert not (tmp_path / "copy" / "keys").exists()
    with pytest.raises(Refusal, match="backup_without_keys"):
        backups.put_back(tmp_path / "copy", tmp_path / "again", None)
    assert not (tmp_path / "again").exists()
    order("restore", tmp_path / "copy", "--data", tmp_path / "again", "--keys", data / "keys")
    assert "Municipalidad" in "\n".join(order("status", "--data", tmp_path / "again"))


def test_nothing_is_written_over(data: Path, tmp_path: Path) -> None:
    order("backup", tmp_path / "copy", "--data", data, "--keys")
    with pytest.raises(Refusal, match="data_directory_in_use"):
        backups.put_back(tmp_path / "copy", data, None)
    with pytest.raises(Refusal, match="backup_folder_in_use"):
        backups.make(data, tmp_path / "copy", with_keys=True)


@pytest.mark.parametrize("harm", ["changed", "gone", "no list", "list leads outside"])
def test_a_damaged_backup_is_said_and_not_restored(data: Path, tmp_path: Path, harm: str) -> None:
    copy = tmp_path / "copy"
    order("backup", copy, "--data", data, "--keys")
    manifest = copy / "manifest.json"
    if harm == "changed":
        content = bytearray((copy / "centre.db").read_bytes())
        content[len(content) // 2] ^= 1
        (copy / "centre.db").write_bytes(content)
    elif harm == "gone":
        shutil.rmtree(copy / "editions")
    elif harm == "no list":
        manifest.unlink()
    else:
        listed = json.loads(manifest.read_text())
        listed["files"]["../outside"] = {"sha256": "0" * 64, "size": 0}
        manifest.write_text(json.dumps(listed))
    code = "backup_damaged" if harm in {"changed", "gone"} else "backup_unreadable"
    with pytest.raises(Refusal, match=code):
        backups.verify(copy)
    with pytest.raises(Refusal, match=code):
        backups.put_back(copy, tmp_path / "again", None)
    assert not (tmp_path / "again").exists()


def test_a_centre_on_postgresql_is_told_what_to_use_instead(data: Path, tmp_path: Path) -> None:
    settings = json.loads((data / "centre.json").read_text())
    (data / "centre.json").write_text(json.dumps(settings | {"database": "postgresql://centre@db/centre"}))
    with pytest.raises(Refusal, match="backup_of_another_database"):
        backups.make(data, tmp_path / "copy", with_keys=False)
