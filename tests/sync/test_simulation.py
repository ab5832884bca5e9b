"""Two hundred bad days in every run; a failure names the seed that repeats it (`run_small(seed)`).

Then the negative controls: an engine, or a centre, with one planted mistake each, which the same days must find.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from central import operators
from central.outbound import OutboundWriter
from central.ratchets import Ratchet
from central.store import blobs, journals, stations
from central.store.journals import JournalName
from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.kinds import Author
from sync.engine import SyncEngine
from sync.exchange import Identity, Moment, Reply
from sync.outputs import Acknowledged, Output, WakeAt
from sync.packing import unpack_entries
from sync.seal import verify
from sync.states import Event, State
from tests.fakes.centre_world import CentreWorld
from tests.fakes.centre_world import Desk as RealStation
from tests.sync.memory_outbox import Journal, MemoryOutbox
from tests.sync.simulation import MakeEngine, World
from tests.sync.small_centre import Response, SmallCentre
from tests.sync.station import CENTRE_KEY, STATION, STATION_KEY

SEEDS = range(200)
REAL_SEEDS = range(12)
#: Of the centre's entries, the one that grants the first receipt numbers; there is no fee before it is heard.
GRANTED = 5


class SmallPeer:
    def __init__(self, centre: SmallCentre) -> None:
        self.centre = centre
        self._saved: tuple[int, dict[str, bytes]] = (0, {})
        self._ratchet: Ratchet | None = None

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Response:
        return self.centre.handle(method, path, headers, body)

    def hashes(self) -> list[str]:
        return self.centre.hashes

    def outbound(self) -> list[str]:
        return [entry.hash for entry in self.centre.outbound.entries]

    def has_whole(self, sha256: str) -> bool:
        return sha256 in self.centre.blobs

    def save(self) -> None:
        self._saved = (len(self.centre.hashes), dict(self.centre.blobs))
        self._ratchet = self.centre.ratchet

    def restore(self) -> None:
        self.centre.ratchet = self._ratchet
        length, self.centre.blobs = self._saved[0], dict(self._saved[1])
        self.centre.restore(min(length, len(self.centre.hashes)))

    def speak(self) -> None:
        self.centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 1, "currency": "PEN"})


class SmallDesk:
    def __init__(self) -> None:
        self.outbox = MemoryOutbox(Journal(Author.STATION, STATION, STATION_KEY))
        self.identity = Identity(STATION, 1, STATION_KEY, CENTRE_KEY.public_key, verify)

    def write(self) -> None:
        self.outbox.journal.write("operator_signed_in/1", {"refused": 0}, seen=self.outbox.outbound_length)


def run_small(seed: int, make_engine: MakeEngine = SyncEngine, make_centre: type[SmallCentre] = SmallCentre) -> World:
    centre = make_centre(STATION, STATION_KEY.public_key, CENTRE_KEY)
    world = World(seed, SmallPeer(centre), SmallDesk(), make_engine)
    world.run()
    return world


# ---------------------------------------------------------------- the engine against a small centre


@pytest.mark.parametrize("block", range(10))
def test_any_bad_day_ends_whole(block: int) -> None:
    worlds = [run_small(seed) for seed in SEEDS[block::10]]
    assert sum(world.exchanges for world in worlds) > 200, "days on which much was said"
    assert any(world.restores for world in worlds)


# ---------------------------------------------------------------- the engine against the real centre


class RealPeer:
    """The registry over a SQLite file; a backup is a copy of the file, as an operator makes it."""

    def __init__(self, world: CentreWorld, station: str) -> None:
        self.world = world
        self._own = JournalName(station, 1, Author.STATION)
        self._sent = JournalName(station, 1, Author.CENTRE)
        self._file = world.folder / "centre.db"
        self._backup = world.folder / "backup.db"
        self._operators = 0
        self._look()
        self.save()

    def _look(self) -> None:
        with self.world.centre.store.reading() as tx:
            self._hashes = [entry.hash for entry in journals.read(tx, self._own, 1)]
            self._outbound = [entry.hash for entry in journals.read(tx, self._sent, 1)]

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Response:
        response = self.world.registry.handle(method, path, headers, body)
        self._look()
        return response

    def hashes(self) -> list[str]:
        return self._hashes

    def outbound(self) -> list[str]:
        return self._outbound

    def has_whole(self, sha256: str) -> bool:
        with self.world.centre.store.reading() as tx:
            held = blobs.find(tx, self._own.station, sha256)
        return held is not None and held.complete

    def save(self) -> None:
        with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(self._backup)) as copy:
            source.backup(copy)

    def restore(self) -> None:
        self.world.close()
        for beside in ("-wal", "-shm"):
            self._file.with_name(self._file.name + beside).unlink(missing_ok=True)
        shutil.copyfile(self._backup, self._file)
        self.world.reopen()
        with self.world.centre.store.writing() as tx:  # what the operator who restores a backup has to say
            stations.set_doubt(tx, None, doubt=True)
        self._look()

    def speak(self) -> None:
        self._operators += 1
        with suppress(Refusal), self.world.centre.store.writing() as tx:  # it says nothing while it is in doubt
            station = stations.lock(tx, self._own.station)
            assert station is not None
            writer = OutboundWriter(self.world.centre, tx, station, "jefe")
            operators.admit(writer, f"op{self._operators}", "operator")
        self._look()


class RealDesk:
    """Writes lawful acts, so that an effect that came twice would be a finding at the centre."""

    def __init__(self, station: RealStation) -> None:
        self.station = station
        journal = Journal(Author.STATION, station.name, station.key)
        journal.entries = station.journal
        self.outbox = MemoryOutbox(journal)
        self.outbox.recorded = len(station.journal)
        self.outbox.ratchet = station.ratchet
        centre_key = from_base64url(station.invitation.centre_key)
        self.identity = Identity(station.name, 1, station.key, centre_key, verify)
        self.fees = 0

    def write(self) -> None:
        self.station.seen = self.outbox.outbound_length
        granted = self.station.seen >= GRANTED
        if self.fees == 0 and granted:
            self.station.open_drawer()
        if self.fees < 6 and granted:
            self.fees += 1
            self.station.collect(self.fees)
        else:
            self.station.write("operator_signed_in/1", {"refused": 0})


@pytest.fixture
def real(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("seed", REAL_SEEDS)
def test_any_bad_day_ends_whole_at_the_real_centre(seed: int, real: CentreWorld, expected_log_lines: list[str]) -> None:
    station = real.desk()
    desk = RealDesk(station)
    expected_log_lines.append(f"ventanilla.central.receiving: station {station.name}")
    world = World(seed, RealPeer(real, station.name), desk)
    world.run()
    if len(world.peer.outbound()) < desk.outbox.outbound_length:
        return  # the centre lost what the acts were based on: findings are right
    with real.centre.store.reading() as tx:
        codes = {found.code for found in journals.findings(tx)} - {"seen_beyond_outbound"}
        found = stations.find(tx, station.name)
    assert not codes, f"seed {seed}: an effect came twice, or out of order: {codes}"
    assert found is not None
    assert not found.doubt, f"seed {seed}: the centre was never told how far the station had heard"


# ---------------------------------------------------------------- negative controls


class TrustsHttp200(SyncEngine):
    """Says: The server said 200, so it has it."""

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:
        asked = self._under_way
        if asked is None or asked.id != exchange_id or self._state is not State.PUSHING or reply.status != 200:
            return super().received(exchange_id, reply, moment)
        last = self._outbox.acknowledged + len(unpack_entries(asked.body))
        self._under_way = None
        self._go(Event.HEARD)
        head = self._outbox.hash_at(last)
        assert head is not None
        return [Acknowledged(last, head), WakeAt(moment.now_ms)]


class CountsForItself(SyncEngine):
    """Says: I sent ten and it answered, so ten more are there."""

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:
        asked = self._under_way
        pushing = self._state is State.PUSHING and asked is not None and asked.id == exchange_id
        last = self._outbox.acknowledged
        if pushing and asked is not None:
            last += len(unpack_entries(asked.body))
        outputs = super().received(exchange_id, reply, moment)
        if not pushing or self._state is State.BACKING_OFF:
            return outputs
        head = self._outbox.hash_at(last)
        assert head is not None
        return [Acknowledged(last, head), *(out for out in outputs if not isinstance(out, Acknowledged))]


class NeverRewinds(SyncEngine):
    """Says: Servers do not go back in time."""

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:
        held = self._outbox.acknowledged
        outputs = super().received(exchange_id, reply, moment)
        return [out for out in outputs if not (isinstance(out, Acknowledged) and out.sequence < held)]


class AsksOnlyOnce(SyncEngine):
    """Says: There is nothing to send, so there is nothing to ask."""

    def tick(self, moment: Moment) -> list[Output]:
        if self._state is State.RESTING and self._knows_centre:
            self._next_check = moment.now_ms + 10**12
        return super().tick(moment)


class GivesUp(SyncEngine):
    """Says: Three times is enough."""

    def tick(self, moment: Moment) -> list[Output]:
        if self._weather.failures >= 3:
            return [WakeAt(moment.now_ms + 10**9)]
        return super().tick(moment)


class StoresTwice(SmallCentre):
    """A centre that is not idempotent: what it has comes again, and it keeps it again."""

    def _push(self, first: int, body: bytes) -> tuple[int, str, bytes]:
        if first > len(self.hashes) + 1:
            return 200, "", b""
        self.hashes += [signed.hash for signed in unpack_entries(body)]
        self.walk.length, self.walk.head = len(self.hashes), self.hashes[-1]
        return 200, "", b""


def _is_caught(make_engine: MakeEngine = SyncEngine, make_centre: type[SmallCentre] = SmallCentre) -> bool:
    """Within the first sixty of the days that the right engine survives."""
    for seed in SEEDS[:60]:
        try:
            run_small(seed, make_engine, make_centre)
        except AssertionError:
            return True
    return False


@pytest.mark.parametrize("mistaken", [TrustsHttp200, CountsForItself, NeverRewinds, AsksOnlyOnce, GivesUp])
def test_the_same_days_find_a_planted_mistake(mistaken: type[SyncEngine]) -> None:
    assert _is_caught(make_engine=mistaken)


def test_the_same_days_find_a_centre_that_stores_twice() -> None:
    assert _is_caught(make_centre=StoresTwice)
