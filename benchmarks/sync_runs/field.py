"""The whole field of tools over every case: what runs beside what, and when to stop waiting for a tool."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.link.line import Line, Loopback
from benchmarks.link.namespaces import what_is_missing
from benchmarks.sync_runs.cargo import PHOTO_BYTES, Cargo, journal_of, limit_s, photo_of
from benchmarks.sync_runs.contestant import Contestant
from benchmarks.sync_runs.matrix import Case, Load
from benchmarks.sync_runs.ours import Ours
from benchmarks.sync_runs.plain_tools import Git, Rsync
from benchmarks.sync_runs.pouchdb import PouchDB
from benchmarks.sync_runs.run import NotDelivered, Outcome, run_once
from benchmarks.sync_runs.tally import Tally

TOOLS: Final[tuple[Contestant, ...]] = (Ours(), PouchDB(), Git(), Rsync())
#: Links side by side. They wait for their rate, not for the processor; more than these and the emulators come late.
_AT_ONCE: Final = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """Tallies by case title, what was carried, and what could not be measured here and why."""

    cases: tuple[Case, ...]
    tallies: Mapping[str, tuple[Tally, ...]]
    cargoes: Mapping[Load, Cargo]
    absent: tuple[str, ...]


def measure(cases: Sequence[Case], folder: Path) -> Measured:
    no_link = what_is_missing()
    here = tuple(case for case in cases if case.shape is None or not no_link)
    tools = [tool for tool in TOOLS if not tool.missing()]
    absent = tuple(f"{tool.name}: {tool.missing()}" for tool in TOOLS if tool.missing())
    absent += (f"shaped links: {no_link}",) if no_link else ()
    cargoes = {load: _cargo(load, folder / load.name) for load in Load if any(case.load is load for case in here)}
    jobs = [_Job(case, tool, cargoes[case.load], folder) for case in here for tool in tools]
    found = {(job.case.title, job.tool.name): job.run() for job in jobs if job.case.shape is None}  # alone: not waiting
    shaped = sorted((job for job in jobs if job.case.shape is not None), key=_Job.patience_s, reverse=True)
    with ThreadPoolExecutor(_AT_ONCE) as lanes:
        for job, tally in zip(shaped, lanes.map(_Job.run, shaped), strict=True):
            found[job.case.title, job.tool.name] = tally
    tallies = {case.title: tuple(found[case.title, tool.name] for tool in tools) for case in here}
    return Measured(here, tallies, cargoes, absent)


def _cargo(load: Load, folder: Path) -> Cargo:
    if load is Load.PHOTO:
        return photo_of(PHOTO_BYTES, folder)
    return journal_of(10_000 if load is Load.TEN_THOUSAND else 1_000, folder, letters=load is Load.LETTERS)


@dataclass(frozen=True, slots=True)
class _Job:
    """One tool in one case, its seeds one after the other; an unfinished run is not repeated."""

    case: Case
    tool: Contestant
    cargo: Cargo
    folder: Path

    def patience_s(self) -> float:
        shape = self.case.shape
        return self.case.patience_s(limit_s(self.cargo.least_bytes, shape.bits_a_second, shape.rtt_ms) if shape else 0)

    def _place(self, seed: int) -> Line | Loopback:
        return Loopback() if self.case.shape is None else Line(self.case.shape, seed)

    def run(self) -> Tally:
        outcomes: list[Outcome] = []
        fault = ""
        for seed in self.case.seeds(ours=isinstance(self.tool, Ours)):
            at = Path(tempfile.mkdtemp(dir=self.folder))
            try:
                outcomes.append(run_once(self.tool, self.cargo, self._place(seed), self.patience_s(), at))
            except (NotDelivered, OSError, subprocess.SubprocessError) as error:
                fault = str(error)
                break
            finally:
                shutil.rmtree(at, ignore_errors=True)
            if outcomes[-1].seconds is None:
                break
        tally = Tally(self.tool.name, tuple(outcomes), self.patience_s(), fault)
        said = fault or ("not finished" if tally.seconds is None else f"{tally.seconds:.1f} s")
        print(f"  {self.case.title}, {self.tool.name}: {said}", flush=True)
        return tally
