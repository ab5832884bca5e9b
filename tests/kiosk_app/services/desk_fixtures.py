from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kiosk_app.services.desk import Desk, new_desk


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks, and closes what they opened."""
    made: list[Desk] = []

    def make(**changes: Any) -> Desk:
        made.append(new_desk(tmp_path / f"desk-{len(made)}", **changes))
        return made[-1]

    yield make
    for desk in made:
        desk.station.store.close()


@pytest.fixture
def closed_desk(desks: Callable[..., Desk]) -> Desk:
    """Its drawer is not open yet."""
    return desks()


@pytest.fixture
def desk(closed_desk: Desk) -> Desk:
    closed_desk.open_drawer()
    return closed_desk
