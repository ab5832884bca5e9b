"""A complaint on the map, by the operator's hands: keys, touches, several lamps, and one more neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from domain.catalog import Municipality, read_municipality
from kiosk_app.screens.desk.complaint.view import ComplaintView
from kiosk_app.services.places import Places
from kiosk_app.storage.town_map import open_map
from tests.fakes.small_town import at, write_small_town
from tests.kiosk_app.desk_views.conftest import FOLDER
from tests.kiosk_app.desk_views.hands import Operator, sign_in
from tests.kiosk_app.desk_views.kit import Desk, approved_desk

DESCRIPTION = "No enciende desde el lunes"


@pytest.fixture(scope="session")
def municipality() -> Municipality:
    """Whose folder says which things on the map a category is about."""
    folder = FOLDER.with_name("mar-del-plata")
    return read_municipality({path.name: path.read_bytes() for path in folder.glob("*.toml")})


@pytest.fixture
def closed_desk(tmp_path: Path, municipality: Municipality) -> Iterator[Desk]:
    """With a map of its town."""
    made = approved_desk(tmp_path, municipality)
    ground = open_map(write_small_town(tmp_path))
    made.services = replace(made.services, places=Places(ground))
    yield made
    ground.close()
    made.station.store.close()


@pytest.fixture
def counter(program: Operator) -> Operator:
    """Rosa is at the counter; no drawer is needed for a complaint."""
    sign_in(program)
    program.shell.go("attend", "")
    program.struck = 0
    return program


def form(operator: Operator) -> ComplaintView:
    found = operator.shell.window.findChild(ComplaintView)
    assert isinstance(found, ComplaintView)
    return found


def test_a_complaint_takes_at_most_20_keystrokes_and_its_text(counter: Operator) -> None:
    counter.key(Qt.Key.Key_F5)
    counter.type("ence")
    counter.key(Qt.Key.Key_Return)
    counter.type("l 3")
    counter.key(Qt.Key.Key_Return)
    counter.key(Qt.Key.Key_Return)
    counter.dictate(DESCRIPTION)
    counter.key(Qt.Key.Key_Tab)
    while counter.focus() is not form(counter).fields["name"].editor:
        counter.key(Qt.Key.Key_Tab)
    counter.dictate("Ana Ruiz")
    counter.key(Qt.Key.Key_F12)
    assert counter.struck <= 20
    (done,) = counter.desk.services.cases.today()
    detail = counter.desk.services.cases.detail(done.code)
    assert (done.service, detail.description) == ("ALU-1", DESCRIPTION)
    assert detail.place == "L-00003. San Martín, a 50 m de 9 de Julio"


def choose(operator: Operator, category: str = "ence", plate: str = "l 3") -> ComplaintView:
    operator.key(Qt.Key.Key_F5)
    operator.type(category)
    operator.key(Qt.Key.Key_Return)
    operator.type(plate)
    operator.key(Qt.Key.Key_Return)
    return form(operator)


def finish(operator: Operator, view: ComplaintView) -> None:
    view.go_to("description")
    operator.dictate(DESCRIPTION)
    view.go_to("name")
    operator.dictate("Ana Ruiz")
    operator.key(Qt.Key.Key_F12)


def test_the_same_lamp_again_is_offered_and_joined_with_one_key(counter: Operator) -> None:
    view = choose(counter)
    assert not view.similar.isVisible()
    finish(counter, view)
    view.finished.emit()
    again = choose(counter)
    assert again.similar.isVisible()
    counter.key(Qt.Key.Key_F11)
    finish(counter, again)
    cases = counter.desk.services.cases
    second, first = cases.today()  # the newest first
    assert cases.detail(second.code).joins == first.code
    assert cases.detail(first.code).neighbours == 2


def test_the_key_for_joining_takes_it_back_when_it_is_struck_again(counter: Operator) -> None:
    finish(counter, choose(counter))
    form(counter).finished.emit()
    view = choose(counter)
    counter.key(Qt.Key.Key_F11)
    assert view.similar.buttons[0].isChecked()
    counter.key(Qt.Key.Key_F11)
    assert not view.similar.buttons[0].isChecked()


def test_several_lamps_are_added_one_after_the_other_and_taken_out_again(counter: Operator) -> None:
    view = choose(counter)
    assert view.map is not None
    counter.type("l 4")
    counter.key(Qt.Key.Key_Return)
    assert view.map.town.accessibleDescription().startswith("Elegido: L-00003, ")
    assert "L-00004" in view.map.town.accessibleDescription()
    remove = next(
        button for button in view.map.findChildren(QPushButton) if button.accessibleName() == "Quitar L-00003"
    )
    remove.click()
    assert "L-00003" not in view.map.town.accessibleDescription()


def test_a_touch_of_the_map_goes_near_first_and_then_takes_the_lamp(counter: Operator) -> None:
    view = choose(counter, plate="")
    assert view.map is not None
    town = view.map.town
    town.go_to(counter.desk.services.places.point_of(at(150, 6)))  # type: ignore[union-attr]
    QTest.mouseClick(town, Qt.MouseButton.LeftButton, pos=QPoint(town.width() // 2 + 4, town.height() // 2 - 3))
    assert "L-00003" in town.accessibleDescription()


def test_what_is_not_on_the_map_is_written_down_as_it_is_said(counter: Operator) -> None:
    view = choose(counter, plate="Frente al kiosco de Pepe")
    finish(counter, view)
    (done,) = counter.desk.services.cases.today()
    assert counter.desk.services.cases.detail(done.code).place == "Frente al kiosco de Pepe"


def test_an_urgent_kind_says_so_before_it_is_chosen_and_after(counter: Operator) -> None:
    counter.key(Qt.Key.Key_F5)
    counter.type("cable")
    view = form(counter)
    captions = [button.text() for button in view.categories.findChildren(QPushButton)]
    assert "Cables de luz · urgente" in captions
    counter.key(Qt.Key.Key_Return)
    assert view._promise.words.text().startswith("Urgente. ")


def test_the_map_has_a_name_and_says_what_is_chosen_in_words(counter: Operator) -> None:
    view = choose(counter)
    assert view.map is not None
    spoken = QAccessible.queryAccessibleInterface(view.map.town)
    assert spoken.text(QAccessible.Text.Name) == "Mapa de la ciudad"
    assert spoken.text(QAccessible.Text.Description) == "Elegido: L-00003, San Martín, a 50 m de 9 de Julio."


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080)])
def test_field_and_map_are_in_sight_together_once_the_kind_is_chosen(counter: Operator, size: tuple[int, int]) -> None:
    window = counter.shell.window
    window.resize(*size)
    view = choose(counter)
    QApplication.processEvents()
    assert view.map is not None
    bottom = view.map.town.mapTo(window, QPoint(0, view.map.town.height())).y()
    assert bottom <= window.height() - 36
    assert view.map.town.mapTo(window, QPoint(0, 0)).y() >= 60
    assert view.map.town.width() >= 400
