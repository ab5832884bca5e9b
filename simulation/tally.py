"""What really happened, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from simulation.faults import Fault


@dataclass(slots=True)
class Tally:
    """`schedules` are days that began; `simulated_ms` the true time between the first morning and the last evening."""

    schedules: int = 0
    lives: int = 0
    exchanges: int = 0
    reached: int = 0
    entries: int = 0
    outbound: int = 0
    events: int = 0
    simulated_ms: int = 0
    slowest_healing_ms: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)
    days_with: Counter[Fault] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.schedules += other.schedules
        self.lives += other.lives
        self.exchanges += other.exchanges
        self.reached += other.reached
        self.entries += other.entries
        self.outbound += other.outbound
        self.events += other.events
        self.simulated_ms += other.simulated_ms
        self.slowest_healing_ms = max(self.slowest_healing_ms, other.slowest_healing_ms)
        self.faults += other.faults
        self.days_with += other.days_with
