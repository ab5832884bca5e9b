"""Identifiers that a station makes before it speaks, and the code a citizen types."""

from __future__ import annotations

import hmac
import uuid
from typing import Final

from domain.errors import Refusal

#: Damm's quasigroup of order 10: every single wrong digit and every swap of neighbours is noticed.
_DAMM: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip

CASE_CODE_DIGITS: Final = 10
_HALF: Final = 1000
_SEQUENCE_MAX: Final = _HALF * _HALF
_ROUNDS: Final = 8


def uuid7(unix_ms: int, randomness: bytes) -> str:
    """A time-ordered UUID (RFC 9562, version 7) from a wall clock in milliseconds and ten random bytes."""
    assert 0 <= unix_ms < 2**48, "a UUIDv7 holds 48 bits of milliseconds"
    assert len(randomness) == 10, "a UUIDv7 holds 74 bits of randomness"  # noqa: PLR2004 - said in the message
    number = (unix_ms << 80) | int.from_bytes(randomness, "big")
    number = (number & ~(0xF << 76)) | (7 << 76)
    number = (number & ~(0x3 << 62)) | (0b10 << 62)
    return str(uuid.UUID(int=number))


def damm_digit(digits: str) -> str:
    """The check digit that makes `digits` + it pass `damm_valid`."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def damm_valid(digits: str) -> bool:
    return damm_digit(digits) == "0"


def case_code(cabin: int, sequence: int, key: bytes) -> str:
    """The citizen's ten digits `CCC SSSSSS D`: cabin, the sequence in an order only the key knows, a Damm digit.

    A keyed permutation keeps the codes of one cabin unique without a network and impossible to guess one from another.
    Raises Refusal `case_codes_exhausted` after 999,999 cases of one cabin number.
    """
    assert 0 < cabin < _HALF, "a cabin number has three digits"
    if not 0 < sequence < _SEQUENCE_MAX:
        raise Refusal("case_codes_exhausted", cabin=cabin)
    body = f"{cabin:03d}{_permute(sequence, key):06d}"
    return body + damm_digit(body)


def read_case_code(typed: str) -> str:
    """The ten digits of what a person typed, spaces and hyphens ignored.

    Raises Refusal `case_code_incomplete` (not ten digits) or `case_code_mistyped` (the check digit does not agree).
    """
    digits = "".join(letter for letter in typed if letter not in " -")
    if len(digits) != CASE_CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise Refusal("case_code_incomplete", typed=typed[:20])
    if not damm_valid(digits):
        raise Refusal("case_code_mistyped", typed=digits)
    return digits


def _permute(sequence: int, key: bytes) -> int:
    """A Feistel network over two halves of three digits: a bijection of 0..999,999."""
    left, right = divmod(sequence, _HALF)
    for turn in range(_ROUNDS):
        mac = hmac.digest(key, bytes([turn]) + right.to_bytes(2, "big"), "sha256")
        left, right = right, (left + int.from_bytes(mac[:8], "big")) % _HALF
    return left * _HALF + right
