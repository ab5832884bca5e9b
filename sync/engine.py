"""The station's side of the conversation: values in, values out.

No clock, socket, thread, disk or randomness of its own. `sync.states` has the states; these are the rules:

*   Only a signed, absolute watermark advances "acknowledged": never an HTTP status, never our own count.
*   The station's storage is the one truth. The engine asks it each time and remembers only the weather: how large a
    unit the link survives, how often it failed, when to look again.
*   The centre knows less than before: it went back in time, and is sent the rest again. It knows something *else*:
    two histories exist; nothing more is sent until a person has looked.
*   Small things first: entries, the centre's entries, blobs up, blobs down. One exchange at a time, each bounded in
    time, so a photograph never keeps a receipt waiting for long.
*   A blob that is refused steps aside until the next round; an exchange that moves nothing is counted, and said aloud.

The driver applies outputs in order, then calls `tick` when `WakeAt` says, and after what must go out was written.
"""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk
from sync import calls
from sync.batch import BLOB_UNIT, ENTRIES_UNIT, Unit
from sync.errors import NO_ANSWER, Reason, Untrusted
from sync.exchange import NOBODY, Call, Exchange, Identity, Moment, Reply, blob_state_of, problem_of, trusted_answer
from sync.limits import BACK_OFF_MAX_MS, BACK_OFF_MS, GRACE_MS, HEARTBEAT_MS, SLOW_MS, STALLED_MAX
from sync.messages import Answer, BlobState, unpack_entries
from sync.outbox import OutboxView, PendingBlob
from sync.outputs import Acknowledged, Alert, AlertCode, BlobPart, BlobSent, OutboundReceived, Output, Send, WakeAt
from sync.refusals import HALTING, HALTS, WAITING_ROOM
from sync.states import TRANSITIONS, WAITING, Event, State
from sync.status import Connection, Status

_OK: Final = range(200, 300)
_CONFLICT: Final = 409


