"""Orders about money that goes back to citizens."""

from __future__ import annotations

import argparse
from typing import Final

from central import lapsing, refunding
from central.case_commands import case_of
from central.centre import Centre
from central.command import Say
from central.lapsing import Lapsed
from central.opening import DataDirectory
from central.outbound import OutboundWriter
from central.refusals import sentence
from central.store import Transaction, stations
from central.treasury_commands import money_words
from domain.errors import Refusal
from domain.money import Money
from wording import formats
from wording.catalogue import _, mark, ngettext

_GROUNDS: Final = {
    "agent_error": mark("error of the agent"),
    "municipality_error": mark("error of the municipality"),
    "not_presented": mark("case not completed in time"),
    "withdrawn": mark("the citizen withdrew"),
}


def refund(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        amount = refunding.approve(_writer(centre, tx, asked), asked.receipt, asked.ground, asked.resolution)
        text = _("Refund of receipt {receipt} approved: {amount} are owed to the citizen.")
        said = text.format(receipt=asked.receipt, amount=money_words(centre, amount))
    say(said)


def refund_paid(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        amount = refunding.pay(_writer(centre, tx, asked), asked.receipt, asked.reference, asked.source)
        text = _("Refund of receipt {receipt} paid: {amount}.")
        said = text.format(receipt=asked.receipt, amount=money_words(centre, amount))
    say(said)


def _writer(centre: Centre, tx: Transaction, asked: argparse.Namespace) -> OutboundWriter:
    return OutboundWriter(centre, tx, refunding.station_of_receipt(tx, asked.receipt), asked.by)


def refunds(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        desks = [station for station in stations.all_of(tx) if station.face == "desk" and station.epoch]
        waiting = [one for station in desks for one in refunding.unpaid(centre, tx, station)]
        for one in sorted(waiting, key=lambda found: (found.since, found.receipt)):
            text = _("{receipt}: {amount}, {ground}, approved on {day} ({age})")
            amount = money_words(centre, Money(one.refund.amount, one.refund.currency))
            age = _days((centre.today - one.since).days)
            ground = _(_GROUNDS[one.ground])
            day = formats.day(one.since)
            say(text.format(receipt=one.receipt, amount=amount, ground=ground, day=day, age=age))
    if not waiting:
        say(_("No refund is waiting to be paid."))


def _days(days: int) -> str:
    return ngettext("{n} day", "{n} days", days).format(n=days)


def lapse(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    """One transaction a case: what is refused for one is said, and the others go on."""
    if asked.book and asked.resolution is None:
        raise Refusal("resolution_missing")
    with data.open() as centre:
        with centre.store.reading() as tx:
            found = lapsing.find(centre, tx)
        lines = [line for lapsed in found for line in _lapse(centre, lapsed, asked)]
    for line in lines or [_("No observed case is beyond its two working days.")]:
        say(line)


def _lapse(centre: Centre, lapsed: Lapsed, asked: argparse.Namespace) -> list[str]:
    text = _("{case}: observed on {since}, to be completed by {until}; {money}")
    lines = [
        text.format(
            case=formats.case_code(lapsed.case.code),
            since=formats.day(lapsed.observed),
            until=formats.day(lapsed.until),
            money=_money(lapsed),
        )
    ]
    if asked.book and not lapsed.waits:
        lines.append(_book(centre, lapsed, asked))
    return lines


def _money(lapsed: Lapsed) -> str:
    if lapsed.receipt is None:
        return _("nothing to give back")
    if lapsed.waits:
        return _("waits: the drawer of receipt {receipt} is still open").format(receipt=lapsed.receipt)
    return _("receipt {receipt} to be given back").format(receipt=lapsed.receipt)


def _book(centre: Centre, lapsed: Lapsed, asked: argparse.Namespace) -> str:
    """Judged again under the lock: the station or another person may have acted since the list was read."""
    try:
        with centre.store.writing() as tx:
            station = stations.lock(tx, lapsed.case.station)
            assert station is not None, "a case belongs to a station of this municipality"
            again = lapsing.judge(centre, tx, station, case_of(tx, lapsed.case.code))
            if again != lapsed:
                return _("    It has changed meanwhile: look at the list again.")
            amount = lapsing.lapse(centre, tx, lapsed, asked.resolution, asked.by)
    except Refusal as refusal:
        return _("    Not booked: {why}").format(why=sentence(refusal, centre.terms.locale))
    if amount is None:
        return _("    Booked as not presented.")
    text = _("    Booked as not presented; {amount} are owed to the citizen.")
    return text.format(amount=money_words(centre, amount))
