"""SIGKILL to the real program: between the commit and the paper, and between the paper and the centre."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk_app.storage import drafts, spool_table
from kiosk_app.storage.connection import integrity_faults
from printing.spool import PrintJob, SpoolState
from tests.fakes.printer import FakePrinter, Mood
from tests.journeys.conftest import Sit
from tests.journeys.kit import HEALTH, NO_DEBT, City, Seat

ROOT: Final = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="kills a process with a signal that Windows does not have"),
]


def kill_at(city: City, step: str, ready: Callable[[], None] = lambda: None) -> list[str]:
    """The receipts that the program had given out when it was killed; `ready` waits for what the blow should follow."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.doomed_desk", str(city.data), step],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        told = child.stdout.readline()
        ready()
    finally:
        child.kill()
        child.stdout.close()
        ended = child.wait()
    assert ended == -signal.SIGKILL
    assert told, "it never came that far"
    return told.split()


def use_printer(city: City, printer: FakePrinter) -> None:
    text = f'[printer]\nkind = "network"\nname = "mostrador"\nhost = "{printer.host}"\nport = {printer.port}\n'
    (city.data / "C07" / "station.toml").write_text(text, "utf-8")


def prepare(sit: Sit) -> None:
    """Receipts and headroom are heard, the drawer is open, and the program was ended properly."""
    desk = sit()
    desk.begin_day()
    desk.send_everything()
    desk.stop()


def assert_whole(desk: Seat, receipts: list[str]) -> None:
    assert integrity_faults(desk.store) == []
    assert desk.verification().is_clean
    assert desk.receipts() == receipts, "nothing lost"
    assert len(set(receipts)) == len(receipts), "no number used twice"


def job_of(desk: Seat, receipt: str) -> PrintJob:
    charged = next(one for one in desk.own() if one.entry.body.get("receipt") == receipt)
    return spool_table.of_entry(desk.store, f"C07/{charged.entry.sequence}")[-1]


def test_papers_of_a_killed_program_come_out_once_or_as_a_copy_that_a_person_asked_for(
    city: City, sit: Sit, qtbot: QtBot
) -> None:
    prepare(sit)
    with FakePrinter(Mood.STALLED) as stalled:
        use_printer(city, stalled)
        line_is_open = partial(qtbot.waitUntil, lambda: stalled.connections > 0)
        cut_short, waiting = kill_at(city, "papers", line_is_open)
    with FakePrinter() as printer:
        use_printer(city, printer)
        desk = sit()
        desk.sign_in()
        desk.hands.until(lambda: job_of(desk, waiting).state is SpoolState.PRINTED, what="the paper that was queued")
        assert_whole(desk, [cut_short, waiting])
        unknown = job_of(desk, cut_short)
        assert (unknown.state, unknown.reason) == (SpoolState.UNKNOWN, "interrupted")
        assert len(printer.jobs) == 1, "what nobody knows of is not printed again by itself"
        desk.queue("")
        assert "Mire la bandeja" in desk.seen()

        ask_for_copy(desk, cut_short)
        desk.hands.until(lambda: len(printer.jobs) == 2, what="the copy")
        desk.hands.until(lambda: job_of(desk, cut_short).state is SpoolState.PRINTED, what="the copy to be known")
        copy = job_of(desk, cut_short)
        assert (copy.copy_number, desk.kinds().count("copy_printed")) == (1, 1)
        assert copy.content != unknown.content, "it says that it is a copy: nobody knows what became of the first"
        assert desk.serve(HEALTH)
        assert desk.receipts() == [cut_short, waiting, "C07-000003"]
        desk.send_everything()
        assert [found.hash for found in city.held()] == [found.hash for found in desk.own()]
        desk.stop()


def ask_for_copy(desk: Seat, receipt: str) -> None:
    hands = desk.hands
    hands.key(Qt.Key.Key_F3)
    hands.write("Buscar un caso", receipt)
    desk._choose_first_case()
    hands.find("Imprimir copia 1", QAbstractButton)
    hands.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("step", ["unsent", "unheard"])
def test_what_a_killed_program_had_not_heard_of_is_sent_by_the_next_one_and_counted_once(
    city: City, sit: Sit, step: str
) -> None:
    prepare(sit)
    (receipt,) = kill_at(city, step)
    stored = [found.entry.kind for found in city.held()].count("fee_collected/1")
    assert stored == (1 if step == "unheard" else 0)
    desk = sit()
    desk.sign_in()
    assert_whole(desk, [receipt])
    assert job_of(desk, receipt).state is SpoolState.PRINTED, "it was printed before, and is not printed again"
    assert len(list((city.data / "C07" / "paper").glob("FeeReceipt-*.pdf"))) == 1
    desk.send_everything()
    held = city.held()
    assert [found.hash for found in held] == [found.hash for found in desk.own()]
    assert [found.entry.kind for found in held].count("fee_collected/1") == 1
    assert city.findings() == []
    assert desk.serve(HEALTH)
    assert desk.receipts() == [receipt, "C07-000002"]


def test_what_was_half_written_when_the_program_was_killed_is_asked_about(city: City, sit: Sit) -> None:
    prepare(sit)
    (before,) = kill_at(city, "draft")
    desk = sit()
    desk.sign_in()
    assert desk.shows("left_over"), "a plain question, before anything else"
    assert "Quedó algo a medias" in desk.seen()
    desk.hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.shows("attend")
    assert NO_DEBT.surnames in desk.seen()
    desk.hands.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    desk.hands.key(Qt.Key.Key_F12)
    assert_whole(desk, [before, "C07-000002"])
    assert drafts.read_all(desk.store) == [], "it is a case now"


def test_an_appointment_half_told_when_the_program_was_killed_is_asked_about(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    city.order("hours", "AUD-1", "DIVORC", "PALACIO", "--day", "01/12/2026", "--from", "09:00", "--count", "1")
    city.order("grant-units", "C07", "SLOT", "AUD-1", "--count", "1")
    desk.ask_until(lambda: len(desk.services.appointments.free("DIVORC")) == 1, "the hour")
    desk.stop()
    (name,) = kill_at(city, "appointment")
    desk = sit()
    desk.sign_in()
    assert desk.shows("left_over")
    desk.hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.shows("appointments")
    desk.hands.key(Qt.Key.Key_F12)
    assert [row.citizen.names for row in desk.services.appointments.upcoming()] == [name]
    assert drafts.read_all(desk.store) == [], "it is an appointment now"
    assert desk.verification().is_clean
