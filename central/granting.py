"""Numbers that stations could contend for: receipts, folios, appointments. Each is one station's at a time.

A number is granted out of the centre's hand in the same transaction as the signed entry that grants it, and comes back
to the hand only by the station's own signed `numbers_released/1`, received and booked. No date does it
(docs/adr/0014). After a restore from a backup nothing granted earlier is touched again (`central.restores`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any, Final

from central import restores
from central.centre import Centre
from central.clock import unix_seconds
from central.ledgers import Ledger
from central.outbound import OutboundWriter
from central.spans import Span, add, remove, take
from central.store import Transaction, appointments, journals, pools, receipt_blocks, stations
from central.store.journals import Arrival
from central.store.pools import PoolName
from central.store.receipt_blocks import Block
from central.store.stations import Station
from domain.appointments import clock_text
from domain.errors import Refusal
from domain.journal import fields
from domain.journal.entry import SignedEntry
from domain.journal.verify import Finding
from domain.ledger import accounts
from domain.ledger.bearer import ALPHABET
from domain.ledger.books import Books

log = logging.getLogger("ventanilla.central.granting")

_SERIES: Final = re.compile(r"[A-Z0-9]{2,6}")
_NUMBER_MAX: Final = 999_999
#: A new block is granted when less than this share of one is left.
_REFILL_SHARE: Final = 4
#: The ledger takes no longer grant of units (docs/LEDGER.md).
UNITS_MAX: Final = 1000
_POOL_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,33}")
_RELEASED: Final = "numbers_released/1"


def grant_receipts(writer: OutboundWriter) -> Block:
    """Hand out the next block of the station's series: numbers that came back, or new ones.

    Raises Refusal `series_exhausted`, or what the journal refuses.
    """
    tx, station = writer.tx, writer.station
    stations.lock_municipality(tx)
    series = series_of(station, restores.mark(writer.centre, tx))
    size = _receipt_block(writer.centre)
    span = _came_back(tx, writer.books, series, size)
    if span is not None:
        grant = f"{series}-{span.first:06d}-{writer.next_sequence}"
    else:
        first = receipt_blocks.last_number(tx, series) + 1
        span = Span(first, min(first + size - 1, _NUMBER_MAX))
        if span.first > span.last:
            raise Refusal("series_exhausted", series=series)
        grant = f"{series}-{first:06d}"
        receipt_blocks.record(tx, Block(grant, series, span.first, span.last), station.station)
    body = {"grant": grant, "series": series, "first": span.first, "last": span.last}
    writer.append("receipts_granted/1", body)
    return Block(grant, series, span.first, span.last)


def series_of(station: Station, mark: str = "") -> str:
    """The station's own name where it fits on a receipt, so that a receipt says where it was made.

    After a restore: its mark and two letters of the station's number. It begins with a digit until 2063, which no
    station's name does.
    """
    if mark:
        return f"{mark}{ALPHABET[station.number >> 5]}{ALPHABET[station.number & 31]}"
    return station.station if _SERIES.fullmatch(station.station) else f"R{station.number:03d}"


def _came_back(tx: Transaction, books: Books, series: str, size: int) -> Span | None:
    """Numbers of the series that were given back, where they come after all that this station has of it.

    A receipt's numbers are used in their order, so a station takes none that lie before what it holds.
    """
    name = PoolName(accounts.RECEIPT, series)
    held = pools.held(tx, name)
    highest = max((grant.last for grant in books.facts.receipt_grants if grant.series == series), default=0)
    taken = take(tuple(span for span in held if span.first > highest), size)
    if taken is None:
        return None
    pools.hold(tx, name, remove(held, taken[0]))
    return taken[0]


def refill_receipts(writer: OutboundWriter) -> None:
    """Grant the next block of receipts before the last one runs out, while the station can still hear of it."""
    books = writer.books
    if books.headroom and books.receipts_left * _REFILL_SHARE < _receipt_block(writer.centre):
        grant_receipts(writer)


def _receipt_block(centre: Centre) -> int:
    """A station is not left without numbers because the centre's clock went back."""
    return centre.terms.agreement.closest_to(centre.today).receipt_block


