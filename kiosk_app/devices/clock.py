"""The machine's clocks. Wall time is for records, monotonic time for waiting; order comes from the journal alone."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

_LINUX_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
BOOT_CHARACTERS: Final = 8


class Clock(Protocol):
    @property
    def boot(self) -> str:
        """Eight hex digits that change when the machine is started again."""
        ...

    def now(self) -> datetime:
        """Wall time, UTC."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds that never go back while the machine runs."""
        ...


class SystemClock:
    def __init__(self) -> None:
        try:
            self.boot = _LINUX_BOOT_ID.read_text("ascii")[:BOOT_CHARACTERS]
        except OSError:  # elsewhere the start of the program stands for the start of the machine
            self.boot = secrets.token_hex(BOOT_CHARACTERS // 2)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000
