"""Open a station's folder: the part that every face shares."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from domain.envelope import from_base64url
from domain.errors import Refusal
from kiosk_app.devices.anchor import AnchorFile, anchor_file
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.services.admission import Admission
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
from kiosk_app.storage.station_keys import RequestSigner, signing_key
from kiosk_app.storage.town_map import TownMap, open_map
from sync.engine import SyncEngine
from sync.exchange import Identity as Speaker
from sync.seal import verify

log = logging.getLogger("ventanilla.station")


@dataclass(frozen=True, slots=True)
class OpenStation:
    """Everything that needs the database's key. `speaker` is who this station is on the wire.

    `refused` says why whoever unlocked it may not work here now: it is open to hear of a renewal, and for nothing else.
    """

    folder: StationFolder
    counter: Counter
    outbox: JournalOutbox
    speaker: Speaker
    anchoring: Anchoring
    refused: Refusal | None = None
    ground: TownMap | None = None

    @property
    def engine(self) -> SyncEngine:
        return SyncEngine(self.speaker, self.outbox, self.anchoring.copied)

    def close(self) -> None:
        if self.ground is not None:
            self.ground.close()
        self.counter.store.close()


def open_station(
    folder: StationFolder, unlocked: Unlocked, clock: Clock | None = None, anchor: AnchorFile | None = None
) -> OpenStation:
    """Raises what opening a database and reading a municipality's folder raise (kiosk_app.storage)."""
    clock = clock or SystemClock()
    municipality = read_folder(folder.edition)
    store = open_store(folder.database, unlocked.key)
    try:
        identity = settings.read_identity(store)
        journal = Journal(store, identity, signing_key(store), clock, from_base64url(identity.sealing_key))
        spool_table.recover_all(store)
        outbox = JournalOutbox(journal)
        anchoring = Anchoring(outbox, anchor or anchor_file(journal.public_key))  # before anything new is written
        counter = Counter(journal, municipality, clock)
        refused = _refused(counter, unlocked.operator.id)
        if refused is None:
            take_the_desk(journal, unlocked)
    except BaseException:
        store.close()
        raise
    speaker = Speaker(identity.station, identity.epoch, RequestSigner(store), identity.centre_public_key, verify)
    return OpenStation(folder, counter, outbox, speaker, anchoring, refused, _ground(folder))


def _ground(folder: StationFolder) -> TownMap | None:
    """The counter is not kept shut for want of a map: complaints then say in words where they are."""
    try:
        return open_map(folder.map)
    except Refusal as refusal:
        if refusal.code != "map_missing":
            log.warning("no map: %s", refusal.code)
        return None


def _refused(counter: Counter, operator: str) -> Refusal | None:
    try:
        Admission(counter).days_left(operator)
    except Refusal as refusal:
        return refusal
    return None
