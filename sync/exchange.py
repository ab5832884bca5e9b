"""One question and its answer: made and signed here, carried elsewhere, believed here or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from domain import canonical
from domain.envelope import Signer, Verify, to_base64url
from domain.errors import Refusal
from sync.errors import Reason, Untrusted
from sync.messages import ANSWER_HEADER, REQUEST_HEADER, Answer, BlobState, Problem, Request, body_hash
from sync.ratchet import NO_HOLD, Hold

#: What one exchange may last: a base for the round trips, and the body at a quarter of the rate that was measured, or
#: at the slowest that is worth waiting for.
DEADLINE_BASE_MS: Final = 20_000
DEADLINE_MAX_MS: Final = 120_000
SLOWEST_BYTES_A_SECOND: Final = 1_000
RANDOM_BYTES: Final = 20
#: Who an answer speaks of when its signature, its statement or its station is not known to the centre.
NOBODY: Final = ""
_NONCE_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Moment:
    """What only the outside knows: monotonic time, wall clock (Unix seconds), and 20 fresh random bytes."""

    now_ms: int
    unix_s: int
    randomness: bytes

    @property
    def nonce(self) -> str:
        return to_base64url(self.randomness[:_NONCE_BYTES])

    def jitter(self, most_ms: int) -> int:
        """A random whole number of 0 ... most_ms."""
        spread = int.from_bytes(self.randomness[_NONCE_BYTES:RANDOM_BYTES], "big")
        return spread * most_ms >> 32


@dataclass(frozen=True, slots=True)
class Identity:
    """Who speaks and whom it believes. `verify` is `sync.seal.verify` everywhere but in a test of this module."""

    station: str
    epoch: int
    signer: Signer
    centre_key: bytes
    verify: Verify


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request as a value. `deadline_ms` is for all of it, from the first byte out to the last byte in."""

    id: int
    method: str
    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    deadline_ms: int
    nonce: str

    @classmethod
    def signed(
        cls,
        number: int,
        identity: Identity,
        call: Call,
        *,
        acknowledged: int,
        moment: Moment,
        bytes_a_second: int = 0,
        hold: Hold = NO_HOLD,
    ) -> Self:
        statement = Request(
            station=identity.station,
            epoch=identity.epoch,
            method=call.method,
            path=call.path,
            body=body_hash(call.body),
            nonce=moment.nonce,
            acknowledged=acknowledged,
            heard=hold.heard,
            ratchet=hold.ratchet,
            copied=hold.copied,
            clock=moment.unix_s,
        )
        headers: tuple[tuple[str, str], ...] = ((REQUEST_HEADER, statement.signed(identity.signer)),)
        if call.content_type:
            headers += (("Content-Type", call.content_type),)
        deadline_ms = call.deadline_ms(bytes_a_second)
        return cls(number, call.method, call.path, call.body, headers, deadline_ms, moment.nonce)


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask, before it is signed.

    `carried` is what the unit of transfer is measured in (entries before compression); `expected_bytes` is how long an
    answer's body may well be, `work_ms` how long the centre may work before it answers.
    """

    method: str
    path: str
    body: bytes = b""
    content_type: str = ""
    carried: int = 0
    expected_bytes: int = 0
    work_ms: int = 0

    def deadline_ms(self, bytes_a_second: int = 0) -> int:
        """`bytes_a_second` is what the link was last seen to carry; 0 when nobody knows."""
        both_ways = len(self.body) + self.expected_bytes
        slowest = max(SLOWEST_BYTES_A_SECOND, bytes_a_second // 4)
        return min(DEADLINE_MAX_MS, DEADLINE_BASE_MS + self.work_ms + both_ways * 1000 // slowest)


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer as a value. `answer` is the `Ventanilla-Answer` header, empty where there is none."""

    status: int
    content_type: str
    answer: str
    body: bytes


def trusted_answer(identity: Identity, exchange: Exchange, reply: Reply) -> Answer:
    """What the centre said to exactly this question.

    Its station is `NOBODY` where the centre does not know who asked; such watermarks mean nothing. Raises Untrusted for
    everything else, whatever its HTTP status: a login page, a proxy's error, an old answer.
    """
    if not reply.answer:
        raise Untrusted(_unsigned(reply), why=f"status {reply.status}, {reply.content_type[:60]}")
    try:
        answer = Answer.trusted(reply.answer, identity.centre_key, identity.verify)
    except Refusal as error:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
    said = (answer.nonce, answer.status, answer.body)
    about = (exchange.nonce, reply.status, body_hash(reply.body))
    if said != about or answer.station not in {identity.station, NOBODY}:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=f"the {ANSWER_HEADER} is about another answer")
    return answer


def _unsigned(reply: Reply) -> Reason:
    if reply.status >= 500 and reply.status != 511:  # noqa: PLR2004 - HTTP: server errors; 511 is a portal's own status
        return Reason.CENTRE_FAILED
    if reply.status < 400 or reply.status == 511 or "html" in reply.content_type:  # noqa: PLR2004 - HTTP
        return Reason.CAPTIVE_PORTAL
    return Reason.ANSWER_NOT_SIGNED


def problem_of(reply: Reply) -> Problem:
    """Why the centre said no; its body is covered by a signed answer already. Raises Untrusted if it is no Problem."""
    try:
        return Problem.from_document(canonical.decode(reply.body))
    except Refusal as error:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error


def blob_state_of(reply: Reply, sha256: str | None = None) -> BlobState:
    """Raises Untrusted if the body is not the state of this blob (None: of any)."""
    try:
        state = BlobState.from_document(canonical.decode(reply.body))
    except Refusal as error:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
    if sha256 is not None and state.sha256 != sha256:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why="the state of another blob")
    return state
