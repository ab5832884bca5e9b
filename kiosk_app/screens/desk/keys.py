"""The keys a screen answers to, in words: the strip at the bottom and the help page show the same list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wording.catalogue import mark


@dataclass(frozen=True, slots=True)
class ScreenKey:
    """`sequence` as Qt writes it ("Ctrl+Return"), `cap` as on the keyboard and `words` are untranslated message ids."""

    sequence: str
    cap: str
    words: str


#: Keys that work on every screen of the desk.
EVERYWHERE: Final = (
    ScreenKey("F1", "F1", mark("Help")),
    ScreenKey("F2", "F2", mark("Attend")),
    ScreenKey("F3", "F3", mark("Cases")),
    ScreenKey("F6", "F6", mark("Drawer")),
    ScreenKey("F7", "F7", mark("Reports")),
    ScreenKey("Ctrl+I", "Ctrl+I", mark("Information for the citizen")),
    ScreenKey("Ctrl+K", "Ctrl+K", mark("Search")),
    ScreenKey("/", "/", mark("Search, where nothing is being typed")),
    ScreenKey("Ctrl+L", "Ctrl+L", mark("Lock, or let somebody else take over")),
    ScreenKey("Ctrl+Z", "Ctrl+Z", mark("Take back, while the message stands")),
    ScreenKey("Esc", "Esc", mark("Back; nothing you typed is lost")),
    ScreenKey("", "Enter", mark("Next field")),
)
