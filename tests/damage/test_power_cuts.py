"""The power goes after any operation on the disk, and what was not synced is lost, torn or in another order.

A counter's day is recorded below SQLCipher, operation by operation; from it every disk is made that a cut could leave
(`power_cuts`), and each is opened as the program opens it. Nothing that was told may be missing, and what is there must
be one of the states that were told, to the byte: no half act.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from domain.errors import Refusal
from kiosk_app.storage.connection import integrity_faults, open_store
from tests.damage.power_cuts import Image, images, read_recording
from tests.damage.recorded_counter import digest
from tests.fakes.station import DATABASE_KEY
from tests.kiosk_app.services.desk import new_desk

ROOT: Final = Path(__file__).resolve().parents[2]
ROUNDS: Final = 4
#: The disks of a day are looked at in so many parts, each a test of its own: together over 6,000.
PARTS: Final = 4
#: Of the images of a day, every so many is looked through page by page as well; each is opened and read whole.
LOOKED_THROUGH: Final = 7
pytestmark = pytest.mark.slow


@dataclass
class Found:
    images: int = 0
    lost: int = 0
    broken: int = 0


def record(folder: Path, synchronous: str, rounds: int) -> tuple[dict[str, bytes], Path]:
    made = new_desk(folder)
    path = made.station.path
    made.station.store.close()
    before = {path.name: path.read_bytes()}
    written = folder / "recording"
    subprocess.run(
        [sys.executable, "-m", "tests.damage.recorded_counter", str(path), synchronous, str(rounds), str(written)],
        cwd=ROOT,
        check=True,
    )
    return before, written


def look(folder: Path, image: Image, told: list[str], *, thoroughly: bool) -> tuple[bool, bool]:
    """Whether what was told is there, and whether what is there was ever so."""
    for file in folder.iterdir():
        file.unlink()
    for name, content in image.files.items():
        (folder / name).write_bytes(content)
    try:
        store = open_store(folder / "C07.db", DATABASE_KEY)
    except Refusal:
        return False, False
    try:
        faults = integrity_faults(store) if thoroughly else []
        found = digest(store)
    except Refusal:
        return False, False
    finally:
        store.close()
    # The same state may be told twice; what counts is its latest time.
    last = max((number for number, each in enumerate(told, 1) if each == found), default=0)
    return last >= image.promised, last > 0 and not faults


def survey(folder: Path, synchronous: str, rounds: int, *, part: int = 0, of: int = 1) -> tuple[Found, list[str]]:
    before, written = record(folder, synchronous, rounds)
    operations = read_recording(written)
    told = [operation.data.decode() for operation in operations if operation.kind == "told"]
    disk = folder / "disk"
    disk.mkdir()
    found, cuts = Found(), []
    for number, image in enumerate(images(before, operations, seed=20261121)):
        if number % of != part:
            continue
        is_there, is_whole = look(disk, image, told, thoroughly=number // of % LOOKED_THROUGH == 0)
        found.images += 1
        found.lost += not is_there
        found.broken += not is_whole
        if not (is_there and is_whole):
            cuts.append(image.cut)
    return found, cuts


@pytest.mark.parametrize("part", range(PARTS))
def test_no_power_cut_loses_what_was_told_or_leaves_half_an_act(tmp_path: Path, part: int) -> None:
    found, cuts = survey(tmp_path, "FULL", ROUNDS, part=part, of=PARTS)
    assert not cuts, cuts[:5]
    assert found.images >= 5000 / PARTS


def test_the_survey_sees_that_a_commit_without_its_sync_is_lost(tmp_path: Path) -> None:
    """The control: what WAL with synchronous=NORMAL does, which is why the program refuses to work so."""
    found, _ = survey(tmp_path, "NORMAL", 1, of=5)
    assert found.lost > found.images / 10
    assert found.broken == 0, "NORMAL loses, and damages nothing"


def test_the_survey_sees_damage(tmp_path: Path) -> None:
    """The second control: nothing synced at all leaves half acts and files that cannot be read."""
    found, _ = survey(tmp_path, "OFF", 1, of=3)
    assert found.broken > 0
