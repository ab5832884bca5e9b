from __future__ import annotations

import hashlib
import hmac
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import ids
from domain.ids import case_code, damm_digit, damm_valid, read_case_code, uuid7
from tests.domain.kit import refusal_of

KEYS = (b"\x01" * 32, b"another key of thirty-two bytes!")


def test_the_check_digit_is_damms() -> None:
    assert damm_digit("572") == "4"  # the example of Damm's dissertation
    assert damm_valid("5724")


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    for sequence in range(1, 2_000, 37):
        code = case_code(sequence % 999 + 1, sequence, KEYS[0])
        assert damm_valid(code)
        for place, digit in enumerate(code):
            for other in "0123456789":
                assert damm_valid(code[:place] + other + code[place + 1 :]) == (other == digit)
        for place in range(9):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert damm_valid(swapped) == (code[place] == code[place + 1])


def test_the_quasigroup_is_one_and_totally_antisymmetric() -> None:
    square = ids._DAMM
    digits = range(10)
    assert all(sorted(row) == list("0123456789") for row in square)
    assert all(len({square[row][column] for row in digits}) == 10 for column in digits)
    assert all(square[digit][digit] == "0" for digit in digits)

    def after(state: int, *fed: int) -> int:
        for digit in fed:
            state = int(square[state][digit])
        return state

    assert all(after(state, x, y) != after(state, y, x) for state in digits for x in digits for y in digits if x != y)


def table(key: bytes) -> list[list[int]]:
    """What each round adds to the left half, for every right half: all that a key decides."""
    return [
        [
            int.from_bytes(hmac.new(key, bytes([turn]) + right.to_bytes(2, "big"), hashlib.sha256).digest()[:8], "big")
            % 1000
            for right in range(1000)
        ]
        for turn in range(8)
    ]


@pytest.mark.parametrize("key", KEYS)
def test_the_permutation_is_a_bijection_of_the_whole_space(key: bytes) -> None:
    reached = bytearray(1_000_000)
    added = table(key)
    for number in range(1_000_000):
        left, right = divmod(number, 1000)
        for row in added:
            left, right = right, (left + row[right]) % 1000
        place = left * 1000 + right
        reached[place] = 1
        if number % 997 == 0:
            assert ids._permute(number, key) == place
    assert sum(reached) == 1_000_000


def test_another_key_gives_another_order() -> None:
    one, other = ([case_code(7, number, key) for number in range(1, 60)] for key in KEYS)
    assert sum(a == b for a, b in zip(one, other, strict=True)) < 3
    assert sorted(one) != one


def test_the_codes_of_one_cabin_differ_and_name_it() -> None:
    codes = {case_code(7, number, KEYS[0]) for number in range(1, 3_000)}
    assert len(codes) == 2_999
    assert all(code.startswith("007") and len(code) == 10 for code in codes)


def test_codes_end_with_the_space_rather_than_repeat() -> None:
    assert case_code(7, 999_999, KEYS[0])
    assert refusal_of(lambda: case_code(7, 1_000_000, KEYS[0])) == "case_codes_exhausted"
    assert refusal_of(lambda: case_code(7, 0, KEYS[0])) == "case_codes_exhausted"


@pytest.mark.parametrize("cabin", [0, 1000])
def test_a_cabin_number_has_three_digits(cabin: int) -> None:
    with pytest.raises(AssertionError):
        case_code(cabin, 1, KEYS[0])


def test_a_typed_code_is_read_with_or_without_its_groups() -> None:
    code = case_code(7, 42, KEYS[0])
    assert read_case_code(f" {code[:3]} {code[3:6]}-{code[6:]} ") == code


@pytest.mark.parametrize("typed", ["", "123", "12345678901", "12345 6789x", "١٢٣٤٥٦٧٨٩٠", "1.23456789"])
def test_what_is_not_ten_digits_is_incomplete(typed: str) -> None:
    assert refusal_of(lambda: read_case_code(typed)) == "case_code_incomplete"


def test_a_mistyped_code_is_told_from_an_incomplete_one() -> None:
    code = case_code(7, 42, KEYS[0])
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert refusal_of(lambda: read_case_code(wrong)) == "case_code_mistyped"


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_a_uuid7_says_when_and_what_it_is(unix_ms: int, randomness: bytes) -> None:
    made = uuid.UUID(uuid7(unix_ms, randomness))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == unix_ms


def test_the_uuid_of_the_rfc_comes_out() -> None:
    # RFC 9562, appendix A.6: rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    assert uuid7(0x017F22E279B0, bytes.fromhex("0cc318c4dc0c0c07398f")) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(st.integers(0, 2**48 - 2), st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_later_uuids_sort_later(unix_ms: int, one: bytes, other: bytes) -> None:
    assert uuid7(unix_ms, one) < uuid7(unix_ms + 1, other)


@pytest.mark.parametrize(("unix_ms", "randomness"), [(-1, b"0" * 10), (2**48, b"0" * 10), (1, b"0" * 9)])
def test_a_uuid_of_wrong_parts_is_our_fault(unix_ms: int, randomness: bytes) -> None:
    with pytest.raises(AssertionError):
        uuid7(unix_ms, randomness)
