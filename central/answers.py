"""What goes back over HTTP: a body, and the centre's signed statement about it with the absolute watermarks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from central import restores
from central.centre import Centre
from central.clock import unix_seconds
from central.store import Transaction, journals
from central.store.journals import JournalName
from central.store.stations import Station
from domain import canonical
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS
from domain.journal.kinds import Author
from sync.messages import ANSWER_HEADER, DOCUMENT_TYPE, Answer, Problem, body_hash

#: Nothing of ours is for a cache, a frame, a script or a guess at its type.
PLAIN_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

Response = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes = b""
    content_type: str = DOCUMENT_TYPE
    status: int = 200


@dataclass(frozen=True, slots=True)
class Watermark:
    """What the centre holds of one station. A stranger is told nothing: epoch 0."""

    station: str = ""
    epoch: int = 0
    next_sequence: int = 0
    head: str = NO_PREVIOUS
    outbound: int = 0
    outbound_head: str = NO_PREVIOUS
    ratchet: str = ""
    restored: str = ""


NOTHING: Final = Watermark()


class Declined(Exception):  # noqa: N818 - a refusal on its way to becoming an answer
    """A request is refused with an HTTP status; what its transaction had begun is undone."""

    def __init__(self, status: int, refusal: Refusal) -> None:
        super().__init__(status, refusal)
        self.status = status
        self.refusal = refusal


def decline(status: int, code: str, **details: Any) -> Declined:
    return Declined(status, Refusal(code, **details))


def watermark(tx: Transaction, station: Station) -> Watermark:
    own = journals.head(tx, JournalName(station.station, station.epoch, Author.STATION))
    outbound = journals.head(tx, JournalName(station.station, station.epoch, Author.CENTRE))
    return Watermark(
        station.station,
        station.epoch,
        own.length + 1,
        own.hash,
        outbound.length,
        outbound.hash,
        restored=restores.letters(tx),
    )


def document(value: Any) -> Reply:
    return Reply(canonical.encode(value))


def problem(status: int, refusal: Refusal) -> Reply:
    """A `Problem` body. Details that canonical JSON cannot carry are said as text."""
    try:
        body = canonical.encode(Problem(code=refusal.code, details=refusal.details).document())
    except Refusal:
        details = json.loads(json.dumps(refusal.details, default=str, ensure_ascii=True))
        safe = {str(name): canonical.plain_text(str(value))[:200] for name, value in details.items()}
        body = canonical.encode(Problem(code=refusal.code, details=safe).document())
    return Reply(body, DOCUMENT_TYPE, status)


def signed(centre: Centre, reply: Reply, nonce: str, mark: Watermark) -> Response:
    answer = Answer(
        station=mark.station,
        epoch=mark.epoch,
        next_sequence=mark.next_sequence,
        head=mark.head,
        outbound=mark.outbound,
        outbound_head=mark.outbound_head,
        ratchet=mark.ratchet,
        restored=mark.restored,
        nonce=nonce,
        status=reply.status,
        body=body_hash(reply.body),
        clock=unix_seconds(centre.clock),
    )
    status, headers, body = unsigned(reply)
    return status, headers | {ANSWER_HEADER: answer.signed(centre.keys.signing)}, body


def unsigned(reply: Reply) -> Response:
    return reply.status, PLAIN_HEADERS | {"Content-Type": reply.content_type}, reply.body
