"""Runs of one tool in one case, added up: medians, times the limit, bytes sent again. No clock, no link."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.link.shape import Counts
from benchmarks.sync_runs.run import Outcome


@dataclass(frozen=True, slots=True)
class Tally:
    """`fault` says why there is nothing to tell. `gave_up_s` is how long an unfinished run was watched."""

    tool: str
    outcomes: tuple[Outcome, ...]
    gave_up_s: float
    fault: str = ""

    @property
    def is_finished(self) -> bool:
        return bool(self.outcomes) and not self.fault and all(run.seconds is not None for run in self.outcomes)

    @property
    def seconds(self) -> float | None:
        """The median; None when any run was not finished."""
        found = [run.seconds for run in self.outcomes if run.seconds is not None]
        return statistics.median(found) if self.is_finished else None

    @property
    def least_seconds(self) -> float | None:
        """What it took at the least: the median, or how long an unfinished run was watched. None when it never ran."""
        return (self.seconds if self.is_finished else self.gave_up_s) if self.outcomes else None

    def bytes_of(self, figure: Callable[[Counts], int]) -> int | None:
        found = [figure(run.counts) for run in self.outcomes if run.counts is not None]
        return round(statistics.median(found)) if found else None

    @property
    def up(self) -> int | None:
        return self.bytes_of(lambda counts: counts.up)

    @property
    def down(self) -> int | None:
        return self.bytes_of(lambda counts: counts.down)

    @property
    def resets(self) -> int:
        return self.bytes_of(lambda counts: counts.resets) or 0

    @property
    def requests(self) -> int | None:
        found = [run.requests for run in self.outcomes if run.requests is not None]
        return round(statistics.median(found)) if found else None

    def sent_again(self, undisturbed: Tally | None) -> int | None:
        """Bytes up beyond those of the same load over the same rate with nothing lost and nothing cut."""
        if undisturbed is None or self.up is None or undisturbed.up is None:
            return None
        return self.up - undisturbed.up if self.is_finished and undisturbed.is_finished else None


def by_tool(tallies: Sequence[Tally]) -> dict[str, Tally]:
    return {tally.tool: tally for tally in tallies}
