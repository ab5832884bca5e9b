"""Refunds of receipts whose drawer is closed: approved for a ground by a resolution, then paid by the treasury."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from central import bank_lines
from central.centre import Centre
from central.enrolment import require
from central.outbound import OutboundWriter
from central.store import Transaction, journals
from central.store.stations import Station
from central.tariff_check import FEE_KINDS
from domain.errors import Refusal
from domain.ledger.facts import Refund
from domain.money import Money


def station_of_receipt(tx: Transaction, number: str) -> Station:
    """The station that issued a receipt, held for writing.

    Raises Refusal `receipt_unknown`, or `receipt_of_closed_journal` where it was issued with an earlier key: nobody
    writes to those books any more.
    """
    held = journals.names_about(tx, number, FEE_KINDS)
    if not held:
        raise Refusal("receipt_unknown", receipt=number)
    stations = [require(tx, name.station) for name in held]
    for station, name in zip(stations, held, strict=True):
        if station.epoch == name.epoch:
            return station
    raise Refusal("receipt_of_closed_journal", receipt=number, station=stations[0].station)


def approve(writer: OutboundWriter, number: str, ground: str, resolution: str) -> Money:
    """What the citizen paid is owed to them; gives that. The agent's commission goes back with it.

    Raises Refusal `receipt_still_voidable`, `receipt_unknown`, `receipt_already_voided`, `receipt_already_refunded`.
    """
    books = writer.books
    if number in books.facts.receipts:
        raise Refusal("receipt_still_voidable", receipt=number)
    receipt = books.closed_receipt(number)
    if receipt is None:
        raise Refusal("receipt_unknown", receipt=number)
    amount = Money(receipt.due + receipt.paid, receipt.currency)
    body = {
        "refund": refund_name(number),
        "receipt": number,
        "ground": ground,
        "amount": amount.minor,
        "owed": books.debt_after_refund(receipt),
        "resolution": resolution,
    }
    writer.append("refund_approved/1", body)
    return amount


def refund_name(receipt: str) -> str:
    """A receipt is refunded once: its number names the refund."""
    return f"RF-{receipt}"


def pay(writer: OutboundWriter, number: str, reference: str, source: str) -> Money:
    """The citizen has the money; gives how much.

    Raises Refusal `refund_unknown`, `refund_already_paid`, `refund_beyond_banked`, `bank_line_used`.
    """
    approved = writer.books.facts.standing.refunds.get(number)
    if approved is None:
        raise Refusal("refund_unknown", refund=refund_name(number))
    if approved.paid:
        raise Refusal("refund_already_paid", refund=approved.refund)
    bank_lines.refuse_used(writer.tx, reference)
    body = {
        "refund": approved.refund,
        "amount": approved.amount,
        "currency": approved.currency,
        "reference": reference,
        "source": source,
    }
    writer.append("refund_paid/1", body)
    return Money(approved.amount, approved.currency)


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A refund that was approved on `since` and not paid yet."""

    receipt: str
    refund: Refund
    ground: str
    since: date


def unpaid(centre: Centre, tx: Transaction, station: Station) -> list[Unpaid]:
    """Of one station, oldest first."""
    ledger = centre.ledgers.of(tx, station)
    standing = ledger.with_everything_sent(tx).facts.standing.refunds
    found = []
    for approved in journals.of_kind(tx, ledger.outbound, "refund_approved/1"):
        body = approved.entry.body
        refund = standing.get(body["receipt"])
        if refund is not None and not refund.paid:
            found.append(Unpaid(body["receipt"], refund, body["ground"], centre.day_of(approved.entry.at)))
    return found
