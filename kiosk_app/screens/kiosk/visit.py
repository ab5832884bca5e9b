"""One person's visit: their screens and presenters, made for them and thrown away after them.

Nothing is emptied and used again. What a person wrote lives in these objects only, so that ending a visit is letting go
of them: no field, undo stack or draft can be forgotten in some corner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk_app.screens.kiosk.navigation import Presenter
from kiosk_app.screens.kiosk.page import KioskScreen


@dataclass(frozen=True, slots=True)
class Stage:
    """A screen and its presenter. The presenter is kept here, for PySide6 holds receivers of signals weakly."""

    screen: KioskScreen
    presenter: Presenter


@dataclass(frozen=True, slots=True)
class Visit:
    """`tasks` by the value of home.state.Task."""

    home: Stage
    tasks: Mapping[str, Stage]

    @property
    def stages(self) -> tuple[Stage, ...]:
        return (self.home, *self.tasks.values())
