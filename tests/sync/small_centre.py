"""A centre in memory: the protocol's other half, as small as it can be and still refuse what must be refused.

It exists so that an attack or an accident is three lines of a test; `tests/sync/test_real_centre.py` speaks to the real
one. `handle` has the real one's shape.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from central import ratchets
from central.ratchets import Ratchet
from domain import canonical
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk
from sync import messages
from sync.messages import ANSWER_HEADER, REQUEST_HEADER, Answer, BlobsHeld, BlobState, Problem, Request
from sync.packing import pack_entries, unpack_arrived, unpack_entries
from sync.seal import SigningKey, verify
from sync.small_blobs import Item, mark, pack_items, unpack_items
from tests.sync.memory_outbox import Journal

_RATCHETED = re.compile(r"/v1/(state|report|entries|outbound)")

Response = tuple[int, dict[str, str], bytes]


@dataclass
class SmallCentre:
    station: str
    station_key: bytes
    signer: SigningKey
    epoch: int = 1
    clock: int = 1_795_000_000
    status: str = "approved"
    forgets: bool = False
    reads_no_small_blobs: bool = False
    refused_blobs: set[str] = field(default_factory=set)
    nonces: set[str] = field(default_factory=set)
    walk: JournalWalk = field(init=False)
    outbound: Journal = field(init=False)
    blobs: dict[str, bytes] = field(default_factory=dict)
    ratchet: Ratchet | None = None
    stale: int = 0
    confessions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.walk = JournalWalk(Author.STATION, self.station, self.station_key, verify)
        self.restored = ""
        self.outbound = Journal(Author.CENTRE, self.station, self.signer)
        self.hashes: list[str] = []

    # ------------------------------------------------------------ accidents

    def restore(self, length: int) -> None:
        """Go back to an older backup of the station's journal."""
        self.hashes = self.hashes[:length]
        self.walk.length, self.walk.head = length, self.hashes[-1] if self.hashes else NO_PREVIOUS

    # ------------------------------------------------------------ the protocol

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        request, signed = Request.read(headers[REQUEST_HEADER])
        said = (request.method, request.path, request.body if whole else messages.body_hash(body))
        if not signed.is_authentic(self.station_key, verify) or said != (method, path, messages.body_hash(body)):
            return self._answer(request, 401, _problem("signature_wrong"))
        if request.nonce in self.nonces:
            return self._answer(request, 401, _problem("nonce_reused"))
        self.nonces.add(request.nonce)
        if self.status != "approved" and method != "POST":
            return self._answer(request, 403, _problem(f"station_{self.status}"))
        if not whole and path.startswith("/v1/entries"):
            body = pack_entries(unpack_arrived(body))
        if not whole and path == "/v1/blobs":
            body = pack_items(unpack_items(body, whole=False))
        fresh = ""
        if _RATCHETED.match(path):
            if request.copied:
                self.confessions.append(request.copied)
                return self._answer(request, 409, _problem("station_copied"))
            held = self.ratchet or ratchets.begin(request.ratchet)
            if ratchets.is_stale(held, request.ratchet):
                self.stale += 1
                if method == "POST":
                    with suppress(Refusal):
                        self._do(method, path, body)
                return self._answer(request, 409, _problem("ratchet_stale"))
            self.ratchet, fresh = ratchets.turned(held, request.ratchet, (request.nonce * 16)[:16], self.clock)
        return self._reply(request, method, path, body, fresh)

    def _reply(self, request: Request, method: str, path: str, body: bytes, fresh: str) -> Response:
        try:
            status, kind, answer = self._do(method, path, body)
        except Refusal as error:
            return self._answer(request, error.details.pop("status", 400), _problem(error.code), fresh=fresh)
        if self.status == "revoked":  # kept as evidence
            return self._answer(request, 403, _problem("station_revoked"), fresh=fresh)
        return self._answer(request, status, answer, kind, fresh=fresh)

    def _do(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        place = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(place.query).items()}
        parts = place.path.split("/")[2:]
        if (method, parts) in (("GET", ["state"]), ("POST", ["report"])):
            return 200, "", b""
        if (method, parts) == ("POST", ["entries"]):
            return self._push(int(query["from"]), body)
        if (method, parts) == ("GET", ["outbound"]):
            first, most = int(query["from"]), int(query["most"])
            chosen = self.outbound.entries[first - 1 : first - 1 + most]
            return 200, messages.ENTRIES_TYPE, pack_entries(item.signed for item in chosen)
        if (method, parts) == ("POST", ["blobs"]):
            return self._small_blobs(unpack_items(body))
        if parts[0] == "blobs":
            return self._blob(method, parts[1:], query, body)
        raise Refusal("path_unknown", status=404)

    def _push(self, first: int, body: bytes) -> tuple[int, str, bytes]:
        if self.forgets:
            return 200, "", b""
        for sequence, signed in enumerate(unpack_entries(body), first):
            if sequence <= self.walk.length:
                if signed.hash != self.hashes[sequence - 1]:
                    raise Refusal("journal_forked", status=409)
                continue
            if sequence > self.walk.length + 1:
                break
            try:
                self.hashes.append(self.walk.admit(signed).hash)
            except Refusal as error:
                raise Refusal("entry_not_authentic", why=error.code) from error
        return 200, "", b""

    def _small_blobs(self, items: list[Item]) -> tuple[int, str, bytes]:
        if self.reads_no_small_blobs:
            raise Refusal("blobs_unreadable")
        for item in items:
            if item.data is not None and not self.forgets and item.sha256 not in self.refused_blobs:
                self.blobs[item.sha256] = item.data
        names = {item.sha256 for item in items}
        held = [name for name in names if hashlib.sha256(self.blobs.get(name, b"")).hexdigest() == name]
        answer = BlobsHeld(held=sorted(mark(name) for name in held))
        return 200, messages.DOCUMENT_TYPE, canonical.encode(answer.document())

    def _blob(self, method: str, parts: list[str], query: Mapping[str, str], body: bytes) -> tuple[int, str, bytes]:
        sha256 = parts[0]
        held = self.blobs.get(sha256, b"")
        status = 200
        if method == "GET" and len(parts) == 1:
            offset, most = int(query["offset"]), int(query["most"])
            if sha256 not in self.blobs:
                raise Refusal("blob_unknown", status=404)
            return 200, messages.BLOB_TYPE, held[offset : offset + most]
        if method == "PATCH" and sha256 in self.refused_blobs:
            raise Refusal("body_too_large", status=413)
        if method == "PATCH":
            if int(query["offset"]) == len(held):
                held += body
                whole = len(held) == int(query["size"])
                if whole and hashlib.sha256(held).hexdigest() != sha256:
                    held = b""
                self.blobs[sha256] = held
            else:
                status = 409
        complete = hashlib.sha256(held).hexdigest() == sha256
        state = BlobState(sha256=sha256, offset=len(held), complete=complete)
        return status, messages.DOCUMENT_TYPE, canonical.encode(state.document())

    def _answer(
        self, request: Request, status: int, body: bytes, kind: str = messages.DOCUMENT_TYPE, *, fresh: str = ""
    ) -> Response:
        stranger = status == 401
        answer = Answer(
            station="" if stranger else request.station,
            epoch=0 if stranger else self.epoch,
            next_sequence=0 if stranger else self.walk.length + 1,
            head="" if stranger else self.walk.head,
            outbound=len(self.outbound.entries),
            outbound_head=self.outbound.head,
            ratchet=fresh,
            restored=self.restored,
            nonce=request.nonce,
            status=status,
            body=messages.body_hash(body),
            clock=self.clock,
        )
        return status, {ANSWER_HEADER: answer.signed(self.signer), "Content-Type": kind}, body


def _problem(code: str) -> bytes:
    return canonical.encode(Problem(code=code, details={}).document())
