from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import BYTES_MAX, DEPTH_MAX, INTEGER_MAX, decode, encode, encode_parsed, parse, plain_text
from domain.errors import Refusal
from tests.domain.kit import refusal_of

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=8)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-INTEGER_MAX, INTEGER_MAX)
    | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12).map(plain_text)
)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=24,
)


@given(DOCUMENTS)
def test_every_document_comes_back_from_its_one_spelling(document: Any) -> None:
    spelled = encode(document)
    assert decode(spelled) == document
    assert encode(decode(spelled)) == spelled


@given(DOCUMENTS)
def test_any_json_reader_reads_the_same(document: Any) -> None:
    assert json.loads(encode(document)) == document


@given(DOCUMENTS, st.integers(0, 2**31), st.integers(0, 7))
def test_a_flipped_bit_never_gives_the_same_document(document: Any, place: int, bit: int) -> None:
    spelled = bytearray(encode(document))
    spelled[place % len(spelled)] ^= 1 << bit
    try:
        found = decode(bytes(spelled))
    except Refusal as refusal:
        assert refusal.code == "not_canonical"  # noqa: PT017 - both ways out are right
    else:
        assert encode(found) == bytes(spelled)


SECOND_SPELLINGS = {
    "a blank": b'{"a": 1}',
    "a line end": b'{"a":1}\n',
    "a byte order mark": b'\xef\xbb\xbf{"a":1}',
    "keys out of order": b'{"b":1,"a":1}',
    "a key twice": b'{"a":1,"a":1}',
    "a key twice, inside": b'{"a":{"b":1,"b":2}}',
    "an escaped letter": b'{"a":"\\u0041"}',
    "an escaped slash": b'{"a":"\\/"}',
    "an escaped letter that has no need": b'{"a":"\\u00f1"}',
    "an escaped key": b'{"\\u0061":1}',
    "a float": b'{"a":1.0}',
    "an exponent": b'{"a":1e2}',
    "minus zero": b'{"a":-0}',
    "a leading zero": b'{"a":01}',
    "a plus sign": b'{"a":+1}',
    "not a number": b'{"a":NaN}',
    "infinity": b'{"a":-Infinity}',
    "an integer beyond": b'{"a":%d}' % (INTEGER_MAX + 1),
    "an integer of five thousand digits": b'{"a":%s}' % (b"9" * 5000),
    "two letters for one": '{"a":"n\u0303"}'.encode(),
    "a lone surrogate": b'{"a":"\\ud800"}',
    "a control character": b'{"a":"\\u0001"}',
    "a line end in a text": b'{"a":"\\n"}',
    "a C1 control character": '{"a":"\u0085"}'.encode(),
    "DEL": b'{"a":"\x7f"}',
    "a key that is not ASCII": '{"ñ":1}'.encode(),
    "an empty key": b'{"":1}',
    "invalid UTF-8": b'{"a":"\xff"}',
    "overlong UTF-8": b'{"a":"\xc0\xaf"}',
    "UTF-16": '{"a":1}'.encode("utf-16-le"),
    "nothing": b"",
    "two documents": b"{}{}",
    "a comment": b"{}//",
    "a trailing comma": b'{"a":1,}',
    "single quotes": b"{'a':1}",
    "capital true": b'{"a":True}',
}


@pytest.mark.parametrize("spelling", SECOND_SPELLINGS.values(), ids=SECOND_SPELLINGS)
def test_a_second_spelling_is_refused(spelling: bytes) -> None:
    assert refusal_of(lambda: decode(spelling)) == "not_canonical"


def test_the_refusals_above_are_not_because_everything_is_refused() -> None:
    assert decode(b'{"a":1}') == {"a": 1}
    assert decode('{"a":"ñ"}'.encode()) == {"a": "ñ"}
    assert decode(b'{"a":-%d}' % INTEGER_MAX) == {"a": -INTEGER_MAX}


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        (1, 2),
        {1: 2},
        {"a": b"x"},
        {"ñ": 1},
        {"": 1},
        "n\u0303",
        "a\tb",
        "\ud800",
        INTEGER_MAX + 1,
        {1},
    ],
)
def test_what_has_no_canonical_form_is_not_written(value: object) -> None:
    assert refusal_of(lambda: encode(value)) == "not_canonical"


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(Refusal) as refused:
        encode({"a": [0, {"b": 0.5}]})
    assert refused.value.details["where"] == "$.a[1].b"


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def test_depth_has_an_end_on_both_sides() -> None:
    assert decode(encode(nested(DEPTH_MAX))) == nested(DEPTH_MAX)
    assert refusal_of(lambda: encode(nested(DEPTH_MAX + 1))) == "not_canonical"
    assert refusal_of(lambda: decode(b"[" * 60_000)) == "not_canonical"


def test_length_has_an_end() -> None:
    longest = encode("x" * (BYTES_MAX - 2))
    assert decode(longest) == "x" * (BYTES_MAX - 2)
    assert refusal_of(lambda: decode(encode("x" * (BYTES_MAX - 1)))) == "not_canonical"


@given(st.text(max_size=60))
def test_whatever_a_person_types_becomes_text_that_can_be_signed(typed: str) -> None:
    plain = plain_text(typed)
    assert decode(encode(plain)) == plain
    assert plain_text(plain) == plain


def test_a_control_character_between_a_letter_and_its_accent_does_no_harm() -> None:
    assert decode(encode(plain_text("n\x00\u0303"))) == "ñ"


def test_typed_text_keeps_its_letters_and_loses_its_line_ends() -> None:
    assert plain_text("  Jose\u0301\n\tÑahui  ") == "José Ñahui"


#: What looks plain at a glance and is not, and what looks unusual and is sound.
UNUSUAL = (
    '{"a":"\\u0000"}',
    '{"a":"\\n"}',
    '{"a":"\x7f"}',
    '{"":1}',
    '{"a":9007199254740993}',
    '{"a":-9007199254740993}',
    '["e\u0301"]',
    '{"\u00f1":1}',
    "[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1),
    '{"a":"' + "[" * (DEPTH_MAX + 1) + '"}',
    '{"a":9007199254740991}',
    '["\u00e9\\\\"]',
)


def judged(act: Callable[[], object]) -> object:
    try:
        return act()
    except Refusal as refusal:
        return refusal.code, refusal.details


@pytest.mark.parametrize("text", UNUSUAL)
def test_the_glance_at_the_bytes_lets_through_what_a_look_at_every_value_does_and_nothing_else(text: str) -> None:
    """Reading, and rebuilding from what was read, judge as `encode` does, which looks at every value."""
    value = parse(text)
    spelled = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    sound = judged(lambda: encode(value))
    assert judged(lambda: encode_parsed(value)) == sound
    assert judged(lambda: decode(spelled)) == (value if isinstance(sound, bytes) else sound)


ANYTHING = st.recursive(
    st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=24,
)


@given(DOCUMENTS | ANYTHING)
def test_what_was_parsed_is_written_as_anything_is(document: Any) -> None:
    try:
        spelled = encode(document)
    except Refusal:
        with pytest.raises((Refusal, UnicodeEncodeError)):  # half a surrogate pair has no bytes at all
            encode_parsed(document)
    else:
        assert encode_parsed(document) == spelled


@pytest.mark.parametrize("number", ["1.0", "1e3", "-0.5", "NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_not_whole_is_not_parsed(number: str) -> None:
    with pytest.raises(ValueError, match="is not a whole number"):
        parse(f'{{"a":{number}}}')
