"""One announcement of the municipality, as it stands before whoever serves."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import UNSAID, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementState:
    """`place` says which of how many, or nothing; `days` how long it is valid; `confirms`: it must be read."""

    heading: str
    words: str
    title: str
    paragraphs: tuple[str, ...]
    days: str
    place: str = ""
    confirms: bool = False
    notice: Said = UNSAID
