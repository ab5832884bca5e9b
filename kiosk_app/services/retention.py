"""What a station forgets: the municipality says after how many days, and only what the centre holds whole.

A person's data belongs where the case is decided. The station needs it for as long as the citizen may come back to this
window; after that it is only something that can be stolen (Peru's Law 29733, article 8: no longer than necessary).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from kiosk_app.services.counter import Counter
from kiosk_app.storage import drafts, personal, settings

#: Cases a transaction: the window is never held for longer than a blink.
AT_ONCE: Final = 100
#: A draft is no case and nobody else has it: untouched for so many days it goes, or sooner where cases go sooner.
DRAFT_DAYS: Final = 7


class Retention:
    def __init__(self, counter: Counter, at_once: int = AT_ONCE) -> None:
        self._counter = counter
        self._at_once = at_once

    def forget_due(self) -> bool:
        """Forget a first part of what is due; whether there may be more.

        A day counts from its beginning: what was told today is kept until tomorrow, whatever the rule. Raises Refusal
        when the disk says no: nothing was forgotten, and it is due again.
        """
        counter, mark = self._counter, settings.watermark(self._counter.store)
        kept_since = counter.today() - timedelta(days=counter.municipality.citizen_days)
        before, _ = counter.day_bounds(kept_since)
        drafts_since = counter.today() - timedelta(days=min(DRAFT_DAYS, counter.municipality.citizen_days))
        drafts.forget(counter.store, counter.day_bounds(drafts_since)[0])
        acknowledged = 0 if mark is None else mark.sequence
        return personal.forget(counter.store, before, acknowledged, self._at_once) == self._at_once
