"""What the QR on a receipt says: an address whose path is the complete signed entry.

    HTTPS://<HOST>/R/<base32 of payload ++ 64-byte signature, without padding>

Upper case on purpose: every character is in the QR standard's alphanumeric set (ISO/IEC 18004, table 5: digits, A-Z,
space and `$%*+-./:`), which costs 5.5 bits a character instead of 8. Base32 (RFC 4648) uses A-Z and 2-7 only. Any phone
opens the address; this program checks the signature with no network at all. Nothing here knows keys: a code that
decodes is well formed, not yet genuine.

An entry that is too long for the narrowest paper (a station with a long name) is named instead of carried:

    HTTPS://<HOST>/R/H-<base32 of hash (32 bytes) ++ epoch (4) ++ sequence (4) ++ station, without padding>

The hash fixes every byte of the entry, so nobody can print another one; but only whoever holds the journal, the centre
or the station itself, can say what it stands for.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from domain.envelope import from_base64url
from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import SignedEntry

SIGNATURE_BYTES: Final = 64  # Ed25519, RFC 8032

#: With this payload and a host of at most `HOST_CHARS_AT_MAX` characters the code is QR version 17 (ECC M holds 734
#: alphanumeric characters): 85 modules + a quiet zone of 2 x 4 = 93, and 93 x 4 dots = 372 of the 384 dots of 58 mm
#: paper. A longer host costs one version, and 58 mm paper then falls back to 3 dots a module.
PAYLOAD_BYTES_MAX: Final = 376
HOST_CHARS_AT_MAX: Final = 19
HOST_CHARS_MAX: Final = 60
#: Longer than any code that `encode` makes; what a scanner reads beyond this is not parsed at all.
TEXT_CHARS_MAX: Final = 800

HASH_BYTES: Final = 32  # SHA-256
_PATH: Final = "/R/"
#: The hyphen is in the QR set and not in base32: neither form can be read as the other.
_NAMED: Final = "H-"
_NUMBER_BYTES: Final = 4
_STATION: Final = re.compile(rb"[A-Z][A-Z0-9-]{1,15}")
_HOST: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9.-]*[A-Z0-9])?(?::[0-9]{1,5})?")
_ADDRESS: Final = re.compile(r"HTTPS://([A-Z0-9.:-]+)/R/(.*)", re.DOTALL)
_BASE32: Final = re.compile(r"[A-Z2-7]*")


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """The exact signed bytes and their signature, as they stood on the paper."""

    payload: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class EntryName:
    """Which entry a paper stands for, where it does not carry it. `hash` is the 32 bytes of its SHA-256."""

    station: str
    epoch: int
    sequence: int
    hash: bytes


def of_entry(host: str, found: SignedEntry) -> str:
    """The text of the QR of an entry: the entry itself, or its name where it is too long for the narrowest paper.

    Raises InvariantBroken `receipt_code_unprintable`, as `encode` does.
    """
    payload, entry = found.signed.payload, found.entry
    if len(payload) <= PAYLOAD_BYTES_MAX:
        return encode(host, payload, found.signed.signature)
    return encode_name(host, EntryName(entry.station, entry.epoch, entry.sequence, from_base64url(found.hash)))


def encode(host: str, payload: bytes, signature: bytes) -> str:
    """The text of the QR. `host` may carry a port (`centre.example:8443`); letters are raised to upper case.

    Raises InvariantBroken `receipt_code_unprintable` when a part has the wrong size or shape: what goes on paper was
    made by this program, so a bad part is our fault.
    """
    address = _address(host)
    if not 0 < len(payload) <= PAYLOAD_BYTES_MAX:
        raise InvariantBroken("receipt_code_unprintable", part="payload", size=len(payload), most=PAYLOAD_BYTES_MAX)
    if len(signature) != SIGNATURE_BYTES:
        raise InvariantBroken("receipt_code_unprintable", part="signature", size=len(signature))
    return address + _base32(payload + signature)


def encode_name(host: str, name: EntryName) -> str:
    """The QR of an entry that does not fit. Raises InvariantBroken `receipt_code_unprintable`, as `encode` does."""
    station = name.station.encode("ascii", "replace")
    numbers = (name.epoch, name.sequence)
    if (
        len(name.hash) != HASH_BYTES
        or not _STATION.fullmatch(station)
        or not all(0 < number < 1 << 8 * _NUMBER_BYTES for number in numbers)
    ):
        raise InvariantBroken("receipt_code_unprintable", part="name", value=str(name))
    packed = name.hash + b"".join(number.to_bytes(_NUMBER_BYTES, "big") for number in numbers) + station
    return _address(host) + _NAMED + _base32(packed)


def is_name(text: str) -> bool:
    """Whether a text made here names its entry rather than carrying it."""
    found = _ADDRESS.fullmatch(text.strip().upper())
    return found is not None and found.group(2).startswith(_NAMED)


def decode(text: str) -> ReceiptCode:
    """Read a scanned text back. Raises Refusal `code_not_ours` (another kind of code), `code_damaged`, or
    `code_checked_online` where the paper only names its entry (then `decode_name` reads it).

    Lower case is accepted, because phones and browsers lower the host and some scanners the whole text.
    """
    packed = _packed(text)
    if packed.startswith(_NAMED):
        decode_name(text)
        raise Refusal("code_checked_online")
    body = _unpack(packed)
    if not SIGNATURE_BYTES < len(body) <= PAYLOAD_BYTES_MAX + SIGNATURE_BYTES:
        raise Refusal("code_damaged")
    return ReceiptCode(payload=body[:-SIGNATURE_BYTES], signature=body[-SIGNATURE_BYTES:])


def decode_name(text: str) -> EntryName:
    """Read the text of an `encode_name` back. Raises Refusal `code_not_ours`, `code_damaged`."""
    packed = _packed(text)
    if not packed.startswith(_NAMED):
        raise Refusal("code_damaged")
    body = _unpack(packed.removeprefix(_NAMED))
    epoch_at, sequence_at = HASH_BYTES, HASH_BYTES + _NUMBER_BYTES
    station = body[sequence_at + _NUMBER_BYTES :]
    epoch = int.from_bytes(body[epoch_at:sequence_at], "big")
    sequence = int.from_bytes(body[sequence_at : sequence_at + _NUMBER_BYTES], "big")
    if not _STATION.fullmatch(station) or not epoch or not sequence:
        raise Refusal("code_damaged")
    return EntryName(station.decode("ascii"), epoch, sequence, body[:epoch_at])


def _address(host: str) -> str:
    raised = host.upper()
    if not _HOST.fullmatch(raised) or len(raised) > HOST_CHARS_MAX:
        raise InvariantBroken("receipt_code_unprintable", part="host", value=host[:HOST_CHARS_MAX])
    return f"HTTPS://{raised}{_PATH}"


def _packed(text: str) -> str:
    """What stands behind the address."""
    if len(text) > TEXT_CHARS_MAX:
        raise Refusal("code_not_ours")
    address = _ADDRESS.fullmatch(text.strip().upper())
    if address is None:
        raise Refusal("code_not_ours")
    return address.group(2).rstrip("=")


def _base32(body: bytes) -> str:
    return base64.b32encode(body).decode("ascii").rstrip("=")


def _unpack(packed: str) -> bytes:
    if not _BASE32.fullmatch(packed):
        raise Refusal("code_damaged")
    try:
        body = base64.b32decode(packed + "=" * (-len(packed) % 8))
    except binascii.Error:
        raise Refusal("code_damaged") from None
    # One text per value: bits left over in the last character must be zero, or two texts would mean one receipt.
    if _base32(body) != packed:
        raise Refusal("code_damaged")
    return body
