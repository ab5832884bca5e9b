"""The cases that benchmarks write by hand: a station reads them like its own."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.search import fill
from benchmarks.workplace import open_cabin
from domain.cases.states import CaseState
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import People

CASES = 2_000


def test_a_case_written_by_hand_is_found_and_read_like_one_of_the_counter(tmp_path: Path) -> None:
    station, counter = open_cabin(tmp_path)
    chance = random.Random(1)  # noqa: S311 - a town, not a secret
    people = fill(station.store, counter, chance, cases=CASES, cabin=800, first=-CASES)
    book, one = CaseBook(counter), people[7]
    assert len(people) == CASES
    assert [row.code for row in book.search(one["receipt"])] == [one["code"]]
    assert People(counter).by_document(one["document"]) is not None
    file = book.file_of(one["code"])
    assert file is not None
    assert (file.code, file.state, book.row(one["code"]).state) == (one["code"], CaseState.RESOLVED, file.state)
    assert book.row(people[-1]["code"]).state is CaseState.SAVED
    station.store.close()
