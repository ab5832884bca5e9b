"""Each trap of the HTTP library, on a real TLS connection over the loopback."""

from __future__ import annotations

import gzip
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from sync.errors import Reason, Unreachable
from sync.exchange import Exchange
from sync.transport import _PACING, Transport
from tests.sync.loopback import Authority, Loopback, Script, answering, dripping, read_request, serving, swallowing

OURS = Authority("Municipality")
THEIRS = Authority("Antivirus")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + b"x" * 400


def asked(*, body: bytes = b"", deadline_ms: int = 8_000) -> Exchange:
    method = "POST" if body else "GET"
    return Exchange(1, method, "/v1/state?a=b", body, (("Ventanilla-Request", "a.b.c"),), deadline_ms, "n")


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    return OURS.server_context(tmp_path_factory.mktemp("ours"))


@pytest.fixture
def transports() -> Iterator[list[Transport]]:
    made: list[Transport] = []
    yield made
    for one in made:
        one.close()


class Desk:
    """Starts a server with a script and a transport that trusts our authority."""

    def __init__(self, context: ssl.SSLContext, transports: list[Transport]) -> None:
        self._context = context
        self._transports = transports

    def to(self, server: Loopback, **limits: int) -> Transport:
        made = Transport(server.address, OURS.pem, **limits)
        self._transports.append(made)
        return made

    def server(self, script: Script) -> Loopback:
        return Loopback(script, self._context)


@pytest.fixture
def desk(ours: ssl.SSLContext, transports: list[Transport]) -> Desk:
    return Desk(ours, transports)


def refusal_of(transport: Transport, exchange: Exchange) -> tuple[Reason, float]:
    started = time.monotonic()
    with pytest.raises(Unreachable) as caught:
        transport.exchange(exchange)
    return caught.value.reason, time.monotonic() - started


def test_an_answer_comes_back_as_a_value(desk: Desk) -> None:
    script = answering("200 OK", "Content-Type: text/x\r\nVentanilla-Answer: p.q.r\r\n", b"body")
    with serving(desk.server(script)) as server:
        reply = desk.to(server).exchange(asked())
    assert (reply.status, reply.content_type, reply.answer, reply.body) == (200, "text/x", "p.q.r", b"body")


def test_the_request_is_sent_as_it_was_signed_and_says_nothing_else(desk: Desk) -> None:
    heard: list[tuple[bytes, bytes]] = []

    def script(connection: socket.socket) -> None:
        heard.append(read_request(connection))
        connection.sendall(OK)

    with serving(desk.server(script)) as server:
        desk.to(server).exchange(asked(body=b"z" * 50_000))
    head, body = heard[0]
    lines = head.decode("ascii").split("\r\n")
    assert lines[0] == "POST /v1/state?a=b HTTP/1.1"
    names = {line.split(":")[0].lower() for line in lines[1:]}
    assert names == {"host", "content-length", "ventanilla-request", "accept-encoding", "user-agent"}
    assert "User-Agent: ventanilla" in lines
    assert body == b"z" * 50_000


def test_one_connection_serves_many_exchanges(desk: Desk) -> None:
    with serving(desk.server(answering("200 OK", "", b"x"))) as server:
        transport = desk.to(server)
        for _ in range(5):
            transport.exchange(asked())
        assert server.connections == 1


@pytest.mark.skipif(sys.platform != "linux", reason="pacing is Linux's")
def test_packets_leave_spread_over_the_round_trip(desk: Desk) -> None:
    with serving(desk.server(answering("200 OK", "", b"x"))) as server:
        transport = desk.to(server)
        transport.exchange(asked())
        (key,) = (pools := transport._session.get_adapter(server.address).poolmanager.pools).keys()  # type: ignore[attr-defined]
        connection = pools[key].pool.get()
        assert connection.sock.getsockopt(*_PACING[:2]) == _PACING[2]
        assert connection.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), "the library's own stay"
        pools[key].pool.put(connection)


