"""Counted money whose banking term has passed, and booking it as what it then is: a debt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from central import ageing, treasury
from central.ageing import Layer
from central.centre import Centre
from central.outbound import OutboundWriter
from central.store import Transaction
from central.store.stations import Station
from domain.money import Money
from wording import formats
from wording.catalogue import _


@dataclass(frozen=True, slots=True)
class Overdue:
    """`layers` are never empty. `heard` says that the station has spoken since the last of their terms passed: before
    that, a deposit in time may be on its way.
    """

    layers: tuple[Layer, ...]
    amount: Money
    heard: bool


def find(centre: Centre, tx: Transaction, station: Station) -> Overdue | None:
    stock = ageing.stock_at(centre, tx, station.station, station.epoch)
    late = tuple(layer for layer in stock.counted if ageing.bank_by(centre, layer) < centre.clock.now())
    if not late:
        return None
    amount = Money(sum(layer.amount for layer in late), centre.terms.currency)
    last = max(ageing.bank_by(centre, layer) for layer in late)
    contact = None if station.contact_at is None else datetime.fromtimestamp(station.contact_at, tz=UTC)
    return Overdue(late, amount, heard=contact is not None and contact >= last)


def book(writer: OutboundWriter, found: Overdue) -> None:
    """Raises Refusal as every act does."""
    until = writer.centre.day_of(max(layer.since for layer in found.layers))
    treasury.book_overdue(writer, found.amount, _("counted until {day}").format(day=formats.day(until)))
