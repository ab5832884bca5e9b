from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import canonical
from domain.envelope import EnvelopeType, Signed, from_base64url, parse_compact, sign, to_base64url
from domain.errors import Refusal
from sync.seal import is_weak_key, verify
from tests.domain.kit import CENTRE_KEY, STATION_KEY, refusal_of

PAYLOAD = canonical.encode({"k": "a", "n": 1})
SIGNED = sign(EnvelopeType.ENTRY, PAYLOAD, STATION_KEY)
KEY = STATION_KEY.public_key

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493


def is_authentic(signed: Signed, key: bytes = KEY) -> bool:
    return signed.is_authentic(key, verify)


def flips(data: bytes) -> list[bytes]:
    return [
        data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]
        for place in range(len(data))
        for bit in range(8)
    ]


def test_what_a_station_signs_is_authentic_under_its_key_alone() -> None:
    assert is_authentic(SIGNED)
    assert not is_authentic(SIGNED, CENTRE_KEY.public_key)


def test_every_flipped_bit_of_the_payload_is_noticed() -> None:
    assert not any(is_authentic(Signed(SIGNED.type, payload, SIGNED.signature)) for payload in flips(SIGNED.payload))


def test_every_flipped_bit_of_the_signature_is_noticed() -> None:
    assert not any(is_authentic(Signed(SIGNED.type, SIGNED.payload, flipped)) for flipped in flips(SIGNED.signature))


def test_every_flipped_bit_of_the_key_is_noticed() -> None:
    assert not any(is_authentic(SIGNED, key) for key in flips(KEY))


def test_every_flipped_bit_of_the_written_form_is_noticed() -> None:
    compact = SIGNED.compact().encode("ascii")
    for flipped in flips(compact):
        try:
            found = parse_compact(EnvelopeType.ENTRY, flipped.decode("latin-1"))
        except Refusal:
            continue
        assert not is_authentic(found)


def test_the_written_form_is_read_back_and_is_an_ordinary_jws() -> None:
    compact = SIGNED.compact()
    assert parse_compact(EnvelopeType.ENTRY, compact) == SIGNED
    header, payload, signature = compact.split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "Ed25519", "typ": "ventanilla.entry+jws"}
    assert from_base64url(payload) == PAYLOAD
    assert verify(KEY, f"{header}.{payload}".encode(), from_base64url(signature))


@pytest.mark.parametrize("other", [kind for kind in EnvelopeType if kind is not EnvelopeType.ENTRY])
def test_a_signature_of_one_type_is_none_of_another(other: EnvelopeType) -> None:
    assert refusal_of(lambda: parse_compact(other, SIGNED.compact())) == "envelope_of_another_type"
    assert not is_authentic(Signed(other, SIGNED.payload, SIGNED.signature))


def test_every_type_has_a_header_of_its_own() -> None:
    assert len({kind.header for kind in EnvelopeType}) == len(EnvelopeType)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "typ": "ventanilla.entry+jws"},
        {"alg": "HS256", "typ": "ventanilla.entry+jws"},
        {"alg": "Ed25519", "crit": ["exp"], "typ": "ventanilla.entry+jws"},
        {"alg": "Ed25519", "jku": "https://example.org/", "typ": "ventanilla.entry+jws"},
        {"typ": "ventanilla.entry+jws", "alg": "Ed25519"},
    ],
)
def test_a_header_is_compared_and_never_understood(header: dict[str, object]) -> None:
    spelled = to_base64url(json.dumps(header, separators=(",", ":")).encode())
    message = f"{spelled}.{to_base64url(PAYLOAD)}"
    compact = f"{message}.{to_base64url(STATION_KEY.sign(message.encode()))}"
    assert refusal_of(lambda: parse_compact(EnvelopeType.ENTRY, compact)) == "envelope_of_another_type"


@pytest.mark.parametrize(
    "text",
    ["", "a", "a.b", "a.b.c.d", SIGNED.compact() + ".x", SIGNED.compact()[:-1], SIGNED.compact() + "=", "x" * 200_000],
)
def test_what_is_not_three_parts_of_the_right_size_is_malformed(text: str) -> None:
    code = refusal_of(lambda: parse_compact(EnvelopeType.ENTRY, text))
    assert code in {"envelope_malformed", "envelope_of_another_type"}
    if text.startswith(SIGNED.type.header):
        assert code == "envelope_malformed"


#: Every encoding of a point of small order, the second spellings included (sign bit, y + p).
SMALL_ORDER = [
    (y | sign_bit << 255).to_bytes(32, "little")
    for y in (
        0,
        1,
        P - 1,
        P,
        P + 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    )
    for sign_bit in (0, 1)
]


@pytest.mark.parametrize("key", SMALL_ORDER, ids=[key.hex()[:12] + key.hex()[-4:] for key in SMALL_ORDER])
def test_a_key_of_small_order_never_verifies(key: bytes) -> None:
    assert is_weak_key(key)
    # R = the identity, S = 0: authentic for any message under the identity point, by the equation alone.
    anything = (1).to_bytes(32, "little") + bytes(32)
    assert not verify(key, b"any message", anything)


def test_the_library_alone_would_take_the_identity_point() -> None:
    """Why `is_weak_key` exists. If this ever fails, the library has become strict and ours is a second lock."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - for this alone

    identity = (1).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(identity).verify(identity + bytes(32), b"any message")


@pytest.mark.parametrize("key", [b"", KEY[:31], KEY + b"\0", (P + 2).to_bytes(32, "little"), b"\xff" * 32])
def test_a_key_of_another_size_or_in_a_second_spelling_is_refused(key: bytes) -> None:
    assert is_weak_key(key)
    assert not is_authentic(SIGNED, key)


def test_ordinary_keys_are_not_called_weak() -> None:
    assert not is_weak_key(KEY)
    assert not is_weak_key(CENTRE_KEY.public_key)


def test_a_signature_stretched_by_the_groups_order_is_refused() -> None:
    s = int.from_bytes(SIGNED.signature[32:], "little") + ORDER
    stretched = SIGNED.signature[:32] + s.to_bytes(32, "little")
    assert not is_authentic(Signed(SIGNED.type, SIGNED.payload, stretched))


@pytest.mark.parametrize("signature", [b"", SIGNED.signature[:63], SIGNED.signature + b"\0"])
def test_a_signature_of_another_size_is_refused(signature: bytes) -> None:
    assert not is_authentic(Signed(SIGNED.type, SIGNED.payload, signature))


def test_only_canonical_documents_are_signed() -> None:
    assert refusal_of(lambda: sign(EnvelopeType.ENTRY, b'{"a": 1}', STATION_KEY)) == "not_canonical"


def test_the_hash_leaves_the_signature_out() -> None:
    assert Signed(SIGNED.type, SIGNED.payload, bytes(64)).hash == SIGNED.hash
    assert len(SIGNED.hash) == 43
    assert Signed(EnvelopeType.REQUEST, SIGNED.payload, SIGNED.signature).hash != SIGNED.hash


@given(st.binary(max_size=80))
def test_bytes_have_one_spelling_in_base64url(data: bytes) -> None:
    assert from_base64url(to_base64url(data)) == data


@pytest.mark.parametrize("text", ["AQ==", "AR", "A", "A+B_", "A/B_", "AQ\n", " AQ", "AQ.", "ñññ", "A" * 5])
def test_a_second_spelling_in_base64url_is_refused(text: str) -> None:
    assert refusal_of(lambda: from_base64url(text)) == "not_base64url"
