"""The Windows spooler's functions as a stand-in: what is called, with what, and what is said of each answer.

It has the shapes of `winspool.drv` (numbers and pointers), so that the real calls are made against it by ctypes' own
types. What it cannot show is Windows.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pytest
from PIL import Image

from printing.documents.preview import page_count
from printing.printers import Condition, WindowsPrinter, WindowsSheetPrinter
from printing.profiles import PROFILE_80, PROFILE_A4, PROFILE_PDF_80
from printing.render import render
from printing.spool import SpoolState
from tests.printing.reading import codes_in
from tests.printing.samples import CODE, RECEIPT, RECONCILIATION

JOB = render(RECEIPT, PROFILE_80)
PAPER_OUT, DOOR_OPEN, PAUSED, OFFLINE = 0x10, 0x400000, 0x1, 0x80


class Spooler:
    """`takes` is how many bytes one WritePrinter takes at most; `holds` how often a job is still there when asked."""

    def __init__(self, *, status: int = 0, takes: int = 1 << 20, breaks_after: int = 1 << 30, holds: int = 1) -> None:
        self.status, self.takes, self.breaks_after, self.holds = status, takes, breaks_after, holds
        self.status_later = status
        self.known, self.starts = True, True
        self.calls: list[str] = []
        self.document: tuple[str, str] = ("", "")
        self.data = b""
        self.open = 0

    def OpenPrinterW(self, name: str, handle: Any, _defaults: None) -> int:  # noqa: N802 - Microsoft's name
        assert name in {"Ticketera ñ", "Láser"}
        self.calls.append("open")
        if not self.known:
            return 0
        self.open += 1
        ctypes.cast(handle, ctypes.POINTER(ctypes.c_void_p))[0] = ctypes.c_void_p(7)
        return 1

    def ClosePrinter(self, handle: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        assert handle.value == 7
        self.open -= 1
        return 1

    def GetPrinterW(self, handle: ctypes.c_void_p, level: int, room: Any, size: int, _needed: Any) -> int:  # noqa: N802
        assert (handle.value, level, size) == (7, 6, 4)
        told = self.status if self.document == ("", "") else self.status_later
        ctypes.cast(room, ctypes.POINTER(ctypes.c_uint32))[0] = told
        return 1

    def StartDocPrinterW(self, _handle: ctypes.c_void_p, level: int, document: Any) -> int:  # noqa: N802 - likewise
        assert level == 1
        name, output, datatype = ctypes.cast(document, ctypes.POINTER(ctypes.c_wchar_p * 3)).contents
        assert output is None
        self.document = (str(name), str(datatype))
        return 42 if self.starts else 0

    def WritePrinter(self, _handle: ctypes.c_void_p, data: bytes, size: int, written: Any) -> int:  # noqa: N802
        assert len(data) == size
        taken = data[: min(self.takes, self.breaks_after - len(self.data))]
        self.data += taken
        ctypes.cast(written, ctypes.POINTER(ctypes.c_uint32))[0] = len(taken)
        return int(bool(taken))

    def EndDocPrinter(self, _handle: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        self.calls.append("end")
        return 1

    def AbortPrinter(self, _handle: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        self.calls.append("abort")
        return 1

    def GetJobW(self, _h: ctypes.c_void_p, job: int, level: int, _room: Any, _size: int, _needed: Any) -> int:  # noqa: N802
        assert (job, level) == (42, 1)
        self.holds -= 1
        return int(self.holds >= 0)

    def SetJobW(self, _h: ctypes.c_void_p, job: int, level: int, info: None, command: int) -> int:  # noqa: N802
        assert (job, level, info, command) == (42, 0, None, 5)
        self.calls.append("delete")
        return 1


def printer(spooler: Spooler) -> WindowsPrinter:
    return WindowsPrinter("tickets", "Ticketera ñ", spooler=spooler, poll_seconds=0.0)


def test_the_exact_bytes_are_given_raw_under_the_jobs_title_and_nobody_says_printed() -> None:
    spooler = Spooler(takes=100)
    outcome = printer(spooler).send(JOB, "FeeReceipt-01939d6e")

    assert spooler.data == JOB
    assert spooler.document == ("FeeReceipt-01939d6e", "RAW")
    assert (outcome.state, outcome.reason, outcome.reference) == (SpoolState.UNKNOWN, "handed_over", "42")
    assert spooler.calls == ["open", "end"]
    assert spooler.open == 0


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (PAPER_OUT, "paper_out"),
        (DOOR_OPEN | PAPER_OUT, "cover_open"),
        (PAUSED, "queue_stopped"),
        (OFFLINE, "offline"),
        (0x8, "printer_error"),
    ],
)
def test_a_printer_that_the_spooler_knows_to_be_in_trouble_gets_no_byte(status: int, reason: str) -> None:
    spooler = Spooler(status=status)

    assert (printer(spooler).status().condition, printer(spooler).status().reason) == (Condition.PROBLEM, reason)
    outcome = printer(spooler).send(JOB, "t")
    assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, reason)
    assert spooler.data == b""
    assert spooler.open == 0


def test_a_spooler_without_complaints_is_still_unknown() -> None:
    assert printer(Spooler()).status().condition is Condition.UNKNOWN


def test_no_such_printer_and_a_refused_document_may_be_tried_again() -> None:
    missing, refusing = Spooler(), Spooler()
    missing.known, refusing.starts = False, False

    assert printer(missing).status().reason == "queue_missing"
    assert printer(missing).send(JOB, "t").reason == "queue_missing"
    outcome = printer(refusing).send(JOB, "t")
    assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, "not_accepted")
    assert refusing.open == 0


@pytest.mark.parametrize(
    ("taken", "state", "reason"),
    [(0, SpoolState.FAILED_BEFORE_SEND, "not_accepted"), (150, SpoolState.UNKNOWN, "taken_back")],
)
def test_half_a_document_is_aborted(taken: int, state: SpoolState, reason: str) -> None:
    spooler = Spooler(takes=100, breaks_after=taken)
    outcome = printer(spooler).send(JOB, "t")

    assert (outcome.state, outcome.reason, outcome.bytes_sent) == (state, reason, taken)
    assert spooler.calls == ["open", "abort"]
    assert spooler.open == 0


def test_a_job_that_waits_for_paper_when_patience_ends_is_taken_back() -> None:
    spooler = Spooler(holds=1 << 30)
    spooler.status_later = PAPER_OUT
    outcome = printer(spooler).send(JOB, "t", seconds=0.0)

    assert (outcome.state, outcome.reason) == (SpoolState.UNKNOWN, "taken_back")
    assert spooler.calls[-1] == "delete"


def test_a_slow_printer_without_a_complaint_keeps_its_job() -> None:
    spooler = Spooler(holds=1 << 30)
    outcome = printer(spooler).send(JOB, "t", seconds=0.0)

    assert (outcome.state, outcome.reason) == (SpoolState.UNKNOWN, "handed_over")
    assert "delete" not in spooler.calls


def test_where_there_is_no_windows_the_printer_is_missing() -> None:
    if hasattr(ctypes, "WinDLL"):
        pytest.skip("there is one here")
    real = WindowsPrinter("tickets", "Ticketera")
    assert (real.status().condition, real.status().reason) == (Condition.PROBLEM, "queue_missing")
    assert real.send(JOB, "t").state is SpoolState.FAILED_BEFORE_SEND


@pytest.mark.parametrize("queue", ["", "  ", "Ticketera\n"])
def test_the_name_of_a_windows_printer_is_a_name(queue: str) -> None:
    with pytest.raises(ValueError, match="not the name of a printer"):
        WindowsPrinter("tickets", queue)


class Gdi:
    """`pages` are the pictures that were put on paper, with where and how large; `breaks_at` is a page that fails."""

    def __init__(self, *, breaks_at: int = 1 << 30, starts: int = 42) -> None:
        self.breaks_at, self.starts = breaks_at, starts
        self.pages: list[tuple[tuple[int, ...], Image.Image]] = []
        self.calls: list[str] = []
        self.title = ""
        self.contexts = 0

    def CreateDCW(self, driver: str, queue: str, _output: None, _mode: None) -> int:  # noqa: N802 - Microsoft's name
        assert (driver, queue) == ("WINSPOOL", "Láser")
        self.contexts += 1
        return 9

    def DeleteDC(self, context: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        assert context.value == 9
        self.contexts -= 1
        return 1

    def GetDeviceCaps(self, _context: ctypes.c_void_p, what: int) -> int:  # noqa: N802 - likewise
        return {88: 600, 90: 600, 112: 100, 113: 120}[what]

    def StartDocW(self, _context: ctypes.c_void_p, document: Any) -> int:  # noqa: N802 - likewise
        told = document._obj
        assert (told.size, told.datatype) == (ctypes.sizeof(told), None)
        self.title = told.name
        return self.starts

    def StartPage(self, _context: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        return int(len(self.pages) != self.breaks_at)

    def StretchDIBits(self, *told: Any) -> int:  # noqa: N802 - likewise
        _context, left, top, width, height, x, y, across, down, rows, header, usage, operation = told
        head = header._obj
        assert (x, y, usage, operation.value) == (0, 0, 0, 0x00CC0020)
        assert (head.size, head.width, head.height, head.planes, head.bits) == (40, across, -down, 1, 24)
        assert len(rows) == across * down * 3
        assert across % 4 == 0
        picture = Image.frombytes("RGB", (across, down), rows, "raw", "BGR")
        self.pages.append(((left, top, width, height), picture))
        return int(down)

    def EndPage(self, _context: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        return 1

    def EndDoc(self, _context: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        self.calls.append("end")
        return 1

    def AbortDoc(self, _context: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
        self.calls.append("abort")
        return 1


SHEETS = render(RECONCILIATION, PROFILE_A4)


def sheet_printer(gdi: Gdi, spooler: Spooler) -> WindowsSheetPrinter:
    return WindowsSheetPrinter("hojas", "Láser", gdi=gdi, spooler=spooler, poll_seconds=0.0)


def test_every_page_is_drawn_at_its_true_size_from_the_papers_own_corner() -> None:
    gdi, spooler = Gdi(), Spooler()
    outcome = sheet_printer(gdi, spooler).send(SHEETS, "Reconciliation-01939d6e")

    assert (outcome.state, outcome.reason, outcome.reference) == (SpoolState.UNKNOWN, "handed_over", "42")
    assert gdi.title == "Reconciliation-01939d6e"
    assert len(gdi.pages) == page_count(SHEETS)
    for (left, top, width, height), picture in gdi.pages:
        assert (left, top) == (-100, -120)
        assert min(width, height) == pytest.approx(210 / 25.4 * 600, abs=10)
        assert max(width, height) == pytest.approx(297 / 25.4 * 600, abs=10)
        assert min(picture.size) == pytest.approx(210 / 25.4 * 300, abs=5)
        assert picture.convert("L").getextrema() == (0, 255)
    assert (gdi.calls, gdi.contexts, spooler.open) == (["end"], 0, 0)


def test_the_page_that_is_drawn_is_the_page_of_the_pdf() -> None:
    gdi = Gdi()
    sheet_printer(gdi, Spooler()).send(render(RECEIPT, PROFILE_PDF_80), "t")
    assert codes_in(gdi.pages[0][1]) == [CODE]


@pytest.mark.parametrize(
    ("page", "state", "reason"),
    [(0, SpoolState.FAILED_BEFORE_SEND, "not_accepted"), (1, SpoolState.UNKNOWN, "taken_back")],
)
def test_a_document_that_breaks_in_the_middle_is_aborted(page: int, state: SpoolState, reason: str) -> None:
    gdi, spooler = Gdi(breaks_at=page), Spooler()
    outcome = sheet_printer(gdi, spooler).send(SHEETS, "t")
    assert (outcome.state, outcome.reason) == (state, reason)
    assert (gdi.calls, gdi.contexts, spooler.open) == (["abort"], 0, 0)


def test_sheets_that_cannot_begin_may_be_tried_again() -> None:
    for gdi, spooler, data, reason in (
        (Gdi(starts=0), Spooler(), SHEETS, "not_accepted"),
        (Gdi(), Spooler(status=PAPER_OUT), SHEETS, "paper_out"),
        (Gdi(), Spooler(), JOB, "not_a_pdf"),
    ):
        outcome = sheet_printer(gdi, spooler).send(data, "t")
        assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, reason)
        assert (gdi.pages, gdi.contexts, spooler.open) == ([], 0, 0)


def test_a_fault_of_the_library_in_the_middle_is_never_told_as_nothing_sent() -> None:
    """Ctypes says OSError of an access violation; bytes may have left by then, so it must not be tried again."""

    class Violating(Spooler):
        def EndDocPrinter(self, _handle: ctypes.c_void_p) -> int:  # noqa: N802 - likewise
            raise OSError("exception: access violation reading 0x0")

    with pytest.raises(OSError, match="access violation"):
        printer(Violating()).send(JOB, "t")
