"""A backup made while stations push, put back, and sent to again: nothing is lost and nothing is there twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from central import backups, enrolment, journal_files
from central.__main__ import main
from central.centre import Centre
from central.enrolment import Place
from central.opening import DataDirectory
from central.registry import Registry
from central.store import journals
from central.store.journals import JournalName
from domain.errors import Refusal
from domain.journal.kinds import Author
from domain.journal.verify import verify_journals
from sync.seal import verify
from tests.fakes.centre_world import Desk
from tests.fakes.postgres import PrivatePostgres

FOLDER = Path(__file__).resolve().parents[2] / "municipalities" / "cajamarca"


def order(*words: str | Path) -> list[str]:
    said: list[str] = []
    assert main([str(word) for word in words], said.append) == 0
    return said


@pytest.fixture
def data(tmp_path: Path, database: str | None) -> Path:
    """A centre on each of the two databases."""
    order("init", "--data", tmp_path / "centre", "--municipality", FOLDER, *on(database))
    return tmp_path / "centre"


def on(database: str | None) -> list[str]:
    return [] if database is None else ["--database", database]


@pytest.fixture
def again(request: pytest.FixtureRequest, database: str | None) -> Iterator[list[str]]:
    """Where to restore to, as it is typed: an empty database of the same kind, away from the first."""
    if database is None:
        yield []
        return
    server: PrivatePostgres = request.getfixturevalue("postgres")
    yield on(server.create("again"))
    server.drop("again")


@pytest.fixture
def centre(data: Path) -> Iterator[Centre]:
    with DataDirectory(data).open() as opened:
        yield opened


def enrolled(centre: Centre, name: str = "C07", number: int = 7) -> Desk:
    place = Place(station=name, number=number, face="desk", label=f"Cabina {number}", operators=(("ana", "operator"),))
    with centre.store.writing() as tx:
        desk = Desk(Registry(centre), enrolment.invite(centre, tx, place, "https://localhost:8443"))
    assert desk.enrol().status == 200
    with centre.store.writing() as tx:
        enrolment.approve(centre, tx, name, guarantee_reference=f"BN-{number}", by="jefe")
    desk.start()
    assert desk.push().status == 200
    return desk


def held(centre: Centre) -> list[str]:
    with centre.store.reading() as tx:
        return [found.hash for found in journals.read(tx, JournalName("C07", 1, Author.STATION), 1)]


def in_doubt(centre: Centre) -> bool:
    with centre.store.reading() as tx:
        return enrolment.require(tx, "C07").doubt


def both_verify(centre: Centre) -> bool:
    """Each journal from its first signature to its last, as an auditor would."""
    with centre.store.reading() as tx:
        file = journal_files.export(centre, tx, enrolment.require(tx, "C07"))
    return verify_journals(
        "C07", file.own, file.outbound, station_key=file.station_key, centre_key=file.centre_key, verify=verify
    ).is_clean


def test_backed_up_while_a_station_pushes_and_restored_nothing_is_lost_or_doubled(
    data: Path, centre: Centre, tmp_path: Path, again: list[str], expected_log_lines: list[str]
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
    order("restore", tmp_path / "copy", "--data", tmp_path / "again", *again)
    with DataDirectory(tmp_path / "again").open() as restored:
        whole, kept = [found.hash for found in desk.journal], held(restored)
        assert 0 < len(kept) < len(whole)
        assert kept == whole[: len(kept)]
        assert in_doubt(restored), "nothing is written to it until it is known what it holds"
        desk.registry = Registry(restored)
        heard = desk.ask("GET", "/v1/state")
        desk.acknowledged = heard.answer.next_sequence - 1
        assert desk.push().status == 200
        assert held(restored) == whole
        assert both_verify(restored)


def test_a_backup_without_keys_is_restored_with_those_kept_apart(data: Path, tmp_path: Path, again: list[str]) -> None:
    order("backup", tmp_path / "copy", "--data", data)
    assert not (tmp_path / "copy" / "keys").exists()
    with pytest.raises(Refusal, match="backup_without_keys"):
        backups.put_back(tmp_path / "copy", tmp_path / "again", None)
    assert not (tmp_path / "again").exists()
    order("restore", tmp_path / "copy", "--data", tmp_path / "again", "--keys", data / "keys", *again)
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
