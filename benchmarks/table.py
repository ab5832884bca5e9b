"""Figures as rows: what was measured, beside what it is measured against."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Below it two decimals say nothing.
SMALL: Final = 0.1


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` is empty where a figure is told without one."""

    what: str
    ours: str
    against: str
    ratio: str
    goal: str = ""


def markdown(figures: Sequence[Figure]) -> str:
    lines = ["| what | ours | against | ratio | goal |", "|---|---|---|---|---|"]
    lines += [f"| {row.what} | {row.ours} | {row.against} | {row.ratio} | {row.goal} |" for row in figures]
    return "\n".join(lines)


def median_ms(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f} ms"


def p99_ms(seconds: Sequence[float]) -> str:
    return f"{sorted(seconds)[int(len(seconds) * 0.99)] * 1000:.2f} ms"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Of the medians of runs that took turns."""
    found = statistics.median(ours) / statistics.median(theirs)
    return f"{found:.2f}x" if found >= SMALL else f"{found:.4f}x"
