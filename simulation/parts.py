"""What a world is built of. A planted mistake is a subclass in one of these places; nothing is ever patched."""

from __future__ import annotations

from dataclasses import dataclass

from central.blob_files import BlobFiles
from central.registry import Registry
from kiosk_app.storage.journal import Journal
from kiosk_app.storage.outbox import JournalOutbox
from simulation.disk import Disk
from sync.engine import SyncEngine


@dataclass(frozen=True, slots=True)
class Parts:
    engine: type[SyncEngine] = SyncEngine
    outbox: type[JournalOutbox] = JournalOutbox
    journal: type[Journal] = Journal
    registry: type[Registry] = Registry
    blob_files: type[BlobFiles] = BlobFiles
    station_disk: type[Disk] = Disk
    centre_disk: type[Disk] = Disk


PRODUCTION = Parts()
