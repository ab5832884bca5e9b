"""When Python's collector looks through everything: while nobody waits, and not in the middle of a word (adr/0043).

What lives as long as the program (code, screens, the municipality's folder) is a few hundred thousand objects; a whole
collection walks them all, on whichever thread happens to make an object, for a tenth of a second in which no key is
answered. Set aside, they are not walked.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

#: After the screens were built or left: their widgets are gone by then, and a person reads what is on show.
AFTER_MS: Final = 1_500


class Tidying(QObject):
    """Lives on the application thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.tidy)

    def soon(self) -> None:
        """Somebody has signed in, taken over, or ended a practice."""
        self._timer.start()

    def tidy(self) -> None:
        """Collect everything that is garbage, also of what was set aside, and set aside what is left."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """What was set aside is looked at again like everything else."""
        self._timer.stop()
        gc.unfreeze()
