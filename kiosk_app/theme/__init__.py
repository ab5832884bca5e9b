"""How the program looks: tokens, one style sheet made from them, fonts and icons. It knows no screen."""

from __future__ import annotations

from kiosk_app.theme.apply import apply_theme, repolish
from kiosk_app.theme.icons import icon, pixmap
from kiosk_app.theme.stylesheet import palette, qss
from kiosk_app.theme.tokens import COLOURS, DESK, KIOSK, KIOSK_LARGE, SPACE, Colours, Scale, Tone, active_scale

__all__ = [
    "COLOURS",
    "DESK",
    "KIOSK",
    "KIOSK_LARGE",
    "SPACE",
    "Colours",
    "Scale",
    "Tone",
    "active_scale",
    "apply_theme",
    "icon",
    "palette",
    "pixmap",
    "qss",
    "repolish",
]
