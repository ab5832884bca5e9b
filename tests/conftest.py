"""What holds for every test: offscreen Qt, no thread outlives its test, unexpected log lines fail."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before PySide6: without a display it would abort the process

import gc
import itertools
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QEvent, Qt, QThread
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from wording.catalogue import use_language

# How long a draw takes is the machine's business, and how many were thrown away is chance: neither makes a run red.
settings.register_profile(
    "ventanilla", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.load_profile("ventanilla")


def pytest_collection_finish() -> None:
    """Ten thousand tests and what they read stay to the end: no collection of garbage has to walk them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    use_language("es")
    yield
    use_language("en")


@pytest.fixture(scope="session")
def _states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A name for each test that nobody has had."""
    root = tmp_path_factory.mktemp("states")
    return (root / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _anchors_of_its_own(_states: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a station keeps beside its folder stays out of the account of whoever runs the tests."""
    monkeypatch.setenv("XDG_STATE_HOME", str(next(_states)))


@pytest.fixture(autouse=True)
def _no_thread_outlives_its_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    started: list[QThread] = []
    start = QThread.start

    def remembered(thread: QThread, *arguments: QThread.Priority) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", remembered)
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert not left, f"threads left running: {left}"
    running = [thread.objectName() or repr(thread) for thread in started if _is_running(thread)]
    assert not running, f"QThreads left running: {running}"


def _is_running(thread: QThread) -> bool:
    try:
        return thread.isRunning()
    except RuntimeError:  # already deleted with its owner
        return False


class _Unexpected(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def expected_log_lines() -> Iterator[list[str]]:
    """A test appends the starts of the warnings that it provokes; any other warning of ours fails it."""
    expected: list[str] = []
    handler = _Unexpected()
    logging.getLogger("ventanilla").addHandler(handler)
    yield expected
    logging.getLogger("ventanilla").removeHandler(handler)
    surprises = [line for line in handler.lines if not line.startswith(tuple(expected) or ("\0",))]
    assert not surprises, f"unexpected log lines: {surprises}"


def type_text(widget: QWidget, text: str) -> None:
    """Type as a person does. QTest.keyClicks aborts the process on ñ and accented small letters."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
