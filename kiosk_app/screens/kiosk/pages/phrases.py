"""Sentences that several pages say. No Qt."""

from __future__ import annotations

from kiosk_app.screens.kiosk.code_entry import CodeEntry
from wording.catalogue import _, ngettext


def spoken_digits(entry: CodeEntry) -> str:
    """What the boxes of a number say to somebody who does not see them."""
    missing = entry.length - len(entry.digits)
    if not missing:
        return _("{digits}, complete").format(digits=" ".join(entry.digits))
    if not entry.digits:
        return _("Nothing written yet")
    words = ngettext("{digits}, {n} number missing", "{digits}, {n} numbers missing", missing)
    return words.format(digits=" ".join(entry.digits), n=missing)
