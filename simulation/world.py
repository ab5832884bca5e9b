"""A station, a centre and what lies between them, through one day after another.

Everything that happens is drawn from the seed and the number of the day, in the order of a queue, so the same life is
lived again, event for event. First the bad part of a day (what must hold at every step), then everything heals (it must
end whole).
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from typing import Final

from central import journal_files
from central.store import stations
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.journal.file import JournalFile
from domain.journal.kinds import Author
from kiosk_app.storage import entries
from simulation.centre import Backup, CentreMachine
from simulation.clocks import DAY_MS, Time
from simulation.desk import WORK
from simulation.disk import Image
from simulation.faults import EVERY, Fault
from simulation.invariants import Broken, Invariant, Witness
from simulation.keys import CENTRE_KEY, STATION, STATION_KEY
from simulation.network import Network
from simulation.parts import PRODUCTION, Parts
from simulation.schedule import BAD_MS, Act, Day, draw
from simulation.station import StationMachine, first_words
from simulation.tally import Tally
from sync.exchange import Exchange
from sync.limits import BACK_OFF_MAX_MS, HEARTBEAT_MS

#: How long healing may take: the longest wait that the engine may be in, and three quiet rounds.
HEALED_MS: Final = 3 * (HEARTBEAT_MS + BACK_OFF_MAX_MS)
#: After one schedule in three comes a night, and the first thing of the next is a question; else trouble goes on.
_NIGHTS: Final = 0.3
_REST_MS: Final = 60_000
EVENTS_MAX: Final = 4_000
_PARTITION_DAYS: Final = 30
_KEPT_BACKUPS: Final = 3
_YEARS_S: Final = (-3 * 365 * 86_400, -7_200, 86_400, 3 * 365 * 86_400)
_MONOTONIC_MS: Final = (-10_800_000, 7_200_000, 400 * DAY_MS)


class World:
    """`folder` is on a disk that forgets: a simulated machine keeps nothing that the simulation does not."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        *,
        parts: Parts = PRODUCTION,
        allowed: AbstractSet[Fault] = EVERY,
        tracing: bool = True,
    ) -> None:
        self.seed = seed
        self.time = Time()
        self.tally = Tally()
        self.trace: list[str] = []
        self.centre = CentreMachine(folder, self.time, parts, partial(self._happened, Fault.CENTRE_CRASH))
        self.network = Network(self.time, self.centre, self.at, self._happened)
        self.station = StationMachine(STATION, folder, self.time, parts, self)
        self.stations = [self.station]
        self.witness = Witness(self.centre)
        self.backups: list[Backup] = []
        self.images: list[Image] = []
        self.rng = random.Random(seed)  # noqa: S311 - chance to be repeated, not to be secret
        self._parts, self._allowed, self._tracing = parts, allowed, tracing
        self._folder = folder
        self._queue: list[tuple[int, int, str, Callable[[], None]]] = []
        self._order = 0
        self._wakes: dict[str, int] = {}
        self._operators = 0
        self._needs_a_night = False

    # ------------------------------------------------------------ the first day and the last

    def found(self) -> None:
        """A municipality, an invitation, an enrolment, an approval, and one day on which nothing goes wrong."""
        self.centre.found()
        self.station.enrol()
        self.centre.invite_and_approve(first_words)
        self._begin()
        self.live(Day(0, {}, ()))

    def begin_from(self, station: Image, centre: Backup, now_ms: int) -> None:
        """Where a founding left off."""
        self.time.now_ms = now_ms
        self.centre.disk.put(centre.database)
        self.centre.start()
        self.station.disk.put(station)
        self._started(self.station)
        self._begin()

    def _begin(self) -> None:
        self.witness.look_at_centre()
        self.witness.look_at_disk(self.station)
        self.backups, self.images = [self.centre.backup()], [self.station.disk.image()]

    def end(self) -> None:
        """The last evening: both sides are read again from nothing."""
        self.witness.must_replay(self.stations)

    def close(self) -> None:
        for station in self.stations:
            station.stop()
        self.centre.close()

    # ------------------------------------------------------------ a day

    def live_day(self, number: int) -> Day:
        """Draw day `number` and live it. Raises Broken."""
        self.rng = random.Random(f"{self.seed}/{number}")  # noqa: S311 - chance to be repeated, not to be secret
        day = draw(self.rng, number, self._allowed)
        self.live(day)
        return day

    def live(self, day: Day) -> None:
        self._needs_a_night = day.number == 0
        self.tally.schedules += 1
        self.tally.days_with.update(day.faults)
        morning = self.time.now_ms
        self.note(f"---- day {day.number}: {', '.join(sorted(day.faults)) or 'fair'}")
        self.network.rng = self.rng
        self.station.use(self.rng)
        self.station.alerts.clear()
        before = len(self.witness.written[STATION]), len(self.witness.said)
        if any(what is Fault.PARTITION for _, what in day.plan):
            self._live_apart()
        self._bad_part(day)
        self._heal()
        self.tally.entries += max(0, len(self.witness.written[STATION]) - before[0])
        self.tally.outbound += max(0, len(self.witness.said) - before[1])
        self._queue.clear()  # connections do not outlive the rest between two schedules
        self.time.now_ms += DAY_MS if self._needs_a_night or self.rng.random() < _NIGHTS else _REST_MS
        self.tally.simulated_ms += self.time.now_ms - morning

    def _bad_part(self, day: Day) -> None:
        if day.second_history is not None:
            self._keep_image()  # of this morning: perhaps nothing is written before it comes back
            self._live_quietly()
        start = self.time.now_ms
        self.network.weather = day.weather
        for when, what in day.plan:
            self.at(start + when, what.value, partial(self._happen, what))
        if day.second_history is not None:
            self.at(start + BAD_MS // 3, day.second_history.value, partial(self._second_history, day.second_history))
        self.at(start, "morning", self.station.look)
        self._play(start + BAD_MS, lambda: False)

    def _live_quietly(self) -> None:
        """Nobody works, and the station says so: an image of before lacks nothing but what the centre gave since."""
        self.at(self.time.now_ms, "a quiet morning", self.station.look)
        self._play(self.time.now_ms + 2 * HEARTBEAT_MS, lambda: False)

    def _heal(self) -> None:
        """Nothing goes wrong any more, and nobody does anything but what a restore asks for."""
        self.network.weather = {}
        self.centre.fate.spare()
        self.centre.empty_disk()
        for station in self.stations:
            station.fate.spare()
            station.empty_disk()
            if not station.running:
                self._start(station)
        if self.station.journal.heard > len(self.witness.said) and not self.witness.ended:
            self._recover()
        start = self.time.now_ms
        self._play(start + HEALED_MS, lambda: self.witness.are_well(self.stations))
        self.tally.slowest_healing_ms = max(self.tally.slowest_healing_ms, self.time.now_ms - start)
        self.witness.must_be_well(self.stations)
        self.witness.healed()

    def _play(self, until: int, done: Callable[[], bool]) -> None:
        for _ in range(EVENTS_MAX):
            if done():
                return
            if not self._queue or self._queue[0][0] > until:
                self.time.now_ms = until
                return
            when, _, what, event = heapq.heappop(self._queue)
            self.time.now_ms = max(self.time.now_ms, when)
            self.note(what)
            event()
            self.tally.events += 1
            self._check()
        raise Broken(Invariant.RESTS, f"{EVENTS_MAX} events and no end")

    def _check(self) -> None:
        """Only where something may have changed: most events of a day are timers that nobody waits for any more."""
        seen = self.centre.touched
        if seen:
            self.centre.touched = False
            self.witness.look_at_centre()
        for station in self.stations:
            if seen or station.touched:
                station.touched = False
                self.witness.must_hold(station)

    def at(self, when: int, what: str, event: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._queue, (when, self._order, what, event))

    def note(self, text: str) -> None:
        if self._tracing:
            self.trace.append(f"{self.time.now_ms:>14} {text}")

    def _happened(self, fault: Fault) -> None:
        self.tally.faults[fault] += 1
        self.note(f"  {fault}")

    # ------------------------------------------------------------ what a station has around it

    def carry(self, station: StationMachine, exchange: Exchange) -> None:
        self.note(f"{station.name}: #{exchange.id} {exchange.method} {exchange.path} {len(exchange.body)} bytes")
        self.tally.exchanges += 1
        self.network.carry(station, exchange)

    def wake(self, station: StationMachine, in_ms: int) -> None:
        wake = self._wakes[station.name] = self._wakes.get(station.name, 0) + 1
        name = station.name
        self.at(self.time.now_ms + in_ms, f"{name}: looks", lambda: self._woken(station, wake))

    def _woken(self, station: StationMachine, wake: int) -> None:
        if self._wakes[station.name] == wake:
            station.look()

    def died(self, station: StationMachine) -> None:
        self._happened(Fault.STATION_CRASH)
        self._wakes[station.name] = self._wakes.get(station.name, 0) + 1
        soon = self.time.now_ms + self.rng.randrange(1_000, 60_000)
        self.at(soon, f"{station.name}: starts", partial(self._start, station))

    def _start(self, station: StationMachine) -> None:
        if station.running:
            return
        self._started(station)
        self.witness.look_at_disk(station)
        station.look()

    def _started(self, station: StationMachine) -> None:
        station.clock.shift_ms = 60_000 - self.time.now_ms  # monotonic time begins anew
        station.start()
        station.use(self.rng)

    # ------------------------------------------------------------ people and machines

    def _happen(self, what: Act | Fault) -> None:
        if isinstance(what, Fault):
            _MACHINES[what](self)
        elif what in WORK:
            self.station.work(what, self.rng, partial(self._written, self.station))
        elif what is Act.BACKUP:
            if not self.witness.restores:
                self.backups = [*self.backups[1 - _KEPT_BACKUPS :], self.centre.backup()]
            self._keep_image()
        elif what is Act.OFFICE_ADMITS:
            self._operators += 1
            self._office(what, self.centre.admit_operator(self._operators))
        else:
            self._office(what, self.centre.answer_case(self.rng))

    def _keep_image(self) -> None:
        self.images = [*self.images[1 - _KEPT_BACKUPS :], self.station.disk.image()]

    def _office(self, what: Act, outcome: str) -> None:
        self.note(f"centre: {what.value}: {outcome}")

    def _written(self, station: StationMachine, found: list[SignedEntry]) -> None:
        self.witness.written[station.name] += [entry.hash for entry in found]
        last = found[-1]
        self.note(f"{station.name}: wrote {last.entry.kind} {last.entry.sequence} {last.hash[:8]}")

    def _station_crash(self) -> None:
        if self.rng.random() < 0.3:
            self.station.kill()
        else:
            self.station.fate.die_in(self.rng.randrange(1, 16))

    def _centre_crash(self) -> None:
        self.centre.fate.die_in(self.rng.randrange(1, 40))

    def _station_full(self) -> None:
        self._happened(Fault.STATION_FULL)
        self.station.full = True
        if self.station.running:
            self.station.fill_disk()

    def _centre_full(self) -> None:
        self._happened(Fault.CENTRE_FULL)
        self.centre.fill_disk()

    def _wall_clock(self) -> None:
        self._happened(Fault.WALL_CLOCK)
        self.station.clock.wall_s += self.rng.choice(_YEARS_S)

    def _monotonic_clock(self) -> None:
        self._happened(Fault.MONOTONIC_CLOCK)
        self.station.clock.shift_ms += self.rng.choice(_MONOTONIC_MS)

    def _restore_centre(self) -> None:
        """The database of an earlier moment, with files of that moment or of a later one."""
        self._happened(Fault.CENTRE_RESTORED)
        self._needs_a_night = True  # the mark of a restore is an hour
        self.centre.fate.spare()
        chosen = self.rng.randrange(len(self.backups))
        files = self.rng.choice([backup.files for backup in self.backups[chosen:]])
        letters = self.witness.letters()
        said = self.centre.restore(self.backups[chosen], files=files)
        self.backups = self.backups[: chosen + 1]
        self.note(f"centre: restored, mark {said}")
        self.witness.centre_went_back(letters)

    def _recover(self) -> None:
        """The operator brings the station's journals: the centre takes its own lost entries back."""
        store = self.station.store
        file = JournalFile(
            municipality="cajamarca",
            station=STATION,
            station_key=STATION_KEY.public_key,
            centre_key=CENTRE_KEY.public_key,
            own=list(entries.read(store, Author.STATION)),
            outbound=list(entries.read(store, Author.CENTRE)),
        )
        try:
            with self.centre.centre.store.writing() as tx:
                row = stations.lock(tx, STATION)
                assert row is not None, "the station was enrolled before the first day"
                back = journal_files.recover(self.centre.centre, tx, row, file)
        except Refusal as refusal:
            raise Broken(Invariant.HEARD, f"what the centre lost cannot be brought back: {refusal}") from refusal
        self.note(f"centre: {back} entries recovered from the station")
        self.witness.look_at_centre()

    def _live_apart(self) -> None:
        """Thirty mornings without a network: people work, and every attempt to speak fails."""
        self._happened(Fault.PARTITION)
        self.network.partition = True
        for _ in range(_PARTITION_DAYS):
            self._queue.clear()
            self.time.now_ms += DAY_MS
            self.station.work(self.rng.choice((Act.SIGN_IN, Act.FEE)), self.rng, partial(self._written, self.station))
            self._play(self.time.now_ms + 100, lambda: False)
        self.network.partition = False

    def _second_history(self, how: Fault) -> None:
        """A clone goes on beside its original, or an older disk takes the place of the newer one."""
        self._happened(how)
        self.station.fate.spare()
        if how is Fault.IMAGE:
            if not self.station.running:
                self._started(self.station)
            held = self.station.outbox.ratchet
            self.station.restore(self.rng.choice(self.images))
            self.station.use(self.rng)
            self.witness.another_disk(self.station, held)
            self.station.look()
            return
        twin = StationMachine(f"{STATION}-twin", self._folder, self.time, self._parts, self)
        twin.disk.put(self.station.disk.image())
        twin.clock.wall_s = self.station.clock.wall_s
        self.stations.append(twin)
        self.witness.copied()
        self._start(twin)
        for _ in range(self.rng.randrange(3)):
            when = self.time.now_ms + self.rng.randrange(BAD_MS // 2)
            act = self.rng.choice((Act.SIGN_IN, Act.FEE))
            self.at(when, f"{twin.name}: {act.value}", partial(twin.work, act, self.rng, partial(self._written, twin)))

    @property
    def is_spoilt(self) -> bool:
        """Two histories exist: this life is over."""
        return self.witness.is_spoilt


_MACHINES: Final[dict[Fault, Callable[[World], None]]] = {
    Fault.STATION_CRASH: World._station_crash,  # noqa: SLF001 - a table of our own methods
    Fault.CENTRE_CRASH: World._centre_crash,  # noqa: SLF001
    Fault.STATION_FULL: World._station_full,  # noqa: SLF001
    Fault.CENTRE_FULL: World._centre_full,  # noqa: SLF001
    Fault.WALL_CLOCK: World._wall_clock,  # noqa: SLF001
    Fault.MONOTONIC_CLOCK: World._monotonic_clock,  # noqa: SLF001
    Fault.CENTRE_RESTORED: World._restore_centre,  # noqa: SLF001
    Fault.PARTITION: lambda _world: None,  # lived through in the morning
}
