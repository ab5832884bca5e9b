"""A clock that a test moves by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

#: A working Friday in Cajamarca, 09:00 local time.
FRIDAY_MORNING = datetime(2026, 11, 20, 14, 0, 0, tzinfo=UTC)


class FakeClock:
    def __init__(self, now: datetime = FRIDAY_MORNING) -> None:
        self._now = now
        self._monotonic_ms = 60_000
        self.boot = "b0071d00"

    def now(self) -> datetime:
        return self._now

    def monotonic_ms(self) -> int:
        return self._monotonic_ms

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic_ms += int(seconds * 1000)

    def set_wall(self, now: datetime) -> None:
        """Somebody changes the computer's time: the monotonic clock does not notice."""
        self._now = now
