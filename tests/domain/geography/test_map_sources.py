"""Files that municipalities have: read strictly, and every fault told with its line and field."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geography import Asset, Door, Landmark, Spot, Street
from domain.geography.reading import LAYERS, MapSourceRefused, read_csv, read_geojson, read_osm


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def line(*positions: list[Any]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(positions)}


def point(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def collection(*features: Any) -> bytes:
    """One feature on each line, from the third on, as programs write it."""
    held = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    return f'{{"type": "FeatureCollection",\n"features": [\n{held}\n]}}'.encode()


HERE: list[Any] = [-57.55, -38.0]
THERE: list[Any] = [-57.551, -38.0]


def faults(refused: pytest.ExceptionInfo[MapSourceRefused]) -> list[tuple[int, str]]:
    assert refused.value.code == "map_source_refused"
    return [(problem.line, problem.field) for problem in refused.value.problems]


def test_streets_come_from_geojson_with_longitude_first() -> None:
    read = read_geojson("s.geojson", collection(feature(line(HERE, THERE), name="Mitre", first=1, last=99)), "streets")
    assert read.streets == (Street("Mitre", "street", (Spot(-38.0, -57.55), Spot(-38.0, -57.551)), 1, 99),)


def test_each_piece_of_a_street_in_several_is_a_street() -> None:
    several = {"type": "MultiLineString", "coordinates": [[HERE, THERE], [THERE, HERE]]}
    read = read_geojson("s.geojson", collection(feature(several, name="Mitre", rank="avenue")), "streets")
    assert [piece.rank for piece in read.streets] == ["avenue", "avenue"]


def test_columns_of_the_municipality_keep_their_own_names() -> None:
    content = collection(feature(point(*HERE), CHAPA="L-1", TIPO="lamp"))
    read = read_geojson("a.geojson", content, "assets", {"code": "CHAPA", "kind": "TIPO"})
    assert read.assets == (Asset("L-1", "lamp", Spot(-38.0, -57.55)),)
    rows = b"CHAPA;Y;X\nL-1;-38.0;-57.55\n"
    assert read_csv("a.csv", rows, "assets", {"code": "CHAPA", "latitude": "Y", "longitude": "X"}) == read


def test_rows_come_with_commas_or_semicolons_and_a_byte_order_mark() -> None:
    landmark = Landmark("Escuela, la 12", "school", Spot(-38.0, -57.55), "colegio")
    comma = '﻿name,kind,latitude,longitude,words\r\n"Escuela, la 12",school,-38.0,-57.55,colegio\r\n'
    assert read_csv("l.csv", comma.encode(), "landmarks").landmarks == (landmark,)
    semicolon = "name;kind;latitude;longitude;words\nEscuela, la 12;school;-38.0;-57.55;colegio\n\n"
    assert read_csv("l.csv", semicolon.encode(), "landmarks").landmarks == (landmark,)
    doors = read_csv("d.csv", b"street,number,latitude,longitude\nMitre,120,-38,-57.55\n", "doors")
    assert doors.doors == (Door("Mitre", 120, Spot(-38.0, -57.55)),)


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ([feature(line(HERE, THERE))], [(3, "features[1].properties.name")]),
        (
            [feature(line(HERE, THERE), name="A"), feature(line(HERE, THERE), name=" ")],
            [(4, "features[2].properties.name")],
        ),
        ([feature(line(HERE, THERE), name="A", rank="road")], [(3, "features[1].properties.rank")]),
        ([feature(line(HERE, THERE), name="A", first=3)], [(3, "features[1].properties.first")]),
        ([feature(line(HERE, THERE), name="A", first=1.5, last=9)], [(3, "features[1].properties.first")]),
        ([feature(line(HERE), name="A")], [(3, "features[1].geometry.coordinates")]),
        ([feature(point(*HERE), name="A")], [(3, "features[1].geometry")]),
        ([feature(line(HERE, [-57.5]), name="A")], [(3, "features[1].geometry.coordinates")]),
        ([feature(line(HERE, [-57.5, "x"]), name="A")], [(3, "features[1].geometry.coordinates.latitude")]),
        ([feature(line(HERE, [-257.5, -38]), name="A")], [(3, "features[1].geometry.coordinates.longitude")]),
        ([feature(line(HERE, [0, 0]), name="A")], [(3, "features[1].geometry.coordinates.latitude")]),
        (["street"], [(3, "features[1]")]),
        ([{"type": "Feature", "properties": [], "geometry": line(HERE, THERE)}], [(3, "features[1].properties")]),
    ],
)  # fmt: skip
def test_a_fault_of_geojson_is_told_with_its_line_and_field(
    features: list[Any], expected: list[tuple[int, str]]
) -> None:
    with pytest.raises(MapSourceRefused) as refused:
        read_geojson("s.geojson", collection(*features), "streets")
    assert faults(refused) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"code,latitude\nL-1,-38\n", [(1, "longitude")]),
        (b"code,code,latitude,longitude\n", [(1, "code")]),
        (b"code,latitude,longitude\nL-1,38;1,-57\n", [(2, "latitude")]),
        (b"code,latitude,longitude\nL-1,nan,-57\n", [(2, "latitude")]),
        (b"code,latitude,longitude\nL-1,-38\n", [(2, "")]),
        (b"code,latitude,longitude\nL-1,-38,-57\n,-38,-57\n", [(3, "code")]),
        (b"code,latitude,longitude\nlamp,-38,-57\n", [(2, "code")]),
        (b"code,latitude,longitude\nL-1,-38,-57\nL 1,-38,-57\n", [(3, "code")]),
        (b"code,latitude,longitude\nL_1,-38,-57\n", [(2, "code")]),
        (b"code,kind,latitude,longitude\nL-1,Big Lamp,-38,-57\n", [(2, "kind")]),
        (b'code,latitude,longitude\n"L-1,-38,-57\n', [(2, "")]),
        (b"code,latitude,longitude\nL-1,-38,-57\nL-2,-57,-38\nL-3,-38,-57\n", [(3, "geometry")]),
        (b"code,latitude,longitude\nL-1\xff,-38,-57\n", [(2, "")]),
    ],
)
def test_a_fault_of_csv_is_told_with_its_line_and_field(content: bytes, expected: list[tuple[int, str]]) -> None:
    with pytest.raises(MapSourceRefused) as refused:
        read_csv("a.csv", content, "assets")
    assert faults(refused)[:1] == expected


def test_every_fault_is_told_at_once_up_to_fifty() -> None:
    rows = b"code,latitude,longitude\n" + b"x,-38,-57\n" * 80
    with pytest.raises(MapSourceRefused) as refused:
        read_csv("a.csv", rows, "assets")
    assert [problem.line for problem in refused.value.problems] == list(range(2, 52))
    assert str(refused.value.problems[0]).startswith("a.csv, line 2, code: found x; allowed:")


@pytest.mark.parametrize("layer", ["streets", "areas"])
def test_lines_and_rings_are_not_told_in_csv(layer: str) -> None:
    with pytest.raises(MapSourceRefused):
        read_csv("a.csv", b"name,latitude,longitude\nMitre,-38,-57\n", layer)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"type": "Feature"}', b'{"features": [,]}', b"[" * 100_000])
def test_what_is_no_geojson_is_a_fault_of_the_file(content: bytes) -> None:
    with pytest.raises(MapSourceRefused):
        read_geojson("s.geojson", content, "streets")


@given(st.binary(max_size=200), st.sampled_from(sorted(LAYERS)))
def test_any_bytes_are_read_or_refused(content: bytes, layer: str) -> None:
    for read in (read_csv, read_geojson):
        with suppress(MapSourceRefused):
            read("x", content, layer)
    with suppress(MapSourceRefused):
        read_osm("x", content)


OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
 <node id="1" lat="-38.000" lon="-57.550"/>
 <node id="2" lat="-38.001" lon="-57.550"/>
 <node id="3" lat="-38.001" lon="-57.551"><tag k="highway" v="street_lamp"/><tag k="ref" v="L-7"/></node>
 <node id="4" lat="-38.000" lon="-57.551"><tag k="amenity" v="school"/><tag k="name" v="Escuela 12"/></node>
 <node id="5" lat="-38.0005" lon="-57.5502"><tag k="addr:street" v="Mitre"/><tag k="addr:housenumber" v="120"/></node>
 <way id="9"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="Avenida Mitre"/></way>
 <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="leisure" v="park"/></way>
 <way id="11"><nd ref="1"/><nd ref="3"/><tag k="highway" v="residential"/></way>
</osm>"""


