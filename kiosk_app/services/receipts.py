"""A receipt held under the scanner: what it proves, with no network at all."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from domain.envelope import EnvelopeType, Signed, from_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author, kind_of
from domain.money import Money
from kiosk_app.services import papers_seen
from kiosk_app.services.counter import Counter
from kiosk_app.storage import entries
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
        listed = self._key_of(found.entry.station)
        if listed is None:
            return Checked(Genuineness.UNKNOWN_KEY, station=found.entry.station)
        key, label, revoked = listed
        if not found.signed.is_authentic(key, verify) or not _is_paper(found):
            return Checked(Genuineness.ALTERED, station=found.entry.station, station_label=label)
        if found.entry.station != self._counter.identity.station:
            with suppress(Refusal):  # a full disk is told elsewhere; the paper is genuine all the same
                papers_seen.keep(self._counter.store, found.signed)
        return self._read(found, label, revoked=revoked)

    def _named(self, name: receipt_code.EntryName) -> Checked:
        """Of this counter's own papers the entry is here; of others only the centre has it."""
        counter = self._counter
        identity = counter.identity
        ours = (name.station, name.epoch) == (identity.station, identity.epoch)
        if not ours or name.sequence > counter.journal.length:
            listed = self._key_of(name.station)
            return Checked(
                Genuineness.CHECKED_ONLINE, station=name.station, station_label="" if listed is None else listed[1]
            )
        found = read_entry(next(entries.read(counter.store, Author.STATION, name.sequence, name.sequence)))
        if from_base64url(found.hash) != name.hash or not _is_paper(found):
            return Checked(Genuineness.ALTERED, station=identity.station, station_label=identity.label)
        return self._read(found, identity.label, revoked=False)

    def _read(self, found: SignedEntry, label: str, *, revoked: bool) -> Checked:
        counter, body = self._counter, found.entry.body
        kind = "procedure" if "receipt" in body else "complaint"
        own = counter.store.row("SELECT code FROM service_case WHERE code = ?", (body["case"],))
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
            known_here=own is not None,
            voided=ours and voided is not None and voided["voided"] is not None,
        )

    def _key_of(self, station: str) -> tuple[bytes, str, bool] | None:
        counter = self._counter
        if station == counter.identity.station:
            return counter.journal.public_key, counter.identity.label, False
        row = counter.store.row("SELECT * FROM known_station WHERE station = ?", (station,))
        return None if row is None else (from_base64url(row["key"]), row["label"], row["status"] == "revoked")

    def _name(self, kind: str, service: str) -> str:
        municipality = self._counter.municipality
        try:
            return municipality.procedure(service).name if kind == "procedure" else municipality.category(service).name
        except Refusal:
            return service


def _is_paper(found: SignedEntry) -> bool:
    """Of a kind that goes on paper, with that kind's fields: a counter whose key was stolen can sign anything."""
    entry = found.entry
    if (
        entry.kind not in {"fee_collected/1", "fee_collected/2", "slip_issued/1"}
        or not FIRST_YEAR <= entry.at.year <= LAST_YEAR
    ):
        return False
    try:
        kind_of(entry.kind).refuse_wrong_entry(Author.STATION, entry.body, personal=entry.personal is not None)
    except Refusal:
        return False
    return True
