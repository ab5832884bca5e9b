"""Lucide icons, recoloured when they are loaded and rendered at the density of the screen that shows them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk_app.theme.tokens import COLOURS

ICONS: Final = Path(__file__).resolve().parent / "icons"
#: Densities a QIcon carries; Windows offers these steps and Qt scales down from the next larger one.
_RATIOS: Final = (1.0, 1.25, 1.5, 2.0, 3.0)


@lru_cache(maxsize=512)
def _recoloured(name: str, colour: str, stroke: float) -> bytes:
    source = (ICONS / f"{name}.svg").read_text("utf-8")
    return source.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"').encode()


def require_icon(name: str) -> str:
    """`name`, if theme/icons has it. Raises FileNotFoundError now rather than in the middle of a paint."""
    if not (ICONS / f"{name}.svg").is_file():
        raise FileNotFoundError(f"no icon {name!r} in {ICONS}")
    return name


def paint_icon(painter: QPainter, name: str, where: QRectF, colour: str = COLOURS.text, stroke: float = 2.0) -> None:
    """Draw icon `name`, which `require_icon` has let pass, into `where`."""
    # Bytes are cached rather than renderers: a Qt object that outlives the application is a crash at exit.
    QSvgRenderer(QByteArray(_recoloured(name, colour, stroke))).render(painter, where)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0, stroke: float = 2.0) -> QPixmap:
    """A square of `size` logical pixels at a device pixel ratio."""
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_icon(painter, name, QRectF(0, 0, size, size), colour, stroke)
    painter.end()
    return drawn


def icon(name: str, colour: str = COLOURS.text, size: int = 20, stroke: float = 2.0) -> QIcon:
    """A QIcon with one picture for each usual screen density."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, colour, size, ratio, stroke))
    return made
