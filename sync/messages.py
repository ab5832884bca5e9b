"""What a station and the centre say to each other, as values. docs/PROTOCOL.md is the specification.

Everything that decides something is signed in the one envelope: the request by the station (method, path, body hash,
nonce), the answer by the centre (the same nonce, the answer's body hash, and the absolute watermarks). An answer that
is not signed is *no answer*: captive portals and proxies cannot make one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import ssl
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Final, Self

from domain import canonical
from domain.envelope import EnvelopeType, Signed, Signer, Verify, parse_compact, sign
from domain.errors import Refusal

PROTOCOL_VERSION: Final = 1
REQUEST_HEADER: Final = "Ventanilla-Request"
ANSWER_HEADER: Final = "Ventanilla-Answer"
ENTRIES_TYPE: Final = "application/vnd.ventanilla.entries"
DOCUMENT_TYPE: Final = "application/json"
BLOB_TYPE: Final = "application/octet-stream"
BLOBS_TYPE: Final = "application/vnd.ventanilla.blobs"

#: Largest body of one exchange, as it travels; a longer one is refused before it is read.
BODY_BYTES_MAX: Final = 1024 * 1024
#: Likewise of a piece of a blob: a fast link carries as much in a few seconds.
PIECE_BYTES_MAX: Final = 4 * 1024 * 1024
BLOB_BYTES_MAX: Final = 20 * 1024 * 1024


def body_bytes_max(method: str) -> int:
    """Pieces of blobs are what `PATCH` brings."""
    return PIECE_BYTES_MAX if method == "PATCH" else BODY_BYTES_MAX


def body_hash(body: bytes) -> str:
    """SHA-256 of the body exactly as it travels (compressed), in hex."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A frozen value with a signed form. Field names are the document's keys; every field is required."""

    TYPE: ClassVar[EnvelopeType]

    def document(self) -> dict[str, Any]:
        return {item.name: getattr(self, item.name) for item in fields(self)} | {"v": PROTOCOL_VERSION}

    def signed(self, signer: Signer) -> str:
        return sign(self.TYPE, canonical.encode(self.document()), signer).compact()

    @classmethod
    def read(cls, compact: str) -> tuple[Self, Signed]:
        """Parse, without trusting anything yet. Raises Refusal `message_malformed` or the envelope's own codes."""
        signed = parse_compact(cls.TYPE, compact)
        return cls.from_document(canonical.decode(signed.payload)), signed

    @classmethod
    def from_document(cls, document: Any) -> Self:
        if not isinstance(document, dict) or document.get("v") != PROTOCOL_VERSION:
            raise Refusal("message_malformed", message=cls.__name__, field="v")
        wanted = {item.name: item.type for item in fields(cls)}
        for name in sorted((wanted.keys() | document.keys()) - {"v"}):
            if name not in wanted or name not in document or not _is(document[name], str(wanted[name])):
                raise Refusal("message_malformed", message=cls.__name__, field=name)
        return cls(**{name: document[name] for name in wanted})

    @classmethod
    def trusted(cls, compact: str, public_key: bytes, verify: Verify) -> Self:
        """Parse and require the signature. Raises Refusal `signature_wrong` besides what `read` raises."""
        statement, signed = cls.read(compact)
        if not signed.is_authentic(public_key, verify):
            raise Refusal("signature_wrong", message=cls.__name__)
        return statement


