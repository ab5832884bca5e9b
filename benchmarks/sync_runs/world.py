"""A production centre and a production station in one folder, enrolled, approved, and in agreement.

`centre/` is the centre's data directory, `station.db` the station's encrypted database. The agreement is a generous
one: nothing that is measured is refused for want of a guarantee.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

from benchmarks.link.emulator import SERVER
from benchmarks.workplace import cajamarca
from central import keys
from central.centre import Centre
from domain.catalog import Agreement, Commissions
from domain.envelope import from_base64url, to_base64url
from domain.money import Money
from kiosk_app.background.exchange_thread import Carrier
from kiosk_app.background.sync_link import SyncLink
from kiosk_app.services.counter import Counter
from kiosk_app.storage import settings
from kiosk_app.storage.connection import open_store
from kiosk_app.storage.journal import Draft, Journal
from kiosk_app.storage.outbox import JournalOutbox
from kiosk_app.storage.settings import Identity
from sync.engine import SyncEngine
from sync.exchange import Identity as Speaker
from sync.messages import Invitation
from sync.seal import SigningKey, verify
from tests.fakes import clock as station_clock
from tests.fakes.centre_world import AGREED, TERMS, CentreWorld, FakeClock, open_centre
from tests.sync.call_carrier import CallCarrier
from tests.sync.station import carried_to

STATION: Final = "C07"
_NUMBER: Final = 7
_EDITION: Final = "e" * 64
_KEY: Final = bytes(range(32))
_DATABASE: Final = "station.db"
_CENTRE: Final = "centre"
_GENEROUS: Final = replace(
    TERMS,
    agreement=Agreement(
        (replace(AGREED, guarantee=Money(10**9, "PEN"), receipt_block=30_000, voucher_count=0),), Commissions()
    ),
)


@dataclass(frozen=True, slots=True)
class Station:
    journal: Journal
    signer: SigningKey

    def deliver(self, carrier: Carrier, is_done: Callable[[], bool]) -> None:
        """Sync as the desk does (`SyncLink`, engine and storage on this thread), until `is_done`. Needs an event loop:
        none may be running yet.
        """
        app = QCoreApplication.instance() or QCoreApplication([])
        identity = self.journal.identity
        centre_key = from_base64url(identity.centre_key)
        outbox = JournalOutbox(self.journal)
        engine = SyncEngine(Speaker(identity.station, identity.epoch, self.signer, centre_key, verify), outbox)
        link = SyncLink(engine, outbox, carrier)
        for news in (link.status_changed, link.journal_grew):
            news.connect(lambda *_: app.quit() if is_done() else None)
        link.start()
        app.exec()
        link.stop()

    def has_delivered(self) -> bool:
        """Everything that was written, and every blob that it names, is at the centre, and the centre has signed so."""
        outbox = JournalOutbox(self.journal)
        return outbox.acknowledged == outbox.length and outbox.pending_blob_count == 0


def create(folder: Path) -> tuple[Counter, station_clock.FakeClock]:
    """A cabin on its first morning: it has told the centre that it began, and has heard what it was granted."""
    keys.create(folder / _CENTRE / "keys", (SERVER,), datetime.now(UTC))
    real = CentreWorld(folder / _CENTRE, terms=_GENEROUS)
    desk = real.invite(STATION, _NUMBER, operators=(("rosa", "operator"),))
    desk.enrol()
    real.approve(desk)
    clock = station_clock.FakeClock()
    identity = _identity(desk.invitation)
    store = open_store(folder / _DATABASE, _KEY, create=True)
    with store.transaction():
        settings.write_identity(store, identity, desk.key.seed, bytes(32))
    journal = Journal(store, identity, desk.key, clock, from_base64url(identity.sealing_key))
    station = Station(journal, desk.key)
    journal.record("setup", _started(journal))
    carrier = CallCarrier(carried_to(real.registry.handle))
    station.deliver(carrier, lambda: station.has_delivered() and journal.books.receipts_left > 0)
    real.close()
    return Counter(journal, cajamarca(), clock), clock


def open_station(folder: Path) -> Station:
    """As at the start of its program."""
    store = open_store(folder / _DATABASE, _KEY)
    identity = settings.read_identity(store)
    signer = SigningKey(settings.read_secret(store, "signing_seed"))
    clock = station_clock.FakeClock()
    return Station(Journal(store, identity, signer, clock, from_base64url(identity.sealing_key)), signer)


def open_its_centre(folder: Path) -> Centre:
    return open_centre(folder / _CENTRE, FakeClock(), _GENEROUS)


def _identity(invitation: Invitation) -> Identity:
    return Identity(
        station=STATION,
        number=_NUMBER,
        label=invitation.label,
        face=invitation.face,
        municipality=invitation.municipality,
        edition=_EDITION,
        epoch=1,
        address="",
        authority=invitation.authority,
        centre_key=invitation.centre_key,
        sealing_key=invitation.sealing_key,
    )


def _started(journal: Journal) -> Draft:
    identity = journal.identity
    body = {
        "municipality": identity.municipality,
        "edition": identity.edition,
        "number": identity.number,
        "face": identity.face,
        "key": to_base64url(journal.public_key),
        "program": "bench",
    }
    return Draft("journal_started/1", body)
