"""A network made of function calls, for the thread that waits: it can be cut, held up, and stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sync.errors import Reason, Unreachable
from sync.exchange import Exchange, Reply


class CallCarrier:
    """`kiosk_app.background.exchange_thread.Carrier`. Set `cut` to be offline; clear `open` to hold exchanges up."""

    def __init__(self, carry: Callable[[Exchange], Reply]) -> None:
        self._carry = carry
        self.cut = False
        self.open = threading.Event()
        self.open.set()
        self.threads: set[int] = set()
        self.exchanges: list[Exchange] = []
        self.closed = False
        self._stopped = False

    def exchange(self, asked: Exchange) -> Reply:
        self.threads.add(threading.get_ident())
        self.exchanges.append(asked)
        if self._stopped:
            raise Unreachable(Reason.CANCELLED)
        assert self.open.wait(20), "the test never let the exchange go on"
        if self._stopped or self.cut:
            raise Unreachable(Reason.CANCELLED if self._stopped else Reason.TIMEOUT)
        return self._carry(asked)

    def stop(self) -> None:
        self._stopped = True
        self.open.set()

    def close(self) -> None:
        self.closed = True
