"""One person at the kiosk: from the first touch until nothing of theirs is left.

    RESTING --touch--> IN_USE --idle--> WARNING --touch--> IN_USE
                         |                 |
                         |                 +--no answer--> wiped, RESTING
                         +--the end page--> FINISHED --45 s or "end"--> wiped, RESTING

No Qt here: the shell feeds touches, page turns and ticks, and does what the returned effect says. The clock is
monotonic seconds, so that a corrected wall clock neither ends nor prolongs anybody's session.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Clock = Callable[[], float]
#: WCAG 2.2.1: a person must have at least this long to ask for more time.
SHORTEST_WARNING_SECONDS: Final = 20
#: Two taps closer than this were meant for one target; the second must not act on the page that the first one opened.
QUIET_SECONDS: Final = 0.35


class Phase(StrEnum):
    RESTING = "resting"
    IN_USE = "in_use"
    WARNING = "warning"
    FINISHED = "finished"


class Pace(StrEnum):
    """How long a page leaves a person in peace."""

    CHOOSING = "choosing"
    TYPING = "typing"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds without a touch before something happens. Source: the kiosk's session rules in docs/ARCHITECTURE.md."""

    choosing_seconds: float = 60
    typing_seconds: float = 90
    warning_seconds: float = 30
    finished_seconds: float = 45

    def __post_init__(self) -> None:
        if self.warning_seconds < SHORTEST_WARNING_SECONDS:
            raise ValueError(f"a warning of {self.warning_seconds} s is too short to answer")
        if min(self.choosing_seconds, self.typing_seconds, self.finished_seconds) <= 0:
            raise ValueError("a page needs time to be read")


@dataclass(frozen=True, slots=True)
class Warn:
    """Hide the page and ask whether the person is still here."""

    seconds_left: int


@dataclass(frozen=True, slots=True)
class Resume:
    """The person answered: take the question away."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The end page says how long it will stay."""

    seconds_left: int


@dataclass(frozen=True, slots=True)
class Wipe:
    """The session is over: keep nothing of the person, go home."""


Effect = Warn | Resume | Closing | Wipe | None


class Session:
    """The time of one person's visit.

    Extensions are not counted: WCAG asks for at least ten, and somebody who keeps answering is somebody who is there.
    """

    def __init__(self, clock: Clock, limits: Limits | None = None) -> None:
        self._clock = clock
        self._limits = limits or Limits()
        self._phase = Phase.RESTING
        self._pace = Pace.CHOOSING
        self._last_touch = clock()

    @property
    def phase(self) -> Phase:
        return self._phase

    def touched(self) -> Effect:
        """A finger or a key. Touching during the warning is the answer to it."""
        answered = self._phase is Phase.WARNING
        self._last_touch = self._clock()
        if self._phase in {Phase.RESTING, Phase.WARNING}:
            self._phase = Phase.IN_USE
        return Resume() if answered else None

    def page_shown(self, pace: Pace) -> None:
        """A page turned: it has its whole time from now."""
        self._pace = pace
        if self._phase is Phase.RESTING:
            return
        self._last_touch = self._clock()
        self._phase = Phase.FINISHED if pace is Pace.FINISHED else Phase.IN_USE

    def tick(self) -> Effect:
        """Ask several times a second. After a long sleep of the machine the answer is at once `Wipe`."""
        quiet = self._clock() - self._last_touch
        if self._phase is Phase.RESTING:
            return None
        if self._phase is Phase.FINISHED:
            left = self._limits.finished_seconds - quiet
            return Closing(math.ceil(left)) if left > 0 else self.end()
        left = self._allowed_seconds() + self._limits.warning_seconds - quiet
        if left <= 0:
            return self.end()
        if left > self._limits.warning_seconds:
            return None
        self._phase = Phase.WARNING
        return Warn(math.ceil(left))

    def end(self) -> Wipe:
        """Nobody answered, or the person said so: back to rest."""
        self._phase = Phase.RESTING
        self._pace = Pace.CHOOSING
        return Wipe()

    def _allowed_seconds(self) -> float:
        return self._limits.typing_seconds if self._pace is Pace.TYPING else self._limits.choosing_seconds


class TapGuard:
    """Lets ten fast taps be one action.

    A page turn makes the guard deaf for a moment, and every tap that it swallows makes the moment start again: somebody
    drumming on a tile does not drum on whatever the next page shows in the same place. Typing is not held up, for a key
    of the keyboard turns no page.
    """

    def __init__(self, clock: Clock, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._clock = clock
        self._quiet_seconds = quiet_seconds
        self._deaf_until = -math.inf

    def page_turned(self) -> None:
        self._deaf_until = self._clock() + self._quiet_seconds

    def lets_through(self) -> bool:
        if self._clock() >= self._deaf_until:
            return True
        self.page_turned()
        return False
