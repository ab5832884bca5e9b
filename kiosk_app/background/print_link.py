"""Printing while people work: rows here on the application thread, the printer's patience elsewhere.

One job a printer at a time. `sending` is on disk before the first byte leaves, so whatever a crash cuts short is found
as *unknown* at the next start and waits for a person (docs/PRINTING.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk_app.background.jobs import Jobs
from kiosk_app.storage import spool_table
from kiosk_app.storage.connection import Store
from printing.printers.printer import Condition, Printer, PrinterStatus
from printing.spool import (
    INTERRUPTED,
    Outcome,
    PrintJob,
    SpoolState,
    begin_sending,
    confirm_in_hand,
    deny_in_hand,
    finish_sending,
    may_retry_by_itself,
    retry_by_itself,
    retry_by_person,
)

log = logging.getLogger("ventanilla.print")

#: Not one byte left: paper may have been put in by now.
RETRY_MS = 15_000
#: How often a printer that has nothing to do is asked how it is, so that its roll is changed before a fee is taken.
ASK_MS = 60_000


class PrintLink(QObject):
    """Lives on the application thread. Signals: `job_changed(PrintJob)` after every durable step, `state_changed()`
    when a printer was heard to be well or in trouble.
    """

    job_changed = Signal(object)
    state_changed = Signal()

    def __init__(
        self,
        store: Store,
        printers: Mapping[str, Printer],
        jobs: Jobs,
        parent: QObject | None = None,
        *,
        beside: Printer | None = None,
    ) -> None:
        """`beside` prints what nobody at the counter waits for: whether it is well is not asked and not told."""
        super().__init__(parent)
        self._beside = beside
        self._store = store
        self._printers = {**printers, **({} if beside is None else {beside.name: beside})}
        self._jobs = jobs
        self._busy: dict[str, PrintJob] = {}
        self._asked: set[str] = set()
        self._states: dict[str, PrinterStatus] = {}
        self._stopping = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.retry_by_itself)
        self._asking = QTimer(self)
        self._asking.setInterval(ASK_MS)
        self._asking.timeout.connect(self.ask)

    def start(self) -> None:
        spool_table.recover_all(self._store)
        self._asking.start()
        self.look()

    def use(self, printer: Printer) -> None:
        """Another printer was set up, under the name of the one before: what waits goes to it."""
        self._printers = {**self._printers, printer.name: printer}
        self._states.pop(printer.name, None)
        self.retry()

    def stop(self) -> None:
        """Nothing more is sent; what is on its way is still written down."""
        self._stopping = True
        self._timer.stop()
        self._asking.stop()

    @property
    def is_busy(self) -> bool:
        """Whether a paper is on its way: until then nobody should switch the machine off."""
        return bool(self._busy)

    @property
    def problems(self) -> tuple[str, ...]:
        """What printers were last heard to suffer from, or soon will: codes of `printing.printers.printer.REASONS`.

        One that says nothing of itself has no problem that anybody knows.
        """
        return tuple(
            state.reason
            for name, state in self._states.items()
            if not self._is_beside(name) and state.reason is not None and state.condition is not Condition.UNKNOWN
        )

    def _is_beside(self, name: str) -> bool:
        return self._beside is not None and self._beside.name == name

    @Slot()
    def ask(self) -> None:
        """Ask each printer that has nothing to do; no paper goes between, for many attend one caller at a time."""
        for name, printer in self._printers.items():
            if self._is_beside(name) or self._stopping:
                continue
            if name not in self._busy and name not in self._asked:
                self._asked.add(name)
                asking = self._jobs.run(printer.status)
                asking.succeeded.connect(partial(self._heard, name))
                asking.failed.connect(partial(self._heard, name))

    @Slot()
    def look(self) -> None:
        """Send what is queued. Call it after every commit."""
        if self._stopping:
            return
        self._timer.stop()
        for job in spool_table.open_jobs(self._store):
            if job.state is SpoolState.QUEUED and job.printer not in self._busy and job.printer not in self._asked:
                self._send(job)
            elif may_retry_by_itself(job):
                self._timer.start()

    @Slot()
    def retry_by_itself(self) -> None:
        """Queue again what never left, for as long as the spool allows."""
        for job in spool_table.open_jobs(self._store):
            if may_retry_by_itself(job) and job.printer not in self._busy:
                self._changed(retry_by_itself(job))
        self.look()

    @Slot()
    def retry(self) -> None:
        """A person has put the printer right: all that never left, however often it was tried."""
        for job in spool_table.open_jobs(self._store):
            if job.state is SpoolState.FAILED_BEFORE_SEND:
                self._changed(retry_by_person(job))
        self.look()

    def in_hand(self, job: PrintJob) -> PrintJob:
        return self._answered(job, confirm_in_hand)

    def not_in_hand(self, job: PrintJob) -> PrintJob:
        """A paper that is worth money goes to the printer again, if its bytes are still there."""
        answered = self._answered(job, deny_in_hand)
        self.look()
        return spool_table.read(self._store, job.id) or answered

    def _answered(self, job: PrintJob, answer: Callable[[PrintJob], PrintJob]) -> PrintJob:
        current = spool_table.read(self._store, job.id) or job
        return self._changed(answer(current))

    def _send(self, job: PrintJob) -> None:
        printer = self._printers.get(job.printer)
        if printer is None:
            log.warning("a print waits for a printer that is not set up here: %s", job.printer)
            return
        sending = self._changed(begin_sending(job))
        self._busy[job.printer] = sending
        running = self._jobs.run(partial(printer.send, sending.content, f"{sending.document}-{sending.id}"))
        running.succeeded.connect(partial(self._ended, sending))
        running.failed.connect(partial(self._broke, sending))

    def _heard(self, name: str, status: object) -> None:
        self._asked.discard(name)
        if isinstance(status, PrinterStatus):
            self._know(name, status)
        self.look()

    def _know(self, name: str, status: PrinterStatus) -> None:
        if self._states.get(name) != status:
            self._states[name] = status
            self.state_changed.emit()

    def _ended(self, job: PrintJob, outcome: object) -> None:
        assert isinstance(outcome, Outcome), "a printer answers with an outcome"
        self._busy.pop(job.printer, None)
        if outcome.state is SpoolState.FAILED_BEFORE_SEND:
            self._know(job.printer, PrinterStatus(Condition.PROBLEM, outcome.reason))
        elif outcome.state is SpoolState.PRINTED:
            self._know(job.printer, PrinterStatus(Condition.OK))
        self._changed(finish_sending(job, outcome))
        self.look()

    def _broke(self, job: PrintJob, error: object) -> None:
        """An adapter that raised: nobody knows what came out."""
        log.error("a printer broke down: %r", error)
        self._ended(job, Outcome(state=SpoolState.UNKNOWN, reason=INTERRUPTED, bytes_sent=0))

    def _changed(self, job: PrintJob) -> PrintJob:
        spool_table.update(self._store, job)
        self.job_changed.emit(job)
        return job
