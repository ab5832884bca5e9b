"""The centre's journal for one station: the one place that signs an act into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from central import restores
from central.centre import Centre
from central.clock import unix_seconds
from central.ledgers import Ledger
from central.store import Transaction, journals, stations
from central.store.journals import Arrival, JournalName
from central.store.stations import Station
from domain.cases.case_file import AUTOMATIC
from domain.envelope import EnvelopeType, sign
from domain.errors import Refusal
from domain.journal.entry import Entry, SignedEntry, read_entry
from domain.journal.kinds import Author, kind_of
from domain.ledger.books import Books

__all__ = ["AUTOMATIC", "OutboundWriter"]


@dataclass(frozen=True, slots=True)
class OutboundWriter:
    """Writes acts of the office user `by` for `station`, within one transaction that holds the station's lock."""

    centre: Centre
    tx: Transaction
    station: Station
    by: str = AUTOMATIC

    @property
    def outbound(self) -> JournalName:
        return JournalName(self.station.station, self.station.epoch, Author.CENTRE)

    @property
    def ledger(self) -> Ledger:
        return self.centre.ledgers.of(self.tx, self.station)

    @property
    def books(self) -> Books:
        """The station's books as they will be once it has heard everything."""
        return self.ledger.with_everything_sent(self.tx)

    @property
    def next_sequence(self) -> int:
        """Of the next entry: no other entry of this journal has it, so what is named by it is named once."""
        return journals.head(self.tx, self.outbound).length + 1

    def append(self, kind: str, body: dict[str, Any]) -> SignedEntry:
        """Decide one act by the station's books, sign it and store it.

        Raises Refusal: what the kind's fields or the books refuse, `station_not_approved`, or `journal_in_doubt` and
        `restore_not_said` when the centre may have lost entries that the station holds: writing on would make two
        histories.
        """
        entry = self.draft(kind, body)
        self.books.decide(entry)
        return self._store(entry)

    def tell(self, kind: str, body: dict[str, Any]) -> SignedEntry:
        """Sign and store what moves nothing in anybody's books: it costs no replay of them. Raises as `append`."""
        return self._store(self.draft(kind, body))

    def _store(self, entry: Entry) -> SignedEntry:
        # Read back: what is stored is what any station will read, or it is not stored.
        found = read_entry(sign(EnvelopeType.ENTRY, entry.payload(), self.centre.keys.signing))
        journals.append(self.tx, self.outbound, [Arrival(found)], unix_seconds(self.centre.clock))
        return found

    def draft(self, kind: str, body: dict[str, Any]) -> Entry:
        """The next entry as it would be signed. Raises as `tell`."""
        station, clock = self.station, self.centre.clock
        if station.status != stations.APPROVED:
            raise Refusal("station_not_approved", station=station.station, status=station.status)
        if station.doubt:
            raise Refusal("journal_in_doubt", station=station.station)
        restores.refuse_unsaid(self.centre, self.tx)
        kind_of(kind).refuse_wrong_entry(Author.CENTRE, body, personal=False)
        last = journals.head(self.tx, self.outbound)
        return Entry(
            kind=kind,
            station=station.station,
            epoch=station.epoch,
            sequence=last.length + 1,
            previous=last.hash,
            seen=journals.head(self.tx, replace(self.outbound, author=Author.STATION)).length,
            at=clock.now().replace(microsecond=0),
            uptime_s=clock.uptime_s(),
            boot=clock.boot,
            operator=self.by,
            body=body,
        )
