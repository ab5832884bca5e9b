"""A counter's day with every operation on its disk written down. A process of its own: the layer stays for good.

    python -m tests.damage.recorded_counter <database> <synchronous> <rounds> <recording>

After every act, which is one transaction, the digest of every table is told: from then on it was promised to somebody.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk_app.services.retention import Retention
from kiosk_app.storage import projections, spool_table
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store
from kiosk_app.storage.outbox import JournalOutbox
from printing.spool import Outcome, PrintJob, SpoolState, begin_sending, confirm_in_hand, finish_sending
from tests.damage.busy_counter import reopen
from tests.damage.recording_vfs import Recording
from tests.kiosk_app.services.desk import ROSA, Desk, pieces

#: Kept beside the journal: a dump of the projections does not show them.
_BESIDE = ("entry", "personal", "blob", "print_job", "setting")


def digest(store: Store) -> str:
    """Of everything that the database says."""
    rows = [
        [value if isinstance(value, str | int | None) else bytes(value).hex() for value in row]
        for table in _BESIDE
        for row in store.rows(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 - our own names
    ]
    return hashlib.sha256((projections.dump(store) + json.dumps(rows)).encode()).hexdigest()


def acts(desk: Desk, number: int) -> Iterator[Callable[[], object]]:
    """One round of a day; each is one transaction. Some of them make the log be written back and emptied."""
    store, outbox = desk.station.store, JournalOutbox(desk.station.journal)
    jobs: list[PrintJob] = []
    yield desk.open_drawer
    yield lambda: jobs.append(desk.charge().job)
    yield lambda: jobs.append(spool_table.update(store, begin_sending(jobs[0])))
    printed = Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=len(jobs[0].content))
    yield lambda: jobs.append(spool_table.update(store, finish_sending(jobs[-1], printed)))
    yield lambda: spool_table.update(store, confirm_in_hand(jobs[-1]))
    yield lambda: desk.complain(photos=(Blob("image/jpeg", bytes([number]) * 9000),))
    yield lambda: desk.charge("LF-01")
    head = desk.station.journal.head
    yield lambda: outbox.record_acknowledged(desk.length, head, 1_795_000_000 + number)
    for blob in outbox.pending_blobs(9):
        yield lambda sha256=blob.sha256: outbox.record_blob_sent(sha256, 0)  # type: ignore[misc]
    held = desk.expected_cash()
    yield lambda: desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, held))
    yield lambda: desk.drawer.close(ROSA, "")
    yield lambda: desk.remittances.declare(ROSA, desk.remittances.to_deposit, f"BN {number}")
    desk.clock.advance(20 * 24 * 3600)
    yield lambda: Retention(desk.counter).forget_due()
    if number % 2:
        yield store.empty_log


def live(path: Path, synchronous: str, rounds: int, recording: Recording) -> None:
    desk = reopen(path)
    desk.station.store.connection.execute(f"PRAGMA synchronous = {synchronous}")
    recording.tell(digest(desk.station.store))
    for number in range(1, rounds + 1):
        for act in acts(desk, number):
            act()
            recording.tell(digest(desk.station.store))
    desk.station.store.close()


if __name__ == "__main__":
    database, synchronous, rounds, written = sys.argv[1:]
    recording = Recording()
    live(Path(database), synchronous, int(rounds), recording)
    plain = [(each.kind, each.file, each.at, each.data) for each in recording.operations]
    Path(written).write_bytes(pickle.dumps(plain))
