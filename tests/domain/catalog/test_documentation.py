"""docs/MUNICIPALITY_FOLDER.md describes every field that the reader asks for and no other, and its example loads."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from domain.catalog import (
    FILES,
    CommissionMode,
    Decision,
    FieldKind,
    Priority,
    Qualification,
    RequirementKind,
    read_municipality,
)
from domain.catalog.pictograms import PICTOGRAMS
from domain.catalog.reading.edition import read_with
from domain.catalog.reading.rows import Faults
from tests.domain.catalog.conftest import folder

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "MUNICIPALITY_FOLDER.md").read_text(encoding="utf-8")


def _asked() -> dict[str, set[str]]:
    faults = Faults()
    for name in ("cajamarca", "mar-del-plata"):
        read_with(faults, folder(name))
    assert not faults.problems
    return faults.keys


def _documented() -> dict[str, set[str]]:
    """Heading to the fields of the table below it."""
    sections = re.split(r"^#{2,3} `(.+)`$", TEXT, flags=re.MULTILINE)
    headings = zip(sections[1::2], sections[2::2], strict=True)
    return {heading: set(re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE)) for heading, body in headings}


def test_every_field_of_the_reader_is_documented_and_no_other() -> None:
    assert _documented() == _asked()


@pytest.mark.parametrize("kind", [CommissionMode, Decision, FieldKind, Priority, Qualification, RequirementKind])
def test_every_word_of_a_choice_is_documented(kind: type[StrEnum]) -> None:
    assert [word for word in kind if f"`{word}`" not in TEXT] == []


def test_every_pictogram_is_documented() -> None:
    assert [name for name in PICTOGRAMS if f"`{name}`" not in TEXT] == []


def test_the_example_is_a_whole_folder_that_loads_and_uses_every_field() -> None:
    blocks = re.findall(r"```toml\n# (\S+)\n(.*?)```", TEXT, flags=re.DOTALL)
    assert sorted(name for name, _ in blocks) == sorted(FILES)
    municipality = read_municipality({name: body.encode() for name, body in blocks})
    assert municipality.id == "san-juan"
    example = "".join(body for _, body in blocks)
    unused = {key for keys in _asked().values() for key in keys if not re.search(rf"\b{key}\b", example)}
    assert unused == set()
