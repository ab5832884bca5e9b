"""A counter that is killed in the middle of its work, again and again: nothing that was told is lost."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.storage import entries, projections, spool_table
from kiosk_app.storage.connection import integrity_faults
from printing.printers.file import FolderPrinter
from printing.spool import PrintJob, SpoolState, begin_sending, deny_in_hand, finish_sending, may_retry_by_itself
from tests.damage.busy_counter import die_printing, reopen, work
from tests.fakes.forks import forks
from tests.kiosk_app.services.desk import ROSA, Desk, new_desk

KILLS: Final = 25
#: Counters that live through so many kills each: a hundred in every run.
COUNTERS: Final = 4
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="kills a process with a signal that Windows does not have"),
]


class Counter:
    """A process that works in `target` and tells its acts, until it is killed."""

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        self._heard, listener = forks().Pipe(duplex=False)
        self._process = forks().Process(target=target, args=(*arguments, listener))
        self._process.start()
        listener.close()
        self.lines = open(self._heard.fileno(), encoding="utf-8", closefd=False)  # noqa: SIM115 - of a pipe
        self.kill = self._process.kill

    def ended(self) -> list[str]:
        """What it told and nobody has read yet, when it has died by the signal."""
        rest = self.lines.readlines()
        self.lines.close()
        self._heard.close()
        self._process.join()
        assert self._process.exitcode == -signal.SIGKILL
        self._process.close()
        return rest


def killed_after(counter: Counter, acts: int, seconds: float) -> list[str]:
    """Let it tell `acts` acts and work a moment longer, so that the blow falls anywhere. Returns all that it told."""
    told = [counter.lines.readline() for _ in range(acts)]
    blow = threading.Timer(seconds, counter.kill)
    blow.start()
    told += counter.ended()
    blow.join()
    assert told[0], "it never began"
    return [line for line in told if line.endswith("\n")]


def assert_whole(desk: Desk, told: list[str]) -> None:
    store = desk.station.store
    assert integrity_faults(store) == []
    verification = desk.verified()
    assert verification.is_clean, verification.findings[:3]
    own = [read_entry(signed) for signed in entries.read(store, Author.STATION)]
    hashes = {(found.entry.sequence, found.hash) for found in own}
    for line in told:
        sequence, digest, receipt, code = line.split()
        assert (int(sequence), digest) in hashes, "an act that a citizen was told of is gone"
        row = desk.cases.row(code)
        assert (row.receipt or "-") == receipt
    receipts = [found.entry.body["receipt"] for found in own if found.entry.kind == "fee_collected/1"]
    codes = [found.entry.body["case"] for found in own if found.entry.kind == "case_opened/1"]
    assert receipts == [f"C07-{number:06d}" for number in range(1, len(receipts) + 1)], "no gap, no number twice"
    assert len(set(codes)) == len(codes)
    for found in own:
        if found.entry.kind in {"fee_collected/1", "slip_issued/1"}:
            assert len(spool_table.of_entry(store, f"C07/{found.entry.sequence}")) == 1, "every act has its paper"
    stored = projections.dump(store)
    desk.station.journal.rebuild()
    assert projections.dump(store) == stored
    assert verification.books.balances == desk.station.journal.books.balances


@pytest.mark.parametrize("counter", range(COUNTERS))
def test_no_told_act_is_lost_however_often_the_process_is_killed(tmp_path: Path, counter: int) -> None:
    made = new_desk(tmp_path, guarantee=10**9, receipts=100_000)
    path = made.station.path
    made.station.store.close()
    chance = random.Random(20261121 + counter)  # noqa: S311 - when the blow falls
    told: list[str] = []
    lengths = []
    for kill in range(KILLS):
        told += killed_after(Counter(work, path, kill + 1), chance.randint(1, 4), chance.random() * 0.12)
        desk = reopen(path, advanced=3600 * (kill + 1))
        lengths.append(desk.length)
        if kill % 6 == 0 or kill == KILLS - 1:
            assert_whole(desk, told)
        desk.station.store.close()
    assert lengths == sorted(set(lengths)), "every process got on with the same journal"
    assert len(told) >= 2 * KILLS


def test_the_check_notices_an_act_that_was_lost(tmp_path: Path) -> None:
    """The control: one told act that is not there, and the check above fails."""
    desk = new_desk(tmp_path)
    desk.open_drawer()
    done = desk.charge()
    told = f"{done.entries[-1].entry.sequence} {done.entries[-1].hash} {done.receipt} {done.code}\n"
    assert_whole(desk, [told])
    with pytest.raises(AssertionError, match="is gone"):
        assert_whole(desk, [told.replace(done.entries[-1].hash, "A" * 43)])
    desk.station.store.close()


# -- paper ------------------------------------------------------------------------------------------------------------


def die_at(folder: Path, step: str) -> tuple[Desk, PrintJob]:
    made = new_desk(folder)
    made.open_drawer()
    path = made.station.path
    made.station.store.close()
    (folder / "tray").mkdir()
    assert len(Counter(die_printing, path, step).ended()) == 1
    desk = reopen(path, advanced=60)
    spool_table.recover_all(desk.station.store)
    (job,) = spool_table.open_jobs(desk.station.store)
    return desk, job


def send(desk: Desk, job: PrintJob) -> PrintJob:
    store = desk.station.store
    sending = spool_table.update(store, begin_sending(job))
    printer = FolderPrinter("tickets", desk.station.path.parent / "tray")
    return spool_table.update(store, finish_sending(sending, printer.send(job.content, job.id)))


def papers(desk: Desk) -> list[bytes]:
    return [file.read_bytes() for file in sorted((desk.station.path.parent / "tray").iterdir())]


def test_a_paper_that_was_never_begun_is_still_queued_and_comes_out_once(tmp_path: Path) -> None:
    desk, job = die_at(tmp_path, "committed")
    assert (job.state, papers(desk)) == (SpoolState.QUEUED, [])
    assert send(desk, job).state is SpoolState.PRINTED
    assert papers(desk) == [job.content]
    assert spool_table.open_jobs(desk.station.store) == []
    desk.station.store.close()


@pytest.mark.parametrize("step", ["sending", "sent"])
def test_a_paper_cut_short_is_unknown_and_only_a_person_decides(tmp_path: Path, step: str) -> None:
    desk, job = die_at(tmp_path, step)
    assert (job.state, job.reason) == (SpoolState.UNKNOWN, "interrupted")
    assert not may_retry_by_itself(job), "the program does not guess"
    before = papers(desk)
    assert len(before) == (1 if step == "sent" else 0)
    if step == "sending":  # somebody looked: there is nothing in the tray
        spool_table.update(desk.station.store, deny_in_hand(job))
        copy = desk.paper.copy(job.entry, ROSA, "no salió papel")
        assert send(desk, copy).state is SpoolState.PRINTED
        assert papers(desk) == [copy.content]
        assert copy.content != job.content, "it says COPIA 1: nobody knows what the first one did"
    assert desk.verified().is_clean
    desk.station.store.close()
