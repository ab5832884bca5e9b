"""A sheet printer behind CUPS, through its own commands `lp` and `lpstat`.

Handed over is not printed: CUPS was seen to call a job completed of which not one byte reached the printer. So what
this adapter can honestly say after handing over is `unknown`, and a person looks in the tray. Queues should be set up
with `printer-error-policy=stop-printer`: one spooler decides about retries, and that is ours (docs/PRINTING.md).
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Sequence
from typing import Final

from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.profiles import PROFILE_A4, PdfProfile
from printing.spool import Outcome, SpoolState

STATUS_SECONDS: Final = 5.0
_QUEUE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,126}")
_REQUEST_ID: Final = re.compile(rb"request id is (\S+)")
_ALERT_LINE: Final = re.compile(r"^\s*Alerts:(.*)$", re.MULTILINE)
_DISABLED: Final = re.compile(r"^printer \S+ disabled since", re.MULTILINE)
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
    """See `Printer`. `queue` is the CUPS destination; `lp` and `lpstat` are the commands to run."""

    def __init__(
        self,
        name: str,
        queue: str,
        *,
        profile: PdfProfile = PROFILE_A4,
        lp: Sequence[str] = ("lp",),
        lpstat: Sequence[str] = ("lpstat",),
    ) -> None:
        if not _QUEUE_NAME.fullmatch(queue):
            raise ValueError(f"not the name of a print queue: {queue!r}")
        self._name = name
        self._queue = queue
        self._profile = profile
        self._lp = tuple(lp)
        self._lpstat = tuple(lpstat)

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> PdfProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        """A stopped queue or an alert is a problem. An idle queue is unknown: the spooler spoke, not the printer."""
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
        command = (*self._lp, "-d", self._queue, "-t", title)
        try:
            told = _run(command, data, max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            # Killed while it was handing over: the spooler may have the whole document.
            return Outcome(state=SpoolState.UNKNOWN, reason="not_acknowledged", bytes_sent=len(data))
        except OSError:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="not_accepted", bytes_sent=0)
        if told.returncode != 0:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="not_accepted", bytes_sent=0)
        request = _REQUEST_ID.search(told.stdout)
        return Outcome(
            state=SpoolState.UNKNOWN,
            reason="handed_over",
            bytes_sent=len(data),
            reference=request.group(1).decode("utf-8", "replace") if request else None,
        )


def _read_status(told: str) -> PrinterStatus:
    alerts = " ".join(_ALERT_LINE.findall(told))
    for alert, reason in _ALERTS:
        if alert in alerts:
            return PrinterStatus(Condition.PROBLEM, reason)
    if _DISABLED.search(told):
        return PrinterStatus(Condition.PROBLEM, "queue_stopped")
    return PrinterStatus(Condition.UNKNOWN, "no_answer")


def _run(command: Sequence[str], data: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Raises OSError (no such command) and TimeoutExpired (killed). The C locale, because the answer is parsed."""
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C"}
    return subprocess.run(  # noqa: S603 - a fixed command of the settings, and a queue name checked by pattern
        command, input=data, capture_output=True, timeout=seconds, check=False, env=environment
    )
