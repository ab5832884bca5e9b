"""The keys of the screen one is on, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import Line


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """`keys`: each line's `words` say what the key in `amount` does."""

    heading: str
    keys: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HelpState:
    heading: str
    groups: tuple[KeyGroup, ...]
    contacts: tuple[Line, ...] = ()
    version: str = ""
