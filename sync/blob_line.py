"""Which blob is spoken of next, and how far either side is with it."""

from __future__ import annotations

from enum import Enum

from sync.delivery import Delivery
from sync.messages import BlobState
from sync.outbox import BlobsView, PendingBlob
from sync.states import Event


class Heard(Enum):
    """What the centre's word on a blob comes to: it has it whole, more of it than ever before, no more, or none of it
    was of use.
    """

    WHOLE = "whole"
    FURTHER = "further"
    KNOWN = "known"
    STUCK = "stuck"


class BlobLine:
    """What the engine remembers of blobs. `set_aside` are those that were refused, or came altered, in this round."""

    def __init__(self, outbox: BlobsView, set_aside: set[str]) -> None:
        self._outbox = outbox
        self._set_aside = set_aside
        self._offsets: dict[str, int] = {}
        self._reached: dict[str, int] = {}
        self._fetched: dict[str, int] = {}
        self._current: PendingBlob | None = None
        self.small = Delivery(outbox, set_aside)

    @property
    def current(self) -> PendingBlob:
        assert self._current is not None, "a blob was chosen before it is spoken of"
        return self._current

    @property
    def offset(self) -> int:
        """Where the centre stands with the current one, as far as it has said."""
        return self._offsets.get(self.current.sha256, 0)

    def due(self, unit: int) -> Event | None:
        """Those on their way up come first, in the order of their entries; of these the small ones, together."""
        if self.small.choose(unit):
            return Event.DELIVER
        most = len(self._set_aside) + 1
        for blob in self._outbox.pending_blobs(most):
            if blob.sha256 not in self._set_aside:
                self._current = blob
                return Event.SEND if blob.sha256 in self._offsets else Event.QUERY
        for blob in self._outbox.wanted_blobs(most):
            if blob.held < self._fetched.pop(blob.sha256, 0):  # what came had the wrong hash and was thrown away
                self._set_aside.add(blob.sha256)
            if blob.sha256 not in self._set_aside:
                self._current = blob
                return Event.FETCH
        return None

    def heard(self, state: BlobState, *, sending: bool) -> Heard:
        """The centre's offset is adopted, whatever we believed: it may hold more than we knew, or have begun again."""
        sha256 = self.current.sha256
        before = self._offsets.get(sha256, 0)
        if state.complete:
            self._offsets.pop(sha256, None)
            self._reached.pop(sha256, None)
            return Heard.WHOLE
        if state.offset >= self.current.size or (sending and state.offset <= before):
            return Heard.STUCK
        further = state.offset > self._reached.get(sha256, 0)
        self._offsets[sha256] = self._reached[sha256] = state.offset
        return Heard.FURTHER if further else Heard.KNOWN

    def is_part(self, data: bytes) -> bool:
        """Whether these bytes may be the next ones of the current blob on its way down; they are remembered if so."""
        blob = self.current
        if not data or len(data) > blob.size - blob.held:
            return False
        self._fetched[blob.sha256] = blob.held + len(data)
        return True

    def put_aside(self) -> None:
        """The centre wants nothing of the current one, or of those that go together: until it is asked after its state
        again.
        """
        self._set_aside.update(self.small.names or {self.current.sha256})

    def forget(self) -> None:
        """After a failure, what the centre said before is hearsay."""
        self._offsets.clear()
        self.small.lost()
