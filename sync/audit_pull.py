"""An auditor's reading: the directory of stations, then every station's two journals from where the last one ended.

Values in, values out, like the engine; a pull is started by a person and ends. What arrives is handed on exactly as it
was signed: whoever audits verifies it from nothing (`domain.journal.verify`), so nothing is verified twice here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.envelope import Signed
from domain.errors import Refusal
from sync import calls
from sync.batch import ENTRIES_UNIT
from sync.errors import Reason, Untrusted
from sync.exchange import Call, Exchange, Identity, Moment, Reply, problem_of, trusted_answer
from sync.limits import BACK_OFF_MS
from sync.messages import StationListing
from sync.outputs import Send, WakeAt
from sync.packing import unpack_entries

#: Failures in a row before the pull gives up. A person sees it and may start it again, from where it stands.
FAILURES_MAX: Final = 5
#: It will be no again: not an auditor, not approved, no such station. Anything else may be a bad moment.
_NO: Final = frozenset({403, 404})
_OK: Final = 200
JOURNALS: Final = ("entries", "outbound")

#: How many entries of a journal are held: station, epoch, and which of JOURNALS.
Held = Callable[[str, int, str], int]


@dataclass(frozen=True, slots=True)
class DirectoryReceived:
    stations: tuple[StationListing, ...]


@dataclass(frozen=True, slots=True)
class JournalPart:
    """Entries `first`, `first + 1`, … of one journal; store them before the pull is asked again."""

    station: str
    epoch: int
    journal: str
    first: int
    entries: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class PullEnded:
    """`reason` is None when everything the directory named is held, else a `Reason` or a refusal's code."""

    reason: str | None


PullOutput = Send | WakeAt | DirectoryReceived | JournalPart | PullEnded


class AuditPull:
    """Call `tick` at once and whenever `WakeAt` says, until `PullEnded`."""

    def __init__(self, identity: Identity, held: Held) -> None:
        self._identity = identity
        self._held = held
        self._exchange: Exchange | None = None
        self._exchanges = 0
        self._failures = 0
        self._unit = ENTRIES_UNIT
        self._sent_at = 0
        self._not_before = 0
        self._ended = False
        self._directory: tuple[StationListing, ...] | None = None
        self._asking: tuple[StationListing, str, int] | None = None

    def tick(self, moment: Moment) -> list[PullOutput]:
        if self._ended:
            return []
        if self._exchange is not None:
            return [WakeAt(self._sent_at + self._exchange.deadline_ms)]
        if moment.now_ms < self._not_before:
            return [WakeAt(self._not_before)]
        call = self._next_call()
        if call is None:
            return self._end(None)
        self._exchanges += 1
        self._exchange = Exchange.signed(self._exchanges, self._identity, call, acknowledged=0, moment=moment)
        self._sent_at = moment.now_ms
        return [Send(self._exchange)]

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[PullOutput]:
        if self._exchange is None or self._exchange.id != exchange_id:
            return []
        try:
            answer = trusted_answer(self._identity, self._exchange, reply)
            if answer.status in _NO:
                return self._end(problem_of(reply).code)
            if answer.status != _OK:
                return self.failed(exchange_id, Reason.REQUEST_REFUSED, moment)
            outputs = self._heard(reply, moment)
        except Untrusted as error:
            return self.failed(exchange_id, error.reason, moment)
        self._exchange = None
        self._failures = 0
        return [*outputs, WakeAt(moment.now_ms)]

    def failed(self, exchange_id: int, reason: Reason, moment: Moment) -> list[PullOutput]:
        if self._exchange is None or self._exchange.id != exchange_id:
            return []
        self._exchange = None
        self._failures += 1
        self._unit = self._unit.after_failure()
        if self._failures >= FAILURES_MAX or reason is Reason.CANCELLED:
            return self._end(reason.value)
        self._not_before = moment.now_ms + (BACK_OFF_MS << self._failures) + moment.jitter(BACK_OFF_MS)
        return [WakeAt(self._not_before)]

    def _next_call(self) -> Call | None:
        if self._directory is None:
            return calls.directory()
        for station in self._directory:
            for journal, there in zip(JOURNALS, (station.entries, station.outbound), strict=True):
                here = self._held(station.station, station.epoch, journal)
                if here < there:
                    self._asking = (station, journal, here + 1)
                    return calls.journal_of(station.station, journal, here + 1, self._unit.size)
        return None

    def _heard(self, reply: Reply, moment: Moment) -> list[PullOutput]:
        if self._asking is None:
            self._directory = read_directory(reply.body)
            return [DirectoryReceived(self._directory)]
        station, journal, first = self._asking
        try:
            there = station.entries if journal == JOURNALS[0] else station.outbound
            # No further than the directory said: both journals are read as they were at one moment.
            entries = tuple(unpack_entries(reply.body))[: there - first + 1]
        except Refusal as error:
            raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
        if not entries:
            raise Untrusted(Reason.NO_PROGRESS, why=f"{station.station} has no entry {first}")
        carried = sum(len(entry.payload) for entry in entries)
        self._unit = self._unit.after_success(carried, moment.now_ms - self._sent_at)
        return [JournalPart(station.station, station.epoch, journal, first, entries)]

    def _end(self, reason: str | None) -> list[PullOutput]:
        self._exchange = None
        self._ended = True
        return [PullEnded(reason)]


def read_directory(body: bytes) -> tuple[StationListing, ...]:
    """Raises Untrusted when the (signed) body is not an array of listings."""
    try:
        documents = json.loads(body)
        found = tuple(map(StationListing.from_document, documents)) if isinstance(documents, list) else None
    except (ValueError, RecursionError, Refusal) as error:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)[:80]) from error
    if found is None:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why="not an array of stations")
    return found
