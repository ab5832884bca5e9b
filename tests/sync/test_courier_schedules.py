"""Wire and courier in any order: the production engine, storage and centre, through schedules drawn from one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from central import operators
from central.courier import take
from central.outbound import OutboundWriter
from central.store import stations
from central.store.schema import entry
from domain.errors import Refusal
from domain.journal.kinds import Author
from sync.exchange import Exchange, Reply
from sync.outputs import AlertCode
from tests.fakes.carried_station import CarriedStation
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld

BLOCKS, STATIONS = 6, 40
STEPS = 16
ACTIONS = ("act", "act", "photo", "save", "carry", "carry", "read", "read", "wire", "wire", "late", "speak", "crash")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path / "centre", terms=WITHOUT_VOUCHERS)
    yield made
    made.close()


class Schedule:
    """One station's bad weeks. Files and answers pile up, and are carried in any order, again, or never."""

    def __init__(self, world: CentreWorld, folder: Path, number: int, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a schedule, not a secret
        self.world, self.folder = world, folder
        self.station = CarriedStation(world, folder, number)
        self.files: list[bytes] = []
        self.answers: list[bytes] = []
        self.held_up: list[tuple[Exchange, Reply]] = []
        self.spoken = 0

    def run(self) -> None:
        for _ in range(STEPS):
            getattr(self, self.chance.choice(ACTIONS))()
            self.must_hold()

    def act(self) -> None:
        self.station.act()

    def photo(self) -> None:
        self.station.photo(self.chance.randbytes(self.chance.choice((10, 3_000, 90_000))))

    def save(self) -> None:
        self.files += self.station.save(self.folder)

    def carry(self) -> None:
        if self.files:
            self.answers.append(take(self.world.centre, self.chance.choice(self.files)).answer)

    def read(self) -> None:
        if self.answers:
            self.station.believe(self.chance.choice(self.answers))

    def wire(self) -> None:
        self.station.talk(self.chance.randint(1, 6))

    def late(self) -> None:
        """The centre has done its work; its answer comes after the courier, or never."""
        station = self.station
        if station.under_way is None:
            station.ask()
        if station.under_way is not None:
            self.held_up.append((station.under_way, station.reply()))
        if self.held_up and self.chance.random() < 0.7:
            self.read()
            station.hear(*self.held_up.pop())

    def speak(self) -> None:
        self.spoken += 1
        with self.world.centre.store.writing() as tx:
            known = stations.lock(tx, self.station.name)
            assert known is not None
            writer = OutboundWriter(self.world.centre, tx, known)
            operators.admit(writer, f"op{self.spoken}", "operator")

    def crash(self) -> None:
        self.station.crash()

    def must_hold(self) -> None:
        """At every moment: nobody believes more than is so, and no history has a second version."""
        station, own = self.station, self.station.own()
        held = station.at_centre()
        assert held == own[: len(held)]
        assert station.outbox.acknowledged <= len(held)
        heard, said = station.heard(), station.at_centre(Author.CENTRE)
        assert heard == said[: len(heard)]
        waiting = {blob.sha256 for blob in station.outbox.pending_blobs(1000)}
        assert all(station.whole_at_centre(sha256) for sha256 in station.uploaded if sha256 not in waiting)

    def heal(self, *, by_wire: bool) -> None:
        station = self.station
        station.under_way = None
        for _ in range(80 if by_wire else 3):
            if by_wire:
                station.talk(1)
            else:
                for file in station.save(self.folder):
                    station.believe(take(self.world.centre, file).answer)
            if not station.waits and station.heard() == station.at_centre(Author.CENTRE):
                break
        self.must_hold()
        assert not station.waits
        assert station.at_centre() == station.own()
        assert station.heard() == station.at_centre(Author.CENTRE)
        assert all(station.whole_at_centre(sha256) for sha256 in station.uploaded)
        assert station.findings() == []
        assert not {AlertCode.JOURNAL_FORKED, AlertCode.OUTBOUND_FORKED, AlertCode.CENTRE_WENT_BACK} & set(
            station.alerts
        )


@pytest.mark.parametrize("block", range(BLOCKS))
def test_wire_and_courier_in_any_order_are_exactly_once(world: CentreWorld, tmp_path: Path, block: int) -> None:
    for number in range(1, STATIONS + 1):
        seed = block * STATIONS + number
        schedule = Schedule(world, tmp_path, number, seed)
        try:
            schedule.run()
            schedule.heal(by_wire=seed % 2 == 0)
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
        finally:
            schedule.station.close()


class Gullible(Schedule):
    """Takes every answer for the latest word."""

    def read(self) -> None:
        if self.answers:
            station = self.station
            news = station.read(self.chance.choice(self.answers)).news
            station.apply(station.engine.courier_heard(news, latest=True, moment=station.moment()))


class Counting(Schedule):
    """Its centre answers by the file's own count, and keeps nothing of it."""

    def carry(self) -> None:
        if self.files:
            self.answers.append(take(self.world.centre, self.chance.choice(self.files)).answer)
            with self.world.centre.store.writing() as tx:
                tx.connection.execute(entry.delete().where(entry.c.station == self.station.name))


@pytest.mark.parametrize("broken", [Gullible, Counting])
def test_the_schedules_notice_who_believes_too_much(
    world: CentreWorld, tmp_path: Path, broken: type[Schedule], expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central")

    def bad(number: int) -> bool:
        schedule = broken(world, tmp_path, number, number)
        try:
            schedule.run()
            schedule.heal(by_wire=False)
        except (AssertionError, Refusal):
            return True
        finally:
            schedule.station.close()
        return False

    assert any(bad(number) for number in range(1, 21))
