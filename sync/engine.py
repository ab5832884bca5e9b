"""The station's side of the conversation: values in, values out.

No clock, socket, thread, disk or randomness of its own. `sync.states` has the states; these are the rules:

*   Only a signed, absolute watermark advances "acknowledged": never an HTTP status, never our own count.
*   The station's storage is the one truth. The engine asks it each time and remembers only the weather: how large a
    unit the link survives, how often it failed, when to look again.
*   The centre knows less than before: it went back in time, and is sent the rest again. It knows something *else*:
    two histories exist; nothing more is sent until a person has looked.
*   Small things first: entries, the centre's entries, small blobs together, large ones, blobs down. One exchange at a
    time, each bounded in time, so a photograph never keeps a receipt waiting for long.
*   A blob that is refused steps aside until the next round; an exchange that moves nothing is counted, and said aloud.

The driver applies outputs in order, then calls `tick` when `WakeAt` says, and after what must go out was written.
"""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from sync import calls, carried
from sync.blob_line import BlobLine, Heard
from sync.courier import News
from sync.errors import Reason, Untrusted
from sync.exchange import NOBODY, Call, Exchange, Identity, Moment, Reply, blob_state_of, problem_of, trusted_answer
from sync.limits import GRACE_MS, HEARTBEAT_MS
from sync.messages import Answer, BlobState, Report
from sync.outbound import continued, contradiction
from sync.outbox import OutboxView
from sync.outputs import Acknowledged, AlertCode, BlobPart, BlobSent, OutboundReceived, Output, Restored, Send, WakeAt
from sync.packing import unpack_entries
from sync.ratchet import Copied, Hold, Ratcheted
from sync.refusals import COPIED, HALTING, HALTS, KEY_REPLACED, WAITING_ROOM
from sync.standing import Standing
from sync.states import STARTS, TRANSITIONS, WAITING, Event, State
from sync.weather import Weather

_OK: Final = range(200, 300)
_CONFLICT: Final = 409


