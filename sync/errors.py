"""Why there was no answer. The world's fault, every one: nothing is lost, the engine tries again later.

    NoAnswer(reason)
    ├── Unreachable    nothing came back: no address, no connection, no time left, another authority's certificate
    └── Untrusted      something came back and the centre did not sign it: a captive portal, a proxy, a broken server

A signed "no" is not here: it is an answer (`messages.Problem`). Nothing else leaves `sync.transport`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why the last exchange brought nothing, as a stable code; the wording room has a sentence for each."""

    # nothing came back
    NO_ADDRESS = "no_address"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_LOST = "connection_lost"
    TIMEOUT = "timeout"
    INTERCEPTED = "intercepted"
    CANCELLED = "cancelled"
    # something came back that the centre did not say
    CAPTIVE_PORTAL = "captive_portal"
    CENTRE_FAILED = "centre_failed"
    ANSWER_TOO_LARGE = "answer_too_large"
    ANSWER_NOT_SIGNED = "answer_not_signed"
    # the centre answered, and the answer was no
    STATION_PENDING = "station_pending"
    STATION_REVOKED = "station_revoked"
    REQUEST_REFUSED = "request_refused"
    NO_PROGRESS = "no_progress"
    # two histories exist: a person has to look
    JOURNAL_FORKED = "journal_forked"
    ENTRY_NOT_AUTHENTIC = "entry_not_authentic"
    EPOCH_CHANGED = "epoch_changed"
    STATION_COPIED = "station_copied"


#: The reasons that mean "no network" to a person.
NO_ANSWER: Final = frozenset(
    {
        Reason.NO_ADDRESS,
        Reason.CONNECTION_REFUSED,
        Reason.CONNECTION_LOST,
        Reason.TIMEOUT,
        Reason.INTERCEPTED,
        Reason.CANCELLED,
        Reason.CAPTIVE_PORTAL,
        Reason.CENTRE_FAILED,
        Reason.ANSWER_TOO_LARGE,
        Reason.ANSWER_NOT_SIGNED,
    }
)


class NoAnswer(Exception):  # noqa: N818 - named for what happened
    def __init__(self, reason: Reason, *, why: str = "") -> None:
        super().__init__(reason, why)
        self.reason = reason
        self.why = why

    def __str__(self) -> str:
        return f"{self.reason}: {self.why}" if self.why else str(self.reason)


class Unreachable(NoAnswer):
    """Nothing came back."""


class Untrusted(NoAnswer):
    """Something came back, and it is not the centre's word."""
