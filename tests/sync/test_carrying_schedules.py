"""By wire, by stick and over two neighbours' wires in any order and with every loss: once, and acknowledged once.

The schedules of `test_courier_schedules`, with two more stations that carry. Whatever an exchange of theirs meets, and
whenever their power is cut, what the owner believes is so, and their own books are as if they had carried nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from central.courier import take
from domain.errors import Refusal
from sync.carrying import Stage
from sync.errors import Reason
from sync.exchange import Exchange
from tests.fakes.carried_station import CarriedStation
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld
from tests.fakes.neighbour import PORTAL, Neighbour, asked_of
from tests.sync.test_courier_schedules import ACTIONS, Schedule

BLOCKS, STATIONS = 4, 12
STEPS = 24
NEIGHBOURS = (("C91", 91), ("C92", 92))
#: What an exchange meets on its way; half of them nothing.
TROUBLES = ("none", "none", "none", "none", "lost", "unheard", "cut", "portal", "off", "late")


class Carried(Schedule):
    """Two neighbours carry what lies on the stick, a few exchanges at a time."""

    def __init__(
        self, world: CentreWorld, folder: Path, number: int, seed: int, carriers: list[CarriedStation]
    ) -> None:
        super().__init__(world, folder, number, seed)
        self.neighbours = [Neighbour(carrier) for carrier in carriers]
        self.older: list[Exchange] = []
        self.met: set[str] = set()
        self.brought = 0

    def run(self) -> None:
        before = [self.books_of(one) for one in self.neighbours]
        for _ in range(STEPS):
            getattr(self, self.chance.choice((*ACTIONS, "neighbour", "neighbour", "neighbour", "neighbour")))()
            self.must_hold()
        assert [self.books_of(one) for one in self.neighbours] == before, "nothing of it enters a neighbour's books"

    @staticmethod
    def books_of(one: Neighbour) -> tuple[Any, ...]:
        outbox = one.station.outbox
        return one.station.own(), one.station.heard(), outbox.acknowledged, outbox.pending_blob_count

    def neighbour(self) -> None:
        """Somebody puts the stick in at a neighbour's; or what goes on there goes on."""
        one = self.chance.choice(self.neighbours)
        if self.files and (one.carrying is None or one.ended is not None):
            one.take(self.chance.choice(self.files))
        for _ in range(self.chance.randint(3, 24)):
            if one.carrying is None or one.ended is not None:
                return
            self.exchange(one)

    def exchange(self, one: Neighbour) -> None:
        asked = one.ask()
        assert asked is not None, "what has not ended asks"
        met = self.chance.choice(TROUBLES)
        self.met.add(met)
        if met == "none":
            one.hear(asked_of(one.registry, asked))
        elif met == "portal":
            one.hear(PORTAL)
        elif met == "off":
            if self.chance.random() < 0.5:
                asked_of(one.registry, asked)
            one.take(one.file)
        else:
            if met == "late":
                self.older.append(asked)
            elif met == "unheard":
                asked_of(one.registry, asked)
            elif met == "cut" and asked.method == "PATCH":
                asked_of(one.registry, asked, bytes_in=self.chance.randrange(len(asked.body)))
            one.lose(self.chance.choice((Reason.CONNECTION_LOST, Reason.TIMEOUT)))
        if self.older and self.chance.random() < 0.3:
            asked_of(one.registry, self.older.pop(self.chance.randrange(len(self.older))))
        self.hand_back(one)

    def hand_back(self, one: Neighbour) -> None:
        if one.ended is None:
            return
        assert isinstance(one.ended, bytes), f"a file that is good is answered: {one.ended}"
        self.brought += 1
        self.answers.append(one.ended)

    def heal_by_neighbour(self) -> None:
        for _ in range(4):
            for file in self.station.save(self.folder):
                one = self.chance.choice(self.neighbours)
                one.take(file)
                answer = one.talk()
                assert isinstance(answer, bytes)
                self.station.believe(answer)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path / "centre", terms=WITHOUT_VOUCHERS)
    yield made
    made.close()


@pytest.fixture
def carriers(world: CentreWorld, tmp_path: Path) -> Iterator[list[CarriedStation]]:
    made = [CarriedStation(world, tmp_path, number) for _, number in NEIGHBOURS]
    yield made
    for one in made:
        one.close()


@pytest.mark.parametrize("block", range(BLOCKS))
def test_wire_stick_and_neighbours_in_any_order_are_exactly_once(
    world: CentreWorld, tmp_path: Path, carriers: list[CarriedStation], block: int
) -> None:
    met: set[str] = set()
    brought = 0
    for number in range(1, STATIONS + 1):
        for one in carriers:
            one.talk(10)
        seed = 10_000 + block * STATIONS + number
        schedule = Carried(world, tmp_path, number, seed, carriers)
        try:
            schedule.run()
            if seed % 3 == 0:
                schedule.heal_by_neighbour()
            schedule.heal(by_wire=seed % 3 == 1)
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
        finally:
            schedule.station.close()
        met |= schedule.met
        brought += schedule.brought
    assert met == set(TROUBLES)
    assert brought > STATIONS // 2, "the schedules do carry"


def test_a_neighbour_that_believes_the_answer_before_it_is_whole_is_found_out(
    world: CentreWorld, tmp_path: Path, carriers: list[CarriedStation]
) -> None:
    """The control: half an answer is refused by its owner, which loses nothing by it."""
    owner = CarriedStation(world, tmp_path, 1)
    owner.photo(bytes(90_000))
    (file,) = owner.save(tmp_path)
    carriers[0].talk(10)
    one = Neighbour(carriers[0])
    one.take(file)
    while one.progress.stage is not Stage.FETCHING:
        one.talk(1)
    whole = take(world.centre, file).answer
    with pytest.raises(Refusal):
        owner.read(whole[: len(whole) // 2])
    assert owner.outbox.acknowledged == 0
    answer = one.talk()
    assert isinstance(answer, bytes)
    owner.believe(answer)
    assert not owner.waits
    owner.close()
