"""Taking in what a station sends: its entries, each verified and booked, and what follows from them.

One transaction holds the entries and everything that follows from them. An entry the centre has is passed over; one
that breaks a rule is kept with a verdict and becomes a finding; one that is not authentic ends the batch before it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import Any

from central import (
    announcements,
    appointments,
    case_intake,
    case_requests,
    complaint_places,
    enquiries,
    gossip,
    granting,
    neighbours,
    operators,
    restores,
    tariff_check,
    treasury,
    vouchers,
)
from central.centre import Centre
from central.clock import unix_seconds
from central.ledgers import SEEN_BEYOND_OUTBOUND, Ledger
from central.outbound import OutboundWriter
from central.store import Transaction, journals, signing_keys, stations
from central.store import vouchers as voucher_table
from central.store.journals import Arrival
from central.store.stations import Station
from domain.envelope import Signed, from_base64url
from domain.errors import Refusal
from domain.journal.entry import read_entry
from domain.journal.keys import ROTATED, KeyRange, key_for
from domain.journal.kinds import Author
from domain.journal.verify import Finding, JournalWalk
from sync.seal import verify

log = logging.getLogger("ventanilla.central.receiving")


@dataclass(slots=True)
class _Intake:
    """One batch on its way in."""

    ledger: Ledger
    walk: JournalWalk
    keys: tuple[KeyRange, ...]
    arrivals: list[Arrival] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries were new, and what stopped the batch (HTTP status and refusal), if anything did."""

    stored: int
    status: int = 200
    refused: Refusal | None = None


def receive(centre: Centre, tx: Transaction, station: Station, first: int, batch: list[Signed]) -> Taken:
    """Take in entries `first`, `first + 1`, … What came before a refusal is kept."""
    assert station.key is not None, "only an enrolled station gets this far"
    now = unix_seconds(centre.clock)
    ledger = centre.ledgers.of(tx, station)
    keys = signing_keys.ranges(tx, station.station)
    key = _key_at(keys, station.epoch, ledger.length + 1)
    walk = JournalWalk(Author.STATION, station.station, key, verify, station.epoch, ledger.length, ledger.head)
    intake = _Intake(ledger, walk, keys)
    status, refused = _take_all(tx, intake, first, batch)
    journals.append(tx, ledger.own, intake.arrivals, now)
    _take_new_keys(centre, tx, station, intake.arrivals)
    _record_findings(tx, station, intake, refused, now)
    gossip.compare(tx, station, [one.found for one in intake.arrivals], now)
    lawful = [one.found for one in intake.arrivals if one.broken is None or one.broken.code == SEEN_BEYOND_OUTBOUND]
    case_intake.open_cases(centre, tx, station, lawful)
    complaint_places.take(tx, station, lawful)
    appointments.take(centre, tx, station, lawful)
    announcements.take(tx, station, lawful)
    enquiries.take(centre, tx, station, lawful)
    asked = case_requests.note(centre, tx, lawful)
    tariff_check.check_fees(centre, tx, station, lawful)
    granting.receive_releases(centre, tx, station, ledger, intake.arrivals)
    known = _note_doubt(tx, station, ledger)
    follow_up(centre, tx, known)
    if asked:
        case_requests.settle_own(centre, tx, known.station)
    return Taken(len(intake.arrivals), status, refused)


def _key_at(keys: tuple[KeyRange, ...], epoch: int, sequence: int) -> bytes:
    found = key_for(keys, epoch, sequence)
    assert found is not None, "an epoch has a key for each of its entries"
    return from_base64url(found.key)


def _take_new_keys(centre: Centre, tx: Transaction, station: Station, arrivals: list[Arrival]) -> None:
    """Keys that the walk has seen handed over. The other stations hear of them at their next contact."""
    rotated = [one.found.entry for one in arrivals if one.found.entry.kind == ROTATED]
    for entry in rotated:
        new = KeyRange(station.epoch, entry.sequence + 1, entry.body["key"])
        signing_keys.add(tx, station.station, new, unix_seconds(centre.clock))
        stations.set_key(tx, station.station, entry.body["key"])
    if rotated:
        neighbours.changed(tx, station)


def _take_all(tx: Transaction, intake: _Intake, first: int, batch: list[Signed]) -> tuple[int, Refusal | None]:
    held = intake.walk.length
    if first > held + 1:
        return 409, Refusal("entries_missing", wanted=held + 1, found=first)
    known = journals.hashes(tx, intake.ledger.own, first, held) if first <= held else {}
    for sequence, signed in enumerate(batch, first):
        if sequence in known:
            refused = _differs(intake, signed, known[sequence], sequence)
        else:
            refused = _take(tx, intake, signed, sequence)
        if refused is not None:
            return (409 if refused.code == "journal_forked" else 400), refused
    return 200, None


