"""A thermal printer behind the Windows spooler, as raw bytes (`winspool.drv`, datatype RAW).

That road is one-way: the spooler takes the bytes and tells how *it* is, and no answer of the printer comes back. So
what was handed over is `unknown`, as with CUPS, and a person looks in the tray. A job that the spooler still holds when
patience ends, because its printer is in trouble, is taken back: nothing comes out later by itself.

Written from Microsoft's reference of the print spooler functions and tried against a stand-in for the library only: it
has not run on Windows yet (docs/PRINTING.md).
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from ctypes import byref, c_uint32, c_uint64, c_void_p, c_wchar_p, sizeof
from typing import Any, ClassVar, Final

from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.profiles import PROFILE_80, ThermalProfile
from printing.spool import Outcome, SpoolState

POLL_SECONDS: Final = 0.5
_RAW: Final = "RAW"
_STATUS_LEVEL: Final = 6
_JOB_LEVEL: Final = 1
_JOB_BYTES: Final = 4096
_JOB_CONTROL_DELETE: Final = 5

# PRINTER_STATUS_*, in the order in which a person puts them right.
_PROBLEMS: Final = (
    (0x0040_0000, "cover_open"),  # DOOR_OPEN
    (0x0000_0010, "paper_out"),  # PAPER_OUT
    (0x0000_0008, "printer_error"),  # PAPER_JAM
    (0x0000_0040, "printer_error"),  # PAPER_PROBLEM
    (0x0000_0080, "offline"),  # OFFLINE
    (0x0000_1000, "offline"),  # NOT_AVAILABLE
    (0x0010_0000, "printer_error"),  # USER_INTERVENTION
    (0x0000_0002, "printer_error"),  # ERROR
    (0x0000_0001, "queue_stopped"),  # PAUSED
)


class _DocInfo(ctypes.Structure):
    """DOC_INFO_1."""

    _fields_: ClassVar = [("name", c_wchar_p), ("output", c_wchar_p), ("datatype", c_wchar_p)]


class _Status(ctypes.Structure):
    """PRINTER_INFO_6."""

    _fields_: ClassVar = [("status", c_uint32)]


def system_library(name: str) -> Any:
    """The system's own library. Raises FileNotFoundError anywhere but on Windows."""
    library = getattr(ctypes, "WinDLL", None)
    if library is None:
        raise FileNotFoundError(name)
    return library(name, use_last_error=True)


def require_name(queue: str) -> None:
    """Raises ValueError for what cannot be the name of a printer."""
    if not queue.strip() or not queue.isprintable():
        raise ValueError(f"not the name of a printer: {queue!r}")


@contextmanager
def opened(spooler: Any, queue: str) -> Iterator[tuple[Any, c_void_p]]:
    """The spooler and its handle of the printer. Raises FileNotFoundError where it has no such printer."""
    printer = c_void_p()
    if not spooler.OpenPrinterW(queue, byref(printer), None):
        raise FileNotFoundError(queue)
    try:
        yield spooler, printer
    finally:
        spooler.ClosePrinter(printer)


class SpoolerQueue:
    """One printer of the spooler, by its name in Windows; `given` has the functions of `winspool.drv`, None is Windows'
    own. Raises ValueError for what cannot be a name.
    """

    def __init__(self, name: str, given: Any) -> None:
        require_name(name)
        self.name: Final = name
        self._given = given

    def opened(self) -> AbstractContextManager[tuple[Any, c_void_p]]:
        """Raises FileNotFoundError as `opened` and `system_library` do."""
        return opened(self._given or system_library("winspool.drv"), self.name)

    def status(self) -> PrinterStatus:
        """A problem that the spooler knows is a problem. Otherwise unknown: it spoke, and not the printer."""
        try:
            with self.opened() as (spooler, printer):
                return status_of(spooler, printer)
        except FileNotFoundError:
            return PrinterStatus(Condition.PROBLEM, "queue_missing")


class WindowsPrinter:
    """See `Printer`. `queue` is the printer's name in Windows; `spooler` has the functions of `winspool.drv`."""

    def __init__(
        self,
        name: str,
        queue: str,
        *,
        profile: ThermalProfile = PROFILE_80,
        spooler: Any = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._name = name
        self._queue = SpoolerQueue(queue, spooler)
        self._profile = profile
        self._poll_seconds = poll_seconds

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> ThermalProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        return self._queue.status()

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:
        deadline = time.monotonic() + seconds
        try:
            with self._queue.opened() as (spooler, printer):
                status = status_of(spooler, printer)
                if status.condition is Condition.PROBLEM:
                    return nothing_left(str(status.reason))
                job = spooler.StartDocPrinterW(printer, 1, byref(_DocInfo(title, None, _RAW)))
                if not job:
                    return nothing_left("not_accepted")
                written = _write(spooler, printer, data)
                if written < len(data):  # what the spooler has of it is no paper anybody wants
                    spooler.AbortPrinter(printer)
                    return _cut_short(written, job)
                spooler.EndDocPrinter(printer)
                return follow(spooler, printer, job, len(data), deadline=deadline, poll_seconds=self._poll_seconds)
        except FileNotFoundError:
            return nothing_left("queue_missing")


def follow(spooler: Any, printer: c_void_p, job: int, sent: int, *, deadline: float, poll_seconds: float) -> Outcome:
    """Until the spooler has let go of the job, or patience ends; one in trouble then is taken back."""
    reason = "handed_over"
    while _holds(spooler, printer, job):
        if time.monotonic() >= deadline:
            if status_of(spooler, printer).condition is Condition.PROBLEM:
                spooler.SetJobW(printer, job, 0, None, _JOB_CONTROL_DELETE)
                reason = "taken_back"
            break
        time.sleep(poll_seconds)
    return Outcome(state=SpoolState.UNKNOWN, reason=reason, bytes_sent=sent, reference=str(job))


def status_of(spooler: Any, printer: c_void_p) -> PrinterStatus:
    told, needed = _Status(), c_uint32()
    if not spooler.GetPrinterW(printer, _STATUS_LEVEL, byref(told), sizeof(told), byref(needed)):
        return PrinterStatus(Condition.UNKNOWN, "no_answer")
    for bit, reason in _PROBLEMS:
        if told.status & bit:
            return PrinterStatus(Condition.PROBLEM, reason)
    return PrinterStatus(Condition.UNKNOWN, "no_answer")


def _write(spooler: Any, printer: c_void_p, data: bytes) -> int:
    """How many bytes the spooler took. It may take fewer than it is given."""
    sent = 0
    while sent < len(data):
        rest, taken = data[sent:], c_uint32()
        if not spooler.WritePrinter(printer, rest, len(rest), byref(taken)) or taken.value == 0:
            break
        sent += int(taken.value)
    return sent


def _holds(spooler: Any, printer: c_void_p, job: int) -> bool:
    """Whether the spooler still has the job: it forgets one that is done."""
    room, needed = (c_uint64 * (_JOB_BYTES // sizeof(c_uint64)))(), c_uint32()
    return bool(spooler.GetJobW(printer, job, _JOB_LEVEL, byref(room), sizeof(room), byref(needed)))


def nothing_left(reason: str) -> Outcome:
    return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason=reason, bytes_sent=0)


def _cut_short(sent: int, job: int) -> Outcome:
    if sent == 0:
        return nothing_left("not_accepted")
    return Outcome(state=SpoolState.UNKNOWN, reason="taken_back", bytes_sent=sent, reference=str(job))
