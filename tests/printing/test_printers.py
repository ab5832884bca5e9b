"""One contract for every printer, and then what each can do wrong in its own way."""

from __future__ import annotations

import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from printing.printers import (
    Condition,
    CupsPrinter,
    DevicePrinter,
    FolderPrinter,
    NetworkPrinter,
    PdfFolderPrinter,
    Printer,
    WindowsPrinter,
)
from printing.printers.file import file_name
from printing.printers.printer import REASONS
from printing.profiles import PROFILE_80, PROFILE_PDF_80
from printing.render import render
from printing.spool import OUTCOMES, SpoolState
from tests.fakes.printer import FakeDevice, FakePrinter, Mood
from tests.printing.samples import RECEIPT, RECONCILIATION
from tests.printing.test_windows_printer import Spooler

TITLE = "01939d6e-print"


@dataclass
class Bench:
    """A printer, what has arrived at it, and how to break its world."""

    printer: Printer
    arrived: Callable[[], bytes]
    destroy: Callable[[], None]
    honest_state: SpoolState


def network_bench(_folder: Path, stack: ExitStack) -> Bench:
    fake = stack.enter_context(FakePrinter())
    printer = NetworkPrinter("ventanilla", fake.host, fake.port, status_seconds=1.0)
    return Bench(printer, lambda: fake.jobs[-1], fake.unplug, SpoolState.PRINTED)


def folder_bench(folder: Path, _stack: ExitStack) -> Bench:
    def arrived() -> bytes:
        return (folder / f"{TITLE}.escpos").read_bytes()

    return Bench(FolderPrinter("carpeta", folder), arrived, lambda: shutil.rmtree(folder), SpoolState.PRINTED)


def pdf_bench(folder: Path, _stack: ExitStack) -> Bench:
    def arrived() -> bytes:
        return (folder / f"{TITLE}.pdf").read_bytes()

    return Bench(PdfFolderPrinter("pdf", folder), arrived, lambda: shutil.rmtree(folder), SpoolState.PRINTED)


def command(path: Path, script: str) -> tuple[str, ...]:
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return (str(path),)


EMPTY = 'echo "printer KIOSK now printing KIOSK-7."; echo "	Alerts: media-empty-error"'
IDLE = 'echo "printer KIOSK is idle.  enabled since Fri 20 Nov 2026"; echo "	Alerts: none"'


def cups_printer(folder: Path, *, lp: str, lpstat: str = IDLE) -> CupsPrinter:
    return CupsPrinter("láser", "KIOSK", lp=command(folder / "lp", lp), lpstat=command(folder / "lpstat", lpstat))


def cups_bench(folder: Path, _stack: ExitStack) -> Bench:
    accept = f'cat > "{folder}/job"; echo "$@" > "{folder}/arguments"; echo "request id is KIOSK-7 (0 file(s))"'
    printer = cups_printer(folder, lp=accept)
    return Bench(printer, (folder / "job").read_bytes, lambda: shutil.rmtree(folder), SpoolState.UNKNOWN)


def device_bench(_folder: Path, stack: ExitStack) -> Bench:
    fake = stack.enter_context(FakeDevice())
    printer = DevicePrinter("cable", fake.path, status_seconds=1.0)
    return Bench(printer, lambda: fake.jobs[-1], fake.unplug, SpoolState.PRINTED)


def windows_bench(_folder: Path, _stack: ExitStack) -> Bench:
    spooler = Spooler()

    def remove() -> None:
        spooler.known = False

    def arrived() -> bytes:
        taken, spooler.data = spooler.data, b""
        return taken

    printer = WindowsPrinter("tickets", "Ticketera ñ", spooler=spooler, poll_seconds=0.0)
    return Bench(printer, arrived, remove, SpoolState.UNKNOWN)


BENCHES = {
    "network": network_bench,
    "folder": folder_bench,
    "pdf": pdf_bench,
    "cups": cups_bench,
    "device": device_bench,
    "windows": windows_bench,
}


