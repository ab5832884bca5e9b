from __future__ import annotations

import json

import pytest

from domain.envelope import EnvelopeType, Signed
from domain.errors import Refusal
from domain.journal.file import FORMAT, JournalFile, read_journal, write_journal


def signed(number: int) -> Signed:
    return Signed(EnvelopeType.ENTRY, b'{"n":%d}' % number, bytes([number]) * 64)


FILE = JournalFile(
    municipality="cajamarca",
    station="C07",
    station_key=b"\x01" * 32,
    centre_key=b"\x02" * 32,
    own=[signed(1), signed(2)],
    outbound=[signed(3)],
)


def lines() -> list[str]:
    return list(write_journal(FILE))


def refusal(changed: list[str]) -> tuple[int, str]:
    with pytest.raises(Refusal) as refused:
        read_journal(changed)
    assert refused.value.code == "journal_file_unreadable"
    return refused.value.details["line"], refused.value.details["why"]


def test_what_is_written_is_read_back_byte_for_byte() -> None:
    read = read_journal(lines())
    assert read == FILE
    assert list(write_journal(read)) == lines()


def test_the_heading_is_canonical_and_says_what_follows() -> None:
    heading = json.loads(lines()[0])
    assert heading["format"] == FORMAT
    assert (heading["entries"], heading["outbound"], heading["station"]) == (2, 1, "C07")
    assert len(lines()) == 4


def test_every_line_after_the_heading_is_a_compact_jws() -> None:
    assert all(line.count(".") == 2 and line.endswith("\n") for line in lines()[1:])


def test_windows_line_ends_are_read() -> None:
    assert read_journal(line.replace("\n", "\r\n") for line in lines()) == FILE


def test_an_empty_journal_is_a_heading_alone() -> None:
    empty = JournalFile(
        municipality="m", station="C07", station_key=b"\x01" * 32, centre_key=b"\x02" * 32, own=[], outbound=[]
    )
    assert read_journal(write_journal(empty)) == empty


def test_a_file_cut_short_is_refused_with_the_line_that_is_missing() -> None:
    assert refusal(lines()[:-1]) == (4, "fewer lines than announced")
    assert refusal(lines()[:2]) == (3, "fewer lines than announced")


def test_a_line_too_many_is_refused() -> None:
    assert refusal([*lines(), lines()[-1]]) == (5, "more lines than announced")


def test_a_line_that_is_no_entry_is_refused_with_its_number() -> None:
    assert refusal([*lines()[:2], "hola\n", lines()[3]])[0] == 3
    request = Signed(EnvelopeType.REQUEST, b"{}", b"\x01" * 64).compact()
    assert refusal([*lines()[:2], request, lines()[3]]) == (3, "envelope_of_another_type")


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "hola",
        "[]",
        '{"format":"ventanilla-journal/2"}',
        '{"format":"ventanilla-journal/1"}',
        lines()[0].replace('"entries":2', '"entries":-2'),
        lines()[0].replace('"entries":2', '"entries":true'),
        lines()[0].replace('"entries":2', '"entries": 2'),
        lines()[0].replace('"station":"C07"', '"station":7'),
        lines()[0].replace("AQEB", "AQE="),
    ],
)
def test_a_wrong_heading_is_refused(heading: str) -> None:
    assert refusal([heading, *lines()[1:]])[0] == 1


def test_an_empty_file_is_refused() -> None:
    assert refusal([]) == (1, "no heading")
