"""The centre on a real socket, over real TLS."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from central.logs import JsonLines
from central.server import CentreServer, listen, run_in_thread
from domain.errors import Refusal
from sync.messages import ANSWER_HEADER, BODY_BYTES_MAX, PIECE_BYTES_MAX, REQUEST_HEADER
from sync.packing import pack_entries
from sync.seal import SigningKey
from tests.fakes.centre_world import CentreWorld, Desk, Heard, sha256_of


@pytest.fixture
def server(world: CentreWorld) -> Iterator[CentreServer]:
    made = CentreServer(world.centre, listen("127.0.0.1", 0))
    thread = run_in_thread(made)
    yield made
    made.stop()
    thread.join()


@pytest.fixture
def wire(world: CentreWorld, server: CentreServer, tmp_path: Path) -> Iterator[Wire]:
    authority = tmp_path / "pinned.pem"
    authority.write_text(world.centre.keys.authority)
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(authority)
        yield Wire(session, f"https://127.0.0.1:{server.port}")


class Wire:
    def __init__(self, session: requests.Session, address: str) -> None:
        self.session = session
        self.address = address

    def ask(self, desk: Desk, method: str, path: str, body: bytes = b"") -> Heard:
        statement = desk.statement(method, path, body)
        headers = {REQUEST_HEADER: statement.signed(desk.key)}
        found = self.session.request(method, self.address + path, data=body, headers=headers, timeout=10)
        return desk.check((found.status_code, found.headers, found.content), statement.nonce)


def test_a_station_works_over_tls_with_the_pinned_authority(world: CentreWorld, wire: Wire) -> None:
    desk = world.desk()
    desk.open_drawer()
    desk.collect(1)
    heard = wire.ask(desk, "POST", "/v1/entries?from=2", pack_entries(found.signed for found in desk.journal[1:]))
    assert (heard.status, heard.answer.next_sequence) == (200, 4)
    heard = wire.ask(desk, "PATCH", f"/v1/blobs/{sha256_of(b'hello')}?offset=0&size=5", b"hello")
    assert heard.document["complete"]
    assert wire.ask(desk, "GET", "/v1/outbound?from=1&most=2").entries[1].entry.kind == "operator_admitted/1"


def test_every_outcome_is_signed_and_never_the_frameworks_own(world: CentreWorld, wire: Wire) -> None:
    desk = world.desk()
    for method, path in (
        ("GET", "/v1/nothing"),
        ("DELETE", "/v1/state"),
        ("PUT", "/v1/entries?from=1"),
        ("GET", "/v1/outbound?from=x"),
        ("GET", "/v1/blobs/%20%2Fcentre.db"),
        ("GET", "/v1/state?x=%C3%B1"),
    ):
        heard = wire.ask(desk, method, path)
        assert heard.answer.next_sequence == 2, path
    found = wire.session.get(wire.address + "/v1/state", timeout=10)
    assert found.status_code == 401
    assert ANSWER_HEADER in found.headers


def test_a_body_over_the_limit_is_refused_before_it_is_read(wire: Wire) -> None:
    found = wire.session.post(wire.address + "/v1/entries?from=1", data=b"x" * (BODY_BYTES_MAX + 1), timeout=10)
    assert found.status_code == 413
    assert ANSWER_HEADER in found.headers


def test_a_piece_of_a_blob_may_be_larger_than_anything_else(world: CentreWorld, wire: Wire) -> None:
    desk = world.desk()
    photograph = bytes(range(256)) * (PIECE_BYTES_MAX // 256)
    path = f"/v1/blobs/{sha256_of(photograph)}?offset=0&size={len(photograph)}"
    assert wire.ask(desk, "PATCH", path, photograph).document["complete"]
    for method, target, body in (("PATCH", path, photograph + b"x"), ("POST", "/v1/blobs", photograph)):
        headers = {REQUEST_HEADER: desk.statement(method, target, body).signed(desk.key)}
        found = wire.session.request(method, wire.address + target, data=body, headers=headers, timeout=10)
        assert found.status_code == 413, method


@pytest.mark.parametrize("forged", [True, False])
def test_a_large_piece_is_read_only_for_the_station_that_signed_it(
    world: CentreWorld, server: CentreServer, *, forged: bool
) -> None:
    """Whoever else comes is refused before the first byte of it, and takes up none of the centre's memory."""
    desk = world.desk()
    path = f"/v1/blobs/{'a' * 64}?offset=0&size={PIECE_BYTES_MAX}"
    head = f"PATCH {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {PIECE_BYTES_MAX}\r\n"
    if forged:
        head += f"{REQUEST_HEADER}: {desk.statement('PATCH', path).signed(SigningKey(b'x' * 32))}\r\n"
    with raw(world, server) as secure:
        secure.sendall(f"{head}\r\n".encode("ascii"))
        assert secure.recv(12) == b"HTTP/1.1 413"


