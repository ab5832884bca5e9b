"""Entries as they travel: what the receiver can work out is left out, and what is random is not compressed.

A pack is its number (one byte: which dictionary), then blocks. A block is two lengths, the next piece of one zstd
stream of text, and the raw bytes that belong to its lines. So a pack that was cut is read up to its last whole block.

The text has a line for each entry: `[body, kind, seconds of uptime since the entry before, drift, {other fields}]`.
Fields that are what the entry before lets one expect are not there: sequence and chain go on, place and person are the
same, the wall clock went as far as the monotonic one. A hash in it is a mark; its 32 bytes stand among the raw ones,
before the entry's signature.

Nothing is believed because it could be rebuilt: the chain and the signature say whether these are the bytes that were
signed. The packer rebuilds each entry and lets it travel whole if it differs, so anything that was signed can travel.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import zstandard

from domain import canonical
from domain.envelope import SIGNATURE_BYTES, EnvelopeType, Signed, from_base64url, to_base64url
from domain.errors import Refusal

#: The number of this packing. Another dictionary, or other marks, are another number; a centre reads them all.
PACKING: Final = 1
#: Of all payloads of a pack, rebuilt: a longer one is refused while it is being expanded.
EXPANDED_BYTES_MAX: Final = 8 * 1024 * 1024
ENTRIES_MAX: Final = 1_000
#: Of text and raw bytes, before compression: what a cut costs is the block it falls into.
BLOCK_BYTES: Final = 8 * 1024

_LEVEL: Final = 19
_WINDOW_LOG: Final = 20
#: What lines usually look like, made by tools/packing_dictionary.py. It belongs to the packing's number.
DICTIONARY_FILE: Final = Path(__file__).with_name("entries.zdict")
_DICTIONARY: Final = zstandard.ZstdCompressionDict(DICTIONARY_FILE.read_bytes())
_HASH_BYTES: Final = 32
_HEX_LETTERS: Final = 64
_LENGTH_BYTES: Final = 3
#: Of a line as it is expanded: a document, or a payload in base64url, and its commas.
_LINE_BYTES_MAX: Final = 2 * canonical.BYTES_MAX

#: Control characters, which no canonical document has: a new hash in base64url or hex, one that came before, a whole
#: payload. A number between two of the third names one of the hashes before, counted from 0.
_BASE64, _HEX, _AGAIN, _WHOLE = b"\x01", b"\x02", b"\x03", b"\x04"
_HASHES: Final = re.compile(rb'"(?:[A-Za-z0-9_-]{43}|[0-9a-f]{64})"')
_MARKS: Final = re.compile(rb"[\x01\x02]|\x03([0-9]{1,5})\x03")
#: Fields of the envelope that the entry before predicts, and those that a line has in a place of its own.
_INHERITED: Final = ("bo", "ep", "op", "ru", "se", "st", "v")


@dataclass(frozen=True, slots=True)
class _Expectation:
    """What the entries so far let one expect of the next. Both sides keep the same one."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    uptime: int = 0
    wall: datetime | None = None

    @classmethod
    def after(cls, signed: Signed, document: Mapping[str, Any]) -> _Expectation:
        fields = {name: document[name] for name in _INHERITED}
        fields |= {"sq": document["sq"] + 1, "ph": signed.hash}
        return cls(fields, document["mo"], _wall_time(document["at"]))

    def line(self, document: Mapping[str, Any]) -> list[Any]:
        """The document without what is expected of it. `document` is the inverse wherever there is one."""
        placed = {"b", "k", "mo", "at"}
        passed = document["mo"] - self.uptime
        other = {
            name: value for name, value in document.items() if name not in placed and self.fields.get(name) != value
        }
        if self.wall is None:
            return [passed, 0, document["k"], document["b"], other | {"at": document["at"]}]
        drift = int((_wall_time(document["at"]) - self.wall).total_seconds()) - passed
        return [passed, drift, document["k"], document["b"], *([other] if other else [])]

    def document(self, line: Any) -> dict[str, Any]:
        """Raises ValueError, TypeError or OverflowError for a line that no packer makes."""
        passed, drift, kind, body, *other = line
        document = {**self.fields, "b": body, "k": kind, "mo": self.uptime + passed}
        if self.wall is not None:
            document["at"] = _text_of(self.wall + timedelta(seconds=passed + drift))
        for more in other:
            document.update(more)
        return document


