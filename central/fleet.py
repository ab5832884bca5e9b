"""How the stations are: what each said last, and what of it a person has to look at.

A station speaks for itself, so this helps the honest and accuses nobody. Silence is seen without any report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.metadata import version
from typing import Final

from central import gossip
from central.answers import Declined
from central.centre import Centre
from central.clock import unix_seconds
from central.store import Transaction, reports, stations
from central.store.reports import ReportRow
from central.store.stations import Station
from domain import canonical
from domain.errors import Refusal
from sync.messages import PAPERS_MAX, PRINTER_STATES, Report

#: Entries that a station writes for acts of people wait a working day at most before somebody should ask why.
WORKING_DAYS_MAX: Final = 1
DISK_MB_MIN: Final = 500
CLOCK_S_MAX: Final = 120
_PROGRAM_MAX: Final = 80
#: Who runs an engine: an auditor's computer reads, and reports nothing.
_FACES: Final = frozenset({"desk", "kiosk"})
_VERSION: Final = re.compile(r"\d+(?:\.\d+){0,3}")


class Alarm(StrEnum):
    """What a person has to look at, the most urgent first."""

    SILENT = "silent"
    QUEUE = "queue"
    DISK = "disk"
    PRINTER = "printer"
    CLOCK = "clock"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`silent_days` and `queue_days` are working days; None: never heard, never reported or nothing waits."""

    station: Station
    alarms: tuple[Alarm, ...]
    silent_days: int | None
    queue_days: int | None
    reported_at: int | None
    clock_offset_s: int
    report: Report | None


def receive(centre: Centre, tx: Transaction, station: Station, body: bytes, clock: int) -> None:
    """Raises Declined 400 `message_malformed`."""
    try:
        report = Report.from_document(canonical.decode(body))
        _require_bounds(report)
    except Refusal as refusal:
        raise Declined(400, refusal) from refusal
    gossip.take_papers(centre, tx, station, report.papers)
    now = unix_seconds(centre.clock)
    document = canonical.encode(replace(report, papers=[]).document()).decode("ascii")
    reports.put(tx, station.station, ReportRow(now, clock - now, document))


def _require_bounds(report: Report) -> None:
    papers = report.papers
    wrong = {
        "printer": report.printer not in PRINTER_STATES,
        "program": len(report.program) > _PROGRAM_MAX or not report.program.isascii(),
        "papers": len(papers) > PAPERS_MAX or not all(isinstance(paper, str) for paper in papers),
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise Refusal("message_malformed", message="Report", field=field)


def look(centre: Centre, tx: Transaction) -> list[Health]:
    """Every approved station that serves people; what is wrong first, then by number."""
    said = reports.all_of(tx)
    found = [
        _health(centre, station, said.get(station.station))
        for station in stations.all_of(tx)
        if station.status == stations.APPROVED and station.face in _FACES
    ]
    order = list(Alarm)
    return sorted(
        found,
        key=lambda one: (
            order.index(one.alarms[0]) if one.alarms else len(order),
            -len(one.alarms),
            one.station.number,
        ),
    )


def _health(centre: Centre, station: Station, row: ReportRow | None) -> Health:
    silent = _working_days(centre, station.contact_at)
    report = None if row is None else Report.from_document(canonical.decode(row.document.encode("ascii")))
    waits = None
    if row is not None and report is not None and report.oldest_s:
        waits = _working_days(centre, row.at - report.oldest_s)
    offset = 0 if row is None else row.clock_offset_s
    wrong = {
        Alarm.SILENT: silent is None or silent > WORKING_DAYS_MAX,
        Alarm.QUEUE: waits is not None and waits > WORKING_DAYS_MAX,
        Alarm.DISK: report is not None and report.disk_mb < DISK_MB_MIN,
        Alarm.PRINTER: report is not None and report.printer == "problem",
        Alarm.CLOCK: abs(offset) > CLOCK_S_MAX,
        Alarm.PROGRAM: report is not None and _numbers(report.program) < _numbers(version("ventanilla")),
    }
    return Health(
        station=station,
        alarms=tuple(alarm for alarm, is_wrong in wrong.items() if is_wrong),
        silent_days=silent,
        queue_days=waits,
        reported_at=None if row is None else row.at,
        clock_offset_s=offset,
        report=report,
    )


def _working_days(centre: Centre, since: int | None) -> int | None:
    """Working days of the municipality that began after that moment, today included; plain days beyond its calendar."""
    if since is None:
        return None
    first = centre.day_of(datetime.fromtimestamp(since, tz=UTC))
    if first > centre.today:
        return 0
    try:
        return centre.terms.calendar.working_days_between(first, centre.today)
    except Refusal:
        return (centre.today - first) // timedelta(days=1)


def _numbers(program: str) -> tuple[int, ...]:
    match = _VERSION.search(program)
    return tuple(map(int, match[0].split("."))) if match else ()
