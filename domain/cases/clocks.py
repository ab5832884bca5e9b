"""The two clocks of a case: what the municipality promised, and what the law demands.

The promise runs from the day on which a counter took the case in. The law's term runs from the day on which nothing
was missing: while something is, it does not count (Peru: TUO of Law 27444, art. 136.3.1). A completion or a reopening
starts both again. Both stop with the answer. Days are the municipality's, counted in its working days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.cases.case_file import CaseFile
from domain.cases.states import CaseState
from domain.catalog.working_calendar import WorkingCalendar

DayOf = Callable[[datetime], date]
#: Working days in which the citizen may bring what is missing (Peru: TUO of Law 27444, art. 136.1).
OBSERVATION_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class Clock:
    """`stopped` is the day of the answer; `waits` says that it stands still until the citizen completes the case."""

    started: date
    due: date
    stopped: date | None = None
    waits: bool = False

    def is_late(self, today: date) -> bool:
        """Past its day with no answer, or answered after it."""
        return not self.waits and (self.stopped or today) > self.due

    def days_used(self, calendar: WorkingCalendar, today: date) -> int:
        """Working days since it started, up to the answer. Raises Refusal `calendar_too_short`."""
        until = self.stopped or today
        return 0 if self.waits or until <= self.started else calendar.working_days_between(self.started, until)

    def days_left(self, calendar: WorkingCalendar, today: date) -> int:
        """Working days from `today` to the due day, below zero when it has passed. Raises as `days_used`."""
        at = self.stopped or today
        if at <= self.due:
            return calendar.working_days_between(at, self.due)
        return -calendar.working_days_between(self.due, at)


def promise_clock(file: CaseFile, day_of: DayOf) -> Clock:
    return Clock(file.restarted or day_of(file.opened_at), file.promise, _stopped(file, day_of))


def legal_clock(file: CaseFile, day_of: DayOf) -> Clock | None:
    """None where no law sets a term."""
    if file.legal is None:
        return None
    waits = file.state is CaseState.OBSERVED
    return Clock(file.restarted or day_of(file.opened_at), file.legal, _stopped(file, day_of), waits)


def complete_by(file: CaseFile, calendar: WorkingCalendar, day_of: DayOf) -> date | None:
    """Until when the citizen may bring what is missing: as the office said, or counted from the counter's own paper.

    None where nothing is missing. Raises Refusal `calendar_too_short`.
    """
    if file.state is not CaseState.OBSERVED:
        return None
    return file.complete_by or observation_term(calendar, day_of(file.opened_at))


def observation_term(calendar: WorkingCalendar, told: date) -> date:
    return calendar.add_working_days(told, OBSERVATION_DAYS)


def new_date(file: CaseFile, calendar: WorkingCalendar, day: date, term: int) -> date:
    """What a paper of `day` promises when a clock of `term` working days starts again: never before the date that was
    promised already. Raises Refusal `calendar_too_short`.
    """
    return max(file.promise, calendar.add_working_days(day, term))


def _stopped(file: CaseFile, day_of: DayOf) -> date | None:
    return None if file.answered_at is None else day_of(file.answered_at)
