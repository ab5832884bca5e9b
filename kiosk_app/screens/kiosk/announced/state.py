"""One announcement to citizens, already in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedState:
    """`place` says which of how many it is and until when it holds; `another` leads to the next one, or is empty."""

    page: str
    title: str
    place: str
    paragraphs: tuple[str, ...]
    another: str = ""
