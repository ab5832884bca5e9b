"""A cabin without a network hands its day over on a USB stick, gets the answer the same way, and nothing waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from domain.journal.kinds import Author
from kiosk_app.storage import entries
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, City, Seat, photo


def save_on(stick: Path, desk: Seat) -> Path:
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(stick))
        desk.queue("")
        desk.hands.key(Qt.Key.Key_F8)
    return max(stick.glob("C07-*.ventanilla"))


def read_from(answer: Path, desk: Seat) -> None:
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(answer), ""))
        desk.queue("")
        desk.hands.key(Qt.Key.Key_F9)


def test_a_day_without_a_network_is_carried_on_a_stick(city: City, sit: Sit, tmp_path: Path) -> None:
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = True
    assert desk.serve(BIRTH)
    desk.complain(photo(desk.town.data))
    stick = tmp_path / "USB"
    stick.mkdir()
    before = len(city.held())

    file = save_on(stick, desk)
    assert "Guardado:" in desk.seen()
    assert "En memoria USB" in desk.seen()
    assert BIRTH.document.encode() not in file.read_bytes(), "whoever finds the stick reads nothing"
    assert len(city.held()) == before

    told = city.order("courier", "take", str(file))
    answer = stick / f"respuesta-{file.name}"
    assert str(answer) in told
    assert [found.hash for found in city.held()] == [found.hash for found in desk.own()]
    assert "0 asientos nuevos y 0 archivos nuevos" in city.order("courier", "take", str(file)), "twice does no harm"

    read_from(answer, desk)
    waiting = desk.services.queue.waiting()
    assert (waiting.entries, waiting.files) == (0, 0)
    assert "Ya no espera nada" in desk.seen()
    heard = [signed.hash for signed in entries.read(desk.store, Author.CENTRE)]
    assert heard == [found.hash for found in city.held("C07", Author.CENTRE)]

    desk.cable.pulled = False
    desk.send_everything()
    assert city.findings() == []
    assert [found.hash for found in city.held()] == [found.hash for found in desk.own()]


def test_a_file_that_is_no_answer_of_this_cabin_is_said_in_words(city: City, sit: Sit, tmp_path: Path) -> None:
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = True
    stick = tmp_path / "USB"
    stick.mkdir()
    file = save_on(stick, desk)
    read_from(file, desk)
    assert "va a la municipalidad" in desk.seen()
    (stick / "foto.ventanilla").write_bytes(b"\xff\xd8")
    read_from(stick / "foto.ventanilla", desk)
    assert "no es un archivo de Ventanilla" in desk.seen()
    read_from(stick / "gone.ventanilla", desk)
    assert "La memoria no responde" in desk.seen()
