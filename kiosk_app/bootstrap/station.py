"""Open a station's folder: the part that every face shares."""

from __future__ import annotations

from dataclasses import dataclass

from domain.envelope import from_base64url
from kiosk_app.devices.anchor import anchor_file
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.services.anchoring import Anchoring
from kiosk_app.services.counter import Counter
from kiosk_app.services.sign_in import Unlocked
from kiosk_app.services.taking import take_the_desk
from kiosk_app.storage import settings, spool_table
from kiosk_app.storage.connection import open_store
from kiosk_app.storage.edition import read_folder
from kiosk_app.storage.journal import Journal
from kiosk_app.storage.outbox import JournalOutbox
from kiosk_app.storage.station_folder import StationFolder
from sync.engine import SyncEngine
from sync.exchange import Identity as Speaker
from sync.seal import SigningKey, verify
from sync.status import Status


@dataclass(frozen=True, slots=True)
class OpenStation:
    """Everything that needs the database's key. `speaker` is who this station is on the wire."""

    folder: StationFolder
    counter: Counter
    outbox: JournalOutbox
    speaker: Speaker
    anchoring: Anchoring

    @property
    def engine(self) -> SyncEngine:
        return SyncEngine(self.speaker, self.outbox, self.anchoring.copied)

    def anchored(self, _status: Status) -> None:
        """The centre was heard: what it gave and what it signed for is on the disk."""
        self.anchoring.note()

    def close(self) -> None:
        self.counter.store.close()


def open_station(folder: StationFolder, unlocked: Unlocked, clock: Clock | None = None) -> OpenStation:
    """Raises what opening a database and reading a municipality's folder raise (kiosk_app.storage)."""
    clock = clock or SystemClock()
    municipality = read_folder(folder.edition)
    store = open_store(folder.database, unlocked.key)
    try:
        identity = settings.read_identity(store)
        signer = SigningKey(settings.read_secret(store, "signing_seed"))
        journal = Journal(store, identity, signer, clock, from_base64url(identity.sealing_key))
        spool_table.recover_all(store)
        outbox = JournalOutbox(journal)
        anchoring = Anchoring(outbox, anchor_file(journal.public_key))  # before anything new is written
        take_the_desk(journal, unlocked)
    except BaseException:
        store.close()
        raise
    speaker = Speaker(identity.station, identity.epoch, signer, from_base64url(identity.centre_key), verify)
    counter = Counter(journal, municipality, clock)
    return OpenStation(folder, counter, outbox, speaker, anchoring)
