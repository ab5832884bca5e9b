"""Papers that people scan, held against what their station sends: the control that does not depend on its computer.

A receipt is the whole signed entry, so whoever scans it shows that the station had come so far before it is heard from.
The entry arrives later, is another one (`paper_contradicts_journal`), or never does (`receipt_never_arrived`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final

from central.centre import Centre
from central.clock import unix_seconds
from central.store import Transaction, journals, papers, stations
from central.store.journals import JournalName
from central.store.papers import Paper
from central.store.stations import Station
from domain.envelope import EnvelopeType, from_base64url, parse_compact
from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author, kind_of
from domain.journal.verify import Finding
from sync.seal import verify

log = logging.getLogger("ventanilla.central.gossip")

#: What goes on paper with its whole entry.
PAPER_KINDS: Final = (
    *("fee_collected/1", "fee_collected/2", "slip_issued/1", "appointment_given/1"),
    *("case_opened/1", "case_completed/1", "reopening_asked/1", "citizen_told/1"),
)
#: How long a station may be without a network (the agreement has no figure for it yet), and a day on top, from the
#: first scan by the centre's clock: after that the absence of an entry is an alarm, not a wait.
OFFLINE_TERM_S: Final = 7 * 24 * 60 * 60
ARRIVAL_TERM_S: Final = OFFLINE_TERM_S + 24 * 60 * 60
#: A station whose key was stolen can sign papers without end; this many that never arrive are proof enough.
PAPERS_MAX: Final = 200


def is_news(tx: Transaction, found: SignedEntry) -> bool:
    """Whether `remember` would write anything: the paper is not known, or it contradicts what is."""
    entry = found.entry
    own = JournalName(entry.station, entry.epoch, Author.STATION)
    held = journals.hashes(tx, own, entry.sequence, entry.sequence).get(entry.sequence)
    if held is not None:
        return held != found.hash
    waiting = papers.waiting(tx, own)
    if any(one.hash == found.hash for one in waiting):
        return False
    return len(waiting) < PAPERS_MAX or any(one.sequence == entry.sequence for one in waiting)


def remember(tx: Transaction, found: SignedEntry, *, by: str, now: int) -> None:
    """An authentic paper of `PAPER_KINDS`, seen by the public page (`by` empty) or at another station."""
    entry = found.entry
    own = JournalName(entry.station, entry.epoch, Author.STATION)
    held = journals.hashes(tx, own, entry.sequence, entry.sequence).get(entry.sequence)
    if held is not None:
        if held != found.hash:
            _contradicts(tx, own, entry.sequence, found.hash, now)
        return
    waiting = papers.waiting(tx, own)
    if any(one.sequence == entry.sequence and one.hash != found.hash for one in waiting):
        _contradicts(tx, own, entry.sequence, found.hash, now)
    if len(waiting) < PAPERS_MAX and not any(one.hash == found.hash for one in waiting):
        papers.add(tx, own, Paper(entry.sequence, found.hash, now, by))


def take_papers(centre: Centre, tx: Transaction, by: Station, compacts: Iterable[str]) -> None:
    """What a station held under its scanner. A scanner reads anything: what is no authentic paper is passed over."""
    now = unix_seconds(centre.clock)
    for compact in compacts:
        try:
            found = read_entry(parse_compact(EnvelopeType.ENTRY, compact))
            entry = found.entry
            kind_of(entry.kind).refuse_wrong_entry(Author.STATION, entry.body, personal=entry.personal is not None)
        except Refusal:
            continue
        key = stations.key_of(tx, entry.station, entry.epoch)
        if key is None or entry.kind not in PAPER_KINDS:
            continue
        if found.signed.is_authentic(from_base64url(key), verify):
            remember(tx, found, by=by.station, now=now)


def compare(tx: Transaction, station: Station, arrived: Iterable[SignedEntry], now: int) -> None:
    """Entries that arrived just now, with the papers that came before them."""
    own = JournalName(station.station, station.epoch, Author.STATION)
    came = {found.entry.sequence: found.hash for found in arrived}
    if not came:
        return
    for one in papers.waiting(tx, own):
        if one.sequence in came:
            if came[one.sequence] != one.hash:
                _contradicts(tx, own, one.sequence, one.hash, now)
            papers.remove(tx, own, one)


def note_overdue(centre: Centre, tx: Transaction) -> int:
    """Findings for papers whose entries should have arrived; how many are new."""
    now = unix_seconds(centre.clock)
    new = 0
    for own, one in papers.seen_before(tx, now - ARRIVAL_TERM_S):
        details = {"paper": one.hash, "seen_at": one.seen_at}
        finding = Finding("station", one.sequence, "receipt_never_arrived", details, authentic=True)
        new += journals.add_findings(tx, own.station, own.epoch, [finding], now)
    return new


def _contradicts(tx: Transaction, own: JournalName, sequence: int, paper: str, now: int) -> None:
    """Paper is evidence: a station that signed two histories is found out by whoever scans."""
    finding = Finding("station", sequence, "paper_contradicts_journal", {"paper": paper}, authentic=True)
    if journals.add_findings(tx, own.station, own.epoch, [finding], now):
        log.warning("station %s: a paper contradicts its journal", own.station)
