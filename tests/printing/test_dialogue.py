"""The conversation with a thermal printer over a line that says exactly what a test wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from printing.printers import Condition
from printing.printers.answers import BARRIER, STATUS_REQUEST
from printing.printers.dialogue import Deadline, ask_status, print_job
from printing.spool import SpoolState

JOB = b"\x1b@un recibo\n" * 900
WELL = b"\x12\x12\x12\x12"
NO_PAPER = b"\x1a\x32\x12\x72"


class SaidLine:
    """`answers` tells what is said once all of `written` was; what it has said is not said again."""

    def __init__(self, answers: Callable[[bytes], bytes], first: bytes = b"", takes: int = 4096) -> None:
        self._answers = answers
        self._waiting = first
        self._told = 0
        self._takes = takes
        self.written = b""

    def write(self, data: memoryview, _seconds: float, /) -> int | None:
        self.written += bytes(data[: self._takes])
        said = self._answers(self.written)
        self._waiting += said[self._told :]
        self._told = max(self._told, len(said))
        return min(len(data), self._takes)

    def read(self, _seconds: float, /) -> bytes | None:
        said, self._waiting = self._waiting, b""
        return said or None


def end_of(line: SaidLine) -> tuple[SpoolState, str | None]:
    outcome = print_job(line, JOB, Deadline(0.05), 0.001)
    assert outcome.bytes_sent == len(JOB)
    return outcome.state, outcome.reason


def test_the_answer_to_the_barrier_is_the_end_of_the_job() -> None:
    line = SaidLine(lambda written: b"\x00" if written.endswith(BARRIER) else b"", takes=7)
    assert end_of(line) == (SpoolState.PRINTED, None)
    assert line.written == JOB + BARRIER


@pytest.mark.parametrize("stale", [b"\x00", b"\x0c", WELL + b"\x00"])
def test_what_was_said_before_the_barrier_is_no_answer_to_it(stale: bytes) -> None:
    line = SaidLine(lambda written: stale if len(written) >= len(JOB) // 2 else b"")
    assert end_of(line) == (SpoolState.UNKNOWN, "not_acknowledged")


def test_what_was_said_before_a_question_is_no_answer_to_it() -> None:
    line = SaidLine(lambda _written: b"", first=WELL)
    status = ask_status(line, Deadline(0.05), 0.05)
    assert (status.condition, status.reason) == (Condition.UNKNOWN, "no_answer")


def asked_after(written: bytes, answer: bytes) -> bytes:
    """What a printer says that has not come to the barrier and is asked in real time why not."""
    return answer if written.startswith(JOB + BARRIER + STATUS_REQUEST) else b""


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (NO_PAPER, "paper_ran_out"),
        (b"\x1a\x16\x12\x12", "cover_opened"),
        (b"\x1a\x52\x1a\x12", "error_while_printing"),
        (WELL, "not_acknowledged"),
        (NO_PAPER[:3], "not_acknowledged"),
        (b"\x18\x00\x0c\x00", "paper_ran_out"),
        (b"", "not_acknowledged"),
    ],
)
def test_a_silent_barrier_is_asked_what_keeps_it(answer: bytes, reason: str) -> None:
    line = SaidLine(lambda written: asked_after(written, answer))
    assert end_of(line) == (SpoolState.UNKNOWN, reason)


def test_a_printer_that_does_not_answer_is_not_asked_again_and_again() -> None:
    line = SaidLine(lambda _written: b"")
    end_of(line)
    assert line.written == JOB + BARRIER + STATUS_REQUEST


def test_paper_that_was_put_in_while_it_was_asked_ends_as_printed() -> None:
    def told(written: bytes) -> bytes:
        asked = written.count(STATUS_REQUEST)
        return NO_PAPER * min(asked, 1) + (WELL + b"\x00" if asked > 1 else b"")

    assert end_of(SaidLine(told)) == (SpoolState.PRINTED, None)


def test_noise_without_end_does_not_outlast_the_patience() -> None:
    class Noisy(SaidLine):
        def read(self, seconds: float, /) -> bytes | None:
            return b"\xff\x11" if seconds else None

    assert end_of(Noisy(lambda _written: b"")) == (SpoolState.UNKNOWN, "not_acknowledged")


def test_a_line_that_breaks_tells_how_much_had_left() -> None:
    class Breaking(SaidLine):
        def write(self, data: memoryview, seconds: float, /) -> int | None:
            if len(self.written) >= 5000:
                raise ConnectionResetError
            return super().write(data, seconds)

    outcome = print_job(Breaking(lambda _written: b"", takes=1000), JOB, Deadline(1.0))
    assert (outcome.state, outcome.reason, outcome.bytes_sent) == (SpoolState.UNKNOWN, "connection_lost", 5000)


def test_a_line_that_breaks_before_the_first_byte_may_be_tried_again() -> None:
    class Broken(SaidLine):
        def write(self, _data: memoryview, _seconds: float, /) -> int | None:
            raise BrokenPipeError

    outcome = print_job(Broken(lambda _written: b""), JOB, Deadline(1.0))
    assert (outcome.state, outcome.reason, outcome.bytes_sent) == (SpoolState.FAILED_BEFORE_SEND, "unreachable", 0)
