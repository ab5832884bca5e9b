"""The locator finds every key that `tomllib` finds, on the line where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.catalog.reading.locator import Path, locate

DOCUMENT = '''\
# a comment with [brackets] and "quotes"
title = "one"  # 2
"quoted key" = 'it\\'
a.b . "c d".e = 1

[table]
text = """
line = 8
still text \\""" = 9
""""
after = 11
literal = \'\'\'
x = 13\'\'\'\'\'
list = [ # 14
  1, [2,
  3], { deep = "16" },

  "last", # 18
]
when = 1979-05-27 07:32:00 # 20

[[rows]]
name = "first"
[rows.inner]
x = 25
[[rows.sub]]
y = 27
[[rows]]
name = "second"
[[rows.sub]]
y = 31
inline = { p = 1, q.r = [ { s = 2 } ] } # 32'''

LINES: list[tuple[Path, int]] = [
    (("title",), 2),
    (("quoted key",), 3),
    (("a", "b", "c d", "e"), 4),
    (("a",), 4),
    (("table",), 6),
    (("table", "text"), 7),
    (("table", "after"), 11),
    (("table", "literal"), 12),
    (("table", "list", 0), 15),
    (("table", "list", 1), 15),
    (("table", "list", 1, 1), 16),
    (("table", "list", 2, "deep"), 16),
    (("table", "list", 3), 18),
    (("table", "when"), 20),
    (("rows",), 22),
    (("rows", 0), 22),
    (("rows", 0, "inner", "x"), 25),
    (("rows", 0, "sub", 0, "y"), 27),
    (("rows", 1), 28),
    (("rows", 1, "name"), 29),
    (("rows", 1, "sub", 0), 30),
    (("rows", 1, "sub", 0, "inline", "q", "r", 0, "s"), 32),
]


@pytest.mark.parametrize(("path", "line"), LINES, ids=str)
def test_every_way_of_writing_a_key_is_found_on_its_line(path: Path, line: int) -> None:
    assert locate(DOCUMENT)[path] == line


def test_what_is_found_is_exactly_what_is_there() -> None:
    assert set(locate(DOCUMENT)) == set(_paths(tomllib.loads(DOCUMENT)))


#: Pieces that make valid TOML often, and strange TOML sometimes.
PIECES = (
    *("\n", "\n", "\n", "# c\n", " ", "[t]\n", "[[r]]\n", "[[r.s]]\n", "[r.u]\n", "[t.'v w']\n", "[x.y]\n"),
    *("a = 1", "b = 'x'", 'c = "y\\"]"', "d.e = true", "d.f = 1.5", '"g h" = 2026-01-01', "i = 08:30:00"),
    *("j = [1, 2]", "k = [\n 1, # one\n [2, {z = 3}],\n]", "l = {m = 1, n.o = [3]}", "p = {}", "q = []"),
    *('s = """\nx = 1\n"""', "u = '''y\n''''", 'v = """\\\n  w"""', "w = -1e3", "'' = 1", "y = nan"),
    *("aa=1\n", "bb={cc=1,dd=[2,3]}\n", "[ee]\nff=1", "gg= 'x' # c", '"h.i"="]"\n', "[ 'j' . k ]\n", "[[ ll ]]\n"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_on_any_valid_document_the_paths_are_those_of_tomllib(text: str) -> None:
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    lines = locate(text)
    assert set(lines) == set(_paths(parsed))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inside:
        yield (*path, step)
        yield from _paths(item, (*path, step))
