"""The centre as an ASGI application: raw bodies with a cap before reading, and whatever the registry answers.

FastAPI describes the routes (`/openapi.json`) and decides nothing: every request ends in `Registry.handle`, on a thread
of the event loop's own pool, which is waited for when the server stops: nothing is half answered when it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from central.bodies import BodyTooLarge, Reading, Readings, announced, read_body
from central.openapi import ROUTES, described
from central.registry import Registry
from sync.messages import BODY_BYTES_MAX, PROTOCOL_VERSION, body_bytes_max

_EVERY_METHOD: Final = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


#: What is still taken off the wire, and thrown away, after a body was refused: bytes and seconds.
_DRAINED_MAX: Final = 8 * 1024 * 1024
_DRAIN_S: Final = 5


class _LastWord(Response):
    """An answer given before the body was read. Closing at once would reset the connection and lose the answer itself,
    so it is sent first, and for a bounded while what the other side is still sending is read and thrown away.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_S):
                await _drain(receive)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _drain(receive: Receive) -> None:
    drained = 0
    while drained < _DRAINED_MAX:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        drained += len(message.get("body", b""))


def make_app(registry: Registry) -> FastAPI:
    app = FastAPI(
        title="Ventanilla: centre",
        version=str(PROTOCOL_VERSION),
        description="The protocol between a station and the municipal centre (docs/PROTOCOL.md).",
        docs_url=None,
        redoc_url=None,
    )
    endpoint = _endpoint(registry)
    for route in ROUTES:
        add = partial(app.add_api_route, route.path, endpoint, methods=[route.method], response_model=None)
        add(summary=route.summary, openapi_extra=described(route))
    # Whatever else is asked gets a signed refusal too, and never the framework's own words.
    app.add_api_route("/{anything:path}", endpoint, methods=_EVERY_METHOD, include_in_schema=False, response_model=None)
    return app


def _endpoint(registry: Registry) -> Callable[[Request], Awaitable[Response]]:
    readings = Readings()

    async def exchange(request: Request) -> Response:
        call = (request.method, target_of(request), dict(request.headers))
        station = registry.sender(*call)
        if station is None:
            return await _answered(registry, request, call, Reading())
        async with readings.of(station, lambda: asyncio.to_thread(registry.is_sender_proven, *call)) as reading:
            return await _answered(registry, request, call, reading)

    return exchange


async def _answered(
    registry: Registry, request: Request, call: tuple[str, str, dict[str, str]], reading: Reading
) -> Response:
    most = await _most(registry, request, call)
    try:
        body = await read_body(request, reading, most)
    except BodyTooLarge:
        status, headers, content = await asyncio.to_thread(registry.too_large, most)
        return _LastWord(content, status, headers | {"Connection": "close"})
    status, headers, content = await asyncio.to_thread(registry.handle, *call, body.data, whole=body.whole)
    if not body.whole:
        return Response(status_code=408, headers={"Connection": "close"})
    return Response(content, status, headers)


async def _most(registry: Registry, request: Request, call: tuple[str, str, dict[str, str]]) -> int:
    """How long this body may be, bytes. A long one is read only for who has signed its request: nobody else may take
    up so much of our memory.
    """
    length, most = announced(request), body_bytes_max(request.method)
    if length is None or length <= BODY_BYTES_MAX or length > most:
        return BODY_BYTES_MAX
    return most if await asyncio.to_thread(registry.is_sender_proven, *call) else BODY_BYTES_MAX


def target_of(request: Request) -> str:
    """Path and query exactly as they came: they are part of what was signed."""
    path = request.scope.get("raw_path", b"").decode("latin-1") or request.url.path
    query = request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path