@pytest.fixture(params=sorted(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    folder = tmp_path / "bench"
    folder.mkdir()
    with ExitStack() as stack:
        yield BENCHES[request.param](folder, stack)


class TestEveryPrinter:
    def test_the_exact_bytes_arrive_and_the_outcome_is_honest(self, bench: Bench) -> None:
        data = render(RECEIPT, bench.printer.profile)
        outcome = bench.printer.send(data, TITLE)

        assert bench.arrived() == data
        assert outcome.state is bench.honest_state
        assert outcome.bytes_sent == len(data)

    def test_a_second_job_arrives_as_well(self, bench: Bench) -> None:
        data = render(RECEIPT, bench.printer.profile)
        for _ in range(2):
            assert bench.printer.send(data, TITLE).state is bench.honest_state

    def test_a_world_in_pieces_is_told_and_never_raised(self, bench: Bench) -> None:
        data = render(RECEIPT, bench.printer.profile)
        bench.destroy()
        status = bench.printer.status()
        outcome = bench.printer.send(data, TITLE, seconds=2.0)

        assert status.condition is not Condition.OK
        assert status.reason in REASONS
        assert outcome.state is SpoolState.FAILED_BEFORE_SEND
        assert outcome.bytes_sent == 0
        assert outcome.reason in REASONS

    def test_it_has_a_name_and_a_state(self, bench: Bench) -> None:
        assert bench.printer.name
        assert bench.printer.status().condition is not Condition.PROBLEM
        assert bench.honest_state in OUTCOMES


def send_to(mood: Mood, data: bytes, seconds: float = 1.0) -> tuple[FakePrinter, SpoolState, str | None, int]:
    with FakePrinter(mood) as fake:
        printer = NetworkPrinter("ventanilla", fake.host, fake.port, status_seconds=0.3, pause_seconds=0.2)
        outcome = printer.send(data, TITLE, seconds)
    return fake, outcome.state, outcome.reason, outcome.bytes_sent


JOB = render(RECEIPT, PROFILE_80)


class TestNetworkPrinter:
    @pytest.mark.parametrize(
        ("mood", "condition", "reason"),
        [
            (Mood.OK, Condition.OK, None),
            (Mood.CHATTY, Condition.OK, None),
            (Mood.PAPER_NEAR_END, Condition.OK, "paper_near_end"),
            (Mood.PAPER_OUT, Condition.PROBLEM, "paper_out"),
            (Mood.COVER_OPEN, Condition.PROBLEM, "cover_open"),
            (Mood.CUTTER_STUCK, Condition.PROBLEM, "cutter"),
            (Mood.SILENT, Condition.UNKNOWN, "no_answer"),
            (Mood.BUSY, Condition.PROBLEM, "unreachable"),
            (Mood.SAYS_BY_ITSELF, Condition.PROBLEM, "paper_out"),
        ],
    )
    def test_status_has_three_values_and_silence_is_unknown(
        self, mood: Mood, condition: Condition, reason: str | None
    ) -> None:
        with FakePrinter(mood) as fake:
            status = NetworkPrinter("ventanilla", fake.host, fake.port, status_seconds=0.3).status()
        assert (status.condition, status.reason) == (condition, reason)

    @pytest.mark.parametrize("mood", [Mood.OK, Mood.PAPER_NEAR_END, Mood.CHATTY])
    def test_printed_means_that_the_printer_came_to_the_end(self, mood: Mood) -> None:
        fake, state, reason, sent = send_to(mood, JOB, seconds=5.0)

        assert (state, reason, sent) == (SpoolState.PRINTED, None, len(JOB))
        assert fake.jobs == [JOB]

    @pytest.mark.parametrize(
        ("mood", "reason"),
        [
            (Mood.PAPER_OUT, "paper_out"),
            (Mood.COVER_OPEN, "cover_open"),
            (Mood.CUTTER_STUCK, "cutter"),
            (Mood.BUSY, "unreachable"),
        ],
    )
    def test_a_printer_in_trouble_is_not_sent_a_byte(self, mood: Mood, reason: str) -> None:
        fake, state, told, sent = send_to(mood, JOB)

        assert (state, told, sent) == (SpoolState.FAILED_BEFORE_SEND, reason, 0)
        assert fake.received == 0

    def test_a_silent_printer_prints_and_nobody_claims_that_it_did(self) -> None:
        fake, state, reason, sent = send_to(Mood.SILENT, JOB)

        assert (state, reason, sent) == (SpoolState.UNKNOWN, "not_acknowledged", len(JOB))
        assert fake.jobs == [JOB]

    def test_a_stalled_printer_swallows_a_receipt_and_it_is_unknown(self) -> None:
        _fake, state, reason, sent = send_to(Mood.STALLED, JOB)
        assert (state, reason, sent) == (SpoolState.UNKNOWN, "not_acknowledged", len(JOB))

    def test_a_stalled_printer_that_stops_reading_is_unknown_with_the_bytes_that_left(self) -> None:
        endless = JOB * 2000  # more than the system's own buffers hold
        _fake, state, reason, sent = send_to(Mood.STALLED, endless)

        assert (state, reason) == (SpoolState.UNKNOWN, "stalled")
        assert 0 < sent < len(endless)

    def test_a_printer_that_dies_half_way_is_unknown(self) -> None:
        fake, state, reason, sent = send_to(Mood.RESET_MID_JOB, JOB, seconds=5.0)

        assert (state, reason) == (SpoolState.UNKNOWN, "connection_lost")
        assert 0 < sent <= len(JOB)
        assert fake.jobs == []

    @pytest.mark.parametrize(
        ("mood", "reason"),
        [
            (Mood.RUNS_OUT_MID_JOB, "paper_ran_out"),
            (Mood.OPENED_MID_JOB, "cover_opened"),
            (Mood.RUNS_OUT_WITHOUT_A_WORD, "not_acknowledged"),
            (Mood.RUNS_OUT_AT_END, "paper_ran_out"),
        ],
    )
    def test_paper_that_ends_inside_the_job_is_unknown(self, mood: Mood, reason: str) -> None:
        _fake, state, told, _sent = send_to(mood, JOB)
        assert (state, told) == (SpoolState.UNKNOWN, reason)

    @pytest.mark.parametrize("mood", [Mood.OK, Mood.SILENT, Mood.PAPER_OUT, Mood.RUNS_OUT_MID_JOB])
    def test_the_line_is_always_hung_up(self, mood: Mood) -> None:
        with FakePrinter(mood) as fake:
            printer = NetworkPrinter("ventanilla", fake.host, fake.port, status_seconds=0.2)
            for _ in range(2):  # the fake attends one caller at a time: a line left open would block the second
                printer.send(JOB, TITLE, 0.6)
            assert fake.connections == 2

    def test_the_whole_act_has_one_deadline(self) -> None:
        import time  # noqa: PLC0415 - the clock is what is measured

        begun = time.monotonic()
        send_to(Mood.SILENT, JOB, seconds=0.5)
        assert time.monotonic() - begun < 2.0

    def test_an_address_where_nobody_listens_fails_before_sending(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        outcome = NetworkPrinter("ventanilla", "127.0.0.1", port).send(JOB, TITLE, 1.0)

        assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, "unreachable")


class TestFolders:
    def test_half_a_file_is_never_seen(self, tmp_path: Path) -> None:
        (tmp_path / f"{TITLE}.escpos").mkdir()  # the rename cannot succeed
        outcome = FolderPrinter("carpeta", tmp_path).send(JOB, TITLE)

        assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, "folder_unwritable")
        assert [path.name for path in tmp_path.iterdir()] == [f"{TITLE}.escpos"]

    @pytest.mark.parametrize("title", ["../../etc/passwd", "a/b\\c", "", "....", "x" * 300, "ñandú:1"])
    def test_a_title_never_leaves_its_folder(self, tmp_path: Path, title: str) -> None:
        folder = tmp_path / "prints"
        folder.mkdir()
        assert FolderPrinter("carpeta", folder).send(JOB, title).state is SpoolState.PRINTED

        assert [path.name for path in tmp_path.iterdir()] == ["prints"]
        assert [path.name for path in folder.iterdir()] == [f"{file_name(title)}.escpos"]

    def test_a_pdf_comes_with_its_picture(self, tmp_path: Path) -> None:
        printer = PdfFolderPrinter("pdf", tmp_path)
        printer.send(render(RECEIPT, PROFILE_PDF_80), TITLE)

        assert sorted(path.suffix for path in tmp_path.iterdir()) == [".pdf", ".png"]
        assert (tmp_path / f"{TITLE}.png").read_bytes().startswith(b"\x89PNG")

    def test_what_is_not_a_pdf_is_not_written(self, tmp_path: Path) -> None:
        outcome = PdfFolderPrinter("pdf", tmp_path).send(JOB, TITLE)

        assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, "not_a_pdf")
        assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")