class SyncEngine:
    def __init__(self, identity: Identity, outbox: OutboxView) -> None:
        self._identity = identity
        self._outbox = outbox
        self._state = State.RESTING
        self._exchanges = 0
        self._under_way: Exchange | None = None
        self._sent_at = 0
        self._carried = 0
        self._now = 0
        self._not_before = self._next_check = 0
        self._knows_centre = False
        self._failures = self._stalled = 0
        self._alerted: set[AlertCode] = set()
        # what the centre said
        self._outbound_offered = 0
        self._outbound_blocked = False
        #: Asking from our own end on tells the centre how far it had got; after a restore it waits to hear that.
        self._tell_outbound = False
        self._offsets: dict[str, int] = {}
        self._fetched: dict[str, int] = {}
        self._set_aside: set[str] = set()
        self._blob: PendingBlob | None = None
        # the weather
        self._units: dict[State, Unit] = dict.fromkeys((State.PUSHING, State.PULLING), ENTRIES_UNIT)
        self._units |= dict.fromkeys((State.SENDING, State.FETCHING), BLOB_UNIT)
        # for people
        self._reason: Reason | None = None
        self._halted: Reason | None = None
        self._standing: Reason | None = None
        self._last_contact: int | None = None
        self._clock_offset: int | None = None
        self._last_elapsed = 0
        self._round_from: int | None = None

    # ---------------------------------------------------------------- inputs

    def tick(self, moment: Moment) -> list[Output]:
        """Look around: give up what is overdue, start what is due."""
        if moment.now_ms < self._now:
            return self.clock_jumped(moment)
        self._now = moment.now_ms
        if self._under_way is not None:
            deadline = self._sent_at + self._under_way.deadline_ms + GRACE_MS
            return [WakeAt(deadline)] if self._now < deadline else self._fail(Reason.TIMEOUT, moment)
        if self._now < self._not_before:
            return [WakeAt(self._not_before)]
        event = self._due()
        if event is None:
            self._failures, self._round_from = 0, None
            return [WakeAt(self._next_check)]
        return self._start(event, moment)

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:
        """An answer came. One to an exchange that is over says nothing: the next one will say it again, absolutely."""
        exchange = self._under_way
        if exchange is None or exchange.id != exchange_id:
            return []
        self._keep_time(moment)
        try:
            answer = trusted_answer(self._identity, exchange, reply)
            return self._hear(answer, reply, moment)
        except Untrusted as error:
            return self._fail(error.reason, moment)

    def failed(self, exchange_id: int, reason: Reason, moment: Moment) -> list[Output]:
        if self._under_way is None or self._under_way.id != exchange_id:
            return []
        self._keep_time(moment)
        return self._fail(reason, moment)

    def sync_now(self, moment: Moment) -> list[Output]:
        """A person asks: no more waiting, and what was halted may be tried again."""
        if self._under_way is None:
            self._not_before = self._next_check = moment.now_ms
            self._halted = None
            self._alerted.clear()
        return [WakeAt(moment.now_ms)]

    def clock_jumped(self, moment: Moment) -> list[Output]:
        """The monotonic clock is not the one that deadlines were made with (the computer slept, the program moved)."""
        self._now = moment.now_ms
        if self._under_way is not None:
            self._fail(Reason.CONNECTION_LOST, moment)
        self._not_before = self._next_check = moment.now_ms
        return [WakeAt(moment.now_ms)]

    def _keep_time(self, moment: Moment) -> None:
        if moment.now_ms < self._now:  # as in `clock_jumped`: what waits by the old clock would wait for hours
            self._not_before = self._next_check = moment.now_ms
        self._now = moment.now_ms

    def status(self) -> Status:
        outbox = self._outbox
        sending = self._round_from is not None
        return Status(
            connection=self._connection(),
            reason=self._halted or self._reason or self._standing,
            pending_entries=max(0, outbox.length - outbox.acknowledged),
            pending_blobs=outbox.pending_blob_count,
            oldest_pending=outbox.oldest_pending,
            last_contact=self._last_contact,
            clock_offset_s=self._clock_offset,
            sending=max(0, outbox.acknowledged - (self._round_from or 0)) if sending else 0,
            sending_total=max(0, outbox.length - (self._round_from or 0)) if sending else 0,
        )

    # ---------------------------------------------------------------- what is due

    def _due(self) -> Event | None:
        if not self._knows_centre or self._now >= self._next_check:
            return Event.ASK
        if self._halted is not None:
            return None
        if self._outbox.length > self._outbox.acknowledged:
            return Event.PUSH
        if self._standing is not None:
            return None
        offered = self._outbound_offered > self._outbox.outbound_length
        if (offered or self._tell_outbound) and not self._outbound_blocked:
            return Event.PULL
        return self._blob_due()

    def _blob_due(self) -> Event | None:
        most = len(self._set_aside) + 1
        for blob in self._outbox.pending_blobs(most):
            if blob.sha256 not in self._set_aside:
                self._blob = blob
                return Event.SEND if blob.sha256 in self._offsets else Event.QUERY
        for blob in self._outbox.wanted_blobs(most):
            if blob.held < self._fetched.pop(blob.sha256, 0):  # what came had the wrong hash and was thrown away
                self._set_aside.add(blob.sha256)
            if blob.sha256 not in self._set_aside:
                self._blob = blob
                return Event.FETCH
        return None

    def _start(self, event: Event, moment: Moment) -> list[Output]:
        call = self._call(event)
        self._carried = call.carried
        self._exchanges += 1
        self._under_way = Exchange.signed(
            self._exchanges, self._identity, call, acknowledged=self._outbox.acknowledged, moment=moment
        )
        self._sent_at = self._now
        self._go(event)
        return [Send(self._under_way), WakeAt(self._now + self._under_way.deadline_ms + GRACE_MS)]

    def _call(self, event: Event) -> Call:
        if event is Event.ASK:
            return calls.state()
        if event is Event.PUSH:
            acknowledged = self._outbox.acknowledged
            if self._round_from is None or self._round_from > acknowledged:
                self._round_from = acknowledged
            return calls.push(self._outbox, self._units[State.PUSHING].size)
        if event is Event.PULL:
            return calls.pull(self._outbox.outbound_length + 1, self._units[State.PULLING].size)
        assert self._blob is not None, "a blob was chosen before it is spoken of"
        if event is Event.QUERY:
            return calls.blob_state(self._blob)
        if event is Event.FETCH:
            return calls.fetch_blob(self._blob, self._units[State.FETCHING].size)
        offset = self._offsets[self._blob.sha256]
        return calls.send_blob(self._outbox, self._blob, offset, self._units[State.SENDING].size)

    # ---------------------------------------------------------------- what was heard

    def _hear(self, answer: Answer, reply: Reply, moment: Moment) -> list[Output]:
        before = self._outbox.acknowledged
        self._last_contact = moment.unix_s
        self._clock_offset = answer.clock - moment.unix_s
        self._last_elapsed = self._now - self._sent_at
        self._reason = None
        outputs = [] if answer.station == NOBODY else self._absorb(answer)
        if self._halted in {Reason.JOURNAL_FORKED, Reason.EPOCH_CHANGED}:
            return outputs + self._halt()
        moved = 0 if answer.station == NOBODY else answer.next_sequence - 1 - before
        if answer.status not in _OK and not (self._state is State.SENDING and answer.status == _CONFLICT):
            code = problem_of(reply).code
            if answer.station == NOBODY and code not in HALTING:  # a box in the middle cut, changed or repeated it
                return self._fail(Reason.REQUEST_REFUSED, moment)
            return outputs + self._refused(code, moved, moment)
        if self._state is State.ASKING:
            return outputs + self._heard_state()
        if self._state is State.PUSHING:
            return outputs + self._heard_push(moved, moment)
        if self._state is State.PULLING:
            return outputs + self._heard_outbound(answer, reply, moment)
        assert self._blob is not None, "a blob was spoken of"
        if self._state is State.FETCHING:
            return outputs + self._heard_blob_part(self._blob, reply.body, moment)
        return outputs + self._heard_blob_state(blob_state_of(reply, self._blob.sha256), self._blob, moment)

    def _absorb(self, answer: Answer) -> list[Output]:
        """Take over the watermarks, or see that there are two histories."""
        held = answer.next_sequence - 1
        agrees = held >= 0 and self._outbox.hash_at(held) == answer.head
        if answer.epoch != self._identity.epoch or not agrees:
            same_epoch = answer.epoch == self._identity.epoch
            self._halted = Reason.JOURNAL_FORKED if same_epoch else Reason.EPOCH_CHANGED
            return []
        if self._halted is not Reason.ENTRY_NOT_AUTHENTIC or held > self._outbox.acknowledged:
            self._halted = None
            self._alerted -= HALTS
        outputs: list[Output] = []
        if held < self._outbox.acknowledged:
            outputs += self._say(AlertCode.CENTRE_WENT_BACK)
        if held != self._outbox.acknowledged:
            outputs.append(Acknowledged(held, answer.head))
        self._outbound_offered = answer.outbound
        ours = self._outbox.outbound_length
        if answer.outbound < ours:
            outputs += self._say(AlertCode.OUTBOUND_WENT_BACK)
        elif answer.outbound == ours and answer.outbound_head != self._outbox.outbound_head:
            outputs += self._say(AlertCode.OUTBOUND_FORKED)
        elif answer.outbound == ours:
            self._alerted -= {AlertCode.OUTBOUND_WENT_BACK, AlertCode.OUTBOUND_FORKED}
        return outputs

    def _heard_state(self) -> list[Output]:
        self._standing = None
        self._outbound_blocked = False
        self._tell_outbound = True
        self._set_aside.clear()
        return self._rest(HEARTBEAT_MS)

    def _heard_push(self, moved: int, moment: Moment) -> list[Output]:
        if moved == 0:
            return self._fail(Reason.NO_PROGRESS, moment)
        if moved > 0:
            self._progressed(self._carried, AlertCode.CENTRE_WENT_BACK)
        return self._rest()

    def _heard_outbound(self, answer: Answer, reply: Reply, moment: Moment) -> list[Output]:
        try:
            received = unpack_entries(reply.body)
        except Refusal as error:
            raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
        walk = JournalWalk(Author.CENTRE, self._identity.station, self._identity.centre_key, self._identity.verify)
        walk.length, walk.head = self._outbox.outbound_length, self._outbox.outbound_head
        entries = tuple(walk.entries(received))
        outputs: list[Output] = [OutboundReceived(entries)] if entries else []
        if walk.finding is not None:
            self._outbound_blocked = True
            return outputs + self._say(AlertCode.OUTBOUND_FORKED) + self._rest()
        self._tell_outbound = False
        if not entries and answer.outbound > self._outbox.outbound_length:
            return self._fail(Reason.NO_PROGRESS, moment)
        carried = sum(len(entry.signed.payload) for entry in entries)
        self._progressed(carried, AlertCode.OUTBOUND_WENT_BACK, AlertCode.OUTBOUND_FORKED)
        return outputs + self._rest()

    def _heard_blob_state(self, state: BlobState, blob: PendingBlob, moment: Moment) -> list[Output]:
        """The centre's offset is adopted, whatever we believed: it may hold more than we knew, or have begun again."""
        before = self._offsets.get(blob.sha256)
        if state.complete:
            self._offsets.pop(blob.sha256, None)
            self._progressed(self._carried)
            return [BlobSent(blob.sha256), *self._rest()]
        if state.offset >= blob.size or (self._state is State.SENDING and state.offset <= (before or 0)):
            return self._fail(Reason.NO_PROGRESS, moment)
        self._offsets[blob.sha256] = state.offset
        if self._state is State.SENDING:
            self._progressed(self._carried)
        return self._rest()

    def _heard_blob_part(self, blob: PendingBlob, data: bytes, moment: Moment) -> list[Output]:
        if not data or len(data) > blob.size - blob.held:
            return self._fail(Reason.NO_PROGRESS, moment)
        self._progressed(len(data))
        self._fetched[blob.sha256] = blob.held + len(data)
        return [BlobPart(blob.sha256, blob.held, data), *self._rest()]

    def _refused(self, code: str, moved: int, moment: Moment) -> list[Output]:
        if code in HALTING:
            self._halted = HALTING[code]
            return self._halt()
        if self._state is State.PUSHING:
            return self._refused_push(code, moved, moment)
        if code in WAITING_ROOM:
            self._standing, wait = WAITING_ROOM[code]
            return self._rest(wait)
        if self._state in {State.QUERYING, State.SENDING, State.FETCHING} and self._blob is not None:
            self._set_aside.add(self._blob.sha256)
            fetching = self._state is State.FETCHING
            return ([] if fetching else self._say(AlertCode.BLOB_REFUSED)) + self._rest()
        return self._fail(Reason.REQUEST_REFUSED, moment)

    def _refused_push(self, code: str, moved: int, moment: Moment) -> list[Output]:
        """The watermark counts, whatever else was said: a revoked station's acts are kept as evidence."""
        if code in WAITING_ROOM:
            self._standing = WAITING_ROOM[code][0]
        if moved:
            return self._heard_push(moved, moment)
        return self._fail(self._standing or Reason.REQUEST_REFUSED, moment)

    # ---------------------------------------------------------------- how an exchange ends

    def _rest(self, check_in_ms: int | None = None) -> list[Output]:
        """It is over; look at once for what is due next. A wait says when to ask after the centre's state again."""
        self._under_way = None
        self._go(Event.HEARD)
        if check_in_ms is not None:
            self._knows_centre = True
            self._next_check = self._now + check_in_ms
        return [WakeAt(self._now)]

    def _halt(self) -> list[Output]:
        assert self._halted is not None, "a halt has a reason"
        self._under_way = None
        self._round_from = None
        self._knows_centre = True
        self._next_check = self._now + HEARTBEAT_MS
        self._go(Event.FORKED)
        return [*self._say(AlertCode(self._halted.value)), WakeAt(self._next_check)]

    def _fail(self, reason: Reason, moment: Moment) -> list[Output]:
        """Smaller next time, later next time; and first of all ask how far the centre got."""
        outputs = self._stall() if self._state is not State.ASKING else []
        if self._state in self._units:
            self._units[self._state] = self._units[self._state].after_failure()
        self._under_way = None
        self._go(Event.FAILED)
        self._reason = reason
        self._knows_centre = False
        self._offsets.clear()
        delay = min(BACK_OFF_MAX_MS, BACK_OFF_MS << min(self._failures, 16))
        self._failures += 1
        self._not_before = self._now + delay // 2 + moment.jitter(delay // 2)
        return [*outputs, WakeAt(self._not_before)]

    def _stall(self) -> list[Output]:
        self._stalled += 1
        return self._say(AlertCode.NO_PROGRESS) if self._stalled >= STALLED_MAX else []

    def _progressed(self, carried: int, *healed: AlertCode) -> None:
        if self._state in self._units:
            self._units[self._state] = self._units[self._state].after_success(carried, self._last_elapsed)
        self._failures = self._stalled = 0
        self._alerted -= {AlertCode.NO_PROGRESS, *healed}

    def _say(self, code: AlertCode) -> list[Output]:
        if code in self._alerted:
            return []
        self._alerted.add(code)
        return [Alert(code)]

    def _go(self, event: Event) -> None:
        assert event in TRANSITIONS[self._state], f"{event} does not happen while {self._state}"
        self._state = TRANSITIONS[self._state][event]
        assert (self._under_way is not None) == (self._state in WAITING), "one exchange, while waiting for it"

    def _connection(self) -> Connection:
        if self._halted is not None:
            return Connection.HALTED
        if self._last_contact is None:
            return Connection.NEVER
        if self._reason in NO_ANSWER:
            return Connection.OFFLINE
        return Connection.SLOW if self._last_elapsed > SLOW_MS else Connection.CONNECTED
