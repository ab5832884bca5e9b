"""Over a hundred thousand alterations of signed things, and none of them is taken for what was signed.

An alteration is any other text that comes out of the original: a flipped bit, a piece left out, said twice or swapped,
another spelling of the same bytes, the other signature that Ed25519's arithmetic allows. Taken is what parses, is
authentic and reads as an entry, as the centre takes it in.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.envelope import EnvelopeType, Signed, parse_compact, to_base64url
from domain.errors import Refusal
from domain.journal.entry import read_entry
from sync.seal import verify
from tests.domain.kit import BODIES, STATION_KEY, entry, signed_by

ORDER = 2**252 + 27742317777372353535851937790883648493
PARTS = 8
EACH = 13_000
_URL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Parse = Callable[[EnvelopeType, str], Signed]
ORIGINALS = [signed_by(STATION_KEY, entry(kind)).signed.compact() for kind in BODIES]


def is_taken(text: str, parse: Parse = parse_compact) -> bool:
    try:
        signed = parse(EnvelopeType.ENTRY, text)
        if not signed.is_authentic(STATION_KEY.public_key, verify):
            return False
        read_entry(signed)
    except Refusal:
        return False
    return True


def lenient(kind: EnvelopeType, text: str) -> Signed:
    """How many libraries read a JWS: padding, line ends and stray bits of base64 are passed over."""
    _header, payload, signature = text.split(".")[:3]
    read = [base64.urlsafe_b64decode("".join(part.split()).rstrip("=") + "==") for part in (payload, signature)]
    return Signed(kind, *read)


def altered(text: str, chance: random.Random) -> str:
    """One or a few blind alterations, of bits or of pieces."""
    data = bytearray(text, "ascii")
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at, end = sorted(chance.randrange(len(data)) for _ in range(2))
        what = chance.randrange(6)
        if what == 0:
            data[at] ^= 1 << chance.randrange(7)
        elif what == 1:
            data[at] = chance.choice(_URL)
        elif what == 2:
            del data[at : at + chance.randrange(1, 9)]
        elif what == 3:
            data[at:at] = data[at : at + chance.randrange(1, 9)]
        elif what == 4:
            data[at], data[end] = data[end], data[at]
        else:
            data[at:at] = bytes([chance.choice(b"=.\n\t +/~\x7f")])
        if not data:
            break
    return data.decode("latin-1")


@pytest.mark.parametrize("part", range(PARTS))
def test_no_alteration_is_taken(part: int) -> None:
    chance = random.Random(20261121 + part)  # noqa: S311 - which bit
    tried = 0
    while tried < EACH:
        original = chance.choice(ORIGINALS)
        text = altered(original, chance)
        if text != original:
            tried += 1
            assert not is_taken(text), text
    assert all(map(is_taken, ORIGINALS)), "the control: what was signed is taken"


def spellings(original: str) -> Iterator[str]:
    """Other texts of the same bytes, and other signatures of the same message."""
    header, payload, signature = original.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    higher = int.from_bytes(raw[32:], "little") + ORDER
    if higher < 2**256:
        yield f"{header}.{payload}.{to_base64url(raw[:32] + higher.to_bytes(32, 'little'))}"
    for index, part in enumerate((header, payload, signature)):
        parts = [header, payload, signature]
        others = [part + "=", part + "==", part + "\n", " " + part, part[:9] + "\r\n" + part[9:], part + "A" * 4]
        last, stray = _URL.index(part[-1].encode()), {0: 0, 2: 4, 3: 2}[len(part) % 4]
        others += [part[:-1] + chr(_URL[last ^ bits]) for bits in range(1, 1 << stray)]
        others += [part.replace("-", "+").replace("_", "/")]
        for other in others:
            if other != part:
                yield ".".join([*parts[:index], other, *parts[index + 1 :]])


@pytest.mark.parametrize("original", ORIGINALS)
def test_there_is_one_way_to_write_what_was_signed(original: str) -> None:
    others = list(spellings(original))
    assert len(others) > 15
    assert not any(map(is_taken, others))


def test_a_reader_that_is_not_strict_takes_many_of_them() -> None:
    """The control: it is the strict reading that refuses them, not the signature."""
    taken = sum(is_taken(text, lenient) for original in ORIGINALS for text in spellings(original))
    assert taken > 5 * len(ORIGINALS)


def respelled(document: dict[str, Any]) -> list[bytes]:
    """Other JSON of the same entry."""
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = json.dumps(document["sq"])
    return [
        text.encode("utf-8")
        for text in (
            json.dumps(document, sort_keys=True, ensure_ascii=False),
            json.dumps(dict(sorted(document.items(), reverse=True)), separators=(",", ":"), ensure_ascii=False),
            plain + "\n",
            " " + plain,
            "\ufeff" + plain,
            plain.replace(f'"sq":{whole}', f'"sq":{whole}.0'),
            plain.replace(f'"sq":{whole}', f'"sq":{whole}e0'),
            plain.replace(f'"sq":{whole}', f'"sq":0{whole}'),
            plain.replace(f'"sq":{whole}', f'"sq":"{whole}"'),
            plain.replace('"st":"C07"', '"st":"C\\u00307"'),
            plain.replace('"st":"C07"', '"st":"C07","st":"C07"'),
            plain.replace('"v":', '"x":null,"v":'),
        )
        if text.encode("utf-8") != plain.encode("utf-8")
    ]


@pytest.mark.parametrize("kind", BODIES)
def test_what_is_signed_in_another_spelling_is_not_taken_though_its_signature_is_good(kind: str) -> None:
    document = json.loads(entry(kind).payload())
    texts = respelled(document)
    assert len(texts) == 12, "each is another text"
    for payload in texts:
        message = f"{EnvelopeType.ENTRY.header}.{to_base64url(payload)}"
        compact = f"{message}.{to_base64url(STATION_KEY.sign(message.encode()))}"
        assert parse_compact(EnvelopeType.ENTRY, compact).is_authentic(STATION_KEY.public_key, verify), "the control"
        assert not is_taken(compact), payload
