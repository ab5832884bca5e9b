"""A courier file that comes over another station's wire: up in pieces as a blob, taken in as from a stick, answered.

It is sealed and signed by its owner, so it matters to nobody who carries it; the carrier is counted by what it lays up
here: one file at a time, thrown away as soon as it was taken in. What the carrier fetches is sealed, too.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from central import courier
from central.answers import Declined, Reply, decline, document
from central.centre import Centre
from central.requests import Call
from central.store import Contended, Unavailable, stations
from domain.errors import Refusal
from sync.courier import READ_BYTES_MAX
from sync.messages import BLOB_TYPE, BODY_BYTES_MAX, BlobState

log = logging.getLogger("ventanilla.central.carrying")

#: How often taking in is begun again when it lost to another transaction: what was taken in is not taken twice.
_ATTEMPTS: Final = 4


def state(centre: Centre, carrier: str, sha256: str, _call: Call) -> Reply:
    whole = centre.carried.is_whole(carrier, sha256)
    return _say(sha256, 0 if whole else centre.carried.held(carrier, sha256), whole=whole)


def _say(sha256: str, offset: int, *, whole: bool = False, status: int = 200) -> Reply:
    said = document(BlobState(sha256=sha256, offset=offset, complete=whole).document())
    return Reply(said.body, said.content_type, status)


def receive(centre: Centre, carrier: str, sha256: str, call: Call) -> Reply:
    """A piece, from exactly where the file stands; the carrier is locked, so an older writer is refused."""
    offset, size, data = call.number("offset"), call.number("size", least=1), call.body
    if size > READ_BYTES_MAX:
        raise decline(413, "courier_too_large", most=READ_BYTES_MAX)
    if not data or offset + len(data) > size:
        raise decline(400, "blob_piece_malformed", offset=offset, size=size, found=len(data))
    files = centre.carried
    if files.is_whole(carrier, sha256):
        return _say(sha256, 0, whole=True)
    held = files.held(carrier, sha256)
    if held > size:
        files.forget(carrier)
        return _say(sha256, 0, status=409)
    if held != offset:
        return _say(sha256, held, status=409)
    files.append(carrier, sha256, offset, data)
    if offset + len(data) < size:
        return _say(sha256, offset + len(data))
    if not files.seal(carrier, sha256):
        raise decline(400, "blob_hash_wrong", sha256=sha256)
    return _say(sha256, 0, whole=True)


def take(centre: Centre, carrier: str, sha256: str, _call: Call) -> Callable[[], Reply]:
    """To be done outside a transaction: it makes its own. The `BlobState` is of the answer: its hash and its size.

    Raises Declined 400 with the code of a file that is answered with nothing, which is thrown away; 404 for one that is
    not here whole; Unavailable while another one is taken in.
    """
    return partial(_take, centre, carrier, sha256)


def _take(centre: Centre, carrier: str, sha256: str) -> Reply:
    answer = centre.carried.answered(carrier, sha256)
    if answer is None:
        if not centre.carried.turn.acquire(blocking=False):
            raise Unavailable("another carried file is being taken in")
        try:
            answer = _answer(centre, carrier, sha256)
        finally:
            centre.carried.turn.release()
    if answer is None:
        raise decline(404, "carried_unknown", sha256=sha256)
    return _say(hashlib.sha256(answer).hexdigest(), len(answer), whole=True)


def _answer(centre: Centre, carrier: str, sha256: str) -> bytes | None:
    file = centre.carried.read(carrier, sha256)
    if file is None:
        return centre.carried.answered(carrier, sha256)  # by another worker, a moment ago
    try:
        taken = _taken(centre, file)
    except Refusal as refusal:
        with centre.store.writing() as tx:
            stations.lock(tx, carrier)
            centre.carried.forget(carrier)
        raise Declined(400, refusal) from refusal
    log.info("%s carried a file of %s: %d entries, %d files", carrier, taken.station, taken.entries, taken.files)
    with centre.store.writing() as tx:
        stations.lock(tx, carrier)
        return centre.carried.answer(carrier, sha256, taken.answer)


def _taken(centre: Centre, file: bytes) -> courier.Delivered:
    for _ in range(_ATTEMPTS - 1):
        try:
            return courier.take(centre, file)
        except Contended as lost:
            log.info("begun again: %s", lost)
    try:
        return courier.take(centre, file)
    except Contended as lost:  # the request's own nonce is used up: it is the station that asks again
        raise Unavailable(str(lost)) from lost


def send(centre: Centre, carrier: str, sha256: str, call: Call) -> Reply:
    """Bytes of the answer; empty beyond its end."""
    offset = call.number("offset", default=0)
    most = min(call.number("most", default=BODY_BYTES_MAX, least=1), BODY_BYTES_MAX)
    found = centre.carried.answered(carrier, sha256, offset, most)
    if found is None:
        raise decline(404, "carried_unknown", sha256=sha256)
    return Reply(found, BLOB_TYPE)
