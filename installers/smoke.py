"""The frozen program, tried where nothing of its source, its environment or its Python is in reach."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from domain.envelope import EnvelopeType, Signed, sign, to_base64url
from domain.journal.entry import NO_PREVIOUS, Entry
from domain.journal.file import JournalFile, write_journal
from sync.seal import SigningKey

PATIENCE_SECONDS: Final = 120
#: Nothing of the builder's: no PYTHONPATH, no virtual environment, no display.
ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
_BEGAN: Final = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


class SmokeFailed(Exception):  # noqa: N818 - says what happened
    """The frozen program did not do what the source does."""


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    output: str
    errors: str


@contextmanager
def elsewhere(tree: Path) -> Iterator[Path]:
    """A copy of `tree` in a temporary folder: a file found only through the builder's folders is not found there."""
    with tempfile.TemporaryDirectory(prefix="ventanilla-smoke-") as folder:
        yield Path(shutil.copytree(tree, Path(folder) / "copy", symlinks=True))


def run(program: Path, *words: str, home: Path) -> Ran:
    """One order, in the clean environment, standing in `home`."""
    done = subprocess.run(
        [str(program), *words],
        env={**ENVIRONMENT, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def small_journal(break_it: bool = False) -> str:
    """A journal file, one entry each of a station and its centre; broken, another key signed the station's."""
    station, centre = SigningKey(bytes([3]) * 32), SigningKey(bytes([5]) * 32)
    started = {
        "municipality": "cajamarca",
        "edition": "e" * 64,
        "number": 7,
        "face": "desk",
        "key": to_base64url(station.public_key),
        "program": "smoke",
    }
    welcome = {"municipality": "cajamarca", "key": to_base64url(centre.public_key)}
    own = _signed("journal_started/1", "setup", started, SigningKey(bytes([4]) * 32) if break_it else station)
    heard = _signed("outbound_started/1", "centre", welcome, centre)
    file = JournalFile(
        municipality="cajamarca",
        station="C07",
        station_key=station.public_key,
        centre_key=centre.public_key,
        own=[own],
        outbound=[heard],
    )
    return "".join(write_journal(file))


def _signed(kind: str, who: str, body: Mapping[str, object], key: SigningKey) -> Signed:
    entry = Entry(kind, "C07", 1, 1, NO_PREVIOUS, 0, _BEGAN, 1, "5a0ce000", who, dict(body))
    return sign(EnvelopeType.ENTRY, entry.payload(), key)


def smoke(tree: Path) -> str:
    """What the copied program said of itself. Raises SmokeFailed with what it should not have said."""
    with elsewhere(tree) as copy, tempfile.TemporaryDirectory(prefix="ventanilla-home-") as folder:
        program, home = copy / "ventanilla", Path(folder)
        said = check(program, home)
        _check_journals(program, home)
        return said


def check(program: Path, home: Path) -> str:
    """`--self-check` of an installed or copied program. Raises SmokeFailed."""
    ran = run(program, "--self-check", home=home)
    if ran.code != 0 or ran.errors:
        raise SmokeFailed(f"--self-check ended with {ran.code}\n{ran.output}{ran.errors}")
    return ran.output


def _check_journals(program: Path, home: Path) -> None:
    for name, text, expected in (("whole", small_journal(), 0), ("broken", small_journal(break_it=True), 1)):
        path = home / f"{name}.journal"
        path.write_text(text, "utf-8")
        ran = run(program, "journal", "verify", str(path), home=home)
        if ran.code != expected or ran.errors or path.name not in ran.output:
            raise SmokeFailed(f"journal verify of the {name} journal ended with {ran.code}\n{ran.output}{ran.errors}")
