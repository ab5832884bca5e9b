"""Information that was given to whoever only asked, counted by month, cabin and subject (docs/adr/0042)."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from central.case_figure_commands import tell_table
from central.centre import Centre
from central.command import Say
from central.opening import DataDirectory
from central.parser import order
from central.store import Transaction, enquiries, stations
from central.store.enquiries import Asked
from central.store.stations import Station
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from wording.catalogue import _, mark

if TYPE_CHECKING:
    from central.parser import Orders

_GIVEN: Final = "information_given/1"
_MONTH: Final = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
_ABOUT: Final = {"procedure": mark("Procedure"), "article": mark("Article")}


def take(centre: Centre, tx: Transaction, station: Station, arrived: Iterable[SignedEntry]) -> None:
    """What a station's journal says that it told: each entry once, as it arrives."""
    told = Counter(
        Asked(centre.day_of(entry.at).isoformat()[:7], entry.body["about"], entry.body["subject"])
        for entry in (found.entry for found in arrived)
        if entry.kind == _GIVEN
    )
    for asked, times in told.items():
        enquiries.add(tx, station.station, asked, times)


def add_orders(orders: Orders) -> None:
    what = _("How often each cabin told of each procedure and article, by month.")
    parser = order(orders, "enquiries", listing, what)
    parser.add_argument("--month", metavar="2026-11", help=_("only this month"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=_("write the table to a file instead"))


def listing(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    """Raises Refusal `month_unreadable`."""
    month = asked.month or ""
    if month and _MONTH.fullmatch(month) is None:
        raise Refusal("month_unreadable", month=month)
    heading = (_("Month"), _("Station"), _("Cabin"), _("What"), _("Code"), _("Name"), _("Enquiries"))
    with data.open() as centre, centre.store.reading() as tx:
        labels = {found.station: found.label for found in stations.all_of(tx)}
        names = {"procedure": centre.terms.services, "article": centre.terms.articles}
        rows = [
            (
                one.asked.month,
                one.station,
                labels.get(one.station, one.station),
                _(_ABOUT[one.asked.about]),
                one.asked.subject,
                names[one.asked.about].get(one.asked.subject, one.asked.subject),
                one.told,
            )
            for one in enquiries.all_of(tx, month)
        ]
    tell_table(heading, rows, asked, say, empty=_("Nobody has only asked."))
