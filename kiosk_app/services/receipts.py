"""A receipt held under the scanner: what it proves, with no network at all."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from math import inf
from typing import Final

from domain.envelope import EnvelopeType, Signed, from_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.keys import KeyRange, key_for
from domain.journal.kinds import Author, kind_of
from domain.money import Money
from kiosk_app.services import papers_seen
from kiosk_app.services.appointments import holds, service_name, wall_time
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter
from kiosk_app.storage import appointment_tables, entries
from kiosk_app.storage.station_keys import own_ranges
from printing import receipt_code
from sync.seal import verify

#: Years in which a receipt can have been issued; beyond them an instant may not even be told in local time.
FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 9998


class Genuineness(Enum):
    VALID = "valid"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    NOT_OURS = "not_ours"
    CHECKED_ONLINE = "checked_online"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the paper says, readable only when it is `VALID`; `known_here` when this station has the case.

    `CHECKED_ONLINE`: the paper names an entry that is not here; what `station` it names is only claimed.

    `due` was paid in cash, `paid` with a prepaid code.

    `appointment_at` is the hour on the slip of an appointment; `is_outdated` where this station cancelled or moved it.

    `voided` is only known for this station's own receipts. `revoked`: its counter's key has been withdrawn since.
    """

    genuineness: Genuineness
    station: str = ""
    station_label: str = ""
    revoked: bool = False
    code: str = ""
    receipt: str | None = None
    service: str = ""
    service_name: str = ""
    due: Money | None = None
    paid: Money | None = None
    promise: date | None = None
    issued_at: datetime | None = None
    known_here: bool = False
    voided: bool = False
    is_procedure: bool = False
    appointment_at: datetime | None = None
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    label: str
    keys: tuple[KeyRange, ...]
    status: str

    @property
    def newest_epoch(self) -> float:
        """Of a later one the centre has not told yet: its computer was replaced a moment ago."""
        return max((one.epoch or inf for one in self.keys), default=0)

    def is_revoked(self, key: KeyRange, sequence: int) -> bool:
        """While the whole station is withdrawn, an early number proves nothing here: whoever has its key may write any,
        and only the centre holds what it really signed.
        """
        return key.is_revoked_at(sequence) or self.status == "revoked"


