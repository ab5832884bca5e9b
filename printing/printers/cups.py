"""A printer behind CUPS, through its own commands `lp`, `lpstat` and `cancel`: sheets as PDF, receipts as raw bytes.

Handed over is not printed: CUPS was seen to call a job completed of which not one byte reached the printer. So what
this adapter can honestly say after handing over is `unknown`, and a person looks in the tray. Queues should be set up
with `printer-error-policy=stop-printer`: one spooler decides about retries, and that is ours (docs/PRINTING.md). A job
that CUPS still holds when patience ends, because its printer is in trouble, is taken back: nothing comes out later by
itself, beside a copy that somebody asked for meanwhile.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Sequence
from typing import Final

from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.profiles import PROFILE_A4, PrinterProfile, ThermalProfile
from printing.spool import Outcome, SpoolState

STATUS_SECONDS: Final = 5.0
POLL_SECONDS: Final = 0.5
_QUEUE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,126}")
_REQUEST_ID: Final = re.compile(rb"request id is (\S+)")
_ALERT_LINE: Final = re.compile(r"^\s*Alerts:(.*)$", re.MULTILINE)
_DISABLED: Final = re.compile(r"^printer \S+ disabled since", re.MULTILINE)
_IDLE: Final = re.compile(r"^printer \S+ is idle", re.MULTILINE)
#: IPP `printer-state-reasons` that keep paper from coming out, as `lpstat -l` prints them after "Alerts:".
_ALERTS: Final = (
    ("media-empty", "paper_out"),
    ("media-needed", "paper_out"),
    ("cover-open", "cover_open"),
    ("door-open", "cover_open"),
    ("media-jam", "printer_error"),
    ("offline", "offline"),
)


class CupsPrinter:
    """See `Printer`. `queue` is the CUPS destination; `lp`, `lpstat` and `cancel` are the commands to run."""

    def __init__(
        self,
        name: str,
        queue: str,
        *,
        profile: PrinterProfile = PROFILE_A4,
        lp: Sequence[str] = ("lp",),
        lpstat: Sequence[str] = ("lpstat",),
        cancel: Sequence[str] = ("cancel",),
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        if not _QUEUE_NAME.fullmatch(queue):
            raise ValueError(f"not the name of a print queue: {queue!r}")
        self._name = name
        self._queue = queue
        self._profile = profile
        self._lp = tuple(lp)
        self._lpstat = tuple(lpstat)
        self._cancel = tuple(cancel)
        self._poll_seconds = poll_seconds

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> PrinterProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        """A stopped queue, or an alert while it prints, is a problem. An idle queue is unknown: the spooler spoke, not
        the printer; and its alerts are those of the last job, which CUPS keeps until the next one says otherwise.
        """
        try:
            told = _run((*self._lpstat, "-l", "-p", self._queue), b"", STATUS_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return PrinterStatus(Condition.UNKNOWN, "no_answer")
        if told.returncode != 0:
            return PrinterStatus(Condition.PROBLEM, "queue_missing")
        return _read_status(told.stdout.decode("utf-8", "replace"))

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:
        deadline = time.monotonic() + seconds
        status = self.status()
        if status.condition is Condition.PROBLEM:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason=status.reason, bytes_sent=0)
        raw = ("-o", "raw") if isinstance(self._profile, ThermalProfile) else ()
        command = (*self._lp, "-d", self._queue, "-t", title, *raw)
        try:
            told = _run(command, data, max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            # Killed while it was handing over: the spooler may have the whole document.
            return _unknown("not_acknowledged", len(data))
        except OSError:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="not_accepted", bytes_sent=0)
        if told.returncode != 0:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="not_accepted", bytes_sent=0)
        found = _REQUEST_ID.search(told.stdout)
        if found is None:
            return _unknown("handed_over", len(data))
        reference = found.group(1).decode("utf-8", "replace")
        return _unknown(self._follow(reference, deadline), len(data), reference)

    def _follow(self, reference: str, deadline: float) -> str:
        """Until CUPS has let go of the job; until its queue stops or patience ends, and then it is taken back."""
        while self._holds(reference):
            late, status = time.monotonic() >= deadline, self.status()
            if status.reason == "queue_stopped" or (late and status.condition is Condition.PROBLEM):
                return self._take_back(reference)
            if late:
                return "handed_over"
            time.sleep(self._poll_seconds)
        return "handed_over"

    def _holds(self, reference: str) -> bool:
        """Whether the job is among those that are not finished. Whoever cannot be asked is not followed."""
        try:
            told = _run((*self._lpstat, "-o", self._queue), b"", STATUS_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return False
        lines = told.stdout.decode("utf-8", "replace").splitlines()
        return any(line.split()[:1] == [reference] for line in lines)

    def _take_back(self, reference: str) -> str:
        try:
            told = _run((*self._cancel, reference), b"", STATUS_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return "still_in_queue"
        return "taken_back" if told.returncode == 0 else "still_in_queue"


def _read_status(told: str) -> PrinterStatus:
    alerts = " ".join(_ALERT_LINE.findall(told))
    if _DISABLED.search(told):
        return PrinterStatus(Condition.PROBLEM, "queue_stopped")
    if not _IDLE.search(told):
        for alert, reason in _ALERTS:
            if alert in alerts:
                return PrinterStatus(Condition.PROBLEM, reason)
    return PrinterStatus(Condition.UNKNOWN, "no_answer")


def _unknown(reason: str, sent: int, reference: str | None = None) -> Outcome:
    return Outcome(state=SpoolState.UNKNOWN, reason=reason, bytes_sent=sent, reference=reference)


def _run(command: Sequence[str], data: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Raises OSError (no such command) and TimeoutExpired (killed). The C locale, because the answer is parsed."""
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C"}
    return subprocess.run(  # noqa: S603 - a fixed command of the settings, and a queue name checked by pattern
        command, input=data, capture_output=True, timeout=seconds, check=False, env=environment
    )
