"""A thermal printer on TCP port 9100.

One short-lived connection a job: ask, send, wait for the barrier, close. These printers serve one connection at a
time; one that is left open stops everybody else's prints, and is reset in the middle of ours.
"""

from __future__ import annotations

import select
import socket
import time
from contextlib import closing
from typing import Final

from printing.printers.dle_eot import (
    BARRIER,
    STATUS_ANSWERS,
    STATUS_REQUEST,
    barrier_answer,
    is_status_answer,
    paper_ran_out,
    read_status,
)
from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.profiles import PROFILE_80, ThermalProfile
from printing.spool import Outcome, SpoolState

PORT: Final = 9100
CHUNK_BYTES: Final = 4096
#: A printer in order answers a real-time status request at once.
STATUS_SECONDS: Final = 2.0
CONNECT_SECONDS: Final = 5.0


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds that remain, never negative."""
        remaining = max(0.0, self._end - time.monotonic())
        return remaining if at_most is None else min(remaining, at_most)


class NetworkPrinter:
    """See `Printer`. `connect_seconds` and `status_seconds` bound those two steps inside the whole."""

    def __init__(
        self,
        name: str,
        host: str,
        port: int = PORT,
        *,
        profile: ThermalProfile = PROFILE_80,
        connect_seconds: float = CONNECT_SECONDS,
        status_seconds: float = STATUS_SECONDS,
    ) -> None:
        self._name = name
        self._address = (host, port)
        self._profile = profile
        self._connect_seconds = connect_seconds
        self._status_seconds = status_seconds

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> ThermalProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        deadline = _Deadline(self._connect_seconds + self._status_seconds)
        try:
            with closing(self._connect(deadline)) as line:
                return self._ask_status(line, deadline)
        except OSError:
            return PrinterStatus(Condition.PROBLEM, "unreachable")

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:  # noqa: ARG002 - a raw line has no titles
        deadline = _Deadline(seconds)
        try:
            line = self._connect(deadline)
        except OSError:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="unreachable", bytes_sent=0)
        with closing(line):
            try:
                status = self._ask_status(line, deadline)
            except OSError:
                return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="unreachable", bytes_sent=0)
            if status.condition is Condition.PROBLEM:
                return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason=status.reason, bytes_sent=0)
            # Unknown goes on: many printers in order never answer, and refusing them would print nothing for ever.
            return _transmit(line, data, deadline)

    def _connect(self, deadline: _Deadline) -> socket.socket:
        line = socket.create_connection(self._address, timeout=max(0.001, deadline.left(self._connect_seconds)))
        line.setblocking(False)
        return line

    def _ask_status(self, line: socket.socket, deadline: _Deadline) -> PrinterStatus:
        """Raises OSError when the connection is gone."""
        patience = _Deadline(deadline.left(self._status_seconds))
        if not _writable(line, patience):
            return PrinterStatus(Condition.UNKNOWN, "no_answer")
        line.send(STATUS_REQUEST)
        answers = bytearray()
        while len(answers) < STATUS_ANSWERS:
            received = _receive(line, patience)
            if received is None:
                break
            answers += bytes(byte for byte in received if is_status_answer(byte))
        return read_status(answers)


def _transmit(line: socket.socket, data: bytes, deadline: _Deadline) -> Outcome:
    """Send the job and the barrier, and wait for the barrier's answer."""
    sent = 0
    whole = memoryview(data + BARRIER)
    try:
        while sent < len(whole):
            if not _writable(line, deadline):
                return _cut_short(min(sent, len(data)), "stalled")
            sent += line.send(whole[sent : sent + CHUNK_BYTES])
        return _await_barrier(line, len(data), deadline)
    except OSError:
        return _cut_short(min(sent, len(data)), "connection_lost")


def _cut_short(sent: int, reason: str) -> Outcome:
    if sent == 0:
        return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="unreachable", bytes_sent=0)
    return Outcome(state=SpoolState.UNKNOWN, reason=reason, bytes_sent=sent)


def _await_barrier(line: socket.socket, sent: int, deadline: _Deadline) -> Outcome:
    received = b""
    while (answer := barrier_answer(received)) is None:
        more = _receive(line, deadline)
        if more is None:
            return Outcome(state=SpoolState.UNKNOWN, reason="not_acknowledged", bytes_sent=sent)
        received += more
    if paper_ran_out(answer):
        return Outcome(state=SpoolState.UNKNOWN, reason="paper_ran_out", bytes_sent=sent)
    return Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=sent)


def _writable(line: socket.socket, deadline: _Deadline) -> bool:
    _readable, writable, _failed = select.select([], [line], [], deadline.left())
    return bool(writable)


def _receive(line: socket.socket, deadline: _Deadline) -> bytes | None:
    """What came, or None when nothing did before the deadline. Raises OSError when the printer hung up."""
    readable, _writable_lines, _failed = select.select([line], [], [], deadline.left())
    if not readable:
        return None
    received = line.recv(CHUNK_BYTES)
    if not received:
        raise ConnectionResetError("the printer closed the connection")
    return received
