"""The month's statement of an agent, signed by the centre, and the answers to what the agent disputes in it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from central.centre import Centre
from central.outbound import OutboundWriter
from central.store import Transaction, journals
from central.store.journals import JournalName
from central.store.stations import Station
from domain.errors import Refusal
from domain.journal.kinds import Author
from domain.ledger.statements import PeriodStatement, StatementLine, lawful, statement_of
from domain.money import Money

_MONTH: Final = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


def issue(writer: OutboundWriter, month: str) -> PeriodStatement:
    """Sign the lines since the statement before, up to the station's last entry of `month` (`2026-11`).

    What a station sends later stands in the next statement: every line stands in one, once. Raises Refusal
    `month_unreadable`, `month_not_over`, `statement_empty`, `statement_already_issued`.
    """
    last_day = last_day_of(month)
    if writer.centre.today <= last_day:
        raise Refusal("month_not_over", month=month)
    issued = writer.books.facts.standing.statements
    if month in issued:
        raise Refusal("statement_already_issued", statement=month)
    after = max((one.through for one in issued.values()), default=0)
    through = _last_of(writer.centre, writer.tx, writer.ledger.own, last_day)
    if through <= after:
        raise Refusal("statement_empty", statement=month)
    found = compute(writer.tx, writer.station, after, through)
    body = {
        "statement": month,
        "through": through,
        "lines": len(found.lines),
        "hash": found.hash,
        "fees": found.fees,
        "commission": found.commission,
        "currency": writer.centre.terms.currency,
    }
    writer.append("statement_issued/1", body)
    return found


def last_day_of(month: str) -> date:
    if not _MONTH.fullmatch(month):
        raise Refusal("month_unreadable", month=month)
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def _last_of(centre: Centre, tx: Transaction, own: JournalName, last_day: date) -> int:
    """The last entry that was written by `last_day`, 0 for none."""
    dated = ((found.entry.sequence, centre.day_of(found.entry.at)) for found in journals.read(tx, own, 1))
    return max((sequence for sequence, day in dated if day <= last_day), default=0)


def compute(tx: Transaction, station: Station, after: int, through: int) -> PeriodStatement:
    own, outbound = (JournalName(station.station, station.epoch, author) for author in (Author.STATION, Author.CENTRE))
    booked = lawful(station.station, journals.read(tx, own, 1), journals.read(tx, outbound, 1))
    return statement_of(booked, after, through)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A line that the agent disputes and nobody has answered."""

    station: str
    statement: str
    line: StatementLine
    reason: str


def open_disputes(centre: Centre, tx: Transaction, station: Station) -> list[Dispute]:
    ledger = centre.ledgers.of(tx, station)
    issued = ledger.with_everything_sent(tx).facts.standing.statements
    reasons = {
        (body["statement"], body["line"]): body["reason"]
        for body in (found.entry.body for found in journals.of_kind(tx, ledger.own, "line_disputed/1"))
    }
    found, after = [], 0
    for name, statement in sorted(issued.items(), key=lambda item: item[1].through):
        waiting = sorted(line for line, outcome in statement.disputes.items() if not outcome)
        if waiting:
            lines = compute(tx, station, after, statement.through).lines
            found += [Dispute(station.station, name, lines[line - 1], reasons[name, line]) for line in waiting]
        after = statement.through
    return found


def resolve(writer: OutboundWriter, statement: str, line: int, *, outcome: str, adjustment: Money, words: str) -> None:
    """Raises Refusal `dispute_unknown`, `dispute_already_resolved`, `adjustment_of_rejected_dispute`."""
    body = {
        "statement": statement,
        "line": line,
        "outcome": outcome,
        "adjustment": adjustment.minor,
        "currency": adjustment.currency,
        "words": words,
    }
    writer.append("dispute_resolved/1", body)
