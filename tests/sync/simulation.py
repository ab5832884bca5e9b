"""One seed, one bad day: the production engine against a centre, through a network and a computer that fail.

Everything that can happen is drawn from one seeded generator, so a failure is repeated by its seed alone. First the bad
part (safety: what must hold at every moment), then everything heals (liveness: it must end whole).
"""

from __future__ import annotations

import dataclasses
import hashlib
import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sync.engine import SyncEngine
from sync.errors import Reason
from sync.exchange import Exchange, Identity, Moment, Reply
from sync.limits import BACK_OFF_MAX_MS, HEARTBEAT_MS
from sync.messages import ANSWER_HEADER
from sync.outbox import OutboxView
from sync.outputs import (
    Acknowledged,
    AlertCode,
    BlobPart,
    BlobSent,
    OutboundReceived,
    Output,
    Send,
    WakeAt,
)
from sync.ratchet import Ratcheted
from tests.sync.memory_outbox import MemoryOutbox
from tests.sync.small_centre import Response

MakeEngine = Callable[[Identity, OutboxView], SyncEngine]

#: How long the bad part lasts, and how long healing may take, in simulated milliseconds.
BAD_MS = 20 * 60_000
HEALED_MS = 3 * (HEARTBEAT_MS + BACK_OFF_MAX_MS)
STEPS_MAX = 5_000


class Peer(Protocol):
    """A centre as the simulation sees it: over the protocol, and from behind its counter."""

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Response: ...
    def hashes(self) -> list[str]: ...
    def outbound(self) -> list[str]: ...
    def has_whole(self, sha256: str) -> bool: ...
    def save(self) -> None: ...
    def restore(self) -> None: ...
    def speak(self) -> None: ...


class Desk(Protocol):
    """What writes acts into the station's journal; `write` is one act."""

    identity: Identity
    outbox: MemoryOutbox

    def write(self) -> None: ...


@dataclass(frozen=True)
class Weather:
    """Chances, each of one: of an exchange, or (crash, jump, restore) of a minute."""

    loss: float
    reset: float
    portal: float
    truncation: float
    duplicate: float
    late: float
    crash: float
    restore: float
    jump: float
    mute_driver: float

    @classmethod
    def drawn(cls, rng: random.Random) -> Weather:
        return cls(
            loss=rng.choice([0, 0.05, 0.3]),
            reset=rng.choice([0, 0.05, 0.2]),
            portal=rng.choice([0, 0.1, 0.3]),
            truncation=rng.choice([0, 0.1]),
            duplicate=rng.choice([0, 0.1, 0.3]),
            late=rng.choice([0, 0.1]),
            crash=rng.choice([0, 0.05, 0.3]),
            restore=rng.choice([0, 0.02, 0.1]),
            jump=rng.choice([0, 0.02]),
            mute_driver=rng.choice([0, 0, 0.02]),
        )


