"""The municipality announces something while a cabin is offline; it is read there before the next service, by name."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, HEALTH, City, Seat, raw_words

TITLE = "La caja de la municipalidad cierra a las 15:00"
ORDER = (
    *("announce", "--title", TITLE, "--text", "El viernes 27 la caja cierra a las 15:00 por inventario."),
    *("--until", "31/12/2099", "--must-read", "--by", "lucia"),
)


def status(city: City) -> str:
    return city.order("announcements")


def reads(desk: Seat) -> list[str]:
    return [found.entry.operator for found in desk.own() if found.entry.kind == "announcement_read/1"]


def test_what_was_announced_to_an_offline_cabin_is_read_before_the_next_service(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    operator = desk.services.operator.id
    desk.cable.pulled = True
    said = city.order(*ORDER)
    assert "Comunicado A1: 1 puesto se enterará" in said
    assert "C07: todavía no lo tiene" in status(city)
    assert desk.serve(BIRTH), "without a network nothing stands before anybody"
    assert desk.shows("attend")

    desk._fill(HEALTH)
    desk.cable.pulled = False
    desk.ask_until(lambda: bool(desk.services.announcements.unread(desk.services.operator)), what="the announcement")
    assert desk.shows("attend"), "a form that is being filled in is not interrupted"
    desk.cable.pulled = True
    desk.hands.key(Qt.Key.Key_F8)
    desk.hands.until(lambda: desk.shows("announcements"), what="the page, once the form was put aside")
    assert TITLE in desk.seen()
    assert raw_words(desk.seen()) == []
    desk.hands.key(Qt.Key.Key_F2)
    assert desk.shows("announcements"), "nobody is served before it is read"
    desk.hands.key(Qt.Key.Key_F11)
    assert desk.shows("attend")
    assert reads(desk) == [operator], "signed with no network"
    assert f"falta {operator}" in status(city)

    desk.cable.pulled = False
    desk.ask_until(lambda: desk.running.sync.status.pending_entries == 0, what="the confirmation at the centre")
    assert f"C07: lo tiene; leído por {operator}" in status(city)
    assert city.findings() == []
    assert desk.verification().is_clean

    city.order("withdraw-announcement", "A1", "--by", "lucia")
    desk.ask_until(lambda: desk.services.announcements.valid() == [], what="that it was withdrawn")
    assert "RETIRADO" in status(city)


def test_a_practice_announces_nothing_and_writes_nothing_of_it(city: City, sit: Sit) -> None:
    city.order(*ORDER)
    desk = sit()
    desk.program.practise()
    practice = desk.program.practising
    assert practice is not None
    assert practice.services is not None
    assert practice.shell.window.shown() == "open_drawer"
    assert practice.services.announcements.valid() == []
    practice.practice_ended.emit()
    desk.sign_in()
    desk.hear_the_centre()
    assert reads(desk) == []
