"""What the QR on a receipt says: an address whose path is the complete signed entry.

    HTTPS://<HOST>/R/<base32 of payload ++ 64-byte signature, without padding>

Upper case on purpose: every character is in the QR standard's alphanumeric set (ISO/IEC 18004, table 5: digits, A-Z,
space and `$%*+-./:`), which costs 5.5 bits a character instead of 8. Base32 (RFC 4648) uses A-Z and 2-7 only. Any phone
opens the address; this program checks the signature with no network at all. Nothing here knows keys: a code that
decodes is well formed, not yet genuine.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from domain.errors import InvariantBroken, Refusal

SIGNATURE_BYTES: Final = 64  # Ed25519, RFC 8032

#: With this payload and a host of at most `HOST_CHARS_AT_MAX` characters the code is QR version 17 (ECC M holds 734
#: alphanumeric characters): 85 modules + a quiet zone of 2 x 4 = 93, and 93 x 4 dots = 372 of the 384 dots of 58 mm
#: paper. A longer host costs one version, and 58 mm paper then falls back to 3 dots a module.
PAYLOAD_BYTES_MAX: Final = 376
HOST_CHARS_AT_MAX: Final = 19
HOST_CHARS_MAX: Final = 60
#: Longer than any code that `encode` makes; what a scanner reads beyond this is not parsed at all.
TEXT_CHARS_MAX: Final = 800

_PATH: Final = "/R/"
_HOST: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9.-]*[A-Z0-9])?(?::[0-9]{1,5})?")
_ADDRESS: Final = re.compile(r"HTTPS://([A-Z0-9.:-]+)/R/(.*)", re.DOTALL)
_BASE32: Final = re.compile(r"[A-Z2-7]*")


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """The exact signed bytes and their signature, as they stood on the paper."""

    payload: bytes
    signature: bytes


def encode(host: str, payload: bytes, signature: bytes) -> str:
    """The text of the QR. `host` may carry a port (`centre.example:8443`); letters are raised to upper case.

    Raises InvariantBroken `receipt_code_unprintable` when a part has the wrong size or shape: what goes on paper was
    made by this program, so a bad part is our fault.
    """
    raised = host.upper()
    if not _HOST.fullmatch(raised) or len(raised) > HOST_CHARS_MAX:
        raise InvariantBroken("receipt_code_unprintable", part="host", value=host[:HOST_CHARS_MAX])
    if not 0 < len(payload) <= PAYLOAD_BYTES_MAX:
        raise InvariantBroken("receipt_code_unprintable", part="payload", size=len(payload), most=PAYLOAD_BYTES_MAX)
    if len(signature) != SIGNATURE_BYTES:
        raise InvariantBroken("receipt_code_unprintable", part="signature", size=len(signature))
    packed = base64.b32encode(payload + signature).decode("ascii").rstrip("=")
    return f"HTTPS://{raised}{_PATH}{packed}"


def decode(text: str) -> ReceiptCode:
    """Read a scanned text back. Raises Refusal `code_not_ours` (another kind of code) or `code_damaged`.

    Lower case is accepted, because phones and browsers lower the host and some scanners the whole text.
    """
    if len(text) > TEXT_CHARS_MAX:
        raise Refusal("code_not_ours")
    address = _ADDRESS.fullmatch(text.strip().upper())
    if address is None:
        raise Refusal("code_not_ours")
    packed = address.group(2).rstrip("=")
    if not _BASE32.fullmatch(packed):
        raise Refusal("code_damaged")
    return _unpack(packed)


def _unpack(packed: str) -> ReceiptCode:
    try:
        body = base64.b32decode(packed + "=" * (-len(packed) % 8))
    except binascii.Error:
        raise Refusal("code_damaged") from None
    # One text per value: bits left over in the last character must be zero, or two texts would mean one receipt.
    if base64.b32encode(body).decode("ascii").rstrip("=") != packed:
        raise Refusal("code_damaged")
    if not SIGNATURE_BYTES < len(body) <= PAYLOAD_BYTES_MAX + SIGNATURE_BYTES:
        raise Refusal("code_damaged")
    return ReceiptCode(payload=body[:-SIGNATURE_BYTES], signature=body[-SIGNATURE_BYTES:])
