"""Check a station's two journals from nothing: authenticity, then every rule; what is wrong, by entry.

Two families of finding. *Not authentic* (signature, order, chain): the walk of that journal stops there, because
nothing after it can be trusted. *Breaks a rule* (fields, books): the entry is authentic and stays on record; it is
reported, not booked, and blocks nothing behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from domain.envelope import Signed, Verify
from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import NO_PREVIOUS, SignedEntry, read_entry
from domain.journal.keys import ROTATED, rotated_key
from domain.journal.kinds import Author, kind_of
from domain.journal.merge import merge
from domain.ledger.books import Books


@dataclass(frozen=True, slots=True)
class Finding:
    """`journal` is the author ("station" or "centre"); `sequence` is where the wrong entry is, or would be."""

    journal: str
    sequence: int
    code: str
    details: dict[str, Any]
    authentic: bool

    def __str__(self) -> str:
        nature = "breaks a rule" if self.authentic else "is not authentic"
        return f"{self.journal} entry {self.sequence} {nature}: {self.code} {self.details or ''}".rstrip()


@dataclass(slots=True)
class JournalWalk:
    """Reads one journal in order and stops at the first entry that is not authentic.

    `length` and `head` say how far it got; `finding` is why it stopped, or None at a clean end. `public_key` signs the
    next entry: where the station changed its key, the old one names the new, so the first key proves the whole journal.
    """

    author: Author
    station: str
    public_key: bytes
    verify: Verify
    epoch: int | None = None
    length: int = 0
    head: str = NO_PREVIOUS
    finding: Finding | None = None

    def entries(self, journal: Iterable[Signed]) -> Iterator[SignedEntry]:
        for signed in journal:
            try:
                entry = self.admit(signed)
            except Refusal as refusal:
                here = self.length + 1
                self.finding = Finding(self.author.value, here, refusal.code, refusal.details, authentic=False)
                return
            yield entry

    def admit(self, signed: Signed) -> SignedEntry:
        """The next entry, if it is this journal's next entry. Raises Refusal and moves nothing otherwise."""
        found = read_entry(signed)
        if not signed.is_authentic(self.public_key, self.verify):
            raise Refusal("signature_wrong", sequence=found.entry.sequence)
        entry = found.entry
        if entry.station != self.station:
            raise Refusal("entry_of_another_station", station=entry.station)
        if entry.sequence != self.length + 1:
            raise Refusal("sequence_broken", wanted=self.length + 1, found=entry.sequence)
        if entry.previous != self.head:
            raise Refusal("chain_broken", sequence=entry.sequence)
        if self.epoch is not None and entry.epoch != self.epoch:
            raise Refusal("epoch_changed", wanted=self.epoch, found=entry.epoch)
        if entry.kind == ROTATED and self.author is Author.STATION:
            self.public_key = rotated_key(entry, self.public_key, self.verify)
        self.epoch, self.length, self.head = entry.epoch, entry.sequence, found.hash
        return found


@dataclass(slots=True)
class Verification:
    """What two journals prove. `books` are recomputed from `booked`: the entries that were authentic and lawful.

    `seen_beyond_outbound` and `seen_beyond_journal` are findings about what is missing, not about the entry that shows
    it: that entry is booked if its own rules hold.
    """

    station: str
    books: Books
    station_length: int = 0
    station_head: str = NO_PREVIOUS
    centre_length: int = 0
    centre_head: str = NO_PREVIOUS
    findings: list[Finding] = field(default_factory=list)
    booked: list[SignedEntry] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.findings


#: Findings kept: a journal of a hundred thousand wrong entries is described well enough by the first of them.
FINDINGS_MAX: Final = 200


def verify_journals(
    station: str,
    own: Iterable[Signed],
    outbound: Iterable[Signed],
    *,
    station_key: bytes,
    centre_key: bytes,
    verify: Verify,
    keep_entries: bool = True,
) -> Verification:
    """Walk both journals in the order the station lived them and book every lawful entry.

    Findings are in that order too: the first is the first entry that is wrong, whatever follows from it comes after.

    `keep_entries=False` leaves `booked` empty, for journals too long to hold in memory.
    """
    own_walk = JournalWalk(Author.STATION, station, station_key, verify)
    centre_walk = JournalWalk(Author.CENTRE, station, centre_key, verify)
    result = Verification(station, Books(station))
    heard = list(centre_walk.entries(outbound))
    for author, found in merge(own_walk.entries(own), heard):
        for walk in (own_walk, centre_walk):
            if walk.finding is not None and walk.finding not in result.findings and _comes_after(walk, author, found):
                result.findings.append(walk.finding)
        broken = broken_rule(result.books, author, found)
        if broken is None and keep_entries:
            result.booked.append(found)
        if broken is None and author is Author.STATION and found.entry.seen > centre_walk.length:
            broken = Refusal("seen_beyond_outbound", seen=found.entry.seen, held=centre_walk.length)
        if broken is not None and len(result.findings) < FINDINGS_MAX:
            result.findings.append(
                Finding(author.value, found.entry.sequence, broken.code, broken.details, authentic=True)
            )
    stopped = (walk.finding for walk in (own_walk, centre_walk) if walk.finding is not None)
    result.findings += [finding for finding in stopped if finding not in result.findings]
    result.findings += _cut_short(heard, own_walk)
    result.station_length, result.station_head = own_walk.length, own_walk.head
    result.centre_length, result.centre_head = centre_walk.length, centre_walk.head
    return result


def _comes_after(stopped: JournalWalk, author: Author, found: SignedEntry) -> bool:
    """Whether the station lived `found` after the entry at which a walk stopped: then that entry is the cause."""
    if stopped.author is Author.STATION:
        return author is Author.CENTRE  # the centre's entries that no own entry had seen come last
    return author is Author.STATION and found.entry.seen > stopped.length


def _cut_short(heard: Iterable[SignedEntry], own: JournalWalk) -> list[Finding]:
    """A chain does not show that its end is missing; what the centre signed that it had received does.

    Where the walk stopped at a wrong entry, that entry is the finding.
    """
    last = max(heard, key=lambda found: found.entry.seen, default=None)
    if own.finding is not None or last is None or last.entry.seen <= own.length:
        return []
    details = {"seen": last.entry.seen, "held": own.length}
    return [Finding(Author.CENTRE.value, last.entry.sequence, "seen_beyond_journal", details, authentic=True)]


def broken_rule(books: Books, author: Author, found: SignedEntry) -> Refusal | None:
    """Book an authentic entry, or say which rule it breaks; an entry that breaks one leaves the books as they were."""
    entry = found.entry
    try:
        kind_of(entry.kind).refuse_wrong_entry(author, entry.body, personal=entry.personal is not None)
        books.book(entry)
    except Refusal as refusal:
        return refusal
    except InvariantBroken as broken:
        return Refusal(f"invariant_{broken.invariant.lower()}", **broken.details)
    return None
