"""`ventanilla-centre fleet`: how the stations are, on a terminal, what is wrong first."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from central import fleet, gossip
from central.centre import Centre
from central.command import Say
from central.fleet import Alarm, Health
from central.opening import DataDirectory
from wording import formats
from wording.catalogue import _, mark

_ALARMS: Final = {
    Alarm.SILENT: mark("NOT HEARD FROM for more than a working day"),
    Alarm.QUEUE: mark("ACTS WAIT there for more than a working day"),
    Alarm.DISK: mark("ITS DISK is nearly full"),
    Alarm.PRINTER: mark("ITS PRINTER does not print"),
    Alarm.CLOCK: mark("ITS CLOCK is wrong"),
    Alarm.PROGRAM: mark("ITS PROGRAM is older than this one"),
}
_PRINTER: Final = {"ok": mark("prints"), "problem": mark("does not print"), "unknown": mark("nothing printed yet")}
_MB_A_GB: Final = 1024


def listing(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        overdue = gossip.note_overdue(centre, tx)
        found = fleet.look(centre, tx)
        for health in found:
            for line in lines_of(centre, health):
                say(line)
    wrong = sum(bool(health.alarms) for health in found)
    say(_("{count} cabins, {wrong} with something to look at.").format(count=len(found), wrong=wrong))
    if overdue:
        say(_("Receipts were scanned that never arrived: see the command findings."))


def lines_of(centre: Centre, health: Health) -> list[str]:
    """One station: its name, what is wrong with it, and what it said last."""
    station, report = health.station, health.report
    lines = [f"{station.station}  {station.label}"]
    lines += [f"  ! {_(_ALARMS[alarm])}" for alarm in health.alarms]
    lines.append("    " + _("last heard: {when}").format(when=_when(centre, station.contact_at, health.silent_days)))
    if report is None:
        return [*lines, "    " + _("it has not reported how it is")]
    if report.queue or report.blobs:
        waiting = _("to be sent: {acts} acts and {files} files").format(acts=report.queue, files=report.blobs)
        age = "" if health.queue_days is None else ", " + _("the oldest {age}").format(age=_age(health.queue_days))
        lines.append(f"    {waiting}{age}")
    else:
        lines.append("    " + _("to be sent: nothing"))
    room = _("printer: {printer} · disk: {free} GB free · database: {size} MB").format(
        printer=_(_PRINTER[report.printer]),
        free=f"{report.disk_mb / _MB_A_GB:.1f}",
        size=report.database_kb // _MB_A_GB,
    )
    told = _("clock: {clock} · on for {hours} h · {program}").format(
        clock=_clock(health.clock_offset_s), hours=report.uptime_s // 3600, program=report.program
    )
    return [*lines, f"    {room}", f"    {told}"]


def _when(centre: Centre, at: int | None, days: int | None) -> str:
    if at is None or days is None:
        return _("never")
    moment = datetime.fromtimestamp(at, tz=UTC).astimezone(ZoneInfo(centre.terms.timezone))
    return f"{formats.day_and_clock(moment)} ({_age(days)})"


def _age(days: int) -> str:
    if days == 0:
        return _("today")
    return _("1 working day ago") if days == 1 else _("{days} working days ago").format(days=days)


def _clock(offset_s: int) -> str:
    if abs(offset_s) <= fleet.CLOCK_S_MAX:
        return _("right")
    minutes = abs(offset_s) // 60
    if offset_s > 0:
        return _("{minutes} min ahead").format(minutes=minutes)
    return _("{minutes} min behind").format(minutes=minutes)
