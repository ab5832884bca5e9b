"""The process that is the link: `python -m benchmarks.link.emulator`, started by `line`, ends when its input does.

It answers each line of its input (JSON) with one line: first, unasked, the descriptors of the two namespaces;
`{"shape": {...}, "seed": 1}` begins anew with that weather; `{}` asks for the counts since. Without a shape packets
pass at once. As it holds the only descriptors of the namespaces, killing it is all the tidying there is.
"""

from __future__ import annotations

import contextlib
import gc
import heapq
import itertools
import json
import os
import select
import sys
import time
from dataclasses import asdict
from typing import Any, Final

from benchmarks.link.namespaces import new_namespace, new_tun
from benchmarks.link.shape import Delivery, Shape, Way, Wire

CLIENT: Final = "10.77.0.1"
SERVER: Final = "10.77.0.2"
#: Taken from one end before the other is looked at.
_AT_ONCE: Final = 64
_IDLE_S: Final = 1.0
_PACKET_BYTES: Final = 65_536
_OPEN: Final = Shape(bits_a_second=10**9, rtt_ms=0, queue_bytes=10**7)


class Emulator:
    def __init__(self) -> None:
        self._client_namespace = new_namespace()
        self._client = new_tun(CLIENT)
        self._server_namespace = new_namespace()
        self._server = new_tun(SERVER)
        self._wire = Wire(_OPEN, 0)
        self._on_the_way: list[tuple[float, int, Delivery]] = []
        self._numbers = itertools.count()

    def run(self) -> None:
        _say({"client": self._client_namespace, "server": self._server_namespace})
        gc.freeze()
        asked = sys.stdin.fileno()
        while True:
            self._deliver(time.monotonic())
            wait = self._on_the_way[0][0] - time.monotonic() if self._on_the_way else _IDLE_S
            ready, _, _ = select.select([self._client, self._server, asked], [], [], max(0.0, wait))
            for end, way in ((self._client, Way.UP), (self._server, Way.DOWN)):
                if end in ready:
                    self._take(end, way)
            if asked in ready:
                line = sys.stdin.readline()
                if not line:
                    return
                self._answer(json.loads(line))

    def _answer(self, asked: dict[str, Any]) -> None:
        if "shape" in asked:
            self._wire = Wire(Shape(**asked["shape"]), asked["seed"])
            self._on_the_way.clear()
        _say(asdict(self._wire.counts))

    def _take(self, end: int, way: Way) -> None:
        for _ in range(_AT_ONCE):
            try:
                packet = os.read(end, _PACKET_BYTES)
            except BlockingIOError:
                return
            if packet[0] >> 4 != 4:  # the kernel's own IPv6 chatter
                continue
            now = time.monotonic()
            for delivery in self._wire.offer(way, packet, now):
                heapq.heappush(self._on_the_way, (delivery.at, next(self._numbers), delivery))

    def _deliver(self, now: float) -> None:
        while self._on_the_way and self._on_the_way[0][0] <= now:
            delivery = heapq.heappop(self._on_the_way)[2]
            if not self._wire.is_dark(now):
                with contextlib.suppress(OSError):  # the end's own queue is full: lost, as on a real wire
                    os.write(self._server if delivery.way is Way.UP else self._client, delivery.packet)


def _say(words: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(PermissionError):
        os.nice(-5)  # a late packet is a longer link
    Emulator().run()