def _wall_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text_of(wall: datetime) -> str:
    return wall.isoformat().removesuffix("+00:00") + "Z"


#: What a document without the ordinary fields does to the code above: such an entry travels whole.
_EXTRAORDINARY: Final = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, Refusal)
_START: Final = _Expectation()


class Packer:
    """Lines of text and raw bytes, entry by entry."""

    def __init__(self) -> None:
        self._expected = _START
        self._seen: dict[bytes, int] = {}

    def add(self, signed: Signed) -> tuple[bytes, bytes]:
        """The entry's line and what it adds to the raw bytes."""
        try:
            document = canonical.decode(signed.payload)
            line = self._expected.line(document)
            after = _Expectation.after(signed, document)
            if canonical.encode(self._expected.document(line)) != signed.payload:
                raise ValueError("is not what a receiver would rebuild")
        except _EXTRAORDINARY:
            self._expected = _START
            return _WHOLE + to_base64url(signed.payload).encode("ascii") + b"\n", signed.signature
        self._expected = after
        hashes: list[bytes] = []
        text = _HASHES.sub(lambda found: self._mark(found[0], hashes), canonical.encode(line))
        return text + b"\n", b"".join(hashes) + signed.signature

    def _mark(self, found: bytes, hashes: list[bytes]) -> bytes:
        if found in self._seen:
            return _AGAIN + str(self._seen[found]).encode("ascii") + _AGAIN
        text = found[1:-1].decode("ascii")
        try:
            raw = bytes.fromhex(text) if len(text) == _HEX_LETTERS else from_base64url(text)
        except Refusal:  # 43 letters that are no 32 bytes
            return found
        self._seen[found] = len(self._seen)
        hashes.append(raw)
        return _HEX if len(text) == _HEX_LETTERS else _BASE64


