"""Canonical JSON: one byte string for one value, so that a signature covers the meaning and nothing else.

RFC 8785 restricted: ASCII keys; strings in NFC without control characters; integers within +-(2^53 - 1); booleans,
null, arrays and objects. No floats. In this domain Python's own encoder gives the bytes RFC 8785 asks for.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Final, NoReturn

from domain.errors import Refusal

INTEGER_MAX: Final = 2**53 - 1
DEPTH_MAX: Final = 12
BYTES_MAX: Final = 64 * 1024


def encode(value: Any) -> bytes:
    """The one canonical byte string of `value`. Raises Refusal `not_canonical` naming the offending place."""
    _check(value)
    return _dump(value)


def encode_parsed(value: Any) -> bytes:
    """As `encode`, of what was put together from values that `parse` gave: most need no look at each of them."""
    data = _dump(value)
    if not _is_plain(data):
        _check(value)
    return data


def parse(text: str) -> Any:
    """The value of JSON in any spelling. Raises ValueError or RecursionError, also for a number that is not whole."""
    return _DECODER.decode(text)


def decode(data: bytes) -> Any:
    """The value whose canonical bytes are exactly `data`.

    Raises Refusal `not_canonical` for anything else: floats, duplicate keys, other spacing or order, non-NFC text.
    """
    if len(data) > BYTES_MAX:
        raise Refusal("not_canonical", where="$", why=f"longer than {BYTES_MAX} bytes")
    try:
        value = parse(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refusal("not_canonical", where="$", why=str(error)[:80]) from error
    if not _is_plain(data):
        _check(value)
    if _dump(value) != data:  # a key that was given twice is there once
        raise Refusal("not_canonical", where="$", why="not in canonical form")
    return value


def _is_plain(data: bytes) -> bool:
    """Whether nothing in these bytes of JSON could be what `_check` refuses, whatever they say: nearly all entries."""
    return (
        data.isascii()
        and b"\\" not in data  # an escape: it could stand for any character
        and b"\x7f" not in data  # a control character that JSON allows
        and b'"":' not in data  # an empty key
        and _LONG_NUMBER.search(data) is None
        and data.count(b"{") + data.count(b"[") <= DEPTH_MAX  # brackets in a text only make it look deeper
    )


def _dump(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("utf-8")


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is not a whole number")


_LONG_NUMBER: Final = re.compile(rb"[0-9]{16}")

#: Made once: making them takes longer than an entry takes to be read.
_DECODER: Final = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number)
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _check(value: Any) -> None:
    found = _fault(value, 0)
    if found is not None:
        where, why = found
        raise Refusal("not_canonical", where=f"${where}", why=why)


def _fault(value: Any, depth: int) -> tuple[str, str] | None:
    """Where below `value`, and why. The path is only put together on the way out: nearly every document is sound."""
    if depth > DEPTH_MAX:
        return "", f"nested deeper than {DEPTH_MAX}"
    if isinstance(value, str):
        why = None if value.isascii() and value.isprintable() else _text_fault(value)
        return None if why is None else ("", why)
    if isinstance(value, dict):
        return _dict_fault(value, depth)
    if isinstance(value, list):
        for index, item in enumerate(value):
            found = _fault(item, depth + 1)
            if found is not None:
                return f"[{index}]{found[0]}", found[1]
        return None
    if value is not None and not isinstance(value, int):
        return "", f"{type(value).__name__} is not a canonical type"
    if isinstance(value, int) and abs(value) > INTEGER_MAX:
        return "", "an integer beyond 2^53 - 1"
    return None


def _dict_fault(value: dict[Any, Any], depth: int) -> tuple[str, str] | None:
    for key, item in value.items():
        if not (isinstance(key, str) and key.isascii() and key.isprintable() and key):
            return "", "a key is not plain ASCII"
        found = _fault(item, depth + 1)
        if found is not None:
            return f".{key}{found[0]}", found[1]
    return None


def _text_fault(text: str) -> str | None:
    if text.isascii():
        return "a control character"
    if not unicodedata.is_normalized("NFC", text):
        return "text is not in NFC"
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text):
        return "a control character"
    return None


def plain_text(typed: str) -> str:
    """What a person typed, as text a canonical document can carry: NFC, one line, no control characters."""
    kept = "".join(letter for letter in typed if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cs"})
    # Composed only now: a control character may have stood between a letter and its accent.
    return " ".join(unicodedata.normalize("NFC", kept).split())
