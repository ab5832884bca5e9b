"""What waits: entries the centre has not signed for, files on their way, papers nobody has seen come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.catalog import WorkingCalendar
from domain.envelope import Signed
from domain.errors import Refusal
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.services.counter import Counter
from kiosk_app.storage import courier_files, entries, settings, spool_table
from printing.spool import PrintJob

SHOWN_MAX: Final = 200
#: Fields that say what an entry is about, the most telling first.
_ABOUT: Final = ("receipt", "case", "remittance", "prepaid", "grant", "statement", "of", "announcement", "subject")


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """`kind` is the entry's; `about` what it names, as a case or a receipt, or empty. A copy
    names what is on the paper, which may be a refund or another entry.
    """

    sequence: int
    kind: str
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandedOver:
    at: datetime
    last: int
    blobs: frozenset[str]


@dataclass(frozen=True, slots=True)
class WaitingFiles:
    """Photographs and letters of an entry: how many of them the centre holds whole, and the hashes of the others."""

    entry: WaitingEntry
    sent: int
    all: int
    lacking: frozenset[str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """`entries` and `files` count everything; `shown` and `filed` are the oldest part. `last_contact` is None before
    the first. `handed` says until which entry, and which blobs, are in a courier file without an answer, and since
    when; `overdue` that the oldest has waited more than a working day.
    """

    entries: int
    files: int
    last_contact: datetime | None
    oldest: datetime | None
    overdue: bool
    shown: tuple[WaitingEntry, ...]
    filed: tuple[WaitingFiles, ...]
    handed: HandedOver | None
    papers: tuple[PrintJob, ...]


def is_overdue(calendar: WorkingCalendar, since: datetime, now: datetime) -> bool:
    """Whether more than one working day has passed: until the same hour of the next working day nobody is alarmed.

    Both are local. A calendar that has run out counts every day.
    """
    try:
        day = calendar.add_working_days(since.date(), 1)
    except Refusal:
        day = since.date() + timedelta(days=1)
    return now > datetime.combine(day, since.timetz())


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
        filed = self._filed()
        since = min((one.at for one in (*shown[:1], *(found.entry for found in filed))), default=None)
        return Waiting(
            entries=counter.journal.length - first + 1,
            files=files[0],
            last_contact=None if mark is None else counter.local(mark.at),
            oldest=since,
            overdue=since is not None and is_overdue(counter.municipality.calendar, since, counter.now()),
            shown=shown,
            filed=filed,
            handed=self._handed(first - 1),
            papers=(*spool_table.to_answer(counter.store), *spool_table.open_jobs(counter.store)),
        )

    def _filed(self) -> tuple[WaitingFiles, ...]:
        rows = self._counter.store.rows(
            "SELECT sequence, count(*) AS many, sum(done) AS sent,"
            " group_concat(CASE WHEN done = 0 THEN sha256 END) AS lacking"
            " FROM blob WHERE direction = 'up' GROUP BY sequence HAVING sum(done) < count(*) ORDER BY sequence LIMIT ?",
            (SHOWN_MAX,),
        )
        return tuple(
            WaitingFiles(self._entry(row["sequence"]), row["sent"], row["many"], frozenset(row["lacking"].split(",")))
            for row in rows
        )

    def _entry(self, sequence: int) -> WaitingEntry:
        return self._shown(next(entries.read(self._counter.store, Author.STATION, sequence, sequence)))

    def _handed(self, acknowledged: int) -> HandedOver | None:
        """The files that hold something the centre has not signed for."""
        known = (one for one in courier_files.all_of(self._counter.store) if one.saved)
        open_files = [one for one in known if one.last > acknowledged or one.blobs]
        if not open_files:
            return None
        blobs = frozenset(blob for one in open_files for blob in one.blobs)
        return HandedOver(self._counter.local(open_files[-1].at), max(one.last for one in open_files), blobs)

    def _shown(self, signed: Signed) -> WaitingEntry:
        entry = read_entry(signed).entry
        about = next((entry.body[name] for name in _ABOUT if entry.body.get(name)), "")
        return WaitingEntry(entry.sequence, entry.kind, about, entry.at.astimezone(self._counter.zone))
