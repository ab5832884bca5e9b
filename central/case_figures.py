"""Figures of cases: promises kept, real durations, first answers and the index. Pure; days are the municipality's.

A promise is measured by the date that the citizen's paper said (`committed`), whatever was promised later. The four
groups are exclusive, first match first: kept, late, overdue, open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.cases.case_file import CaseFile
from domain.cases.clocks import DayOf
from domain.cases.states import CaseState
from domain.catalog import WorkingCalendar

#: A person of the municipality acts on a case within it (Panama, Res. 12 of 2019: 24 hours).
FIRST_ANSWER: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Compliance:
    """`kept`: answered by its day; `late`: after it; `overdue`: not answered and past it; `open`: not due yet."""

    area: str
    service: str
    kept: int
    late: int
    overdue: int
    open: int

    @property
    def percent(self) -> int | None:
        """Of those whose day has come or that were answered; None while there is none. Rounded down."""
        due = self.kept + self.late + self.overdue
        return None if due == 0 else self.kept * 100 // due


@dataclass(frozen=True, slots=True)
class Duration:
    """Working days from the counter to the answer; `promised` is the median of what their papers promised."""

    service: str
    answered: int
    half: int
    nine_of_ten: int
    longest: int
    promised: int


@dataclass(frozen=True, slots=True)
class Index:
    """`closed` within `days` calendar days of those closed or that old; `first` counts answers within a day of the
    counter (`from_counter`) and of the centre (`from_centre`), of `cases`.
    """

    area: str
    cases: int
    measured: int
    closed: int
    from_counter: int
    from_centre: int

    @property
    def percent(self) -> int | None:
        return None if self.measured == 0 else self.closed * 100 // self.measured


def compliance(files: Iterable[CaseFile], today: date, day_of: DayOf) -> list[Compliance]:
    groups: dict[tuple[str, str], list[str]] = {}
    for file in _counted(files):
        groups.setdefault((file.area, file.service), []).append(_group(file, today, day_of))
    return [
        Compliance(area, service, *(found.count(name) for name in ("kept", "late", "overdue", "open")))
        for (area, service), found in sorted(groups.items())
    ]


def _group(file: CaseFile, today: date, day_of: DayOf) -> str:
    if file.answered_at is not None:
        return "kept" if day_of(file.answered_at) <= file.committed else "late"
    return "overdue" if today > file.committed else "open"


def durations(files: Iterable[CaseFile], calendar: WorkingCalendar, day_of: DayOf) -> list[Duration]:
    """By service, of answered cases. Raises Refusal `calendar_too_short`."""
    real: dict[str, list[int]] = {}
    promised: dict[str, list[int]] = {}
    for file in _counted(files):
        if file.answered_at is None:
            continue
        start = file.restarted or day_of(file.opened_at)
        end = day_of(file.answered_at)
        real.setdefault(file.service, []).append(calendar.working_days_between(start, max(start, end)))
        promised.setdefault(file.service, []).append(calendar.working_days_between(start, max(start, file.committed)))
    return [
        Duration(
            service,
            len(days),
            percentile(days, 50),
            percentile(days, 90),
            max(days),
            percentile(promised[service], 50),
        )
        for service, days in sorted(real.items())
    ]


def index(files: Iterable[CaseFile], today: date, day_of: DayOf, days: int) -> list[Index]:
    """By area. A case is measured once it was closed or its `days` have passed: those in flight do not distort it."""
    groups: dict[str, list[CaseFile]] = {}
    for file in _counted(files):
        groups.setdefault(file.area, []).append(file)
    return [_index(area, found, today, day_of, days) for area, found in sorted(groups.items())]


def _index(area: str, files: Sequence[CaseFile], today: date, day_of: DayOf, days: int) -> Index:
    def is_closed(file: CaseFile) -> bool:
        return file.answered_at is not None and (day_of(file.answered_at) - day_of(file.opened_at)).days <= days

    def is_measured(file: CaseFile) -> bool:
        return file.answered_at is not None or (today - day_of(file.opened_at)).days > days

    def is_first(file: CaseFile, of_centre: bool) -> bool:
        began = file.received_at if of_centre else file.opened_at
        return began is not None and file.worked_at is not None and file.worked_at - began <= FIRST_ANSWER

    return Index(
        area,
        len(files),
        _count(files, is_measured),
        _count(files, is_closed),
        _count(files, lambda file: is_first(file, of_centre=False)),
        _count(files, lambda file: is_first(file, of_centre=True)),
    )


def _count(files: Iterable[CaseFile], holds: Callable[[CaseFile], bool]) -> int:
    return sum(1 for file in files if holds(file))


def _counted(files: Iterable[CaseFile]) -> Iterable[CaseFile]:
    """What the citizen never completed was never the municipality's to answer."""
    return (file for file in files if file.state is not CaseState.NOT_PRESENTED)


def percentile(values: Sequence[int], percent: int) -> int:
    """The smallest value that at least `percent` of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
