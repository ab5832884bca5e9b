from __future__ import annotations

import string

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvariantBroken, Refusal
from printing import receipt_code
from printing.qr import DOTS_BEST, dots_per_module, modules_of
from printing.receipt_code import PAYLOAD_BYTES_MAX, SIGNATURE_BYTES, EntryName, ReceiptCode

HOST = "v.sanjuan.gob.pe"
#: The QR alphanumeric set of ISO/IEC 18004, table 5.
QR_ALPHANUMERIC = set(string.digits + string.ascii_uppercase + " $%*+-./:")

payloads = st.binary(min_size=1, max_size=PAYLOAD_BYTES_MAX)
names = st.builds(
    EntryName,
    st.from_regex(r"[A-Z][A-Z0-9-]{1,15}", fullmatch=True),
    st.integers(1, 2**32 - 1),
    st.integers(1, 2**32 - 1),
    st.binary(min_size=32, max_size=32),
)
signatures = st.binary(min_size=SIGNATURE_BYTES, max_size=SIGNATURE_BYTES)


def read(text: str) -> ReceiptCode | None:
    """What a scan gives; None for a refusal, which is the only exception that may come."""
    try:
        return receipt_code.decode(text)
    except Refusal:
        return None


@given(payloads, signatures)
def test_what_is_encoded_is_decoded(payload: bytes, signature: bytes) -> None:
    text = receipt_code.encode(HOST, payload, signature)

    assert receipt_code.decode(text) == ReceiptCode(payload, signature)
    assert set(text) <= QR_ALPHANUMERIC


@given(payloads, signatures)
def test_a_phone_may_lower_the_letters(payload: bytes, signature: bytes) -> None:
    text = receipt_code.encode(HOST, payload, signature)

    assert receipt_code.decode(text.lower() + "\n") == ReceiptCode(payload, signature)


@given(payloads, signatures, st.data())
def test_one_wrong_letter_never_gives_the_same_entry_and_never_an_exception(
    payload: bytes, signature: bytes, data: st.DataObject
) -> None:
    text = receipt_code.encode(HOST, payload, signature)
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.characters().filter(lambda letter: letter.upper() != text[at]))
    damaged = text[:at] + wrong + text[at + 1 :]
    in_the_host = at < text.index("/R/")

    assert in_the_host or read(damaged) != ReceiptCode(payload, signature)


@given(st.text(max_size=900))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert read(text) is None or text.upper().strip().startswith("HTTPS://")


