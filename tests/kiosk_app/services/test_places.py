"""One field for every way of saying where: plate, number, corner, landmark; and a touch of the map."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.geography import metres_between
from kiosk_app.services.places import Places
from kiosk_app.storage.town_map import open_map
from tests.fakes.small_town import at, write_small_town


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(open_map(write_small_town(tmp_path)))


@pytest.mark.parametrize("typed", ["L-00003", "l 3", "00003", "3", "l00003"])
def test_a_plate_is_found_by_its_letters_or_its_number(places: Places, typed: str) -> None:
    found = places.search(typed)[0]
    assert (found.kind, found.asset, found.asset_kind) == ("asset", "L-00003", "lamp")
    assert metres_between(found.spot, at(150, 6)) < 0.1


def test_a_plate_says_where_it_stands(places: Places) -> None:
    assert places.search("L-00003")[0].detail == "San Martín, a 50 m de 9 de Julio"
    assert places.search("S-0001")[0].detail == "25 de Mayo con Avenida Luro"


def test_the_kind_of_asset_that_is_meant_comes_first(places: Places) -> None:
    assert places.search("1")[0].asset_kind == "lamp"
    assert places.search("1", ("traffic_light",))[0].asset_kind == "traffic_light"


@pytest.mark.parametrize(
    ("typed", "words", "east", "north"),
    [
        ("San Martín 300", "San Martín 300", 200, 0),
        ("300 san martin", "San Martín 300", 200, 0),
        ("25 de mayo 200", "25 de Mayo 200", 100, 100),
        ("Jr. Tupac Amaru 121", "Jirón Túpac Amaru 121", 100, 100),
        ("amaru tupac 121", "Jirón Túpac Amaru 121", 100, 100),
        ("9 de julio 21", "9 de Julio 21", 200, 0),
        ("pasaje nandu 33", "Pasaje Ñandú 33", 250, 150),
    ],
)
def test_a_number_in_a_street_is_found_in_any_order_without_accents(
    places: Places, typed: str, words: str, east: float, north: float
) -> None:
    found = next(place for place in places.search(typed) if place.kind == "address")
    assert found.words == words
    assert metres_between(found.spot, at(east, north)) < 2


def test_a_number_that_was_worked_out_is_not_called_certain(places: Places) -> None:
    assert not places.search("San Martín 333")[0].certain
    assert places.search("San Martín 500")[0].certain


def test_a_number_that_the_street_does_not_have_is_not_made_up(places: Places) -> None:
    assert all(place.kind != "address" for place in places.search("San Martín 7000"))


@pytest.mark.parametrize(
    "typed", ["San Martín y Mitre", "mitre y san martin", "Mitre esq. San Martin", "mitre / s martin"]
)
def test_a_corner_is_found_from_either_street(places: Places, typed: str) -> None:
    found = places.search(typed)[0]
    assert found.kind == "corner"
    assert metres_between(found.spot, at(300, 0)) < 1


def test_a_corner_of_a_street_with_a_y_in_its_name(places: Places) -> None:
    found = places.search("Ramón y Cajal y Mitre")[0]
    assert found.words == "Ramón y Cajal con Mitre"
    assert metres_between(found.spot, at(300, 200)) < 1


@pytest.mark.parametrize("typed", ["escuela 12", "colegio", "primaria 12 escuela"])
def test_a_landmark_is_found_by_any_of_its_names(places: Places, typed: str) -> None:
    assert "Escuela N° 12" in [place.words for place in places.search(typed)]


def test_a_slip_of_the_finger_still_finds_the_street(places: Places) -> None:
    assert places.search("San Matrin 300")[0].words == "San Martín 300"


@pytest.mark.parametrize("typed", ["", "  ", "zzzz", "y", "/", "%*\"'", "9" * 40, "a" * 400, "(", 'NEAR("a")'])
def test_whatever_is_typed_is_answered(places: Places, typed: str) -> None:
    assert isinstance(places.search(typed), list)


def test_a_touch_takes_what_stands_there_or_the_spot_itself(places: Places) -> None:
    lamp = places.at(places.point_of(at(151, 9)), 7)
    assert lamp.asset == "L-00003"
    bare = places.at(places.point_of(at(150, 60)), 7)
    assert (bare.kind, bare.asset) == ("spot", "")
    assert "25 de Mayo" in bare.words
    assert places.at(places.point_of(at(5, 103)), 7, ("lamp",)).kind == "spot"


def test_a_plate_read_by_a_scanner_is_that_plate_or_nothing(places: Places) -> None:
    found = places.plate("L 00003")
    assert found is not None
    assert found.asset == "L-00003"
    assert places.plate("L-0000") is None
