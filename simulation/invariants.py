"""What must hold at every step, and what must hold once everything is well again. docs/SIMULATION.md says it in words.

The witness looks from outside: at what is durable in the centre's file, over a connection of its own, and at what the
counter was told is on its disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from central import restores
from central.ledgers import Ledgers
from central.ratchets import number
from central.store import stations
from domain.ledger.books import Books
from kiosk_app.storage import projections
from simulation.centre import CentreMachine
from simulation.keys import STATION
from simulation.station import StationMachine
from sync.outputs import AlertCode
from sync.status import Connection

#: What a station says aloud when it stops because there is another one of it.
_SAYS_SO: Final = frozenset({AlertCode.JOURNAL_FORKED, AlertCode.STATION_COPIED})
#: Alarms of which each says that two histories exist, or that the station's own entries are worth nothing.
FORKS: Final = _SAYS_SO | {AlertCode.ENTRY_NOT_AUTHENTIC, AlertCode.EPOCH_CHANGED, AlertCode.OUTBOUND_FORKED}
#: What the centre writes down against a station whose files are not the latest.
_OF_COPIES: Final = frozenset({"station_copied", "stale_requests", "journal_forked"})
_WENT_BACK: Final = frozenset({AlertCode.CENTRE_WENT_BACK, AlertCode.OUTBOUND_WENT_BACK})


class Invariant(StrEnum):
    PREFIX = "one-history"  # the centre's journal of a station is a prefix of the station's
    HEARD = "one-outbound"  # the station's copy of the centre's journal is a prefix of the centre's
    KEPT = "written-is-kept"  # what the counter was told is on the disk is there after every crash
    ACKNOWLEDGED = "acknowledged-is-held"  # nothing is acknowledged that the centre does not hold durably
    EFFECTS = "effects-once"  # the centre's books are the journal replayed once
    BLOBS = "blobs-whole"  # with the right hash, on both sides
    ALARMS = "no-false-alarm"
    SAID = "copies-are-said"  # two of one station, or files put back: one of them says so and stops
    WHOLE = "whole-after-healing"
    RESTS = "comes-to-rest"  # a day has few events
    OWN_FAULT = "no-own-fault"  # no 500 of the centre but from a full disk


_EFFECTS: Final = """
SELECT (SELECT count(*) FROM case_file),
       (SELECT count(*) FROM entry WHERE kind = 'case_opened/1'),
       (SELECT count(*) FROM outbound
         WHERE kind = 'case_moved/1' AND CAST(payload AS TEXT) LIKE '%"state":"received"%'),
       (SELECT group_concat(code || ' ' || details) FROM finding)
