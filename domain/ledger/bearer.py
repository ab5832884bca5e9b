"""Codes that are worth something to whoever says them: prepaid codes and the treasury's vouchers.

The journal holds a proof of a code, never the code before it is used; the station checks a typed or scanned one against
the proof with no network. Twelve letters of Crockford's base 32 are 60 bits: too many to try, few enough to read out.
"""

from __future__ import annotations

import hashlib
from typing import Final

from domain.envelope import to_base64url
from domain.errors import Refusal

CODE_LETTERS: Final = 12
#: Crockford's base 32: no I, L, O or U, so that nothing read aloud or copied by hand is taken for something else.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def bearer_code(randomness: bytes) -> str:
    """A code from eight random bytes."""
    assert len(randomness) == 8, "sixty bits are taken from eight bytes"  # noqa: PLR2004 - said in the message
    number = int.from_bytes(randomness, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_LETTERS))


def read_bearer_code(typed: str) -> str:
    """What a person typed, spaces and hyphens ignored, I and L read as 1, O as 0.

    Raises Refusal `bearer_code_incomplete`.
    """
    code = typed.upper().translate(_READ_AS)
    if len(code) != CODE_LETTERS or any(letter not in ALPHABET for letter in code):
        raise Refusal("bearer_code_incomplete", typed=typed[:20])
    return code


def proof_of(station: str, name: str, code: str) -> str:
    """What the journal says of a code: bound to the station and to the grant or prepaid value it belongs to."""
    return to_base64url(hashlib.sha256(f"{station}|{name}|{code}".encode()).digest())
