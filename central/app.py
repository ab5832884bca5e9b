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
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from central.openapi import ROUTES, described
from central.registry import Registry
from sync.messages import BODY_BYTES_MAX, PROTOCOL_VERSION

#: A body of 1 MiB at 64 kbit/s takes 131 s; a sender slower than this is holding a place, not sending.
BODY_SECONDS_MAX: Final = 300

_EVERY_METHOD: Final = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


#: What is still taken off the wire, and thrown away, after a body was refused: bytes and seconds.
_DRAINED_MAX: Final = 8 * 1024 * 1024
_DRAIN_S: Final = 5


class BodyTooLarge(Exception):  # noqa: N818 - named for what happened
    """The body is larger than any of ours; the rest of it is not read."""


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
    async def exchange(request: Request) -> Response:
        try:
            async with asyncio.timeout(BODY_SECONDS_MAX):
                body = await read_body(request)
        except BodyTooLarge:
            status, headers, content = await asyncio.to_thread(registry.too_large)
            return _LastWord(content, status, headers | {"Connection": "close"})
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408, headers={"Connection": "close"})
        status, headers, content = await asyncio.to_thread(
            registry.handle, request.method, target_of(request), dict(request.headers), body
        )
        return Response(content, status, headers)

    return exchange


def target_of(request: Request) -> str:
    """Path and query exactly as they came: they are part of what was signed."""
    path = request.scope.get("raw_path", b"").decode("latin-1") or request.url.path
    query = request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


async def read_body(request: Request) -> bytes:
    """Raises BodyTooLarge before reading when the length is announced, and otherwise as soon as it is exceeded."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > BODY_BYTES_MAX:
        raise BodyTooLarge
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES_MAX:
            raise BodyTooLarge
        parts.append(part)
    return b"".join(parts)
