from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.background.exchange_thread import ExchangeThread
from kiosk_app.background.moments import system_moment
from kiosk_app.background.sync_link import STORAGE_WAIT_MS, SyncLink
from sync.errors import Reason
from sync.exchange import Exchange, Reply
from sync.status import Connection, Status
from tests.sync.call_carrier import CallCarrier
from tests.sync.station import Station, meeting


class Office:
    """A station whose link runs on real threads, and its centre."""

    def __init__(self) -> None:
        self.station, self.centre, carry = meeting()
        self.carrier = CallCarrier(carry)
        self.link = SyncLink(self.station.engine, self.station.outbox, self.carrier)
        self.seen: list[Status] = []
        self.alerts: list[str] = []
        self.link.status_changed.connect(self.seen.append)
        self.link.alert.connect(self.alerts.append)

    @property
    def is_whole(self) -> bool:
        outbox = self.station.outbox
        return outbox.acknowledged == outbox.length == self.centre.walk.length


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.link.stop()


def test_everything_written_reaches_the_centre_while_the_window_lives(qtbot: QtBot, office: Office) -> None:
    office.station.write(150)
    office.link.start()
    qtbot.waitUntil(lambda: office.is_whole)
    assert office.carrier.threads != {threading.get_ident()}
    assert len(office.carrier.threads) == 1, "one thread waits"
    office.station.write(2)
    office.link.look()
    qtbot.waitUntil(lambda: office.is_whole)
    assert office.seen[-1].connection is Connection.CONNECTED
    assert all(one != other for one, other in zip(office.seen, office.seen[1:], strict=False)), "never twice the same"


def test_the_application_thread_stores_what_the_network_thread_brought(qtbot: QtBot, office: Office) -> None:
    for _ in range(3):
        office.centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 1, "currency": "PEN"})
    with qtbot.waitSignal(office.link.journal_grew):
        office.link.start()
    assert office.station.outbox.outbound_length == 3


def test_offline_is_shown_and_sync_now_does_not_wait(qtbot: QtBot, office: Office) -> None:
    office.link.start()
    qtbot.waitUntil(lambda: bool(office.seen) and office.seen[-1].connection is Connection.CONNECTED)
    office.carrier.cut = True
    office.station.write()
    office.link.sync_now()
    qtbot.waitUntil(lambda: office.seen[-1].connection is Connection.OFFLINE)
    assert office.seen[-1].reason is Reason.TIMEOUT
    office.carrier.cut = False
    office.link.sync_now()
    qtbot.waitUntil(lambda: office.is_whole)


def test_stopping_does_not_wait_for_the_network(qtbot: QtBot, office: Office) -> None:
    office.carrier.open.clear()
    office.link.start()
    qtbot.waitUntil(lambda: bool(office.carrier.exchanges))
    office.link.stop()
    assert office.carrier.closed
    assert office.station.outbox.acknowledged == 0


def test_a_storage_that_refuses_is_told_of_and_sync_goes_on(
    qtbot: QtBot, office: Office, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.sync: the storage refused")
    office.station.outbox.disk_full = True
    office.centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 1, "currency": "PEN"})
    office.link.start()
    qtbot.waitUntil(lambda: office.alerts == ["disk_full"])
    assert office.link._timer.isActive()
    assert office.link._timer.interval() <= STORAGE_WAIT_MS
    office.station.outbox.disk_full = False
    with qtbot.waitSignal(office.link.journal_grew):
        office.link.sync_now()
    assert office.station.outbox.outbound_length == 1


def test_a_fault_of_our_own_in_the_carrier_is_logged_and_is_no_network(
    qtbot: QtBot, expected_log_lines: list[str]
) -> None:
    def broken(_asked: Exchange) -> Reply:
        raise ZeroDivisionError

    expected_log_lines.append("ventanilla.sync: the network carrier failed")
    network = ExchangeThread(CallCarrier(broken))
    network.start()
    station = Station()
    exchange = station.apply(station.engine.tick(system_moment()))
    assert exchange is not None
    with qtbot.waitSignal(network.failed) as caught:
        network.send(exchange)
    assert caught.args == [exchange.id, Reason.CONNECTION_LOST]
    network.stop()


def test_two_histories_are_an_alarm_on_the_screen(qtbot: QtBot, office: Office, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.sync: sync: epoch_changed")
    office.centre.epoch = 7
    office.link.start()
    qtbot.waitUntil(lambda: office.alerts == ["epoch_changed"])
    assert office.link.status.connection is Connection.HALTED
