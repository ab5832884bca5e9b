"""A desk that was closed is gone: its window, its screens, and what they held of the counter."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.kiosk_app.desk_views.conftest import end_program, start_program
from tests.kiosk_app.desk_views.hands import PIN, Operator, sign_in
from tests.kiosk_app.desk_views.kit import Desk

PLACES = (
    "attend",
    "complaint",
    "cases",
    "appointments",
    "drawer",
    "queue",
    "reports",
    "prepaid",
    "statements",
    "printer",
)


@pytest.fixture
def keyed(closed_desk: Desk) -> Desk:
    """Two people may sign in."""
    for person, name, pin in (("rosa.q", "Rosa Quispe", PIN), ("luis.a", "Luis Ayala", "918273")):
        closed_desk.keys.add(bytes(32), operator=person, name=name, role="operator", pin=pin)
    return closed_desk


def used(qtbot: QtBot, app: QApplication, desk: Desk) -> Operator:
    """A desk at which somebody has signed in and been everywhere, with something typed by hand and by a reader."""
    operator = start_program(qtbot, app, desk)
    sign_in(operator)
    if desk.services.drawer.current() is None:
        desk.services.drawer.open(desk.services.operator, desk.services.counter.money(5000))
    for place in PLACES:
        operator.shell.go(place, "")
    operator.shell.go("attend", "")
    operator.type("4011")
    operator.scan("40118726")
    operator.key(Qt.Key.Key_F1)
    return operator


def parts_of(operator: Operator) -> dict[str, weakref.ref[object]]:
    """What must not outlive a desk: the shell, the window, and the screens with their presenters."""
    shell = operator.shell
    parts: dict[str, object] = {"shell": shell, "window": shell.window, "scanner": shell._scanner, "ring": shell._ring}
    for name in shell.window.names():
        view = shell.window.view(name)
        parts |= {name: view} | ({f"{name}, its presenter": view.presenter} if view.presenter is not None else {})
    return {name: weakref.ref(part) for name, part in parts.items()}


def left_of(parts: dict[str, weakref.ref[object]]) -> list[str]:
    """Which of them are still there after everything was done that frees what nobody holds."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return [name for name, part in parts.items() if part() is not None]


def test_a_closed_desk_leaves_nothing_behind(qtbot: QtBot, dressed: QApplication, keyed: Desk) -> None:
    operator = used(qtbot, dressed, keyed)
    parts = parts_of(operator)
    end_program(operator)
    del operator
    assert left_of(parts) == []


def test_a_desk_whose_reader_the_application_owns_would_stay(qtbot: QtBot, dressed: QApplication, keyed: Desk) -> None:
    """The control: the reader's clock reaches everything, and a child of the application stays as long as that."""
    operator = used(qtbot, dressed, keyed)
    scanner = operator.shell._scanner
    scanner.setParent(dressed)
    parts = parts_of(operator)
    end_program(operator)
    del operator
    assert {"shell", "window", "attend, its presenter"} <= set(left_of(parts))
    scanner.setParent(None)
    del scanner
    assert left_of(parts) == []


def test_who_takes_over_finds_nothing_of_whoever_worked_before(
    qtbot: QtBot, dressed: QApplication, keyed: Desk
) -> None:
    operator = used(qtbot, dressed, keyed)
    before = {name: part for name, part in parts_of(operator).items() if "presenter" in name}
    operator.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    sign_in(operator, "Luis Ayala", "918273")
    assert operator.desk.services.operator.name == "Luis Ayala"
    assert left_of(before) == []
    end_program(operator)
