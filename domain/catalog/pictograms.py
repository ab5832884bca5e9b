"""The pictograms that a municipality's folder may name. The theme draws every one of them; a test compares."""

from __future__ import annotations

from typing import Final

PICTOGRAMS: Final = (
    *("badge-check", "bus", "calendar", "calendar-clock", "camera", "circle-alert", "construction", "dog", "droplets"),
    *("file-check", "file-text", "folder-search", "hand-coins", "house", "id-card", "landmark", "lightbulb", "map-pin"),
    *("megaphone", "package", "pencil", "phone", "receipt", "scale", "search", "send", "shield-alert", "shield-check"),
    *("signpost", "siren", "stamp", "store", "traffic-cone", "trash-2", "trees", "triangle-alert", "user-round"),
    *("users-round", "volume-2", "wallet"),
)
