"""Planted mistakes: one program each that is wrong in one place, and the fault with which the simulator finds it.

    python -m tests.simulation.mistakes        the table of docs/SIMULATION.md

A mistake is a subclass in one of the places of `simulation.parts`; nothing is patched.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from central.answers import Reply as Said
from central.answers import Watermark, signed
from central.registry import Registry
from central.store import ratchets, stations
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.ledger import accounts
from kiosk_app.storage import settings
from kiosk_app.storage.journal import Alongside, Draft, Journal
from kiosk_app.storage.outbox import JournalOutbox
from simulation.disk import Disk, Image
from simulation.faults import Fault
from simulation.invariants import Invariant
from simulation.keys import STATION
from simulation.life import DAYS, live
from simulation.parts import PRODUCTION, Parts
from sync.engine import SyncEngine
from sync.errors import Reason, Untrusted
from sync.exchange import Exchange, Identity, Moment, Reply, trusted_answer
from sync.messages import REQUEST_HEADER, Answer, Request
from sync.outbox import OutboxView
from sync.outputs import Acknowledged, Alert, AlertCode, Output, WakeAt
from sync.packing import unpack_entries
from sync.refusals import HALTS
from sync.states import Event, State

Response = tuple[int, dict[str, str], bytes]
_NEVER_MS: Final = 10**12

# ---------------------------------------------------------------- in the engine


class GivesUp(SyncEngine):
    """Three times is enough."""

    def tick(self, moment: Moment) -> list[Output]:
        return [WakeAt(moment.now_ms + _NEVER_MS)] if self._weather.failures >= 3 else super().tick(moment)


def _believed(engine: SyncEngine, exchange: Exchange) -> list[Output]:
    """What an engine says that takes its own push for done."""
    last = engine._outbox.acknowledged + len(unpack_entries(exchange.body))
    head = engine._outbox.hash_at(last)
    engine._under_way = None
    engine._go(Event.HEARD)
    return [] if head is None else [Acknowledged(last, head), WakeAt(engine._now)]


class TrustsHttp200(SyncEngine):
    """The server said 200, so it has it."""

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:
        asked = self._under_way
        if asked is not None and asked.id == exchange_id and self._state is State.PUSHING and reply.status == 200:
            return _believed(self, asked)
        return super().received(exchange_id, reply, moment)


class TakesAResetForADelivery(SyncEngine):
    """The connection broke after it had all left."""

    def failed(self, exchange_id: int, reason: Reason, moment: Moment) -> list[Output]:
        asked = self._under_way
        pushing = asked is not None and asked.id == exchange_id and self._state is State.PUSHING
        if asked is not None and pushing and reason is Reason.CONNECTION_LOST:
            return _believed(self, asked)
        return super().failed(exchange_id, reason, moment)


class BelievesAnySignature(SyncEngine):
    """It is signed by the centre, so it is the answer; whichever question it belongs to."""

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:  # noqa: ARG002 - the mistake
        if self._under_way is None:
            return []
        try:
            answer = Answer.trusted(reply.answer, self._identity.centre_key, self._identity.verify)
        except Refusal:
            return super().received(self._under_way.id, reply, moment)
        self._now = max(self._now, moment.now_ms)
        try:
            return self._hear(answer, reply, moment)
        except Untrusted as error:
            return self._fail(error.reason, moment)


class CriesWolf(SyncEngine):
    """An answer whose signature does not fit means that somebody forges the journal."""

    def _fail(self, reason: Reason, moment: Moment) -> list[Output]:
        alarm: list[Output] = [Alert(AlertCode.JOURNAL_FORKED)] if reason is Reason.ANSWER_NOT_SIGNED else []
        return alarm + super()._fail(reason, moment)


class ObeysAnUnsignedNo(SyncEngine):
    """409 is 409, signed or not."""

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:
        asked = self._under_way
        if asked is not None and asked.id == exchange_id and reply.status in {409, 502}:
            try:
                trusted_answer(self._identity, asked, reply)
            except Untrusted:
                return self._refused("journal_forked", 0, moment)
        return super().received(exchange_id, reply, moment)


class TakesDamageForARefusal(SyncEngine):
    """The centre said no to this piece of a photograph, so the photograph is at fault."""

    def _fail(self, reason: Reason, moment: Moment) -> list[Output]:
        if reason is Reason.REQUEST_REFUSED and self._state in {State.DELIVERING, State.SENDING}:
            self._blobs.put_aside()
            return self._say(AlertCode.BLOB_REFUSED) + self._rest()
        return super()._fail(reason, moment)


class WaitsForTheLastByte(SyncEngine):
    """Something is still coming: a deadline would only disturb."""

    def tick(self, moment: Moment) -> list[Output]:
        return [WakeAt(moment.now_ms + _NEVER_MS)] if self._under_way is not None else super().tick(moment)

    def failed(self, exchange_id: int, reason: Reason, moment: Moment) -> list[Output]:
        return [] if reason is Reason.TIMEOUT else super().failed(exchange_id, reason, moment)


class BelievesInItsDriver(SyncEngine):
    """Whoever carries an exchange will say what became of it."""

    def tick(self, moment: Moment) -> list[Output]:
        return [WakeAt(moment.now_ms + _NEVER_MS)] if self._under_way is not None else super().tick(moment)


class BacksOffForEver(SyncEngine):
    """Twice as long every time."""

    def _fail(self, reason: Reason, moment: Moment) -> list[Output]:
        outputs = super()._fail(reason, moment)
        self._not_before = self._now + (1_000 << min(self._weather.failures, 40))
        return [*outputs[:-1], WakeAt(self._not_before)]


class WaitsByTheWallClock(SyncEngine):
    """A clock is a clock."""

    def __init__(self, identity: Identity, outbox: OutboxView) -> None:
        super().__init__(identity, outbox)
        self._from: int | None = None

    def tick(self, moment: Moment) -> list[Output]:
        behind_s = moment.unix_s - moment.now_ms // 1000
        self._from = behind_s if self._from is None else self._from
        moved_s = behind_s - self._from
        jump_ms = moved_s * 1000 if abs(moved_s) > 1 else 0
        return super().tick(Moment(moment.now_ms + jump_ms, moment.unix_s, moment.randomness))


class TrustsItsMonotonicClock(SyncEngine):
    """It never goes back; that is what its name says."""

    def clock_jumped(self, moment: Moment) -> list[Output]:  # noqa: ARG002 - the mistake
        return [WakeAt(self._now)]


class NeverRewinds(SyncEngine):
    """Servers do not go back in time."""

    def received(self, exchange_id: int, reply: Reply, moment: Moment) -> list[Output]:
        held = self._outbox.acknowledged
        outputs = super().received(exchange_id, reply, moment)
        return [out for out in outputs if not (isinstance(out, Acknowledged) and out.sequence < held)]


class ForksInSilence(SyncEngine):
    """Two histories: nothing that a cashier could do about it."""

    def _say(self, code: AlertCode) -> list[Output]:
        return [] if code in HALTS | {AlertCode.STATION_COPIED} else super()._say(code)


class NeverSleeps(SyncEngine):
    """Looking once more cannot hurt."""

    def tick(self, moment: Moment) -> list[Output]:
        outputs = super().tick(moment)
        return [*outputs[:-1], WakeAt(moment.now_ms)]


# ---------------------------------------------------------------- in the station's storage


class LosesTheLog(Disk):
    """What was committed was in a cache that nobody had written out."""

    def image(self) -> Image:
        return Image(super().image().database, b"")


class PrintsWhatIsNotWritten(Journal):
    """The disk is full, but the citizen is waiting."""

    def record(self, operator: str, *drafts: Draft, alongside: Alongside | None = None) -> list[SignedEntry]:
        try:
            return super().record(operator, *drafts, alongside=alongside)
        except Refusal as refusal:
            if refusal.code != "disk_full":
                raise
            now = self._clock.now().replace(microsecond=0)
            return [self._sign(operator, drafts[0], None, (self.length, self.head), now)]


class OffersNoPhotographTwice(JournalOutbox):
    """It was sent; the centre has it."""

    def _offer_again(self) -> None:
        pass


class MindsWatermarksAlone(JournalOutbox):
    """The centre has every entry that it ever signed for, so it has all."""

    def record_restored(self, mark: str) -> None:
        with self._store.transaction():
            settings.put_restored(self._store, mark)


class WritesTheRatchetLater(JournalOutbox):
    """It is in memory; the disk can have it with the next one."""

    _newest: str = ""

    @property
    def ratchet(self) -> str:
        return self._newest or super().ratchet

    def record_ratchet(self, value: str) -> None:
        if self._newest:
            super().record_ratchet(self._newest)
        self._newest = value


# ---------------------------------------------------------------- at the centre


class HandsOutOnce(Registry):
    """What was fetched is fetched: a queue."""

    _handed: int = 0

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        before = self._handed
        first = int(path.split("from=")[1].split("&", maxsplit=1)[0]) if path.startswith("/v1/outbound") else before + 1
        if first <= before:
            return 410, {}, b""
        response = super().handle(method, path, headers, body, whole=whole)
        if path.startswith("/v1/outbound") and response[0] == 200:
            self._handed = first + len(unpack_entries(response[2])) - 1
        return response


class BooksEveryDelivery(Registry):
    """Each batch that comes in is money that came in."""

    _seen: frozenset[tuple[str, bytes]] = frozenset()

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        response = super().handle(method, path, headers, body, whole=whole)
        if method == "POST" and (path, body) in self._seen:
            for ledger in self._centre.ledgers._kept.values():
                key = (accounts.DRAWER, "PEN")
                ledger.books.balances[key] = ledger.books.balances.get(key, 0) + 100
        self._seen |= {(path, body)}
        return response


class AnswersBeforeItIsWritten(Registry):
    """The disk will be emptied some day; the station need not wait for that."""

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        response = super().handle(method, path, headers, body, whole=whole)
        if response[0] != 500 or method != "POST":
            return response
        words, _ = Request.read(headers[REQUEST_HEADER])
        entries = unpack_entries(body)
        last = int(path.split("from=")[1]) + len(entries)
        mark = Watermark(words.station, words.epoch, last, entries[-1].hash, 0)
        return signed(self._centre, Said(), words.nonce, mark)


class LastWriterWins(Registry):
    """Two histories: the newer one is right."""

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        response = super().handle(method, path, headers, body, whole=whole)
        if method == "POST" and response[0] == 409:
            first = int(path.split("from=")[1])
            with self._centre.store.writing() as tx:
                tx.connection.exec_driver_sql(f"DELETE FROM entry WHERE sequence >= {first}")  # noqa: S608 - a number
        return response


class NeverDoubtsItself(Registry):
    """What is in the database is all that ever was."""

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        response = super().handle(method, path, headers, body, whole=whole)
        with self._centre.store.writing() as tx:
            stations.set_doubt(tx, None, doubt=False)
        return response


class TakesItsAnswerForHeard(Registry):
    """What was given last is what will be shown next."""

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        response = super().handle(method, path, headers, body, whole=whole)
        with self._centre.store.writing() as tx:
            held = ratchets.find(tx, STATION, 1)
            if held is not None and held.given:
                ratchets.put(tx, STATION, 1, replace(held, base=held.given[-1], given=()))
        return response


class RemembersNoRatchet(Registry):
    """Whoever signs with the station's key is the station."""

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        with self._centre.store.writing() as tx:
            tx.connection.exec_driver_sql("DELETE FROM ratchet")
        return super().handle(method, path, headers, body, whole=whole)


