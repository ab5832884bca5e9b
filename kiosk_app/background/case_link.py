"""One question of one person: where a case stands that another station opened."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from domain.errors import Refusal
from kiosk_app.background.exchange_thread import Carrier, ExchangeThread
from kiosk_app.background.moments import Moments, system_moment
from sync.case_question import case_exchange, case_status
from sync.errors import NoAnswer, Reason
from sync.exchange import Exchange, Identity, Reply

log = logging.getLogger("ventanilla.sync")

#: The centre's signed word that it knows no such case; every other "no" says nothing about the case.
UNKNOWN = "case_unknown"


@dataclass(frozen=True, slots=True)
class _Asked:
    code: str
    exchange: Exchange


class CaseLink(QObject):
    """Lives on the application thread, and so do its signals. One question is on the wire at a time.

    answered(str, CaseStatus)   the code, and what the centre says of it (`sync.messages.CaseStatus`)
    unknown(str)                the centre signed that it has no such case
    unreachable(str)            no answer that counts: no network, a captive portal, a station that may not ask

    Exactly one of them follows the latest `ask`. A question that was replaced or forgotten is never told of.
    `acknowledged` is how far the centre has signed for this station's journal; every request carries it.
    """

    answered = Signal(str, object)
    unknown = Signal(str)
    unreachable = Signal(str)

    def __init__(
        self,
        identity: Identity,
        acknowledged: Callable[[], int],
        carrier: Carrier,
        moments: Moments = system_moment,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._identity = identity
        self._acknowledged = acknowledged
        self._moments = moments
        self._wanted = ""
        self._asked: _Asked | None = None
        self._network = ExchangeThread(carrier, self)
        self._network.replied.connect(self._on_replied)
        self._network.failed.connect(self._on_failed)

    def start(self) -> None:
        self._network.start()

    def stop(self) -> None:
        """Blocks until the network thread has ended. Nothing more is told."""
        self._wanted = ""
        self._network.stop()

    def ask(self, code: str) -> None:
        """`code` has been read by `domain.ids.read_case_code`. A question that is under way ends first, unheard."""
        self._wanted = code
        if self._asked is None:
            self._send()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._wanted = ""

    def _send(self) -> None:
        moment = self._moments()
        exchange = case_exchange(self._identity, self._wanted, acknowledged=self._acknowledged(), moment=moment)
        self._asked = _Asked(self._wanted, exchange)
        self._network.send(exchange)

    @Slot(object, object)
    def _on_replied(self, _exchange_id: int, reply: Reply) -> None:
        asked = self._take()
        if asked is None:
            return
        try:
            status = case_status(self._identity, asked.exchange, reply)
        except NoAnswer:
            self.unreachable.emit(asked.code)
        except Refusal as refusal:
            self._refused(asked.code, refusal)
        else:
            self.answered.emit(asked.code, status)

    @Slot(object, object)
    def _on_failed(self, _exchange_id: int, _reason: Reason) -> None:
        asked = self._take()
        if asked is not None:
            self.unreachable.emit(asked.code)

    def _refused(self, code: str, refusal: Refusal) -> None:
        if refusal.code == UNKNOWN:
            self.unknown.emit(code)
            return
        log.warning("the centre does not say where cases stand: %s", refusal.code)
        self.unreachable.emit(code)

    def _take(self) -> _Asked | None:
        """What has just ended, if somebody still waits for it; else what they wait for instead goes out."""
        asked, self._asked = self._asked, None
        if asked is not None and asked.code == self._wanted:
            self._wanted = ""
            return asked
        if self._wanted:
            self._send()
        return None
