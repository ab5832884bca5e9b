"""A question with a few answers, each a pictogram and words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.state import MOST_CHOICES, ChoicePage
from kiosk_app.screens.kiosk.tiles import Tile
from kiosk_app.screens.kiosk.touch import SHADOW, px

#: Up to four answers stand two by two; five and six stand in threes.
_TWO_COLUMNS_UP_TO: Final = 4
#: Two answers alone do not become two doors.
TALLEST: Final = 330


class ChoiceView(Page):
    """Signal: `chosen(str)`, the id of the answer."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(shadow=px(SHADOW))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.body.addLayout(self._grid, 1000)
        self.body.addStretch(1)
        self.ids: list[str] = []
        self.tiles = [Tile(compact=True) for _tile in range(MOST_CHOICES)]
        for tile in self.tiles:
            tile.setMaximumHeight(px(TALLEST))
            tile.hide()
            tile.clicked.connect(self._on_tile)

    def show_page(self, state: ChoicePage) -> None:
        self.say(state.heading, state.help)
        self.ids = [choice.id for choice in state.choices]
        columns = 2 if len(state.choices) <= _TWO_COLUMNS_UP_TO else 3
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
        for index, (tile, choice) in enumerate(zip(self.tiles, state.choices, strict=False)):
            tile.say(choice.words, choice.hint, choice.icon, choice.tone, chosen=choice.chosen)
            self._grid.addWidget(tile, index // columns, index % columns)
            tile.show()
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for line in range(3):
            self._grid.setRowStretch(line, 1 if line * columns < len(state.choices) else 0)

    def _on_tile(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile):
            self.chosen.emit(self.ids[self.tiles.index(tile)])
