"""Rows and columns that read like what they show: `column(title, 12, row(name, STRETCH, code))`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

#: Takes all the room that is left.
STRETCH: Final = None

#: A widget, a layout, a gap in pixels, or STRETCH; a pair gives a widget or layout a share of the room.
Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Margins = tuple[int, int, int, int]
_NONE: Final[Margins] = (0, 0, 0, 0)
_Box = TypeVar("_Box", bound=QBoxLayout)


def row(*items: Item, margins: Margins = _NONE, spacing: int = 0) -> QHBoxLayout:
    return _filled(QHBoxLayout(), items, margins, spacing)


def column(*items: Item, margins: Margins = _NONE, spacing: int = 0) -> QVBoxLayout:
    return _filled(QVBoxLayout(), items, margins, spacing)


def fill(widget: QWidget, layout: QLayout) -> QWidget:
    """Give `widget` its layout and return it."""
    widget.setLayout(layout)
    return widget


def grid(rows: Iterable[Iterable[QWidget]], *, across: int = 16, down: int = 14) -> QGridLayout:
    """Widgets in equal columns."""
    made = QGridLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(across)
    made.setVerticalSpacing(down)
    for y, line in enumerate(rows):
        for x, widget in enumerate(line):
            made.addWidget(widget, y, x, Qt.AlignmentFlag.AlignTop)
            made.setColumnStretch(x, 1)
    return made


def _filled(box: _Box, items: Iterable[Item], margins: Margins, spacing: int) -> _Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for item in items:
        thing, share = item if isinstance(item, tuple) else (item, 0)
        if thing is None:
            box.addStretch(1)
        elif isinstance(thing, int):
            box.addSpacing(thing)
        elif isinstance(thing, QLayout):
            box.addLayout(thing, share)
        else:
            box.addWidget(thing, share)
    return box
