"""The municipality's ground: streets, doors, corners, landmarks and what stands in the street with a plate on it."""

from __future__ import annotations

from domain.geography.features import AREA_KINDS, RANKS, Area, Asset, Door, Features, Landmark, Street
from domain.geography.places import Place, PlaceKind
from domain.geography.similar import Nearby, OpenComplaint, similar
from domain.geography.spot import Plane, Spot, metres_between
from domain.geography.words import PlaceQuery, plain_plate, read_place_query, street_words

__all__ = [
    "AREA_KINDS",
    "RANKS",
    "Area",
    "Asset",
    "Door",
    "Features",
    "Landmark",
    "Nearby",
    "OpenComplaint",
    "Place",
    "PlaceKind",
    "PlaceQuery",
    "Plane",
    "Spot",
    "Street",
    "metres_between",
    "plain_plate",
    "read_place_query",
    "similar",
    "street_words",
]
