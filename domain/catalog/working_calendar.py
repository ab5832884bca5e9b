"""Working days. Terms stated in days are counted in working days, from the working day after the act.

Peru: TUO of Law 27444, art. 144.1 (the count starts on the next working day) and 145.1 (consecutive working days,
without those the service does not work and national holidays). The municipality's folder gives the days; nothing is
guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from domain.errors import Refusal

#: As written in calendar.toml, in the order of `date.weekday()`.
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """`weekday` as `date.weekday()`; local time, `closes` not included."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """`weekdays` are those on which terms run (0 is Monday); `holidays` are known from `first_year` to `last_year`."""

    weekdays: frozenset[int]
    holidays: Mapping[date, str] = field(hash=False)
    first_year: int
    last_year: int
    opening: tuple[OpeningHours, ...]

    def is_working(self, day: date) -> bool:
        """Raises Refusal `calendar_too_short` outside the years whose holidays are known."""
        self._require_known(day)
        return day.weekday() in self.weekdays and day not in self.holidays

    def add_working_days(self, start: date, days: int) -> date:
        """The last day of a term of `days` that begins to run after `start`: the first working day after it is day 1.

        `days` of 0 is `start` itself: delivered at once. Raises Refusal `calendar_too_short`.
        """
        assert days >= 0, "a term does not run backwards"
        day = start
        for _ in range(days):
            day = self._next_working(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` to `end` included; the inverse of `add_working_days` for a working `end`."""
        assert start <= end, "count from the earlier day to the later"
        return sum(self.is_working(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))

    def hours_on(self, day: date) -> tuple[OpeningHours, ...]:
        """When the municipality attends on `day`, in order; empty on holidays and on days without hours."""
        self._require_known(day)
        if day in self.holidays:
            return ()
        return tuple(hours for hours in self.opening if hours.weekday == day.weekday())

    def _next_working(self, day: date) -> date:
        while day < date.max:
            day += _ONE_DAY
            if self.is_working(day):
                return day
        raise self._too_short(day)

    def _require_known(self, day: date) -> None:
        if not self.first_year <= day.year <= self.last_year:
            raise self._too_short(day)

    def _too_short(self, day: date) -> Refusal:
        return Refusal("calendar_too_short", day=day.isoformat(), first_year=self.first_year, last_year=self.last_year)