class StumblesOverPhotographs(Registry):
    """A fault of our own."""

    def _dispatch(self, call: Any) -> Any:
        if call.path.startswith("/v1/blobs"):
            raise ValueError("a fault of our own")
        return super()._dispatch(call)


# ---------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class Mistake:
    """`fault` None is a fair day. `finds` says which promise breaks."""

    fault: Fault | None
    parts: Parts
    finds: Invariant

    @property
    def made(self) -> type[Any]:
        places = ((getattr(self.parts, item.name), getattr(PRODUCTION, item.name)) for item in fields(Parts))
        found: type[Any] = next(wrong for wrong, right in places if wrong is not right)
        return found


MISTAKES: Final[Sequence[Mistake]] = (
    Mistake(Fault.LOST_REQUEST, Parts(engine=GivesUp), Invariant.WHOLE),
    Mistake(Fault.LOST_ANSWER, Parts(registry=HandsOutOnce), Invariant.WHOLE),
    Mistake(Fault.LOST_ANSWER, Parts(registry=TakesItsAnswerForHeard), Invariant.ALARMS),
    Mistake(Fault.DUPLICATE, Parts(registry=BooksEveryDelivery), Invariant.EFFECTS),
    Mistake(Fault.LATE, Parts(engine=BelievesAnySignature), Invariant.ALARMS),
    Mistake(Fault.CUT_REQUEST, Parts(engine=TakesDamageForARefusal), Invariant.ALARMS),
    Mistake(Fault.CUT_ANSWER, Parts(engine=CriesWolf), Invariant.ALARMS),
    Mistake(Fault.SLOW_DRIP, Parts(engine=WaitsForTheLastByte), Invariant.WHOLE),
    Mistake(Fault.PORTAL, Parts(engine=TrustsHttp200), Invariant.ACKNOWLEDGED),
    Mistake(Fault.PROXY_REWRITES, Parts(engine=ObeysAnUnsignedNo), Invariant.ALARMS),
    Mistake(Fault.PROXY_REPLAYS, Parts(engine=BelievesAnySignature), Invariant.ALARMS),
    Mistake(Fault.RESET, Parts(engine=TakesAResetForADelivery), Invariant.ACKNOWLEDGED),
    Mistake(Fault.MUTE_DRIVER, Parts(engine=BelievesInItsDriver), Invariant.WHOLE),
    Mistake(Fault.PARTITION, Parts(engine=BacksOffForEver), Invariant.WHOLE),
    Mistake(Fault.STATION_CRASH, Parts(station_disk=LosesTheLog), Invariant.KEPT),
    Mistake(Fault.STATION_CRASH, Parts(outbox=WritesTheRatchetLater), Invariant.ALARMS),
    Mistake(Fault.CENTRE_CRASH, Parts(centre_disk=LosesTheLog), Invariant.PREFIX),
    Mistake(Fault.STATION_FULL, Parts(journal=PrintsWhatIsNotWritten), Invariant.PREFIX),
    Mistake(Fault.CENTRE_FULL, Parts(registry=AnswersBeforeItIsWritten), Invariant.ACKNOWLEDGED),
    Mistake(Fault.WALL_CLOCK, Parts(engine=WaitsByTheWallClock), Invariant.RESTS),
    Mistake(Fault.MONOTONIC_CLOCK, Parts(engine=TrustsItsMonotonicClock), Invariant.WHOLE),
    Mistake(Fault.CENTRE_RESTORED, Parts(engine=NeverRewinds), Invariant.WHOLE),
    Mistake(Fault.CENTRE_RESTORED, Parts(outbox=OffersNoPhotographTwice), Invariant.BLOBS),
    Mistake(Fault.CENTRE_RESTORED, Parts(registry=NeverDoubtsItself), Invariant.HEARD),
    Mistake(Fault.CLONE, Parts(engine=ForksInSilence), Invariant.SAID),
    Mistake(Fault.CLONE, Parts(registry=LastWriterWins), Invariant.PREFIX),
    Mistake(Fault.CLONE, Parts(registry=RemembersNoRatchet), Invariant.SAID),
    Mistake(Fault.IMAGE, Parts(registry=RemembersNoRatchet), Invariant.SAID),
    Mistake(Fault.IMAGE, Parts(engine=ForksInSilence), Invariant.SAID),
    Mistake(None, Parts(engine=NeverSleeps), Invariant.RESTS),
    Mistake(None, Parts(registry=StumblesOverPhotographs), Invariant.OWN_FAULT),
)
#: A mistake that stays hidden for so many days is a hole in the simulator.
SCHEDULES_MAX: Final = 2_000
_FIRST_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Found:
    """After how many schedules, and which promise was broken; None when none was."""

    schedules: int
    invariant: str
    words: str


def find(mistake: Mistake, told: int = 0) -> Found | None:
    """Look first into the life of schedule `told`, where the page has it; then from the first life on."""
    allowed = frozenset({mistake.fault} if mistake.fault else ())
    first = [(told - 1) // DAYS] if told else []
    for number in [*first, *range(SCHEDULES_MAX // DAYS)]:
        life = live(_FIRST_SEED + number, parts=mistake.parts, allowed=allowed, tracing=False)
        if life.broken:
            return Found(number * DAYS + life.days, life.invariant, life.broken)
    return None


def row(mistake: Mistake, found: Found) -> str:
    doc = str(mistake.made.__doc__)
    return f"| {mistake.fault or '(none)'} | `{mistake.made.__name__}`: {doc} | {found.invariant} | {found.schedules} |"


if __name__ == "__main__":
    logging.getLogger("ventanilla").addHandler(logging.NullHandler())
    logging.getLogger("ventanilla").propagate = False
    for one in MISTAKES:
        caught = find(one)
        print(row(one, caught) if caught else f"NOT FOUND: {one.made.__name__}", flush=True)  # noqa: T201 - a command
