"""Tokens -> QPalette and one style sheet for the whole application. Desk and kiosk differ only in their scale."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtGui import QColor, QPalette

from kiosk_app.theme.tokens import COLOURS, FONT_FAMILY, Colours, Scale

_HERE: Final = Path(__file__).resolve().parent
IMAGES: Final = _HERE / "images"
_SHEETS: Final = tuple(
    Template((_HERE / name).read_text("utf-8")) for name in ("base.qss", "controls.qss", "containers.qss")
)


def qss(scale: Scale, colours: Colours = COLOURS) -> str:
    """The style sheet of a face. An unknown token in a sheet raises KeyError: a typing mistake must not pass."""
    values: dict[str, object] = {
        **asdict(colours),
        **{f"size_{name}": value for name, value in asdict(scale).items()},
        "font": FONT_FAMILY,
        "images": IMAGES.as_posix(),
        "half_indicator": scale.indicator // 2 + 2,
        "pad_line": f"{scale.pad - 2}px",  # Qt adds 2 of its own inside a line edit
        "pad_line_focus": f"{scale.pad - 3}px",
        "pad_focus": scale.pad - 1,
        "scroll_radius": max(2, scale.scrollbar // 2 - 2),
    }
    return "\n".join(sheet.substitute(values) for sheet in _SHEETS)


def palette(colours: Colours = COLOURS) -> QPalette:
    """What Fusion paints itself: disabled text, selections, tool tips, native bits of views."""
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, colours.bg),
        (QPalette.ColorRole.Base, colours.surface),
        (QPalette.ColorRole.AlternateBase, colours.surface_2),
        (QPalette.ColorRole.Button, colours.surface),
        (QPalette.ColorRole.Text, colours.text),
        (QPalette.ColorRole.WindowText, colours.text),
        (QPalette.ColorRole.ButtonText, colours.text),
        (QPalette.ColorRole.ToolTipBase, colours.text),
        (QPalette.ColorRole.ToolTipText, colours.surface),
        (QPalette.ColorRole.PlaceholderText, colours.text_3),
        (QPalette.ColorRole.Highlight, colours.primary),
        (QPalette.ColorRole.HighlightedText, colours.on_primary),
        (QPalette.ColorRole.Accent, colours.primary),
        (QPalette.ColorRole.Link, colours.primary),
    ):
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.text_3))
    return made
