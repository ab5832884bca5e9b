"""What was being taken down when the program ended without being asked to, or was closed."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import ListRow


@dataclass(frozen=True, slots=True)
class LeftOverState:
    """`rows` are the drafts, newest first; `chosen` the key of the one to go on with."""

    heading: str
    words: str
    rows: tuple[ListRow, ...]
    chosen: str = ""
