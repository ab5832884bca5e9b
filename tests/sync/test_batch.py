from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.batch import AIM_MS, BLOB_UNIT, ENTRIES_UNIT, PIECE_UNIT, Unit
from sync.messages import PIECE_BYTES_MAX

QUICK = 400


def test_a_unit_halves_on_failure_and_never_below_its_least() -> None:
    unit = ENTRIES_UNIT
    sizes = []
    for _ in range(10):
        unit = unit.after_failure()
        sizes.append(unit.size)
    assert sizes[:3] == [80_000, 40_000, 20_000]
    assert sizes[-1] == ENTRIES_UNIT.least


def test_after_a_failure_it_grows_in_small_steps() -> None:
    unit = ENTRIES_UNIT.after_failure()
    grown = unit.after_success(unit.size, QUICK)
    assert grown.size - unit.size == ENTRIES_UNIT.least
    assert grown.after_success(grown.size, QUICK).size - grown.size == 2 * ENTRIES_UNIT.least


def test_an_exchange_that_took_too_long_makes_the_next_one_last_what_is_aimed_at() -> None:
    unit = Unit(size=100_000, least=1_000, most=500_000, step=1_000, step_max=1_000)
    assert unit.after_success(100_000, 2 * AIM_MS).size == 50_000


def test_it_grows_by_large_steps_and_not_beyond_what_is_aimed_at() -> None:
    fast, sizes = BLOB_UNIT, []
    for _ in range(5):
        fast = fast.after_success(fast.size, QUICK)
        sizes.append(fast.size)
    assert sizes == [320_000, 576_000, 832_000, 1_000_000, 1_000_000]
    slow = BLOB_UNIT.after_success(64_000, 2_500)
    assert slow.size == 128_000, "five seconds at 25,600 bytes a second"
    assert slow.after_success(128_000, AIM_MS).size == 128_000


def test_a_piece_of_a_large_blob_becomes_at_once_what_ten_seconds_carry() -> None:
    second = PIECE_UNIT.after_success(64_000, 1_000)
    assert second.size == 640_000
    assert second.after_success(640_000, 3_200).size == 2_000_000
    assert second.after_success(640_000, 16_000).size == 400_000, "the link became slower"
    assert second.after_success(640_000, QUICK).size == PIECE_UNIT.most <= PIECE_BYTES_MAX
    cut = second.after_failure()
    assert cut.after_success(cut.size, QUICK).size - cut.size == PIECE_UNIT.least, "it does not jump there again"


def test_what_the_link_carried_of_something_else_counts_until_something_fails() -> None:
    assert BLOB_UNIT.at_rate(25_000).size == 125_000
    assert BLOB_UNIT.at_rate(5_000) == BLOB_UNIT, "a rate makes no unit smaller: what it carried itself does"
    assert BLOB_UNIT.at_rate(10**9).size == BLOB_UNIT.most
    failed = BLOB_UNIT.after_failure()
    assert failed.at_rate(25_000) == failed


def test_little_carried_proves_little() -> None:
    assert ENTRIES_UNIT.after_success(300, QUICK) == ENTRIES_UNIT


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 600_000), st.integers(0, 120_000)), max_size=60))
def test_a_unit_stays_within_its_limits(weather: list[tuple[bool, int, int]]) -> None:
    for unit in (ENTRIES_UNIT, BLOB_UNIT, PIECE_UNIT):
        for good, carried, elapsed in weather:
            unit = unit.after_success(min(carried, unit.size), elapsed) if good else unit.after_failure()  # noqa: PLW2901
            assert unit.least <= unit.size <= unit.most


@given(st.integers(2_000, 60_000))
def test_a_link_that_survives_only_so_much_is_found_and_used(survives: int) -> None:
    """Whatever the wall, more than half of the exchanges pass, each carrying a fair part of what could pass."""
    unit, passed, carried = ENTRIES_UNIT, 0, 0
    for _ in range(200):
        if unit.size <= survives:
            passed, carried = passed + 1, carried + unit.size
            unit = unit.after_success(unit.size, QUICK)
        else:
            unit = unit.after_failure()
    assert passed > 100
    assert carried > passed * min(survives, ENTRIES_UNIT.most) // 3
