"""Orders about appointments: hours that cabins may give, and an office's list of the day."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from central import appointments
from central.appointments import Hours, Listed
from central.case_figure_commands import tell_table
from central.case_office_commands import read_day
from central.centre import Centre
from central.command import Say
from central.opening import DataDirectory
from central.parser import Parser, order, signed_order
from domain.appointments import AppointmentState, SlotTimes, minute_of
from domain.errors import Refusal
from domain.journal.fields import clock
from wording import formats
from wording.catalogue import _, mark

if TYPE_CHECKING:
    from central.parser import Orders

_STATES: Final = {
    AppointmentState.BOOKED: mark("booked"),
    AppointmentState.CANCELLED: mark("cancelled"),
    AppointmentState.ATTENDED: mark("came"),
    AppointmentState.ABSENT: mark("did not come"),
}


def add_orders(orders: Orders) -> None:
    opening = _("Open the hours of a service at an office on one day, for the stations to give.")
    hours = signed_order(orders, "hours", open_hours, opening)
    hours.add_argument("pool", metavar=_("POOL"), help=_("name for these hours, for example LIC-0112"))
    hours.add_argument("service", metavar=_("SERVICE"), help=_("code of the service in the municipality's folder"))
    hours.add_argument("office", metavar=_("OFFICE"), help=_("code of the office where people go"))
    hours.add_argument("--day", required=True, metavar="01/12/2026", help=_("the day"))
    hours.add_argument("--from", dest="start", required=True, metavar="08:00", help=_("when the first one begins"))
    hours.add_argument("--count", type=int, required=True, metavar="16", help=_("how many, one after the other"))
    length = _("minutes of each (default: those of the service in the municipality's folder)")
    hours.add_argument("--minutes", type=int, metavar="30", help=length)
    listing = order(orders, "appointments", day_list, _("The appointments of one day, with who comes; for the office."))
    listing.add_argument("day", metavar=_("DAY"), help=_("the day, for example 01/12/2026"))
    _narrowed(listing)


def _narrowed(listing: Parser) -> None:
    listing.add_argument("--office", default="", metavar=_("OFFICE"), help=_("only those at this office"))
    listing.add_argument("--service", default="", metavar=_("SERVICE"), help=_("only those of this service"))
    into = _("write a file for a spreadsheet instead; it holds personal data: keep it where nobody else reads it")
    listing.add_argument("--csv", type=Path, metavar="FILE", help=into)


def open_hours(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    day = read_day(asked.day)
    if not clock(asked.start):
        raise Refusal("hours_malformed")
    with data.open() as centre, centre.store.writing() as tx:
        service = centre.terms.appointments.get(asked.service)
        minutes = asked.minutes or (0 if service is None else service.minutes)
        times = SlotTimes(asked.service, asked.office, day.isoformat(), minute_of(asked.start), minutes)
        opened = appointments.open_hours(centre, tx, Hours(asked.pool, times, asked.count), asked.by)
    text = _("{pool}: {count} hours on {day}, from {first} to {last}. Give them to stations with grant-units.")
    said = {"pool": opened.pool, "count": asked.count, "day": formats.day_in_words(day)}
    say(text.format(**said, first=times.clock(1), last=times.clock(asked.count)))


def day_list(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    day = read_day(asked.day)
    heading = (
        *(_("Hour"), _("State"), _("Service"), _("Office"), _("Code")),
        *(_("Person"), _("Document"), _("Telephone"), _("Station")),
    )
    with data.open() as centre, centre.store.reading() as tx:
        found = appointments.day_list(centre, tx, day, office=asked.office, service=asked.service)
        rows = [_row(centre, one) for one in found]
    tell_table(heading, rows, asked, say, empty=_("There are no appointments on {day}.").format(day=formats.day(day)))


def _row(centre: Centre, one: Listed) -> Sequence[str | int]:
    told, person, terms = one.told.appointment, one.person, centre.terms
    service = terms.appointments.get(told.service)
    names = ", ".join(person[name] for name in ("surnames", "names") if person.get(name))
    return (
        *(told.clock, _(_STATES[told.state])),
        *(told.service if service is None else service.name, terms.offices.get(told.office, told.office)),
        *(formats.case_code(told.code), names or _("(not here yet)")),
        *(person.get("document", ""), person.get("phone", ""), one.told.station),
    )