class TestCupsPrinter:
    def test_handed_over_is_not_printed(self, tmp_path: Path) -> None:
        bench = cups_bench(tmp_path, ExitStack())
        outcome = bench.printer.send(render(RECONCILIATION, bench.printer.profile), TITLE)

        assert (outcome.state, outcome.reason, outcome.reference) == (SpoolState.UNKNOWN, "handed_over", "KIOSK-7")
        assert (tmp_path / "arguments").read_text("utf-8").split() == ["-d", "KIOSK", "-t", TITLE]

    @pytest.mark.parametrize(
        ("told", "condition", "reason"),
        [
            (IDLE, Condition.UNKNOWN, "no_answer"),
            ('echo "printer KIOSK disabled since Fri -"; echo "	sin papel"', Condition.PROBLEM, "queue_stopped"),
            (
                EMPTY,
                Condition.PROBLEM,
                "paper_out",
            ),
            (
                'echo "printer KIOSK now printing KIOSK-7."; echo "	Alerts: cover-open"',
                Condition.PROBLEM,
                "cover_open",
            ),
            ('echo "printer KIOSK is idle."; echo "	Alerts: media-empty-error"', Condition.UNKNOWN, "no_answer"),
            ('echo "printer KIOSK is idle."; echo "	Description: not offline"', Condition.UNKNOWN, "no_answer"),
            ('echo "lpstat: Invalid destination name" >&2; exit 1', Condition.PROBLEM, "queue_missing"),
        ],
    )
    def test_the_queue_is_read_and_health_is_never_claimed(
        self, tmp_path: Path, told: str, condition: Condition, reason: str
    ) -> None:
        status = cups_printer(tmp_path, lp="exit 1", lpstat=told).status()
        assert (status.condition, status.reason) == (condition, reason)

    def test_a_stopped_queue_is_not_given_the_document(self, tmp_path: Path) -> None:
        stopped = 'echo "printer KIOSK disabled since Fri -"'
        printer = cups_printer(tmp_path, lp=f'touch "{tmp_path}/called"', lpstat=stopped)
        outcome = printer.send(b"%PDF-", TITLE)

        assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, "queue_stopped")
        assert not (tmp_path / "called").exists()

    def test_a_refused_document_may_be_tried_again(self, tmp_path: Path) -> None:
        outcome = cups_printer(tmp_path, lp="cat > /dev/null; exit 1").send(b"%PDF-", TITLE)
        assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, "not_accepted")

    def test_a_hand_over_cut_short_is_unknown(self, tmp_path: Path) -> None:
        outcome = cups_printer(tmp_path, lp="exec tail -f /dev/null").send(b"%PDF-", TITLE, seconds=0.3)
        assert (outcome.state, outcome.reason) == (SpoolState.UNKNOWN, "not_acknowledged")

    @pytest.mark.parametrize("queue", ["", "-o", "KIOSK; rm", "a b"])
    def test_the_name_of_a_queue_is_only_a_name(self, queue: str) -> None:
        with pytest.raises(ValueError, match="not the name of a print queue"):
            CupsPrinter("láser", queue)
