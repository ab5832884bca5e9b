"""Files that municipalities have, read strictly into `Features`: GeoJSON, CSV and extracts of OpenStreetMap."""

from __future__ import annotations

from domain.geography.reading.csv_rows import read_csv
from domain.geography.reading.geojson import read_geojson
from domain.geography.reading.layers import LAYERS
from domain.geography.reading.osm import read_osm
from domain.geography.reading.problems import MapSourceRefused

__all__ = ["LAYERS", "MapSourceRefused", "read_csv", "read_geojson", "read_osm"]
