"""A map as a file: written whole or not at all, opened only to be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import Refusal
from domain.geography import Asset, Features
from kiosk_app.sample_town import ATTRIBUTION, sample_town
from kiosk_app.storage.map_tables import MapTitle, write_map
from kiosk_app.storage.town_map import TownMap, open_map
from tests.fakes.small_town import TITLE, at, small_town, write_small_town


@pytest.fixture
def town(tmp_path: Path) -> TownMap:
    return open_map(write_small_town(tmp_path))


def test_a_map_says_whose_it_is_and_whether_it_is_made_up(tmp_path: Path) -> None:
    made_up = open_map(write_small_town(tmp_path))
    assert (made_up.title, made_up.attribution, made_up.is_synthetic) == (TITLE.title, TITLE.attribution, True)
    write_map(tmp_path / "real.map", replace(TITLE, seed=None), small_town())
    assert not open_map(tmp_path / "real.map").is_synthetic


def test_what_is_in_a_rectangle_is_found_and_nothing_else(town: TownMap) -> None:
    east, north = town.plane.metres(at(100, 6))
    box = (east - 20, north - 20, east + 20, north + 20)
    assert [asset.code for asset in town.assets(box)] == ["L-00002"]
    assert town.assets(box, ("traffic_light",)) == []
    assert {piece.name for piece in town.pieces(box, ("street",))} == {"San Martín", "Jirón Túpac Amaru"}
    assert town.pieces(box, ("avenue",)) == []
    assert town.landmarks(box) == []


def test_what_is_nearest_is_named(town: TownMap) -> None:
    point = town.plane.metres(at(101, 8))
    asset = town.nearest_asset(point, 10)
    assert asset is not None
    assert asset.code == "L-00002"
    assert town.nearest_asset(point, 1) is None
    assert town.nearest_street(point, 20) == "Jirón Túpac Amaru"
    corner = town.nearest_corner(point, 50)
    assert corner is not None
    assert set(corner[:2]) == {"San Martín", "Jirón Túpac Amaru"}


def test_nothing_can_be_written_to_a_map(town: TownMap) -> None:
    with pytest.raises(Refusal):
        town._rows("DELETE FROM asset")


def test_a_map_without_streets_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write_map(tmp_path / "a.map", TITLE, Features(assets=small_town().assets))
    assert refused.value.code == "map_without_streets"
    assert list(tmp_path.iterdir()) == []


def test_the_same_plate_in_two_files_is_refused_and_the_older_map_stays(tmp_path: Path) -> None:
    path = write_small_town(tmp_path)
    before = path.read_bytes()
    twice = small_town() + Features(assets=(Asset("l 00003", "lamp", at(0, 0)),))
    with pytest.raises(Refusal) as refused:
        write_map(path, TITLE, twice)
    assert (refused.value.code, refused.value.details["other"]) == ("plate_repeated", "L-00003")
    assert path.read_bytes() == before


def test_what_is_no_map_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = write_small_town(tmp_path)
    whole = path.read_bytes()
    for content, code in (
        (b"", "map_unreadable"),
        (b"no map at all" * 100, "map_unreadable"),
        (whole[:8192], "map_unreadable"),
        (whole[:60] + (2).to_bytes(4, "big") + whole[64:], "map_newer"),
    ):
        path.write_bytes(content)
        with pytest.raises(Refusal) as refused:
            open_map(path)
        assert refused.value.code == code
    with pytest.raises(Refusal) as missing:
        open_map(tmp_path / "other.map")
    assert missing.value.code == "map_missing"


def test_a_made_up_town_is_the_same_for_the_same_seed_and_says_what_it_is(tmp_path: Path) -> None:
    one, same, other = sample_town(3, 500), sample_town(3, 500), sample_town(4, 500)
    assert one == same
    assert one != other
    assert sum(asset.kind == "lamp" for asset in one.assets) == 500
    assert len({asset.code for asset in one.assets}) == len(one.assets)
    write_map(tmp_path / "a.map", MapTitle("x", "Ciudad ficticia", ATTRIBUTION, 3), one)
    write_map(tmp_path / "b.map", MapTitle("x", "Ciudad ficticia", ATTRIBUTION, 3), same)
    assert (tmp_path / "a.map").read_bytes() == (tmp_path / "b.map").read_bytes()
    made = open_map(tmp_path / "a.map")
    assert made.is_synthetic
    assert "no es un lugar real" in made.attribution
    assert all("Ficticia" in area.name or "Ficticio" in area.name for area in one.areas)
