"""Somebody learns at the real program: it works the same, says everywhere what it is, and leaves nothing."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from kiosk_app.bootstrap.desk import DeskProgram
from kiosk_app.storage import spool_table
from kiosk_app.widgets.watermark import Watermark
from printing.spool import SpoolState
from tests.journeys.conftest import Sit
from tests.journeys.kit import City, Seat
from tools.hands import Hands


def practise(desk: Seat) -> DeskProgram:
    """From the sign-in page, without a PIN."""
    desk.hands.key(Qt.Key.Key_F6)
    program = desk.program.practising
    assert program is not None
    program.shell.window.activateWindow()
    return program


def end(program: DeskProgram) -> None:
    program.shell.window.practice.button.click()


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_what_is_practised_is_marked_everywhere_and_reaches_nothing_real(city: City, sit: Sit) -> None:
    desk = sit()
    real = desk.program._folder.path
    before = state_of(real)
    program = practise(desk)
    assert not desk.window.isVisible()
    window, hands = program.shell.window, Hands(program.shell.window)
    assert program.services is not None
    running = program.running
    assert running is not None
    folder = running.station.folder.path
    services = program.services
    services.drawer.open(services.operator, services.counter.money(5000))
    program.shell.go("attend", "")
    hands.scan("40118726")
    hands.write("Nombres", "Íñigo")
    hands.write("Apellidos", "Muñoz Ñaupari")
    hands.write("¿Qué necesita la persona?", "fedat")
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_F12)
    last = services.cases.today()[0]
    assert (last.receipt or "").startswith("PRACT-"), "no number of the municipality's is used"
    appointment = next(iter(services.counter.municipality.appointment_services))
    program.shell.go("appointments", f"book:{appointment.code}")
    hands.write("Nombres", "Íñigo")
    hands.key(Qt.Key.Key_F12)
    assert len(services.appointments.upcoming()) == 1, "an hour of tomorrow"
    store = running.station.counter.store

    def state() -> SpoolState:
        entry = services.paper.papers_of(last.code)[-1].entry
        return spool_table.of_entry(store, entry)[-1].state

    hands.until(lambda: state() is SpoolState.PRINTED, what="the paper")
    for place in ("attend", "cases", "drawer", "queue", "reports", "complaint"):
        program.shell.go(place, "")
        mark = window.findChild(Watermark)
        assert mark is not None
        assert mark.isVisible()
        assert mark.size() == window.size()
        assert "nada se cobra" in window.practice.words.text()
    running.sync.sync_now()
    assert running.sync.status.last_contact is None, "it is sent to nobody"
    end(program)
    assert desk.window.isVisible()
    assert not folder.exists(), "thrown away"
    assert state_of(real) == before, "not a byte of the real station has changed"
    assert desk.program.practising is None


def test_a_practice_that_was_thrown_away_leaves_nothing_in_memory(city: City, sit: Sit) -> None:
    """Neither its window nor its counter, however often somebody practises; the real desk stays."""
    desk = sit()
    program = practise(desk)
    assert program.services is not None
    for place in ("attend", "cases", "complaint", "queue"):
        program.shell.go(place, "")
    parts = {
        "program": program,
        "shell": program.shell,
        "window": program.shell.window,
        "screen": program.shell.window.view("attend"),
        "presenter": program.shell.window.view("attend").presenter,
        "books": program.services.counter.journal,
        "sync": program.running.sync if program.running is not None else None,
    }
    left = {name: weakref.ref(part) for name, part in parts.items() if part is not None}
    own = [weakref.ref(one) for one in (desk.program, desk.program.shell.window)]
    assert len(left) == len(parts)
    end(program)
    del program, parts
    desk.hands.settle()
    gc.collect()
    assert [name for name, part in left.items() if part() is not None] == []
    assert all(part() is not None for part in own)


def test_a_paper_of_the_practice_says_so_at_both_ends_and_opens_no_drawer(city: City, sit: Sit) -> None:
    desk = sit()
    program = practise(desk)
    assert program.services is not None
    paper, services = program.services.paper, program.services
    services.drawer.open(services.operator, services.counter.money(5000))
    document = paper._marked(paper.x_report(program.services.operator))
    assert document.training  # type: ignore[attr-defined]
    assert getattr(paper._printer.profile, "drawer", False) is False
    end(program)


def test_a_real_counter_is_not_marked(city: City, sit: Sit) -> None:
    """The control."""
    desk = sit()
    desk.begin_day()
    paper = desk.services.paper
    document = paper._marked(paper.x_report(desk.services.operator))
    assert not document.training  # type: ignore[attr-defined]
    assert desk.window.findChild(Watermark) is None
    offers = [found for found in desk.window.findChildren(QAbstractButton) if found.text().startswith("Practicar")]
    assert not any(found.isVisible() for found in offers)
