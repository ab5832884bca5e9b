"""Which links, with what on them. Those that are not `whole` take some twenty minutes together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from benchmarks.link.shape import Shape

#: Seeds of the weather. A link that loses nothing has no weather: the others run there once, we as often as elsewhere.
SEEDS: Final = (1, 2, 3)
#: A tool is given so many times the limit, and never less than a minute nor (but for what needs it) more than five.
PATIENCE: Final = 20
_LEAST_S: Final = 60
_MOST_S: Final = 300
_ANY_TOOL: Final = 2.5


class Load(StrEnum):
    THOUSAND = "1,000 entries"
    LETTERS = "1,000 entries and their letters"
    TEN_THOUSAND = "10,000 entries"
    PHOTO = "a photo of 5 MB"


@dataclass(frozen=True, slots=True)
class Case:
    """`shape` None is this machine's loopback. `undisturbed`, for a link that is cut, names the same link uncut."""

    link: str
    shape: Shape | None
    load: Load
    whole: bool = False
    undisturbed: str = ""

    @property
    def title(self) -> str:
        return f"{self.link}: {self.load}"

    def patience_s(self, limit_s: float) -> float:
        """How long a tool may take before it counts as not finished."""
        dark = 0.0 if self.shape is None else self.shape.hole_s
        return dark + max(_LEAST_S, min(PATIENCE * limit_s, max(_MOST_S, _ANY_TOOL * limit_s)))

    def seeds(self, *, ours: bool) -> tuple[int, ...]:
        is_weather = self.shape is not None and self.shape.loss > 0
        return SEEDS if ours or is_weather or self.shape is None else SEEDS[:1]


_SLOW: Final = Shape(bits_a_second=256_000, rtt_ms=300)
_SLOWEST: Final = Shape(bits_a_second=64_000, rtt_ms=300, queue_bytes=8_192)
_FAST: Final = Shape(bits_a_second=2_000_000, rtt_ms=300, queue_bytes=65_536)
_PLAIN: Final = "256 kbit/s"
_PLAIN_SLOWEST: Final = "64 kbit/s"
_PLAIN_FAST: Final = "2 Mbit/s"


def _cases(load: Load, hole_at: int) -> tuple[Case, ...]:
    large = load is not Load.THOUSAND
    hole = replace(_SLOW, hole_at=hole_at, hole_s=30.0)
    return (
        Case("loopback", None, load),
        Case(_PLAIN, _SLOW, load, large),
        Case(f"{_PLAIN}, 3 % lost", replace(_SLOW, loss=0.03), load, large),
        Case(f"{_PLAIN}, 5 % lost", replace(_SLOW, loss=0.05), load, large),
        Case(_PLAIN_SLOWEST, _SLOWEST, load, True),
        Case(f"{_PLAIN_SLOWEST}, 3 % lost", replace(_SLOWEST, loss=0.03), load, large),
        Case(_PLAIN_FAST, _FAST, load, load is Load.TEN_THOUSAND),
        Case(f"{_PLAIN_FAST}, 3 % lost", replace(_FAST, loss=0.03), load, True),
        Case(f"{_PLAIN}, reset every 60 kB", replace(_SLOW, reset_every=60_000), load, large, _PLAIN),
        Case(f"{_PLAIN}, dark for 30 s", hole, load, large, _PLAIN),
    )


#: Letters do not compress, and travel in requests of their own: three links tell what that costs.
_WITH_LETTERS: Final = (
    Case(_PLAIN, _SLOW, Load.LETTERS),
    Case(f"{_PLAIN}, 3 % lost", replace(_SLOW, loss=0.03), Load.LETTERS),
    Case(f"{_PLAIN}, reset every 60 kB", replace(_SLOW, reset_every=60_000), Load.LETTERS, False, _PLAIN),
)


def cases(*, whole: bool) -> tuple[Case, ...]:
    """The dark half minute begins in the middle of what compressing leaves of it."""
    every = _cases(Load.THOUSAND, 80_000) + _WITH_LETTERS + _cases(Load.PHOTO, 2_500_000)
    return every if whole else tuple(case for case in every if not case.whole)


def ten_thousand() -> tuple[Case, ...]:
    """Ten times the journal on every link: about an hour."""
    return _cases(Load.TEN_THOUSAND, 800_000)
