"""The keys of the screen one came from, said as the strip says them."""

from __future__ import annotations

from kiosk_app.screens.desk.help.state import HelpState, KeyGroup
from kiosk_app.screens.desk.keys import EVERYWHERE, ScreenKey
from kiosk_app.shown import Line
from wording.catalogue import _


def help_state(keys: tuple[ScreenKey, ...], contacts: tuple[Line, ...], version: str) -> HelpState:
    """`keys` are the screen's own; those that work everywhere follow."""
    groups = [KeyGroup(_("On every screen"), _lines(EVERYWHERE))]
    if keys:
        groups.insert(0, KeyGroup(_("On this screen"), _lines(keys)))
    return HelpState(_("Keys"), tuple(groups), contacts, version)


def _lines(keys: tuple[ScreenKey, ...]) -> tuple[Line, ...]:
    return tuple(Line(_(key.words), _(key.cap)) for key in keys)