@contextmanager
def raw(world: CentreWorld, server: CentreServer) -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context(cadata=world.centre.keys.authority)
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secure,
    ):
        yield secure


def test_an_announced_length_alone_is_enough_to_be_refused(world: CentreWorld, server: CentreServer) -> None:
    """Not one byte of the body is sent, and the answer comes at once."""
    with raw(world, server) as secure:
        secure.sendall(b"POST /v1/entries?from=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert secure.recv(15).startswith(b"HTTP/1.1 413")


def test_a_body_without_a_length_is_refused_at_the_limit_and_not_at_its_end(
    world: CentreWorld, server: CentreServer
) -> None:
    """The body never ends; the answer comes all the same."""
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with raw(world, server) as secure:
        secure.sendall(b"POST /v1/entries?from=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        secure.sendall(chunk * (BODY_BYTES_MAX // 0x10000 + 1))
        assert secure.recv(15).startswith(b"HTTP/1.1 413")


def test_the_answer_to_a_body_too_large_reaches_who_goes_on_sending(wire: Wire) -> None:
    found = wire.session.post(wire.address + "/v1/entries?from=1", data=iter([b"x" * 65536] * 64), timeout=10)
    assert found.status_code == 413
    assert ANSWER_HEADER in found.headers


def test_a_client_that_does_not_pin_the_authority_refuses_the_centre(wire: Wire) -> None:
    with requests.Session() as plain:
        plain.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            plain.get(wire.address + "/v1/health", timeout=10)


def test_many_stations_at_once_are_all_answered(world: CentreWorld, wire: Wire) -> None:
    desks = [world.desk(f"C{number:02d}", number) for number in range(1, 9)]
    heard: list[int] = []

    def work(desk: Desk) -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.verify = wire.session.verify
            own = Wire(session, wire.address)
            desk.open_drawer()
            for number in range(1, 4):
                desk.collect(number)
                batch = pack_entries(found.signed for found in desk.journal[1:])
                heard.append(own.ask(desk, "POST", "/v1/entries?from=2", batch).status)

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == [200] * 24


def test_the_log_says_what_happened_without_codes_or_data(
    world: CentreWorld, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    desk = world.desk()
    with caplog.at_level(logging.INFO, "ventanilla.central"):
        wire.ask(desk, "GET", "/v1/cases/0070000016")
    text = JsonLines().format(caplog.records[-1])
    line = json.loads(text)
    assert (line["what"], line["route"], line["status"], line["station"]) == ("request", "case", 404, "C07")
    assert "0070000016" not in text + caplog.text


def test_the_description_of_the_routes_is_the_protocol(wire: Wire) -> None:
    described = wire.session.get(wire.address + "/openapi.json", timeout=10).json()
    assert {
        "/v1/enrolments",
        "/v1/state",
        "/v1/entries",
        "/v1/outbound",
        "/v1/blobs/{sha256}",
        "/v1/cases/{code}",
        "/v1/stations",
    } <= described["paths"].keys()
    push = described["paths"]["/v1/entries"]["post"]
    assert [one["name"] for one in push["parameters"]] == ["from", REQUEST_HEADER]
    assert "422" not in push["responses"]


def test_a_port_that_is_taken_is_said_before_anything_starts(world: CentreWorld, server: CentreServer) -> None:
    with pytest.raises(Refusal, match="address_in_use"):
        CentreServer(world.centre, listen("127.0.0.1", server.port))


def test_an_answer_does_not_wait_for_what_was_sent_before_it_to_be_acknowledged(server: CentreServer) -> None:
    """Asyncio disables Nagle's algorithm for sockets that say they are TCP, and for no others. Only a long round trip
    shows the difference; `benchmarks/RESULTS.md` measures on one.
    """
    assert server._socket.proto == socket.IPPROTO_TCP  # what is accepted inherits it
