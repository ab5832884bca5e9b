"""How a job is spoken to a thermal printer over any line that carries bytes both ways: ask, send, wait for its end.

Bytes sent are not paper printed. The end of the job is a question that the printer answers in its turn (`GS r 1`);
while it does not, it is asked in real time what is wrong, so that a person reads *the paper ran out* and not just *no
answer*.
"""

from __future__ import annotations

import time
from typing import Final, Protocol

from printing.printers.answers import (
    BARRIER,
    STATUS_ANSWERS,
    STATUS_REQUEST,
    Hearing,
    paper_ran_out,
    read_status,
)
from printing.printers.printer import Condition, PrinterStatus
from printing.spool import Outcome, SpoolState

CHUNK_BYTES: Final = 4096
#: A printer in order answers a real-time status request at once.
STATUS_SECONDS: Final = 2.0
#: How long the end of a job may be silent before the printer is asked what keeps it.
PAUSE_SECONDS: Final = 3.0
#: What a problem is called once bytes have left.
WHILE_PRINTING: Final = {"paper_out": "paper_ran_out", "cover_open": "cover_opened"}


class Line(Protocol):
    """Bytes both ways. Every call raises OSError when the printer is gone."""

    def write(self, data: memoryview, seconds: float, /) -> int | None:
        """How many bytes were taken, or None when none could be in `seconds`."""

    def read(self, seconds: float, /) -> bytes | None:
        """What came, or None when nothing did in `seconds`."""


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds that remain, never negative."""
        remaining = max(0.0, self._end - time.monotonic())
        return remaining if at_most is None else min(remaining, at_most)


def ask_status(line: Line, deadline: Deadline, seconds: float = STATUS_SECONDS) -> PrinterStatus:
    """Raises OSError when the connection is gone."""
    patience = Deadline(deadline.left(seconds))
    hearing = Hearing()
    _drain(line)
    if line.write(memoryview(STATUS_REQUEST), patience.left()) != len(STATUS_REQUEST):
        return PrinterStatus(Condition.UNKNOWN, "no_answer")
    while len(hearing.real_time) < STATUS_ANSWERS:
        received = line.read(patience.left())
        if received is None:
            break
        hearing.hear(received)
    status = read_status(hearing.real_time)
    if status.condition is Condition.UNKNOWN and hearing.automatic is not None:
        return hearing.automatic
    return status


def print_job(line: Line, data: bytes, deadline: Deadline, pause_seconds: float = PAUSE_SECONDS) -> Outcome:
    """Send the whole job, then the barrier, and wait for its answer."""
    sent = 0
    try:
        sent = _push(line, data, deadline)
        if sent == len(data):
            _drain(line)  # an answer that came before the question is no answer
            if _push(line, BARRIER, deadline) == len(BARRIER):
                return _await_end(line, sent, deadline, pause_seconds)
    except _Gone as gone:
        return _cut_short(sent or gone.sent, "connection_lost")
    except OSError:
        return _cut_short(sent, "connection_lost")
    return _cut_short(sent, "stalled")


class _Gone(Exception):  # noqa: N818 - it tells how far it came, and is caught beside
    def __init__(self, sent: int) -> None:
        super().__init__()
        self.sent = sent


def _push(line: Line, data: bytes, deadline: Deadline) -> int:
    """How many bytes were taken before the deadline. Raises _Gone with them."""
    sent, whole = 0, memoryview(data)
    try:
        while sent < len(whole):
            taken = line.write(whole[sent : sent + CHUNK_BYTES], deadline.left())
            if taken is None:
                break
            sent += taken
    except OSError as error:
        raise _Gone(sent) from error
    return sent


def _drain(line: Line) -> None:
    """Whatever the printer said of itself before it was asked."""
    while line.read(0) is not None:
        pass


def _await_end(line: Line, sent: int, deadline: Deadline, pause_seconds: float) -> Outcome:
    hearing, problem, asked = Hearing(), "", 0
    while not hearing.barriers:
        received = line.read(deadline.left(pause_seconds))
        if received is not None:
            hearing.hear(received)
        if not hearing.barriers and deadline.left() <= 0:
            return Outcome(state=SpoolState.UNKNOWN, reason=problem or "not_acknowledged", bytes_sent=sent)
        if received is None and len(hearing.real_time) >= asked * STATUS_ANSWERS:  # it has answered so far
            asked += line.write(memoryview(STATUS_REQUEST), 0) == len(STATUS_REQUEST)
        problem = _problem(hearing)
    if paper_ran_out(hearing.barriers[0]):
        return Outcome(state=SpoolState.UNKNOWN, reason="paper_ran_out", bytes_sent=sent)
    return Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=sent)


def _problem(hearing: Hearing) -> str:
    """What keeps the printer from coming to the end, as it said last; nothing where it did not say."""
    whole = len(hearing.real_time) // STATUS_ANSWERS * STATUS_ANSWERS
    last = hearing.real_time[whole - STATUS_ANSWERS : whole] if whole else []
    for status in (read_status(last), hearing.automatic):
        if status is not None and status.condition is Condition.PROBLEM:
            return WHILE_PRINTING.get(str(status.reason), "error_while_printing")
    return ""


def _cut_short(sent: int, reason: str) -> Outcome:
    if sent == 0:
        return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="unreachable", bytes_sent=0)
    return Outcome(state=SpoolState.UNKNOWN, reason=reason, bytes_sent=sent)