"""


class Broken(Exception):  # noqa: N818 - named for what happened
    def __init__(self, invariant: Invariant, words: str) -> None:
        super().__init__(f"{invariant}: {words}")
        self.invariant = invariant


def require(holds: object, invariant: Invariant, words: str) -> None:
    if not holds:
        raise Broken(invariant, words)


class Witness:
    """`held` and `said` are hashes of both journals as the centre's disk has them now; `written` the station's own."""

    def __init__(self, centre: CentreMachine) -> None:
        self.centre = centre
        self.held: list[str] = []
        self.said: list[str] = []
        self.written: dict[str, list[str]] = {}
        #: Histories that ended with a disk: nobody goes on with them.
        self.ended: list[list[str]] = []
        #: Somebody has to stop before all is well: two computers ask as one station, or an old one asks.
        self.must_stop = False
        self.restores = 0
        #: Letters that went with a restored centre. The station's copy is the only one; nobody asks for it back.
        self.lost_letters: set[str] = set()
        self._lost_outbound = False
        self._seen_whole: set[str] = set()
        self._high = 0

    # ------------------------------------------------------------ looking

    def look_at_centre(self) -> None:
        """After each request and each act of the office."""
        self._look_at(self.held, "SELECT hash FROM entry WHERE sequence >= ? ORDER BY sequence")
        self._look_at(self.said, "SELECT hash FROM outbound WHERE sequence >= ? ORDER BY sequence")

    def _look_at(self, known: list[str], query: str) -> None:
        found = [row[0] for row in self.centre.rows(query, len(known) or 1)]
        require(not known or found[:1] == known[-1:], Invariant.PREFIX, "what the centre held has changed or gone")
        known += found[1:] if known else found

    def letters(self) -> set[str]:
        """Blobs that the centre has for the station."""
        return {row[0] for row in self.centre.rows("SELECT sha256 FROM blob WHERE origin = 'centre'")}

    def centre_went_back(self, letters: set[str]) -> None:
        """A backup was put back over a centre that had `letters`: what it holds now is counted from nothing."""
        self.restores += 1
        self._high = max(self._high, len(self.held))
        before = len(self.said)
        self.held, self.said = [], []
        self.look_at_centre()
        self._lost_outbound |= len(self.said) < before
        self._seen_whole.clear()
        self.lost_letters |= letters - self.letters()

    def look_at_disk(self, station: StationMachine) -> None:
        """After each start: the disk has what the counter was told, and perhaps what it was not told any more."""
        rows = station.store.rows("SELECT hash FROM entry WHERE author = 'station' ORDER BY sequence")
        found = [row["hash"] for row in rows]
        known = self.written.get(station.name, [])
        require(found[: len(known)] == known, Invariant.KEPT, f"{len(known)} were written, {len(found)} are there")
        self.written[station.name] = found

    def another_disk(self, station: StationMachine, ratchet: str) -> None:
        """An image was put into the machine, which had held `ratchet`: older, or the same again and no harm at all."""
        before = self.written.pop(station.name)
        self.look_at_disk(station)
        if (before, ratchet) == (self.written[station.name], station.outbox.ratchet):
            return
        self.ended.append(before)
        # What was never shown to the centre, nor sent, it cannot know of: an image that lacks no more goes on.
        self.must_stop = self.forks(station) or self._shown() > number(station.outbox.ratchet)

    def copied(self) -> None:
        """A second computer has the same disk. Whoever asks later than the other is found out by the ratchet."""
        self.must_stop = True

    def _shown(self) -> int:
        """The number of the latest ratchet that a station has shown."""
        rows = self.centre.rows("SELECT base FROM ratchet WHERE station = ?", STATION)
        return number(rows[0][0]) if rows else 0

    # ------------------------------------------------------------ at every step

    def must_hold(self, station: StationMachine) -> None:
        own = self.written[station.name]
        histories = [*self.written.values(), *self.ended]
        require(
            any(history[: len(self.held)] == self.held for history in histories),
            Invariant.PREFIX,
            "the centre's journal is nobody's history",
        )
        require(not self.centre.own_faults, Invariant.OWN_FAULT, "".join(self.centre.own_faults))
        if not station.running:
            return
        acknowledged = station.outbox.acknowledged
        most = max(len(self.held), self._high)
        require(acknowledged <= most, Invariant.ACKNOWLEDGED, f"{acknowledged} acknowledged, {most} ever held")
        shared = min(acknowledged, len(self.held))
        require(own[:shared] == self.held[:shared], Invariant.ACKNOWLEDGED, "another history was acknowledged")
        heard = min(station.journal.heard, len(self.said))
        if heard == station.journal.heard and heard:
            require(self.said[heard - 1] == station.journal.heard_head, Invariant.HEARD, f"differs at {heard}")

    # ------------------------------------------------------------ when everything is well again

    def is_whole(self, station: StationMachine) -> bool:
        """Everything is on both sides: a cheap look, after each event of the healing."""
        if not station.running or self.is_stopped(station):
            return station.running
        length, outbox = station.journal.length, station.outbox
        return (
            len(self.held) == length == outbox.acknowledged
            and station.journal.heard == len(self.said)
            and not (self.restores and (self._is_in_doubt() or outbox.restored != self._mark()))
            and not outbox.pending_blob_count
            and {blob.sha256 for blob in outbox.wanted_blobs(10)} <= self.lost_letters
            and station.engine.status().connection in {Connection.CONNECTED, Connection.SLOW}
        )

    def _is_in_doubt(self) -> bool:
        """Whether a restored centre waits to hear how far the station had heard it, and says nothing meanwhile."""
        return bool(self.centre.rows("SELECT doubt FROM station WHERE station = ?", STATION)[0][0])

    def _mark(self) -> str:
        """Of its last restore, as the centre says it: a station that has not heard it offers nothing again yet."""
        with self.centre.centre.store.reading() as tx:
            return restores.letters(tx)

    def forks(self, station: StationMachine) -> bool:
        """Whether this station's history is not the centre's any more."""
        return self.written[station.name][: len(self.held)] != self.held

    @property
    def is_spoilt(self) -> bool:
        """This station is not one computer with one disk any more."""
        return len(self.written) > 1 or bool(self.ended)

    def is_stopped(self, station: StationMachine) -> bool:
        """It says aloud that there is another of it and stops. What only the ratchet knew the centre says, too."""
        if not self.is_spoilt or station.engine.status().connection is not Connection.HALTED:
            return False
        by_chain = self.forks(station) and AlertCode.JOURNAL_FORKED in station.alerts
        by_ratchet = AlertCode.STATION_COPIED in station.alerts and "station_copied" in self._findings()
        return by_chain or by_ratchet

    def _findings(self) -> set[str]:
        return {row[0] for row in self.centre.rows("SELECT code FROM finding")}

    def are_well(self, computers: Sequence[StationMachine]) -> bool:
        """Each is whole or has stopped, and one has stopped where one must."""
        return all(map(self.is_whole, computers)) and (not self.must_stop or any(map(self.is_stopped, computers)))

    def must_be_well(self, computers: Sequence[StationMachine]) -> None:
        for station in computers:
            self._must_be_whole(station)
        stopped = [station for station in computers if self.is_stopped(station)]
        require(stopped or not self.must_stop, Invariant.SAID, "two of one station, and neither was told")
        copied = [s for s in stopped if AlertCode.STATION_COPIED in s.alerts and not self.forks(s)]
        latest = len(computers) == 1 or len(copied) < len(computers)
        require(latest, Invariant.ALARMS, "one of two is the latest, and both were told that they are not")
        self._effects_once()

    def _must_be_whole(self, station: StationMachine) -> None:
        own, status = self.written[station.name], station.engine.status() if station.running else None
        if status is not None and self.is_stopped(station):
            return
        silent = self.is_spoilt and status is not None and status.connection is Connection.HALTED
        require(
            not silent and not self.forks(station), Invariant.SAID, f"two of one station, and nobody was told: {status}"
        )
        self._no_false_alarm(station)
        require(
            self.is_whole(station),
            Invariant.WHOLE,
            f"{len(own)} written, {len(self.held)} held, {len(self.said)} said, {status}",
        )
        self._books_agree(station)
        self._blobs_whole(station)

    def healed(self) -> None:
        """From here on, what was held before a restore counts no more."""
        self._high = len(self.held)
        self.restores = 0

    def _no_false_alarm(self, station: StationMachine) -> None:
        false = set(station.alerts) & (FORKS if self.restores else FORKS | _WENT_BACK | {AlertCode.BLOB_REFUSED})
        require(not false, Invariant.ALARMS, f"alarms without a cause: {sorted(false)}")

    def _books_agree(self, station: StationMachine) -> None:
        books = self._centre_books()
        require(
            _plain(books) == _plain(station.journal.books),
            Invariant.EFFECTS,
            f"the centre's books differ from the station's: {_plain(books)} {_plain(station.journal.books)}",
        )

    def _effects_once(self) -> None:
        files, opened, told, findings = self.centre.rows(_EFFECTS)[0]
        # A copy that stops may have its photograph with it: the case is on file, and not announced.
        once = files == opened == told or (files == opened > told and self.is_spoilt)
        require(once, Invariant.EFFECTS, f"{opened} cases opened, {files} on file, {told} told")
        # Acts that rest on grants which the centre lost are findings by right, whatever is recovered later.
        quiet = not findings or self.is_spoilt or (self._lost_outbound and not self._findings() & _OF_COPIES)
        require(quiet, Invariant.EFFECTS, f"findings against an honest station: {findings}")

    def _centre_books(self) -> Books:
        with self.centre.centre.store.reading() as tx:
            row = stations.find(tx, STATION)
            assert row is not None, "the station was enrolled before the first day"
            return self.centre.centre.ledgers.of(tx, row).with_everything_sent(tx)

    def _blobs_whole(self, station: StationMachine) -> None:
        """Both sides hold every byte."""
        names = [row["sha256"] for row in station.store.rows("SELECT sha256 FROM blob")]
        for name in set(names) - self._seen_whole - self.lost_letters:
            row = station.store.row("SELECT bytes FROM blob WHERE sha256 = ?", (name,))
            assert row is not None, "it was there a moment ago"
            bytes_ = bytes(row["bytes"])
            self._seen_whole.add(name)
            require(hashlib.sha256(bytes_).hexdigest() == name, Invariant.BLOBS, f"the station's blob {name[:8]}")
            file = self.centre.folder / "blobs" / STATION / name[:2] / name
            require(file.exists() and file.read_bytes() == bytes_, Invariant.BLOBS, f"the centre's blob {name[:8]}")

    # ------------------------------------------------------------ at the end of a life

    def must_replay(self, computers: Sequence[StationMachine]) -> None:
        """Every side, read again from nothing, says what it said step by step."""
        with self.centre.centre.store.reading() as tx:
            row = stations.find(tx, STATION)
            assert row is not None, "the station was enrolled before the first day"
            from_nothing = Ledgers().of(tx, row)
            before = self.centre.centre.ledgers.of(tx, row)
        require(_plain(from_nothing.books) == _plain(before.books), Invariant.EFFECTS, "the centre's replay differs")
        for station in computers:
            shown = projections.dump(station.store)
            station.journal.rebuild()
            require(shown == projections.dump(station.store), Invariant.EFFECTS, "the station's projections differ")


def _plain(books: Books) -> dict[tuple[str, str], int]:
    """Balances without accounts that stand at nothing: a side that never touched one has no zero for it."""
    return {key: amount for key, amount in books.balances.items() if amount}
