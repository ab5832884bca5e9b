"""From starting the program to its first screen, and the memory it took, beside an empty window of the same library."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from benchmarks.table import Figure, median_ms, ratio
from benchmarks.workplace import ROOT
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.storage.edition import take_edition
from kiosk_app.storage.station_folder import StationFolder
from tests.fakes.station import DATABASE_KEY, new_station

ROUNDS: Final = 9


def measure(folder: Path) -> list[Figure]:
    station = _enrolled(folder / "station")
    starts: dict[str, list[float]] = {"desk": [], "empty": []}
    peaks: dict[str, list[float]] = {"desk": [], "empty": []}
    for turn in range(ROUNDS + 1):
        for what in ("desk", "empty") if turn % 2 else ("empty", "desk"):
            seconds, kib = _shown(what, station)
            if turn:  # the first round compiles, and warms the disk's cache, for both
                starts[what].append(seconds)
                peaks[what].append(kib)
    return [
        Figure(
            "start to first painted screen (sign-in of the desk)",
            median_ms(starts["desk"]),
            f"an empty QWidget {median_ms(starts['empty'])}",
            ratio(starts["desk"], starts["empty"]),
            "≤ 1.5x",
        ),
        Figure(
            "peak memory at that moment",
            _mib(peaks["desk"]),
            f"an empty QWidget {_mib(peaks['empty'])}",
            ratio(peaks["desk"], peaks["empty"]),
            "≤ 2x",
        ),
    ]


def _mib(kib: list[float]) -> str:
    return f"{sorted(kib)[len(kib) // 2] / 1024:.0f} MiB"


def _enrolled(path: Path) -> Path:
    folder = StationFolder(path)
    folder.create()
    KeyStore(path, Hardness(memory_kib=8, passes=1)).add(
        DATABASE_KEY, operator="rosa", name="Rosa Medina", role="operator", pin="407213"
    )
    take_edition(folder, ROOT / "municipalities" / "cajamarca")
    station = new_station(path)
    station.store.close()
    station.path.rename(folder.database)
    return path


def _shown(what: str, station: Path) -> tuple[float, float]:
    """Seconds from starting the process until it says that it has painted, and its peak in KiB."""
    # Compiled once, in the first round, as an installed program is: whatever the environment says about bytecode.
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(station.parent / "bytecode")}
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | bytecode
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.shown", what, str(station)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the offscreen platform says of every window what it cannot do
        text=True,
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        seconds = time.perf_counter() - begin
    assert process.returncode == 0, f"{what} did not end well"
    return seconds, float(told)
