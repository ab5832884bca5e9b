from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvariantBroken
from printing.printers import Condition, PrinterStatus, words_for
from printing.printers.answers import Hearing, is_status_answer, paper_ran_out, read_automatic, read_status
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
    ("received", "answers"),
    [
        (b"", []),
        (b"\x00", [0x00]),
        (b"\x0f", [0x0F]),
        (b"\x12\x12", []),
        (b"\x12\x00", [0x00]),
        (b"\x10\x00\x00\x00", []),
        (b"\x10\x00\x00", []),
        (b"\x10\x00\x00\x00\x03", [0x03]),
        (b"\x10\x00\x12\x00\x00\x03", [0x03]),  # an answer in real time between the bytes of automatic status
        (b"\xff\x00", [0x00]),
        (b"\x11\x13", []),  # XON, XOFF
    ],
)
def test_the_barrier_is_told_from_late_answers(received: bytes, answers: list[int]) -> None:
    assert heard(received).barriers == answers


def heard(*pieces: bytes) -> Hearing:
    hearing = Hearing()
    for piece in pieces:
        hearing.hear(piece)
    return hearing


#: As printers sent them: TM-T88 class at rest, cover open, roll out, roll near its end, cutter, drawer's pin high.
CAPTURED = [
    ("10000000", Condition.OK, None),
    ("14000000", Condition.OK, None),
    ("38000000", Condition.PROBLEM, "cover_open"),
    ("18000c00", Condition.PROBLEM, "paper_out"),
    ("38000f00", Condition.PROBLEM, "cover_open"),
    ("10000300", Condition.OK, "paper_near_end"),
    ("18080000", Condition.PROBLEM, "cutter"),
    ("18200000", Condition.PROBLEM, "printer_error"),
    ("18400000", Condition.PROBLEM, "printer_error"),
    ("18000000", Condition.PROBLEM, "offline"),
    ("100000", Condition.UNKNOWN, "no_answer"),
    ("12000000", Condition.UNKNOWN, "no_answer"),
    ("10000010", Condition.UNKNOWN, "no_answer"),
    ("", Condition.UNKNOWN, "no_answer"),
]


@pytest.mark.parametrize(("told", "condition", "reason"), CAPTURED)
def test_automatic_status_is_read_bit_by_bit(told: str, condition: Condition, reason: str | None) -> None:
    assert read_automatic(bytes.fromhex(told)) == PrinterStatus(condition, reason)


REAL_TIME = st.sampled_from([byte for byte in range(256) if is_status_answer(byte)])
BARRIERS = st.sampled_from([byte for byte in range(0x70) if not byte & 0x90])
OPENINGS = st.sampled_from([byte for byte in range(256) if byte & 0x93 == 0x10])
AUTOMATIC = st.tuples(OPENINGS, BARRIERS, BARRIERS, BARRIERS)
SPOKEN = st.lists(
    st.one_of(
        REAL_TIME.map(lambda byte: ("real time", bytes([byte]))),
        BARRIERS.map(lambda byte: ("barrier", bytes([byte]))),
        AUTOMATIC.map(lambda four: ("automatic", bytes(four))),
    )
)


@given(SPOKEN, st.lists(st.integers(1, 5)))
def test_answers_are_told_apart_however_the_line_cuts_them(spoken: list[tuple[str, bytes]], cuts: list[int]) -> None:
    whole = b"".join(said for _kind, said in spoken)
    pieces = []
    for size in cuts:
        pieces.append(whole[:size])
        whole = whole[size:]
    hearing = heard(*pieces, whole)

    assert bytes(hearing.real_time) == b"".join(said for kind, said in spoken if kind == "real time")
    assert bytes(hearing.barriers) == b"".join(said for kind, said in spoken if kind == "barrier")
    last = [said for kind, said in spoken if kind == "automatic"]
    assert hearing.automatic == (read_automatic(last[-1]) if last else None)


@given(st.binary(max_size=60))
def test_noise_is_never_health(noise: bytes) -> None:
    hearing = heard(noise)

    if hearing.automatic is not None and hearing.automatic.condition is Condition.OK:
        assert any(byte & 0x93 == 0x10 for byte in noise)
    assert len(hearing.barriers) <= sum(not byte & 0x90 for byte in noise)
    assert all(map(is_status_answer, hearing.real_time))


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

    for told in (spanish, english):
        assert all(text.endswith(".") for text in (told.happened, told.safe, told.advice))
        assert told.sentence == f"{told.happened} {told.safe} {told.advice} ({told.code})"
    assert spanish.happened != english.happened
    assert spanish.safe != english.safe
    assert spanish.advice != english.advice
    assert spanish.code == english.code


def test_no_two_reasons_have_the_same_code() -> None:
    assert len({words_for(reason).code for reason in REASONS}) == len(REASONS)
