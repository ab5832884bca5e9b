"""A station without a window: a journal, an outbox, the production engine, and a link made of function calls."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from domain.journal.kinds import Author
from sync.engine import SyncEngine
from sync.errors import NoAnswer, Reason
from sync.exchange import Exchange, Identity, Moment, Reply
from sync.messages import ANSWER_HEADER
from sync.outputs import (
    Alert,
    AlertCode,
    Output,
    Send,
    WakeAt,
)
from sync.recording import record
from sync.seal import SigningKey, verify
from tests.sync.memory_outbox import Journal, MemoryOutbox
from tests.sync.small_centre import SmallCentre

STATION_KEY = SigningKey(b"s" * 32)
CENTRE_KEY = SigningKey(b"c" * 32)
STATION = "CAJ-014"
NOON = 1_795_000_000

Handle = Callable[[str, str, Mapping[str, str], bytes], tuple[int, dict[str, str], bytes]]
Carry = Callable[[Exchange], Reply]


def carried_to(handle: Handle) -> Carry:
    """A perfect network to `handle`."""

    def carry(exchange: Exchange) -> Reply:
        status, headers, body = handle(exchange.method, exchange.path, dict(exchange.headers), exchange.body)
        return Reply(status, headers.get("Content-Type", ""), headers.get(ANSWER_HEADER, ""), body)

    return carry


@dataclass
class Station:
    journal: Journal = field(default_factory=lambda: Journal(Author.STATION, STATION, STATION_KEY))
    outbox: MemoryOutbox = field(init=False)
    engine: SyncEngine = field(init=False)
    now_ms: int = 1_000
    wake_ms: int = 0
    alerts: list[AlertCode] = field(default_factory=list)
    sent: list[Exchange] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    drawn: int = 0

    def __post_init__(self) -> None:
        self.outbox = MemoryOutbox(self.journal)
        self.start()

    def start(self, copied: str = "") -> None:
        """As after a crash: only the disk is left."""
        identity = Identity(STATION, 1, STATION_KEY, CENTRE_KEY.public_key, verify)
        self.engine = SyncEngine(identity, self.outbox, copied)

    def write(self, count: int = 1) -> None:
        for _ in range(count):
            self.journal.write("operator_signed_in/1", {"refused": 0}, seen=len(self.outbox.outbound))

    def moment(self) -> Moment:
        self.drawn += 1
        return Moment(self.now_ms, NOON + self.now_ms // 1000, hashlib.sha256(str(self.drawn).encode()).digest()[:20])

    def apply(self, outputs: Iterable[Output]) -> Exchange | None:
        """Do what the engine wants done; returns what it wants carried."""
        carried = None
        for output in outputs:
            self.outputs.append(output)
            if isinstance(output, Send):
                carried = output.exchange
                self.sent.append(carried)
            else:
                self._apply(output)
        return carried

    def _apply(self, output: Output) -> None:
        if isinstance(output, WakeAt):
            self.wake_ms = output.now_ms
        elif isinstance(output, Alert):
            self.alerts.append(output.code)
        else:
            record(self.outbox, output, NOON)

    def step(self, carry: Carry, takes_ms: int = 300) -> Exchange | None:
        """Tick once; carry what it sends. Returns the exchange, or None when nothing was due."""
        exchange = self.apply(self.engine.tick(self.moment()))
        if exchange is None:
            return None
        try:
            reply = carry(exchange)
        except NoAnswer as error:
            self.now_ms += takes_ms
            self.apply(self.engine.failed(exchange.id, error.reason, self.moment()))
            return exchange
        self.now_ms += takes_ms
        self.apply(self.engine.received(exchange.id, reply, self.moment()))
        return exchange

    def until_quiet(self, carry: Carry, *, steps_max: int = 500) -> None:
        """Until nothing is due now."""
        for _ in range(steps_max):
            if self.step(carry) is None and self.wake_ms > self.now_ms:
                return
        raise AssertionError("the engine never came to rest")

    def wait(self) -> None:
        self.now_ms = max(self.now_ms, self.wake_ms)


def meeting() -> tuple[Station, SmallCentre, Carry]:
    """A station with its first entry, its centre, and a perfect network between them."""
    station = Station()
    centre = SmallCentre(STATION, STATION_KEY.public_key, CENTRE_KEY)
    return station, centre, carried_to(centre.handle)


def login_page(_exchange: Exchange) -> Reply:
    return Reply(200, "text/html", "", b"<html>Bienvenido al Wi-Fi</html>")


def no_network(_exchange: Exchange) -> Reply:
    raise NoAnswer(Reason.TIMEOUT)