@pytest.mark.parametrize("data", [OK, b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 400 + b"\r\n\r\n"], ids=["body", "head"])
def test_a_dripping_answer_ends_at_the_deadline(desk: Desk, data: bytes) -> None:
    with serving(desk.server(dripping(data))) as server:
        reason, took = refusal_of(desk.to(server), asked(deadline_ms=700))
    assert reason is Reason.TIMEOUT
    assert 0.6 < took < 1.5


def test_without_us_a_dripping_answer_outlives_its_timeout(desk: Desk, tmp_path: Path) -> None:
    """The negative control: the library's own timeout of 0.5 s lets two seconds pass."""
    authority = tmp_path / "authority.pem"
    authority.write_text(OURS.pem)
    with serving(desk.server(dripping(OK[:80], every_s=0.03))) as server, requests.Session() as session:
        started = time.monotonic()
        with pytest.raises(requests.RequestException):
            session.get(server.address, timeout=0.5, verify=str(authority))
        assert time.monotonic() - started > 2


def test_a_black_hole_ends_at_the_deadline(desk: Desk) -> None:
    script, over = swallowing()
    with serving(desk.server(script)) as server:
        reason, took = refusal_of(desk.to(server), asked(deadline_ms=600))
        over.set()
    assert reason is Reason.TIMEOUT
    assert took < 1.5


def test_a_black_hole_before_tls_ends_at_the_deadline(transports: list[Transport]) -> None:
    script, over = swallowing(reads=False)
    with serving(Loopback(script, None)) as server:
        transports.append(Transport(server.address, OURS.pem))
        reason, took = refusal_of(transports[0], asked(deadline_ms=600))
        over.set()
    assert reason is Reason.TIMEOUT
    assert took < 1.5


def test_an_upload_that_nobody_reads_ends_at_the_deadline(desk: Desk) -> None:
    script, over = swallowing(reads=False)
    with serving(desk.server(script)) as server:
        reason, took = refusal_of(desk.to(server), asked(body=b"u" * 20_000_000, deadline_ms=800))
        over.set()
    assert reason is Reason.TIMEOUT
    assert took < 2


def test_a_slow_upload_goes_on_while_something_moves(desk: Desk) -> None:
    """Blocks that each wait longer than one slice; the whole takes far longer than any single wait."""
    body = b"u" * 6_000_000
    received: list[int] = []

    def script(connection: socket.socket) -> None:
        count = 0
        while count < len(body):
            count += len(connection.recv(1_500_000))
            if not received:
                time.sleep(0.5)  # longer than a slice: the sender meets its own timeout and goes on
                received.append(1)
        connection.sendall(OK)

    with serving(desk.server(script)) as server:
        assert desk.to(server).exchange(asked(body=body)).status == 200


def test_stopping_ends_a_black_hole_at_once(desk: Desk) -> None:
    script, over = swallowing()
    with serving(desk.server(script)) as server:
        transport = desk.to(server)
        timer = threading.Timer(0.3, transport.stop)
        timer.start()
        reason, took = refusal_of(transport, asked(deadline_ms=60_000))
        timer.join()
        over.set()
        assert refusal_of(transport, asked())[0] is Reason.CANCELLED
    assert reason is Reason.CANCELLED
    assert took < 1.5


def test_another_authority_is_interception(tmp_path: Path, transports: list[Transport]) -> None:
    with serving(Loopback(answering("200 OK", "", b""), THEIRS.server_context(tmp_path))) as server:
        transports.append(Transport(server.address, OURS.pem))
        assert refusal_of(transports[0], asked())[0] is Reason.INTERCEPTED


def test_our_authority_for_another_address_is_interception(tmp_path: Path, transports: list[Transport]) -> None:
    context = OURS.server_context(tmp_path, address="10.9.8.7")
    with serving(Loopback(answering("200 OK", "", b""), context)) as server:
        transports.append(Transport(server.address, OURS.pem))
        assert refusal_of(transports[0], asked())[0] is Reason.INTERCEPTED


