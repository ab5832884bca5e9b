"""A station in a folder, as enrolment leaves it, and a centre's pen to write to it: real storage, real keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.envelope import EnvelopeType, sign, to_base64url
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from kiosk_app.storage import settings
from kiosk_app.storage.connection import Store, open_store
from kiosk_app.storage.journal import Draft, Journal
from kiosk_app.storage.settings import Identity
from sync.seal import SealingKey, SigningKey
from tests.fakes.clock import FRIDAY_MORNING, FakeClock

EDITION = "e" * 64
DATABASE_KEY = bytes(range(32))


@dataclass
class Centre:
    """The centre's pen for one station: signs its outbound journal in order."""

    station: str = "C07"
    key: SigningKey = field(default_factory=lambda: SigningKey(bytes([7]) * 32))
    sealing: SealingKey = field(default_factory=lambda: SealingKey(bytes([9]) * 32))
    length: int = 0
    head: str = NO_PREVIOUS

    def write(self, kind: str, body: Mapping[str, Any], *, seen: int = 0, at: datetime = FRIDAY_MORNING) -> SignedEntry:
        place = (self.station, 1, self.length + 1, self.head, seen)
        entry = Entry(kind, *place, at.astimezone(UTC), 1, "ce117e00", "centre", dict(body))
        found = read_entry(sign(EnvelopeType.ENTRY, entry.payload(), self.key))
        self.length, self.head = entry.sequence, found.hash
        return found

    def welcome(self, *, guarantee: int = 30000, receipts: int = 200, currency: str = "PEN") -> list[SignedEntry]:
        """What a cabin is given when it is approved."""
        return [
            self.write("outbound_started/1", {"municipality": "cajamarca", "key": to_base64url(self.key.public_key)}),
            self.write("guarantee_deposited/1", {"amount": guarantee, "currency": currency, "reference": "BN-1"}),
            self.write(
                "receipts_granted/1",
                {"grant": "R1", "series": self.station.replace("-", "")[:6], "first": 1, "last": receipts},
            ),
            self.write("headroom_granted/1", {"grant": "H1", "amount": guarantee, "currency": currency}),
        ]


@dataclass
class Station:
    path: Path
    centre: Centre
    clock: FakeClock
    signer: SigningKey
    journal: Journal

    @property
    def store(self) -> Store:
        return self.journal.store

    def reopen(self, *, signer: SigningKey | None = None) -> None:
        """Close and start again, as after a power cut."""
        self.store.close()
        self.journal = open_journal(self.path, self.centre, self.clock, signer or self.signer)


def open_journal(path: Path, centre: Centre, clock: FakeClock, signer: SigningKey) -> Journal:
    store = open_store(path, DATABASE_KEY)
    return Journal(store, settings.read_identity(store), signer, clock, centre.sealing.public_key)


def new_station(folder: Path, *, name: str = "C07", number: int = 7, face: str = "desk") -> Station:
    """Enrolled and approved; the centre's first entries are not heard yet: `journal.hear(centre.welcome())`."""
    centre, clock, signer = Centre(name), FakeClock(), SigningKey(bytes([number]) * 32)
    path = folder / f"{name}.db"
    store = open_store(path, DATABASE_KEY, create=True)
    identity = Identity(
        station=name,
        number=number,
        label=f"Cabina {number:02d}",
        face=face,
        municipality="cajamarca",
        edition=EDITION,
        epoch=1,
        address="https://localhost:1",
        authority="",
        centre_key=to_base64url(centre.key.public_key),
        sealing_key=to_base64url(centre.sealing.public_key),
    )
    with store.transaction():
        settings.write_identity(store, identity, signer.seed, bytes([number]) * 32)
    journal = Journal(store, identity, signer, clock, centre.sealing.public_key)
    journal.record(
        "setup",
        Draft(
            "journal_started/1",
            {
                "municipality": "cajamarca",
                "edition": EDITION,
                "number": number,
                "face": face,
                "key": to_base64url(signer.public_key),
                "program": "test",
            },
        ),
    )
    return Station(path, centre, clock, signer, journal)
