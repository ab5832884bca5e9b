"""An auditor's pull while the window stays alive: started by a person, shown as it goes, ended once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from domain.envelope import Signed
from kiosk_app.background.exchange_thread import Carrier, ExchangeThread
from kiosk_app.background.moments import Moments, system_moment
from sync.audit_pull import AuditPull, DirectoryReceived, JournalPart, PullEnded, PullOutput
from sync.errors import Reason
from sync.exchange import Identity, Reply
from sync.messages import StationListing
from sync.outputs import Send, WakeAt


class AuditStore(Protocol):
    """What an auditor's station keeps of others. Application thread only."""

    def held(self, station: str, epoch: int, journal: str) -> int:
        """How many entries of that journal ("entries" or "outbound") are stored, from the first one on."""
        ...

    def store_directory(self, stations: Sequence[StationListing]) -> None: ...

    def store_part(self, station: str, epoch: int, journal: str, first: int, entries: Sequence[Signed]) -> None:
        """Keep entries `first`, `first + 1`, … exactly as signed. Nothing about them has been verified."""
        ...


class AuditLink(QObject):
    """Lives on the application thread, and so do its signals.

    directory_received(tuple[StationListing, ...])
    part_received(JournalPart)                       after it was stored
    ended(object)                                    None, or the code of why it stopped; exactly once a pull
    """

    directory_received = Signal(object)
    part_received = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        identity: Identity,
        store: AuditStore,
        carrier: Carrier,
        moments: Moments = system_moment,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._identity = identity
        self._store = store
        self._moments = moments
        self._pull: AuditPull | None = None
        self._network = ExchangeThread(carrier, self)
        self._network.replied.connect(self._on_replied)
        self._network.failed.connect(self._on_failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._network.start()

    def stop(self) -> None:
        """Blocks until the network thread has ended. What was received is stored; another pull goes on from there."""
        self._timer.stop()
        self._pull = None
        self._network.stop()

    @Slot()
    def pull(self) -> None:
        """Begin, unless a pull is under way."""
        if self._pull is None:
            self._pull = AuditPull(self._identity, self._store.held)
            self._look()

    @Slot()
    def _look(self) -> None:
        if self._pull is not None:
            self._take(self._pull.tick(self._moments()))

    @Slot(object, object)
    def _on_replied(self, exchange_id: int, reply: Reply) -> None:
        if self._pull is not None:
            self._take(self._pull.received(exchange_id, reply, self._moments()))

    @Slot(object, object)
    def _on_failed(self, exchange_id: int, reason: Reason) -> None:
        if self._pull is not None:
            self._take(self._pull.failed(exchange_id, reason, self._moments()))

    def _take(self, outputs: Iterable[PullOutput]) -> None:
        for output in outputs:
            if isinstance(output, Send):
                self._network.send(output.exchange)
            elif isinstance(output, WakeAt):
                self._timer.start(max(0, output.now_ms - self._moments().now_ms))
            elif isinstance(output, DirectoryReceived):
                self._store.store_directory(output.stations)
                self.directory_received.emit(output.stations)
            elif isinstance(output, JournalPart):
                self._store.store_part(output.station, output.epoch, output.journal, output.first, output.entries)
                self.part_received.emit(output)
            elif isinstance(output, PullEnded):
                self._pull = None
                self.ended.emit(output.reason)
