"""Packs that no packer of ours makes."""

from __future__ import annotations

import zstandard

from sync import packing
from sync.packing import PACKING


def a_pack(text: bytes, raw: bytes = b"") -> bytes:
    """A pack of one block with this text, as somebody would make it who does not use our packer."""
    stream = packing._tools.compressor(len(text)).compressobj()
    packed = stream.compress(text) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    lengths = len(packed).to_bytes(3, "big") + len(raw).to_bytes(3, "big")
    return bytes([PACKING]) + lengths + packed + raw
