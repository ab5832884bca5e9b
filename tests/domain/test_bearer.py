"""Codes that are worth something to whoever says them: as they are made, typed, and proved."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode

import pytest

from domain.errors import Refusal
from domain.ledger.bearer import ALPHABET, bearer_code, proof_of, read_bearer_code
from tests.domain.kit import CODE, OTHER_CODE, refusal_of


def test_a_code_is_twelve_letters_that_nobody_takes_for_one_another() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)
    assert bearer_code(b"\x00" * 8) == "0" * 12
    assert bearer_code(b"\xff" * 8) == "Z" * 12


def test_each_letter_is_five_bits_of_the_randomness_and_the_four_highest_are_left() -> None:
    for place in range(12):
        for value in (1, 31):
            made = bearer_code((value << 5 * place).to_bytes(8, "big"))
            assert made == "0" * place + ALPHABET[value] + "0" * (11 - place)
    assert bearer_code(b"\xf0" + b"\x00" * 7) == "0" * 12


@pytest.mark.parametrize("randomness", [b"\x01" * 7, b"\x01" * 9])
def test_a_code_is_made_of_eight_bytes_and_of_no_fewer(randomness: bytes) -> None:
    with pytest.raises(AssertionError, match="sixty bits are taken from eight bytes"):
        bearer_code(randomness)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (CODE, CODE),
        ("7q2m 4n9x-kd3v", CODE),
        ("-7Q2M4N9XKD3V ", CODE),
        ("IiLl11 oO00 AZ", "1111110000AZ"),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert read_bearer_code(typed) == read


@pytest.mark.parametrize("typed", ["", CODE[:11], f"{CODE}0", f"{CODE[:11]}U", f"{CODE[:11]}Ñ", f"{CODE[:11]}."])
def test_what_cannot_be_a_code_is_refused_before_it_is_compared(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_bearer_code(typed)
    assert (refused.value.code, refused.value.details) == ("bearer_code_incomplete", {"typed": typed})


def test_a_refusal_repeats_no_more_than_twenty_characters_of_what_was_typed() -> None:
    with pytest.raises(Refusal) as refused:
        read_bearer_code("ABCDEFGHIJ" * 3)
    assert refused.value.details == {"typed": "ABCDEFGHIJ" * 2}
    assert refusal_of(lambda: read_bearer_code("ABCDEFGHIJKM")) == ""


def test_a_proof_is_bound_to_the_station_and_to_what_it_was_granted_for() -> None:
    proof = proof_of("C07", "V1", CODE)
    assert urlsafe_b64decode(f"{proof}=") == hashlib.sha256(f"C07|V1|{CODE}".encode()).digest()
    others = [proof_of("C08", "V1", CODE), proof_of("C07", "V2", CODE), proof_of("C07", "V1", OTHER_CODE)]
    assert len({proof, *others}) == 4
