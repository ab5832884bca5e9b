"""The outside world's three answers to "now": a clock that only goes forward, a clock for people, and chance."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from sync.exchange import RANDOM_BYTES, Moment

Moments = Callable[[], Moment]


def system_moment() -> Moment:
    return Moment(time.monotonic_ns() // 1_000_000, int(time.time()), secrets.token_bytes(RANDOM_BYTES))
