"""A receipt printer on 127.0.0.1, with moods. It answers as the ESC/POS command reference says, from its own bits."""

from __future__ import annotations

import socket
import struct
import threading
from enum import Enum
from types import TracebackType
from typing import Self

REAL_TIME = b"\x10\x04"
END_OF_JOB = b"\x1dr\x01"
POLL_SECONDS = 0.05


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
    #: Runs out of paper inside the job: never comes to the barrier.
    RUNS_OUT_MID_JOB = "runs out mid-job"
    #: Comes to the barrier with its last line, and says that the roll is empty.
    RUNS_OUT_AT_END = "runs out at the end"
    #: Hangs up at once: somebody else is printing.
    BUSY = "busy"
    #: Sends its own automatic status before each answer, and noise.
    CHATTY = "chatty"


#: Answers to DLE EOT 1, 2, 3, 4; fixed bits 0x12.
HEALTHY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
STATUS = {
    Mood.PAPER_NEAR_END: {**HEALTHY, 4: 0x12 | 0x0C},
    Mood.PAPER_OUT: {1: 0x12 | 0x08, 2: 0x12 | 0x20, 3: 0x12, 4: 0x12 | 0x60},
    Mood.COVER_OPEN: {1: 0x12 | 0x08, 2: 0x12 | 0x04, 3: 0x12, 4: 0x12},
    Mood.CUTTER_STUCK: {1: 0x12 | 0x08, 2: 0x12 | 0x40, 3: 0x12 | 0x08, 4: 0x12},
}
AUTOMATIC_STATUS = b"\x10\x00\x00\x00"
RESET_AFTER_BYTES = 500


class FakePrinter:
    """Use as a context manager. `jobs` are the bytes of each job received, without questions and barriers."""

    def __init__(self, mood: Mood = Mood.OK) -> None:
        self.mood = mood
        self.jobs: list[bytes] = []
        self.connections = 0
        self.hung_up_by_caller = 0
        self.received = 0
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(POLL_SECONDS)
        self.host, self.port = self._listener.getsockname()[:2]
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
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                line, _address = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            with line:
                self._attend(line)

    def _attend(self, line: socket.socket) -> None:
        if self.mood is Mood.BUSY:
            return
        line.settimeout(POLL_SECONDS)
        waiting, job = b"", b""
        while not self._closing.is_set():
            try:
                received = line.recv(512)
            except TimeoutError:
                continue
            except OSError:
                return
            if not received:
                self.hung_up_by_caller += 1
                if job:
                    self.jobs.append(job)
                return
            waiting, data = self._answer_questions(line, waiting + received)
            job += data
            self.received += len(data)
            if self.mood is Mood.STALLED:
                self._closing.wait()
                return
            if self.mood is Mood.RESET_MID_JOB and len(job) >= RESET_AFTER_BYTES:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if (job + waiting).endswith(END_OF_JOB):
                self.jobs.append((job + waiting)[: -len(END_OF_JOB)])
                waiting, job = b"", b""
                self._answer_barrier(line)

    def _answer_questions(self, line: socket.socket, data: bytes) -> tuple[bytes, bytes]:
        """(bytes that may be the beginning of a question, bytes of the job)."""
        job = b""
        while (at := data.find(REAL_TIME)) >= 0 and len(data) > at + 2:
            job += data[:at]
            self._answer(line, data[at + 2])
            data = data[at + 3 :]
        keep = next((size for size in (2, 1) if data.endswith(REAL_TIME[:size])), 0)
        return data[len(data) - keep :], job + data[: len(data) - keep]

    def _answer(self, line: socket.socket, question: int) -> None:
        if self.mood is Mood.SILENT:
            return
        answer = bytes([STATUS.get(self.mood, HEALTHY)[question]])
        line.sendall(AUTOMATIC_STATUS + b"\xff" + answer if self.mood is Mood.CHATTY else answer)

    def _answer_barrier(self, line: socket.socket) -> None:
        if self.mood in {Mood.SILENT, Mood.RUNS_OUT_MID_JOB}:
            return
        answer = b"\x0c" if self.mood is Mood.RUNS_OUT_AT_END else b"\x00"
        line.sendall(AUTOMATIC_STATUS + b"\x12" + answer if self.mood is Mood.CHATTY else answer)
