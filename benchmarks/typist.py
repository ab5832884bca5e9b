"""A hand that strikes keys at its own pace, and an eye that sees when the window has painted what came of it.

The hand is a thread of its own: a key that comes while the window is busy waits, and the wait is part of the figure.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

#: Between what was painted and the next key: a fast typist. Below 35 ms it would be a barcode reader.
PAUSE_S: Final = (0.06, 0.14)
#: A key whose paint has not come by then is a fault of the measurement, not a figure.
PATIENCE_S: Final = 20.0
_NEVER: Final = -1.0


@dataclass(frozen=True, slots=True)
class Key:
    """`strike` is done on the application's thread; `painted(widget)` says whether this paint shows what came of it."""

    strike: Callable[[], None]
    painted: Callable[[QWidget], bool]
    before: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Struck:
    """What keys took: `seconds` until the loop was idle after the paint; `work` is the processor's time of it on the
    window's thread, which other programs on the machine lengthen little.
    """

    seconds: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    def add(self, other: Struck) -> None:
        self.seconds += other.seconds
        self.work += other.work


class Typist(QObject):
    """Strikes each of `keys` at its moment and waits for its paint."""

    _due = Signal(float)

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._keys: Sequence[Key] = ()
        self._at, self._begin = 0, 0.0
        self._struck = self._seen = False
        self._worked = 0.0
        self._told = Struck()
        self._next = threading.Event()
        self._loop = QEventLoop()
        self._due.connect(self._strike, Qt.ConnectionType.QueuedConnection)

    def run(self, keys: Sequence[Key], seed: int = 1) -> Struck:
        self._keys, self._at, self._told = keys, 0, Struck()
        keys[0].before()
        self._next.set()
        hand = threading.Thread(target=self._hand, args=(len(keys), random.Random(seed)), name="hand")  # noqa: S311 - no secret
        self._app.installEventFilter(self)
        hand.start()
        self._loop.exec()
        hand.join()
        self._app.removeEventFilter(self)
        assert self._at == len(keys), (
            f"key {self._at} was never painted, the keyboard is at {QApplication.focusWidget()}"
        )
        return self._told

    def _hand(self, count: int, chance: random.Random) -> None:
        for _key in range(count):
            if not self._next.wait(PATIENCE_S):
                self._due.emit(_NEVER)
                return
            self._next.clear()
            time.sleep(chance.uniform(*PAUSE_S))
            self._due.emit(time.perf_counter())

    def _strike(self, begin: float) -> None:
        if begin == _NEVER:
            self._loop.quit()
            return
        self._begin, self._seen, self._struck = begin, False, True
        self._worked = time.thread_time()
        self._keys[self._at].strike()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if self._struck and not self._seen and event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self._seen = self._keys[self._at].painted(watched)
            if self._seen:
                QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._told.seconds.append(time.perf_counter() - self._begin)
        self._told.work.append(time.thread_time() - self._worked)
        self._struck = False
        self._at += 1
        if self._at == len(self._keys):
            self._loop.quit()
            return
        self._keys[self._at].before()
        self._next.set()
