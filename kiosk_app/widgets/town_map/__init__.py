"""The map of a town, painted: it pans, it zooms, it is touched; what it shows is also said in words beside it."""

from __future__ import annotations

from kiosk_app.widgets.town_map.ground import ZOOMS, Ground
from kiosk_app.widgets.town_map.view import TownMapView

__all__ = ["ZOOMS", "Ground", "TownMapView"]
