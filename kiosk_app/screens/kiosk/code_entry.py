"""Typing the ten digits of a case code, and the pause after too many wrong ones. No Qt, no wording."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

CODE_LENGTH: Final = 10
#: `CCC SSSSSS D` is said and printed 3-3-4, as a telephone number is.
GROUPS: Final = (3, 3, 4)
BLANK: Final = "_"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """What has been typed so far. Anything but a digit, and any digit too many, is left out."""

    digits: str = ""
    length: int = CODE_LENGTH
    groups: tuple[int, ...] = GROUPS

    def typed(self, text: str) -> Self:
        """A key of the pad, a physical key, or a scanner's whole burst with its spaces."""
        wanted = "".join(sign for sign in text if sign in "0123456789")
        return self._with((self.digits + wanted)[: self.length])

    def erased(self) -> Self:
        return self._with(self.digits[:-1])

    def emptied(self) -> Self:
        return self._with("")

    @property
    def is_complete(self) -> bool:
        return len(self.digits) == self.length

    @property
    def shown(self) -> str:
        """`207 41_ ____`: a person sees how many are missing."""
        padded = self.digits.ljust(self.length, BLANK)
        parts, start = [], 0
        for size in self.groups:
            parts.append(padded[start : start + size])
            start += size
        return " ".join(parts)

    def _with(self, digits: str) -> Self:
        return type(self)(digits, self.length, self.groups)


class WrongTries:
    """Five wrong tries make the kiosk wait a minute, so that nobody walks through the codes of other people.

    It belongs to the machine and outlives a session: ending the session must not give five tries more.
    """

    def __init__(self, clock: Callable[[], float], *, allowed: int = 5, pause_seconds: float = 60) -> None:
        self._clock = clock
        self._allowed = allowed
        self._pause_seconds = pause_seconds
        self._wrong = 0
        self._paused_until = -math.inf

    @property
    def seconds_left(self) -> int:
        """0 when a code may be tried now."""
        return math.ceil(max(0.0, self._paused_until - self._clock()))

    def failed(self) -> int:
        """One more wrong try; answers the seconds to wait, 0 when another try may follow at once."""
        self._wrong += 1
        if self._wrong >= self._allowed:
            self._wrong = 0
            self._paused_until = self._clock() + self._pause_seconds
        return self.seconds_left

    def found(self) -> None:
        self._wrong = 0
