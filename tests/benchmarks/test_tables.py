"""What the tables say: medians, limits, bytes sent again, and sections of one file that leave each other alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.link.shape import Counts, Shape
from benchmarks.results import placed
from benchmarks.sync_runs import report
from benchmarks.sync_runs.cargo import Cargo, limit_s
from benchmarks.sync_runs.field import Measured
from benchmarks.sync_runs.matrix import Case, Load, cases
from benchmarks.sync_runs.run import Outcome
from benchmarks.sync_runs.tally import Tally

LINES = tuple(f"{number:064d}\tx".encode() for number in range(1_000))
PLAIN = Case("256 kbit/s", Shape(256_000, 300), Load.THOUSAND)
LOSSY = Case("256 kbit/s, 3 % lost", Shape(256_000, 300, loss=0.03), Load.THOUSAND, undisturbed="256 kbit/s")
DARK = Case(
    "256 kbit/s, dark for 30 s", Shape(256_000, 300, hole_at=1, hole_s=30), Load.THOUSAND, undisturbed="256 kbit/s"
)


def outcome(seconds: float | None, up: int) -> Outcome:
    return Outcome(seconds, Counts(up=up, down=up // 10), 6, 0)


def tally(tool: str, *runs: Outcome, fault: str = "") -> Tally:
    return Tally(tool, runs, 120.0, fault)


def measured(ours: Tally, pouch: Tally, case: Case = LOSSY) -> Measured:
    cargo = Cargo("1,000 entries", Path(), 1_000, LINES, packed=32_000)
    plain = (tally("ours", outcome(9.0, 200_000)), tally("PouchDB", outcome(40.0, 900_000)))
    told = {PLAIN.title: plain, case.title: (ours, pouch)}
    return Measured((PLAIN, case), told, {Load.THOUSAND: cargo}, ("rsync: `rsync` is not installed",))


def test_the_limit_is_the_wires_time_and_one_round_trip() -> None:
    assert limit_s(32_000, 256_000, 300) == pytest.approx(1.3)


def test_a_tool_is_told_by_the_median_of_its_runs() -> None:
    found = tally("ours", outcome(12.0, 300), outcome(9.0, 500), outcome(20.0, 100))
    assert (found.seconds, found.up, found.requests) == (12.0, 300, 6)


def test_one_unfinished_run_makes_the_case_unfinished() -> None:
    found = tally("ours", outcome(12.0, 300), outcome(None, 500))
    assert (found.is_finished, found.seconds, found.least_seconds) == (False, None, 120.0)
    assert found.sent_again(tally("ours", outcome(9.0, 100))) is None


def test_bytes_sent_again_are_those_beyond_the_undisturbed_run() -> None:
    found = tally("ours", outcome(40.0, 250_000))
    assert found.sent_again(tally("ours", outcome(9.0, 200_000))) == 50_000
    assert found.sent_again(None) is None


def test_goals_stand_beside_their_figures() -> None:
    rows = {
        row.goal: row
        for row in report.goals(
            measured(tally("ours", outcome(10.0, 220_000)), tally("PouchDB", outcome(80.0, 1_000_000)))
        )
    }
    assert rows["≤ 0.20x"].ratio == "0.12x"
    assert rows["≤ 0.25x"].ratio == "0.22x"
    assert rows["≤ 1.30x"].ours == "10.0 s"


def test_a_rival_that_never_finished_is_not_given_a_time() -> None:
    rows = report.goals(measured(tally("ours", outcome(10.0, 220_000)), tally("PouchDB", outcome(None, 2_000_000))))
    beside = next(row for row in rows if row.goal == "≤ 0.20x")
    assert (beside.against, beside.ratio) == ("PouchDB not finished in 120 s", "less than 0.08x")


def test_a_cut_is_told_in_bytes_sent_again() -> None:
    rows = report.goals(measured(tally("ours", outcome(50.0, 215_000)), tally("PouchDB", outcome(90.0, 1)), DARK))
    assert next(row for row in rows if row.goal == "≤ 64,000 bytes").ours == "15,000 bytes sent again"


def test_a_run_that_failed_says_why_and_the_table_is_written_all_the_same() -> None:
    rows = report.goals(measured(tally("ours", fault="it ended"), tally("PouchDB", outcome(90.0, 1))))
    assert next(row for row in rows if row.goal == "≤ 1.30x").ours == "failed: it ended"


def test_without_a_link_the_loopback_is_told_and_what_is_missing_is_said() -> None:
    case = Case("loopback", None, Load.THOUSAND)
    cargo = Cargo("1,000 entries", Path(), 1_000, LINES, packed=32_000)
    told = {case.title: (tally("ours", Outcome(0.2, None, 6, 0)),)}
    text = report.told(Measured((case,), told, {Load.THOUSAND: cargo}, ("shaped links: there is no /dev/net/tun",)))
    assert text.startswith("Not measured here: shaped links: there is no /dev/net/tun.")
    assert "| loopback | ours | 0.20 s |  |  |  | 6 |  |" in text


def test_the_short_matrix_is_part_of_the_whole_one_and_patience_has_an_end() -> None:
    short, whole = cases(whole=False), cases(whole=True)
    assert set(short) < set(whole)
    assert {case.load for case in short} == {Load.THOUSAND, Load.LETTERS, Load.PHOTO}
    assert len({case.title for case in whole}) == len(whole)
    titles = {case.title for case in whole}
    assert all(f"{case.undisturbed}: {case.load}" in titles for case in whole if case.undisturbed)
    assert PLAIN.patience_s(5.7) == pytest.approx(114)
    assert PLAIN.patience_s(1.0) == 60
    assert DARK.patience_s(84.6) == 330


def test_a_section_is_put_in_its_place_and_the_others_stay() -> None:
    before = "# Figures\n\nold\n\n## A\n\none\n\n## B\n\ntwo\n\n### B's part\n"
    after = placed(before, "# Figures\n\nnew\n", "A", "three")
    assert after == "# Figures\n\nnew\n\n## A\n\nthree\n\n## B\n\ntwo\n\n### B's part\n"
    assert placed(after, "# Figures\n\nnew\n", "C", "four").endswith("### B's part\n\n## C\n\nfour\n")
    assert placed("", "# Figures\n", "A", "one") == "# Figures\n\n## A\n\none\n"