class SyncEngine(Standing):
    def __init__(self, identity: Identity, outbox: OutboxView, copied: str = "") -> None:
        """`copied` is of `Copied` when the driver has seen that the storage is older than this station has been."""
        super().__init__(outbox, copied)
        self._identity = identity
        self._state = State.RESTING
        self._exchanges = 0
        self._under_way: Exchange | None = None
        self._sent_at = 0
        self._carried = 0
        self._now = 0
        self._not_before = self._next_check = 0
        self._knows_centre = self._wants_now = False
        # what the centre said
        self._outbound_offered = 0
        self._outbound_blocked = False
        self._blobs = BlobLine(outbox, self._set_aside)
        self._weather = Weather()
        self._report: Report | None = None

    # ---------------------------------------------------------------- inputs

    def tick(self, moment: Moment) -> list[Output]:
        """Look around: give up what is overdue, start what is due."""
        if moment.now_ms < self._now:
            return self.clock_jumped(moment)
        self._now = moment.now_ms
        if self._under_way is not None:
            deadline = self._sent_at + self._under_way.deadline_ms + GRACE_MS
            if self._now < deadline:
                return [WakeAt(deadline)]
            return self._ended(self._fail(Reason.TIMEOUT, moment), moment)
        if self._now < self._not_before:
            return [WakeAt(self._not_before)]
        event = self._due()
        if event is None:
            self._weather.failures, self._round_from = 0, None
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
            self._weather.heard(len(exchange.body) + len(reply.body), self._now - self._sent_at)
            outputs = self._hear(answer, reply, moment)
        except Untrusted as error:
            outputs = self._fail(error.reason, moment)
        return self._ended(outputs, moment)

    def failed(self, exchange_id: int, reason: Reason, moment: Moment) -> list[Output]:
        if self._under_way is None or self._under_way.id != exchange_id:
            return []
        self._keep_time(moment)
        return self._ended(self._fail(reason, moment), moment)

    def courier_heard(self, news: News, *, latest: bool, moment: Moment) -> list[Output]:
        """Heard by hand (`sync.carried`). What is under way on the wire is let go: it is about what was before.

        It says nothing of the wire: neither of the connection nor of the clock.
        """
        if moment.now_ms < self._now:
            self.clock_jumped(moment)
        self._now = moment.now_ms
        if self._under_way is not None:
            self._under_way = None
            self._go(Event.HEARD)
        heard = carried.judge(self._identity, self._outbox, news, latest=latest)
        self._halted = heard.halted or self._halted
        self._outbound_blocked |= AlertCode.OUTBOUND_FORKED in heard.alerts
        self._knows_centre = False  # where there is a wire, ask it first
        self._blobs.forget()
        alerts = [alert for code in heard.alerts for alert in self._say(code)]
        return [*alerts, *heard.outputs, WakeAt(max(self._now, self._not_before))]

    def report(self, report: Report) -> None:
        self._report = report  # how the station is, to be said with the next question after the centre's state

    def sync_now(self, moment: Moment) -> list[Output]:
        """A person asks: no more waiting, and what was halted may be tried again; once what is under way has ended."""
        self._wants_now = self._under_way is not None
        if self._under_way is None:
            self._not_before = self._next_check = moment.now_ms
            self._halted = None
            self._alerted.clear()
        return [WakeAt(moment.now_ms)]

    def _ended(self, outputs: list[Output], moment: Moment) -> list[Output]:
        return [*outputs, *self.sync_now(moment)] if self._wants_now else outputs

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

    # ---------------------------------------------------------------- what is due

    def _due(self) -> Event | None:
        pushes = self._outbox.length > self._outbox.acknowledged
        if not self._knows_centre or self._now >= self._next_check:
            first = pushes and self._state is State.RESTING and self._standing is None and not self._copied
            return Event.PUSH if first else Event.ASK
        if self._halted is not None or self._copied:
            return None
        if pushes:
            return Event.PUSH
        if self._standing is not None:
            return None
        if self._outbound_offered > self._outbox.outbound_length and not self._outbound_blocked:
            return Event.PULL
        return self._blobs.due(self._weather.units[State.DELIVERING].size)

    def _start(self, event: Event, moment: Moment) -> list[Output]:
        call = self._call(event)
        self._carried = call.carried
        self._exchanges += 1
        self._under_way = Exchange.signed(
            self._exchanges,
            self._identity,
            call,
            acknowledged=self._outbox.acknowledged,
            moment=moment,
            bytes_a_second=self._weather.bytes_a_second,
            hold=Hold(self._outbox.ratchet, self._copied, self._outbox.outbound_length),
        )
        self._sent_at = self._now
        self._go(event)
        return [Send(self._under_way), WakeAt(self._now + self._under_way.deadline_ms + GRACE_MS)]

    def _call(self, event: Event) -> Call:
        if event is Event.ASK:
            report, self._report = self._report, None  # once: what the centre cannot read must not stop sync
            return calls.state(report)
        if event is Event.PUSH:
            acknowledged = self._outbox.acknowledged
            self._round_from = min(acknowledged, acknowledged if self._round_from is None else self._round_from)
        return calls.due(STARTS[event], self._outbox, self._weather.units, self._blobs)

    # ---------------------------------------------------------------- what was heard

    def _hear(self, answer: Answer, reply: Reply, moment: Moment) -> list[Output]:
        before = self._outbox.acknowledged
        self._in_contact(answer, moment)
        if self._copied or self._is_told_a_copy(answer, reply):
            return self._halt_as_copy()
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
        if self._state is State.DELIVERING:
            return outputs + self._heard_small_blobs(reply)
        if self._state is State.FETCHING:
            return outputs + self._heard_blob_part(reply.body, moment)
        return outputs + self._heard_blob_state(blob_state_of(reply, self._blobs.current.sha256), moment)

    def _in_contact(self, answer: Answer, moment: Moment) -> None:
        self._last_contact = moment.unix_s
        self._clock_offset = answer.clock - moment.unix_s
        self._last_elapsed = self._now - self._sent_at
        if self._state is not State.SENDING:  # a piece is made to last
            self._answered_in = self._last_elapsed
        self._reason = None

    def _is_told_a_copy(self, answer: Answer, reply: Reply) -> bool:
        asked = self._state in {State.ASKING, State.PUSHING, State.PULLING}
        return asked and answer.status == _CONFLICT and problem_of(reply).code in COPIED

    def _halt_as_copy(self) -> list[Output]:
        """The answer was to our own question, so it is no echo of an old one: these files are not the latest."""
        confesses = not self._copied
        self._copied = self._copied or Copied.RATCHET
        self._halted = Reason.STATION_COPIED
        outputs = self._halt()
        if confesses:
            self._next_check = self._now
        return [*outputs[:-1], WakeAt(self._next_check)]

    def _absorb(self, answer: Answer) -> list[Output]:
        """Take over the watermarks, or see that there are two histories."""
        held = answer.next_sequence - 1
        agrees = held >= 0 and self._outbox.hash_at(held) == answer.head
        if answer.epoch != self._identity.epoch or not agrees:
            same_epoch = answer.epoch == self._identity.epoch
            self._halted = Reason.JOURNAL_FORKED if same_epoch else Reason.EPOCH_CHANGED
            return []
        known = self._outbox.acknowledged
        if self._halted is not Reason.ENTRY_NOT_AUTHENTIC or held > known:
            self._halted = None
            self._alerted -= HALTS
        outputs: list[Output] = []
        if answer.ratchet and answer.ratchet != self._outbox.ratchet:
            outputs.append(Ratcheted(answer.ratchet))
        if answer.restored != self._outbox.restored:
            self._blobs.forget()
            outputs.append(Restored(answer.restored))
        if held < known:
            outputs += self._say(AlertCode.CENTRE_WENT_BACK)
        if held > known:
            self._moved(State.PUSHING)
        if held != known:
            outputs.append(Acknowledged(held, answer.head))
        self._outbound_offered = answer.outbound
        wrong = contradiction(self._outbox, answer)
        if wrong is not None:
            outputs += self._say(wrong)
        elif answer.outbound == self._outbox.outbound_length:
            self._alerted -= {AlertCode.OUTBOUND_WENT_BACK, AlertCode.OUTBOUND_FORKED}
        return outputs

    def _heard_state(self) -> list[Output]:
        self._standing = None
        self._outbound_blocked = False
        self._set_aside.clear()
        return self._rest(HEARTBEAT_MS)

    def _heard_push(self, moved: int, moment: Moment) -> list[Output]:
        if moved == 0:
            return self._fail(Reason.NO_PROGRESS, moment)
        if moved > 0:
            self._progressed(self._carried, AlertCode.CENTRE_WENT_BACK)
        if self._standing is None and (not self._knows_centre or self._now >= self._next_check):
            return self._heard_state()
        return self._rest()

    def _heard_outbound(self, answer: Answer, reply: Reply, moment: Moment) -> list[Output]:
        try:
            received = unpack_entries(reply.body)
        except Refusal as error:
            raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
        entries, forked = continued(self._identity, self._outbox, received)
        outputs: list[Output] = [OutboundReceived(entries)] if entries else []
        if forked:
            self._outbound_blocked = True
            return outputs + self._say(AlertCode.OUTBOUND_FORKED) + self._rest()
        if not entries and answer.outbound > self._outbox.outbound_length:
            return self._fail(Reason.NO_PROGRESS, moment)
        carried = sum(len(entry.signed.payload) for entry in entries)
        self._progressed(carried, AlertCode.OUTBOUND_WENT_BACK, AlertCode.OUTBOUND_FORKED)
        return outputs + self._rest()

    def _heard_small_blobs(self, reply: Reply) -> list[Output]:
        held, brought, refused = self._blobs.small.heard(reply)
        if held:
            self._progressed(self._carried) if brought else self._moved(self._state)
        return [*map(BlobSent, held), *(self._say(AlertCode.BLOB_REFUSED) if refused else []), *self._rest()]

    def _heard_blob_state(self, state: BlobState, moment: Moment) -> list[Output]:
        heard = self._blobs.heard(state, sending=self._state is State.SENDING)
        if heard is Heard.STUCK:
            return self._fail(Reason.NO_PROGRESS, moment)
        if heard is Heard.WHOLE or self._state is State.SENDING:
            self._progressed(self._carried)
        elif heard is Heard.FURTHER:  # of a piece that was cut something was kept
            self._moved(State.SENDING)
        return ([BlobSent(state.sha256)] if heard is Heard.WHOLE else []) + self._rest()

    def _heard_blob_part(self, data: bytes, moment: Moment) -> list[Output]:
        blob = self._blobs.current
        if not self._blobs.is_part(data):
            return self._fail(Reason.NO_PROGRESS, moment)
        self._progressed(len(data))
        return [BlobPart(blob.sha256, blob.held, data), *self._rest()]

    def _refused(self, code: str, moved: int, moment: Moment) -> list[Output]:
        if code in HALTING:
            self._halted = HALTING[code]
            return self._halt()
        if code == KEY_REPLACED and moved > 0:  # the rotation had arrived, its answer had not; now it is known
            return self._rest()
        if self._state is State.PUSHING:
            return self._refused_push(code, moved, moment)
        if code in WAITING_ROOM:
            self._standing, wait = WAITING_ROOM[code]
            return self._rest(wait)
        if self._state in {State.DELIVERING, State.QUERYING, State.SENDING, State.FETCHING}:
            self._blobs.put_aside()
            return ([] if self._state is State.FETCHING else self._say(AlertCode.BLOB_REFUSED)) + self._rest()
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
        wait = self._weather.failed(self._state, reason, moment)
        self._under_way = None
        self._go(Event.FAILED)
        self._reason = reason
        self._knows_centre = False
        self._blobs.forget()
        self._not_before = self._now + wait
        return [*outputs, WakeAt(self._not_before)]

    def _progressed(self, carried: int, *healed: AlertCode) -> None:
        self._weather.progressed(self._state, carried, self._last_elapsed)
        self._moved(self._state)
        self._alerted -= {*healed}

    def _moved(self, by: State) -> None:
        self._weather.moved(by)
        self._stalled = 0
        self._alerted -= {AlertCode.NO_PROGRESS}

    def _go(self, event: Event) -> None:
        assert event in TRANSITIONS[self._state], f"{event} does not happen while {self._state}"
        self._state = TRANSITIONS[self._state][event]
        assert (self._under_way is not None) == (self._state in WAITING), "one exchange, while waiting for it"
