"""How much to send at once: a unit that the link survives.

A unit that can exceed what the link survives between two cuts is not slow, it never ends. So it is measured in bytes,
halves when an exchange fails, and grows by a step when one succeeds; the first failure makes the steps small, because
growing fast re-enters the dead zone again and again. And it is held to a *time*: at the rate just seen, the next one
is to take so many seconds at most, because what is written meanwhile waits for it. Up to there the steps are large:
each exchange costs a round trip, and TCP begins slowly after each pause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

AIM_MS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Unit:
    """`size` bytes go into the next exchange; never fewer than `least`, never more than `most`."""

    size: int
    least: int
    most: int
    step: int
    step_max: int
    aim_ms: int = AIM_MS

    def __post_init__(self) -> None:
        assert 0 < self.least <= self.size <= self.most, "a unit of transfer stays within its limits"
        assert 0 < self.step <= self.step_max, "a unit of transfer can grow"

    def after_success(self, carried: int, elapsed_ms: int) -> Self:
        """`carried` bytes took `elapsed_ms`. Grows only when the unit was really used: little carried proves little."""
        in_time = carried * self.aim_ms // max(1, elapsed_ms)
        if elapsed_ms > self.aim_ms:
            return self._of(min(self.size, in_time), self.step)
        if carried * 2 < self.size:
            return self
        return self._of(min(self.size + self.step, max(self.size, in_time)), min(self.step_max, self.step + self.least))

    def at_rate(self, bytes_a_second: int) -> Self:
        """What the link carried of something else counts for this, too, while nothing has spoken against it."""
        if self.step < self.step_max:
            return self
        return self._of(max(self.size, bytes_a_second * self.aim_ms // 1000), self.step)

    def after_failure(self) -> Self:
        return self._of(self.size // 2, self.least)

    def with_small_steps(self) -> Self:
        return self._of(self.size, self.least)

    def _of(self, size: int, step: int) -> Self:
        return replace(self, size=max(self.least, min(self.most, size)), step=step)


#: Entries, counted before packing, which makes them about a quarter: at first 36 kB, or 4.5 s at 64 kbit/s.
ENTRIES_UNIT: Final = Unit(size=160_000, least=1_000, most=512_000, step=160_000, step_max=160_000)
#: Bytes of blobs: photographs and sealed data do not compress. No more than a proxy lets pass that nobody has set up.
BLOB_UNIT: Final = Unit(size=64_000, least=4_000, most=1_000_000, step=256_000, step_max=256_000)
#: Bytes of a large blob on its way up. On a link that has shown what it carries a piece lasts twice as long: the pauses
#: between pieces are most of what a photograph costs there beside its bytes. What arrives of one that is cut is kept.
PIECE_UNIT: Final = Unit(
    size=64_000, least=4_000, most=4_000_000, step=4_000_000, step_max=4_000_000, aim_ms=2 * AIM_MS
)
