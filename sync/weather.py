"""What the engine remembers of the link: how much it survives, how fast it is, how often it failed."""

from __future__ import annotations

from typing import Final

from sync.batch import BLOB_UNIT, ENTRIES_UNIT, PIECE_UNIT, Unit
from sync.errors import Reason
from sync.exchange import Moment
from sync.limits import BACK_OFF_MAX_MS, BACK_OFF_MS, CUT_MS, RATE_BYTES_MIN
from sync.states import State

_DOUBLINGS_MAX: Final = 16
#: What goes up uncompressed: a byte of the unit is a byte on the link.
_AS_THEY_ARE: Final = (State.DELIVERING, State.SENDING)


class Weather:
    def __init__(self) -> None:
        self.units: dict[State, Unit] = {
            State.PUSHING: ENTRIES_UNIT,
            State.PULLING: ENTRIES_UNIT,
            State.DELIVERING: BLOB_UNIT,
            State.SENDING: PIECE_UNIT,
            State.FETCHING: BLOB_UNIT,
        }
        self.failures = 0
        #: What the link was last seen to carry, both ways; 0 when nobody knows.
        self.bytes_a_second = 0
        #: Something arrived, on either side, since the last failure: the link is poor, and not gone.
        self._has_moved = False
        self._before_cut: dict[State, Unit] = {}

    def heard(self, both_ways: int, elapsed_ms: int) -> None:
        """An exchange with bodies of so many bytes was answered."""
        if both_ways < RATE_BYTES_MIN or elapsed_ms <= 0:  # a clock may have gone back meanwhile
            return
        self.bytes_a_second = both_ways * 1000 // elapsed_ms
        for state in _AS_THEY_ARE:
            self.units[state] = self.units[state].at_rate(self.bytes_a_second)

    def progressed(self, by: State, carried: int, elapsed_ms: int) -> None:
        """An exchange ended well, having carried so many bytes; `moved` is said besides."""
        self._before_cut.pop(by, None)
        if by in self.units:
            self.units[by] = self.units[by].after_success(carried, elapsed_ms)

    def moved(self, by: State) -> None:
        """More is where it belongs than before, whatever became of the exchange that carried it.

        Where what arrives before a cut is kept, a smaller unit would save nothing.
        """
        if by in self._before_cut:
            self.units[by] = self._before_cut.pop(by).with_small_steps()
        self.failures = 0
        self._has_moved = True

    def failed(self, state: State, reason: Reason, moment: Moment) -> int:
        """Smaller next time, later next time. Returns how many milliseconds to wait."""
        is_cut = reason is Reason.CONNECTION_LOST
        if state in self.units:
            self._before_cut = {state: self.units[state]} if is_cut else {}
            self.units[state] = self.units[state].after_failure()
        doubled = min(BACK_OFF_MAX_MS, BACK_OFF_MS << min(self.failures, _DOUBLINGS_MAX))
        delay = CUT_MS if is_cut and self._has_moved else doubled
        self.failures += 1
        self.bytes_a_second = 0
        self._has_moved = False
        return delay // 2 + moment.jitter(delay // 2)
