"""One bad day, drawn from a seed: what people do, what goes wrong and when. Nothing of it has happened yet."""

from __future__ import annotations

import random
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from typing import Final

from simulation.faults import OF_THE_MACHINES, OF_THE_NETWORK, Fault

#: How long things go wrong on a bad day, in simulated milliseconds.
BAD_MS: Final = 2 * 60_000
#: Of one day: how many kinds of network trouble there are, and of other trouble.
_NETWORK_FAULTS: Final = (0, 1, 1, 2, 2, 3)
_MACHINE_FAULTS: Final = (0, 0, 1, 1, 2)
_CHANCES: Final = (0.15, 0.4, 0.8)
#: Days with a second history end a life, so they are rare.
_SECOND_HISTORY: Final = 0.025
#: A partition takes thirty mornings to live through, so it is drawn less often than the rest.
_PARTITION: Final = 0.3


class Act(Enum):
    """What people do of their own accord."""

    FEE = "fee"
    CASE = "case"
    SIGN_IN = "sign-in"
    CLOSE_DRAWER = "close-drawer"
    OFFICE_ADMITS = "office-admits"
    OFFICE_ANSWERS = "office-answers"
    BACKUP = "backup"


_ACTS: Final = {
    Act.FEE: 16,
    Act.SIGN_IN: 6,
    Act.CASE: 2,
    Act.CLOSE_DRAWER: 1,
    Act.OFFICE_ADMITS: 1,
    Act.OFFICE_ANSWERS: 1,
    Act.BACKUP: 4,
}


@dataclass(frozen=True, slots=True)
class Day:
    """`weather` has a chance for each network fault that there is today; `plan` is in order of time."""

    number: int
    weather: Mapping[Fault, float]
    plan: tuple[tuple[int, Act | Fault], ...]
    second_history: Fault | None = None

    @property
    def faults(self) -> frozenset[Fault]:
        planned = {what for _, what in self.plan if isinstance(what, Fault)}
        return frozenset(self.weather) | planned | ({self.second_history} if self.second_history else set())


def draw(rng: random.Random, number: int, allowed: AbstractSet[Fault]) -> Day:
    """The draws are the same whatever is allowed; what is not allowed is left out afterwards."""
    second = rng.choice((Fault.CLONE, Fault.IMAGE)) if rng.random() < _SECOND_HISTORY else None
    weather = {fault: rng.choice(_CHANCES) for fault in rng.sample(OF_THE_NETWORK, rng.choice(_NETWORK_FAULTS))}
    happening: list[Act | Fault] = [*rng.choices(list(_ACTS), list(_ACTS.values()), k=rng.randrange(1, 4))]
    struck = rng.sample(OF_THE_MACHINES, rng.choice(_MACHINE_FAULTS))
    happening += [fault for fault in struck if fault is not Fault.PARTITION or rng.random() < _PARTITION]
    plan = sorted(((rng.randrange(BAD_MS), what) for what in happening), key=lambda item: item[0])
    if second in allowed:  # a restored centre beside a second history could not tell which of them was first
        plan = [item for item in plan if item[1] is not Fault.CENTRE_RESTORED]
    return Day(
        number,
        {fault: chance for fault, chance in weather.items() if fault in allowed},
        tuple((when, what) for when, what in plan if not isinstance(what, Fault) or what in allowed),
        second if second in allowed else None,
    )