class _Unpacker:
    def __init__(self, raw: bytes) -> None:
        self._raw = io.BytesIO(raw)
        self._expected = _START
        self._seen: list[bytes] = []

    def read(self, line: bytes) -> Signed:
        """Raises what `_EXTRAORDINARY` names, and IndexError."""
        if line.startswith(_WHOLE):
            self._expected = _START
            return Signed(EnvelopeType.ENTRY, from_base64url(line[1:].decode("ascii")), self._take(SIGNATURE_BYTES))
        document = self._expected.document(canonical.parse(_MARKS.sub(self._unmark, line).decode("utf-8")))
        signed = Signed(EnvelopeType.ENTRY, canonical.encode_parsed(document), self._take(SIGNATURE_BYTES))
        self._expected = _Expectation.after(signed, document)
        return signed

    def _unmark(self, found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            return self._seen[int(found[1])]
        raw = self._take(_HASH_BYTES)
        text = raw.hex() if found[0] == _HEX else to_base64url(raw)
        self._seen.append(b'"%s"' % text.encode("ascii"))
        return self._seen[-1]

    def _take(self, count: int) -> bytes:
        found = self._raw.read(count)
        if len(found) != count:
            raise ValueError("raw bytes are missing")
        return found

    @property
    def is_used_up(self) -> bool:
        return not self._raw.read(1)


def pack_entries(entries: Iterable[Signed]) -> bytes:
    """Any entries, in any order; entries of one journal in their order become smallest."""
    packer = Packer()
    lines = [packer.add(entry) for entry in entries]
    stream = _tools.compressor(sum(len(text) for text, _ in lines)).compressobj()
    pack = bytearray([PACKING])
    for block in _in_blocks(lines):
        text = stream.compress(b"".join(line for line, _ in block))
        text += stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        raw = b"".join(more for _, more in block)
        for length in (len(text), len(raw)):
            pack += length.to_bytes(_LENGTH_BYTES, "big")
        pack += text + raw
    return bytes(pack)


def _in_blocks(lines: list[tuple[bytes, bytes]]) -> Iterator[list[tuple[bytes, bytes]]]:
    block: list[tuple[bytes, bytes]] = []
    size = 0
    for line, raw in lines:
        block.append((line, raw))
        size += len(line) + len(raw)
        if size >= BLOCK_BYTES:
            yield block
            block, size = [], 0
    if block:
        yield block


def unpack_entries(body: bytes) -> list[Signed]:
    """Raises Refusal `entries_unreadable` (not a whole pack) or `body_too_large` (a bomb, or too many)."""
    text, raw, left_over = _columns(body)
    if left_over or not body:
        raise Refusal("entries_unreadable", why="cut short")
    return _unpack(text, raw)


def unpack_arrived(body: bytes) -> list[Signed]:
    """The entries in the whole blocks of a pack's beginning. Raises what `unpack_entries` raises."""
    text, raw, _left_over = _columns(body)
    return _unpack(text, raw)


def _columns(body: bytes) -> tuple[bytes, bytes, int]:
    """Compressed text and raw bytes of the whole blocks, and how many bytes are left over."""
    if body and body[0] != PACKING:
        raise Refusal("entries_unreadable", why="another packing")
    texts, raws, at = [], [], 1
    while len(body) >= at + 2 * _LENGTH_BYTES:
        middle = at + _LENGTH_BYTES
        begin = middle + _LENGTH_BYTES
        turn = begin + int.from_bytes(body[at:middle], "big")
        end = turn + int.from_bytes(body[middle:begin], "big")
        if end > len(body):
            break
        texts.append(body[begin:turn])
        raws.append(body[turn:end])
        at = end
    return b"".join(texts), b"".join(raws), max(0, len(body) - at)


def _unpack(text: bytes, raw: bytes) -> list[Signed]:
    expanded = _expanded(text)
    if expanded.count(b"\n") > ENTRIES_MAX:
        raise Refusal("body_too_large", most=ENTRIES_MAX)
    lines = expanded.split(b"\n")
    if lines.pop() or max(map(len, lines), default=0) > _LINE_BYTES_MAX:
        raise Refusal("entries_unreadable", why="line")
    unpacker, entries, room = _Unpacker(raw), [], EXPANDED_BYTES_MAX
    for number, line in enumerate(lines, 1):
        try:
            entries.append(unpacker.read(line))
        except (*_EXTRAORDINARY, IndexError) as error:
            raise Refusal("entries_unreadable", why="line", line=number) from error
        room -= len(entries[-1].payload)
        if room < 0:
            raise Refusal("body_too_large", most=EXPANDED_BYTES_MAX)
    if not unpacker.is_used_up:
        raise Refusal("entries_unreadable", why="left over")
    return entries


def _expanded(text: bytes) -> bytes:
    """Never more memory than the limit, whatever the stream claims."""
    try:
        with _tools.expander.stream_reader(text) as stream:
            found = stream.read(EXPANDED_BYTES_MAX + 1)
    except zstandard.ZstdError as error:
        raise Refusal("entries_unreadable", why="not zstd") from error
    if len(found) > EXPANDED_BYTES_MAX:
        raise Refusal("body_too_large", most=EXPANDED_BYTES_MAX)
    return found


class _Tools(threading.local):
    """Of one thread, and kept: to digest the dictionary anew takes a hundred times as long as to pack an entry."""

    def __init__(self) -> None:
        self._compressors: dict[int, zstandard.ZstdCompressor] = {}
        self.expander: Final = zstandard.ZstdDecompressor(
            dict_data=_DICTIONARY, max_window_size=1 << _WINDOW_LOG, format=zstandard.FORMAT_ZSTD1_MAGICLESS
        )

    def compressor(self, size: int) -> zstandard.ZstdCompressor:
        """For some `size` bytes, so that the window is never larger than a receiver takes."""
        scale = min(size.bit_length(), _WINDOW_LOG - 1)
        if scale not in self._compressors:
            parameters = zstandard.ZstdCompressionParameters.from_level(
                _LEVEL,
                source_size=1 << scale,
                dict_size=len(_DICTIONARY),
                format=zstandard.FORMAT_ZSTD1_MAGICLESS,
                write_content_size=False,
                write_dict_id=False,
            )
            made = zstandard.ZstdCompressor(compression_params=parameters, dict_data=_DICTIONARY)
            self._compressors[scale] = made
        return self._compressors[scale]


_tools: Final = _Tools()
