"""The books day by day, for other programs: what was booked, and what every account held when the day ended.

Several stations make one set of books: an account carries its station. Nothing here knows a chart of accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Final

from domain.journal.entry import SignedEntry
from domain.journal.kinds import kind_of
from domain.ledger.books import Books
from domain.ledger.facts import Posting
from domain.money import EXPONENTS, Money, decimal_text

#: One day must be left for whoever writes a balance at the beginning of the next one.
_LAST_DAY: Final = date.max - timedelta(days=1)


TAGS: Final = ("station", "journal", "seq", "kind", "hash")


@dataclass(frozen=True, slots=True)
class StationEntries:
    """One station's lawful entries in the order it lived them (see `domain.journal.merge`)."""

    station: str
    entries: Sequence[SignedEntry]


@dataclass(frozen=True, slots=True)
class Transaction:
    """What one entry booked. `postings` name accounts of the municipality: with the station in them."""

    found: SignedEntry
    postings: tuple[Posting, ...]

    @property
    def tags(self) -> dict[str, str]:
        """Where the evidence is: which journal of which station, which entry, and its hash."""
        entry = self.found.entry
        author = kind_of(entry.kind).author.value
        told = (entry.station, author, str(entry.sequence), entry.kind, self.found.hash)
        return dict(zip(TAGS, told, strict=True))


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """`balances` has every (account, commodity) that was ever used, as it stood when the day ended."""

    day: date
    transactions: tuple[Transaction, ...]
    balances: Mapping[tuple[str, str], int]


def qualified(account: str, station: str) -> str:
    """Accounts in the municipality's books carry the station: `Assets:Custody:C07:Drawer`."""
    head, _, rest = account.partition(":")
    group, _, leaf = rest.partition(":")
    return f"{head}:{group}:{station}:{leaf}" if leaf else f"{head}:{group}:{station}"


def decimal_quantity(commodity: str, amount: int) -> str:
    """Money with its currency's decimals; numbers and headroom are whole."""
    return decimal_text(Money(amount, commodity)) if commodity in EXPONENTS else str(amount)


def ledger_days(journals: Iterable[StationEntries], zone: tzinfo) -> Iterator[LedgerDay]:
    """The days on which something was booked, in order; inside a day, each station's entries in its own order.

    Replays the entries through the posting rules, so it raises what `Books.decide` raises. A day is one in `zone`. A
    station's dates never go back: the order is the chain's, and a clock that was set back keeps the last date.
    """
    every: list[Books] = []
    by_day: dict[date, list[tuple[Books, SignedEntry]]] = {}
    for journal in journals:
        books, latest = Books(journal.station), date.min
        every.append(books)
        for found in journal.entries:
            latest = max(latest, min(found.entry.at.astimezone(zone).date(), _LAST_DAY))
            by_day.setdefault(latest, []).append((books, found))
    for day in sorted(by_day):
        booked = [_booked(books, found) for books, found in by_day[day]]
        transactions = tuple(transaction for transaction in booked if transaction.postings)
        if transactions:
            yield LedgerDay(day, transactions, _balances(every))


def _booked(books: Books, found: SignedEntry) -> Transaction:
    postings = books.book(found.entry).postings
    return Transaction(
        found,
        tuple(
            Posting(qualified(posting.account, books.station), posting.commodity, posting.amount)
            for posting in postings
        ),
    )


def _balances(every: Iterable[Books]) -> dict[tuple[str, str], int]:
    """Of the books, not of the postings above: another program adds those up and must come to these."""
    found: dict[tuple[str, str], int] = {}
    for books in every:
        for (account, commodity), amount in books.balances.items():
            key = (qualified(account, books.station), commodity)
            found[key] = found.get(key, 0) + amount
    return found
