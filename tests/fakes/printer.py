"""A receipt printer that is not there: what it would answer and what would come out, by a script of moods.

`Emulator` is the printer without a line; `FakePrinter` puts it on 127.0.0.1, `FakeDevice` behind a serial device file.
It answers as the ESC/POS command reference says, from its own bits, and knows neither the encoder nor the driver.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import threading
import tty
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

REAL_TIME = b"\x10\x04"
END_OF_JOB = b"\x1dr\x01"
INITIALISE = b"\x1b@"
POLL_SECONDS = 0.02


class Mood(Enum):
    OK = "ok"
    PAPER_NEAR_END = "paper near end"
    PAPER_OUT = "paper out"
    COVER_OPEN = "cover open"
    CUTTER_STUCK = "cutter stuck"
    #: Answers questions and then takes no data: jammed, or its buffer is full.
    STALLED = "stalled"
    #: Loses power after the first bytes of a job.
    RESET_MID_JOB = "reset mid-job"
    #: Prints, and never says a word.
    SILENT = "silent"
    #: Runs out of paper inside the job: says so when it is asked, and comes to the barrier when a person puts paper in.
    RUNS_OUT_MID_JOB = "runs out mid-job"
    #: The same, and it does not answer while it has no paper.
    RUNS_OUT_WITHOUT_A_WORD = "runs out without a word"
    #: Somebody opens the cover while it prints.
    OPENED_MID_JOB = "opened mid-job"
    #: Comes to the barrier with its last line, and says that the roll is empty.
    RUNS_OUT_AT_END = "runs out at the end"
    #: Hangs up at once: somebody else is printing.
    BUSY = "busy"
    #: Sends its own automatic status before each answer, and noise.
    CHATTY = "chatty"
    #: Answers no question, and says by itself that it has no paper.
    SAYS_BY_ITSELF = "says by itself"


#: Answers to DLE EOT 1, 2, 3, 4; fixed bits 0x12.
HEALTHY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
NO_PAPER = {1: 0x12 | 0x08, 2: 0x12 | 0x20, 3: 0x12, 4: 0x12 | 0x60}
OPEN = {1: 0x12 | 0x08, 2: 0x12 | 0x04, 3: 0x12, 4: 0x12}
STATUS = {
    Mood.PAPER_NEAR_END: {**HEALTHY, 4: 0x12 | 0x0C},
    Mood.PAPER_OUT: NO_PAPER,
    Mood.COVER_OPEN: OPEN,
    Mood.CUTTER_STUCK: {1: 0x12 | 0x08, 2: 0x12 | 0x40, 3: 0x12 | 0x08, 4: 0x12},
}
#: What it answers once it has stopped inside a job.
STOPPED = {Mood.RUNS_OUT_MID_JOB: NO_PAPER, Mood.OPENED_MID_JOB: OPEN}
STOPS_MID_JOB = frozenset({*STOPPED, Mood.RUNS_OUT_WITHOUT_A_WORD})
AUTOMATIC_STATUS = b"\x10\x00\x00\x00"
AUTOMATIC_NO_PAPER = b"\x18\x00\x0c\x00"
STOPS_AFTER_BYTES = 500


class Emulator:
    """`papers` are the bytes of each job that came out whole, `printed` all that ever reached paper, in order."""

    def __init__(self, mood: Mood) -> None:
        self.mood = mood
        self.papers: list[bytes] = []
        self.printed = b""
        self.received = 0
        self.is_stuck = False
        self._waiting = b""
        self._job = b""
        self._held = b""

    def hear(self, data: bytes) -> bytes:
        """What it answers to what came."""
        answers, job = b"", b""
        data = self._waiting + data
        while (at := data.find(REAL_TIME)) >= 0 and len(data) > at + 2:
            job += data[:at]
            answers += self._answer(data[at + 2])
            data = data[at + 3 :]
        keep = next((size for size in (2, 1) if data.endswith(REAL_TIME[:size])), 0)
        self._waiting = data[len(data) - keep :]
        return answers + self._take(job + data[: len(data) - keep])

    def person_comes(self) -> bytes:
        """Paper is put in, or the cover closed: it goes on with what it holds. What it says of that."""
        self.mood, self.is_stuck = Mood.OK, False
        held, self._held = self._held, b""
        return self._print(held)

    def hung_up(self) -> None:
        """Nobody talks to it any more. What it holds it prints when it can."""
        if self._job and not self.is_stuck:
            self.papers.append(self._job)
        self._waiting, self._job = b"", self._job if self.is_stuck else b""

    def power_lost(self) -> None:
        self._waiting = self._job = self._held = b""

    @property
    def loses_power(self) -> bool:
        return self.mood is Mood.RESET_MID_JOB and len(self._job) >= STOPS_AFTER_BYTES

    def _take(self, data: bytes) -> bytes:
        self.received += len(data)
        if self.is_stuck:
            self._held += data
            return b""
        if self.mood in STOPS_MID_JOB and len(self._job + data) > STOPS_AFTER_BYTES:
            cut = STOPS_AFTER_BYTES - len(self._job)
            self.is_stuck, self._held = True, data[cut:]
            return self._print(data[:cut])
        return self._print(data)

    def _print(self, data: bytes) -> bytes:
        answers = b""
        self._job += data
        while (at := self._job.find(END_OF_JOB)) >= 0:
            self.papers.append(self._job[:at])
            self.printed += self._job[:at]
            self._job = self._job[at + len(END_OF_JOB) :]
            answers += self._end()
        return answers

    def _answer(self, question: int) -> bytes:
        if self.mood in {Mood.SILENT, Mood.STALLED} and self.received:
            return b""
        if self.mood in {Mood.SILENT, Mood.RUNS_OUT_WITHOUT_A_WORD}:
            return b""
        if self.mood is Mood.SAYS_BY_ITSELF:
            return AUTOMATIC_NO_PAPER if question == 1 else b""
        bits = STOPPED[self.mood] if self.is_stuck else STATUS.get(self.mood, HEALTHY)
        answer = bytes([bits[question]])
        return AUTOMATIC_STATUS + b"\xff" + answer if self.mood is Mood.CHATTY else answer

    def _end(self) -> bytes:
        if self.mood is Mood.SILENT:
            return b""
        answer = b"\x0c" if self.mood is Mood.RUNS_OUT_AT_END else b"\x00"
        return AUTOMATIC_STATUS + b"\x12" + answer if self.mood is Mood.CHATTY else answer


class _Fake:
    """An emulator on a thread of its own. `script` are the moods of the callers to come, the last one stays."""

    def __init__(self, *script: Mood) -> None:
        self._script = list(script) or [Mood.OK]
        self.emulator = Emulator(self._script[0])
        self.connections = 0
        self._closing = threading.Event()
        self._person = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="fake-printer")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def unplug(self) -> None:
        """Nothing listens any more; a caller is refused."""
        self._closing.set()
        self._thread.join()
        self._close()

    @property
    def jobs(self) -> list[bytes]:
        """Of each job that came out whole its bytes, without questions and barriers."""
        return self.emulator.papers

    @property
    def received(self) -> int:
        """Bytes of jobs that arrived, printed or not."""
        return self.emulator.received

    def person_comes(self) -> None:
        """Paper is put in, the cover closed."""
        self._script = [Mood.OK]
        self._person.set()

    def _next_mood(self) -> None:
        if self.connections < len(self._script) and not self.emulator.is_stuck:
            self.emulator.mood = self._script[self.connections]
        self.connections += 1

    def _serve(self) -> None:
        raise NotImplementedError

    def _close(self) -> None:
        raise NotImplementedError


class FakePrinter(_Fake):
    """On TCP, one caller at a time, as these printers are."""

    def __init__(self, *script: Mood) -> None:
        super().__init__(*script)
        self.hung_up_by_caller = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(POLL_SECONDS)
        self.host, self.port = self._listener.getsockname()[:2]

    def _close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                line, _address = self._listener.accept()
            except TimeoutError:
                self._look_for_a_person()
                continue
            self._next_mood()
            with line, contextlib.suppress(OSError):
                self._attend(line)

    def _look_for_a_person(self, line: socket.socket | None = None) -> None:
        if self._person.is_set():
            self._person.clear()
            said = self.emulator.person_comes()
            if line is not None:
                line.sendall(said)

    def _attend(self, line: socket.socket) -> None:
        if self.emulator.mood is Mood.BUSY:
            return
        line.settimeout(POLL_SECONDS)
        while not self._closing.is_set():
            try:
                received = line.recv(512)
            except TimeoutError:
                self._look_for_a_person(line)
                continue
            if not received:
                self.hung_up_by_caller += 1
                self.emulator.hung_up()
                return
            line.sendall(self.emulator.hear(received))
            if self.emulator.mood is Mood.STALLED and self.emulator.received:
                self._closing.wait()
                return
            if self.emulator.loses_power:
                self.emulator.power_lost()
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return


class FakeDevice(_Fake):
    """Behind a device file, `path`: a serial line, as a USB adapter makes one. It cannot tell when a caller comes."""

    def __init__(self, *script: Mood) -> None:
        super().__init__(*script)
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path = Path(os.ttyname(theirs))
        self._handles = [self._ours, theirs]  # held open: a serial line does not end because nobody is talking

    def _close(self) -> None:
        while self._handles:  # it may be unplugged before the test ends
            os.close(self._handles.pop())

    def _serve(self) -> None:
        while not self._closing.is_set():
            readable, _writable, _failed = select.select([self._ours], [], [], POLL_SECONDS)
            if self._person.is_set():
                self._person.clear()
                os.write(self._ours, self.emulator.person_comes())
            if readable:
                os.write(self._ours, self.emulator.hear(os.read(self._ours, 512)))
                if self.emulator.mood is Mood.STALLED and self.emulator.received:
                    self._closing.wait()


def papers_of(data: Iterable[bytes], job: bytes) -> int:
    """How often the paper of `job` came out."""
    return sum(each.count(job) for each in data)
