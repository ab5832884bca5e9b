from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import canonical
from domain.errors import Refusal
from sync.exchange import DEADLINE_BASE_MS, DEADLINE_MAX_MS, Call, Moment
from sync.messages import Answer, BlobState, Invitation, Request
from sync.seal import SealingKey, SigningKey, is_weak_key, seal, verify
from tests.sync.station import CENTRE_KEY, STATION, STATION_KEY

REQUEST = Request(
    station=STATION,
    epoch=1,
    method="GET",
    path="/v1/state",
    body="0" * 64,
    nonce="n" * 22,
    acknowledged=0,
    heard=0,
    ratchet="",
    copied="",
    clock=1,
)


def _code(caught: pytest.ExceptionInfo[Refusal]) -> str:
    return caught.value.code


def test_a_statement_is_read_back_as_it_was_said() -> None:
    assert Request.trusted(REQUEST.signed(STATION_KEY), STATION_KEY.public_key, verify) == REQUEST


def test_a_statement_of_one_kind_is_never_taken_for_another() -> None:
    with pytest.raises(Refusal) as caught:
        Answer.trusted(REQUEST.signed(CENTRE_KEY), CENTRE_KEY.public_key, verify)
    assert _code(caught) == "envelope_of_another_type"
    blob = BlobState(sha256="a" * 64, offset=0, complete=False)  # the same envelope as an Answer, other fields
    with pytest.raises(Refusal) as caught:
        Answer.trusted(blob.signed(CENTRE_KEY), CENTRE_KEY.public_key, verify)
    assert _code(caught) == "message_malformed"


def test_somebody_elses_signature_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        Request.trusted(REQUEST.signed(CENTRE_KEY), STATION_KEY.public_key, verify)
    assert _code(caught) == "signature_wrong"


@pytest.mark.parametrize(
    "change",
    [{"epoch": True}, {"epoch": -1}, {"epoch": "1"}, {"path": None}, {"clock": 1.5}, {"v": 2}, {"more": 1}],
    ids=str,
)
def test_a_field_that_is_not_what_it_should_be_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refusal) as caught:
        Request.from_document(REQUEST.document() | change)
    assert _code(caught) == "message_malformed"


def test_a_missing_field_is_refused() -> None:
    document = REQUEST.document()
    del document["nonce"]
    with pytest.raises(Refusal):
        Request.from_document(document)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_invitation_are_refused_and_nothing_else(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        Invitation.decode(data)
    assert _code(caught) == "invitation_unreadable"


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18, 2**255 - 1])
def test_a_key_that_would_sign_anything_is_weak_in_every_spelling(y: int) -> None:
    for sign_bit in (0, 1):
        assert is_weak_key((y | sign_bit << 255).to_bytes(32, "little"))


def test_a_signature_under_a_small_order_key_is_never_authentic() -> None:
    """With the identity as its key, R = identity and S = 0 satisfy the equation for any message at all."""
    identity = (1).to_bytes(32, "little")
    assert not verify(identity, b"anything", identity + bytes(32))


def test_an_ordinary_key_is_not_weak_and_its_signature_is_authentic() -> None:
    signer = SigningKey.generate()
    assert not is_weak_key(signer.public_key)
    assert verify(signer.public_key, b"m", signer.sign(b"m"))
    assert not verify(signer.public_key, b"n", signer.sign(b"m"))
    assert not verify(signer.public_key, b"m", signer.sign(b"m")[:-1])
    assert not verify(b"short", b"m", signer.sign(b"m"))


def test_what_is_sealed_opens_only_where_it_belongs() -> None:
    centre = SealingKey.generate()
    sealed = seal(b"Rosa Huaman", centre.public_key, bound_to="entry 1")
    assert centre.open(sealed, bound_to="entry 1") == b"Rosa Huaman"
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for key, data, place in (
        (centre, sealed, "entry 2"),
        (centre, altered, "entry 1"),
        (centre, b"", "entry 1"),
        (SealingKey.generate(), sealed, "entry 1"),
    ):
        with pytest.raises(Refusal) as caught:
            key.open(data, bound_to=place)
        assert _code(caught) == "seal_broken"


# ---------------------------------------------------------------- deadlines and chance


def test_a_deadline_grows_with_what_is_carried_and_has_an_end() -> None:
    assert Call("GET", "/").deadline_ms() == DEADLINE_BASE_MS
    assert Call("POST", "/", b"x" * 10_000).deadline_ms() == DEADLINE_BASE_MS + 10_000
    assert Call("GET", "/", expected_bytes=10**9).deadline_ms() == DEADLINE_MAX_MS


def test_a_deadline_is_shorter_where_the_link_was_seen_to_be_fast_and_never_longer_than_for_the_slowest() -> None:
    call = Call("POST", "/", b"x" * 40_000)
    assert call.deadline_ms(40_000) == DEADLINE_BASE_MS + 4_000
    assert call.deadline_ms(10) == call.deadline_ms()


@given(st.binary(min_size=20, max_size=20), st.integers(0, 10**7))
def test_jitter_is_within_its_bounds_and_says_nothing_of_the_nonce(randomness: bytes, most_ms: int) -> None:
    moment = Moment(0, 0, randomness)
    assert 0 <= moment.jitter(most_ms) <= most_ms
    other = dataclasses.replace(moment, randomness=bytes(16) + randomness[16:])
    assert other.jitter(most_ms) == moment.jitter(most_ms)
    assert len(moment.nonce) == 22


def test_documents_have_one_spelling() -> None:
    assert canonical.decode(canonical.encode(REQUEST.document())) == REQUEST.document()


#: Points of low order of Curve25519, and second spellings of them (RFC 7748, section 7): the shared secret is zero.
LOW_ORDER = (0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18,
    0x00B8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0,
    0x57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F,
)  # fmt: skip


@pytest.mark.parametrize("point", LOW_ORDER)
def test_nothing_is_sealed_to_a_key_that_everybody_can_open(point: int) -> None:
    weak = point.to_bytes(32, "little")
    with pytest.raises(Refusal, match="sealing_key_weak"):
        seal(b"nombres", weak, bound_to="x")


@pytest.mark.parametrize("point", LOW_ORDER)
def test_nothing_is_opened_that_a_key_of_low_order_sealed(point: int) -> None:
    key = SealingKey.generate()
    sealed = seal(b"nombres", key.public_key, bound_to="x")
    with pytest.raises(Refusal, match="seal_broken"):
        key.open(point.to_bytes(32, "little") + sealed[32:], bound_to="x")
