from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from domain.catalog import Municipality
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.follow.presenter import Hear, NotTold
from kiosk_app.screens.kiosk.frame import OPERATOR_HOLD_MS
from kiosk_app.screens.kiosk.home.state import Task
from kiosk_app.screens.kiosk.home.view import HomeView
from kiosk_app.screens.kiosk.overlays import OperatorGate
from kiosk_app.screens.kiosk.session import Phase
from kiosk_app.theme import active_scale
from tests.conftest import type_text
from tests.kiosk_app.kiosk_views.kit import PIN, Kiosk
from tests.kiosk_app.kiosk_views.pages import answer_complaint, complaint, follow, procedures
from tests.kiosk_app.kiosk_views.remains import remains_of

LEFT = Qt.MouseButton.LeftButton


def tap(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def tile(kiosk: Kiosk, task: Task) -> QWidget:
    home = kiosk.window.visit.home.screen
    assert isinstance(home, HomeView)
    return home.tiles[list(Task).index(task)]


def reach_check_page(kiosk: Kiosk, municipality: Municipality) -> None:
    for _page in answer_complaint(kiosk.window, municipality):
        kiosk.settle()


def is_home(kiosk: Kiosk) -> bool:
    return kiosk.window.visit.home.screen.isVisible()


# Time.


def test_a_kiosk_left_alone_asks_and_then_goes_home(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.COMPLAINT))
    kiosk.wait(60)
    assert kiosk.window.still_here.isVisible()
    kiosk.wait(29)
    assert kiosk.window.still_here.isVisible()
    kiosk.wait(1)
    assert not kiosk.window.still_here.isVisible()
    assert is_home(kiosk)
    assert kiosk.session.phase is Phase.RESTING


def test_the_question_hides_the_whole_page(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.COMPLAINT))
    kiosk.wait(61)
    overlay = kiosk.window.still_here
    assert overlay.geometry() == kiosk.window.rect()
    middle = kiosk.window.rect().center()
    assert kiosk.window.childAt(QPoint(middle.x(), 300)) in {overlay, *overlay.findChildren(QWidget)}
    corner = overlay.grab().toImage().pixelColor(3, 3)
    assert corner.alpha() == 255


def test_a_touch_anywhere_answers_and_acts_on_nothing_else(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.COMPLAINT))
    kiosk.settle()
    for _extension in range(12):
        kiosk.wait(75)
        assert kiosk.window.still_here.isVisible()
        tap(kiosk.window.still_here)
        assert not kiosk.window.still_here.isVisible()
        assert complaint(kiosk.window)[0].choice.isVisible()
    assert not kiosk.desk.filed


def test_a_key_answers_too(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.PROCEDURE))
    kiosk.settle()
    kiosk.wait(95)
    assert kiosk.window.still_here.isVisible()
    search = procedures(kiosk.window)[0].search
    QTest.keyClick(search.field, Qt.Key.Key_A)
    assert not kiosk.window.still_here.isVisible()
    assert search.text() == "", "the key that answers writes nothing"
    kiosk.settle()
    QTest.keyClick(search.field, Qt.Key.Key_A)
    assert search.text() == "a", "the control: the next key writes"


def test_a_screen_reader_presses_the_button(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.COMPLAINT))
    kiosk.wait(61)
    kiosk.window.still_here.stay.click()
    assert not kiosk.window.still_here.isVisible()
    assert kiosk.session.phase is Phase.IN_USE


def test_typing_pages_leave_more_time(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.FOLLOW))
    kiosk.settle()
    kiosk.wait(89)
    assert not kiosk.window.still_here.isVisible()
    kiosk.wait(1)
    assert kiosk.window.still_here.isVisible()


def test_the_last_page_says_how_long_it_stays_and_then_wipes(kiosk: Kiosk, municipality: Municipality) -> None:
    tap(kiosk.window.header)
    reach_check_page(kiosk, municipality)
    screen, presenter = complaint(kiosk.window)
    presenter.send()
    kiosk.wait(5)
    assert "40 segundos" in screen.done.closing.text()
    kiosk.settle()
    tap(screen.done.more_time)
    kiosk.wait(44)
    assert screen.isVisible()
    kiosk.wait(1)
    assert is_home(kiosk)


# What is left of a person.


