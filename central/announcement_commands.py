"""Orders about announcements: say something to the stations, take it back, see who has read it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from central import announcements
from central.announcements import Reached, Words
from central.case_office_commands import read_day
from central.centre import Centre
from central.command import Say
from central.opening import DataDirectory
from central.parser import order, signed_order
from central.store import Transaction
from central.store import announcements as announcement_table
from central.store.announcements import Announcement
from domain.journal.fields import PARAGRAPHS_MAX
from wording import formats
from wording.catalogue import _, ngettext

if TYPE_CHECKING:
    from central.parser import Orders


def add_orders(orders: Orders) -> None:
    what = _("Announce something to the cabins: each hears of it at its next contact.")
    saying = signed_order(orders, "announce", announce, what)
    saying.add_argument("--title", required=True, help=_("what it is about, up to 80 letters"))
    text = _("a paragraph of up to 300 letters; up to {count} may be given").format(count=PARAGRAPHS_MAX)
    saying.add_argument("--text", action="append", required=True, help=text)
    first = _("the first day of its validity (default: today)")
    saying.add_argument("--from", dest="first", metavar="16/12/2026", help=first)
    last = _("the last day on which it is shown")
    saying.add_argument("--until", dest="last", required=True, metavar="31/12/2026", help=last)
    must = _("each operator confirms having read it before the next service")
    saying.add_argument("--must-read", action="store_true", help=must)
    saying.add_argument("--citizens", action="store_true", help=_("kiosks show its title to citizens, too"))
    some = _("only for this station; may be repeated (default: all)")
    saying.add_argument("--station", action="append", default=[], metavar="C07", help=some)
    order(orders, "announcements", listing, _("The announcements: which stations were told, and who has read them."))
    taking_back = _("Withdraw an announcement: each station takes it away at its next contact.")
    withdrawing = signed_order(orders, "withdraw-announcement", withdraw, taking_back)
    withdrawing.add_argument("announcement", metavar="A1", help=_("its name, as the order announcements shows it"))


def announce(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        words = Words(
            title=asked.title,
            paragraphs=tuple(asked.text),
            first=centre.today if asked.first is None else read_day(asked.first),
            last=read_day(asked.last),
            must_read=asked.must_read,
            citizens=asked.citizens,
            stations=tuple(asked.station),
        )
        made = announcements.announce(centre, tx, words, asked.by)
        count = len(announcements.reached(centre, tx, made))
    told = ngettext(
        "Announcement {name}: {count} station will be told at its next contact.",
        "Announcement {name}: {count} stations will be told, each at its next contact.",
        count,
    )
    say(told.format(name=made.code, count=count))


def withdraw(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        found = announcements.withdraw(centre, tx, asked.announcement, asked.by)
    say(_("Announcement {name} is withdrawn; each station hears of it at its next contact.").format(name=found.code))


def listing(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        made = announcement_table.all_of(tx)
        lines = [line for one in made for line in _lines(centre, tx, one)]
    for line in lines:
        say(line)
    if not made:
        say(_("Nothing was announced."))


def _lines(centre: Centre, tx: Transaction, one: Announcement) -> list[str]:
    days = _("{first} to {last}").format(first=formats.day(one.first), last=formats.day(one.last))
    marks = [_("must be read")] * one.must_read + [_("for citizens, too")] * one.citizens
    if one.withdrawn_at is not None:
        marks.append(_("WITHDRAWN"))
    elif one.last < centre.today:
        marks.append(_("over"))
    reached = announcements.reached(centre, tx, one)
    told = _("told: {told} of {all} stations").format(told=sum(each.told for each in reached), all=len(reached))
    return [
        " · ".join((f"{one.code}  {one.title}", days, *marks)),
        f"    {told}",
        *(f"    {each.station.station}: {_how(centre, each)}" for each in reached),
    ]


def _how(centre: Centre, each: Reached) -> str:
    """What one station has of it; one that was not told has no readers."""
    if not each.told:
        return _("not told yet")
    zone = ZoneInfo(centre.terms.timezone)
    readers = [
        f"{reading.operator} {formats.day_and_clock(datetime.fromtimestamp(reading.at, tz=UTC).astimezone(zone))}"
        for reading in each.readings
    ]
    parts = [_("told")]
    if readers:
        parts.append(_("read by {names}").format(names=", ".join(readers)))
    if each.waits:
        parts.append(_("not yet by {names}").format(names=", ".join(each.waits)))
    return "; ".join(parts)
