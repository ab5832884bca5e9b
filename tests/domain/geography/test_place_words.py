"""Reading what people type for a place, without knowing the town."""

from __future__ import annotations

import pytest

from domain.geography import Spot, metres_between, plain_plate, read_place_query, street_words
from domain.geography.spot import Plane, from_coarse


@pytest.mark.parametrize("typed", ["L-04021", "l 04021", "L04021", "l-04021 ", "L.04021"])
def test_a_plate_is_the_same_however_it_is_typed(typed: str) -> None:
    assert plain_plate(typed) == "L04021"
    assert read_place_query(typed).plate == "L04021"


@pytest.mark.parametrize("typed", ["Mitre", "San Martín y Mitre", "Avenida 25 de Mayo 2300", ""])
def test_what_has_no_digit_or_many_words_is_no_plate(typed: str) -> None:
    assert read_place_query(typed).plate == ""


@pytest.mark.parametrize(
    ("typed", "street", "number"),
    [
        ("Mitre 120", ("mitre",), 120),
        ("120 mitre", ("mitre",), 120),
        ("Av. Mitre Nº 120", ("mitre",), 120),
        ("25 de Mayo 2300", ("25", "mayo"), 2300),
        ("jr túpac amaru # 45", ("tupac", "amaru"), 45),
    ],
)
def test_a_number_in_a_street_is_read_in_any_order(typed: str, street: tuple[str, ...], number: int) -> None:
    assert (street, number) in read_place_query(typed).addresses


@pytest.mark.parametrize(
    "typed", ["San Martín y Mitre", "san martin esq mitre", "San Martin / Mitre", "San Martín & Mitre"]
)
def test_a_corner_is_read_with_any_word_between(typed: str) -> None:
    assert (("san", "martin"), ("mitre",)) in read_place_query(typed).corners


def test_a_street_with_a_y_in_its_name_may_be_on_either_side() -> None:
    corners = read_place_query("Ramón y Cajal y Mitre").corners
    assert (("ramon", "y", "cajal"), ("mitre",)) in corners


def test_abbreviations_and_accents_are_the_words_they_stand_for() -> None:
    assert street_words("Av. Gral. Ñañez") == ("avenida", "general", "nanez")


def test_a_spot_of_an_entry_is_within_eleven_metres_of_the_true_one() -> None:
    true = Spot(-38.005473, -57.542611)
    assert true.coarse() == [-380055, -575426]
    assert metres_between(true, from_coarse(true.coarse())) < 11


def test_metres_on_the_plane_and_back_are_the_same_spot() -> None:
    plane = Plane(Spot(-38.0, -57.5))
    back = plane.spot(*plane.metres(Spot(-38.04, -57.61)))
    assert metres_between(back, Spot(-38.04, -57.61)) < 0.01
