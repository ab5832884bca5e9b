"""IPv4 and TCP as far as cutting a connection takes: reading a packet's ends, and forging the resets of both."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, Self

TCP: Final = 6
IPV4: Final = 4
_FIN, _SYN, _RST, _ACK = 1, 2, 4, 16
_HEADER_BYTES: Final = 40


@dataclass(frozen=True, slots=True)
class Segment:
    """A TCP segment's two ends and its numbers."""

    source: bytes
    target: bytes
    source_port: int
    target_port: int
    sequence: int
    acknowledged: int
    flags: int

    @classmethod
    def read(cls, packet: bytes) -> Self | None:
        """None for what is not TCP over IPv4."""
        if len(packet) < _HEADER_BYTES or packet[0] >> 4 != IPV4 or packet[9] != TCP:
            return None
        start = (packet[0] & 15) * 4
        source, target, sequence, acknowledged = struct.unpack("!HHII", packet[start : start + 12])
        return cls(packet[12:16], packet[16:20], source, target, sequence, acknowledged, packet[start + 13])

    @property
    def can_be_reset(self) -> bool:
        """Of an established connection: it acknowledges something, and neither opens nor ends."""
        return bool(self.flags & _ACK) and not self.flags & (_RST | _SYN | _FIN)

    @property
    def reset_onward(self) -> bytes:
        """What travels on instead of this segment: exactly the number its receiver expects, so it is believed."""
        return self._reset(self.source, self.target, self.source_port, self.target_port, self.sequence)

    @property
    def reset_back(self) -> bytes:
        """What its sender gets: the number that the sender expects next is the one it acknowledged."""
        return self._reset(self.target, self.source, self.target_port, self.source_port, self.acknowledged)

    @staticmethod
    def _reset(source: bytes, target: bytes, source_port: int, target_port: int, sequence: int) -> bytes:
        tcp = struct.pack("!HHIIBBHHH", source_port, target_port, sequence, 0, 0x50, _RST, 0, 0, 0)
        pseudo = source + target + struct.pack("!BBH", 0, TCP, len(tcp))
        tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, _HEADER_BYTES, 0, 0, 64, TCP, 0, source, target)
        return ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + tcp


def checksum(content: bytes) -> int:
    """RFC 1071. Over content that already holds its checksum it is 0."""
    padded = content + b"\0" * (len(content) & 1)
    total: int = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return ~total & 0xFFFF
