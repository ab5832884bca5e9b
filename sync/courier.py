"""Sync by hand: what waits, sealed into a file that anybody may carry, and the answer that comes back the same way.

A file is one exchange that travels on a stick instead of a wire: the same signed Request and Answer, the same packed
entries, the same absolute watermark. Nothing is believed because of the file; its outside only says whose it is, so
that it can be carried to the right place. Values in, values out: `docs/PROTOCOL.md`, section 6.

    outside   ventanilla-courier/1 DIRECTION MUNICIPALITY STATION SIZE LF     (ASCII; bound to the seal)
    sealed    HPKE to the centre's key, or to the key that the station put into its own file:
              statement (compact JWS) LF manifest (canonical JSON) LF parts, one after the other
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from domain import canonical
from domain.envelope import Signed, from_base64url, to_base64url
from domain.errors import Refusal
from sync.exchange import Call, Exchange, Identity, Moment
from sync.messages import BLOB_BYTES_MAX, REQUEST_HEADER, Answer, Request, body_hash
from sync.outbox import OutboxView, PendingBlob
from sync.packing import ENTRIES_MAX, pack_entries, unpack_entries
from sync.ratchet import NO_HOLD
from sync.seal import SealingKey, seal

SUFFIX: Final = ".ventanilla"
#: What a statement of a file says it was asked, in the place of an HTTP request.
METHOD: Final = "CARRY"
#: Of blobs in one file; beyond that there is another one. An old computer holds a whole file in its memory.
FILE_BYTES_MAX: Final = 48 * 1024 * 1024
#: What is read at all: a file, its last blob and its entries. Any stick's file system holds it.
READ_BYTES_MAX: Final = 128 * 1024 * 1024
BLOBS_MAX: Final = 200
_BATCH_BYTES: Final = 512 * 1024
_HEAD_BYTES_MAX: Final = 160
_HEAD: Final = re.compile(
    rb"ventanilla-courier/1 (to-centre|to-station) ([a-z0-9][a-z0-9-]{0,63}) ([A-Z][A-Z0-9-]{1,15}) ([0-9]{1,9})\n"
)


class Direction(StrEnum):
    TO_CENTRE = "to-centre"
    TO_STATION = "to-station"


@dataclass(frozen=True, slots=True)
class Label:
    """All that the outside of a file says."""

    direction: Direction
    municipality: str
    station: str

    def _head(self, size: int) -> bytes:
        return f"ventanilla-courier/1 {self.direction} {self.municipality} {self.station} {size}\n".encode("ascii")

    def close(self, plain: bytes, key: bytes) -> bytes:
        """The whole file. The label is bound to the seal, all but the size."""
        sealed = seal(plain, key, bound_to=self.binding)
        return self._head(len(sealed)) + sealed

    @property
    def binding(self) -> str:
        return f"ventanilla.courier.v1|{self.direction}|{self.municipality}|{self.station}"


def read_label(file: bytes) -> tuple[Label, bytes]:
    """The outside, and what is sealed.

    Raises Refusal `courier_not_a_file` (nothing of ours), `courier_too_large`, `courier_cut_short` (copied in part).
    """
    found = _HEAD.match(file[:_HEAD_BYTES_MAX])
    if found is None:
        raise Refusal("courier_not_a_file")
    if len(file) > READ_BYTES_MAX:
        raise Refusal("courier_too_large", most=READ_BYTES_MAX)
    label = Label(Direction(found[1].decode()), found[2].decode(), found[3].decode())
    sealed, size = file[found.end() :], int(found[4])
    if len(sealed) != size:
        raise Refusal("courier_cut_short", station=label.station, wanted=size, found=len(sealed))
    return label, sealed


@dataclass(frozen=True, slots=True)
class Carried:
    """A blob in a file."""

    sha256: str
    size: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """`reply_key` (X25519) is whom the answer is sealed to; `wanted` are blobs of the centre that the station lacks.

    `batches` are packed entries from `first` on.
    """

    statement: Request
    envelope: Signed
    reply_key: bytes
    first: int
    batches: tuple[bytes, ...]
    blobs: tuple[Carried, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What the centre answers: its signed word, its entries from `first` on, blobs it holds whole, blobs for here.

    `refused` is the code of what it would not take, or empty.
    """

    answer: Answer
    first: int
    entries: tuple[Signed, ...]
    whole: tuple[str, ...]
    blobs: tuple[Carried, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """One file for the centre, and what has to be remembered of it until its answer comes."""

    content: bytes
    nonce: str
    acknowledged: int
    last: int
    blobs: tuple[str, ...]


# -------------------------------------------------------------------- the station's file


def pack_waiting(
    identity: Identity,
    label: Label,
    outbox: OutboxView,
    *,
    sealing_key: bytes,
    reply_key: bytes,
    moments: Callable[[], Moment],
) -> Iterator[OutgoingFile]:
    """Everything the centre has not signed for, as few files as it takes; one at least, which only asks.

    The entries are in the first. Each stands for itself: in any order, lost or twice, they do no harm.
    """
    acknowledged, last = outbox.acknowledged, outbox.length
    batches = tuple(_batches(outbox, acknowledged + 1, last))
    for number, blobs in enumerate(_shared_out(outbox)):
        carried = [Carried(blob.sha256, blob.size, outbox.blob_bytes(blob.sha256, 0, blob.size)) for blob in blobs]
        manifest = {
            "reply_key": to_base64url(reply_key),
            "first": acknowledged + 1,
            "wanted": [blob.sha256 for blob in outbox.wanted_blobs(BLOBS_MAX)],
        }
        body = _body(manifest, () if number else batches, carried)
        call = Call(METHOD, "/v1/courier", body)
        hold = replace(NO_HOLD, heard=outbox.outbound_length)
        exchange = Exchange.signed(0, identity, call, acknowledged=acknowledged, moment=moments(), hold=hold)
        statement = dict(exchange.headers)[REQUEST_HEADER]
        content = label.close(statement.encode("ascii") + b"\n" + body, sealing_key)
        covered = acknowledged if number else last
        yield OutgoingFile(content, exchange.nonce, acknowledged, covered, tuple(blob.sha256 for blob in blobs))


def _batches(outbox: OutboxView, first: int, last: int) -> Iterator[bytes]:
    while first <= last:
        entries = outbox.entries(first, _BATCH_BYTES, min(ENTRIES_MAX, last - first + 1))
        yield pack_entries(entries)
        first += len(entries)


def _shared_out(outbox: OutboxView) -> list[list[PendingBlob]]:
    """The blobs that wait, a list for each file."""
    files: list[list[PendingBlob]] = [[]]
    room = FILE_BYTES_MAX
    for blob in outbox.pending_blobs(outbox.pending_blob_count):
        if files[-1] and (blob.size > room or len(files[-1]) == BLOBS_MAX):
            files.append([])
            room = FILE_BYTES_MAX
        files[-1].append(blob)
        room -= blob.size
    return files


def open_parcel(file: bytes, key: SealingKey, municipality: str) -> Parcel:
    """At the centre. The statement is read and not verified: only the centre knows the station's key.

    Raises Refusal besides what `read_label` raises: `courier_for_a_station`, `courier_of_another_municipality`,
    `courier_altered` (or sealed to another centre), `courier_malformed`.
    """
    label, sealed = read_label(file)
    if label.direction is not Direction.TO_CENTRE:
        raise Refusal("courier_for_a_station", station=label.station)
    if label.municipality != municipality:
        raise Refusal("courier_of_another_municipality", found=label.municipality)
    compact, body = _opened(label, sealed, key)
    with_parts = _Reader(body)
    manifest = with_parts.manifest
    try:
        statement, envelope = Request.read(compact)
        reply_key = from_base64url(manifest["reply_key"])
        first, wanted = manifest["first"], manifest["wanted"]
        _require(_is_count(first) and first > 0 and _are_texts(wanted))
        _require(len(reply_key) == 32)  # noqa: PLR2004 - X25519
    except (Refusal, KeyError, TypeError, AttributeError) as error:
        raise Refusal("courier_malformed", station=label.station, why=str(error)[:80]) from error
    said = (statement.station, statement.method, statement.path, statement.body)
    if said != (label.station, METHOD, "/v1/courier", body_hash(body)):
        raise Refusal("courier_malformed", station=label.station, why="statement")
    return Parcel(statement, envelope, reply_key, first, with_parts.batches, with_parts.blobs, tuple(wanted))


# -------------------------------------------------------------------- the centre's answer


def answer_body(
    first: int, batches: Sequence[bytes], whole: Sequence[str], blobs: Sequence[Carried], refused: str
) -> bytes:
    """What the centre's Answer is signed over."""
    return _body({"first": first, "refused": refused, "whole": sorted(whole)}, batches, blobs)


def close_answer(label: Label, statement: str, body: bytes, reply_key: bytes) -> bytes:
    """`statement` is the compact Answer. Raises ValueError for a key that is none."""
    return label.close(statement.encode("ascii") + b"\n" + body, reply_key)


def open_answer(file: bytes, key: SealingKey, label: Label, identity: Identity) -> News:
    """At the station: the centre's word to one of its own files. Whether it asked is for the caller, by the nonce.

    Raises Refusal besides what `read_label` raises: `courier_for_the_centre`, `courier_of_another_station`,
    `courier_altered`, `courier_not_signed`, `courier_malformed`.
    """
    found, sealed = read_label(file)
    if found.direction is not Direction.TO_STATION:
        raise Refusal("courier_for_the_centre", station=found.station)
    if found != label:
        raise Refusal("courier_of_another_station", station=found.station, municipality=found.municipality)
    compact, body = _opened(found, sealed, key)
    try:
        answer = Answer.trusted(compact, identity.centre_key, identity.verify)
    except Refusal as error:
        raise Refusal("courier_not_signed", why=error.code) from error
    if answer.body != body_hash(body) or answer.station != identity.station:
        raise Refusal("courier_not_signed", why="about something else")
    reader = _Reader(body)
    first, whole, refused = (reader.manifest.get(name) for name in ("first", "whole", "refused"))
    if not _is_count(first) or not _are_texts(whole) or not isinstance(refused, str):
        raise Refusal("courier_malformed", station=found.station, why="manifest")
    entries = tuple(entry for batch in reader.batches for entry in unpack_entries(batch))
    return News(answer, first, entries, tuple(whole), reader.blobs, refused)


# -------------------------------------------------------------------- the inside of both


def _body(manifest: dict[str, Any], batches: Sequence[bytes], blobs: Sequence[Carried]) -> bytes:
    listed = [{"sha256": blob.sha256, "size": blob.size} for blob in blobs]
    head = canonical.encode(manifest | {"batches": [len(batch) for batch in batches], "blobs": listed, "v": 1})
    return b"".join([head, b"\n", *batches, *(blob.data for blob in blobs)])


def _opened(label: Label, sealed: bytes, key: SealingKey) -> tuple[str, bytes]:
    """The statement and the body it is about."""
    try:
        plain = key.open(sealed, bound_to=label.binding)
    except Refusal as error:
        raise Refusal("courier_altered", station=label.station) from error
    compact, _, body = plain.partition(b"\n")
    try:
        return compact.decode("ascii"), body
    except UnicodeDecodeError as error:
        raise Refusal("courier_malformed", station=label.station, why="statement") from error


class _Reader:
    """The manifest, and the parts it counts: exactly these, to the last byte. Raises Refusal `courier_malformed`."""

    def __init__(self, body: bytes) -> None:
        head, _, rest = body.partition(b"\n")
        try:
            self.manifest = canonical.decode(head)
            _require(isinstance(self.manifest, dict) and self.manifest.get("v") == 1)
            sizes, listed = self.manifest["batches"], self.manifest["blobs"]
            _require(isinstance(sizes, list) and all(_is_count(size) for size in sizes))
            _require(isinstance(listed, list) and len(listed) <= BLOBS_MAX)
            parts = [*sizes, *(blob["size"] for blob in listed)]
            _require(all(_is_count(size) for size in parts) and sum(parts) == len(rest))
            self.batches, self.blobs = _cut(rest, sizes, listed)
        except (Refusal, KeyError, TypeError) as error:
            raise Refusal("courier_malformed", why=str(error)[:80]) from error


def _cut(
    rest: bytes, sizes: Sequence[int], listed: Sequence[dict[str, Any]]
) -> tuple[tuple[bytes, ...], tuple[Carried, ...]]:
    at, batches, blobs = 0, [], []
    for size in sizes:
        batches.append(rest[at : at + size])
        at += size
    for one in listed:
        data = rest[at : at + one["size"]]
        at += one["size"]
        _require(0 < len(data) <= BLOB_BYTES_MAX and hashlib.sha256(data).hexdigest() == one["sha256"])
        blobs.append(Carried(one["sha256"], one["size"], data))
    return tuple(batches), tuple(blobs)


def _require(well_formed: bool) -> None:
    if not well_formed:
        raise Refusal("courier_malformed")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and len(text) <= 64 for text in value)  # noqa: PLR2004 - a hash