class CheckReceipt:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def check(self, scanned: str) -> Checked:
        """Never raises: whatever was scanned has one of five answers."""
        try:
            code = receipt_code.decode(scanned)
        except Refusal as refusal:
            match refusal.code:
                case "code_checked_online":
                    return self._named(receipt_code.decode_name(scanned))
                case "code_damaged":
                    return Checked(Genuineness.ALTERED)
                case _:
                    return Checked(Genuineness.NOT_OURS)
        try:
            found = read_entry(Signed(EnvelopeType.ENTRY, code.payload, code.signature))
        except Refusal:
            return Checked(Genuineness.ALTERED)
        return self._judge(found)

    def _judge(self, found: SignedEntry) -> Checked:
        """Against the one key that may have signed this entry of this epoch."""
        entry = found.entry
        listed = self._listed(entry.station)
        if listed is None or entry.epoch > listed.newest_epoch:
            return Checked(
                Genuineness.UNKNOWN_KEY, station=entry.station, station_label="" if listed is None else listed.label
            )
        key = key_for(listed.keys, entry.epoch, entry.sequence)
        if key is None or not found.signed.is_authentic(from_base64url(key.key), verify) or not _is_paper(found):
            return Checked(Genuineness.ALTERED, station=entry.station, station_label=listed.label)
        if entry.station != self._counter.identity.station:
            with suppress(Refusal):  # a full disk is told elsewhere; the paper is genuine all the same
                papers_seen.keep(self._counter.store, found.signed)
        return self._read(found, listed.label, revoked=listed.is_revoked(key, entry.sequence))

    def _named(self, name: receipt_code.EntryName) -> Checked:
        """Of this counter's own papers the entry is here; of others only the centre has it."""
        counter = self._counter
        identity = counter.identity
        ours = (name.station, name.epoch) == (identity.station, identity.epoch)
        if not ours or name.sequence > counter.journal.length:
            listed = self._listed(name.station)
            return Checked(
                Genuineness.CHECKED_ONLINE, station=name.station, station_label="" if listed is None else listed.label
            )
        found = read_entry(next(entries.read(counter.store, Author.STATION, name.sequence, name.sequence)))
        if from_base64url(found.hash) != name.hash or not _is_paper(found):
            return Checked(Genuineness.ALTERED, station=identity.station, station_label=identity.label)
        return self._read(found, identity.label, revoked=False)

    def _read(self, found: SignedEntry, label: str, *, revoked: bool) -> Checked:
        counter, body = self._counter, found.entry.body
        kind = "procedure" if "receipt" in body else "complaint"
        own = counter.store.row("SELECT code FROM service_case WHERE code = ?", (body["case"],))
        appointment = appointment_tables.find(counter.store, body["case"])
        ours = found.entry.station == counter.identity.station
        voided = counter.store.row("SELECT voided FROM receipt WHERE number = ?", (body.get("receipt", ""),))
        return Checked(
            Genuineness.VALID,
            station=found.entry.station,
            station_label=label,
            revoked=revoked,
            code=body["case"],
            receipt=body.get("receipt"),
            service=body["service"],
            service_name=self._name(kind, body["service"]),
            due=Money(body["due"], body["currency"]) if "due" in body else None,
            paid=Money(body["paid"], body["currency"]) if "paid" in body else None,
            promise=date.fromisoformat(body["promise"]) if "promise" in body else None,
            issued_at=found.entry.at.astimezone(counter.zone),
            known_here=own is not None or appointment is not None,
            appointment_at=wall_time(counter, body) if "clock" in body else None,
            is_outdated=appointment is not None and not holds(appointment, found.entry.sequence),
            is_procedure=self._is_procedure(body["service"]),
            voided=ours and voided is not None and voided["voided"] is not None,
        )

    def _is_procedure(self, service: str) -> bool:
        """Something may be brought for it: a complaint asks for nothing."""
        try:
            return bool(self._counter.municipality.procedure(service).requirements)
        except Refusal:
            return False

    def _listed(self, station: str) -> _Listed | None:
        """What the centre has told of a station; of this one, what its own journal says too."""
        counter = self._counter
        row = counter.store.row("SELECT * FROM known_station WHERE station = ?", (station,))
        told = () if row is None else tuple(map(KeyRange.from_document, json.loads(row["keys"])))
        if station == counter.identity.station:
            earlier = (one for one in told if one.epoch < counter.identity.epoch)
            return _Listed(counter.identity.label, (*earlier, *own_ranges(counter.journal)), "active")
        return None if row is None else _Listed(row["label"], told, row["status"])

    def _name(self, kind: str, service: str) -> str:
        """Codes of what is served are distinct; a notice does not say which of them it is about."""
        cases = CaseBook(self._counter)
        name = cases.service_name(kind, service)
        name = name if name != service else cases.service_name("procedure", service)
        return name if name != service else service_name(self._counter, service)


#: Receipts and slips, and notices of a case (the first of an observed one is of the entry that opened it).
_PAPER_KINDS: Final = frozenset(
    (
        *("fee_collected/1", "fee_collected/2", "slip_issued/1", "appointment_given/1"),
        *("case_opened/1", "case_completed/1", "reopening_asked/1", "citizen_told/1"),
    )
)


def _is_paper(found: SignedEntry) -> bool:
    """Of a kind that goes on paper, with that kind's fields: a counter whose key was stolen can sign anything."""
    entry = found.entry
    if entry.kind not in _PAPER_KINDS or not FIRST_YEAR <= entry.at.year <= LAST_YEAR:
        return False
    try:
        kind_of(entry.kind).refuse_wrong_entry(Author.STATION, entry.body, personal=entry.personal is not None)
    except Refusal:
        return False
    return True
