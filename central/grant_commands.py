"""Orders about what is granted beforehand: vouchers of the treasury, numbers that stations share, and their cover."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from central import granting, guarantees, vouchers
from central.centre import Centre
from central.command import Say
from central.enrolment import require
from central.opening import DataDirectory
from central.outbound import OutboundWriter
from central.spans import Span
from central.store import Transaction, pools, stations
from central.store.pools import PoolName
from central.store.stations import Station
from central.store.vouchers import Voucher
from domain.money import Money
from wording import formats
from wording.catalogue import _

_GROUP: int = 4


def voucher(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    """The code is said only after the record of it is durable."""
    with data.open() as centre:
        with centre.store.writing() as tx:
            station = require(tx, asked.station)
            code = vouchers.tell(centre, tx, station, asked.deposit, asked.by)
            declared = centre.ledgers.of(tx, station).books.facts.remittances.get(asked.deposit)
        groups = "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
    say(_("Voucher for {station}: {code}").format(station=asked.station, code=groups))
    say(_("Told by {by} for deposit {deposit}. It is not told again.").format(by=asked.by, deposit=asked.deposit))
    if declared is None:
        say(_("The station's own declaration of that deposit has not arrived yet: compare its number with the bank."))


def listing(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        lines = [line for station in stations.all_of(tx) for line in _supply(centre, tx, station)]
    for line in lines or [_("No station has vouchers.")]:
        say(line)


def _supply(centre: Centre, tx: Transaction, station: Station) -> list[str]:
    books = centre.ledgers.of(tx, station).with_everything_sent(tx)
    found = vouchers.supply(tx, station, books)
    if not (found.told or found.used or found.waiting):
        return []
    text = _("{station}: {waiting} to tell, {told} told and not used, {used} used")
    head = text.format(station=station.station, waiting=found.waiting, told=len(found.told), used=len(found.used))
    return [head, *(_told(centre, one) for one in found.told), *(_used(centre, one) for one in found.used)]


def _told(centre: Centre, one: Voucher) -> str:
    text = _("    {amount} told by {by} on {when} for deposit {deposit}")
    return text.format(
        amount=_money(centre, one.amount), by=one.told_by, when=_moment(centre, one), deposit=one.remittance
    )


def _used(centre: Centre, one: Voucher) -> str:
    end = _("used, taken back") if one.recalled else _("used, waits for its deposit")
    if one.told_at is None:
        return _("    {amount} told before a restore, nobody knows by whom: {end}").format(
            amount=_money(centre, one.amount), end=end
        )
    return f"{_told(centre, one)}: {end}"


def _moment(centre: Centre, one: Voucher) -> str:
    told = datetime.fromtimestamp(one.told_at or 0, tz=UTC)
    return formats.day_and_clock(told.astimezone(ZoneInfo(centre.terms.timezone)))


def _money(centre: Centre, minor: int) -> str:
    return formats.money(Money(minor, centre.terms.currency), formats.LOCALES[centre.terms.locale])


def grant_vouchers(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        count = vouchers.grant(OutboundWriter(centre, tx, require(tx, asked.station), asked.by))
    say(_("{count} vouchers granted to {station}.").format(count=count, station=asked.station))


def cancel_vouchers(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        count = vouchers.cancel(OutboundWriter(centre, tx, require(tx, asked.station), asked.by))
    say(_("{count} vouchers of {station} cancelled.").format(count=count, station=asked.station))
    say(_("Until it hears of it, a code that was told still opens its headroom there."))


def open_pool(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        numbers = Span(asked.first, asked.last)
        opened = granting.open_pool(centre, tx, PoolName(asked.unit, asked.pool), numbers, asked.by)
    text = _("Pool {pool} opened: numbers {first} to {last}.")
    say(text.format(pool=opened.pool, first=asked.first, last=asked.last))


def pools_listing(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        found = [(one, sum(len(span) for span in pools.held(tx, one.name))) for one in pools.all_of(tx)]
    for one, left in found:
        text = _("{unit} {pool}: {total} numbers, closed since a restore")
        if not one.closed:
            text = _("{unit} {pool}: {total} numbers, {left} in hand")
        say(text.format(unit=one.name.unit, pool=one.name.pool, total=len(one.numbers), left=left))
    if not found:
        say(_("There are no pools yet. Open one with the command pool."))


def grant_units(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        writer = OutboundWriter(centre, tx, require(tx, asked.station), asked.by)
        span = granting.grant_units(writer, PoolName(asked.unit, asked.pool), asked.count)
    text = _("{station} has numbers {first} to {last} of {pool}.")
    say(text.format(station=asked.station, first=span.first, last=span.last, pool=asked.pool))


def covers(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    """Invariant I14 of docs/LEDGER.md, station by station."""
    with data.open() as centre, centre.store.reading() as tx:
        found = guarantees.covers(centre, tx)
    for one in found:
        text = _(
            "{station}: guarantee {guarantee}; may take {headroom} and {sealed} in vouchers; "
            "allowed {allowed}, {vouchers} in vouchers and {opened} opened for deposits"
        )
        amounts = {
            name: _money(centre, getattr(one, name))
            for name in ("guarantee", "headroom", "sealed", "allowed", "vouchers", "opened")
        }
        say(text.format(station=one.station, **amounts))
        if one.beyond:
            say(_("    NOT COVERED: {amount}").format(amount=_money(centre, one.beyond)))
    beyond = sum(1 for one in found if one.beyond)
    say(_("Stations: {count}; not covered: {beyond}").format(count=len(found), beyond=beyond))
