"""docs/CASES.md, executed: its table of states, and its list of entries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from domain.cases.case_file import CENTRE_WORDS, STATION_WORDS
from domain.cases.states import TRANSITIONS, CaseState

TEXT: Final = (Path(__file__).resolve().parents[2] / "docs" / "CASES.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    body = TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines() if line[:3] == "| `"]


def test_the_table_of_states_is_the_one_that_the_program_has() -> None:
    found = {before: set(re.findall(r"`(\w+)`", after)) for before, after in rows("2. States and edges")}
    wanted = {f"`{state.value}`": {target.value for target in TRANSITIONS[state]} for state in CaseState}
    assert found == wanted


def test_every_kind_that_speaks_of_a_case_is_listed_under_its_author() -> None:
    listed = {re.findall(r"`(\w+)`", row[0])[0]: "(counter)" in row[0] for row in rows("1. Who may say what")}
    del listed["case_opened"]
    told = {kind.partition("/")[0]: False for kind in CENTRE_WORDS}
    assert listed == told | {kind.partition("/")[0]: True for kind in STATION_WORDS}