@pytest.mark.parametrize("how", ["time", "button"])
def test_nothing_of_a_person_is_left(kiosk: Kiosk, municipality: Municipality, how: str) -> None:
    tap(kiosk.window.header)
    reach_check_page(kiosk, municipality)
    screen, presenter = complaint(kiosk.window)
    presenter.change("details")
    kiosk.settle()
    type_text(screen.write.fields[0], f" mi DNI es {samples.CANARY}")
    QApplication.clipboard().setText(samples.CANARY)
    _, lookup = procedures(kiosk.window)
    lookup.search(samples.CANARY)
    del screen, presenter, lookup
    assert len(remains_of(samples.CANARY)) > 3, "the search itself must find what is there"
    if how == "time":
        kiosk.wait(91)
        kiosk.wait(31)
    else:
        kiosk.settle()
        tap(kiosk.window.footer.end)
    kiosk.settle()
    assert is_home(kiosk)
    assert remains_of(samples.CANARY) == []
    assert remains_of("Limay") == []


def test_a_half_typed_document_is_wiped(kiosk: Kiosk, municipality: Municipality) -> None:
    for page in answer_complaint(kiosk.window, municipality):
        kiosk.settle()
        if page == "document":
            break
    _, presenter = complaint(kiosk.window)
    presenter.type_digit("4790316")
    del presenter
    assert remains_of("4790316")
    tap(kiosk.window.footer.end)
    kiosk.settle()
    assert remains_of("4790316") == []


def test_language_and_letters_go_back_for_the_next_person(kiosk: Kiosk) -> None:
    tap(kiosk.window.header.languages["en"])
    kiosk.settle()
    tap(kiosk.window.header.large)
    kiosk.settle()
    assert kiosk.window.footer.end.text() == "Finish and erase my data"
    assert active_scale().name == "kiosk_large"
    tap(kiosk.window.footer.end)
    kiosk.settle()
    assert kiosk.window.footer.end.text() == "Terminar y borrar mis datos"
    assert active_scale().name == "kiosk"
    assert not kiosk.window.header.large.isChecked()


def test_a_new_person_gets_no_new_tries(kiosk: Kiosk) -> None:
    kiosk.window.open_task(Task.FOLLOW)
    _, presenter = follow(kiosk.window)
    for _try in range(5):
        presenter.empty()
        presenter.type_digit(samples.UNKNOWN_CODE)
        presenter.ask()
    tap(kiosk.window.footer.end)
    kiosk.settle()
    kiosk.window.open_task(Task.FOLLOW)
    assert not follow(kiosk.window)[0].code.pad.isEnabled()


def asks_elsewhere(kiosk: Kiosk) -> Hear:
    """A person has asked for a case of another station and waits; what is returned tells them."""
    kiosk.centre.answer = None
    kiosk.window.open_task(Task.FOLLOW)
    _, presenter = follow(kiosk.window)
    presenter.type_digit(samples.UNKNOWN_CODE)
    presenter.ask()
    kiosk.settle()
    assert kiosk.centre.waits is not None
    return kiosk.centre.waits


def test_an_answer_for_somebody_who_left_is_heard_by_nobody(kiosk: Kiosk) -> None:
    asks_elsewhere(kiosk)
    tap(kiosk.window.footer.end)
    kiosk.settle()
    assert is_home(kiosk)
    assert kiosk.centre.waits is None
    kiosk.window.open_task(Task.FOLLOW)
    assert follow(kiosk.window)[0].code.boxes.shown == "___ ___ ____"


def test_without_signal_the_button_asks_again_and_back_is_the_typed_code(kiosk: Kiosk) -> None:
    tell = asks_elsewhere(kiosk)
    screen, _ = follow(kiosk.window)
    assert screen.waiting.isVisible()
    tell(samples.UNKNOWN_CODE, NotTold.NO_ANSWER)
    kiosk.settle()
    assert screen.no_answer.isVisible()
    tap(screen.no_answer.go_on)
    kiosk.settle()
    assert kiosk.centre.asked == [samples.UNKNOWN_CODE] * 2
    tap(kiosk.window.header.back)
    kiosk.settle()
    assert screen.code.isVisible()
    assert screen.code.boxes.shown == "207 000 0013"


# Taps.


