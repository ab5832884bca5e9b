"""The most a station can still do that never hears of anything again: stolen, revoked, or simply out of reach.

It holds what it was granted and heard of; nothing it writes itself makes more of it (docs/THREAT_MODEL.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from central import vouchers
from central.centre import Centre
from central.outbound import OutboundWriter
from central.store import Transaction, journals
from central.store.stations import Station
from domain.journal.kinds import Author
from domain.journal.verify import broken_rule
from domain.ledger.books import Books


@dataclass(frozen=True, slots=True)
class WorstCase:
    """Minor units. `held` is municipal money it holds by what it has sent; `more` what it can take beyond that;
    `vouchers` opens further headroom for whoever was told their codes; `receipts` is how many numbers are left.
    """

    held: int
    more: int
    vouchers: int
    receipts: int


def worst_case(centre: Centre, tx: Transaction, station: Station) -> WorstCase:
    """By what the centre holds of its journal. Of what was written for it and not heard to have arrived, each may have
    arrived and the next one not: the most generous of those moments counts.
    """
    writer, currency = OutboundWriter(centre, tx, station), centre.terms.currency
    ledger = writer.ledger
    books = Books(station.station, ledger.books.balances, ledger.books.facts)
    more, receipts = books.headroom_left(currency), books.receipts_left
    for sent in journals.read(tx, writer.outbound, ledger.heard + 1):
        broken_rule(books, Author.CENTRE, sent)
        more, receipts = max(more, books.headroom_left(currency)), max(receipts, books.receipts_left)
    supplies = [vouchers.supply(tx, station, known) for known in (ledger.books, books)]
    told = {one.proof: one.amount for found in supplies for one in found.told}
    return WorstCase(ledger.books.exposure(currency), max(0, more), sum(told.values()), receipts)
