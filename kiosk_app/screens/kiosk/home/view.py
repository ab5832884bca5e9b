"""The first page: what does this person need today?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from kiosk_app.screens.kiosk.home.state import HomeState, Task
from kiosk_app.screens.kiosk.line_button import LineButton
from kiosk_app.screens.kiosk.page import KioskScreen, Page, PageTurn
from kiosk_app.screens.kiosk.tiles import Tile
from kiosk_app.screens.kiosk.touch import SHADOW, px
from kiosk_app.theme.tokens import COLOURS
from wording.catalogue import _

PAGE = "home"
_MOST_TASKS = 4


class HomeView(KioskScreen):
    """Signal: `task_chosen(str)`, the value of a `Task`."""

    task_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._page = Page(shadow=px(SHADOW))
        self._page.heading.setProperty("role", "h1")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(2))
        self.announced = LineButton("megaphone", COLOURS.info_soft)
        self.announced.hide()
        self._page.beside_heading(self.announced)
        self._page.body.addLayout(self._grid, 1)
        self._ids: list[str] = []
        self.announced.clicked.connect(self._on_announced)
        self.tiles = [Tile() for _tile in range(_MOST_TASKS)]
        for index, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, index // 2, index % 2)
            tile.clicked.connect(self._on_tile)
        self.hold(self._page)

    def render(self, state: HomeState) -> None:  # type: ignore[override]  # see KioskScreen
        self._page.say(state.heading, state.help)
        titles = _("The municipality announces: {titles}").format(titles=". ".join(state.announced))
        self.announced.say_words("\n".join(state.announced), titles)
        self.announced.setVisible(bool(state.announced))
        self._ids = [task.id for task in state.tasks]
        for index, tile in enumerate(self.tiles):
            tile.setVisible(index < len(state.tasks))
            if index < len(state.tasks):
                task = state.tasks[index]
                tile.say(task.words, task.hint, task.icon, task.tone)
        self.turn_to(self._page, PageTurn(PAGE, can_go_back=False))

    def _on_announced(self) -> None:
        self.task_chosen.emit(Task.ANNOUNCED.value)

    def _on_tile(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile):
            self.task_chosen.emit(self._ids[self.tiles.index(tile)])
