"""`ventanilla map` on a terminal: files in, a map out, or the faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.geography.reading import LAYERS
from kiosk_app.__main__ import main
from kiosk_app.map_arguments import LAMPS_USUAL, LAYER_NAMES
from kiosk_app.sample_town import LAMPS
from kiosk_app.storage.town_map import open_map
from tests.fakes.small_town import write_small_town

STREETS = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"CALLE": "Mitre"}, "geometry":
 {"type": "LineString", "coordinates": [[-57.55, -38.0], [-57.551, -38.0]]}}
]}"""


def files(folder: Path, assets: str = "CHAPA;Y;X\nL-1;-38.0;-57.55\n") -> list[str]:
    (folder / "calles.geojson").write_text(STREETS, "utf-8")
    (folder / "luminarias.csv").write_text(assets, "utf-8")
    return [
        *("map", "make", "--out", str(folder / "town.map"), "--municipality", "x", "--title", "Pueblo"),
        *("--streets", str(folder / "calles.geojson"), "--assets", str(folder / "luminarias.csv")),
        *("--rename", "code=CHAPA", "--rename", "latitude=Y", "--rename", "longitude=X", "--rename", "name=CALLE"),
        *("--attribution", "Municipalidad"),
    ]


def test_the_parser_knows_every_layer_and_the_usual_town() -> None:
    assert tuple(LAYERS) == LAYER_NAMES
    assert LAMPS_USUAL == LAMPS


def test_a_map_is_made_of_geojson_and_csv_with_their_own_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(files(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Pueblo: Municipalidad"
    made = open_map(tmp_path / "town.map")
    assert made.counts() == (1, 0, 1, 0)
    assert not made.is_synthetic
    made.close()


def test_faults_are_told_with_file_line_and_field_and_the_older_map_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(files(tmp_path)) == 0
    before = (tmp_path / "town.map").read_bytes()
    assert main(files(tmp_path, "CHAPA;Y;X\nL-1;-38.0;-57.55\nL-2;38,1;-57.55\n")) == 1
    told = capsys.readouterr().err
    assert "luminarias.csv, line 3, latitude: found 38,1; allowed: degrees" in told
    assert "map_source_refused" in told
    assert (tmp_path / "town.map").read_bytes() == before


def test_openstreetmap_is_named_on_the_map_by_itself(tmp_path: Path) -> None:
    (tmp_path / "t.osm").write_text(
        '<osm><node id="1" lat="-38" lon="-57.5"/><node id="2" lat="-38.1" lon="-57.5"/>'
        '<way><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="Mitre"/></way></osm>'
    )
    out = tmp_path / "town.map"
    order = ["map", "make", "--out", str(out), "--municipality", "x", "--title", "P", "--osm", str(tmp_path / "t.osm")]
    assert main(order) == 0
    made = open_map(out)
    assert made.attribution == "© colaboradores de OpenStreetMap (ODbL)"
    made.close()


def test_a_made_up_town_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "town.map"
    assert main(["map", "sample", "--out", str(out), "--seed", "5", "--lamps", "300"]) == 0
    assert "datos sintéticos, no es un lugar real" in capsys.readouterr().out
    made = open_map(out)
    assert made.is_synthetic
    assert made.counts()[2] >= 300
    made.close()


def test_a_station_is_given_a_map_only_if_it_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = write_small_town(tmp_path)
    station = tmp_path / "station"
    station.mkdir()
    assert main(["map", "put", "--data", str(station), str(town)]) == 1
    (station / "station.db").write_bytes(b"not looked at")
    assert main(["map", "put", "--data", str(station), str(town)]) == 0
    assert (station / "town.map").read_bytes() == town.read_bytes()
    other = tmp_path / "other.map"
    other.write_text("not a map, but longer than the head of one " * 9)
    assert main(["map", "put", "--data", str(station), str(other)]) == 1
    assert "map_unreadable" in capsys.readouterr().err
    assert (station / "town.map").read_bytes() == town.read_bytes()


@pytest.mark.parametrize("told", ["code", "plate=CHAPA", "code="])
def test_a_renaming_that_names_no_column_is_refused(
    tmp_path: Path, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*files(tmp_path), "--rename", told]) == 1
    assert "rename_unreadable" in capsys.readouterr().err
    assert not (tmp_path / "town.map").exists()
