"""How this station is, for the municipality's list of all of them: numbers and states, nothing about anybody."""

from __future__ import annotations

import shutil
from typing import Final

from kiosk_app.services import papers_seen
from kiosk_app.services.counter import Counter
from kiosk_app.storage import spool_table
from kiosk_app.storage.station_folder import StationFolder
from kiosk_app.version import VERSION
from printing.spool import SpoolState
from sync.messages import Report
from sync.status import Status

_STUCK: Final = frozenset({SpoolState.FAILED_BEFORE_SEND, SpoolState.UNKNOWN})
_MIB: Final = 1024 * 1024


class Reporting:
    def __init__(self, counter: Counter, folder: StationFolder) -> None:
        self._counter = counter
        self._folder = folder
        self._handed: tuple[int, list[str]] = (0, [])

    def report(self, status: Status) -> Report:
        """The papers it carries are forgotten once the centre has been heard after they were handed over."""
        now = int(self._counter.now().timestamp())
        at, handed = self._handed
        store = self._counter.store
        if handed and status.last_contact is not None and status.last_contact >= at:
            papers_seen.forget(store, handed)
        self._handed = now, papers_seen.held(store)
        oldest = status.oldest_pending
        return Report(
            program=VERSION,
            queue=status.pending_entries,
            oldest_s=0 if oldest is None else max(1, now - oldest),
            blobs=status.pending_blobs,
            printer=self._printer(),
            disk_mb=self._free_mb(),
            database_kb=self._folder.database.stat().st_size // 1024,
            uptime_s=self._counter.clock.monotonic_ms() // 1000,
            papers=self._handed[1],
        )

    def _printer(self) -> str:
        """As the papers tell: something is stuck, something came out, or nothing was ever sent."""
        if any(job.state in _STUCK for job in spool_table.open_jobs(self._counter.store)):
            return "problem"
        return "ok" if spool_table.has_printed(self._counter.store) else "unknown"

    def _free_mb(self) -> int:
        return shutil.disk_usage(self._folder.path).free // _MIB
