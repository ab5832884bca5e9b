"""The map under hands: drag, wheel, keys, touches; what it paints is what the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kiosk_app.shown import MapMarker
from kiosk_app.storage.town_map import TownMap, open_map
from kiosk_app.theme import DESK, apply_theme
from kiosk_app.widgets.town_map import ZOOMS, TownMapView
from tests.fakes.finger import begun_and_taken_away, pinch, slide, tap
from tests.fakes.small_town import at, write_small_town


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[TownMap]:
    made = open_map(write_small_town(tmp_path))
    yield made
    made.close()


@pytest.fixture
def town(qtbot: QtBot, qapp: QApplication, ground: TownMap) -> TownMapView:
    apply_theme(qapp, DESK)
    view = TownMapView(ground)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    return view


@pytest.fixture
def touches(town: TownMapView) -> list[Any]:
    """What was chosen on the map."""
    found: list[Any] = []
    town.touched.connect(found.append)
    return found


def lamp(ground: TownMap, number: int = 3) -> tuple[float, float]:
    return ground.plane.metres(at(number * 50.0, 6.0))


def colour_at(view: TownMapView, point: tuple[float, float]) -> QColor:
    place = view.place_of(point).toPoint()
    return view.grab().toImage().pixelColor(place)


def test_streets_squares_and_lamps_are_painted_where_they_are(town: TownMapView, ground: TownMap) -> None:
    town.go_to(lamp(ground))
    town.zoom_out()
    assert colour_at(town, lamp(ground)) == QColor("#F2B632")
    assert colour_at(town, ground.plane.metres(at(160, 0))) == QColor("#FFFFFF")
    assert colour_at(town, ground.plane.metres(at(130, 130))) == QColor("#DDE9CF")
    assert colour_at(town, ground.plane.metres(at(150, 60))) == QColor("#ECE7DC")


def test_only_the_kind_that_is_meant_is_drawn(town: TownMapView, ground: TownMap) -> None:
    town.go_to(lamp(ground))
    town.show_kinds(("traffic_light",))
    assert colour_at(town, lamp(ground)) != QColor("#F2B632")


def test_a_hand_drags_the_ground_with_it(town: TownMapView, ground: TownMap) -> None:
    town.go_to(lamp(ground))
    before = town.place_of(lamp(ground))
    QTest.mousePress(town, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(town, QPoint(340, 230))
    QTest.mouseRelease(town, Qt.MouseButton.LeftButton, pos=QPoint(340, 230))
    moved = town.place_of(lamp(ground)) - before
    assert (round(moved.x()), round(moved.y())) == (40, 30)


def test_a_drag_chooses_nothing_and_a_touch_does_when_it_is_let_go(town: TownMapView, ground: TownMap) -> None:
    touched: list[Any] = []
    town.touched.connect(touched.append)
    town.go_to(lamp(ground))
    QTest.mousePress(town, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(town, QPoint(360, 200))
    QTest.mouseRelease(town, Qt.MouseButton.LeftButton, pos=QPoint(360, 200))
    assert touched == []
    town.go_to(lamp(ground))
    QTest.mousePress(town, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert touched == []
    QTest.mouseRelease(town, Qt.MouseButton.LeftButton, pos=QPoint(302, 201))
    assert touched == [((pytest.approx(lamp(ground)[0], abs=2), pytest.approx(lamp(ground)[1], abs=2)), 7.0)]


def test_a_touch_that_slides_off_the_map_chooses_nothing(town: TownMapView, ground: TownMap) -> None:
    touched: list[Any] = []
    town.touched.connect(touched.append)
    town.go_to(lamp(ground))
    QTest.mousePress(town, Qt.MouseButton.LeftButton, pos=QPoint(598, 200))
    QTest.mouseRelease(town, Qt.MouseButton.LeftButton, pos=QPoint(602, 200))
    assert touched == []


def test_seen_from_far_a_touch_goes_nearer_and_keeps_what_was_touched_under_the_finger(
    town: TownMapView, ground: TownMap
) -> None:
    touched: list[Any] = []
    town.touched.connect(touched.append)
    while town.scale < 2.0:
        town.zoom_out()
    place = town.place_of(lamp(ground)).toPoint()
    QTest.mouseClick(town, Qt.MouseButton.LeftButton, pos=place)
    assert touched == []
    assert town.scale == 0.5
    QTest.mouseClick(town, Qt.MouseButton.LeftButton, pos=place)
    assert len(touched) == 1


def test_the_wheel_zooms_around_the_pointer(town: TownMapView, ground: TownMap) -> None:
    town.go_to(lamp(ground))
    pointer = QPointF(150, 90)
    under = town.point_at(pointer)
    for notch in (60, 60):  # two halves of a notch, as fine wheels send them
        sent = QWheelEvent(
            pointer, town.mapToGlobal(pointer), QPoint(), QPoint(0, notch), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(town, sent)
    assert town.scale == 0.25
    assert town.point_at(pointer) == pytest.approx(under)


def test_every_touch_has_a_key(town: TownMapView, ground: TownMap) -> None:
    touched: list[Any] = []
    town.touched.connect(touched.append)
    town.go_to(lamp(ground))
    east, north = town.middle
    QTest.keyClick(town, Qt.Key.Key_Right)
    assert town.middle[0] == pytest.approx(east + 48)
    QTest.keyClick(town, Qt.Key.Key_Left)
    QTest.keyClick(town, Qt.Key.Key_Up)
    assert town.middle[1] == pytest.approx(north + 48)
    QTest.keyClick(town, Qt.Key.Key_Down)
    QTest.keyClick(town, Qt.Key.Key_Plus)
    assert town.scale == 0.25
    QTest.keyClick(town, Qt.Key.Key_Minus)
    QTest.keyClick(town, Qt.Key.Key_Return)
    assert touched == [((pytest.approx(east), pytest.approx(north)), 7.0)]
    QTest.keyClick(town, Qt.Key.Key_Home)
    assert town.scale > 0.5


def test_the_map_never_leaves_the_town_or_its_scales(town: TownMapView, ground: TownMap) -> None:
    for _ in range(30):
        QTest.keyClick(town, Qt.Key.Key_Left)
        town.zoom_out()
    assert ground.bounds[0] <= town.middle[0] <= ground.bounds[2]
    assert town.scale == ZOOMS[0]
    for _ in range(30):
        town.zoom_in()
    assert town.scale == ZOOMS[-1]


def test_panning_over_ground_seen_before_paints_no_square_again(town: TownMapView, ground: TownMap) -> None:
    town.go_to(lamp(ground))
    town.grab()
    assert town._tiles is not None
    painted = town._tiles.painted
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left) * 4:
        QTest.keyClick(town, key)
    town.grab()
    moved = town._tiles.painted
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left) * 4:
        QTest.keyClick(town, key)
        town.grab()
    assert painted > 0
    again = town._tiles.painted
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left) * 4:
        QTest.keyClick(town, key)
        town.grab()
    assert town._tiles.painted == again >= moved


def test_markers_stand_where_they_are_and_are_told_in_words(town: TownMapView, ground: TownMap) -> None:
    east, north = lamp(ground)
    town.go_to((east, north))
    bare = colour_at(town, (east, north + 15))
    town.show_markers(
        (MapMarker("chosen", east, north), MapMarker("similar", east + 60, north, "2")), "Elegido: L-00003."
    )
    assert colour_at(town, (east, north + 8)) != bare
    assert town.accessibleDescription() == "Elegido: L-00003."


def test_the_buttons_have_names_and_do_what_the_keys_do(town: TownMapView, ground: TownMap) -> None:
    town.go_to(lamp(ground))
    named = {button.accessibleName(): button for button in town.findChildren(QPushButton)}
    assert list(named) == ["Acercar", "Alejar", "Toda la ciudad"]
    named["Acercar"].click()
    assert town.scale == 0.25
    named["Alejar"].click()
    assert town.scale == 0.5
    assert all(button.width() >= 24 and button.height() >= 24 for button in named.values())


def test_a_view_without_a_map_paints_and_takes_keys(qtbot: QtBot) -> None:
    bare = TownMapView(None)
    qtbot.addWidget(bare)
    bare.resize(300, 240)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_Home):
        QTest.keyClick(bare, key)
    assert not bare.grab().isNull()


def test_a_finger_drags_the_map_and_chooses_nothing(town: TownMapView, ground: TownMap, touches: list[Any]) -> None:
    town.show_at(lamp(ground), 1.0)
    slide(town, QPoint(300, 200), QPoint(200, 240))
    assert town.middle == pytest.approx((lamp(ground)[0] + 100, lamp(ground)[1] + 40))
    assert touches == []


def test_a_finger_that_stays_chooses_what_is_under_it(town: TownMapView, ground: TownMap, touches: list[Any]) -> None:
    town.go_to(lamp(ground))
    tap(town, QPoint(300, 200))
    ((point, _reach),) = touches
    assert point == pytest.approx(lamp(ground))


@pytest.mark.parametrize(("apart", "scale"), [((80, 200), 0.5), ((200, 80), 2.0), ((100, 120), 1.0)])
def test_two_fingers_zoom_around_what_is_between_them_and_choose_nothing(
    apart: tuple[int, int], scale: float, town: TownMapView, ground: TownMap, touches: list[Any]
) -> None:
    town.show_at(lamp(ground), 1.0)
    held = town.point_at(QPointF(340, 200))
    pinch(town, QPoint(340, 200), *apart)
    assert town.scale == scale
    assert town.point_at(QPointF(340, 200)) == pytest.approx(held, abs=2.0)
    assert touches == []


def test_a_finger_on_the_map_s_buttons_presses_them(town: TownMapView, ground: TownMap, touches: list[Any]) -> None:
    town.show_at(lamp(ground), 1.0)
    tap(next(button for button in town.findChildren(QPushButton) if button.accessibleName() == "Acercar"))
    assert town.scale == 0.5
    assert town.middle == pytest.approx(lamp(ground))
    assert touches == []


def test_a_drag_that_the_system_takes_away_chooses_nothing(
    town: TownMapView, ground: TownMap, touches: list[Any]
) -> None:
    """A palm on the glass: the system says that the touch was none."""
    town.go_to(lamp(ground))
    begun_and_taken_away(town, QPoint(300, 200))
    assert touches == []
    tap(town, QPoint(300, 200))
    assert len(touches) == 1
