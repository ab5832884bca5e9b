"""docs/LEDGER.md, executed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from domain.journal.entry import Entry
from domain.journal.kinds import KINDS, Author
from domain.ledger.books import Books, trial_balance
from domain.ledger.facts import Posting
from tests.domain.kit import STATION, entry
from tests.domain.ledger_document import DOCUMENT, Line, balances, rows, worked_example

LINES = list(worked_example())


def in_any_order(postings: Iterable[Posting]) -> list[tuple[str, str, int]]:
    return sorted((posting.account, posting.commodity, posting.amount) for posting in postings)


def written(line: Line) -> Entry:
    """The line as an entry whose writer had seen as many of the other's."""
    return replace(entry("session_opened/1", line.number, seen=line.number), kind=line.kind, body=dict(line.body))


def disagreements(lines: Iterable[Line]) -> list[int]:
    """The numbers of the lines whose postings are not what the rules post."""
    books, found = Books(STATION), []
    for line in lines:
        author = KINDS[line.kind].author
        KINDS[line.kind].refuse_wrong_entry(author, line.body, personal=False)
        if in_any_order(books.book(written(line)).postings) != in_any_order((*line.debit, *line.credit)):
            found.append(line.number)
    return found


def booked() -> Books:
    books = Books(STATION)
    for line in LINES:
        books.book(written(line))
    return books


def test_the_rules_post_what_the_worked_example_says() -> None:
    assert [line.number for line in LINES] == list(range(1, len(LINES) + 1))
    assert disagreements(LINES) == []


def mirrored(line: Line) -> Line:
    debit = tuple(replace(posting, amount=-posting.amount) for posting in line.credit)
    return replace(line, debit=debit, credit=tuple(replace(posting, amount=-posting.amount) for posting in line.debit))


def one_more(line: Line) -> Line:
    first, *others = line.debit
    return replace(line, debit=(replace(first, amount=first.amount + 1), *others))


def one_less_posting(line: Line) -> Line:
    return replace(line, credit=line.credit[1:])


@pytest.mark.parametrize("alter", [mirrored, one_more, one_less_posting])
@pytest.mark.parametrize("line", [line for line in LINES if line.debit], ids=lambda line: f"line {line.number}")
def test_a_wrong_line_of_the_example_is_noticed(line: Line, alter: object) -> None:
    assert callable(alter)
    wrong = alter(line)
    assert disagreements([wrong if other is line else other for other in LINES]) == [line.number]


def test_a_line_left_out_or_two_swapped_are_noticed() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    five, six = (next(row for row in text.splitlines() if row.startswith(f"| {number} |")) for number in (5, 6))
    cells_five, cells_six = five.split(" | "), six.split(" | ")
    swapped = text.replace(five, " | ".join([*cells_five[:3], *cells_six[3:]])).replace(
        six, " | ".join([*cells_six[:3], *cells_five[3:]])
    )
    assert disagreements(worked_example(swapped)) == [5, 6]


def test_the_closing_position_is_what_the_example_says() -> None:
    books = booked()
    assert {key: amount for key, amount in books.balances.items() if amount} == balances()
    assert books.exposure("PEN") == 0
    assert books.headroom_left("PEN") == 0
    text = DOCUMENT.read_text(encoding="utf-8")
    assert "The exposure is 0.00, and 0.00 of headroom are left." in text
    assert set(trial_balance(books).values()) == {0}


def test_every_kind_is_worked_through_or_said_to_move_nothing() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    section = text.split("## 4.", 1)[1].split("## 5.", 1)[0]
    unmoved = set(re.findall(r"`([a-z_]+/[0-9]+)`", section))
    shown = {line.kind for line in LINES if line.debit}
    assert shown | unmoved == KINDS.keys()
    assert not shown & unmoved


def kinds_without_money() -> tuple[list[str], list[str]]:
    """Those that no rule knows, and those that a rule remembers."""
    text = DOCUMENT.read_text(encoding="utf-8")
    section = text.split("## 4.", 1)[1].split("## 5.", 1)[0]
    unknown, remembered = section.split("These move none either", 1)
    return re.findall(r"`([a-z_]+/[0-9]+)`", unknown), re.findall(r"`([a-z_]+/[0-9]+)`", remembered)


def test_a_kind_that_is_remembered_stands_in_the_example_and_moves_nothing() -> None:
    _, remembered = kinds_without_money()
    assert len(remembered) == 8
    for kind in remembered:
        lines = [line for line in LINES if line.kind == kind]
        assert lines, kind
        assert not any(line.debit or line.credit for line in lines)


def test_a_kind_said_to_move_nothing_moves_nothing() -> None:
    for kind in kinds_without_money()[0]:
        change = Books(STATION).decide(replace(entry("session_opened/1"), kind=kind, body={}))
        assert change.postings == ()


def test_every_account_that_is_used_is_described() -> None:
    described = " ".join(row[0] for row in rows("| Account | Meaning |"))
    for account, _commodity in booked().balances:
        known = "Income:Fees:<service>" if account.startswith("Income:Fees:") else account
        assert f"`{known}`" in described


def test_authors_of_the_examples_entries_are_both() -> None:
    assert {KINDS[line.kind].author for line in LINES} == set(Author)
