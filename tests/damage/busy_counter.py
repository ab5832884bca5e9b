"""A counter that works until it is killed: what test_killed_counter.py starts as a process of its own.

An act is told after the service has returned, in one line, `sequence hash receipt code`: from then on a citizen may
hold it against us.
"""

from __future__ import annotations

import os
import random
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from domain.errors import Refusal
from kiosk_app.services.procedures import CaseDone
from kiosk_app.storage import spool_table
from printing.printers.file import FolderPrinter
from printing.spool import begin_sending
from sync.seal import SigningKey
from tests.fakes.clock import FakeClock
from tests.fakes.station import Centre, Station, open_journal
from tests.kiosk_app.services.desk import ROSA, Desk


def reopen(path: Path, advanced: int = 0) -> Desk:
    """The desk of `new_desk`, opened again by another process."""
    centre, clock, signer = Centre(), FakeClock(), SigningKey(bytes([7]) * 32)
    clock.advance(advanced)
    return Desk(Station(path, centre, clock, signer, open_journal(path, centre, clock, signer)))


def tell(listener: Connection, done: CaseDone) -> None:
    last = done.entries[-1]
    line = f"{last.entry.sequence} {last.hash} {done.receipt or '-'} {done.code}\n"
    os.write(listener.fileno(), line.encode())


def work(path: Path, seed: int, listener: Connection) -> None:
    """Acts at random, each told once it is committed."""
    desk = reopen(path, advanced=3600 * seed)
    chance = random.Random(seed)  # noqa: S311 - a day, not a secret
    while True:
        desk.clock.advance(1)
        current = desk.drawer.current()
        if current is not None and current.counted is not None:  # the blow fell between the count and the close
            desk.drawer.close(ROSA, "se fue la luz")
        if current is None or current.counted is not None:
            desk.open_drawer()
        done = desk.charge() if chance.random() < 0.6 else desk.complain()
        tell(listener, done)
        try:
            if done.receipt and chance.random() < 0.2:
                desk.drawer.void(ROSA, done.receipt, "no correspondía")
            if chance.random() < 0.1:
                desk.close_drawer()
                desk.remittances.declare(ROSA, desk.remittances.to_deposit, "BN 1")
        except Refusal:
            continue


def die_printing(path: Path, step: str, listener: Connection) -> None:
    """Charges one case and dies.

    `committed`: before anything is sent. `sending`: told so on disk, no byte out. `sent`: bytes out, unheard of.
    """
    desk = reopen(path)
    done = desk.charge()
    tell(listener, done)
    if step != "committed":
        spool_table.update(desk.station.store, begin_sending(done.job))
    if step == "sent":
        FolderPrinter("tickets", desk.station.path.parent / "tray").send(done.job.content, done.job.id)
    os.kill(os.getpid(), signal.SIGKILL)
