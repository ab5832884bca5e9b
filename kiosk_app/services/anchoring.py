"""Whether this station's files are as far on as this computer has seen them, and keeping that up to date."""

from __future__ import annotations

import logging

from kiosk_app.devices.anchor import Anchor, AnchorFile
from sync.outbox import OutboxView
from sync.ratchet import Copied

log = logging.getLogger("ventanilla.anchor")


class Anchoring:
    """Checked once, at start. While the files are older than the anchor it is left as it is: a restart says it again.

    `copied` is what `sync.engine.SyncEngine` takes: empty when nothing is wrong.
    """

    def __init__(self, outbox: OutboxView, file: AnchorFile) -> None:
        self._outbox = outbox
        self._file = file
        self._written = file.read()
        self.copied = "" if self._written is None or self._holds(self._written) else Copied.ANCHOR.value
        if self.copied:
            log.warning("these files are older than this station has been, or of another history")

    def note(self) -> None:
        """After a commit and after the centre was heard; a file of a hundred bytes, written when something changed."""
        outbox = self._outbox
        anchor = Anchor(outbox.length, outbox.hash_at(outbox.length) or "", self._ratchet())
        if not self.copied and anchor != self._written and self._file.write(anchor):
            self._written = anchor

    def _holds(self, anchor: Anchor) -> bool:
        return anchor.ratchet <= self._ratchet() and self._outbox.hash_at(anchor.length) == anchor.head

    def _ratchet(self) -> int:
        number = self._outbox.ratchet.partition(".")[0]
        return int(number) if number.isdecimal() else 0