def _differs(intake: _Intake, signed: Signed, held: str, sequence: int) -> Refusal | None:
    """What the centre has already, sent again: nothing to do, unless the station has signed another history."""
    if signed.hash == held:
        return None
    if signed.is_authentic(_key_at(intake.keys, intake.ledger.epoch, sequence), verify):
        return Refusal("journal_forked", sequence=sequence, held=held, found=signed.hash)
    return _not_authentic(sequence, Refusal("signature_wrong"))


def _take(tx: Transaction, intake: _Intake, signed: Signed, sequence: int) -> Refusal | None:
    head = intake.walk.head
    try:
        found = intake.walk.admit(signed)
    except Refusal as refusal:
        if refusal.code == "chain_broken":  # its own signature is good: the station has signed two histories
            return Refusal("journal_forked", sequence=sequence, held=head, found=read_entry(signed).entry.previous)
        return _not_authentic(sequence, refusal)
    intake.arrivals.append(Arrival(found, intake.ledger.book(tx, found)))
    return None


def _not_authentic(sequence: int, why: Refusal) -> Refusal:
    details: dict[str, Any] = {"sequence": sequence, "why": why.code}
    return Refusal("entry_not_authentic", **details)


def _record_findings(tx: Transaction, station: Station, intake: _Intake, refused: Refusal | None, now: int) -> None:
    found = list(intake.ledger.findings)
    if refused is not None and refused.code == "journal_forked":
        sequence = refused.details["sequence"]
        found.append(Finding("station", sequence, refused.code, refused.details, authentic=True))
    if station.status == stations.REVOKED and intake.arrivals:
        sequence = intake.arrivals[0].found.entry.sequence
        details = {"entries": len(intake.arrivals)}
        found.append(Finding("station", sequence, "received_after_revocation", details, authentic=True))
    new = journals.add_findings(tx, station.station, station.epoch, found, now)
    if new:
        log.warning("station %s: %d new findings", station.station, new)


def _note_doubt(tx: Transaction, station: Station, ledger: Ledger) -> Station:
    """A station that has seen more of the centre's journal than the centre holds: the centre has lost entries."""
    if ledger.claimed > journals.head(tx, ledger.outbound).length:
        return put_in_doubt(tx, station)
    return station


def put_in_doubt(tx: Transaction, station: Station) -> Station:
    """The station as it is from now on."""
    if not station.doubt:
        stations.set_doubt(tx, station.station, doubt=True)
        voucher_table.withdraw(tx, station.station)
        name = station.station
        log.warning("station %s holds entries of the centre that are not here: restored from a backup?", name)
    return replace(station, doubt=True)


def end_doubt(centre: Centre, tx: Transaction, station: Station) -> Station:
    """The centre holds what the station has heard of it: what could not be said meanwhile is said."""
    stations.set_doubt(tx, station.station, doubt=False)
    known = replace(station, doubt=False)
    operators.renew(centre, tx, known)
    neighbours.begin_again(tx, known)
    follow_up(centre, tx, known)
    case_requests.settle_own(centre, tx, known.station)
    return known


def speak(centre: Centre, tx: Transaction, station: Station, *, lacking: bool) -> Station:
    """To a station's engine, which has said what it has heard: a doubt ends where nothing of that is `lacking`, and
    it is told of the others. The station as it is from now on.
    """
    if station.doubt and not lacking and not restores.is_unsaid(centre, tx):
        return end_doubt(centre, tx, station)
    neighbours.tell(centre, tx, station)
    return station


def announce(centre: Centre, tx: Transaction, station: Station, most: int = case_intake.ANNOUNCED_MAX) -> None:
    """Tell the station of its next cases that are wholly here, unless it may be told nothing."""
    if station.status != stations.APPROVED or station.doubt or restores.is_unsaid(centre, tx):
        return
    if case_intake.announce(centre, tx, station, most):
        case_requests.settle_own(centre, tx, station.station)  # what came before its case did


def follow_up(centre: Centre, tx: Transaction, station: Station, announced: int = case_intake.ANNOUNCED_MAX) -> None:
    """What the centre says by itself: cases received (as many as `announced`), limits that changed, numbers before
    they run out, headroom of vouchers taken back, and the other stations. `station` is as the transaction that holds it
    has left it.
    """
    if station.status != stations.APPROVED or station.doubt or restores.is_unsaid(centre, tx):
        return
    announce(centre, tx, station, announced)
    writer = OutboundWriter(centre, tx, station)
    treasury.keep_limits(writer)
    granting.refill_receipts(writer)
    vouchers.follow_up(writer)
    complaint_places.tell(writer)
    neighbours.tell(centre, tx, station)
