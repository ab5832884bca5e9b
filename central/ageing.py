"""How old the municipal money is that an agent holds or owes: counted, deposited and not seen, or a debt.

Read from the station's two journals in its own order. Money leaves in the order in which it came: oldest first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from central.centre import Centre
from central.store import Transaction, journals
from central.store.journals import JournalName
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from domain.journal.merge import merge
from domain.journal.verify import broken_rule
from domain.ledger import accounts
from domain.ledger.books import Books

#: Ages in days, first and last included; the last bucket has no end.
BUCKETS: Final = ((0, 1), (2, 3), (4, 7), (8, 15), (16, 30), (31, None))


@dataclass(frozen=True, slots=True)
class Layer:
    """`amount` minor units that are there since `since`, by the entry `sequence` of `author`."""

    author: Author
    sequence: int
    since: datetime
    amount: int


@dataclass(slots=True)
class Stock:
    """`counted` is in the safe, `deposits` by name in transit, `debt` owed by the agent; oldest first.

    Cash that went to the safe while its drawer was still open is not counted yet: it is not here.
    """

    counted: list[Layer] = field(default_factory=list)
    deposits: dict[str, Layer] = field(default_factory=dict)
    debt: list[Layer] = field(default_factory=list)


def stock_of(own: Iterable[SignedEntry], outbound: Iterable[SignedEntry], station: str, currency: str) -> Stock:
    """What is left of everything, from a station's two journals. What breaks a rule is not booked, as everywhere."""
    books, stock, uncounted = Books(station), Stock(), 0
    for author, found in merge(own, outbound):
        safe, owed = _held(books, currency)
        if broken_rule(books, author, found) is not None:
            continue
        safe_after, owed_after = _held(books, currency)
        entry = found.entry
        here = Layer(author, entry.sequence, entry.at, 0)
        _move(stock.debt, here, owed_after - owed)
        if entry.kind.startswith("session_closed/"):
            _move(stock.counted, here, safe_after - safe + uncounted)
            uncounted = 0
        elif safe_after > safe:
            uncounted += safe_after - safe
        else:
            uncounted -= _move(stock.counted, here, safe_after - safe)
        if entry.kind == "remittance_declared/1":
            stock.deposits[entry.body["remittance"]] = here
    pending = {name: one.pending for name, one in books.facts.remittances.items() if one.pending}
    stock.deposits = {name: replace(stock.deposits[name], amount=amount) for name, amount in pending.items()}
    return stock


def _held(books: Books, currency: str) -> tuple[int, int]:
    return books.balance(accounts.SAFE, currency), books.balance(accounts.AGENT_OWES, currency)


def _move(layers: list[Layer], here: Layer, step: int) -> int:
    """Lay `step` on top, or take it from the bottom; what the layers could not give."""
    if step > 0:
        layers.append(replace(here, amount=step))
    while step < 0 and layers:
        taken = min(-step, layers[0].amount)
        left = layers[0].amount - taken
        layers[:1] = [replace(layers[0], amount=left)] if left else []
        step += taken
    return max(0, -step)


def stock_at(centre: Centre, tx: Transaction, station: str, epoch: int) -> Stock:
    """What is left of a station's money as the centre knows it, what it has written and was not heard included.

    A station's clock may be ahead: nothing began after it was stored here.
    """
    own, outbound = (JournalName(station, epoch, author) for author in (Author.STATION, Author.CENTRE))
    stock = stock_of(journals.read(tx, own, 1), journals.read(tx, outbound, 1), station, centre.terms.currency)

    def dated(layer: Layer) -> Layer:
        stored = journals.at_sequence(tx, replace(own, author=layer.author), layer.sequence)
        assert stored is not None, "it has just been read"
        return replace(layer, since=min(layer.since, datetime.fromtimestamp(stored.stored_at, tz=UTC)))

    return Stock(
        [dated(layer) for layer in stock.counted],
        {name: dated(layer) for name, layer in stock.deposits.items()},
        [dated(layer) for layer in stock.debt],
    )


def bank_by(centre: Centre, layer: Layer) -> datetime:
    """When the money's banking term ends: the term is the one of the day on which it began to run."""
    terms = centre.terms.agreement.closest_to(centre.day_of(layer.since))
    return layer.since + timedelta(hours=terms.banking_term_hours)


def bucket_of(centre: Centre, layer: Layer) -> int:
    """The place in BUCKETS of the money's age, in days of the municipality's calendar."""
    days = max(0, (centre.today - centre.day_of(layer.since)).days)
    return next(place for place, (_first, last) in enumerate(BUCKETS) if last is None or days <= last)
