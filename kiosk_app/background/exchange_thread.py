"""The one thread that waits for the network. It carries exchanges and knows no store, no engine and no window."""

from __future__ import annotations

import logging
from typing import Final, Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from sync.errors import NoAnswer, Reason
from sync.exchange import Exchange, Reply

log = logging.getLogger("ventanilla.sync")

#: A carrier that was told to stop answers within fractions of a second; only looking up a name may take the system's
#: own time.
STOP_WAIT_MS: Final = 30_000


class Carrier(Protocol):
    """`sync.transport.Transport`, or a network made of function calls."""

    def exchange(self, asked: Exchange) -> Reply:
        """Within the exchange's deadline. Raises NoAnswer."""
        ...

    def stop(self) -> None:
        """From any thread: end what is under way at once."""
        ...

    def close(self) -> None: ...


class _Worker(QObject):
    """Lives on the network thread. Signals: `replied(id, Reply)` or `failed(id, Reason, fault)`, exactly one."""

    replied = Signal(object, object)
    failed = Signal(object, object, object)

    def __init__(self, carrier: Carrier) -> None:
        super().__init__()
        self._carrier = carrier

    @Slot(object)
    def perform(self, asked: Exchange) -> None:
        try:
            reply = self._carrier.exchange(asked)
        except NoAnswer as error:
            self.failed.emit(asked.id, error.reason, None)
        except Exception as fault:  # noqa: BLE001 - handed on: the application thread logs it, and sync goes on trying
            self.failed.emit(asked.id, Reason.CONNECTION_LOST, fault)
        else:
            self.replied.emit(asked.id, reply)


class ExchangeThread(QObject):
    """Lives on the application thread, as do its signals: `replied(int id, Reply)`, `failed(int id, Reason)`."""

    replied = Signal(object, object)
    failed = Signal(object, object)
    _asked = Signal(object)

    def __init__(self, carrier: Carrier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._carrier = carrier
        self._stopped = False
        self._thread = QThread(self)
        self._thread.setObjectName("network")
        self._worker = _Worker(carrier)  # no parent, or it could not move
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.perform)
        self._worker.replied.connect(self._on_replied)
        self._worker.failed.connect(self._on_failed)

    def start(self) -> None:
        self._thread.start()

    def send(self, asked: Exchange) -> None:
        self._asked.emit(asked)

    def stop(self) -> None:
        """Blocks until the thread has ended; what was under way ends at once and is not reported."""
        self._stopped = True
        self._carrier.stop()
        self._thread.quit()
        if not self._thread.wait(STOP_WAIT_MS):
            log.error("the network thread did not end within %d ms", STOP_WAIT_MS)
            return
        self._carrier.close()

    @Slot(object, object)
    def _on_replied(self, exchange_id: int, reply: Reply) -> None:
        if not self._stopped:
            self.replied.emit(exchange_id, reply)

    @Slot(object, object, object)
    def _on_failed(self, exchange_id: int, reason: Reason, fault: Exception | None) -> None:
        if fault is not None:
            log.error("the network carrier failed through our own fault", exc_info=fault)
        if not self._stopped:
            self.failed.emit(exchange_id, reason)
