"""News that come in handfuls, told once: an answer of the centre moves a watermark, a status and two papers."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class News(QObject):
    """Lives on the application thread. Signals: `told()`, once for all that was heard before the event loop turned."""

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.told)

    @Slot()
    @Slot(object)
    def hear(self, _what: object = None) -> None:
        if not self._timer.isActive():
            self._timer.start(0)

    def stop(self) -> None:
        """Nothing more is told."""
        self._timer.stop()
