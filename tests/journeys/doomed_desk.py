"""The desk's real program as a process of its own, worked by hand until it is killed from outside.

    python -m tests.journeys.doomed_desk <folder of the city> <step>

`papers`: two people are served while the printer takes no data. `unsent`: one is served and the network never answers.
`draft`: one is served, and what the next one tells is half written. `appointment`: somebody who wants an hour has said
a name. `unheard`: the centre stores what is sent and its answer never arrives. Says one line when it has come that far,
then goes on as a program does, until SIGKILL.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before PySide6: without a display it would abort the process

import sys
import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kiosk_app.screens.desk.appointments.form import KEY as APPOINTMENT
from kiosk_app.storage import drafts, spool_table
from kiosk_app.theme import DESK, apply_theme
from printing.spool import SpoolState
from sync.exchange import Exchange, Reply
from tests.fakes.clock import FakeClock
from tests.journeys.kit import BIRTH, NO_DEBT, CalledCentre, City, Seat
from wording.catalogue import use_language

HALF_TOLD = "Tiburcio"


class Stuck:
    """A carrier that never answers. With a centre, entries arrive there first, and all is well until it is armed."""

    def __init__(self, centre: CalledCentre | None) -> None:
        self._centre = centre
        self.stuck = threading.Event()
        self.is_armed = False

    def exchange(self, asked: Exchange) -> Reply:
        if self._centre is not None:
            reply = self._centre.exchange(asked)
            if not asked.path.startswith("/v1/entries") or not self.is_armed:
                return reply
        self.stuck.set()
        threading.Event().wait()
        raise AssertionError("nobody ever ends that wait")

    def stop(self) -> None:
        """It is killed, not stopped."""

    def close(self) -> None:
        """Likewise."""


def told(what: str) -> None:
    os.write(sys.stdout.fileno(), f"{what}\n".encode())


def papers(desk: Seat) -> str:
    """The first paper is on its way and never ends; the second waits behind it."""
    desk.collect(BIRTH)
    desk.hands.key(Qt.Key.Key_F2)
    desk.collect(NO_DEBT)
    states = {job.state for job in spool_table.open_jobs(desk.store)}
    assert states == {SpoolState.SENDING, SpoolState.QUEUED}, states
    return " ".join(desk.receipts())


def charged(desk: Seat, line: Stuck, *, heard_before: bool) -> str:
    if heard_before:
        desk.send_everything()
    line.is_armed = True
    assert desk.serve(BIRTH)
    desk.running.sync.sync_now()
    desk.hands.until(line.stuck.is_set, what="the network to be waited for")
    return " ".join(desk.receipts())


def half_written_is_kept(desk: Seat) -> bool:
    return any(draft.document["procedure"] == NO_DEBT.procedure for draft in drafts.read_all(desk.store))


def half_written(desk: Seat) -> str:
    """Nobody asks for it to be kept: the program's own second passes."""
    assert desk.serve(BIRTH)
    desk.hands.key(Qt.Key.Key_F2)
    desk._fill(NO_DEBT)
    desk.hands.until(lambda: half_written_is_kept(desk), what="a second to pass")
    return " ".join(desk.receipts())


def appointment_half_told(desk: Seat) -> str:
    hands = desk.hands
    hands.key(Qt.Key.Key_F2)
    hands.write("¿Qué necesita la persona?", "audiencia")
    hands.key(Qt.Key.Key_Return)
    hands.write("Nombres", HALF_TOLD)
    hands.until(lambda: any(one.key == APPOINTMENT for one in drafts.read_all(desk.store)), what="a second to pass")
    return HALF_TOLD


def main(folder: Path, step: str) -> int:
    use_language("es")
    app = QApplication([])
    apply_theme(app, DESK)
    city = City(folder)
    line = Stuck(CalledCentre(city) if step == "unheard" else None)
    desk = Seat(city, app, folder, clock=FakeClock(), carrier=line)
    desk.sign_in()
    if step in ("draft", "appointment"):
        told(half_written(desk) if step == "draft" else appointment_half_told(desk))
        return app.exec()
    told(papers(desk) if step == "papers" else charged(desk, line, heard_before=step == "unheard"))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
