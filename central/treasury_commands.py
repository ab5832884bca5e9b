"""Orders about what agents hold and owe."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import replace

from central import ageing, overdue, treasury
from central.ageing import BUCKETS, Layer, Stock
from central.centre import Centre
from central.command import Say
from central.enrolment import require
from central.opening import DataDirectory
from central.outbound import OutboundWriter
from central.overdue import Overdue
from central.refusals import sentence
from central.store import Transaction, stations
from central.store.stations import APPROVED, Station
from domain.errors import Refusal
from domain.money import Money, parse_amount
from wording import formats
from wording.catalogue import _


def money_words(centre: Centre, amount: Money) -> str:
    return formats.money(amount, formats.LOCALES[centre.terms.locale])


def writer_for(centre: Centre, tx: Transaction, asked: argparse.Namespace) -> OutboundWriter:
    return OutboundWriter(centre, tx, require(tx, asked.station), asked.by)


def fell_short(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        rest = treasury.fell_short(writer_for(centre, tx, asked), asked.remittance)
        text = _("The bank did not show {amount} of {deposit}: the agent owes it now.")
        said = text.format(amount=money_words(centre, rest), deposit=asked.remittance)
    say(said)


def _act_of_amount(
    data: DataDirectory,
    asked: argparse.Namespace,
    say: Say,
    *,
    act: Callable[[OutboundWriter, Money, str], None],
    rests_on: str,
    text: str,
) -> None:
    """Book an amount in the municipality's currency on a reference or a resolution, and say so."""
    with data.open() as centre, centre.store.writing() as tx:
        amount = parse_amount(asked.amount, centre.terms.currency)
        act(writer_for(centre, tx, asked), amount, rests_on)
        said = text.format(station=asked.station, amount=money_words(centre, amount))
    say(said)


