"""Something went wrong in the program or the computer: what happened, whether the data is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemState:
    """`code` is for whoever helps by telephone; it never stands alone. `closes` when only a restart can follow."""

    heading: str
    happened: str
    data: str
    data_safe: bool
    next_step: str
    code: str
    contact: str = ""
    action: str = ""
    closes: bool = False
