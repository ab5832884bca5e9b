"""Pure work off the application thread: a callable in, its value or its exception out, always exactly one of the two.

A job touches no storage and no window. One that needs a question answered ends with an outcome that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

#: PDF pages and hashes: more would only compete with the window for a small computer's cores.
WORKERS: Final = 2


class Job(QObject):
    """Lives on the application thread. Signals: `succeeded(value)` or `failed(exception)`, once, on that thread.

    Whoever connects may be anything: the hop from the worker's thread is made inside.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    over = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def hand_over(self, future: Future[Any]) -> None:
        """Called on the worker's thread."""
        self._finished.emit(future)

    @Slot(object)
    def _deliver(self, future: Future[Any]) -> None:
        error = CancelledError() if future.cancelled() else future.exception()
        if error is None:
            self.succeeded.emit(future.result())
        else:
            self.failed.emit(error)
        self.over.emit(self)


class Jobs(QObject):
    """Lives on the application thread and keeps every job alive until it has said how it ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="job")
        self._running: set[Job] = set()

    def run(self, work: Callable[[], object]) -> Job:
        """Connect to the job's signals before returning to the event loop: it cannot end earlier than that."""
        job = Job(self)
        job.over.connect(self._forget)
        self._running.add(job)
        self._pool.submit(work).add_done_callback(job.hand_over)
        return job

    def stop(self) -> None:
        """Waits for work that has begun; what has not begun fails with CancelledError."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _forget(self, job: Job) -> None:
        self._running.discard(job)
        job.deleteLater()
