"""Every screen of the desk, in its window, at the sizes cabins have."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kiosk_app.screens.desk.parts import DeskView
from kiosk_app.screens.desk.samples import SAMPLES, STATUS, STATUS_SIGNED_OUT, Sample
from kiosk_app.shells.desk_window import NARROW_BELOW, DeskWindow
from kiosk_app.theme import DESK, apply_theme
from kiosk_app.widgets import Button, ErrorSummary
from tests.kiosk_app.theme.test_theme import contrast
from wording.catalogue import use_language

SIZES = [(1280, 720), (1366, 768), (1920, 1080)]
INTERACTIVE = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)


class Flashes(QObject):
    """Windows that appeared, by their class."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._app = app
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's override
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False

    def stop(self) -> None:
        self._app.removeEventFilter(self)


@dataclass(frozen=True)
class Stage:
    """A sample in its window; `flashed` are the windows that appeared while it was made."""

    name: str
    window: DeskWindow
    view: DeskView
    flashed: tuple[str, ...]

    def at(self, size: tuple[int, int]) -> Stage:
        self.window.resize(*size)
        for _turn in range(3):
            QApplication.processEvents()
        return self


@pytest.fixture(
    scope="module",
    params=[(name, language) for name in SAMPLES for language in ("es", "en")],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def stage(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Stage]:
    """Each sample is opened once in each language for all the tests of this module."""
    name, language = request.param
    use_language(language)
    apply_theme(qapp, DESK)
    flashes = Flashes(qapp)
    window, view = opened(name)
    flashes.stop()
    yield Stage(name, window, view, tuple(flashes.seen))
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def opened(name: str) -> tuple[DeskWindow, DeskView]:
    sample: Sample = SAMPLES[name]
    window, view = DeskWindow(), sample.make()
    window.add_view(sample.place, view)
    window.show_status(STATUS_SIGNED_OUT if sample.place == "sign_in" else STATUS)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    view.render(sample.state)
    window.show_view(sample.place)
    view.render(sample.state)
    for _turn in range(3):
        QApplication.processEvents()
    return window, view


@pytest.fixture
def open_sample(qtbot: QtBot, dressed: QApplication) -> Iterator[Callable[..., tuple[DeskWindow, DeskView]]]:
    kept: list[DeskWindow] = []

    def open_one(name: str, size: tuple[int, int] = (1366, 768)) -> tuple[DeskWindow, DeskView]:
        window, view = opened(name)
        kept.append(window)
        qtbot.addWidget(window)
        window.resize(*size)
        qtbot.waitUntil(window.isActiveWindow)
        QApplication.processEvents()
        window.show_view(SAMPLES[name].place)
        return window, view

    yield open_one
    for window in kept:
        window.close()
    kept.clear()


def visible(window: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    return [found for kind in kinds for found in window.findChildren(kind) if found.isVisible()]


def in_scrolled_content(widget: QWidget) -> bool:
    """What a scroll area holds may lie below the fold: one scrolls there."""
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, QScrollArea):
            return True
        ancestor = ancestor.parentWidget()
    return False


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_is_cut_off(stage: Stage, size: tuple[int, int]) -> None:
    window = stage.at(size).window
    assert (window.width(), window.height()) == size, "the window fits the screen"
    cut: list[tuple[str, int, int]] = []
    for found in visible(window, QLabel):
        assert isinstance(found, QLabel)
        if not found.text():
            continue
        if found.wordWrap():
            needs = found.heightForWidth(found.width())
            longest = max(found.text().split(), key=len)
            widest = QFontMetrics(found.font()).horizontalAdvance(longest)
            if found.height() < needs or found.width() < widest:
                cut.append((found.text(), found.height(), needs))
        elif found.width() < found.sizeHint().width() or found.height() < found.fontMetrics().height():
            cut.append((found.text(), found.width(), found.sizeHint().width()))
    cut += [
        (found.text(), found.width(), found.sizeHint().width())
        for found in visible(window, QAbstractButton)
        if isinstance(found, QAbstractButton) and found.text() and found.width() < found.sizeHint().width()
    ]
    assert cut == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_everything_is_inside_the_window_and_nothing_scrolls_sideways(stage: Stage, size: tuple[int, int]) -> None:
    window = stage.at(size).window
    for found in visible(window, *INTERACTIVE):
        place = QRect(found.mapTo(window, QPoint()), found.size())
        assert place.left() >= 0
        assert place.right() <= window.width(), (found, place)
        if not in_scrolled_content(found):
            assert place.bottom() <= window.height(), (found, place)
    for area in visible(window, QScrollArea):
        assert isinstance(area, QScrollArea)
        held = area.widget()
        assert held is not None
        assert held.width() <= area.viewport().width(), "the content is no wider than its area"


def test_everything_one_can_use_has_a_name_of_its_own(stage: Stage) -> None:
    window = stage.window
    for found in visible(window, *INTERACTIVE):
        if isinstance(found, QAbstractButton) and found.objectName().startswith("qt_"):
            continue
        interface = QAccessible.queryAccessibleInterface(found)
        spoken = interface.text(QAccessible.Text.Name)
        assert spoken, f"{type(found).__name__} {found.objectName()} has no name"
        if isinstance(found, (QLineEdit, QPlainTextEdit)):
            assert spoken != found.placeholderText()


def test_targets_are_large_enough_for_a_hurried_hand(stage: Stage) -> None:
    window = stage.at((1280, 720)).window
    small = [
        (found, found.width(), found.height())
        for found in visible(window, QAbstractButton, QLineEdit, QComboBox)
        if min(found.width(), found.height()) < 24
    ]
    assert small == []


def test_the_keyboard_goes_in_reading_order_inside_each_column(stage: Stage) -> None:
    """Down a column, left to right in a line: never back up by more than a line."""
    window, view, name = stage.at((1920, 1080)).window, stage.view, stage.name
    order = tab_chain(view)
    places = [QRect(found.mapTo(window, QPoint()), found.size()) for found in order]
    for before, after in pairwise(places):
        same_column = after.left() < before.right() and after.right() > before.left()
        assert not (same_column and after.bottom() <= before.top()), (name, before, after)


def tab_chain(view: QWidget) -> list[QWidget]:
    """What Tab visits inside a view, from its beginning, once around."""
    chain: list[QWidget] = []
    current = view.nextInFocusChain()
    while current is not None and current is not view:
        tabbed = bool(current.focusPolicy() & Qt.FocusPolicy.TabFocus) and current.focusProxy() is None
        if tabbed and current.isVisible() and current.isEnabled() and view.isAncestorOf(current):
            chain.append(current)
        current = current.nextInFocusChain()
    return chain


@pytest.mark.parametrize("name", sorted({sample.place for sample in SAMPLES.values()}))
def test_a_view_knows_no_service_storage_or_network(name: str) -> None:
    source = inspect.getsource(importlib.import_module(f"kiosk_app.screens.desk.{name}.view"))
    for forbidden in ("kiosk_app.services", "kiosk_app.storage", "sync.", "domain."):
        assert f"from {forbidden}" not in source
        assert f"import {forbidden}" not in source


def test_the_rail_gives_way_on_a_narrow_screen(open_sample: Callable[..., tuple[DeskWindow, DeskView]]) -> None:
    window, _view = open_sample("attend", (1280, 720))
    narrow = window.rail.width()
    window.resize(NARROW_BELOW, 768)
    QApplication.processEvents()
    assert window.rail.width() > narrow
    assert window.rail.places["cases"].accessibleName() == "Casos"


def test_three_facts_are_always_in_sight(open_sample: Callable[..., tuple[DeskWindow, DeskView]]) -> None:
    for size in SIZES:
        window, _view = open_sample("attend", size)
        for pill in (window.top.saved, window.top.connection, window.top.queue):
            assert pill.isVisible()
            assert pill.width() >= pill.sizeHint().width()
        told = [pill.accessibleName() for pill in (window.top.saved, window.top.connection, window.top.queue)]
        assert told == ["Guardado en este equipo", "Sin conexión", "7 por enviar · último envío 08:15"]


def ink_and_ground(window: QWidget, target: QWidget) -> float:
    """The worst contrast of a rendered label: its commonest colour against the one farthest from it."""
    picture = window.grab(QRect(target.mapTo(window, QPoint()), target.size())).toImage()
    counted: dict[str, int] = {}
    for x in range(picture.width()):
        for y in range(picture.height()):
            name = QColor(picture.pixel(x, y)).name()
            counted[name] = counted.get(name, 0) + 1
    ground = max(counted, key=lambda name: counted[name])
    return max(contrast(ground, name) for name, times in counted.items() if times > 2 or len(counted) < 4)


@pytest.mark.parametrize("name", ["attend", "attend_problems", "attend_delivery", "complaint", "drawer", "close_count"])
def test_rendered_words_are_legible(open_sample: Callable[..., tuple[DeskWindow, DeskView]], name: str) -> None:
    window, _view = open_sample(name, (1920, 1080))
    for found in visible(window, QLabel):
        assert isinstance(found, QLabel)
        on_screen = QRect(found.mapTo(window, QPoint()), found.size()).intersects(window.rect())
        if found.text().strip() and on_screen and not found.visibleRegion().isEmpty():
            assert ink_and_ground(window, found) >= 4.5, found.text()


def test_a_problem_stands_on_top_and_beside_its_field(
    open_sample: Callable[..., tuple[DeskWindow, DeskView]],
) -> None:
    _window, view = open_sample("attend_problems")
    summary = next(found for found in visible(view, ErrorSummary) if isinstance(found, ErrorSummary))
    on_top = [line.text() for line in summary.findChildren(Button) if line.isVisible()]
    beside = [field.error.text() for field in view.fields.values() if field.error.text()]
    assert sorted(on_top) == sorted(beside)
    summary.findChildren(Button)[1].click()
    assert QApplication.focusWidget() is view.fields["given_names"].editor


def test_rendering_the_same_state_again_moves_no_cursor(
    open_sample: Callable[..., tuple[DeskWindow, DeskView]],
) -> None:
    _window, view = open_sample("attend")
    editor = view.fields["given_names"].editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.setCursorPosition(2)
    view.render(SAMPLES["attend"].state)
    assert (QApplication.focusWidget(), editor.cursorPosition()) == (editor, 2)


def test_a_scrolled_form_brings_what_has_the_focus_into_sight(
    open_sample: Callable[..., tuple[DeskWindow, DeskView]],
) -> None:
    window, view = open_sample("attend_questions", (1280, 720))
    last = next(field for name, field in view.fields.items() if name == "question:address").editor
    last.setFocus()
    QApplication.processEvents()
    assert not last.visibleRegion().isEmpty()
    assert window.rect().contains(QRect(last.mapTo(window, QPoint()), last.size()))


def test_no_part_flashes_up_as_a_window_of_its_own(stage: Stage) -> None:
    """A part shown before it has a parent is a window for a moment: it flickers and takes the focus away."""
    assert stage.flashed == ("DeskWindow",)


#: Keys of the window itself (desk_window.py): they work on every screen.
OF_THE_WINDOW = {"F1", "F2", "F3", "F6", "F7", "Ctrl+K"}


def test_every_key_the_strip_promises_is_bound(stage: Stage) -> None:
    bound = {found.key().toString() for found in stage.view.findChildren(QShortcut)}
    bound |= {action.shortcut().toString() for action in stage.view.actions()}
    promised = {key.sequence for key in stage.view.KEYS if key.sequence}
    assert promised - OF_THE_WINDOW <= bound


def strip_words(window: DeskWindow) -> list[str]:
    """Caps and words of the bottom bar, as they stand."""
    return [found.text() for found in window.strip.findChildren(QLabel) if found.isVisibleTo(window.strip)]


def test_the_bottom_bar_offers_only_what_can_be_done_now(
    open_sample: Callable[..., tuple[DeskWindow, DeskView]],
) -> None:
    window, view = open_sample("case_complete")
    assert {"Ctrl+Enter", "F9", "Esc"} <= set(strip_words(window))
    view.render(SAMPLES["case_act_done"].state)
    QApplication.processEvents()
    told = strip_words(window)
    assert "Esc" in told
    assert not {"Ctrl+Enter", "F9"} & set(told), "it is written down already"
    assert [key.cap for key in window.keys_of("case_act")] == ["Esc"], "and the help page says the same"
    view.render(SAMPLES["case_reopen"].state)
    QApplication.processEvents()
    assert "Ctrl+Enter" in strip_words(window)
    assert "F9" not in strip_words(window), "nothing is brought"


def test_another_screens_change_of_keys_leaves_the_bar_to_the_one_on_show(
    open_sample: Callable[..., tuple[DeskWindow, DeskView]],
) -> None:
    window, view = open_sample("case_complete")
    other = SAMPLES["drawer"].make()
    other.render(SAMPLES["drawer"].state)
    window.add_view("drawer", other)
    window.show_view("drawer")
    before = strip_words(window)
    view.render(SAMPLES["case_act_done"].state)
    assert strip_words(window) == before


@pytest.mark.parametrize("name", ["void", "close_compare", "grants"])
def test_a_key_that_does_nothing_is_not_offered(
    open_sample: Callable[..., tuple[DeskWindow, DeskView]], name: str
) -> None:
    """Of a void that is not possible here, a count that is signed, and of nothing to give back."""
    window, view = open_sample(name)
    after = {"void": "void_instead", "close_compare": "close_compare", "grants": "grants_none"}[name]
    gone = {"void": "Ctrl+Enter", "close_compare": "Esc", "grants": "Ctrl+Enter"}[name]
    view.render(SAMPLES[after].state)
    QApplication.processEvents()
    assert gone not in strip_words(window)
