"""A cabin without a network hands its stick to one that has one: over TLS to the centre, and the answer back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from domain.journal.kinds import Author
from sync.status import Connection
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, OTHER_CABIN, City, Seat, photo
from tests.journeys.test_a_day_carried_on_a_stick import read_from, save_on


def carry_from(file: Path, desk: Seat) -> None:
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(file), ""))
        desk.queue("")
        desk.hands.key(Qt.Key.Key_F4)


def test_a_day_is_carried_over_a_neighbours_wire(city: City, sit: Sit, tmp_path: Path) -> None:
    city.settle(OTHER_CABIN)
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = True
    assert desk.serve(BIRTH)
    desk.complain(photo(desk.town.data))
    stick = tmp_path / "USB"
    stick.mkdir()
    file = save_on(stick, desk)

    neighbour = sit(place=OTHER_CABIN)
    neighbour.sign_in()
    neighbour.hear_the_centre()
    neighbour.send_everything()
    own = [found.hash for found in neighbour.own()]
    answer = stick / f"respuesta-{file.name}"
    carry_from(file, neighbour)
    neighbour.hands.until(answer.exists, what="the answer on the stick")
    assert "La municipalidad ya tiene el archivo de C07" in neighbour.seen()
    assert answer.name in neighbour.seen()
    assert [found.hash for found in neighbour.own()] == own, "nothing of it enters the neighbour's books"
    assert [found.hash for found in city.held("C12")] == own
    assert [found.hash for found in city.held()] == [found.hash for found in desk.own()]
    assert sorted(found.name for found in stick.iterdir()) == sorted((file.name, answer.name))

    carry_from(answer, neighbour)
    assert "Ese archivo es una respuesta para C07" in neighbour.seen()

    read_from(answer, desk)
    waiting = desk.services.queue.waiting()
    assert (waiting.entries, waiting.files) == (0, 0)
    desk.cable.pulled = False
    desk.send_everything()
    assert city.findings() == []
    assert [found.hash for found in city.held()] == [found.hash for found in desk.own()]
    assert city.held("C07", Author.CENTRE)


def test_a_neighbour_that_loses_its_network_says_so_and_goes_on_when_it_returns(
    city: City, sit: Sit, tmp_path: Path
) -> None:
    city.settle(OTHER_CABIN)
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = True
    desk.complain(photo(desk.town.data))
    stick = tmp_path / "USB"
    stick.mkdir()
    file = save_on(stick, desk)
    neighbour = sit(place=OTHER_CABIN)
    neighbour.sign_in()
    neighbour.hear_the_centre()
    neighbour.stop()
    desk.stop()
    city.close_centre()
    neighbour = sit(place=OTHER_CABIN)
    neighbour.sign_in()
    carry_from(file, neighbour)
    neighbour.hands.until(lambda: neighbour.seen_in("Se reintenta solo"), what="why it waits")
    assert list(stick.iterdir()) == [file]
    city.open_centre()
    neighbour.hands.key(Qt.Key.Key_F5)
    neighbour.hands.until((stick / f"respuesta-{file.name}").exists, what="the answer on the stick")
    neighbour.ask_until(lambda: neighbour.running.sync.status.connection is Connection.CONNECTED, "its own line")
    desk = sit()
    desk.cable.pulled = True
    desk.sign_in()
    read_from(stick / f"respuesta-{file.name}", desk)
    assert desk.services.queue.waiting().files == 0