def open_pool(centre: Centre, tx: Transaction, name: PoolName, numbers: Span, by: str) -> PoolName:
    """Numbers that stations will share, all in the centre's hand. Gives the name under which they go.

    After a restore the name carries its mark. Raises Refusal `pool_name_malformed`, `pool_exists`, `grant_malformed`,
    `entry_body_wrong`, `restore_not_said`.
    """
    stations.lock_municipality(tx)
    if not _POOL_NAME.fullmatch(name.pool):
        raise Refusal("pool_name_malformed", pool=name.pool)
    if not 0 < numbers.first <= numbers.last <= _NUMBER_MAX:
        raise Refusal("grant_malformed", grant=name.pool)
    if not fields.operator(by):
        raise Refusal("entry_body_wrong", field="by")
    mark = restores.mark(centre, tx)
    marked = PoolName(name.unit, f"{name.pool}.{mark}" if mark else name.pool)
    if pools.find(tx, marked) is not None:
        raise Refusal("pool_exists", pool=marked.pool)
    pools.add(tx, marked, numbers, unix_seconds(centre.clock), by)
    pools.hold(tx, marked, (numbers,))
    return marked


def grant_units(writer: OutboundWriter, name: PoolName, most: int) -> Span:
    """Give the lowest numbers in hand to one station, in one piece, at most `most`.

    Raises Refusal `pool_unknown`, `pool_closed`, `pool_exhausted`, or what the journal refuses.
    """
    tx = writer.tx
    stations.lock_municipality(tx)
    restores.refuse_unsaid(writer.centre, tx)
    found = pools.find(tx, name)
    if found is None:
        raise Refusal("pool_unknown", pool=name.pool)
    if found.closed:
        raise Refusal("pool_closed", pool=name.pool)
    taken = take(pools.held(tx, name), min(most, UNITS_MAX))
    if taken is None:
        raise Refusal("pool_exhausted", pool=name.pool)
    span, left = taken
    pools.hold(tx, name, left)
    grant = f"{writer.station.station}-{name.unit[0]}{writer.next_sequence}"
    body: dict[str, Any] = {"grant": grant, "pool": name.pool, "first": span.first, "last": span.last}
    times = appointments.times_of(tx, name)
    if times is None:
        writer.append("units_granted/1", body | {"unit": name.unit})
    else:
        said = {"service": times.service, "office": times.office, "day": times.day, "minutes": times.minutes}
        writer.append("slots_granted/1", body | said | {"start": clock_text(times.start)})
    return span


def receive_releases(
    centre: Centre, tx: Transaction, station: Station, ledger: Ledger, arrivals: Iterable[Arrival]
) -> None:
    """Put back into the hand what the station has signed away and its books agree was its own.

    Not from a revoked station: whoever has its key may sign away what somebody there still uses.
    """
    released = [one.found for one in arrivals if one.broken is None and one.found.entry.kind == _RELEASED]
    if not released or station.status == stations.REVOKED or restores.is_unsaid(centre, tx):
        return
    stations.lock_municipality(tx)
    for found in released:
        body = found.entry.body
        name, back = _pool_of(ledger.books, body["grant"]), Span(body["first"], body["last"])
        if not _is_live(centre, tx, station, name):
            continue
        held = pools.held(tx, name)
        if any(back.meets(span) for span in held):
            details = {"pool": name.pool, "first": back.first, "last": back.last}
            twice = Finding("station", found.entry.sequence, "number_in_hand_released", details, authentic=True)
            journals.add_findings(tx, station.station, station.epoch, [twice], unix_seconds(centre.clock))
            log.warning("station %s gave back numbers that were in hand", station.station)
        else:
            pools.hold(tx, name, add(held, back))


def _is_live(centre: Centre, tx: Transaction, station: Station, name: PoolName) -> bool:
    """Whether anything is granted from there: not from what was begun before the last restore."""
    if name.unit == accounts.RECEIPT:
        return name.pool == series_of(station, restores.mark(centre, tx))
    found = pools.find(tx, name)
    return found is not None and not found.closed


def _pool_of(books: Books, grant: str) -> PoolName:
    units = books.facts.standing.units.get(grant)
    if units is not None:
        return PoolName(units.unit, units.pool)
    series = next(held.series for held in books.facts.receipt_grants if held.grant == grant)
    return PoolName(accounts.RECEIPT, series)


def take_back(tx: Transaction, station: Station, found: SignedEntry) -> None:
    """A grant that only the station still knew of: its numbers are not in hand, whatever this database believed."""
    body = found.entry.body
    if found.entry.kind == "receipts_granted/1":
        name = PoolName(accounts.RECEIPT, body["series"])
        fresh = receipt_blocks.last_number(tx, body["series"]) + 1
        if body["last"] >= fresh:
            first = max(body["first"], fresh)
            block = Block(f"{body['series']}-{first:06d}", body["series"], first, body["last"])
            receipt_blocks.record(tx, block, station.station)
    elif found.entry.kind in ("units_granted/1", "slots_granted/1"):
        name = PoolName(body.get("unit", "SLOT"), body["pool"])
    else:
        return
    pools.hold(tx, name, remove(pools.held(tx, name), Span(body["first"], body["last"])))