def test_ten_fast_taps_open_one_page_and_choose_nothing_there(kiosk: Kiosk) -> None:
    target = tile(kiosk, Task.COMPLAINT)
    where = target.mapTo(kiosk.window, target.rect().center())
    for _tap in range(10):
        under = kiosk.window.childAt(where)
        assert under is not None
        tap(under)
        kiosk.clock.now += 0.1
    screen, _ = complaint(kiosk.window)
    assert screen.current_page is screen.choice
    assert screen.choice.heading.text() == "¿De qué es su reclamo?"


def test_ten_fast_taps_send_one_complaint(kiosk: Kiosk, municipality: Municipality) -> None:
    reach_check_page(kiosk, municipality)
    screen, _ = complaint(kiosk.window)
    where = screen.check.send.mapTo(kiosk.window, screen.check.send.rect().center())
    for _tap in range(10):
        under = kiosk.window.childAt(where)
        assert under is not None
        tap(under)
        kiosk.clock.now += 0.1
    assert len(kiosk.desk.filed) == 1


def test_typing_on_the_glass_is_never_held_up(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.FOLLOW))
    kiosk.settle()
    screen, _ = follow(kiosk.window)
    keys = {key.text(): key for key in screen.code.pad.findChildren(type(screen.code.pad._digit("0")))}
    for digit in "2074183":
        tap(keys[digit])
        kiosk.clock.now += 0.03
    assert screen.code.boxes.shown == "207 418 3___"


def test_a_finger_that_slides_off_changes_its_mind(kiosk: Kiosk) -> None:
    target = tile(kiosk, Task.COMPLAINT)
    QTest.mousePress(target, LEFT)
    assert is_home(kiosk), "nothing acts on press"
    QTest.mouseMove(target, QPoint(-50, -50))
    QTest.mouseRelease(target, LEFT, pos=QPoint(-50, -50))
    assert is_home(kiosk)
    QTest.mousePress(target, LEFT)
    QTest.mouseRelease(target, LEFT)
    assert not is_home(kiosk), "the control: a release inside acts"


# Going back, changing language.


def test_a_change_of_language_keeps_the_page_and_the_answers(kiosk: Kiosk, municipality: Municipality) -> None:
    reach_check_page(kiosk, municipality)
    tap(kiosk.window.header.languages["en"])
    kiosk.settle()
    screen, _ = complaint(kiosk.window)
    assert screen.check.heading.text() == "Check before you send"
    values = [line._value.text() for line in screen.check.lines if line.isVisible()]
    assert any("Jr. Amazonas" in value for value in values)
    assert any("Julia Limay Huanca" in value for value in values)


def test_a_document_is_masked_on_the_check_page(kiosk: Kiosk, municipality: Municipality) -> None:
    reach_check_page(kiosk, municipality)
    screen, _ = complaint(kiosk.window)
    values = " ".join(line._value.text() for line in screen.check.lines)
    assert f"••••• {samples.CANARY[-3:]}" in values
    assert samples.CANARY not in values


def test_back_keeps_what_stands_in_the_fields(kiosk: Kiosk, municipality: Municipality) -> None:
    for page in answer_complaint(kiosk.window, municipality):
        kiosk.settle()
        if page == "details":
            break
    screen, presenter = complaint(kiosk.window)
    type_text(screen.write.fields[0], "ñandú")
    tap(kiosk.window.header.back)
    kiosk.settle()
    presenter.choose("days")
    kiosk.settle()
    assert screen.write.fields[0].text() == "ñandú"


def test_the_first_page_has_no_way_back_and_the_others_do(kiosk: Kiosk) -> None:
    assert not kiosk.window.header.back.isVisible()
    tap(tile(kiosk, Task.CERTIFICATE))
    kiosk.settle()
    assert kiosk.window.header.back.isVisible()
    tap(kiosk.window.header.back)
    assert is_home(kiosk)


def test_the_keyboard_on_the_glass_writes_spanish_and_leaves_the_focus(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.PROCEDURE))
    kiosk.settle()
    search = procedures(kiosk.window)[0].search
    keys = {key.text(): key for key in search.keyboard.findChildren(type(search.keyboard._erase))}
    for sign in ("ñ", "á", "Espacio", "ü", "x", "Borrar"):
        tap(keys[sign])
    assert search.text() == "ñá ü"
    assert search.field.hasFocus()
    assert not search.keyboard.geometry().intersects(search.field.geometry())


