"""docs/PROTOCOL.md is what the product says, and what anybody can check with a standard library and Ed25519."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.messages import ANSWER_HEADER, REQUEST_HEADER
from sync.packing import DICTIONARY_FILE
from tests.sync.protocol_examples import CENTRE_SEED, DOCUMENT, HEADING, STATION_SEEDS, examples, section

ENTRY_HEADER = b'{"alg":"Ed25519","typ":"ventanilla.entry+jws"}'
CENTRE = Ed25519PrivateKey.from_private_bytes(CENTRE_SEED).public_key()


def _section() -> str:
    _, heading, rest = DOCUMENT.read_text("utf-8").partition(HEADING)
    return heading + rest


def test_the_examples_are_what_the_product_says_today(expected_log_lines: list[str]) -> None:
    """If the protocol was meant to change: `python -m tests.sync.protocol_examples`, and read the difference."""
    expected_log_lines.append("ventanilla.central.copies: station C07: station_copied")
    assert _section() == section(examples())


def _blocks() -> Iterator[tuple[str, list[str]]]:
    for title, block in re.findall(r"^### ([^\n]+)\n```\n(.+?)\n```$", _section(), re.MULTILINE | re.DOTALL):
        yield title, block.split("\n")


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _open(compact: str, key: Ed25519PublicKey, typ: str) -> dict[str, object]:
    """As any JOSE library does, and nothing of ours."""
    header, payload, signature = compact.split(".")
    assert json.loads(_raw(header)) == {"alg": "Ed25519", "typ": f"ventanilla.{typ}+jws"}
    key.verify(_raw(signature), f"{header}.{payload}".encode("ascii"))
    found: dict[str, object] = json.loads(_raw(payload))
    return found


def _side(lines: list[str], mark: str) -> tuple[str, dict[str, str], bytes]:
    """First line, headers, body of what one side said."""
    said = [line[2:] for line in lines if line.startswith(mark + " ")]
    headers = dict(line.split(": ", 1) for line in said[1:] if ": " in line)
    bodies = [line for line in said[1:] if ": " not in line]
    return said[0], headers, _raw(bodies[0]) if bodies else b""


def test_every_kind_of_exchange_has_an_example() -> None:
    paths = {re.sub(r"[0-9a-f]{64}|[0-9]{10}", "x", lines[0].split("?")[0]) for _title, lines in _blocks()}
    assert paths == {
        "> POST /v1/enrolments",
        "> GET /v1/state",
        "> POST /v1/report",
        "> POST /v1/entries",
        "> GET /v1/outbound",
        "> POST /v1/blobs",
        "> GET /v1/blobs/x/state",
        "> PATCH /v1/blobs/x",
        "> GET /v1/blobs/x",
        "> GET /v1/carried/x/state",
        "> PATCH /v1/carried/x",
        "> POST /v1/carried/x",
        "> GET /v1/carried/x",
        "> GET /v1/cases/x",
        "> GET /v1/stations",
        "> GET /v1/stations/C07/entries",
    }


def test_anybody_can_check_every_example_from_the_document_alone() -> None:
    seen = 0
    for title, lines in _blocks():
        asked, headers, body = _side(lines, ">")
        status, answered, content = _side(lines, "<")
        answer = _open(answered[ANSWER_HEADER], CENTRE, "ack")
        assert answer["status"] == int(status), title
        assert answer["body"] == hashlib.sha256(content).hexdigest(), title
        if REQUEST_HEADER in headers:
            request = json.loads(_raw(headers[REQUEST_HEADER].split(".")[1]))
            key = Ed25519PrivateKey.from_private_bytes(STATION_SEEDS[request["station"]]).public_key()
            assert _open(headers[REQUEST_HEADER], key, "request") == request
            assert f"{request['method']} {request['path']}" == asked, title
            assert request["body"] == hashlib.sha256(body).hexdigest(), title
            assert request["nonce"] == answer["nonce"], title
        seen += 1
    assert seen >= 14


def _unpacked(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Payload and signature of each entry, read by what section 6 says and by nothing of ours but the dictionary."""
    dictionary = zstandard.ZstdCompressionDict(DICTIONARY_FILE.read_bytes())
    expander = zstandard.ZstdDecompressor(dict_data=dictionary, format=zstandard.FORMAT_ZSTD1_MAGICLESS)
    assert body[0] == 1
    texts, raw, at = b"", b"", 1
    while at < len(body):
        text, more = int.from_bytes(body[at : at + 3], "big"), int.from_bytes(body[at + 3 : at + 6], "big")
        texts += body[at + 6 : at + 6 + text]
        raw += body[at + 6 + text : at + 6 + text + more]
        at += 6 + text + more
    seen: list[str] = []

    def unmark(mark: re.Match[str]) -> str:
        nonlocal raw
        if mark[0][0] == "\x03":
            return seen[int(mark[0][1:-1])]
        taken, raw = raw[:32], raw[32:]
        seen.append(f'"{taken.hex()}"' if mark[0] == "\x02" else f'"{_text(taken)}"')
        return seen[-1]

    last: dict[str, Any] = {"mo": 0}
    payload = ""
    for line in expander.stream_reader(texts).read().decode("utf-8").split("\n")[:-1]:
        passed, drift, kind, entry_body, *other = json.loads(re.sub("[\x01\x02]|\x03[0-9]+\x03", unmark, line))
        entry: dict[str, Any] = {name: last[name] for name in ("bo", "ep", "op", "ru", "se", "st", "v") if name in last}
        if "sq" in last:
            wall = datetime.fromisoformat(last["at"]) + timedelta(seconds=passed + drift)
            entry |= {"sq": last["sq"] + 1, "ph": _hash(payload), "at": wall.strftime("%Y-%m-%dT%H:%M:%SZ")}
        entry |= {"b": entry_body, "k": kind, "mo": last["mo"] + passed} | (other[0] if other else {})
        payload = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        signature, raw = raw[:64], raw[64:]
        yield payload, signature
        last = entry
    assert raw == b""


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _message(payload: str) -> bytes:
    return f"{_text(ENTRY_HEADER)}.{_text(payload.encode())}".encode("ascii")


def _hash(payload: str) -> str:
    return _text(hashlib.sha256(_message(payload)).digest())


def test_entries_are_unpacked_as_the_document_says_and_chain() -> None:
    lines = dict(_blocks())["Its first two entries"]
    _, _, body = _side(lines, ">")
    _, answered, _ = _side(lines, "<")
    station = Ed25519PrivateKey.from_private_bytes(STATION_SEEDS["C07"]).public_key()
    previous = "0" * 43
    for number, (payload, signature) in enumerate(_unpacked(body), 1):
        station.verify(signature, _message(payload))
        entry = json.loads(payload)
        assert (entry["sq"], entry["ph"]) == (number, previous)
        previous = _hash(payload)
    answer = _open(answered[ANSWER_HEADER], CENTRE, "ack")
    assert (answer["next_sequence"], answer["head"]) == (3, previous)


def test_a_changed_byte_in_an_example_is_noticed() -> None:
    """The negative control of the checks above."""
    _, lines = next(iter(_blocks()))
    _, answered, _ = _side(lines, "<")
    header, payload, signature = answered[ANSWER_HEADER].split(".")
    swapped = payload[:20] + ("A" if payload[20] != "A" else "B") + payload[21:]
    with pytest.raises((InvalidSignature, ValueError)):
        _open(f"{header}.{swapped}.{signature}", CENTRE, "ack")
