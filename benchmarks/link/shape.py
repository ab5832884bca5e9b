"""What a link does to a packet, as values and arithmetic: no sockets, no clock. `emulator` asks, and obeys.

Every byte is counted at IP level as it is offered to the wire, whether it arrives or not: that is what a tariff counts,
and it is where a retransmission shows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from benchmarks.link.packets import Segment


class Way(StrEnum):
    """UP is from the client to the server."""

    UP = "up"
    DOWN = "down"

    @property
    def back(self) -> Way:
        return Way.DOWN if self is Way.UP else Way.UP


@dataclass(frozen=True, slots=True)
class Shape:
    """Bits a second in each direction, the round trip without queueing, the share of packets lost, the queue's bytes.

    `reset_every`: each time so many bytes have gone up, the connection whose packet crosses that byte is reset at both
    ends; 0 never. `hole_at`: once so many bytes have gone up, everything on the link is lost for `hole_s`; 0 never.
    """

    bits_a_second: int
    rtt_ms: int
    loss: float = 0.0
    queue_bytes: int = 16_384
    reset_every: int = 0
    hole_at: int = 0
    hole_s: float = 0.0

    def __post_init__(self) -> None:
        assert self.bits_a_second > 0, "a link has a rate"
        assert 0 <= self.loss < 1, "a link that loses everything is no link"


@dataclass(slots=True)
class Counts:
    """Bytes and packets offered to the wire, and what became of some of them."""

    up: int = 0
    down: int = 0
    lost: int = 0
    overflowed: int = 0
    resets: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """`packet` is handed to the end that `way` leads to at monotonic second `at`, unless the link is dark then."""

    at: float
    way: Way
    packet: bytes


_LIGHT: Final = -1.0


@dataclass(slots=True)
class Wire:
    """One link, from its first packet on. The same seed and the same packets have the same fate."""

    shape: Shape
    seed: int
    counts: Counts = field(default_factory=Counts)
    _free: dict[Way, float] = field(default_factory=lambda: {Way.UP: 0.0, Way.DOWN: 0.0})
    _random: random.Random = field(init=False)
    _dark_until: float = _LIGHT
    _hole_is_due: bool = field(init=False)
    _next_reset: int = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - weather to replay, not a secret
        self._hole_is_due = self.shape.hole_at > 0
        self._next_reset = self.shape.reset_every

    def offer(self, way: Way, packet: bytes, now: float) -> list[Delivery]:
        """A packet leaves one end. Returns what arrives somewhere because of it: nothing, itself, or two resets."""
        self._count(way, len(packet), now)
        cut = self._cut(way, packet)
        if cut is not None:
            self.counts.resets += 1
            onward, back = cut.reset_onward, cut.reset_back
            return [Delivery(self._through(way, len(onward), now), way, onward), Delivery(now, way.back, back)]
        waiting = max(0.0, self._free[way] - now) * self.shape.bits_a_second / 8
        if waiting > self.shape.queue_bytes:
            self.counts.overflowed += 1
            return []
        arrives = self._through(way, len(packet), now)
        if self._random.random() < self.shape.loss:  # lost after it has used the air
            self.counts.lost += 1
            return []
        return [Delivery(arrives, way, packet)]

    def is_dark(self, now: float) -> bool:
        return now < self._dark_until

    def _count(self, way: Way, size: int, now: float) -> None:
        if way is Way.DOWN:
            self.counts.down += size
            return
        self.counts.up += size
        if self._hole_is_due and self.counts.up >= self.shape.hole_at:
            self._hole_is_due, self._dark_until = False, now + self.shape.hole_s

    def _cut(self, way: Way, packet: bytes) -> Segment | None:
        if way is Way.DOWN or not self._next_reset or self.counts.up < self._next_reset:
            return None
        segment = Segment.read(packet)
        if segment is None or not segment.can_be_reset:  # the next packet, then
            return None
        while self._next_reset <= self.counts.up:
            self._next_reset += self.shape.reset_every
        return segment

    def _through(self, way: Way, size: int, now: float) -> float:
        """When `size` bytes that begin to wait now have gone over the wire and arrive."""
        self._free[way] = max(self._free[way], now) + size * 8 / self.shape.bits_a_second
        return self._free[way] + self.shape.rtt_ms / 2000
