"""What lies between a station and the centre, and everything it does to an exchange."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from simulation.centre import CentreMachine, Response
from simulation.clocks import Time
from simulation.faults import Fault
from simulation.station import StationMachine
from sync.errors import Reason
from sync.exchange import Exchange, Reply
from sync.messages import ANSWER_HEADER, REQUEST_HEADER

_PAGE: Final = Reply(200, "text/html", "", b"<html>Bienvenido</html>")
_REMEMBERED: Final = 4
#: Of connections that break: nothing arrives; or a beginning of the body, or all of it.
_GONE: Final = 0.25
_IN_PART: Final = 0.75


@dataclass(frozen=True, slots=True)
class Trip:
    """One exchange on its way, in the life of the program that sent it."""

    station: StationMachine
    life: int
    exchange: Exchange


class Network:
    """`at` puts something into the world's future; `happened` counts a fault that really struck."""

    def __init__(
        self,
        time: Time,
        centre: CentreMachine,
        at: Callable[[int, str, Callable[[], None]], None],
        happened: Callable[[Fault], None],
    ) -> None:
        self.weather: Mapping[Fault, float] = {}
        self.partition = False
        self.exchanges = 0
        self.reached = 0
        self.rng = random.Random(0)  # noqa: S311 - replaced by the day's
        self._time = time
        self._centre = centre
        self._at = at
        self._happened = happened
        self._remembered: list[Reply] = []

    def _strikes(self, fault: Fault) -> bool:
        if self.rng.random() >= self.weather.get(fault, 0):
            return False
        self._happened(fault)
        return True

    def _soon(self, most_ms: int = 2_000) -> int:
        return self._time.now_ms + self.rng.randrange(20, most_ms)

    # ------------------------------------------------------------ there

    def carry(self, station: StationMachine, exchange: Exchange) -> None:
        self.exchanges += 1
        trip = Trip(station, station.life, exchange)
        if self.partition:
            self._fail(trip, self._time.now_ms + 20, Reason.NO_ADDRESS)
            return
        if self._strikes(Fault.MUTE_DRIVER):
            return
        self._fail(trip, self._time.now_ms + exchange.deadline_ms, Reason.TIMEOUT)
        there = self._soon()
        if self._strikes(Fault.PORTAL):
            self._bring(trip, there, _PAGE)
            return
        if self._strikes(Fault.RESET):
            self._reset(trip, there)
            return
        self._send(trip, there)

    def _reset(self, trip: Trip, there: int) -> None:
        """What lay in a buffer arrives all the same, after what was sent later: nothing, a beginning, or all of it."""
        self._fail(trip, there, Reason.CONNECTION_LOST)
        chance, there = self.rng.random(), self._soon(30_000)
        if chance < _GONE:
            return
        if trip.exchange.body and chance < _IN_PART:
            self._at(there, "arrives in part", lambda: self._arrives_in_part(trip))
        else:
            self._send(trip, there)

    def _send(self, trip: Trip, there: int) -> None:
        if self._strikes(Fault.LOST_REQUEST):
            return
        if self.rng.random() < 0.5 and self._strikes(Fault.SLOW_DRIP):
            return
        if self._strikes(Fault.LATE):
            there = self._soon(60_000)
        self._at(there, "reaches the centre", lambda: self._at_the_centre(trip))
        if self._strikes(Fault.DUPLICATE):  # a box in the middle says it again, and either answer may come back
            self._at(there + self.rng.randrange(5_000), "reaches the centre again", lambda: self._at_the_centre(trip))

    def _at_the_centre(self, trip: Trip) -> None:
        asked = trip.exchange
        headers, path, body = dict(asked.headers), asked.path, asked.body
        if body and self._strikes(Fault.CUT_REQUEST):
            body = body[: self.rng.randrange(len(body))]
        if self.rng.random() < 0.5 and self._strikes(Fault.PROXY_REWRITES):
            headers, path, body = self._rewritten_request(headers, path, body)
        self.reached += 1
        response = self._centre.handle(asked.method, path, headers, body)
        if response is None:
            self._fail(trip, self._soon(), Reason.CONNECTION_LOST)
            return
        self._back(trip, response)

    def _arrives_in_part(self, trip: Trip) -> None:
        """The centre sees that the connection ended before the body did, and nobody waits for its answer."""
        asked = trip.exchange
        body = asked.body[: self.rng.randrange(len(asked.body))]
        self.reached += 1
        self._centre.handle(asked.method, asked.path, dict(asked.headers), body, whole=False)

    def _rewritten_request(self, headers: dict[str, str], path: str, body: bytes) -> tuple[dict[str, str], str, bytes]:
        way = self.rng.randrange(4)
        if way == 0:
            headers.pop(REQUEST_HEADER)
        elif way == 1:
            path += "&utm=proxy" if "?" in path else "?utm=proxy"
        elif way == 2:
            body += b"\r\n"
        else:
            headers = {name.lower(): value for name, value in headers.items()} | {"via": "1.1 proxy"}
        return headers, path, body

    # ------------------------------------------------------------ and back

    def _back(self, trip: Trip, response: Response) -> None:
        if self._strikes(Fault.LOST_ANSWER):
            return
        status, headers, body = response
        reply = Reply(status, headers.get("Content-Type", ""), headers.get(ANSWER_HEADER, ""), body)
        if self._remembered and self._strikes(Fault.PROXY_REPLAYS):
            reply = self.rng.choice(self._remembered)
        elif Fault.PROXY_REPLAYS in self.weather:
            self._remembered = [*self._remembered[1 - _REMEMBERED :], reply]
        if self._strikes(Fault.PROXY_REWRITES):
            reply = self._rewritten_reply(reply)
        if self._strikes(Fault.CUT_ANSWER):
            reply = replace(reply, body=reply.body[:-1], answer=reply.answer[: self.rng.randrange(80, 400)])
        back = self._soon()
        if self._strikes(Fault.SLOW_DRIP) or self._strikes(Fault.LATE):
            back += trip.exchange.deadline_ms
        self._bring(trip, back, reply)

    def _rewritten_reply(self, reply: Reply) -> Reply:
        way = self.rng.randrange(5)
        if way == 0:
            return replace(reply, answer="")
        if way == 1:
            return replace(reply, status=self.rng.choice((200, 203, 304, 409, 502)))
        if way == 2:
            return replace(reply, body=reply.body + b"<!-- proxy -->")
        if way == 3:
            return replace(reply, content_type="text/html; charset=utf-8")
        return replace(reply, status=200, answer="", body=b"{}", content_type="application/json")

    def _bring(self, trip: Trip, when: int, reply: Reply) -> None:
        self._at(when, f"an answer: {reply.status}", lambda: trip.station.answered(trip.life, trip.exchange, reply))

    def _fail(self, trip: Trip, when: int, reason: Reason) -> None:
        self._at(when, f"no answer: {reason}", lambda: trip.station.failed(trip.life, trip.exchange, reason))
