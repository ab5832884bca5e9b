"""What the engine remembers for people: why it waits, when it last heard, and how that is shown."""

from __future__ import annotations

from sync.errors import Reason
from sync.limits import STALLED_MAX
from sync.outbox import OutboxView
from sync.outputs import Alert, AlertCode, Output
from sync.status import Status, connection_of


class Standing:
    """`_copied` is of `sync.ratchet.Copied`, empty while nothing is wrong; once set it stays for the engine's life."""

    def __init__(self, outbox: OutboxView, copied: str) -> None:
        self._outbox = outbox
        self._copied = copied
        self._reason: Reason | None = None
        self._halted: Reason | None = None
        self._standing: Reason | None = None
        self._last_contact: int | None = None
        self._clock_offset: int | None = None
        self._last_elapsed = self._answered_in = 0
        self._set_aside: set[str] = set()
        self._alerted: set[AlertCode] = set()
        self._stalled = 0
        self._round_from: int | None = None

    def status(self) -> Status:
        outbox = self._outbox
        sending = self._round_from is not None
        halted = Reason.STATION_COPIED if self._copied else self._halted
        return Status(
            connection=connection_of(halted, self._reason, self._last_contact, self._answered_in),
            reason=halted or self._reason or self._standing,
            pending_entries=max(0, outbox.length - outbox.acknowledged),
            pending_blobs=outbox.pending_blob_count,
            oldest_pending=outbox.oldest_pending,
            last_contact=self._last_contact,
            clock_offset_s=self._clock_offset,
            sending=max(0, outbox.acknowledged - (self._round_from or 0)) if sending else 0,
            sending_total=max(0, outbox.length - (self._round_from or 0)) if sending else 0,
            set_aside=frozenset(self._set_aside),
        )

    def _say(self, code: AlertCode) -> list[Output]:
        """Once, until what it says of has been well again."""
        if code in self._alerted:
            return []
        self._alerted.add(code)
        return [Alert(code)]

    def _stall(self) -> list[Output]:
        self._stalled += 1
        return self._say(AlertCode.NO_PROGRESS) if self._stalled >= STALLED_MAX else []
