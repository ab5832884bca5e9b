"""The emulator's own truth, over real TCP. Needs root; says so where it is not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.link.line import Line
from benchmarks.link.namespaces import what_is_missing
from benchmarks.link.shape import Counts, Shape

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(what_is_missing()), reason=f"no shaped link can be made here: {what_is_missing()}"),
]

#: Takes connections one after the other, and tells of each how many bytes came and how it ended.
_SERVER = """
import socket
listener = socket.create_server(("0.0.0.0", 9000))
print("ready", flush=True)
while True:
    connection, _ = listener.accept()
    held, end = 0, "closed"
    try:
        while block := connection.recv(65536):
            held += len(block)
        connection.sendall(b"x")
    except ConnectionResetError:
        end = "reset"
    print(held, end, flush=True)
"""
#: Sends argv[1] bytes, waits for the word that they came, and says how long connecting and sending took, in seconds.
_CLIENT = """
import socket, sys, time
begin = time.monotonic()
connection = socket.create_connection(("10.77.0.2", 9000))
connected = time.monotonic()
try:
    connection.sendall(bytes(int(sys.argv[1])))
    connection.shutdown(socket.SHUT_WR)
    end = "told" if connection.recv(1) else "closed"
except ConnectionError:
    end = "reset"
print(connected - begin, time.monotonic() - connected, end)
"""


def send(shape: Shape, size: int, seed: int = 1) -> tuple[float, float, str, str, Counts]:
    """Seconds to connect and to send, how the client and the server saw it end, and the wire's counts."""
    with Line(shape, seed) as line:
        command = line.at_the_server([sys.executable, "-c", _SERVER])
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == "ready\n"
            line.begin()
            asked = line.at_the_client([sys.executable, "-c", _CLIENT, str(size)])
            said = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stdout.split()
            seen = server.stdout.readline().strip()
            counts = line.counts()
            server.kill()
    return float(said[0]), float(said[1]), said[2], seen, counts


def test_connecting_takes_a_round_trip_and_sending_takes_the_rate() -> None:
    size, shape = 250_000, Shape(bits_a_second=1_000_000, rtt_ms=100, queue_bytes=10**6)
    connecting, sending, end, seen, counts = send(shape, size)
    assert (end, seen) == ("told", f"{size} closed")
    assert connecting > 0.095
    assert sending >= counts.up * 8 / shape.bits_a_second, "no faster than the wire; a busy machine may be slower"
    assert size < counts.up < size * 1.1, "headers, and nothing twice"
    assert counts.lost == counts.overflowed == 0


def test_what_is_lost_is_sent_again_and_arrives() -> None:
    shape = Shape(bits_a_second=2_000_000, rtt_ms=40, loss=0.03)
    _, _, end, seen, counts = send(shape, 200_000)
    assert (end, seen) == ("told", "200000 closed")
    assert counts.lost > 0


def test_a_connection_is_reset_at_its_byte_for_both_ends() -> None:
    shape = Shape(bits_a_second=2_000_000, rtt_ms=40, queue_bytes=10**6, reset_every=60_000)
    _, _, end, seen, counts = send(shape, 200_000)
    held, how = seen.split()
    assert (end, how, counts.resets) == ("reset", "reset", 1)
    assert 50_000 < int(held) < 60_000, "everything before the byte, and nothing after it"


def test_nothing_crosses_in_the_dark_and_the_connection_lives_on() -> None:
    shape = Shape(bits_a_second=2_000_000, rtt_ms=40, queue_bytes=10**6, hole_at=60_000, hole_s=1.0)
    _, sending, end, seen, _ = send(shape, 200_000)
    assert (end, seen) == ("told", "200000 closed")
    assert sending > 1.0


def test_nothing_is_left_when_a_measurement_fails() -> None:
    def fail() -> None:
        with Line(Shape(bits_a_second=10**6, rtt_ms=1), 1) as line:
            left.append(Path(f"/proc/{line.at_the_client([])[1].split('/')[2]}"))
            raise KeyError("the measurement")

    left: list[Path] = []
    with pytest.raises(KeyError, match="the measurement"):
        fail()
    assert not left[0].exists(), "the emulator is gone, and with it the namespaces that only it held"
