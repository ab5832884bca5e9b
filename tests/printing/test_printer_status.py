from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvariantBroken
from printing.printers import Condition, PrinterStatus, words_for
from printing.printers.dle_eot import barrier_answer, is_status_answer, paper_ran_out, read_status
from printing.printers.printer import REASONS
from wording.catalogue import use_language

OK = 0x12


@pytest.mark.parametrize(
    ("answers", "condition", "reason"),
    [
        ((OK, OK, OK, OK), Condition.OK, None),
        ((OK, OK, OK, OK | 0x0C), Condition.OK, "paper_near_end"),
        ((OK | 0x08, OK | 0x20, OK, OK | 0x60), Condition.PROBLEM, "paper_out"),
        ((OK, OK | 0x20, OK, OK), Condition.PROBLEM, "paper_out"),
        ((OK | 0x08, OK | 0x04, OK, OK), Condition.PROBLEM, "cover_open"),
        ((OK | 0x08, OK | 0x40, OK | 0x08, OK), Condition.PROBLEM, "cutter"),
        ((OK | 0x08, OK | 0x40, OK | 0x20, OK), Condition.PROBLEM, "printer_error"),
        ((OK | 0x08, OK, OK, OK), Condition.PROBLEM, "offline"),
        ((), Condition.UNKNOWN, "no_answer"),
        ((OK, OK, OK), Condition.UNKNOWN, "no_answer"),
        ((OK, OK, OK, 0x00), Condition.UNKNOWN, "no_answer"),
        ((OK, OK, OK, OK, OK), Condition.UNKNOWN, "no_answer"),
    ],
)
def test_answers_are_read_bit_by_bit(answers: tuple[int, ...], condition: Condition, reason: str | None) -> None:
    assert read_status(answers) == PrinterStatus(condition, reason)


@given(st.lists(st.integers(0, 255), max_size=6))
def test_a_printer_is_never_well_unless_four_answers_say_so(answers: list[int]) -> None:
    status = read_status(answers)

    if status.condition is Condition.OK:
        assert len(answers) == 4
        assert all(map(is_status_answer, answers))


@pytest.mark.parametrize(
    ("received", "answer"),
    [
        (b"", None),
        (b"\x00", 0x00),
        (b"\x0f", 0x0F),
        (b"\x12\x12", None),
        (b"\x12\x00", 0x00),
        (b"\x10\x00\x00\x00", None),
        (b"\x10\x00\x00", None),
        (b"\x10\x00\x00\x00\x03", 0x03),
        (b"\xff\x00", 0x00),
    ],
)
def test_the_barrier_is_told_from_late_answers(received: bytes, answer: int | None) -> None:
    assert barrier_answer(received) == answer


def test_an_empty_roll_is_read_from_the_barrier() -> None:
    assert paper_ran_out(0x0C)
    assert paper_ran_out(0x0F)
    assert not paper_ran_out(0x03)  # near the end only
    assert not paper_ran_out(0x00)


def test_a_problem_has_a_reason() -> None:
    with pytest.raises(InvariantBroken, match="status_without_reason"):
        PrinterStatus(Condition.UNKNOWN)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_has_words_in_spanish(reason: str) -> None:
    spanish = words_for(reason)
    use_language("en")
    english = words_for(reason)

    assert all(text.endswith(".") for text in (*spanish, *english))
    assert spanish[0] != english[0]
    assert spanish[1] != english[1]