def test_something_that_does_not_speak_tls_is_interception(transports: list[Transport]) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(1_000)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n")

    with serving(Loopback(script, None)) as server:
        transports.append(Transport(server.address, OURS.pem))
        assert refusal_of(transports[0], asked())[0] is Reason.INTERCEPTED


def test_the_environment_cannot_add_an_authority_or_a_proxy(
    tmp_path: Path, transports: list[Transport], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(THEIRS.pem)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(bundle))
    with serving(Loopback(answering("200 OK", "", b""), THEIRS.server_context(tmp_path))) as server:
        with requests.Session() as session:  # the negative control: the library believes the environment
            session.verify = str(_authority_file(tmp_path))
            assert session.get(server.address, timeout=5).status_code == 200
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        transports.append(Transport(server.address, OURS.pem))
        assert refusal_of(transports[0], asked())[0] is Reason.INTERCEPTED


def _authority_file(folder: Path) -> Path:
    file = folder / "ours.pem"
    file.write_text(OURS.pem)
    return file


class _OnlyItsOwnContext(HTTPAdapter):
    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, ssl_context=self._context, **named)


def test_the_public_authorities_are_never_loaded_into_our_context(desk: Desk) -> None:
    with serving(desk.server(answering("200 OK", "", b""))) as server:
        pinned = desk.to(server)
        pinned.exchange(asked())
        assert len(pinned._context.get_ca_certs()) == 1, "what is believed has no other window than this"
        # the negative control: an adapter that only brings its own context is filled by the library
        filled = desk.to(server)
        filled._session.mount("https://", _OnlyItsOwnContext(filled._context))
        filled.exchange(asked())
        assert len(filled._context.get_ca_certs()) > 50


def test_a_redirect_is_an_answer_and_is_not_followed(desk: Desk) -> None:
    with serving(desk.server(answering("302 Found", "Location: https://portal.example/\r\n", b""))) as server:
        reply = desk.to(server).exchange(asked())
        assert (reply.status, server.connections) == (302, 1)


def test_a_login_page_comes_back_as_what_it_is(desk: Desk) -> None:
    page = b"<html>Bienvenido</html>"
    with serving(desk.server(answering("200 OK", "Content-Type: text/html\r\n", page))) as server:
        reply = desk.to(server).exchange(asked())
    assert (reply.content_type, reply.answer, reply.body) == ("text/html", "", page)


def test_an_answer_beyond_the_limit_is_dropped(desk: Desk) -> None:
    with serving(desk.server(answering("200 OK", "", b"x" * 200_000))) as server:
        assert refusal_of(desk.to(server, answer_bytes_max=100_000), asked())[0] is Reason.ANSWER_TOO_LARGE


def test_an_encoded_answer_is_not_expanded(desk: Desk) -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    with serving(desk.server(answering("200 OK", "Content-Encoding: gzip\r\n", bomb))) as server:
        assert desk.to(server).exchange(asked()).body == bomb


def test_a_connection_cut_in_the_answer_is_lost_and_the_next_exchange_is_fresh(desk: Desk) -> None:
    cuts = [True]

    def script(connection: socket.socket) -> None:
        while read_request(connection)[0]:
            if cuts:
                cuts.clear()
                connection.sendall(OK[:100])
                return
            connection.sendall(OK)

    with serving(desk.server(script)) as server:
        transport = desk.to(server)
        assert refusal_of(transport, asked())[0] is Reason.CONNECTION_LOST
        assert transport.exchange(asked()).status == 200


def test_nobody_listening_is_refused(transports: list[Transport]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    transports.append(Transport(f"https://127.0.0.1:{port}", OURS.pem))
    assert refusal_of(transports[0], asked())[0] is Reason.CONNECTION_REFUSED


def test_a_name_nobody_knows_is_no_address(transports: list[Transport]) -> None:
    transports.append(Transport("https://centre.invalid", OURS.pem))
    assert refusal_of(transports[0], asked())[0] is Reason.NO_ADDRESS
