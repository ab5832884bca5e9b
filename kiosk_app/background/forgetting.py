"""Forgetting while people work: a little at a time, on the application thread."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from domain.errors import Refusal
from kiosk_app.services.retention import Retention

log = logging.getLogger("ventanilla.retention")

#: A rule counts in days; an hour late is soon enough. While there is more, a part each second.
EVERY_MS: Final = 3_600_000
PART_MS: Final = 1_000


class Forgetting(QObject):
    def __init__(self, retention: Retention, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._retention = retention
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._timer.start(PART_MS)

    def stop(self) -> None:
        self._timer.stop()

    @property
    def next_in_ms(self) -> int:
        return self._timer.remainingTime()

    @Slot()
    def look(self) -> None:
        more = False
        try:
            more = self._retention.forget_due()
        except Refusal as refusal:
            log.warning("what is due could not be forgotten yet: %s", refusal.code)
        self._timer.start(PART_MS if more else EVERY_MS)
