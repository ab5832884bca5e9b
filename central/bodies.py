"""Bodies as they come: never longer than any of ours, never for longer than it takes, and as far as they came.

A station whose link is cut in the middle has sent something that proves itself: entries are signed one by one, a piece
of a blob is checked by the hash of the whole. So what had arrived is handed on, marked as cut. A link that died without
a word leaves its request open here; the station's next one ends it, and waits until what had arrived is taken in.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from starlette.requests import ClientDisconnect

#: A station gives up sooner, whatever it sends; a sender slower than this is holding a place, not sending.
BODY_SECONDS_MAX: Final = 300


class BodyTooLarge(Exception):  # noqa: N818 - named for what happened
    """The body is larger than any of ours; the rest of it is not read."""


@dataclass(frozen=True, slots=True)
class Body:
    """`whole` is False when the connection ended, or the time did, before the body."""

    data: bytes
    whole: bool = True


@dataclass(slots=True, eq=False)
class Reading:
    """One request from its first byte until it is answered."""

    limit: asyncio.Timeout | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self) -> None:
        """What has arrived by now is all there will be."""
        if self.limit is not None:
            self.limit.reschedule(asyncio.get_running_loop().time())


class Readings:
    """The newest request of each station that carries something, in this process."""

    def __init__(self) -> None:
        self._newest: dict[str, Reading] = {}

    @asynccontextmanager
    async def of(self, station: str, is_proven: Callable[[], Awaitable[bool]]) -> AsyncIterator[Reading]:
        """`station` is who asks by its own account; only who proves it ends another request of that station."""
        mine, older = Reading(), self._newest.get(station)
        if older is not None:
            if not await is_proven():
                yield mine
                return
            older.end()
            await older.over.wait()
        self._newest[station] = mine
        try:
            yield mine
        finally:
            mine.over.set()
            if self._newest.get(station) is mine:
                del self._newest[station]


def announced(request: Request) -> int | None:
    """The length of the body as its sender says; 0 where nothing is said, None where it is no length."""
    said = request.headers.get("content-length", "0")
    return int(said) if said.isdigit() else None


async def read_body(request: Request, reading: Reading, most: int) -> Body:
    """Raises BodyTooLarge before reading when the length is announced, and otherwise as soon as it is exceeded."""
    length = announced(request)
    if length is None or length > most:
        raise BodyTooLarge
    data = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS_MAX) as reading.limit:
            async for part in request.stream():
                data += part
                if len(data) > most:
                    raise BodyTooLarge
    except (TimeoutError, ClientDisconnect):
        return Body(bytes(data), whole=False)
    finally:
        reading.limit = None
    return Body(bytes(data))
