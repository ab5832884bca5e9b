"""Our own faults: written to a file in the station's folder, told in words, never a traceback on the screen."""

from __future__ import annotations

import faulthandler
import logging
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal

log = logging.getLogger("ventanilla.crash")


class _Reporter(QObject):
    """The hook may run on any thread; the signal brings the news to the application thread."""

    crashed = Signal(object, str)


def catch_crashes(folder: Path, show: Callable[[BaseException, str], None]) -> TextIO:
    """From now on an exception that nobody catches ends on `show(error, code)`; a crash of Qt itself in `crash.log`."""
    report = (folder / "crash.log").open("a", encoding="utf-8")
    faulthandler.enable(report)
    reporter = _Reporter()
    reporter.crashed.connect(show)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        code = f"E-{datetime.now(UTC):%m%d-%H%M%S}"
        report.write(f"{code}\n")
        traceback.print_exception(kind, error, trace, file=report)
        report.flush()
        log.error("crash %s: %s", code, kind.__name__)
        reporter.crashed.emit(error, code)

    sys.excepthook = hook
    return report