@given(st.text(alphabet=string.ascii_uppercase + "234567=", max_size=800))
def test_any_path_is_read_or_refused_and_one_text_means_one_entry(packed: str) -> None:
    text = f"HTTPS://X/R/{packed}"
    decoded = read(text)

    again = text.rstrip("=") if decoded is None else receipt_code.encode("X", decoded.payload, decoded.signature)
    assert again == text.rstrip("=")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "code_not_ours"),
        ("https://sunat.gob.pe/", "code_not_ours"),
        ("HTTP://V.SANJUAN.GOB.PE/R/AAAA", "code_not_ours"),
        ("HTTPS://V.SANJUAN.GOB.PE/C/AAAA", "code_not_ours"),
        ("A" * 10_000, "code_not_ours"),
        ("HTTPS://X/R/" + "A" * 10_000, "code_not_ours"),
        ("HTTPS://V.SANJUAN.GOB.PE/R/", "code_damaged"),
        ("HTTPS://V.SANJUAN.GOB.PE/R/AB1", "code_damaged"),
        ("HTTPS://V.SANJUAN.GOB.PE/R/A", "code_damaged"),
        ("HTTPS://V.SANJUAN.GOB.PE/R/" + "A" * 100, "code_damaged"),
    ],
)
def test_other_codes_and_torn_codes_are_told_apart(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        receipt_code.decode(text)
    assert refused.value.code == code


def test_bits_left_over_in_the_last_letter_are_damage() -> None:
    # 65 bytes are 104 letters of base32, of which the last holds no whole bit of data beyond the 520.
    text = receipt_code.encode(HOST, b"\x00\x00", bytes(SIGNATURE_BYTES))
    assert text.endswith("A")

    with pytest.raises(Refusal, match="code_damaged"):
        receipt_code.decode(text[:-1] + "B")


@pytest.mark.parametrize(
    ("host", "payload", "signature"),
    [
        ("", b"x", bytes(64)),
        ("ventanilla/sanjuan", b"x", bytes(64)),
        ("señor.pe", b"x", bytes(64)),
        ("h" * 61, b"x", bytes(64)),
        (HOST, b"", bytes(64)),
        (HOST, bytes(PAYLOAD_BYTES_MAX + 1), bytes(64)),
        (HOST, b"x", bytes(63)),
    ],
)
def test_what_cannot_be_printed_is_our_fault(host: str, payload: bytes, signature: bytes) -> None:
    with pytest.raises(InvariantBroken, match="receipt_code_unprintable"):
        receipt_code.encode(host, payload, signature)


def test_the_largest_entry_fits_58_mm_paper_at_four_dots_a_module() -> None:
    host = "V" * receipt_code.HOST_CHARS_AT_MAX
    text = receipt_code.encode(host, bytes(range(256)) + bytes(120), bytes(64))

    symbol = segno.make(text, error="m", boost_error=False)
    modules = modules_of(text)

    assert (symbol.version, symbol.mode) == (17, "alphanumeric")
    assert len(modules) == 93
    assert dots_per_module(modules, 384) == DOTS_BEST


def test_a_longer_host_falls_back_to_three_dots_and_never_below() -> None:
    host = "V" * (receipt_code.HOST_CHARS_AT_MAX + 1)
    modules = modules_of(receipt_code.encode(host, bytes(PAYLOAD_BYTES_MAX), bytes(64)))
    longest = modules_of(receipt_code.encode("V" * 60, bytes(PAYLOAD_BYTES_MAX), bytes(64)))

    assert dots_per_module(modules, 384) == 3
    assert dots_per_module(modules, 576) == DOTS_BEST
    assert dots_per_module(longest, 384) == 3
    with pytest.raises(Refusal, match="code_too_large_for_paper"):
        dots_per_module(modules, 3 * len(modules) - 1)


@given(names, st.booleans())
def test_the_name_of_an_entry_is_encoded_and_decoded(name: EntryName, lower: bool) -> None:
    text = receipt_code.encode_name(HOST, name)

    assert set(text) <= QR_ALPHANUMERIC
    assert receipt_code.is_name(text)
    assert receipt_code.decode_name(text.lower() if lower else text) == name
    with pytest.raises(Refusal, match="code_checked_online"):
        receipt_code.decode(text)


@given(payloads, signatures)
def test_an_entry_is_not_taken_for_a_name(payload: bytes, signature: bytes) -> None:
    text = receipt_code.encode(HOST, payload, signature)

    assert not receipt_code.is_name(text)
    with pytest.raises(Refusal, match="code_damaged"):
        receipt_code.decode_name(text)


@given(names, st.integers(0, 200))
def test_a_torn_name_is_never_read_as_the_whole_one(name: EntryName, cut: int) -> None:
    text = receipt_code.encode_name(HOST, name)
    torn = text[: text.index("/H-") + 3 + cut]
    try:
        found = receipt_code.decode_name(torn)
    except Refusal:
        found = None

    assert (found == name) is (torn == text)


@pytest.mark.parametrize(
    "wrong",
    [
        EntryName("", 1, 1, bytes(32)),
        EntryName("C", 1, 1, bytes(32)),
        EntryName("c07", 1, 1, bytes(32)),
        EntryName("Ñ07", 1, 1, bytes(32)),
        EntryName("C" * 17, 1, 1, bytes(32)),
        EntryName("C07", 0, 1, bytes(32)),
        EntryName("C07", 1, 0, bytes(32)),
        EntryName("C07", 1, 2**32, bytes(32)),
        EntryName("C07", 1, 1, bytes(31)),
    ],
)
def test_a_name_that_nobody_could_look_up_is_our_fault(wrong: EntryName) -> None:
    with pytest.raises(InvariantBroken, match="receipt_code_unprintable"):
        receipt_code.encode_name(HOST, wrong)


def test_the_longest_name_fits_58_mm_paper_at_four_dots_a_module() -> None:
    text = receipt_code.encode_name("V" * 60, EntryName("C" * 16, 1, 1, bytes(range(32))))

    assert dots_per_module(modules_of(text), 384) == DOTS_BEST
