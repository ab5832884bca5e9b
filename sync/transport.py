"""The one module that speaks HTTP: an exchange in, a reply out, within its deadline. Only `Unreachable` leaves it.

Each line below is a trap that the library leaves open, and a test that falls into it without us:

*   `Session.verify` is overridden by REQUESTS_CA_BUNDLE, and an adapter with its own context has the public authorities
    loaded into it besides. Here the environment is not read and the context is ours alone: one authority, the
    municipality's.
*   A timeout bounds the silence between two bytes, so a dripping answer lasts for ever; and it bounds the *whole* of a
    body that is sent as bytes, so a slow upload dies in the middle. Here the body goes up in blocks and the socket
    itself knows one deadline for everything, and can be told to stop.
*   What follows a pause leaves in one burst, as much as was under way before it, and the short queue of a slow link
    throws half of that away. Where the system can (Linux), packets leave spread over the round trip.
*   Redirects are followed, encodings undone, any size read. Here none of it: an answer is what came, up to a limit.
"""

from __future__ import annotations

import contextlib
import io
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, Final, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from sync.errors import Reason, Unreachable
from sync.exchange import Exchange, Reply
from sync.messages import ANSWER_HEADER, BODY_BYTES_MAX

BLOCK_BYTES: Final = 16 * 1024
#: A body goes up in TLS records of this size: of a record that is cut, the centre can read nothing.
SENT_BLOCK_BYTES: Final = 4 * 1024
#: How often a waiting socket looks whether it has been told to stop.
_LOOK_S: Final = 0.2
#: One address of a name may take this long to answer at all; a name may have several.
_CONNECT_S: Final = 10.0
#: Linux's SO_MAX_PACING_RATE, which Python does not name: with any rate the kernel paces by what TCP finds out itself.
_PACING: Final = (socket.SOL_SOCKET, 47, 2**31 - 1)
_CUT_SHORT: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


class _Deadline:
    """When all waiting ends. Set by the thread that exchanges, ended from any other."""

    def __init__(self) -> None:
        self._ends_at = 0.0
        self._stopped = threading.Event()

    def begin(self, milliseconds: int) -> None:
        self._ends_at = time.monotonic() + milliseconds / 1000

    def stop(self) -> None:
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def remaining_s(self) -> float:
        """Raises TimeoutError when there is none, or when told to stop."""
        remaining = self._ends_at - time.monotonic()
        if remaining <= 0 or self.is_stopped:
            raise TimeoutError("the exchange's time is over")
        return remaining


class _Context(ssl.SSLContext):
    """TLS that trusts one authority, and whose sockets keep one deadline."""

    deadline: _Deadline


class _DeadlineSocket(ssl.SSLSocket):
    """Waits in short slices, so that one deadline holds over any number of blocks, and stopping takes no time."""

    def _sliced(self, operation: Any, *arguments: Any) -> Any:
        deadline = cast("_Context", self.context).deadline
        while True:
            self.settimeout(min(_LOOK_S, deadline.remaining_s()))
            try:
                return operation(*arguments)
            except TimeoutError:
                deadline.remaining_s()

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        return cast("bytes", self._sliced(super().recv, buflen, flags))

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        return cast("int", self._sliced(super().recv_into, buffer, nbytes, flags))

    def send(self, data: Any, flags: int = 0) -> int:
        return cast("int", self._sliced(super().send, data, flags))


class _PinnedAdapter(HTTPAdapter):
    def __init__(self, context: _Context) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        named |= {"blocksize": SENT_BLOCK_BYTES, "socket_options": _socket_options()}
        super().init_poolmanager(*arguments, ssl_context=self._context, **named)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing: the library would load its public authorities into our context here."""


class Transport:
    """One connection to the centre, reused. Belongs to one thread; only `stop` may be called from another."""

    def __init__(self, address: str, authority: str, *, answer_bytes_max: int = BODY_BYTES_MAX) -> None:
        """`address` is `https://host[:port]`, `authority` the only certificate authority believed, in PEM."""
        assert address.startswith("https://"), "the centre is spoken to over TLS only"
        self._address = address.rstrip("/")
        self._answer_bytes_max = answer_bytes_max
        self._deadline = _Deadline()
        self._context = _Context(ssl.PROTOCOL_TLS_CLIENT)
        self._context.deadline = self._deadline
        self._context.sslsocket_class = _DeadlineSocket
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._context.load_verify_locations(cadata=authority)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.clear()
        self._session.headers["User-Agent"] = "ventanilla"
        self._session.mount("https://", _PinnedAdapter(self._context))

    def stop(self) -> None:
        """End what is under way at once, and refuse whatever would come after."""
        self._deadline.stop()

    def close(self) -> None:
        self._session.close()

    def exchange(self, asked: Exchange) -> Reply:
        """Raises Unreachable with its reason; nothing else."""
        self._deadline.begin(asked.deadline_ms)
        try:
            return self._exchange(asked)
        except (requests.RequestException, HTTPError, OSError) as error:
            self._session.close()  # a connection that failed once is not trusted with the next exchange
            raise Unreachable(self._reason(error), why=type(error).__name__) from error

    def _exchange(self, asked: Exchange) -> Reply:
        with self._session.request(
            asked.method,
            self._address + asked.path,
            data=io.BytesIO(asked.body) if asked.body else None,  # a file: sent block by block
            headers=dict(asked.headers),
            timeout=min(_CONNECT_S, self._deadline.remaining_s()),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = self._body(response)
            return Reply(
                response.status_code,
                response.headers.get("Content-Type", ""),
                response.headers.get(ANSWER_HEADER, ""),
                body,
            )

    def _body(self, response: requests.Response) -> bytes:
        body = bytearray()
        for block in response.raw.stream(BLOCK_BYTES, decode_content=False):
            body += block
            if len(body) > self._answer_bytes_max:
                raise Unreachable(Reason.ANSWER_TOO_LARGE, why=f"more than {self._answer_bytes_max} bytes")
        return bytes(body)

    def _reason(self, error: BaseException) -> Reason:
        if self._deadline.is_stopped:
            return Reason.CANCELLED
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLError) and not isinstance(cause, _CUT_SHORT):
                return Reason.INTERCEPTED  # another certificate, or something that does not speak TLS at all
            if isinstance(cause, socket.gaierror):
                return Reason.NO_ADDRESS
            if isinstance(cause, ConnectionRefusedError):
                return Reason.CONNECTION_REFUSED
            if isinstance(cause, TimeoutError):
                return Reason.TIMEOUT
        return Reason.CONNECTION_LOST


def _socket_options() -> list[tuple[int, int, int | bytes]]:
    """The library's own, and pacing where the system takes it: an option that it refused would end every connection."""
    options = list(HTTPConnection.default_socket_options)
    if sys.platform == "linux":
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.setsockopt(*_PACING)
            options.append(_PACING)
    return options


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and whatever it wraps: the libraries put the first cause sometimes beside, sometimes inside."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inside = [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
        waiting += [one for one in inside if isinstance(one, BaseException)]
