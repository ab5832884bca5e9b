"""The link's arithmetic: no sockets, no rights needed."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import pytest

from benchmarks.link.packets import Segment, checksum
from benchmarks.link.shape import Delivery, Shape, Way, Wire

SLOW = Shape(bits_a_second=8_000, rtt_ms=200, queue_bytes=1_500)
_RST, _SYN, _ACK = 4, 2, 16


@dataclass(frozen=True)
class Packet:
    """TCP over IPv4 of `size` bytes, from 10.0.0.1:7 to 10.0.0.2:9."""

    size: int = 1_000
    flags: int = _ACK
    sequence: int = 500
    acknowledged: int = 900

    @property
    def content(self) -> bytes:
        addresses = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, self.size, 0, 0, 64, 6, 0, *addresses)
        tcp = struct.pack("!HHIIBBHHH", 7, 9, self.sequence, self.acknowledged, 0x50, self.flags, 0, 0, 0)
        return ip + tcp + bytes(self.size - 40)


def test_a_packet_arrives_after_its_own_bits_and_half_the_round_trip() -> None:
    packet = Packet().content
    assert Wire(SLOW, 1).offer(Way.UP, packet, 10.0) == [Delivery(10.0 + 1.0 + 0.1, Way.UP, packet)]


def test_packets_wait_for_each_other_and_a_full_queue_drops_the_next_one() -> None:
    wire = Wire(SLOW, 1)
    arrivals = [wire.offer(Way.UP, Packet().content, 0.0) for _ in range(4)]
    assert [[round(one.at, 3) for one in found] for found in arrivals] == [[1.1], [2.1], [], []]
    assert (wire.counts.overflowed, wire.counts.up) == (2, 4_000), (
        "what is dropped was offered to the wire all the same"
    )


def test_the_two_directions_do_not_wait_for_each_other() -> None:
    wire = Wire(SLOW, 1)
    wire.offer(Way.UP, Packet().content, 0.0)
    assert wire.offer(Way.DOWN, Packet().content, 0.0)[0].at == pytest.approx(1.1)
    assert (wire.counts.up, wire.counts.down) == (1_000, 1_000)


def fate(seed: int, loss: float = 0.05) -> list[bool]:
    wire = Wire(Shape(bits_a_second=10**9, rtt_ms=0, loss=loss), seed)
    return [bool(wire.offer(Way.UP, Packet().content, float(now))) for now in range(4_000)]


def test_loss_is_as_frequent_as_asked_and_the_same_for_the_same_seed() -> None:
    assert 0.04 < fate(1).count(False) / 4_000 < 0.06
    assert fate(1) == fate(1)
    assert fate(1) != fate(2)


def test_the_packet_that_crosses_the_byte_becomes_a_reset_for_both_ends() -> None:
    wire = Wire(Shape(bits_a_second=8_000, rtt_ms=200, queue_bytes=10**6, reset_every=2_500), 1)
    found = [wire.offer(Way.UP, Packet(sequence=number).content, 0.0) for number in range(1, 6)]
    assert [len(one) for one in found] == [1, 1, 2, 1, 2]
    onward, back = found[2]
    forged, answered = Segment.read(onward.packet), Segment.read(back.packet)
    assert forged is not None
    assert answered is not None
    assert (forged.flags, forged.sequence, forged.target_port, onward.way) == (_RST, 3, 9, Way.UP)
    assert (answered.flags, answered.sequence, answered.target_port, back.way) == (_RST, 900, 7, Way.DOWN)
    assert onward.at > found[1][0].at, "what was under way before it arrives before it"
    assert wire.counts.resets == 2


def test_what_opens_a_connection_is_not_reset_but_what_follows_it_is() -> None:
    wire = Wire(Shape(bits_a_second=8_000, rtt_ms=200, queue_bytes=10**6, reset_every=500), 1)
    assert len(wire.offer(Way.UP, Packet(flags=_SYN).content, 0.0)) == 1
    assert len(wire.offer(Way.UP, Packet().content, 0.0)) == 2


def test_a_forged_reset_has_right_checksums() -> None:
    segment = Segment.read(Packet().content)
    assert segment is not None
    for forged in (segment.reset_onward, segment.reset_back):
        assert checksum(forged[:20]) == 0
        assert checksum(forged[12:20] + struct.pack("!BBH", 0, 6, 20) + forged[20:]) == 0


def test_the_dark_begins_at_its_byte_and_comes_once() -> None:
    wire = Wire(Shape(bits_a_second=10**6, rtt_ms=0, hole_at=2_000, hole_s=30.0), 1)
    wire.offer(Way.UP, Packet().content, 0.0)
    assert not wire.is_dark(0.0)
    wire.offer(Way.UP, Packet().content, 5.0)
    assert (wire.is_dark(5.0), wire.is_dark(34.9), wire.is_dark(35.0)) == (True, True, False)
    wire.offer(Way.UP, Packet().content, 40.0)
    assert not wire.is_dark(40.0)


def test_what_is_not_tcp_is_carried_and_never_reset() -> None:
    wire = Wire(Shape(bits_a_second=10**6, rtt_ms=0, reset_every=10), 1)
    datagram = bytearray(Packet().content)
    datagram[9] = 17
    assert wire.offer(Way.UP, bytes(datagram), 0.0)[0].packet == bytes(datagram)
