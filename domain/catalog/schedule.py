"""Amounts that change on a date, and where a figure of the folder comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.money import Money


class SourceKind(StrEnum):
    CITED = "cited"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Source:
    """`cited`: `text` names the norm and its article. `sample`: invented for demonstration, `text` is empty."""

    kind: SourceKind
    text: str = ""

    @property
    def is_sample(self) -> bool:
        return self.kind is SourceKind.SAMPLE


@dataclass(frozen=True, slots=True)
class Period:
    """`amount` is in force from `since` to `until`, both included; without `until`, to the eve of the next period."""

    since: date
    until: date | None
    amount: Money
    source: Source


@dataclass(frozen=True, slots=True)
class Schedule:
    """An effective-dated amount: `periods` are in order of date and never overlap; the reader has seen to it."""

    periods: tuple[Period, ...]

    def on(self, day: date) -> Money | None:
        """The amount in force on `day`; None before the first period and in a gap between two."""
        begun = [period for period in self.periods if period.since <= day]
        if not begun:
            return None
        latest = begun[-1]
        return latest.amount if latest.until is None or day <= latest.until else None


@dataclass(frozen=True, slots=True)
class Commissions:
    """What agents earn for a procedure: `own` rates of single stations, by name; `general` for all others."""

    general: Schedule = Schedule(())
    own: tuple[tuple[str, Schedule], ...] = ()

    def on(self, day: date, agent: str) -> Money | None:
        """The rate in force on `day`: the agent's own, else the general one, else None."""
        for name, schedule in self.own:
            rate = schedule.on(day) if name == agent else None
            if rate is not None:
                return rate
        return self.general.on(day)

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        return (self.general, *(schedule for _, schedule in self.own))