def test_no_signal_is_told_on_the_first_page(kiosk: Kiosk, make_kiosk: Callable[..., Kiosk]) -> None:
    assert kiosk.window.notice.isVisible()
    tap(tile(kiosk, Task.PROCEDURE))
    kiosk.settle()
    assert not kiosk.window.notice.isVisible()
    assert not make_kiosk(offline=False).window.notice.isVisible()


# The way out.


def _enter(kiosk: Kiosk, pin: str) -> None:
    kiosk.settle()
    type_text(kiosk.window.gate, pin)
    tap(kiosk.window.gate.enter)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_no_key_leaves_the_kiosk(kiosk: Kiosk, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    for target in (kiosk.window, tile(kiosk, Task.FOLLOW)):
        QTest.keyClick(target, key, modifier)
        kiosk.settle()
    assert kiosk.window.isVisible()
    assert is_home(kiosk)
    assert not kiosk.window.gate.isVisible()


def test_closing_the_window_does_nothing(kiosk: Kiosk) -> None:
    assert not kiosk.window.close()
    assert kiosk.window.isVisible()


def test_the_operator_s_keys_and_pin_close_it(kiosk: Kiosk) -> None:
    left = []
    kiosk.window.left.connect(lambda: left.append(True))
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(kiosk.window, Qt.Key.Key_F12, modifiers)
    assert kiosk.window.gate.isVisible()
    _enter(kiosk, PIN)
    assert left == [True]
    assert not kiosk.window.isVisible()


def test_a_wrong_pin_is_told_and_the_fifth_makes_it_wait(kiosk: Kiosk) -> None:
    kiosk.window.gate.ask()
    for _try in range(5):
        _enter(kiosk, "1111")
        assert kiosk.window.isVisible()
    _enter(kiosk, PIN)
    assert kiosk.window.isVisible(), "the right PIN waits too"
    kiosk.clock.now += WrongTries(kiosk.clock)._pause_seconds
    _enter(kiosk, PIN)
    assert not kiosk.window.isVisible()


def test_a_pin_is_never_shown_and_never_kept(kiosk: Kiosk) -> None:
    gate: OperatorGate = kiosk.window.gate
    gate.ask()
    type_text(gate, PIN)
    assert gate._dots.text() == "••••"
    assert remains_of(PIN) == []
    tap(gate.give_up)
    assert not gate.isVisible()
    assert gate._pin == ""


def test_holding_the_emblem_asks_for_the_operator(kiosk: Kiosk) -> None:
    emblem = kiosk.window.header.emblem
    QTest.mousePress(emblem, LEFT)
    assert emblem._timer.interval() == OPERATOR_HOLD_MS
    assert emblem._timer.isActive()
    emblem._timer.timeout.emit()
    assert kiosk.window.gate.isVisible()
    QTest.mouseRelease(emblem, LEFT)
    assert not emblem._timer.isActive()


def test_a_gate_left_open_goes_with_the_session(kiosk: Kiosk) -> None:
    tap(kiosk.window.header)
    kiosk.window.gate.ask()
    kiosk.wait(61)
    kiosk.wait(31)
    assert not kiosk.window.gate.isVisible()


def test_a_long_press_or_right_click_opens_no_menu(kiosk: Kiosk) -> None:
    tap(tile(kiosk, Task.PROCEDURE))
    kiosk.settle()
    field = procedures(kiosk.window)[0].search.field
    where = QPoint(5, 5)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, field.mapToGlobal(where))
    QApplication.sendEvent(field, menu)
    assert QApplication.activePopupWidget() is None


def test_calling_for_help_hides_the_answers_and_tells_the_desk(kiosk: Kiosk) -> None:
    called = []
    kiosk.window.help_called.connect(lambda: called.append(True))
    tap(kiosk.window.footer.help)
    assert called == [True]
    assert kiosk.window.help_sign.geometry() == kiosk.window.rect()
    tap(kiosk.window.help_sign.go_on)
    assert not kiosk.window.help_sign.isVisible()


def test_a_window_that_stopped_watches_nothing(kiosk: Kiosk) -> None:
    kiosk.window.stop()
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(kiosk.window, press)
    assert kiosk.session.phase is Phase.RESTING
