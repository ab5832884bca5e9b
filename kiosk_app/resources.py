"""Where the files beside the program are: in the source tree, and inside the frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def municipalities() -> Path:
    return _ROOT / "municipalities"


def municipality(name: str) -> Path:
    return municipalities() / name


def theme_files() -> tuple[int, int, int]:
    """How many fonts, icons and style sheets came along."""
    theme = _ROOT / "kiosk_app" / "theme"
    fonts, icons, sheets = (len(list(theme.glob(pattern))) for pattern in ("fonts/*.ttf", "icons/*.svg", "*.qss"))
    return fonts, icons, sheets
