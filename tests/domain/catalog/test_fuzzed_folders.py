"""Whatever bytes a folder holds, it is read or it is refused; nothing else ever comes out."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import FILES, EditionRefused, Municipality, Problem, edition_digest, read_municipality
from tests.domain.catalog.conftest import SMALL, encoded

CHUNKS = (
    *("[[procedure]]\n", "[[area]]\n", "[holidays]\n", "fee = [{}]\n", "fee = [1, {since = 2026-01-01}]\n"),
    *(
        "requirement = [{code = 'A', kind = 'payment'}]\n",
        "form = {}\n",
        "coins = ['1.00', 1.5, []]\n",
        "currency = 5\n",
    ),
    *("currency = 'KWD'\n", "code = ''\n", "qualification = []\n", "first_year = 2000\n", "last_year = 2100\n"),
    *("since = 9999-12-31\n", "weekdays = [[]]\n", "opening = [{weekday = 'monday', opens = 23:59:00}]\n", "x = nan\n"),
    *(
        "name = '\u200f'\n",
        "name = 'ñ'\n",
        "a.b.c = 1\n",
        "'' = ''\n",
        "\n",
        "\x00",
        "]",
        "\u2028",
        "2026-13-01 = 'x'\n",
    ),
)
VALUES = (
    "1",
    "-1",
    "0",
    "1.5",
    "inf",
    "true",
    '""',
    '" "',
    '"x"',
    "[]",
    "[1]",
    "{}",
    "2026-01-01",
    "07:00:00",
    "1e400",
)


@given(st.dictionaries(st.sampled_from(FILES), st.binary(max_size=60)))
def test_any_bytes_are_refused(files: dict[str, bytes]) -> None:
    assert _read(files) is None


@given(st.dictionaries(st.sampled_from(FILES), st.lists(st.sampled_from(CHUNKS), max_size=8).map("".join)))
def test_any_pieces_of_toml_are_refused(texts: dict[str, str]) -> None:
    assert _read(encoded(SMALL | texts)) is None or texts.keys() <= {"appointments.toml", "articles.toml"}


@given(st.sampled_from(FILES), st.integers(0), st.sampled_from(VALUES))
def test_any_value_in_any_place_is_read_or_refused(name: str, place: int, value: str) -> None:
    lines = SMALL[name].splitlines()
    keys = [number for number, line in enumerate(lines) if " = " in line]
    number = keys[place % len(keys)]
    lines[number] = lines[number].partition(" = ")[0] + f" = {value}"
    _read(encoded(SMALL | {name: "\n".join(lines)}))


@settings(max_examples=200)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_damaged_bytes_of_a_good_folder_are_read_or_refused(name: str, chance: random.Random) -> None:
    content = bytearray(SMALL[name].encode())
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.choice(b"\x00\xff\"'[]{}=.,#\n0aZ")
    _read(encoded(SMALL) | {name: bytes(content)})


@given(
    st.dictionaries(st.text(max_size=4), st.binary(max_size=4), max_size=3), st.text(max_size=4), st.binary(max_size=4)
)
def test_the_digest_changes_with_every_name_and_every_byte(files: dict[str, bytes], name: str, content: bytes) -> None:
    changed = files | {name: content}
    assert (edition_digest(changed) == edition_digest(files)) is (changed == files)
    assert edition_digest(dict(reversed(changed.items()))) == edition_digest(changed)


def test_the_digest_is_of_names_and_contents_with_their_lengths() -> None:
    spelled = b"".join(len(part).to_bytes(8, "big") + part for part in (b"a", b"x", b"b", b""))
    assert edition_digest({"b": b"", "a": b"x"}) == hashlib.sha256(spelled).hexdigest()


def test_the_digest_tells_where_one_file_ends() -> None:
    assert edition_digest({"a": b"bc"}) != edition_digest({"ab": b"c"})
    assert edition_digest({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def _read(files: Mapping[str, bytes]) -> Municipality | None:
    problems: tuple[Problem, ...] = ()
    try:
        return read_municipality(files)
    except EditionRefused as refused:
        problems = refused.problems
    assert problems
    assert all("\n" not in str(problem) for problem in problems)
    return None
