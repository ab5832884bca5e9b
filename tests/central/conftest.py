from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.centre_world import CentreWorld


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path)
    yield made
    made.close()
