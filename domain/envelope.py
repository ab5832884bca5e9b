"""One envelope for everything that is signed: a JWS whose protected header is a constant, compared and never parsed.

The exact signed bytes are what is stored and sent. Keys and signing live elsewhere (`sync.seal`); this module knows
shapes only, so that the rules can be read, and checked, without any cryptographic library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from domain import canonical
from domain.errors import Refusal

SIGNATURE_BYTES: Final = 64
PUBLIC_KEY_BYTES: Final = 32
COMPACT_CHARACTERS_MAX: Final = 128 * 1024


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """Strict: no padding, no foreign letters, no second spelling of the same bytes. Raises Refusal `not_base64url`."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal("not_base64url") from error
    if to_base64url(data) != text:
        raise Refusal("not_base64url")
    return data


class EnvelopeType(Enum):
    """What a signature is for. One type can never be taken for another: the header is part of what is signed."""

    ENTRY = "ventanilla.entry+jws"
    ACKNOWLEDGEMENT = "ventanilla.ack+jws"
    REQUEST = "ventanilla.request+jws"
    ENROLMENT = "ventanilla.enrolment+jws"
    DIRECTORY = "ventanilla.directory+jws"
    POSSESSION = "ventanilla.possession+jws"

    @property
    def header(self) -> str:
        return _HEADERS[self]


_HEADERS: Final = {
    kind: to_base64url(f'{{"alg":"Ed25519","typ":"{kind.value}"}}'.encode("ascii")) for kind in EnvelopeType
}


class Signer(Protocol):
    @property
    def public_key(self) -> bytes:
        """The raw 32-byte Ed25519 public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """A 64-byte Ed25519 signature."""
        ...


class Verify(Protocol):
    def __call__(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is authentic; False for a malformed or small-order key, never an exception."""
        ...


@dataclass(frozen=True, slots=True)
class Signed:
    """Signed bytes as they are stored: the header is implied by the type."""

    type: EnvelopeType
    payload: bytes
    signature: bytes

    @property
    def signing_input(self) -> bytes:
        return f"{self.type.header}.{to_base64url(self.payload)}".encode("ascii")

    @property
    def hash(self) -> str:
        """SHA-256 of the signing input in base64url, 43 letters. The signature is left out: it could be malleable."""
        return to_base64url(hashlib.sha256(self.signing_input).digest())

    def compact(self) -> str:
        """The ordinary compact JWS, `header.payload.signature`, that any JOSE library verifies."""
        return f"{self.signing_input.decode('ascii')}.{to_base64url(self.signature)}"

    def is_authentic(self, public_key: bytes, verify: Verify) -> bool:
        return verify(public_key, self.signing_input, self.signature)


def sign(kind: EnvelopeType, payload: bytes, signer: Signer) -> Signed:
    assert canonical.decode(payload) is not None, "only canonical documents are signed"
    message = f"{kind.header}.{to_base64url(payload)}".encode("ascii")
    signature = signer.sign(message)
    assert len(signature) == SIGNATURE_BYTES, "an Ed25519 signature has 64 bytes"
    return Signed(kind, payload, signature)


def parse_compact(kind: EnvelopeType, text: str) -> Signed:
    """Read a compact JWS of exactly this type. Nothing is verified yet.

    Raises Refusal `envelope_malformed` (three parts, sizes) or `envelope_of_another_type` (its header is not ours).
    """
    if len(text) > COMPACT_CHARACTERS_MAX:
        raise Refusal("envelope_malformed", why="too long")
    header, dot, rest = text.partition(".")
    payload, second_dot, signature = rest.partition(".")
    if not dot or not second_dot or "." in signature:
        raise Refusal("envelope_malformed", why="not three parts")
    if header != kind.header:
        raise Refusal("envelope_of_another_type", wanted=kind.value)
    try:
        signed = Signed(kind, from_base64url(payload), from_base64url(signature))
    except Refusal as error:
        raise Refusal("envelope_malformed", why="not base64url") from error
    if len(signed.signature) != SIGNATURE_BYTES:
        raise Refusal("envelope_malformed", why="signature size")
    return signed
