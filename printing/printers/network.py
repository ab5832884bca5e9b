"""A thermal printer on TCP port 9100.

One short-lived connection a job: ask, send, wait for the barrier, close. These printers serve one connection at a
time; one that is left open stops everybody else's prints, and is reset in the middle of ours.
"""

from __future__ import annotations

import select
import socket
from contextlib import closing
from typing import Final

from printing.printers.dialogue import CHUNK_BYTES, PAUSE_SECONDS, STATUS_SECONDS, Deadline, ask_status, print_job
from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.profiles import PROFILE_80, ThermalProfile
from printing.spool import Outcome, SpoolState

PORT: Final = 9100
CONNECT_SECONDS: Final = 5.0


class NetworkPrinter:
    """See `Printer`. `connect_seconds` and `status_seconds` bound those two steps inside the whole; `pause_seconds` is
    how long the end of a job may be silent before the printer is asked why.
    """

    def __init__(
        self,
        name: str,
        host: str,
        port: int = PORT,
        *,
        profile: ThermalProfile = PROFILE_80,
        connect_seconds: float = CONNECT_SECONDS,
        status_seconds: float = STATUS_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self._name = name
        self._address = (host, port)
        self._profile = profile
        self._connect_seconds = connect_seconds
        self._status_seconds = status_seconds
        self._pause_seconds = pause_seconds

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> ThermalProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        deadline = Deadline(self._connect_seconds + self._status_seconds)
        try:
            with closing(self._connect(deadline)) as line:
                return ask_status(_SocketLine(line), deadline, self._status_seconds)
        except OSError:
            return PrinterStatus(Condition.PROBLEM, "unreachable")

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:  # noqa: ARG002 - a raw line has no titles
        deadline = Deadline(seconds)
        try:
            connection = self._connect(deadline)
        except OSError:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="unreachable", bytes_sent=0)
        with closing(connection):
            line = _SocketLine(connection)
            try:
                status = ask_status(line, deadline, self._status_seconds)
            except OSError:
                return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="unreachable", bytes_sent=0)
            if status.condition is Condition.PROBLEM:
                return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason=status.reason, bytes_sent=0)
            # Unknown goes on: many printers in order never answer, and refusing them would print nothing for ever.
            return print_job(line, data, deadline, self._pause_seconds)

    def _connect(self, deadline: Deadline) -> socket.socket:
        connection = socket.create_connection(self._address, timeout=max(0.001, deadline.left(self._connect_seconds)))
        connection.setblocking(False)
        return connection


class _SocketLine:
    """See `Line`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: memoryview, seconds: float) -> int | None:
        _readable, writable, _failed = select.select([], [self._connection], [], seconds)
        return self._connection.send(data) if writable else None

    def read(self, seconds: float) -> bytes | None:
        readable, _writable, _failed = select.select([self._connection], [], [], seconds)
        if not readable:
            return None
        received = self._connection.recv(CHUNK_BYTES)
        if not received:
            raise ConnectionResetError("the printer closed the connection")
        return received
