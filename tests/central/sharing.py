"""A pool of numbers shared by stations that are offline for days, crash, lie about the time and are lost; by seed.

    python -m tests.central.sharing 20000        the figures of docs/LEDGER.md

Each station decides by its own `Books`. The centre is either the production one on SQLite (`CentreWithDatabase`) or
the same decision without a database (`CentreInMemory`: `central.spans`, and books of each station as `central.ledgers`
keeps them). What is counted is what citizens would notice: a number that was used twice.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from central import enrolment, granting
from central.outbound import OutboundWriter
from central.spans import Span, Spans, add, take
from central.store.pools import PoolName
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, Entry
from domain.ledger.books import Books
from tests.fakes.centre_world import CentreWorld, Desk, case_code

NAMES: Final = ("C01", "C02", "C03")
POOL: Final = PoolName("SLOT", "2026-12-01")
NUMBERS: Final = Span(1, 12)
STEPS: Final = 120
START: Final = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
#: Of the negative control only: a grant ends by the clock so long after it was made.
TERM: Final = timedelta(hours=48)
#: How far a station's clock is set, either way.
SKEW_H: Final = 72


class Crash(Exception):  # noqa: N818 - the power, not an error of ours
    pass


def entry_of(name: str, kind: str, body: dict[str, Any], /, *, sequence: int, seen: int, at: datetime = START) -> Entry:
    return Entry(
        kind=kind,
        station=name,
        epoch=1,
        sequence=sequence,
        previous=NO_PREVIOUS,
        seen=seen,
        at=at,
        uptime_s=1,
        boot="b1",
        operator="ana",
        body=body,
    )


@dataclass
class Station:
    """`journal` is what it has signed; the first `sent` of it are known to have arrived. `clock` is its error."""

    name: str
    books: Books
    journal: list[Entry] = field(default_factory=list)
    sent: int = 0
    seen: int = 0
    clock: timedelta = timedelta()
    online: bool = True
    lost: bool = False

    def act(self, now: datetime, kind: str, body: dict[str, Any]) -> None:
        """Decided by its own books, or not at all; dated by its own clock."""
        entry = entry_of(self.name, kind, body, sequence=len(self.journal) + 1, seen=self.seen, at=now + self.clock)
        self.books.book(entry)
        self.journal.append(entry)

    def hear(self, entries: list[Entry]) -> None:
        for entry in entries:
            self.books.book(entry)
            self.seen += 1

    @property
    def free(self) -> list[tuple[str, int]]:
        units = self.books.facts.standing.units
        return sorted(((name, number) for name in units for number in units[name].free), key=lambda one: one[1])


class Centre(Protocol):
    def grant(self, name: str, most: int) -> None:
        """Raises Refusal."""

    def crash(self, now: datetime, name: str) -> None:
        """The power fails between a grant and its commit."""

    def receive(self, station: Station) -> None:
        """Take in what the station signed, as often as it is sent."""

    def outbound(self, station: Station) -> list[Entry]:
        """What it has not heard."""


@dataclass
class CentreInMemory:
    hand: Spans = (NUMBERS,)
    books: dict[str, Books] = field(default_factory=lambda: {name: Books(name) for name in NAMES})
    received: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)
    sent: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in NAMES})

    def grant(self, name: str, most: int) -> None:
        taken = take(self.hand, most)
        if taken is None:
            raise Refusal("pool_exhausted")
        span, left = taken
        sequence = len(self.sent[name]) + 1
        body: dict[str, Any] = {"grant": f"{name}-S{sequence}", "unit": POOL.unit, "pool": POOL.pool}
        body |= {"first": span.first, "last": span.last}
        entry = entry_of(name, "units_granted/1", body, sequence=sequence, seen=0)
        ahead = self.books[name].copy()
        for waiting in self.sent[name][self.heard[name] :]:
            ahead.book(waiting)
        ahead.decide(entry)
        self.hand = left
        self.sent[name].append(entry)

    def crash(self, now: datetime, name: str) -> None:
        pass

    def receive(self, station: Station) -> None:
        name, books = station.name, self.books[station.name]
        for entry in station.journal[self.received[name] :]:
            for waiting in self.sent[name][self.heard[name] : entry.seen]:
                books.book(waiting)
            self.heard[name] = max(self.heard[name], entry.seen)
            books.book(entry)
            self.received[name] += 1
            if entry.kind == "numbers_released/1":
                self.hand = add(self.hand, Span(entry.body["first"], entry.body["last"]))

    def outbound(self, station: Station) -> list[Entry]:
        return self.sent[station.name][station.seen :]


@dataclass
class CentreThatReclaims(CentreInMemory):
    """The negative control: what a grant left unused, as far as the centre has heard, comes back by its date."""

    now: datetime = START
    ends: dict[tuple[str, int], datetime] = field(default_factory=dict)
    until: dict[str, datetime] = field(default_factory=dict)

    def grant(self, name: str, most: int) -> None:
        self._reclaim()
        super().grant(name, most)
        body = self.sent[name][-1].body
        self.until[body["grant"]] = self.now + TERM
        self.ends |= {(name, number): self.now + TERM for number in range(body["first"], body["last"] + 1)}

    def receive(self, station: Station) -> None:
        before = self.hand
        super().receive(station)
        self.hand = before  # no release here: a date brings numbers back

    def _reclaim(self) -> None:
        for (name, number), end in sorted(self.ends.items()):
            units = self.books[name].facts.standing.units.values()
            if self.now >= end:
                del self.ends[name, number]
                if not any(number in held.used for held in units):
                    self.hand = add(self.hand, Span(number, number))


class CentreWithDatabase:
    """The production code: the registry, the journals and the pool on SQLite."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.world = CentreWorld(folder)
        with self.world.centre.store.writing() as tx:
            granting.open_pool(self.world.centre, tx, POOL, NUMBERS, "jefe")
        self.desks: dict[str, Desk] = {name: self.world.desk(name, int(name[1:])) for name in NAMES}
        self.before = {name: (len(desk.journal), desk.seen) for name, desk in self.desks.items()}

    def grant(self, name: str, most: int) -> None:
        with self.world.centre.store.writing() as tx:
            writer = OutboundWriter(self.world.centre, tx, enrolment.require(tx, name), "jefe")
            granting.grant_units(writer, POOL, most)

    def crash(self, now: datetime, name: str) -> None:
        with suppress(Crash, Refusal), self.world.centre.store.writing() as tx:
            writer = OutboundWriter(self.world.centre, tx, enrolment.require(tx, name), "jefe")
            granting.grant_units(writer, POOL, 5)
            raise Crash
        self.world.clock.moment = now
        self.world.reopen()
        for desk in self.desks.values():
            desk.registry = self.world.registry

    def receive(self, station: Station) -> None:
        desk, (own, seen) = self.desks[station.name], self.before[station.name]
        for entry in station.journal[len(desk.journal) - own :]:
            desk.write(entry.kind, entry.body, seen=seen + entry.seen, at=entry.at.replace(microsecond=0))
        assert desk.push(first=own + station.sent + 1).status == 200

    def outbound(self, station: Station) -> list[Entry]:
        desk, (_, seen) = self.desks[station.name], self.before[station.name]
        found = desk.ask("GET", f"/v1/outbound?from={seen + station.seen + 1}").entries
        return [one.entry for one in found]

    def close(self) -> None:
        self.world.close()


