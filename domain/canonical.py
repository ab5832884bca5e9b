"""Canonical JSON: one byte string for one value, so that a signature covers the meaning and nothing else.

RFC 8785 restricted: ASCII keys; strings in NFC without control characters; integers within +-(2^53 - 1); booleans,
null, arrays and objects. No floats. In this domain Python's own encoder gives the bytes RFC 8785 asks for.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, Final, NoReturn

from domain.errors import Refusal

INTEGER_MAX: Final = 2**53 - 1
DEPTH_MAX: Final = 12
BYTES_MAX: Final = 64 * 1024


def encode(value: Any) -> bytes:
    """The one canonical byte string of `value`. Raises Refusal `not_canonical` naming the offending place."""
    _check(value, "$", 0)
    return _dump(value)


def decode(data: bytes) -> Any:
    """The value whose canonical bytes are exactly `data`.

    Raises Refusal `not_canonical` for anything else: floats, duplicate keys, other spacing or order, non-NFC text.
    """
    if len(data) > BYTES_MAX:
        raise Refusal("not_canonical", where="$", why=f"longer than {BYTES_MAX} bytes")
    try:
        value = json.loads(
            data.decode("utf-8"), parse_float=_no_number, parse_constant=_no_number, object_pairs_hook=_no_duplicates
        )
    except (ValueError, RecursionError) as error:
        raise Refusal("not_canonical", where="$", why=str(error)[:80]) from error
    _check(value, "$", 0)
    if _dump(value) != data:
        raise Refusal("not_canonical", where="$", why="not in canonical form")
    return value


def _dump(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is not a whole number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _check(value: Any, where: str, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise Refusal("not_canonical", where=where, why=f"nested deeper than {DEPTH_MAX}")
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]", depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_key(key, where)
            _check(item, f"{where}.{key}", depth + 1)
    elif value is not None and not isinstance(value, int):
        raise Refusal("not_canonical", where=where, why=f"{type(value).__name__} is not a canonical type")
    elif isinstance(value, int) and abs(value) > INTEGER_MAX:
        raise Refusal("not_canonical", where=where, why="an integer beyond 2^53 - 1")


def _check_key(key: object, where: str) -> None:
    if not (isinstance(key, str) and key.isascii() and key.isprintable() and key):
        raise Refusal("not_canonical", where=where, why="a key is not plain ASCII")


def _check_text(text: str, where: str) -> None:
    if text.isascii():
        if not text.isprintable():
            raise Refusal("not_canonical", where=where, why="a control character")
        return
    if not unicodedata.is_normalized("NFC", text):
        raise Refusal("not_canonical", where=where, why="text is not in NFC")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text):
        raise Refusal("not_canonical", where=where, why="a control character")


def plain_text(typed: str) -> str:
    """What a person typed, as text a canonical document can carry: NFC, one line, no control characters."""
    kept = "".join(letter for letter in typed if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cs"})
    # Composed only now: a control character may have stood between a letter and its accent.
    return " ".join(unicodedata.normalize("NFC", kept).split())
