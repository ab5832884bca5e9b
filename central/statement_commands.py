"""Orders about the month's statement and what agents dispute in it."""

from __future__ import annotations

import argparse

from central import statements
from central.command import Say
from central.opening import DataDirectory
from central.store import stations
from central.treasury_commands import money_words, writer_for
from domain.canonical import plain_text
from domain.money import Money, parse_amount
from wording import formats
from wording.catalogue import _


def statement(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        found = statements.issue(writer_for(centre, tx, asked), asked.month)
        currency = centre.terms.currency
        text = _("Statement {month} of {station} issued: {lines} lines, fees {fees}, commission {commission}.")
        said = text.format(
            month=asked.month,
            station=asked.station,
            lines=len(found.lines),
            fees=money_words(centre, Money(found.fees, currency)),
            commission=money_words(centre, Money(found.commission, currency)),
        )
    say(said)


def disputes(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        desks = [station for station in stations.all_of(tx) if station.face == "desk" and station.epoch]
        found = [one for station in desks for one in statements.open_disputes(centre, tx, station)]
        currency = centre.terms.currency
        for one in found:
            line = one.line
            text = _("{station}, statement {statement}, line {line}: {reference} of {day}")
            day = formats.day(centre.day_of(line.at))
            name = {"station": one.station, "statement": one.statement, "line": line.number}
            say(text.format(reference=line.reference, day=day, **name))
            text = _("    fee {fee}, commission {commission}, other money {cash}")
            figures = {"fee": line.fee, "commission": line.commission, "cash": line.cash}
            say(text.format(**{what: money_words(centre, Money(minor, currency)) for what, minor in figures.items()}))
            say(_("    The agent says: {reason}").format(reason=one.reason))
    if not found:
        say(_("No dispute is waiting for an answer."))


def resolve_dispute(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        adjustment = parse_amount(asked.adjustment, centre.terms.currency)
        words = plain_text(asked.text)
        writer = writer_for(centre, tx, asked)
        answer = {"outcome": asked.outcome, "adjustment": adjustment, "words": words}
        statements.resolve(writer, asked.statement, asked.line, **answer)
        text = _("Line {line} of statement {statement} of {station} answered; commission granted: {amount}.")
        name = {"line": asked.line, "statement": asked.statement, "station": asked.station}
        said = text.format(amount=money_words(centre, adjustment), **name)
    say(said)
