"""The kiosk under a finger: real touch events, as its glass sends them."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScroller, QWidget
from pytestqt.qtbot import QtBot

from domain.catalog import Municipality
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.home.state import Task
from kiosk_app.screens.kiosk.home.view import HomeView
from kiosk_app.screens.kiosk.session import Phase
from kiosk_app.screens.kiosk.touch import Touchable
from tests.fakes.finger import slide, tap
from tests.kiosk_app.kiosk_views.kit import Kiosk
from tests.kiosk_app.kiosk_views.pages import complaint, every_page, follow, procedures


def tile(kiosk: Kiosk, task: Task) -> QWidget:
    home = kiosk.window.visit.home.screen
    assert isinstance(home, HomeView)
    return home.tiles[list(Task).index(task)]


def test_everything_to_press_on_every_page_is_pressed_by_a_finger(kiosk: Kiosk, municipality: Municipality) -> None:
    pages = 0
    for page in every_page(kiosk, municipality):
        kiosk.settle()
        pages += 1
        for one in kiosk.window.findChildren(Touchable):
            centre = one.mapTo(kiosk.window, one.rect().center())
            if not one.isVisible() or not one.isEnabled() or kiosk.window.childAt(centre) is not one:
                continue
            kiosk.clock.now += 1
            down: list[bool] = []
            one.pressed.connect(lambda told=down: told.append(True))
            rim = QPoint(one.width() // 2, one.height() - 6)
            slide(one, rim, rim + QPoint(0, 2000))  # it presses; sliding off, it does not act
            assert down == [True], f"{page}: {one.accessibleName()}"
    assert pages > 20


def test_a_citizen_finds_a_case_with_taps_alone(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.FOLLOW))
    kiosk.settle()
    screen, _presenter = follow(kiosk.window)
    keys = {one.accessibleName() or one.text(): one for one in screen.findChildren(Touchable) if one.isVisible()}
    for digit in samples.KNOWN_CODE:
        tap(keys[digit])
        kiosk.settle()
    tap(keys["Ver mi caso"])
    kiosk.settle()
    assert screen.case.isVisible(), "the page that tells how the case stands"


def test_ten_fast_taps_of_a_finger_open_one_page(kiosk: Kiosk) -> None:
    where = tile(kiosk, Task.COMPLAINT)
    place = where.mapTo(kiosk.window, where.rect().center())
    for _turn in range(10):
        tap(kiosk.window, place)
    assert complaint(kiosk.window)[0].choice.isVisible()
    assert not kiosk.desk.filed


def test_a_touch_that_answers_the_question_acts_on_nothing_else(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.COMPLAINT))
    kiosk.settle()
    kiosk.wait(61)
    assert kiosk.window.still_here.isVisible()
    tap(kiosk.window.still_here)
    assert not kiosk.window.still_here.isVisible()
    assert kiosk.session.phase is Phase.IN_USE
    assert complaint(kiosk.window)[0].choice.isVisible()


def test_a_long_list_of_requirements_moves_under_the_finger(
    qtbot: QtBot, kiosk: Kiosk, municipality: Municipality
) -> None:
    longest = max(municipality.procedures, key=lambda one: sum(len(each.text) for each in one.requirements))
    kiosk.window.open_task(Task.PROCEDURE)
    view, presenter = procedures(kiosk.window)
    presenter.choose(longest.code)
    kiosk.settle()
    area = view.sheet.list.scroller
    assert area.verticalScrollBar().maximum() > 0
    ground = area.viewport()
    slide(ground, QPoint(200, ground.height() - 30), QPoint(200, 30))
    scroller = QScroller.scroller(ground)
    qtbot.waitUntil(lambda: scroller.state() is QScroller.State.Inactive)
    assert area.verticalScrollBar().value() > 0