@dataclass
class Schedule:
    """One life of a pool. `skew`: how many hours from and to which a station's clock may be wrong."""

    seed: int
    centre: Centre
    skew: tuple[int, int] = (-SKEW_H, SKEW_H)
    now: datetime = START
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - a schedule, no secret
        self.stations = [Station(name, Books(name), clock=self.wrong_by()) for name in NAMES]
        #: The control's stations use nothing beyond a grant's date, by their own clock.
        self.until = self.centre.until if isinstance(self.centre, CentreThatReclaims) else None

    def wrong_by(self) -> timedelta:
        return timedelta(hours=self.random.randint(*self.skew))

    def play(self) -> Schedule:
        acts: list[Callable[[Station], None]] = [self.grant, self.use, self.use, self.release, self.contact]
        acts += [self.contact, self.trouble]
        for _ in range(STEPS):
            self.now += timedelta(minutes=self.random.randrange(3 * 60))
            station = self.random.choice(self.stations)
            if isinstance(self.centre, CentreThatReclaims):
                self.centre.now = self.now
            if not station.lost:
                self.random.choice(acts)(station)
        return self

    def grant(self, station: Station) -> None:
        """Granted whether the station is online or not: it hears of it when it makes contact."""
        if self.random.random() < 0.1:
            self.centre.crash(self.now, station.name)
            self.done["centre_crashed"] += 1
            return
        most, first = self.random.randrange(1, 5), NAMES.index(station.name)
        for name in (*NAMES[first:], *NAMES[:first]):
            try:
                self.centre.grant(name, most)
            except Refusal as refused:
                self.done[refused.code] += 1
            else:
                self.done["granted"] += 1
                return

    def use(self, station: Station) -> None:
        """Somebody is served, with or without a network. A crash before the commit leaves nothing behind."""
        free, until = station.free, self.until
        if until is not None:
            free = [one for one in free if self.now + station.clock < until[one[0]]]
        if not free:
            return
        if self.random.random() < 0.1:
            self.done["crashed"] += 1
            return
        grant, number = self.random.choice(free)
        station.act(self.now, "unit_used/1", {"grant": grant, "number": number, "case": case_code(1, number)})
        self.done["used"] += 1

    def release(self, station: Station) -> None:
        free = station.free
        if self.until is not None or not free:
            return
        grant, first = self.random.choice(free)
        last = first
        while (grant, last + 1) in free and self.random.random() < 0.7:
            last += 1
        station.act(self.now, "numbers_released/1", {"grant": grant, "first": first, "last": last})
        self.done["released"] += 1

    def contact(self, station: Station) -> None:
        """Sends and hears. A reply that is lost leaves the station ignorant of what arrived: it sends it again."""
        if not station.online:
            return
        self.centre.receive(station)
        if self.random.random() < 0.2:
            self.done["reply_lost"] += 1
            return
        station.sent = len(station.journal)
        station.hear(self.centre.outbound(station))

    def trouble(self, station: Station) -> None:
        """The network goes or comes back, a clock is set, or a computer burns."""
        dice = self.random.random()
        if dice < 0.6:
            station.online = not station.online
        elif dice < 0.95:
            station.clock = self.wrong_by()
        else:
            station.lost = True
            self.done["lost"] += 1

    @property
    def used(self) -> list[tuple[str, int]]:
        """Who used which number, in each station's order."""
        return [
            (station.name, entry.body["number"])
            for station in self.stations
            for entry in station.journal
            if entry.kind == "unit_used/1"
        ]

    @property
    def used_twice(self) -> int:
        used = Counter(number for _, number in self.used)
        return sum(1 for times in used.values() if times > 1)

    @property
    def held_twice(self) -> int:
        """Numbers that two stations could use, or one could and the other did."""
        held = Counter(
            number
            for station in self.stations
            for grant in station.books.facts.standing.units.values()
            for number in grant.free
        )
        used = {
            (number, station.name)
            for station in self.stations
            for grant in station.books.facts.standing.units.values()
            for number in grant.used
        }
        return sum(times > 1 for times in held.values()) + sum(held[number] > 0 for number, _ in used)


def by_release(seed: int) -> Schedule:
    return Schedule(seed, CentreInMemory()).play()


def by_date(seed: int, skew: tuple[int, int]) -> Schedule:
    return Schedule(seed, CentreThatReclaims(), skew).play()


def _figures(count: int) -> None:
    kinds: dict[str, Callable[[int], Schedule]] = {
        "released by signature, clocks set": by_release,
        "reclaimed by date, honest clocks": lambda seed: by_date(seed, (0, 0)),
        "reclaimed by date, clocks set": lambda seed: by_date(seed, (-SKEW_H, SKEW_H)),
        "reclaimed by date, clocks set back": lambda seed: by_date(seed, (-SKEW_H, -1)),
    }
    for words, play in kinds.items():
        done: Counter[str] = Counter()
        twice = held = 0
        for seed in range(count):
            schedule = play(seed)
            twice += schedule.used_twice > 0
            held += schedule.held_twice > 0
            done += schedule.done
        print(f"{words}: {twice} of {count} schedules used a number twice, {held} held one twice; {dict(done)}")  # noqa: T201


if __name__ == "__main__":
    _figures(int(sys.argv[1]))
