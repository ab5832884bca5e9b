"""Sync while people work: the engine and the storage here, on the application thread; the waiting elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from domain.errors import Refusal
from kiosk_app.background.exchange_thread import Carrier, ExchangeThread
from kiosk_app.background.moments import Moments, system_moment
from sync.courier import News
from sync.engine import SyncEngine
from sync.errors import Reason
from sync.exchange import Reply
from sync.limits import HEARTBEAT_MS
from sync.messages import Report
from sync.outbox import Outbox
from sync.outputs import Alert, OutboundReceived, Output, Send, WakeAt
from sync.recording import record
from sync.status import Status

log = logging.getLogger("ventanilla.sync")

HowItIs = Callable[[Status], Report]

#: After the storage could not take something in, look again this much later. The engine asks for it anew.
STORAGE_WAIT_MS: Final = 60_000


class SyncLink(QObject):
    """Lives on the application thread, and so do its signals.

    status_changed(Status)  after anything that a person could see; never twice the same
    journal_grew()          the centre's entries were stored and applied: whoever shows the books asks again
    alert(str)              a code a person has to know of (`sync.outputs.AlertCode`, or a refusal of the storage)
    """

    status_changed = Signal(object)
    journal_grew = Signal()
    alert = Signal(str)

    def __init__(
        self,
        engine: SyncEngine,
        outbox: Outbox,
        carrier: Carrier,
        moments: Moments = system_moment,
        parent: QObject | None = None,
        *,
        report: HowItIs | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._outbox = outbox
        self._moments = moments
        self._shown: Status | None = None
        self._network = ExchangeThread(carrier, self)
        self._network.replied.connect(self._on_replied)
        self._network.failed.connect(self._on_failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._how_it_is = report
        self._reporter = QTimer(self)
        self._reporter.setInterval(HEARTBEAT_MS)
        self._reporter.timeout.connect(self._report)

    @property
    def status(self) -> Status:
        return self._engine.status()

    def start(self) -> None:
        self._network.start()
        if self._how_it_is is not None:
            self._report()
            self._reporter.start()
        self.look()

    def stop(self) -> None:
        """Blocks until the network thread has ended. Nothing is lost: the storage has everything."""
        self._timer.stop()
        self._reporter.stop()
        self._network.stop()

    @Slot()
    def look(self) -> None:
        """Start what is due. Call it after every commit; the timer calls it otherwise."""
        self._take(self._engine.tick(self._moments()))

    @Slot()
    def _report(self) -> None:
        """Said with the engine's next question; a report is worth nothing beside what sync is for."""
        assert self._how_it_is is not None, "the timer runs only where somebody reports"
        try:
            self._engine.report(self._how_it_is(self._engine.status()))
        except (OSError, Refusal) as error:
            log.info("how this station is could not be found out: %s", error)

    @Slot()
    def sync_now(self) -> None:
        """A person asks."""
        self._take(self._engine.sync_now(self._moments()))

    def courier_heard(self, news: News, *, latest: bool) -> None:
        """An answer came by hand (`kiosk_app.services.courier`)."""
        self._take(self._engine.courier_heard(news, latest=latest, moment=self._moments()))

    @Slot(object, object)
    def _on_replied(self, exchange_id: int, reply: Reply) -> None:
        self._take(self._engine.received(exchange_id, reply, self._moments()))

    @Slot(object, object)
    def _on_failed(self, exchange_id: int, reason: Reason) -> None:
        self._take(self._engine.failed(exchange_id, reason, self._moments()))

    def _take(self, outputs: Sequence[Output]) -> None:
        """Apply in order. Whatever happens, there is a next look: sync never stops silently."""
        if not outputs:  # a late answer: the last WakeAt stands
            return
        wait_ms = STORAGE_WAIT_MS
        try:
            for output in outputs:
                if isinstance(output, WakeAt):
                    wait_ms = max(0, output.now_ms - self._moments().now_ms)
                else:
                    self._apply(output)
        except Refusal as refusal:
            log.warning("the storage refused what sync brought: %s", refusal.code)
            self.alert.emit(refusal.code)
        finally:
            self._timer.start(wait_ms)
        self._show()

    def _apply(self, output: Output) -> None:
        record(self._outbox, output, self._moments().unix_s)
        if isinstance(output, Send):
            self._network.send(output.exchange)
        elif isinstance(output, Alert):
            log.warning("sync: %s", output.code)
            self.alert.emit(output.code.value)
        elif isinstance(output, OutboundReceived):
            self.journal_grew.emit()

    def _show(self) -> None:
        status = self._engine.status()
        if status != self._shown:
            self._shown = status
            self.status_changed.emit(status)
