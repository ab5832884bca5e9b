"""Every page of the kiosk, one after another, as a person would meet them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.catalog import Municipality
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.announced.presenter import AnnouncedPresenter
from kiosk_app.screens.kiosk.complaint.flow import PlaceKind, Since
from kiosk_app.screens.kiosk.complaint.presenter import ComplaintPresenter, PaperState
from kiosk_app.screens.kiosk.complaint.questions import NAMED
from kiosk_app.screens.kiosk.complaint.view import ComplaintView
from kiosk_app.screens.kiosk.follow.presenter import FollowPresenter, NotTold
from kiosk_app.screens.kiosk.follow.view import FollowView
from kiosk_app.screens.kiosk.home.state import Task
from kiosk_app.screens.kiosk.procedures.presenter import ProceduresPresenter
from kiosk_app.screens.kiosk.procedures.view import ProceduresView
from kiosk_app.shells.kiosk_window import KioskWindow
from tests.kiosk_app.kiosk_views.kit import Kiosk


def complaint(window: KioskWindow) -> tuple[ComplaintView, ComplaintPresenter]:
    stage = window.visit.tasks[Task.COMPLAINT]
    assert isinstance(stage.screen, ComplaintView)
    assert isinstance(stage.presenter, ComplaintPresenter)
    return stage.screen, stage.presenter


def follow(window: KioskWindow) -> tuple[FollowView, FollowPresenter]:
    stage = window.visit.tasks[Task.FOLLOW]
    assert isinstance(stage.screen, FollowView)
    assert isinstance(stage.presenter, FollowPresenter)
    return stage.screen, stage.presenter


def procedures(window: KioskWindow) -> tuple[ProceduresView, ProceduresPresenter]:
    stage = window.visit.tasks[Task.PROCEDURE]
    assert isinstance(stage.screen, ProceduresView)
    assert isinstance(stage.presenter, ProceduresPresenter)
    return stage.screen, stage.presenter


def placed_category(municipality: Municipality) -> Any:
    return next(known for known in municipality.complaint_categories if known.needs_place)


def answer_complaint(window: KioskWindow, municipality: Municipality) -> Iterator[str]:
    """Answers every question with a name and a document; the caller looks at each page on the way."""
    _, presenter = complaint(window)
    category = placed_category(municipality)
    window.open_task(Task.COMPLAINT)
    yield "group"
    presenter.choose(category.group)
    yield "category"
    presenter.choose(category.code)
    yield "place kind"
    presenter.choose(PlaceKind.CORNER)
    yield "place"
    presenter.write(("Jr. Amazonas", ""))
    yield "place, one street missing"
    presenter.write(("Jr. Amazonas", "Jr. Dos de Mayo"))
    yield "since"
    presenter.choose(Since.DAYS)
    yield "details"
    presenter.write(("Frente al colegio, de noche no se ve nada.",))
    yield "who"
    presenter.choose(NAMED)
    yield "document"
    presenter.type_digit(samples.CANARY)
    presenter.give_digits()
    yield "name"
    presenter.write(("", ""))
    yield "name, missing"
    presenter.write(samples.NAMES)
    yield "check"


def follow_cases(kiosk: Kiosk) -> Iterator[str]:
    _, status = follow(kiosk.window)
    kiosk.window.open_task(Task.FOLLOW)
    yield "code"
    status.type_digit(samples.KNOWN_CODE[:9] + str((int(samples.KNOWN_CODE[9]) + 1) % 10))
    yield "code, mistyped"
    status.empty()
    status.type_digit(samples.UNKNOWN_CODE)
    status.ask()
    yield "code, unknown"
    kiosk.centre.answer = None
    status.ask()
    yield "searching"
    assert kiosk.centre.waits is not None
    kiosk.centre.waits(samples.UNKNOWN_CODE, NotTold.NO_ANSWER)
    yield "no answer"
    status.go_back(())
    status.empty()
    status.type_digit(samples.KNOWN_CODE)
    status.ask()
    yield "case"


def every_page(kiosk: Kiosk, municipality: Municipality) -> Iterator[str]:
    window, desk = kiosk.window, kiosk.desk
    yield "home"
    _, lookup = procedures(window)
    window.open_task(Task.PROCEDURE)
    yield "most asked"
    lookup.search("licencia")
    yield "search"
    lookup.search("xyzzy")
    yield "nothing found"
    longest = max(municipality.procedures, key=lambda one: sum(len(each.text) for each in one.requirements))
    for procedure in (municipality.procedures[0], longest):
        lookup.choose(procedure.code)
        yield f"procedure {procedure.code}"
    yield from follow_cases(kiosk)
    yield from answer_complaint(window, municipality)
    screen, presenter = complaint(window)
    desk.refuses = "disk_full"
    presenter.send()
    yield "check, refused"
    desk.refuses = ""
    presenter.send()
    screen.closing_in(45)
    yield "done"
    desk.paper_state = PaperState.AT_THE_DESK
    presenter.tick()
    yield "done, no paper"
    kiosk.announced += [samples.OUTAGE, samples.FAIR]
    window.go_home()
    yield "home, announced"
    window.open_task(Task.ANNOUNCED)
    yield "announced, long"
    announced = window.visit.tasks[Task.ANNOUNCED].presenter
    assert isinstance(announced, AnnouncedPresenter)
    announced.show_another()
    yield "announced"
    window.open_task(Task.CERTIFICATE)
    yield "certificate"
    window.still_here.count(27)
    yield "still here"
    window.still_here.hide()
    window.call_help()
    yield "help"
    window.help_sign.hide()
    window.gate.ask("Ese PIN no abre este equipo.")
    yield "operator"
    window.gate.hide()
