"""A thermal printer on a cable: the device file of a USB printer (`/dev/usb/lp0`) or of a serial line (`/dev/ttyUSB0`).

The same conversation as over the network (`printing.printers.dialogue`), on a file that is opened for one job and
closed after it. Some USB printers only listen: they are `unknown` whenever they are asked, and so is what they were
sent.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from printing.printers.dialogue import CHUNK_BYTES, PAUSE_SECONDS, STATUS_SECONDS, Deadline, ask_status, print_job
from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.profiles import PROFILE_80, ThermalProfile
from printing.spool import Outcome, SpoolState

#: Speeds at which receipt printers with a serial line are delivered, bits a second.
BAUDS: Final = (9600, 19200, 38400, 57600, 115200)
_NOT_ALLOWED: Final = (errno.EACCES, errno.EPERM)


class DevicePrinter:
    """See `Printer`. `baud` is for serial lines only; a USB printer has no speed to set."""

    def __init__(
        self,
        name: str,
        device: Path,
        *,
        baud: int = BAUDS[0],
        profile: ThermalProfile = PROFILE_80,
        status_seconds: float = STATUS_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        if baud not in BAUDS:
            raise ValueError(f"no such speed of a serial line: {baud}")
        self._name = name
        self._device = device
        self._baud = baud
        self._profile = profile
        self._status_seconds = status_seconds
        self._pause_seconds = pause_seconds

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> ThermalProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        try:
            with self._opened() as line:
                return ask_status(line, Deadline(self._status_seconds), self._status_seconds)
        except OSError as error:
            return PrinterStatus(Condition.PROBLEM, _why(error))

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:  # noqa: ARG002 - a cable has no titles
        deadline = Deadline(seconds)
        try:
            with self._opened() as line:
                status = ask_status(line, deadline, self._status_seconds)
                if status.condition is not Condition.PROBLEM:
                    return print_job(line, data, deadline, self._pause_seconds)
                return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason=status.reason, bytes_sent=0)
        except OSError as error:  # what happens once bytes leave is `print_job`'s to tell
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason=_why(error), bytes_sent=0)

    @contextmanager
    def _opened(self) -> Iterator[_DeviceLine]:
        """Raises OSError: no such device, not allowed, somebody else is printing, or it is an ordinary file."""
        if sys.platform == "win32":
            raise OSError(errno.ENOSYS, "a device file is not how Windows prints")
        try:
            handle, listens_only = os.open(self._device, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY), False
        except OSError as error:
            if error.errno not in _NOT_ALLOWED:
                raise
            handle, listens_only = os.open(self._device, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY), True
        try:
            if not stat.S_ISCHR(os.fstat(handle).st_mode):
                raise OSError(errno.ENOTTY, "not a device")
            if os.isatty(handle):
                _set_up_serial_line(handle, self._baud)
            yield _DeviceLine(handle, listens_only=listens_only)
        finally:
            _close(handle)


def _close(handle: int) -> None:
    """Raises nothing: a line that breaks while it is hung up does not undo what was sent."""
    with contextlib.suppress(OSError):
        if os.isatty(handle):
            _let_others_in(handle)
    with contextlib.suppress(OSError):
        os.close(handle)


def _let_others_in(handle: int) -> None:
    import fcntl  # noqa: PLC0415 - not on Windows
    import termios  # noqa: PLC0415 - not on Windows

    fcntl.ioctl(handle, termios.TIOCNXCL)


def _set_up_serial_line(handle: int, baud: int) -> None:
    """Eight bits, no parity, bytes as they are, ours alone. What was said before this job is thrown away."""
    import fcntl  # noqa: PLC0415 - not on Windows
    import termios  # noqa: PLC0415 - not on Windows
    import tty  # noqa: PLC0415 - not on Windows

    fcntl.ioctl(handle, termios.TIOCEXCL)
    tty.setraw(handle, termios.TCSANOW)
    settings = termios.tcgetattr(handle)
    settings[2] |= termios.CLOCAL | termios.CREAD
    settings[4] = settings[5] = getattr(termios, f"B{baud}")
    termios.tcsetattr(handle, termios.TCSANOW, settings)
    termios.tcflush(handle, termios.TCIFLUSH)


class _DeviceLine:
    """See `Line`."""

    def __init__(self, handle: int, *, listens_only: bool) -> None:
        self._handle = handle
        self._deaf = listens_only

    def write(self, data: memoryview, seconds: float) -> int | None:
        _readable, writable, _failed = select.select([], [self._handle], [], seconds)
        if not writable:
            return None
        try:
            return os.write(self._handle, data)
        except BlockingIOError:
            return 0

    def read(self, seconds: float) -> bytes | None:
        watched = [] if self._deaf else [self._handle]
        readable, _writable, _failed = select.select(watched, [], [], seconds)
        if not readable:
            return None
        try:
            received = os.read(self._handle, CHUNK_BYTES)
        except BlockingIOError:
            return None
        if not received:  # a USB printer that never says anything reads as an end of file, at once and always
            self._deaf = True
            return self.read(seconds)
        return received


def _why(error: OSError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return "not_allowed"
        case errno.ENOTTY | errno.ENOSYS | errno.EISDIR:
            return "not_a_device"
        case errno.EBUSY:
            return "in_use"
        case _:
            return "unreachable"
