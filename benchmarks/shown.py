"""A process that shows one window, says when it was painted and how much memory it took, and ends.

python -m benchmarks.shown empty
python -m benchmarks.shown desk <station folder>
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

WIDTH, HEIGHT = 1366, 768


class FirstPaint(QObject):
    """Calls `then` once the event loop is idle after a window was painted for the first time."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self._then = then
        self._painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._then)
        return False


def tell() -> None:
    os.write(sys.stdout.fileno(), f"{peak_kib()}\n".encode())
    QApplication.quit()


def peak_kib() -> int:
    """Of this program alone: what getrusage tells is inherited from whoever started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def show_empty() -> None:
    app = QApplication(sys.argv[:1])
    window = QWidget()
    paint = FirstPaint(tell)
    app.installEventFilter(paint)
    window.resize(WIDTH, HEIGHT)
    window.show()
    app.exec()


def show_desk(path: Path) -> None:
    """As `ventanilla desk` starts (kiosk_app.bootstrap.desk.run_desk), up to the sign-in."""
    from kiosk_app.bootstrap.desk import DeskProgram  # noqa: PLC0415 - the empty window must not pay for it
    from kiosk_app.theme.apply import apply_theme  # noqa: PLC0415 - likewise
    from kiosk_app.theme.tokens import DESK  # noqa: PLC0415 - likewise
    from wording.catalogue import use_language  # noqa: PLC0415 - likewise

    use_language("es")
    app = QApplication(sys.argv[:1])
    apply_theme(app, DESK)
    program = DeskProgram(app, path)
    paint = FirstPaint(tell)
    app.installEventFilter(paint)
    program.shell.window.resize(WIDTH, HEIGHT)
    program.shell.window.show()
    program.start()
    app.exec()
    program.stop()


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        show_empty()
    else:
        show_desk(Path(sys.argv[2]))
