"""A station's courier file: taken in by the code that takes in what comes by wire, and answered with today's truth.

The same file twice, files in any order, or one that the wire has overtaken change nothing and get the same answer: what
the centre holds now. So its nonce is not used up: nobody gains by handing in a file again, and its answer can be read
by the station alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from central import blob_exchange, receiving
from central.answers import Declined, Reply, signed, watermark
from central.centre import Centre
from central.requests import Call, require_signature
from central.store import Transaction, blobs, journals, stations
from central.store.journals import JournalName
from central.store.stations import Station
from domain.envelope import Signed
from domain.errors import Refusal
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from sync.courier import FILE_BYTES_MAX, Carried, Direction, Label, Parcel, answer_body, close_answer, open_parcel
from sync.messages import ANSWER_HEADER
from sync.packing import ENTRIES_MAX, pack_entries, unpack_entries

_BATCH_BYTES: Final = 512 * 1024
#: Of the centre's entries in one answer: a file carries the rest next time.
_BATCHES_MAX: Final = 64


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a file brought that was new, and the file that answers it. `refused` is why not all of it was taken."""

    station: str
    label: str
    entries: int
    files: int
    news: int
    refused: Refusal | None
    answer: bytes


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    refused: str


def take(centre: Centre, file: bytes) -> Delivered:
    """Raises Refusal for a file that is answered with nothing: not ours, not whole, altered, of nobody known."""
    parcel = open_parcel(file, centre.keys.sealing, centre.terms.municipality)
    station = _admit(centre, parcel)
    entries, refused = _take_entries(centre, parcel)
    files = 0
    if station.status == stations.APPROVED:
        for blob in parcel.blobs:
            files += _take_blob(centre, station, blob)
    status = 200 if refused is None else 409
    if station.status != stations.APPROVED:
        status, refused = 403, refused or Refusal(f"station_{station.status}", station=station.station)
    with centre.store.writing() as tx:
        station, _ = require_signature(tx, parcel.statement, parcel.envelope)
        reply = _Reply(status, "" if refused is None else refused.code)
        answer, news = _answer(centre, tx, station, parcel, reply)
    return Delivered(station.station, station.label, entries, files, news, refused, answer)


def _admit(centre: Centre, parcel: Parcel) -> Station:
    """A file may have been written before the station changed its key: what an earlier key signed is good here.

    Raises Refusal `station_unknown`, `signature_wrong`, `epoch_changed`.
    """
    try:
        with centre.store.writing() as tx:
            station, _ = require_signature(tx, parcel.statement, parcel.envelope)
            if parcel.statement.epoch != station.epoch:
                raise Refusal("epoch_changed", wanted=station.epoch, found=parcel.statement.epoch)
            held = watermark(tx, station)
            # A file may be old: it can show that the centre has lost entries, and never that nothing is missing.
            ahead = parcel.statement.acknowledged >= held.next_sequence or parcel.statement.heard > held.outbound
            return receiving.put_in_doubt(tx, station) if ahead else station
    except Declined as declined:
        raise declined.refusal from declined


def _take_entries(centre: Centre, parcel: Parcel) -> tuple[int, Refusal | None]:
    """How many were new, and what stopped it: the same as on the wire, a transaction for each batch."""
    first, stored = parcel.first, 0
    for batch in parcel.batches:
        try:
            entries = unpack_entries(batch)
        except Refusal as refusal:
            return stored, refusal
        with centre.store.writing() as tx:
            locked, _ = require_signature(tx, parcel.statement, parcel.envelope)
            taken = receiving.receive(centre, tx, locked, first, entries)
        stored += taken.stored
        if taken.refused is not None:
            return stored, taken.refused
        first += len(entries)
    return stored, None


def _take_blob(centre: Centre, station: Station, blob: Carried) -> int:
    """1 if it was not whole here before. What the wire had brought of it is kept and gone on from."""
    with centre.store.writing() as tx:
        locked = stations.lock(tx, station.station)
        assert locked is not None, "stations are not deleted"
        state = blob_exchange.held_of(centre, tx, locked, blob.sha256)
        if state is not None and state.complete:
            return 0
        offset = 0 if state is None or state.size != blob.size else state.offset
        query = {"offset": str(offset), "size": str(blob.size)}
        try:
            reply = blob_exchange.receive(
                centre, tx, locked, blob.sha256, Call("PATCH", "", "", query, blob.data[offset:], None)
            )
        except Declined:  # no room left for this station: its state says so, as on the wire
            return 0
    return int(reply.status == 200)  # noqa: PLR2004 - HTTP


def _answer(centre: Centre, tx: Transaction, station: Station, parcel: Parcel, reply: _Reply) -> tuple[bytes, int]:
    first = parcel.statement.heard + 1
    told = station.status == stations.APPROVED
    news = _news(tx, station, first) if told else []
    states = {blob.sha256: blob_exchange.held_of(centre, tx, station, blob.sha256) for blob in parcel.blobs}
    whole = [sha256 for sha256, state in states.items() if told and state is not None and state.complete]
    down = _wanted(centre, tx, station, news, parcel.wanted) if told else []
    body = answer_body(first, [pack_entries(batch) for batch in news], whole, down, reply.refused)
    _status, headers, _body = signed(
        centre, Reply(body, status=reply.status), parcel.statement.nonce, watermark(tx, station)
    )
    label = Label(Direction.TO_STATION, centre.terms.municipality, station.station)
    try:
        return close_answer(label, headers[ANSWER_HEADER], body, parcel.reply_key), sum(map(len, news))
    except ValueError as error:
        raise Refusal("courier_malformed", station=station.station, why="reply key") from error


def _news(tx: Transaction, station: Station, first: int) -> list[list[Signed]]:
    name = JournalName(station.station, station.epoch, Author.CENTRE)
    batches: list[list[Signed]] = []
    while len(batches) < _BATCHES_MAX:
        found = journals.signed_from(tx, name, first, ENTRIES_MAX, _BATCH_BYTES)
        if not found:
            break
        batches.append(found)
        first += len(found)
    return batches


def _wanted(
    centre: Centre, tx: Transaction, station: Station, news: Sequence[Sequence[Signed]], asked: Sequence[str]
) -> list[Carried]:
    """What the station lacks already, and what the entries in this answer name; as much as a file may hold."""
    named = [*asked, *(sha256 for batch in news for entry in batch for sha256 in _named(entry))]
    room = FILE_BYTES_MAX
    found: list[Carried] = []
    for sha256 in dict.fromkeys(named):
        row = blobs.find(tx, station.station, sha256)
        if row is None or row.origin != "centre" or not row.complete or row.size > room or len(found) == 100:  # noqa: PLR2004
            continue
        data = centre.files.read(station.station, sha256)
        room -= row.size
        found.append(Carried(sha256, row.size, data))
    return found


def _named(signed_entry: Signed) -> list[str]:
    return [blob["sha"] for blob in read_entry(signed_entry).entry.body.get("blobs", ())]
