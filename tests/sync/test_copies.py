"""The experiment of benchmarks/copies.py, small: what fires, what does not, and nothing in an honest life."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import copies

SEEDS = range(2)


@pytest.fixture(autouse=True)
def _their_findings_are_what_is_counted(expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central")
    expected_log_lines.append("ventanilla.anchor")


@pytest.mark.parametrize("switches", [frozenset({"ratchet"}), frozenset({"anchor"})])
def test_honest_lives_raise_no_alarm(tmp_path: Path, switches: frozenset[str]) -> None:
    assert copies.live(copies.honest, range(4), tmp_path, switches) == [set()] * 4


@pytest.mark.parametrize(
    ("story", "switch", "fires"),
    [
        (copies.past_empty_sync, "ratchet", True),
        (copies.whole_past_empty_sync, "ratchet", True),
        (copies.clone_both_sync, "ratchet", True),
        (copies.tail_again, "ratchet", False),
        (copies.tail_again, "anchor", True),
        (copies.tail_dropped, "anchor", True),
        (copies.past_sync, "anchor", True),
        (copies.whole_tail, "anchor", False),
        (copies.clone_never_syncs, "anchor", False),
    ],
)
def test_each_detector_notices_what_the_table_says(
    tmp_path: Path, story: copies.Story, switch: str, fires: bool
) -> None:
    lives = copies.live(story, SEEDS, tmp_path, frozenset({switch}))
    assert [switch in fired for fired in lives] == [fires] * len(SEEDS)


def test_without_a_ratchet_an_empty_sync_is_taken_back_unseen(tmp_path: Path) -> None:
    """The negative control: the row of the table falls to nothing."""
    assert not any(copies.live(copies.past_empty_sync, SEEDS, tmp_path))


def test_the_chain_alone_notices_what_goes_past_a_sync(tmp_path: Path) -> None:
    assert all("chain" in fired for fired in copies.live(copies.past_sync, SEEDS, tmp_path))
