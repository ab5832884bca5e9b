"""A printer on a cable: the same honest outcomes as over the network, on a device file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from printing.printers import Condition
from printing.printers.device import BAUDS, DevicePrinter
from printing.profiles import PROFILE_58
from printing.render import render
from printing.spool import SpoolState
from tests.fakes.printer import FakeDevice, Mood
from tests.printing.samples import RECEIPT

pytestmark = pytest.mark.skipif(
    not Path("/dev/ptmx").exists() or not any(Path("/dev/pts").glob("*")),
    reason="there are no serial lines to make here: Windows, or a system without /dev/pts",
)
JOB = render(RECEIPT, PROFILE_58)
TITLE = "01939d6e-print"


def device(fake: FakeDevice) -> DevicePrinter:
    return DevicePrinter("cable", fake.path, profile=PROFILE_58, status_seconds=0.3, pause_seconds=0.2)


@pytest.mark.parametrize(
    ("mood", "condition", "reason"),
    [
        (Mood.OK, Condition.OK, None),
        (Mood.PAPER_NEAR_END, Condition.OK, "paper_near_end"),
        (Mood.PAPER_OUT, Condition.PROBLEM, "paper_out"),
        (Mood.COVER_OPEN, Condition.PROBLEM, "cover_open"),
        (Mood.SILENT, Condition.UNKNOWN, "no_answer"),
        (Mood.SAYS_BY_ITSELF, Condition.PROBLEM, "paper_out"),
    ],
)
def test_a_cable_carries_the_same_three_values(mood: Mood, condition: Condition, reason: str | None) -> None:
    with FakeDevice(mood) as fake:
        status = device(fake).status()
    assert (status.condition, status.reason) == (condition, reason)


@pytest.mark.parametrize(
    ("mood", "state", "reason", "papers"),
    [
        (Mood.OK, SpoolState.PRINTED, None, 1),
        (Mood.PAPER_OUT, SpoolState.FAILED_BEFORE_SEND, "paper_out", 0),
        (Mood.SILENT, SpoolState.UNKNOWN, "not_acknowledged", 1),
        (Mood.RUNS_OUT_MID_JOB, SpoolState.UNKNOWN, "paper_ran_out", 0),
        (Mood.STALLED, SpoolState.UNKNOWN, "stalled", 0),
    ],
)
def test_what_came_of_a_job_on_a_cable(mood: Mood, state: SpoolState, reason: str | None, papers: int) -> None:
    with FakeDevice(mood) as fake:
        outcome = device(fake).send(JOB, TITLE, 2.0 if state is SpoolState.PRINTED else 1.0)
        assert (outcome.state, outcome.reason) == (state, reason)
    assert (outcome.bytes_sent == 0) == (state is SpoolState.FAILED_BEFORE_SEND)
    assert outcome.bytes_sent <= len(JOB)
    assert fake.jobs == [JOB] * papers


def test_bytes_go_through_a_serial_line_as_they_are() -> None:
    """A line that is not raw would turn 0A into 0D 0A, and obey 03, 11, 13 and 1A."""
    every = b"\x1b@" + bytes(byte for byte in range(256) if byte != 0x10)
    with FakeDevice() as fake:
        assert device(fake).send(every, TITLE, 5.0).state is SpoolState.PRINTED
    assert fake.jobs == [every]


def test_what_was_said_before_the_job_is_no_answer_to_it() -> None:
    """A serial line keeps what nobody read: an old barrier's answer must not call this job printed."""
    with FakeDevice(Mood.SILENT) as fake:
        os.write(fake._ours, b"\x00\x00\x00")
        outcome = device(fake).send(JOB, TITLE, 0.8)
    assert (outcome.state, outcome.reason) == (SpoolState.UNKNOWN, "not_acknowledged")


def test_a_second_job_finds_the_line_free() -> None:
    with FakeDevice() as fake:
        assert [device(fake).send(JOB, TITLE, 5.0).state for _ in range(2)] == [SpoolState.PRINTED] * 2
    assert fake.jobs == [JOB, JOB]


def test_an_unplugged_cable_and_what_is_no_printer_get_no_byte(tmp_path: Path) -> None:
    ordinary = tmp_path / "lp0"
    ordinary.write_bytes(b"somebody's file")
    for path, reason in ((tmp_path / "lp1", "unreachable"), (ordinary, "not_a_device"), (tmp_path, "not_a_device")):
        printer = DevicePrinter("cable", path)
        outcome = printer.send(JOB, TITLE, 1.0)
        assert (outcome.state, outcome.reason) == (SpoolState.FAILED_BEFORE_SEND, reason)
        assert (printer.status().condition, printer.status().reason) == (Condition.PROBLEM, reason)
    assert ordinary.read_bytes() == b"somebody's file"


def test_a_device_that_takes_everything_and_says_nothing_is_unknown() -> None:
    """/dev/null is the USB printer that only listens: it reads as an end of file, at once and always."""
    outcome = DevicePrinter("cable", Path("/dev/null"), status_seconds=0.1, pause_seconds=0.1).send(JOB, TITLE, 0.4)
    assert (outcome.state, outcome.reason, outcome.bytes_sent) == (SpoolState.UNKNOWN, "not_acknowledged", len(JOB))


def test_a_speed_that_no_printer_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no such speed"):
        DevicePrinter("cable", Path("/dev/ttyUSB0"), baud=BAUDS[0] + 1)
