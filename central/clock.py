"""The centre's clock and the identity of this run of the program: data for people, never an order."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    @property
    def boot(self) -> str:
        """At most eight characters that name what `uptime_s` counts from."""
        ...

    def now(self) -> datetime:
        """Aware UTC time."""
        ...

    def uptime_s(self) -> int: ...


class SystemClock:
    def __init__(self) -> None:
        self.boot = secrets.token_hex(4)
        self._started = time.monotonic()

    def now(self) -> datetime:
        return datetime.now(tz=UTC)

    def uptime_s(self) -> int:
        return int(time.monotonic() - self._started)


def unix_seconds(clock: Clock) -> int:
    return int(clock.now().timestamp())
