"""A citizen's one question to the centre: asked on a thread, answered once, forgotten when nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from domain.envelope import from_base64url
from kiosk_app.background.case_link import CaseLink
from sync.exchange import Exchange, Identity, Reply
from sync.messages import CaseStatus
from sync.seal import verify
from tests.fakes.centre_world import CentreWorld, Desk
from tests.sync.call_carrier import CallCarrier
from tests.sync.station import Carry, carried_to

NOBODYS_CASE = "0000000000"


class Line:
    """A kiosk's link to a real registry, and everything that it told."""

    def __init__(self, folder: Path) -> None:
        self.world = CentreWorld(folder)
        desk = self.world.desk()
        self.kiosk = kiosk = self.world.desk("K01", 101, "kiosk")
        self.cases = [desk.open_case(number).entry.body["case"] for number in (1, 2)]
        desk.push()
        self.told: list[tuple[Any, ...]] = []
        self.open(kiosk, carried_to(self.world.registry.handle))

    def open(self, station: Desk, carry: Carry) -> None:
        self.carrier = CallCarrier(carry)
        identity = Identity(station.name, 1, station.key, from_base64url(station.invitation.centre_key), verify)
        self.link = CaseLink(identity, lambda: 0, self.carrier)
        self.link.answered.connect(self._answered)
        self.link.unknown.connect(self._unknown)
        self.link.unreachable.connect(self._unreachable)
        self.link.start()

    def _answered(self, code: str, status: CaseStatus) -> None:
        self.told.append(("answered", code, status.state))

    def _unknown(self, code: str) -> None:
        self.told.append(("unknown", code))

    def _unreachable(self, code: str) -> None:
        self.told.append(("unreachable", code))


@pytest.fixture
def line(qtbot: QtBot, tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path)
    yield made
    made.link.stop()
    made.world.close()


def test_a_case_that_a_desk_opened_is_known_at_the_kiosk(qtbot: QtBot, line: Line) -> None:
    line.link.ask(line.cases[0])
    qtbot.waitUntil(lambda: bool(line.told))
    assert line.told == [("answered", line.cases[0], "received")]
    assert line.carrier.threads != {threading.get_ident()}, "the glass does not wait"


def test_a_code_that_the_centre_does_not_know_is_unknown(qtbot: QtBot, line: Line) -> None:
    line.link.ask(NOBODYS_CASE)
    qtbot.waitUntil(lambda: bool(line.told))
    assert line.told == [("unknown", NOBODYS_CASE)]


def test_without_a_network_nothing_is_known_about_the_code(qtbot: QtBot, line: Line) -> None:
    line.carrier.cut = True
    line.link.ask(line.cases[0])
    qtbot.waitUntil(lambda: bool(line.told))
    line.carrier.cut = False
    line.link.ask(line.cases[0])
    qtbot.waitUntil(lambda: len(line.told) > 1)
    assert line.told == [("unreachable", line.cases[0]), ("answered", line.cases[0], "received")]


def test_a_login_page_that_says_not_found_is_no_word_of_the_centre(qtbot: QtBot, line: Line) -> None:
    def portal(_asked: Exchange) -> Reply:
        return Reply(404, "text/html", "", b"<html>not found</html>")

    line.link.stop()
    line.open(line.kiosk, portal)
    line.link.ask(line.cases[0])
    qtbot.waitUntil(lambda: bool(line.told))
    assert line.told == [("unreachable", line.cases[0])]


def test_a_station_that_may_not_ask_says_nothing_about_the_case(
    qtbot: QtBot, line: Line, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.sync: the centre does not say where cases stand: station_pending")
    newcomer = line.world.invite("K02", 102, "kiosk")
    newcomer.enrol()
    line.link.stop()
    line.open(newcomer, carried_to(line.world.registry.handle))
    line.link.ask(NOBODYS_CASE)
    qtbot.waitUntil(lambda: bool(line.told))
    assert line.told == [("unreachable", NOBODYS_CASE)]


def test_of_two_questions_only_the_later_one_is_told_of(qtbot: QtBot, line: Line) -> None:
    line.carrier.open.clear()
    line.link.ask(NOBODYS_CASE)
    qtbot.waitUntil(lambda: bool(line.carrier.exchanges))
    line.link.ask(line.cases[0])
    line.link.ask(line.cases[1])
    assert len(line.carrier.exchanges) == 1, "one question is on the wire at a time"
    line.carrier.open.set()
    qtbot.waitUntil(lambda: bool(line.told))
    assert line.told == [("answered", line.cases[1], "received")]
    assert [exchange.path for exchange in line.carrier.exchanges] == [
        f"/v1/cases/{NOBODYS_CASE}",
        f"/v1/cases/{line.cases[1]}",
    ]


def test_an_answer_that_nobody_waits_for_is_told_to_nobody(qtbot: QtBot, line: Line) -> None:
    line.carrier.open.clear()
    line.link.ask(line.cases[0])
    qtbot.waitUntil(lambda: bool(line.carrier.exchanges))
    line.link.forget()
    with qtbot.waitSignal(line.link._network.replied):
        line.carrier.open.set()
    assert line.told == []
    line.link.ask(line.cases[1])
    qtbot.waitUntil(lambda: bool(line.told))
    assert line.told == [("answered", line.cases[1], "received")]


def test_asking_again_for_what_is_under_way_waits_for_the_same_answer(qtbot: QtBot, line: Line) -> None:
    line.carrier.open.clear()
    line.link.ask(line.cases[0])
    qtbot.waitUntil(lambda: bool(line.carrier.exchanges))
    line.link.forget()
    line.link.ask(line.cases[0])
    line.carrier.open.set()
    qtbot.waitUntil(lambda: bool(line.told))
    assert line.told == [("answered", line.cases[0], "received")]
    assert len(line.carrier.exchanges) == 1


def test_stopping_does_not_wait_for_the_network_and_tells_nobody(qtbot: QtBot, line: Line) -> None:
    line.carrier.open.clear()
    line.link.ask(line.cases[0])
    qtbot.waitUntil(lambda: bool(line.carrier.exchanges))
    line.link.stop()
    assert line.carrier.closed
    assert line.told == []
