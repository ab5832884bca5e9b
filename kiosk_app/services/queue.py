"""What waits: entries the centre has not signed for, files on their way, papers nobody has seen come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.envelope import Signed
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.services.counter import Counter
from kiosk_app.storage import entries, settings, spool_table
from printing.spool import PrintJob

SHOWN_MAX: Final = 200
#: Fields that say what an entry is about, the most telling first.
_ABOUT: Final = ("receipt", "case", "remittance", "prepaid", "grant", "statement", "of")


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """`kind` is the entry's; `about` the case, receipt, deposit, code, grant or statement it names, or empty. A copy
    names what is on the paper, which may be a refund or another entry.
    """

    sequence: int
    kind: str
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """`entries` and `files` count everything; `shown` is the oldest part. `last_contact` is None before the first."""

    entries: int
    files: int
    last_contact: datetime | None
    oldest: datetime | None
    shown: tuple[WaitingEntry, ...]
    papers: tuple[PrintJob, ...]


class Queue:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def waiting(self) -> Waiting:
        counter = self._counter
        mark = settings.watermark(counter.store)
        first = 1 if mark is None else mark.sequence + 1
        oldest = entries.read(counter.store, Author.STATION, first, first + SHOWN_MAX - 1)
        shown = tuple(self._shown(signed) for signed in oldest)
        files = counter.store.row("SELECT count(*) FROM blob WHERE direction = 'up' AND done = 0")
        assert files is not None, "an aggregate always has a row"
        return Waiting(
            entries=counter.journal.length - first + 1,
            files=files[0],
            last_contact=None if mark is None else counter.local(mark.at),
            oldest=shown[0].at if shown else None,
            shown=shown,
            papers=(*spool_table.to_answer(counter.store), *spool_table.open_jobs(counter.store)),
        )

    def _shown(self, signed: Signed) -> WaitingEntry:
        entry = read_entry(signed).entry
        about = next((entry.body[name] for name in _ABOUT if entry.body.get(name)), "")
        return WaitingEntry(entry.sequence, entry.kind, about, entry.at.astimezone(self._counter.zone))