CLEAR = Weather(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


class World:
    def __init__(self, seed: int, peer: Peer, desk: Desk, make_engine: MakeEngine = SyncEngine) -> None:
        self.seed = seed
        self.rng = random.Random(seed)  # noqa: S311 - chance to be repeated, not to be secret
        self.peer = peer
        self.desk = desk
        self.outbox = desk.outbox
        self.weather = Weather.drawn(self.rng)
        self.now = 0
        self.shift = 1_000_000
        self.alerts: list[AlertCode] = []
        self.exchanges = 0
        self.restores = 0
        self._make_engine = make_engine
        self._queue: list[tuple[int, int, Callable[[], None]]] = []
        self._events = 0
        self._life = self._wakes = 0
        self._ever_held = len(peer.hashes())
        self.engine = make_engine(desk.identity, self.outbox)

    # ------------------------------------------------------------ the day

    def run(self) -> None:
        """Raises AssertionError, naming the seed, when something that must hold does not."""
        for _ in range(self.rng.randrange(5, 40)):
            self._at(self.rng.randrange(BAD_MS), self._write)
        for _ in range(self.rng.randrange(3)):
            self._at(self.rng.randrange(BAD_MS), self._photograph)
        for minute in range(BAD_MS // 60_000):
            self._at(minute * 60_000, self._minute)
        self._at(0, self._tick)
        self._play(until=BAD_MS)
        self._heal()
        self._play(until=BAD_MS + HEALED_MS)
        self._must_be_whole()

    def _heal(self) -> None:
        self.weather = CLEAR
        self._at(self.now, self._tick)

    def _play(self, until: int) -> None:
        for _ in range(STEPS_MAX):
            if not self._queue or self._queue[0][0] > until:
                self.now = until
                return
            self.now, _, event = heapq.heappop(self._queue)
            event()
            self._must_hold()
        raise AssertionError(f"seed {self.seed}: it never came to rest")

    def _at(self, when: int, event: Callable[[], None]) -> None:
        self._events += 1
        heapq.heappush(self._queue, (when, self._events, event))

    def _chance(self, of: float) -> bool:
        return self.rng.random() < of

    # ------------------------------------------------------------ people and the computer

    def _write(self) -> None:
        for _ in range(self.rng.randrange(1, 4)):
            self.desk.write()
        self._tick()

    def _photograph(self) -> None:
        self.outbox.queue_blob(self.rng.randbytes(self.rng.randrange(1, 200_000)))
        self._tick()

    def _minute(self) -> None:
        if self._chance(0.2):
            self.peer.save()
        if self._chance(self.weather.restore):
            self.restores += 1
            self.peer.restore()
        if self._chance(0.1):
            self.peer.speak()
        if self._chance(self.weather.jump):
            self.shift += self.rng.choice([-900_000, 7_200_000])
        if self._chance(self.weather.crash):
            self._crash()

    def _crash(self) -> None:
        self._life += 1
        self._wakes += 1
        self.engine = self._make_engine(self.desk.identity, self.outbox)
        self._at(self.now + 1_000, self._tick)

    # ------------------------------------------------------------ the driver

    def _moment(self) -> Moment:
        return Moment(self.now + self.shift, 1_795_000_000 + self.now // 1000, self.rng.randbytes(20))

    def _tick(self) -> None:
        self._take(self.engine.tick(self._moment()))

    def _take(self, outputs: list[Output]) -> None:
        for output in outputs:
            self._apply(output)
            if not isinstance(output, WakeAt | Send) and self._chance(self.weather.crash / 10):
                self._crash()  # between two outputs: what was applied is on the disk, the rest never happened
                return

    def _apply(self, output: Output) -> None:
        at = self.now // 1000
        if isinstance(output, Send):
            self._carry(output.exchange)
        elif isinstance(output, WakeAt):
            self._wakes += 1
            wake = self._wakes
            self._at(max(self.now, output.now_ms - self.shift), lambda: self._tick() if wake == self._wakes else None)
        elif isinstance(output, Ratcheted):
            self.outbox.record_ratchet(output.value)
        elif isinstance(output, Acknowledged):
            self.outbox.record_acknowledged(output.sequence, output.head, at)
        elif isinstance(output, OutboundReceived):
            self.outbox.store_outbound(output.entries, at)
        elif isinstance(output, BlobSent):
            self.outbox.record_blob_sent(output.sha256, at)
        elif isinstance(output, BlobPart):
            self.outbox.store_blob_part(output.sha256, output.offset, output.data)
        else:
            self.alerts.append(output.code)

    def _answered(self, life: int, exchange: Exchange, reply: Reply) -> None:
        if life == self._life:
            self._take(self.engine.received(exchange.id, reply, self._moment()))

    def _failed(self, life: int, exchange: Exchange, reason: Reason) -> None:
        if life == self._life:
            self._take(self.engine.failed(exchange.id, reason, self._moment()))

    # ------------------------------------------------------------ the network

    def _carry(self, exchange: Exchange) -> None:
        self.exchanges += 1
        life, weather = self._life, self.weather
        there = self.now + self.rng.randrange(20, 2_000)
        if not self._chance(weather.mute_driver):
            self._at(self.now + exchange.deadline_ms, lambda: self._failed(life, exchange, Reason.TIMEOUT))
        if self._chance(weather.portal):
            page = Reply(200, "text/html", "", b"<html>Bienvenido</html>")
            self._at(there, lambda: self._answered(life, exchange, page))
            return
        if self._chance(weather.reset):
            self._at(there, lambda: self._failed(life, exchange, Reason.CONNECTION_LOST))
            there += self.rng.randrange(30_000)  # what lay in a buffer arrives all the same, after what follows
        if self._chance(weather.loss):
            return
        self._at(there, lambda: self._at_the_centre(life, exchange))
        if self._chance(weather.duplicate):  # a box in the middle says it again, and either answer may come back
            self._at(there + self.rng.randrange(5_000), lambda: self._at_the_centre(life, exchange))

    def _at_the_centre(self, life: int, exchange: Exchange) -> None:
        status, headers, body = self.peer.handle(exchange.method, exchange.path, dict(exchange.headers), exchange.body)
        reply = Reply(status, headers.get("Content-Type", ""), headers.get(ANSWER_HEADER, ""), body)
        if self._chance(self.weather.loss):
            return
        if self._chance(self.weather.truncation):
            reply = dataclasses.replace(reply, body=reply.body[:-1], answer=reply.answer[: self.rng.randrange(80)])
        back = self.now + self.rng.randrange(20, 2_000)
        if self._chance(self.weather.late):
            back += exchange.deadline_ms
        self._at(back, lambda: self._answered(life, exchange, reply))

    # ------------------------------------------------------------ what must hold

    def _must_hold(self) -> None:
        held = self.peer.hashes()
        own = [entry.hash for entry in self.outbox.journal.entries]
        self._ever_held = max(self._ever_held, len(held))
        assert held == own[: len(held)], f"seed {self.seed}: the centre's journal is not a prefix of the station's"
        assert self.outbox.acknowledged <= self._ever_held, f"seed {self.seed}: acknowledged what was never held"
        heard = [entry.hash for entry in self.outbox.outbound]
        said = self.peer.outbound()
        least = min(len(heard), len(said))
        assert heard[:least] == said[:least], f"seed {self.seed}: the station holds another outbound journal"

    def _must_be_whole(self) -> None:
        held, length = len(self.peer.hashes()), self.outbox.length
        assert (self.outbox.acknowledged, held) == (length, length), (
            f"seed {self.seed}: not whole: {self.outbox.acknowledged} acknowledged, {held} held, {length} written"
        )
        assert len(self.outbox.outbound) >= len(self.peer.outbound()), f"seed {self.seed}: outbound entries missing"
        assert not self.outbox.pending, f"seed {self.seed}: blobs still here: {self.outbox.pending}"
        for sha256, data in self.outbox.blobs.items():
            assert hashlib.sha256(data).hexdigest() == sha256
            assert self.restores or self.peer.has_whole(sha256), f"seed {self.seed}: a blob is not whole"
        bad = set(self.alerts) & {AlertCode.JOURNAL_FORKED, AlertCode.ENTRY_NOT_AUTHENTIC, AlertCode.OUTBOUND_FORKED}
        bad |= set(self.alerts) & {AlertCode.STATION_COPIED}
        assert not bad, f"seed {self.seed}: alarms without a cause: {bad}"
