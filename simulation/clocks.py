"""True time, which nobody in the simulation can ask, and the clocks that machines have instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

BEGINNING: Final = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
DAY_MS: Final = 24 * 3600 * 1000


@dataclass(slots=True)
class Time:
    """Milliseconds since `BEGINNING`."""

    now_ms: int = 0


@dataclass(slots=True)
class MachineClock:
    """A machine's wall clock, wrong by `wall_s`, and its monotonic clock, which began at `started_ms`.

    It is `kiosk_app.devices.clock.Clock` and `central.clock.Clock` at once.
    """

    time: Time
    wall_s: int = 0
    shift_ms: int = 60_000
    starts: int = field(default=1)

    @property
    def boot(self) -> str:
        return f"{self.starts:08x}"

    def now(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.wall_s, milliseconds=self.time.now_ms)

    def unix_s(self) -> int:
        return int(self.now().timestamp())

    def monotonic_ms(self) -> int:
        return self.time.now_ms + self.shift_ms

    def uptime_s(self) -> int:
        return self.monotonic_ms() // 1000
