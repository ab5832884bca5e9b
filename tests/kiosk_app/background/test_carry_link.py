"""Another counter's stick at this one: carried on its own thread, the answer beside the file whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.background.carry_link import CarryLink
from kiosk_app.services.carrying import Carriage, OtherFile
from sync.carrying import Stage
from sync.errors import Reason, Unreachable
from sync.exchange import Exchange, Reply
from tests.fakes.carried_station import CarriedStation
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld
from tests.fakes.neighbour import asked_of
from tests.sync.call_carrier import CallCarrier


class Counter:
    """A counter with a line of function calls, and the stick of another one in it."""

    def __init__(self, folder: Path) -> None:
        self.world = CentreWorld(folder / "centre", terms=WITHOUT_VOUCHERS)
        self.owner = CarriedStation(self.world, folder)
        self.here = CarriedStation(self.world, folder, 12)
        self.here.talk(10)
        self.stick = folder / "USB"
        self.stick.mkdir()
        self.owner.photo(bytes(range(256)) * 1_000)
        (name,) = self.owner.saved(self.stick).names
        self.file = self.stick / name
        self.lines: list[CallCarrier] = []
        self.cut = False
        self.shown: list[Carriage | None] = []
        self.link = CarryLink(self.here.speaker, lambda: self.here.outbox.acknowledged, self.line)
        self.link.changed.connect(lambda: self.shown.append(self.link.carriage))

    def line(self) -> CallCarrier:
        self.lines.append(CallCarrier(self.ask))
        return self.lines[-1]

    def ask(self, asked: Exchange) -> Reply:
        if self.cut:
            raise Unreachable(Reason.NO_ADDRESS)
        return asked_of(self.world.registry, asked)

    def carry(self) -> None:
        self.link.carry(OtherFile.read(self.file, "cajamarca"))

    @property
    def has_ended(self) -> bool:
        carriage = self.link.carriage
        return carriage is not None and carriage.progress is None

    def answers(self) -> list[str]:
        return sorted(found.name for found in self.stick.iterdir() if found != self.file)


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.link.give_up()
    made.owner.close()
    made.here.close()
    made.world.close()


def test_a_file_is_carried_and_its_answer_lies_beside_it(qtbot: QtBot, counter: Counter) -> None:
    counter.carry()
    qtbot.waitUntil(lambda: counter.has_ended)
    name = f"respuesta-{counter.file.name}"
    assert counter.link.carriage == Carriage("C07", answer=name)
    assert counter.answers() == [name]
    counter.owner.believe((counter.stick / name).read_bytes())
    assert not counter.owner.waits
    stages = [one.progress.stage for one in counter.shown if one is not None and one.progress is not None]
    assert [stage for stage in Stage if stage in stages] == list(Stage), "each stage was shown"
    (line,) = counter.lines
    assert line.closed
    assert threading.get_ident() not in line.threads, "the desk does not wait"


def test_without_a_network_it_says_so_and_goes_on_when_asked(qtbot: QtBot, counter: Counter) -> None:
    counter.cut = True
    counter.carry()
    qtbot.waitUntil(lambda: any(one and one.progress and one.progress.reason for one in counter.shown))
    counter.cut = False
    counter.link.try_now()
    qtbot.waitUntil(lambda: counter.has_ended)
    assert len(counter.answers()) == 1


def test_whoever_stops_in_the_middle_finds_the_stick_as_it_was_and_may_begin_again(
    qtbot: QtBot, counter: Counter
) -> None:
    counter.carry()
    qtbot.waitUntil(lambda: bool(counter.lines[0].exchanges))
    counter.link.give_up()
    assert counter.link.carriage is None
    assert counter.answers() == []
    counter.carry()
    counter.carry()
    qtbot.waitUntil(lambda: counter.has_ended)
    assert len(counter.answers()) == 1


def test_a_stick_that_is_gone_at_the_end_is_put_in_again(qtbot: QtBot, counter: Counter) -> None:
    stick = OtherFile.read(counter.file, "cajamarca")
    away = counter.stick.rename(counter.stick.with_name("away"))
    counter.link.carry(stick)
    qtbot.waitUntil(lambda: counter.has_ended)
    carriage = counter.link.carriage
    assert carriage is not None
    assert carriage.refused is not None
    assert carriage.refused.code == "stick_gone"
    away.rename(counter.stick)
    counter.carry()
    qtbot.waitUntil(lambda: counter.has_ended)
    assert counter.answers() == [f"respuesta-{counter.file.name}"]
    assert not any("PATCH" in asked.method for asked in counter.lines[1].exchanges), "nothing went up again"


def test_half_an_answer_never_lies_on_the_stick(qtbot: QtBot, counter: Counter) -> None:
    """A folder stands where the answer's beginning would be written: as a full stick, it leaves nothing."""
    (counter.stick / f".respuesta-{counter.file.name}.part").mkdir()
    counter.carry()
    qtbot.waitUntil(lambda: counter.has_ended)
    carriage = counter.link.carriage
    assert carriage is not None
    assert carriage.refused is not None
    assert not (counter.stick / f"respuesta-{counter.file.name}").exists()
