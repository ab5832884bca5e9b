"""A station with a wire that carries another one's courier file: production code, driven step by step."""

from __future__ import annotations

from dataclasses import dataclass, field

from central.registry import Registry
from domain.errors import Refusal
from sync.carrying import Carrying, CarryOutput, Progress
from sync.errors import Reason
from sync.exchange import Exchange, Identity, Reply
from sync.messages import ANSWER_HEADER
from sync.outputs import Send, WakeAt
from tests.fakes.carried_station import CarriedStation

PORTAL = Reply(200, "text/html", "", b"<html>Bienvenido</html>")


def asked_of(registry: Registry, exchange: Exchange, *, bytes_in: int | None = None) -> Reply:
    """The centre's answer; or what it makes of a request of which only so many bytes arrived."""
    body = exchange.body if bytes_in is None else exchange.body[:bytes_in]
    status, headers, content = registry.handle(
        exchange.method, exchange.path, dict(exchange.headers), body, whole=bytes_in is None
    )
    return Reply(status, headers.get("Content-Type", ""), headers.get(ANSWER_HEADER, ""), content)


@dataclass
class Neighbour:
    """`ended` is what came of it: the answer, or why there is none. `sent` counts the bytes of bodies."""

    station: CarriedStation
    file: bytes = b""
    carrying: Carrying | None = None
    under_way: Exchange | None = None
    ended: bytes | Refusal | None = None
    sent: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def registry(self) -> Registry:
        return self.station.world.registry

    @property
    def speaker(self) -> Identity:
        return self.station.speaker

    @property
    def progress(self) -> Progress:
        assert self.carrying is not None, "something is carried"
        return self.carrying.progress

    def take(self, file: bytes) -> None:
        """The stick is put in; or put in again, after a power cut."""
        self.file, self.ended, self.under_way = file, None, None
        self.carrying = Carrying(self.speaker, lambda: self.station.outbox.acknowledged, file)

    def ask(self) -> Exchange | None:
        """Time passes until the next exchange is due."""
        assert self.carrying is not None, "something is carried"
        while self.under_way is None and self.ended is None:
            self.station.now_ms = max(self.station.now_ms, self.station.wake_ms)
            self._apply(self.carrying.tick(self.station.moment()))
        return self.under_way

    def hear(self, reply: Reply) -> None:
        assert self.carrying is not None, "something is carried"
        exchange, self.under_way = self.under_way, None
        assert exchange is not None, "something is under way"
        self._apply(self.carrying.received(exchange.id, reply, self.station.moment()))

    def lose(self, reason: Reason = Reason.CONNECTION_LOST) -> None:
        assert self.carrying is not None, "something is carried"
        exchange, self.under_way = self.under_way, None
        assert exchange is not None, "something is under way"
        self._apply(self.carrying.failed(exchange.id, reason, self.station.moment()))

    def talk(self, exchanges: int = 1000) -> bytes | Refusal | None:
        for _ in range(exchanges):
            asked = self.ask()
            if asked is None:
                break
            self.hear(asked_of(self.registry, asked))
        return self.ended

    def _apply(self, outputs: list[CarryOutput]) -> None:
        for output in outputs:
            if isinstance(output, Send):
                self.under_way = output.exchange
                self.sent += len(output.exchange.body)
                self.asked.append(f"{output.exchange.method} {output.exchange.path}")
            elif isinstance(output, WakeAt):
                self.station.wake_ms = output.now_ms
            else:
                self.ended = output.answer if output.refused is None else output.refused
