"""The books of every station, kept in memory and caught up from the journals: never stored, always recomputable.

A station's order is its own entries, each after the centre's entries it had seen. What the centre has written and the
station has not yet been heard to have seen comes last, and is booked only on a copy, to decide a new act of the centre.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from central.store import Transaction, journals
from central.store.journals import JournalName
from central.store.stations import Station
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, SignedEntry
from domain.journal.kinds import Author
from domain.journal.verify import Finding, broken_rule
from domain.ledger.books import Books

#: A finding about what the centre lost, and not about the entry that shows it: that one is lawful, and booked.
SEEN_BEYOND_OUTBOUND: Final = "seen_beyond_outbound"
#: Of all books that a worker keeps, in entries booked, where books of any length count as a hundred more: beyond it
#: those asked for longest ago are forgotten, and made again from the journals when they are wanted.
KEPT_ENTRIES_MAX: Final = 300_000
_EMPTY_BOOKS: Final = 100


@dataclass(slots=True)
class Ledger:
    """`length` and `head` say how far the station's own journal is booked, `heard` how far the centre's is.

    `claimed` is the most of it that the station says it had seen: beyond `heard` only where the centre lost entries.
    """

    station: str
    epoch: int
    books: Books
    length: int = 0
    head: str = NO_PREVIOUS
    heard: int = 0
    claimed: int = 0
    findings: list[Finding] = field(default_factory=list)
    ahead: Ledger | None = None

    def copy(self) -> Ledger:
        alone = self._alone()
        alone.ahead = None if self.ahead is None else self.ahead._alone()  # noqa: SLF001 - a copy of ourselves
        return alone

    def _alone(self) -> Ledger:
        books = Books(self.station, self.books.balances, self.books.facts)
        return Ledger(self.station, self.epoch, books, self.length, self.head, self.heard, self.claimed)

    @property
    def own(self) -> JournalName:
        return JournalName(self.station, self.epoch, Author.STATION)

    @property
    def outbound(self) -> JournalName:
        return JournalName(self.station, self.epoch, Author.CENTRE)

    def book(self, tx: Transaction, found: SignedEntry) -> Refusal | None:
        """Book the station's next entry, in its order; which rule it breaks, or None. It is counted either way."""
        seen = found.entry.seen
        self.claimed = max(self.claimed, seen)
        self.ahead = None
        if seen > self.heard:
            for sent in journals.read(tx, self.outbound, self.heard + 1, seen):
                self._book_centre(sent)
        broken = broken_rule(self.books, Author.STATION, found)
        if broken is None and seen > self.heard:
            broken = Refusal(SEEN_BEYOND_OUTBOUND, seen=seen, held=self.heard)
        if broken is not None:
            self._found(Author.STATION, found, broken)
        self.length, self.head = found.entry.sequence, found.hash
        return broken

    def with_everything_sent(self, tx: Transaction) -> Books:
        """The books as they will be once the station has heard all that the centre has written."""
        if self.ahead is None:
            self.ahead = self._alone()
        if self.ahead.heard < journals.head(tx, self.outbound).length:
            for sent in journals.read(tx, self.outbound, self.ahead.heard + 1):
                self.ahead._book_centre(sent)  # noqa: SLF001 - a copy of ourselves
        return self.ahead.books

    def _book_centre(self, sent: SignedEntry) -> None:
        broken = broken_rule(self.books, Author.CENTRE, sent)
        if broken is not None:
            self._found(Author.CENTRE, sent, broken)
        self.heard = sent.entry.sequence

    def _found(self, author: Author, entry: SignedEntry, broken: Refusal) -> None:
        self.findings.append(Finding(author.value, entry.entry.sequence, broken.code, broken.details, authentic=True))


class Ledgers:
    """One `Ledger` a journal, of those used last.

    Safe between threads: what is kept is replaced whole and handed out as a copy.
    """

    def __init__(self, most: int = KEPT_ENTRIES_MAX) -> None:
        self._kept: OrderedDict[tuple[str, str, int], Ledger] = OrderedDict()
        self._entries = 0
        self._most = most
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, tx: Transaction, station: Station) -> Ledger:
        """The transaction's working ledger, caught up with the store; remembered when the transaction is durable.

        Another process may have written there: nothing but the store is believed.
        """
        key = (tx.municipality, station.station, station.epoch)
        working: Ledger | None = tx.working.get(key)
        if working is None:
            working = tx.working[key] = self._caught_up(tx, key)
            tx.after_commit.append(lambda: self._remember(key, working))
        return working

    def _caught_up(self, tx: Transaction, key: tuple[str, str, int]) -> Ledger:
        _, station, epoch = key
        with self._lock:
            kept = self._kept.get(key)
            ledger = kept.copy() if kept is not None else None
        if ledger is None or _is_overtaken(tx, ledger):
            ledger = Ledger(station, epoch, Books(station))
        if journals.head(tx, ledger.own).length > ledger.length:
            for found in journals.read(tx, ledger.own, ledger.length + 1):
                ledger.book(tx, found)
        ledger.findings.clear()  # whoever stored those entries has recorded them
        return ledger

    def _remember(self, key: tuple[str, str, int], ledger: Ledger) -> None:
        with self._lock:
            self._forget(key)
            self._kept[key] = ledger.copy()
            self._entries += _weight(ledger)
            while self._entries > self._most and len(self._kept) > 1:  # the one in use stays, however long it is
                self._forget(next(iter(self._kept)))

    def _forget(self, key: tuple[str, str, int]) -> None:
        old = self._kept.pop(key, None)
        if old is not None:
            self._entries -= _weight(old)


def _weight(ledger: Ledger) -> int:
    return _EMPTY_BOOKS + ledger.length + ledger.heard


def _is_overtaken(tx: Transaction, ledger: Ledger) -> bool:
    """Whether the store now tells another story: restored beneath us, or lost centre entries came back."""
    if journals.hash_at(tx, ledger.own, ledger.length) != ledger.head:
        return True
    return ledger.claimed > ledger.heard < journals.head(tx, ledger.outbound).length