def _is(value: Any, annotation: str) -> bool:
    if value is None:
        return "None" in annotation
    if annotation.startswith("int"):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if annotation.startswith("bool"):
        return isinstance(value, bool)
    if annotation.startswith("str"):
        return isinstance(value, str) and len(value) <= 4096  # noqa: PLR2004 - far beyond any field of ours
    return isinstance(value, list) if annotation.startswith("list") else isinstance(value, dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(_Statement):
    """A station's statement about one HTTP request. `clock` (Unix seconds) is data: no request is refused for it."""

    TYPE: ClassVar = EnvelopeType.REQUEST
    station: str
    epoch: int
    method: str
    path: str  # with its query, exactly as sent
    body: str  # hash of the body as sent
    nonce: str
    acknowledged: int  # the last watermark this station holds
    heard: int  # how far this station holds the centre's journal for it; 0 for whoever asks beside its engine
    ratchet: str  # the last the centre gave to this station's engine; empty for whoever asks beside it
    copied: str  # how it found out that its files are no longer the latest (`sync.ratchet.Copied`)
    clock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(_Statement):
    """The centre's statement about one HTTP answer: what it holds, absolutely. Only this advances anything.

    `next_sequence` is the first entry the centre lacks and `head` the hash of the one before it; `outbound` is the
    length of the centre's journal for this station. `status` repeats the HTTP status, `clock` is the centre's time.
    """

    TYPE: ClassVar = EnvelopeType.ACKNOWLEDGEMENT
    station: str
    epoch: int
    next_sequence: int
    head: str
    outbound: int
    outbound_head: str
    ratchet: str  # to be shown with the next request; empty: nothing new, keep what you hold
    restored: str  # the mark of the last restore from a backup that was said; empty for none
    nonce: str
    status: int
    body: str
    clock: int


PRINTER_STATES: Final = ("ok", "problem", "unknown")
#: Papers of other stations that one report carries: each is a whole signed entry.
PAPERS_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(_Statement):
    """How a station is, for whoever looks after all of them: the body of `POST /v1/report`. No personal data.

    `oldest_s` is the age of the oldest act that the centre has not signed for (0: none), `disk_mb` what is free where
    the database lies, `uptime_s` how long the computer runs. `papers` are receipts of other stations that were held
    under this one's scanner, as compact JWS of their entries.
    """

    TYPE: ClassVar = EnvelopeType.REQUEST
    program: str
    queue: int
    oldest_s: int
    blobs: int
    printer: str  # of PRINTER_STATES
    disk_mb: int
    database_kb: int
    uptime_s: int
    papers: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(_Statement):
    """What the centre hands over on paper, as a file or as a QR. Not signed: it is the root of trust itself.

    `code` is single-use; `authority` is the centre's TLS certificate authority (PEM); `centre_key` its Ed25519 key and
    `sealing_key` its X25519 key, both base64url.
    """

    TYPE: ClassVar = EnvelopeType.ENROLMENT
    address: str
    authority: str
    centre_key: str
    sealing_key: str
    municipality: str
    station: str
    number: int
    face: str
    label: str
    code: str

    def encode(self) -> bytes:
        """One canonical line. The certificate travels without its armour: canonical text has no line ends."""
        bare = "".join(line for line in self.authority.splitlines() if not line.startswith("-----"))
        return canonical.encode(self.document() | {"authority": bare})

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Raises Refusal `invitation_unreadable` for anything that is not a whole invitation of this version."""
        try:
            found = cls.from_document(canonical.decode(data.strip()))
            return replace(found, authority=ssl.DER_cert_to_PEM_cert(base64.b64decode(found.authority, validate=True)))
        except Refusal as error:
            raise Refusal("invitation_unreadable", why=error.code) from error
        except binascii.Error as error:
            raise Refusal("invitation_unreadable", why="authority") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment(_Statement):
    """A station's first words, signed with the key it has just made. `proof` shows that it holds the code."""

    TYPE: ClassVar = EnvelopeType.ENROLMENT
    station: str
    key: str
    program: str
    edition: str
    nonce: str
    proof: str

    @staticmethod
    def transcript(*, station: str, key: str, centre_key: str, nonce: str) -> bytes:
        return canonical.encode({"centre_key": centre_key, "key": key, "nonce": nonce, "station": station})


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled(_Statement):
    """The centre's reply (a JSON body under a signed Answer): `status` is pending or approved."""

    TYPE: ClassVar = EnvelopeType.ENROLMENT
    station: str
    epoch: int
    status: str
    words: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobState(_Statement):
    """How much of a blob the centre holds. `complete` means its SHA-256 was verified."""

    TYPE: ClassVar = EnvelopeType.ACKNOWLEDGEMENT
    sha256: str
    offset: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobsHeld(_Statement):
    """Which of the blobs that a request brought, or asked after, the centre holds whole: the first 16 digits of each
    one's SHA-256 in hex, in ascending order. A whole one for each would be a tenth of the time that they take.
    """

    TYPE: ClassVar = EnvelopeType.ACKNOWLEDGEMENT
    held: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationListing(_Statement):
    """One station as an auditor may see it."""

    TYPE: ClassVar = EnvelopeType.DIRECTORY
    station: str
    number: int
    label: str
    face: str
    key: str
    epoch: int
    entries: int
    outbound: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStatus(_Statement):
    """Where a case stands, for whoever holds its code: no personal data, no text.

    Days are ISO days, empty where there is none: `promise` in force, `committed` on the citizen's paper, `legal` the
    law's, `complete_by` the last one to bring `missing` (codes of requirements). `since` is when `state` began,
    `area_since` when the file came to `area`, `as_of` the centre's clock now, all in Unix seconds. `steps` are done.
    """

    TYPE: ClassVar = EnvelopeType.ACKNOWLEDGEMENT
    case: str
    type: str
    service: str
    state: str
    area: str
    area_since: int
    promise: str
    committed: str
    legal: str
    complete_by: str
    missing: list[str]
    steps: list[str]
    since: int
    as_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(_Statement):
    """The body of a refusal under a signed Answer: a stable code and its parameters."""

    TYPE: ClassVar = EnvelopeType.ACKNOWLEDGEMENT
    code: str
    details: dict[str, Any]
