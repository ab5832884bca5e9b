"""The centre on a socket: uvicorn with the centre's own certificate and a pool of threads."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Final

import uvicorn

from central.app import make_app
from central.centre import Centre
from central.metrics import Metrics
from central.registry import Registry
from domain.errors import Refusal

_BACKLOG: Final = 1024  # a town that comes back at once; the system may allow less
_IDLE_S: Final = 75
STOP_S: Final = 10


def listen(host: str, port: int) -> socket.socket:
    """Bound at once: the port is known, and an occupied one said, before anything starts.

    Raises Refusal `address_in_use`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: asyncio switches Nagle's algorithm off only where it sees TCP, and every answer that
    # follows something not yet acknowledged (a session ticket, its own headers) would wait for a round trip.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Refusal("address_in_use", host=host, port=port, why=error.strerror or str(error)) from error
    listening.listen(_BACKLOG)
    return listening


class CentreServer:
    """One process that answers on a socket which it, perhaps with others, accepts from."""

    def __init__(
        self,
        centre: Centre,
        listening: socket.socket,
        metrics: Metrics | None = None,
        registry: Registry | None = None,
    ) -> None:
        self._socket = listening
        self.port: Final[int] = self._socket.getsockname()[1]
        config = uvicorn.Config(
            make_app(registry or Registry(centre, metrics)),
            ssl_certfile=str(centre.keys.server),
            ssl_keyfile=str(centre.keys.server_key),
            log_config=None,  # logging belongs to the program, and no line of uvicorn's own may hold a path
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_keep_alive=_IDLE_S,
            timeout_graceful_shutdown=STOP_S,
        )
        self._server = _AnnouncingServer(config)

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until `stop`, or until the process is told to end. `ready` is called once connections are accepted."""
        self._server.ready = ready
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        """Ask the server to finish what it is answering and end. Safe from any thread."""
        self._server.should_exit = True

    def close(self) -> None:
        """Give the port back without having run."""
        self._socket.close()


class _AnnouncingServer(uvicorn.Server):
    ready: Callable[[], None] = staticmethod(lambda: None)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self.ready()


def run_in_thread(server: CentreServer) -> threading.Thread:
    """Start the server beside the caller and wait until it answers; stop it with `server.stop()` and join."""
    up = threading.Event()
    thread = threading.Thread(target=server.run, args=(up.set,), name="centre")
    thread.start()
    up.wait()
    return thread