def test_an_extract_of_openstreetmap_gives_streets_lamps_doors_landmarks_and_ground() -> None:
    read = read_osm("t.osm", OSM.encode())
    assert [(street.name, street.rank) for street in read.streets] == [("Avenida Mitre", "avenue")]
    assert [asset.code for asset in read.assets] == ["L-7"]
    assert [(door.street, door.number) for door in read.doors] == [("Mitre", 120)]
    assert [landmark.name for landmark in read.landmarks] == ["Escuela 12"]
    assert [area.kind for area in read.areas] == ["park"]


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (OSM.replace('ref="2"/><tag k="highway"', 'ref="77"/><tag k="highway"'), (8, "way.nd")),
        (OSM.replace('lat="-38.000"', 'lat="here"', 1), (3, "node.latitude")),
        (OSM.replace("</osm>", ""), (11, "")),
        (OSM.replace("<osm ", "<svg ").replace("</osm>", "</svg>"), (2, "")),
        (OSM.replace("<osm ", '<!DOCTYPE osm [<!ENTITY a "b">]><osm '), (2, "")),
        (OSM.replace("highway", "byway"), (1, "")),
    ],
)
def test_a_fault_of_an_extract_is_told_with_its_line(broken: str, expected: tuple[int, str]) -> None:
    with pytest.raises(MapSourceRefused) as refused:
        read_osm("t.osm", broken.encode())
    assert expected in faults(refused)
