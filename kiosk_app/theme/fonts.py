"""The bundled typeface. The program starts on a computer that has no fonts at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from kiosk_app.theme.tokens import FONT_FAMILY

FONTS: Final = Path(__file__).resolve().parent / "fonts"


def load_fonts() -> None:
    """Register the bundled weights. Raises FileNotFoundError if the folder is bare, RuntimeError if Qt refuses one."""
    files = sorted(FONTS.glob("*.ttf"))
    if not files:
        raise FileNotFoundError(f"no fonts in {FONTS}")
    for path in files:
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"Qt refuses the font {path.name}")


def text_font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """The font for hand-painted text. `tabular` gives every digit one width, so that amounts line up in columns."""
    made = QFont(FONT_FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
