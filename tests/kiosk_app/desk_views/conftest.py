"""A counter with the sample folder of Cajamarca: real storage, real services, a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.catalog import Municipality, read_municipality
from kiosk_app.screens.desk.screens import DeskHooks
from kiosk_app.services.admission import Admission
from kiosk_app.services.document_parts import remember_operator
from kiosk_app.services.drafts import DraftBook
from kiosk_app.services.sign_in import SignIn, Unlocked
from kiosk_app.shells.desk_shell import DeskIdentity, DeskShell
from kiosk_app.shown import Line
from kiosk_app.theme import DESK, apply_theme
from tests.kiosk_app.desk_views.hands import PIN, Operator, sign_in
from tests.kiosk_app.desk_views.kit import ROSA, Desk, approved_desk

FOLDER = Path(__file__).resolve().parents[3] / "municipalities" / "cajamarca"


@pytest.fixture(scope="session")
def municipality() -> Municipality:
    return read_municipality({path.name: path.read_bytes() for path in FOLDER.glob("*.toml")})


@pytest.fixture
def closed_desk(tmp_path: Path, municipality: Municipality) -> Iterator[Desk]:
    """Approved by the centre; its drawer is shut."""
    made = approved_desk(tmp_path, municipality)
    yield made
    made.station.store.close()


@pytest.fixture
def desk(closed_desk: Desk) -> Desk:
    """The same with fifty soles in an open drawer."""
    closed_desk.services.drawer.open(ROSA, closed_desk.services.counter.money(5000))
    return closed_desk


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in the desk's face."""
    apply_theme(qapp, DESK)
    return qapp


@pytest.fixture
def program(qtbot: QtBot, dressed: QApplication, closed_desk: Desk) -> Iterator[Operator]:
    """The window, nobody signed in. Rosa's PIN is 738291; the drawer is shut."""
    keys = closed_desk.keys
    keys.add(bytes(32), operator="rosa.q", name="Rosa Quispe", role="operator", pin=PIN)
    keys.add(bytes(32), operator="luis.a", name="Luis Ayala", role="operator", pin="918273")
    operator = start_program(qtbot, dressed, closed_desk)
    yield operator
    end_program(operator)


def start_program(qtbot: QtBot, app: QApplication, desk: Desk) -> Operator:
    """The window over a desk's data, as the program is started."""

    def unlocked(found: Unlocked) -> None:
        Admission(desk.services.counter).days_left(found.operator.id)
        with desk.station.store.transaction():
            remember_operator(desk.station.store, found.operator)
        desk.services = replace(desk.services, operator=found.operator, drafts=DraftBook(desk.services.counter))
        shell.begin(desk.services, hooks)

    def returned(found: Unlocked) -> None:
        Admission(desk.services.counter).days_left(found.operator.id)

    identity = DeskIdentity("Cabina 07", "C07", (Line("Mesa de ayuda", "0800 12345"),), "0.1.0")
    shell = DeskShell(
        app,
        SignIn(desk.keys, desk.station.clock),
        identity,
        now=desk.services.counter.now,
        unlocked=unlocked,
        returned=returned,
        key_clock=lambda: operator.seconds,
    )
    operator = Operator(shell, desk)

    def committed() -> None:
        desk.committed()
        shell.refresh()

    hooks: DeskHooks = replace(desk.hooks(), committed=committed, export=lambda: operator.exports.append("asked"))
    shell.window.resize(1366, 768)
    shell.start()
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    return operator


def end_program(operator: Operator) -> None:
    if operator.ended:
        return
    operator.ended = True
    operator.shell.stop()


@pytest.fixture
def attending(program: Operator) -> Operator:
    """Rosa has signed in and opened the drawer with fifty soles."""
    sign_in(program)
    program.desk.services.drawer.open(program.desk.services.operator, program.desk.services.counter.money(5000))
    program.shell.go("attend", "")
    program.struck = 0
    return program
