"""What lives as long as the program is set aside from Python's collector, and nothing is kept by that for good."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk_app.bootstrap.tidying import Tidying


class _Knot:
    """Garbage that only the collector frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def tidying(qapp: QApplication) -> Iterator[Tidying]:
    made = Tidying()
    yield made
    made.stop()


def test_what_stays_is_set_aside_and_what_was_set_aside_is_freed_the_next_time(tidying: Tidying) -> None:
    knot = _Knot()
    left = weakref.ref(knot)
    tidying.tidy()
    assert gc.get_freeze_count() > 0
    del knot
    gc.collect()
    assert left() is not None, "the control: what is set aside is not looked at"
    tidying.tidy()
    assert left() is None


def test_after_the_end_everything_is_looked_at_again(tidying: Tidying) -> None:
    tidying.tidy()
    tidying.stop()
    assert gc.get_freeze_count() == 0
