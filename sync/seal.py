"""Keys: the one module of this room that signs, verifies, seals and opens.

Ed25519 (RFC 8032) for everything that is signed; HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) for personal
data, which only the centre can open.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from domain.envelope import PUBLIC_KEY_BYTES, SIGNATURE_BYTES
from domain.errors import Refusal

_P: Final = 2**255 - 19
#: The y coordinates of Curve25519's points of small order. Under such a key a signature of one message is a signature
#: of any: a station could enrol it and later repudiate everything.
_SMALL_ORDER_Y: Final = frozenset(
    {
        0,
        1,
        _P - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)
#: Keys that are kept ready: a batch's entries all have one.
_VERIFIERS_MAX: Final = 256
_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class SigningKey:
    """An Ed25519 private key that signs (domain.envelope.Signer)."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key: Final = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, for wrapping at rest only."""
        return self._key.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is authentic (domain.envelope.Verify). A small-order or malformed key never is."""
    key = _verifier(public_key)
    if len(signature) != SIGNATURE_BYTES or key is None:
        return False
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=_VERIFIERS_MAX)
def _verifier(public_key: bytes) -> Ed25519PublicKey | None:
    """None for a key under which nothing is authentic."""
    if is_weak_key(public_key):
        return None
    try:
        return Ed25519PublicKey.from_public_bytes(public_key)
    except ValueError:
        return None


def is_weak_key(public_key: bytes) -> bool:
    """A key of the wrong size, of small order, or in a second spelling of its own coordinate."""
    if len(public_key) != PUBLIC_KEY_BYTES:
        return True
    y = int.from_bytes(public_key, "little") & (2**255 - 1)
    return y >= _P or y in _SMALL_ORDER_Y


class SealingKey:
    """The centre's X25519 key: only its holder reads personal data."""

    def __init__(self, secret: bytes) -> None:
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self.public_key: Final = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> SealingKey:
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @property
    def secret(self) -> bytes:
        return self._key.private_bytes_raw()

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """Raises Refusal `seal_broken` when altered, sealed to another key, or moved to another entry."""
        try:
            return _SUITE.decrypt(sealed, self._key, info=bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise Refusal("seal_broken", bound_to=bound_to) from error


def seal(plain: bytes, sealing_key: bytes, *, bound_to: str) -> bytes:
    """Seal `plain` to the centre; `bound_to` names what it belongs to (see `personal_binding`, `photo_binding`).

    Raises Refusal `sealing_key_weak` for a key of low order: its shared secret is zero, so anybody would read it.
    """
    try:
        return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(sealing_key), info=bound_to.encode())
    except ValueError as error:
        raise Refusal("sealing_key_weak", bound_to=bound_to) from error


def personal_binding(station: str, commitment: str) -> str:
    """What sealed personal data is bound to: a blob moved under another entry does not open."""
    return f"ventanilla.personal.v1|{station}|{commitment}"


def photo_binding(station: str, case: str) -> str:
    """What the sealed photo of a document is bound to: under another case, or of another station, it does not open."""
    return f"ventanilla.photo.v1|{station}|{case}"


def proof_of_code(code: str, transcript: bytes) -> str:
    """HMAC-SHA256 of an enrolment's transcript under the one-time code, in hex. The code itself is never sent."""
    return hmac.new(code.encode("ascii"), transcript, hashlib.sha256).hexdigest()


def same_proof(one: str, other: str) -> bool:
    return hmac.compare_digest(one, other)
