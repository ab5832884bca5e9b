from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from domain.journal.merge import merge
from tests.domain.kit import CENTRE_KEY, STATION_KEY, Desk, entry, open_desk, signed_by


def journal(seen: list[int]) -> list[SignedEntry]:
    return [
        signed_by(STATION_KEY, entry("clock_stepped/1", number, seen=heard)) for number, heard in enumerate(seen, 1)
    ]


def outbound(count: int) -> list[SignedEntry]:
    return [signed_by(CENTRE_KEY, entry("guarantee_deposited/1", number)) for number in range(1, count + 1)]


def order(seen: list[int], count: int) -> list[tuple[str, int]]:
    return [(author.value[0], found.entry.sequence) for author, found in merge(journal(seen), outbound(count))]


def test_what_was_seen_comes_before_the_act_that_had_seen_it() -> None:
    assert order([0, 2, 2], 3) == [("s", 1), ("c", 1), ("c", 2), ("s", 2), ("s", 3), ("c", 3)]


def test_either_journal_may_be_empty() -> None:
    assert order([], 2) == [("c", 1), ("c", 2)]
    assert order([0, 0], 0) == [("s", 1), ("s", 2)]
    assert order([], 0) == []


def test_a_claim_beyond_what_is_held_stops_nothing() -> None:
    assert order([5, 5], 1) == [("c", 1), ("s", 1), ("s", 2)]


def test_a_claim_that_goes_back_changes_nothing() -> None:
    assert order([2, 0], 2) == [("c", 1), ("c", 2), ("s", 1), ("s", 2)]


@given(st.lists(st.integers(0, 6), max_size=8).map(sorted), st.integers(0, 6))
def test_every_entry_comes_once_in_its_journals_order(seen: list[int], count: int) -> None:
    merged = order(seen, count)
    assert [number for who, number in merged if who == "s"] == list(range(1, len(seen) + 1))
    assert [number for who, number in merged if who == "c"] == list(range(1, count + 1))
    for own, heard in enumerate(seen, 1):
        before = merged[: merged.index(("s", own))]
        assert sum(who == "c" for who, _ in before) == min(heard, count)


def test_the_order_of_a_real_day_is_the_order_in_which_it_was_lived() -> None:
    desk: Desk = open_desk()
    desk.act("fee_collected/1")
    desk.grant("headroom_granted/1", grant="H2")
    desk.act("fee_collected/1", receipt="A07-000002")
    merged = [(author, found.entry.kind) for author, found in merge(desk.own, desk.outbound)]
    assert merged == [
        (Author.CENTRE, "receipts_granted/1"),
        (Author.CENTRE, "headroom_granted/1"),
        (Author.STATION, "session_opened/1"),
        (Author.STATION, "fee_collected/1"),
        (Author.CENTRE, "headroom_granted/1"),
        (Author.STATION, "fee_collected/1"),
    ]
