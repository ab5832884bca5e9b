"""Drafts of this desk: written down while people type, given back after a power cut to whoever sits here."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk_app.services.counter import Counter
from kiosk_app.storage import drafts
from kiosk_app.storage.drafts import KeptDraft


class DraftBook:
    """One for the desk, whoever works: the citizen stays at the window when the operator changes."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._written = {draft.key: draft for draft in drafts.read_all(counter.store)}

    def left(self) -> list[KeptDraft]:
        """What is on disk, newest first."""
        return drafts.read_all(self._counter.store)

    def keep(self, prefix: str, now_open: Iterable[KeptDraft]) -> None:
        """Make the disk say what is open among the drafts whose key begins with `prefix`; only what changed is written.

        Raises Refusal when the disk says no: what was on disk stays.
        """
        wanted = {draft.key: draft for draft in now_open}
        before = {key: draft for key, draft in self._written.items() if key.startswith(prefix)}
        gone = before.keys() - wanted.keys()
        here = {draft.key for draft in drafts.read_all(self._counter.store)} if gone else set()
        changed = [draft for key, draft in wanted.items() if before.get(key) != draft]
        if not gone and not changed:
            return
        store, now = self._counter.store, self._counter.clock.now().isoformat()
        with store.transaction():
            for key in gone & here:
                drafts.remove(store, key)
            for draft in changed:
                drafts.put(store, draft, now)
        for key in gone:
            del self._written[key]
        self._written.update({draft.key: draft for draft in changed})
        if gone & here:  # what became an act went with it; what was thrown away must not stand in the log either
            store.empty_log()
