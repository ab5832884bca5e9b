"""Another station's courier file over this station's wire, and its answer back (docs/PROTOCOL.md, section 6a).

Values in, values out, as in the engine, beside it: the file goes up and the answer comes down as blobs do, with one
order in between. Nothing of it is kept here: the file is on the stick and how far it got is known at the centre, so
whoever was cut off begins again and goes on from there. What is carried is sealed; this station can read none of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.errors import Refusal
from sync import calls
from sync.blob_line import BlobLine, Heard
from sync.courier import Direction, Label, read_label
from sync.errors import Reason, Untrusted
from sync.exchange import NOBODY, Call, Exchange, Identity, Moment, Reply, blob_state_of, problem_of, trusted_answer
from sync.limits import GRACE_MS
from sync.messages import Answer, BlobState
from sync.outbox import PendingBlob
from sync.outputs import Send, WakeAt
from sync.states import STARTS, State
from sync.weather import Weather

#: How often what was refused, or lost at the centre, is begun again before a person is told.
AGAIN_MAX: Final = 5
#: Said of a request that was damaged on its way, or of a file that the centre has lost: begin again.
_AGAIN: Final = frozenset({"carried_unknown", "blob_hash_wrong", "key_replaced", "nonce_reused"})
_OK: Final = 200
_CONFLICT: Final = 409


def label_of(file: bytes, municipality: str) -> Label:
    """What the outside of a file for the centre says, before anything of it is sent.

    Raises Refusal besides what `read_label` raises: `courier_for_a_station`, `courier_of_another_municipality`.
    """
    label, _ = read_label(file)
    if label.direction is not Direction.TO_CENTRE:
        raise Refusal("courier_for_a_station", station=label.station)
    if label.municipality != municipality:
        raise Refusal("courier_of_another_municipality", found=label.municipality)
    return label


class Stage(StrEnum):
    SENDING = "sending"
    TAKING = "taking"
    FETCHING = "fetching"


@dataclass(frozen=True, slots=True)
class Progress:
    """How it stands: bytes done of all in this stage, and why the last exchange brought nothing (None: it did)."""

    stage: Stage
    done: int
    all: int
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class CarryEnded:
    """The whole answer, to be put on the stick; or why there is none."""

    answer: bytes = b""
    refused: Refusal | None = None


CarryOutput = Send | WakeAt | CarryEnded


class _OnTheStick:
    """The file as a blob that is to be sent, and its answer as one that is wanted, as `BlobLine` asks for them."""

    def __init__(self, file: bytes, sha256: str) -> None:
        self.file, self.sha256 = file, sha256
        self.sent = False
        self.expected: BlobState | None = None
        self.answer = bytearray()

    def pending_blobs(self, most: int) -> Sequence[PendingBlob]:
        return [] if self.sent else [PendingBlob(self.sha256, len(self.file))][:most]

    def small_pending_blobs(self, most: int, size_max: int) -> Sequence[PendingBlob]:  # noqa: ARG002 - it goes alone
        return []

    def blob_bytes(self, sha256: str, offset: int, most: int) -> bytes:  # noqa: ARG002 - there is one
        return self.file[offset : offset + most]

    def wanted_blobs(self, most: int) -> Sequence[PendingBlob]:
        if self.expected is None:
            return []
        return [PendingBlob(self.sha256, self.expected.offset, len(self.answer))][:most]


class Carrying:
    """Call `tick` at once and whenever `WakeAt` says, until `CarryEnded`. `acknowledged` is of the carrier's outbox."""

    def __init__(self, identity: Identity, acknowledged: Callable[[], int], file: bytes) -> None:
        self._identity = identity
        self._acknowledged = acknowledged
        self._file, self._sha256 = file, hashlib.sha256(file).hexdigest()
        self._weather = Weather()
        self._doing = State.RESTING
        self._exchange: Exchange | None = None
        self._exchanges = self._again = 0
        self._now = self._sent_at = self._not_before = self._reached = self._carried = 0
        self._reason: Reason | None = None
        self._ended = False
        self._begin()

    def _begin(self) -> None:
        self._stick = _OnTheStick(self._file, self._sha256)
        self._blobs = BlobLine(self._stick, set())

    @property
    def progress(self) -> Progress:
        stick = self._stick
        if not stick.sent:
            return Progress(Stage.SENDING, self._reached, len(self._file), self._reason)
        if stick.expected is None:
            return Progress(Stage.TAKING, 0, 0, self._reason)
        return Progress(Stage.FETCHING, len(stick.answer), stick.expected.offset, self._reason)

    # ---------------------------------------------------------------- inputs

    def tick(self, moment: Moment) -> list[CarryOutput]:
        if self._ended:
            return []
        if moment.now_ms < self._now:  # another clock: what waits by the old one would wait for hours
            self._not_before = self._sent_at = moment.now_ms
        self._now = moment.now_ms
        if self._exchange is not None:
            deadline = self._sent_at + self._exchange.deadline_ms + GRACE_MS
            return [WakeAt(deadline)] if self._now < deadline else self._fail(Reason.TIMEOUT, moment)
        if self._now < self._not_before:
            return [WakeAt(self._not_before)]
        call = self._call()
        self._carried = call.carried
        self._exchanges += 1
        self._sent_at = self._now
        self._exchange = Exchange.signed(
            self._exchanges,
            self._identity,
            call,
            acknowledged=self._acknowledged(),
            moment=moment,
            bytes_a_second=self._weather.bytes_a_second,
        )
        return [Send(self._exchange), WakeAt(self._now + self._exchange.deadline_ms + GRACE_MS)]

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[CarryOutput]:
        exchange = self._exchange
        if exchange is None or exchange.id != exchange_id:
            return []
        self._now = max(self._now, moment.now_ms)
        try:
            answer = trusted_answer(self._identity, exchange, reply)
            self._weather.heard(len(exchange.body) + len(reply.body), self._now - self._sent_at)
            return self._hear(answer, reply, moment)
        except Untrusted as error:
            return self._fail(error.reason, moment)

    def failed(self, exchange_id: int, reason: Reason, moment: Moment) -> list[CarryOutput]:
        if self._exchange is None or self._exchange.id != exchange_id:
            return []
        self._now = max(self._now, moment.now_ms)
        return self._fail(reason, moment)

    def try_now(self, moment: Moment) -> list[CarryOutput]:
        """A person asks: no more waiting."""
        self._not_before = moment.now_ms
        return self.tick(moment)

    # ---------------------------------------------------------------- what is said and heard

    def _call(self) -> Call:
        event = self._blobs.due(0)
        if event is None:
            self._doing = State.ASKING
            return calls.take_carried(self._sha256)
        self._doing = doing = STARTS[event]
        blob = self._blobs.current
        if doing is State.QUERYING:
            return calls.blob_state(blob, calls.CARRIED)
        most = self._weather.units[doing].size
        if doing is State.FETCHING:
            return calls.fetch_blob(blob, most, calls.CARRIED)
        return calls.send_blob(self._stick, blob, self._blobs.offset, most, calls.CARRIED)

    def _hear(self, answer: Answer, reply: Reply, moment: Moment) -> list[CarryOutput]:
        if answer.status != _OK and not (self._doing is State.SENDING and answer.status == _CONFLICT):
            return self._refused(answer, reply, moment)
        if self._doing is State.FETCHING:
            return self._heard_part(reply.body, moment)
        if self._doing is State.ASKING:
            self._stick.expected = blob_state_of(reply)
            return self._progressed()
        return self._heard_state(blob_state_of(reply, self._sha256), moment)

    def _heard_state(self, state: BlobState, moment: Moment) -> list[CarryOutput]:
        sending = self._doing is State.SENDING
        heard = self._blobs.heard(state, sending=sending)
        if heard is Heard.STUCK:
            return self._fail(Reason.NO_PROGRESS, moment)
        if heard is Heard.FURTHER and not sending:  # of a piece that was cut something was kept
            self._weather.moved(State.SENDING)
        self._stick.sent = heard is Heard.WHOLE
        self._reached = state.offset
        return self._progressed()

    def _heard_part(self, data: bytes, moment: Moment) -> list[CarryOutput]:
        stick = self._stick
        if not self._blobs.is_part(data):
            return self._fail(Reason.NO_PROGRESS, moment)
        stick.answer += data
        self._carried = len(data)
        assert stick.expected is not None, "a part is of an answer that was promised"
        if len(stick.answer) < stick.expected.offset:
            return self._progressed()
        if hashlib.sha256(stick.answer).hexdigest() != stick.expected.sha256:
            return self._once_more(Refusal("blob_hash_wrong", sha256=stick.expected.sha256), moment)
        self._exchange, self._ended = None, True
        return [CarryEnded(bytes(stick.answer))]

    def _progressed(self) -> list[CarryOutput]:
        self._weather.progressed(self._doing, self._carried, self._now - self._sent_at)
        self._weather.moved(self._doing)
        self._exchange = self._reason = None
        return [WakeAt(self._now)]

    # ---------------------------------------------------------------- what goes wrong

    def _refused(self, answer: Answer, reply: Reply, moment: Moment) -> list[CarryOutput]:
        """A signed no is the end of it, unless it is about a request that was damaged, or about what is lost there."""
        problem = problem_of(reply)
        refusal = Refusal(problem.code, **problem.details)
        if answer.station == NOBODY or problem.code in _AGAIN:
            return self._once_more(refusal, moment)
        return self._end(refusal)

    def _once_more(self, refusal: Refusal, moment: Moment) -> list[CarryOutput]:
        self._again += 1
        if self._again > AGAIN_MAX:
            return self._end(refusal)
        self._begin()
        return self._fail(Reason.REQUEST_REFUSED, moment)

    def _end(self, refusal: Refusal) -> list[CarryOutput]:
        self._exchange, self._ended = None, True
        return [CarryEnded(refused=refusal)]

    def _fail(self, reason: Reason, moment: Moment) -> list[CarryOutput]:
        """Smaller next time, later next time; what the centre said of a file that is not whole there is asked anew."""
        self._not_before = self._now + self._weather.failed(self._doing, reason, moment)
        self._blobs.forget()
        self._exchange, self._reason = None, reason
        return [WakeAt(self._not_before)]