def debt_paid(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    text = _("Debt of {station} paid: {amount}.")
    _act_of_amount(data, asked, say, act=treasury.pay_debt, rests_on=asked.reference, text=text)


def write_off(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    text = _("Debt of {station} written off: {amount}.")
    _act_of_amount(data, asked, say, act=treasury.write_off, rests_on=asked.resolution, text=text)


def draw(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    text = _("{amount} of the debt of {station} paid from its guarantee. Move it to the collection account.")
    _act_of_amount(data, asked, say, act=treasury.draw_guarantee, rests_on=asked.resolution, text=text)


def replenish(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        currency = centre.terms.agreement.closest_to(centre.today).guarantee.currency
        amount = parse_amount(asked.amount, currency)
        treasury.replenish_guarantee(writer_for(centre, tx, asked), amount, asked.reference)
        text = _("Guarantee of {station} replenished by {amount}.")
        said = text.format(station=asked.station, amount=money_words(centre, amount))
    say(said)


def wind_down(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        treasury.wind_down(writer_for(centre, tx, asked), asked.resolution)
    say(_("Headroom and vouchers of {station} end as soon as it hears of it.").format(station=asked.station))
    say(_("When it has been heard again, and holds and owes nothing, its guarantee can be returned."))


def return_guarantee(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        held = treasury.return_guarantee(writer_for(centre, tx, asked), asked.resolution)
        text = _("The guarantee of {station} is to be returned whole: {amount}.")
        said = text.format(station=asked.station, amount=money_words(centre, held))
    say(said)


def recognise_overage(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    text = _("Cash over of {station} recognised as income: {amount}.")
    _act_of_amount(data, asked, say, act=treasury.recognise_overage, rests_on=asked.resolution, text=text)


def prepaid_expire(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        left = treasury.expire_prepaid(writer_for(centre, tx, asked), asked.prepaid, asked.resolution)
        text = _("Prepaid code {prepaid} has expired: {amount} were left on it.")
        said = text.format(prepaid=asked.prepaid, amount=money_words(centre, left))
    say(said)


def overdue_money(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    """One transaction a station: what is refused for one is said, and the others go on."""
    with data.open() as centre:
        with centre.store.reading() as tx:
            chosen = [require(tx, asked.station)] if asked.station else stations.all_of(tx)
        lines = [line for station in chosen if _has_books(station) for line in _overdue_of(centre, station, asked)]
    for line in lines or [_("No counted money is beyond its banking term.")]:
        say(line)


def _has_books(station: Station) -> bool:
    return station.face == "desk" and station.epoch > 0


def _overdue_of(centre: Centre, listed: Station, asked: argparse.Namespace) -> list[str]:
    with centre.store.writing() if asked.book else centre.store.reading() as tx:
        station = require(tx, listed.station)
        found = overdue.find(centre, tx, station)
        if found is None:
            return []
        since = formats.day(centre.day_of(found.layers[0].since))
        text = _("{station}: {amount} counted since {day} should be in the bank.")
        line = text.format(station=station.station, amount=money_words(centre, found.amount), day=since)
        return [line, _book(OutboundWriter(centre, tx, station, asked.by), found, asked)] if asked.book else [line]


def _book(writer: OutboundWriter, found: Overdue, asked: argparse.Namespace) -> str:
    if not (found.heard or asked.unheard):
        return _("    Not booked: the station has not been heard since the term passed; see --unheard.")
    try:
        overdue.book(writer, found)
    except Refusal as refusal:
        return _("    Not booked: {why}").format(why=sentence(refusal, writer.centre.terms.locale))
    return _("    Booked: the agent owes it now.")


def debts(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    """Every key a station has had: what an earlier computer left unpaid is still owed."""
    with data.open() as centre, centre.store.reading() as tx:
        known = {station.station: station for station in stations.all_of(tx) if _has_books(station)}
        total = 0
        for name, epoch in sorted(stations.lengths(tx)):
            if name in known:
                station = replace(known[name], epoch=epoch)
                total += _say_stock(centre, station, known[name].epoch, ageing.stock_at(centre, tx, name, epoch), say)
        said = _("Owed by all agents: {amount}").format(amount=_words(centre, total))
    say(said)


def _say_stock(centre: Centre, station: Station, latest: int, stock: Stock, say: Say) -> int:
    debt = sum(layer.amount for layer in stock.debt)
    if not (debt or stock.counted or stock.deposits) and station.epoch < latest:
        return 0
    title = f"{station.station}  {station.label}"
    if station.epoch < latest:
        title = _("{station}, earlier key {epoch}").format(station=title, epoch=station.epoch)
    if station.status != APPROVED:
        title = _("{station} (no longer trusted)").format(station=title)
    say(title)
    say(_("    owed by the agent: {amount}").format(amount=_words(centre, debt)))
    _say_ages(centre, stock.debt, say, termed=False)
    say(_("    counted and not deposited: {amount}").format(amount=_sum(centre, stock.counted)))
    _say_ages(centre, stock.counted, say, termed=True)
    say(_("    deposited and not seen in the bank: {amount}").format(amount=_sum(centre, stock.deposits.values())))
    _say_ages(centre, stock.deposits.values(), say, termed=True)
    for name, layer in stock.deposits.items():
        text = _("        {deposit}: {amount}, declared on {day}")
        since = formats.day(centre.day_of(layer.since))
        say(text.format(deposit=name, amount=_words(centre, layer.amount), day=since))
    return debt


def _sum(centre: Centre, layers: Iterable[Layer]) -> str:
    return _words(centre, sum(layer.amount for layer in layers))


def _words(centre: Centre, minor: int) -> str:
    return money_words(centre, Money(minor, centre.terms.currency))


def _say_ages(centre: Centre, layers: Iterable[Layer], say: Say, *, termed: bool) -> None:
    """One line for each age that has money; of what has a banking term, the part that is beyond it is marked."""
    aged: dict[int, list[Layer]] = {}
    for layer in layers:
        aged.setdefault(ageing.bucket_of(centre, layer), []).append(layer)
    for place in sorted(aged):
        first, last = BUCKETS[place]
        age = _("more than 30 days") if last is None else _("{first} to {last} days").format(first=first, last=last)
        late = [layer for layer in aged[place] if ageing.bank_by(centre, layer) < centre.clock.now()]
        line = f"        {age}: {_sum(centre, aged[place])}"
        mark = _("; beyond the banking term: {amount}").format(amount=_sum(centre, late)) if termed and late else ""
        say(line + mark)
