"""Carrying another counter's file while people work: the steps on the application thread, the waiting elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from domain.errors import Refusal
from kiosk_app.background.exchange_thread import Carrier, ExchangeThread
from kiosk_app.background.moments import Moments, system_moment
from kiosk_app.services.carrying import Carriage, OtherFile
from sync.carrying import CarryEnded, Carrying, CarryOutput
from sync.errors import Reason
from sync.exchange import Identity, Reply
from sync.outputs import Send


class CarryLink(QObject):
    """Lives on the application thread, and so do its signals. One file at a time, on a line of its own: what this
    counter has to say itself does not wait behind it.

    changed()   `carriage` is another one
    """

    changed = Signal()

    def __init__(
        self,
        identity: Identity,
        acknowledged: Callable[[], int],
        line: Callable[[], Carrier],
        moments: Moments = system_moment,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._identity, self._acknowledged = identity, acknowledged
        self._line, self._moments = line, moments
        self._stick: OtherFile | None = None
        self._carrying: Carrying | None = None
        self._network: ExchangeThread | None = None
        self.carriage: Carriage | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def carry(self, stick: OtherFile) -> None:
        """Begin, or go on where the centre stands with it; what was under way is given up."""
        self.give_up()
        self._stick = stick
        self._carrying = Carrying(self._identity, self._acknowledged, stick.content)
        self._network = network = ExchangeThread(self._line(), self)
        network.replied.connect(self._on_replied)
        network.failed.connect(self._on_failed)
        network.start()
        self._look()

    def try_now(self) -> None:
        """A person asks."""
        if self._carrying is not None:
            self._take(self._carrying.try_now(self._moments()))

    def give_up(self) -> None:
        """A person changed their mind, or the program ends. Nothing is lost: the file is on the stick as it was."""
        self._timer.stop()
        self._stick = self._carrying = None
        if self._network is not None:
            self._network.stop()
            self._network.deleteLater()
            self._network = None
        self._show(None)

    @Slot()
    def _look(self) -> None:
        if self._carrying is not None:
            self._take(self._carrying.tick(self._moments()))

    @Slot(object, object)
    def _on_replied(self, exchange_id: int, reply: Reply) -> None:
        if self._carrying is not None:
            self._take(self._carrying.received(exchange_id, reply, self._moments()))

    @Slot(object, object)
    def _on_failed(self, exchange_id: int, reason: Reason) -> None:
        if self._carrying is not None:
            self._take(self._carrying.failed(exchange_id, reason, self._moments()))

    def _take(self, outputs: Iterable[CarryOutput]) -> None:
        assert self._stick is not None, "something is carried"
        assert self._carrying is not None, "likewise"
        for output in outputs:
            if isinstance(output, Send):
                assert self._network is not None, "begun with a thread"
                self._network.send(output.exchange)
            elif isinstance(output, CarryEnded):
                self._end(output)
                return
            else:
                self._timer.start(max(0, output.now_ms - self._moments().now_ms))
        self._show(Carriage(self._stick.station, self._carrying.progress))

    def _end(self, ended: CarryEnded) -> None:
        stick = self._stick
        assert stick is not None, "something was carried"
        self.give_up()
        refused, name = ended.refused, ""
        if refused is None:
            try:
                name = stick.write_answer(ended.answer)
            except Refusal as refusal:
                refused = refusal
        self._show(Carriage(stick.station, answer=name, refused=refused))

    def _show(self, carriage: Carriage | None) -> None:
        if carriage != self.carriage:
            self.carriage = carriage
            self.changed.emit()
