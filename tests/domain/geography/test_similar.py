"""Which open complaints are about the same thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.geography import OpenComplaint, Spot, similar
from domain.geography.crossings import crossings
from tests.fakes.small_town import at

HERE = at(0, 0)
LAMP = OpenComplaint("1", "ALU-1", frozenset({"L-1"}), HERE, date(2026, 12, 1), 1, here=True, sent=False)


def codes(*found: OpenComplaint, assets: set[str], spot: Spot | None = HERE, radius: int = 40) -> list[str]:
    return [near.complaint.code for near in similar("ALU-1", assets, spot, radius, found)]


def test_a_shared_plate_is_the_same_thing_however_far_its_spot_was_put() -> None:
    assert codes(replace(LAMP, spot=at(3000, 0)), assets={"l 1"}) == ["1"]


def test_two_lamps_that_stand_together_are_not_the_same() -> None:
    assert codes(LAMP, assets={"L-2"}) == []


def test_within_the_radius_and_the_category_nearest_first() -> None:
    far, near = replace(LAMP, code="2", assets=frozenset(), spot=at(39, 0)), replace(LAMP, code="3", spot=at(0, 12))
    beyond, other = replace(LAMP, code="4", spot=at(42, 0)), replace(LAMP, code="5", service="ALU-2")
    assert codes(far, near, beyond, other, assets=set()) == ["3", "2"]


def test_a_plate_comes_before_what_is_only_near_and_the_same_category_first() -> None:
    other = replace(LAMP, code="2", service="ALU-2")
    bare = replace(LAMP, code="3", assets=frozenset())
    assert codes(bare, other, LAMP, assets={"L-1"}) == ["1", "2", "3"]


def test_a_category_without_a_radius_is_compared_by_plate_alone() -> None:
    bare = replace(LAMP, code="2", assets=frozenset())
    assert codes(bare, LAMP, assets={"L-1"}, radius=0) == ["1"]
    assert codes(replace(LAMP, spot=None), bare, assets=set()) == ["2"]


def test_corners_are_found_where_lines_cross_touch_or_nearly_touch() -> None:
    lines = [
        ("A", ((0.0, 0.0), (100.0, 0.0))),
        ("B", ((50.0, -50.0), (50.0, 50.0))),
        ("C", ((102.0, 80.0), (102.0, 1.0))),
        ("D", ((0.0, 10.0), (100.0, 10.0))),
    ]
    met = {(one, other): tuple(round(value) for value in point) for one, other, point in crossings(lines)}
    assert met == {("A", "B"): (50, 0), ("A", "C"): (102, 0), ("B", "D"): (50, 10), ("C", "D"): (102, 10)}


def test_the_two_carriageways_of_an_avenue_make_one_corner() -> None:
    lines = [
        ("A", ((0.0, 0.0), (0.0, 100.0))),
        ("A", ((20.0, 0.0), (20.0, 100.0))),
        ("B", ((-50.0, 50.0), (90.0, 50.0))),
    ]
    assert len(list(crossings(lines))) == 1
