"""The nonce ratchet: whether the station that asks is the one that was last answered (docs/adr/0020).

Each answer to a station's engine carries a fresh value, and its next request shows the latest it holds. So a request
that shows an older one comes from older files (a copy, an image put back), or it is an honest one that was kept in the
network until the station had given it up and gone on. Nobody listens to the answer of the latter; a copy does, and says
so itself (`sync.ratchet.Copied`). A false alarm is therefore impossible while the station's storage keeps what it was
given before it uses it:

*   `base` is the newest value that was ever shown. The station holds it, or one of those given in answer to it: any of
    them, because answers get lost. Showing one of these makes it the base, and its siblings can never come any more.
*   Values are numbered. One that is higher than the base and unknown was given by a life of this centre that a restore
    took back: the station is ahead, the centre is behind, and the value is taken over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import Refusal

#: `number.tail`, both made by the centre; nobody else can guess the tail.
_VALUE: Final = re.compile(r"([1-9][0-9]{0,11})\.[A-Za-z0-9_-]{16}")
TAIL_LETTERS: Final = 16
#: Values given in answer to one base. An answer is seldom lost this often in a row; after that the last is repeated.
GIVEN_MAX: Final = 16
#: No network keeps a request for an hour and then delivers it (the worst simulated one keeps it for 2.5 minutes): one
#: that shows a value which has been dead for longer was made from old files, whatever the program there admits.
DEAD_S: Final = 60 * 60
#: So many of them are a finding by themselves, without a confession.
LONG_DEAD_MAX: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratchet:
    """`given` answer the base; `dead` are siblings of the base and cannot come.

    `marks` are (number, Unix seconds): what the base was, at most once in DEAD_S, the last two times. `long_dead`
    counts requests that showed a value which had been dead for DEAD_S.
    """

    base: str
    given: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    long_dead: int = 0


def number(value: str) -> int:
    """0 for the empty value of a station that was never given one. Raises Refusal `ratchet_malformed`."""
    match = _VALUE.fullmatch(value)
    if match is None and value:
        raise Refusal("ratchet_malformed")
    return int(match[1]) if match else 0


def begin(shown: str) -> Ratchet:
    """What the centre knows of a station that it has never asked for its ratchet before."""
    number(shown)
    return Ratchet(base=shown)


def is_stale(held: Ratchet, shown: str) -> bool:
    return shown != held.base and (number(shown) <= number(held.base) or shown in held.dead)


def turned(held: Ratchet, shown: str, tail: str, now: int) -> tuple[Ratchet, str]:
    """After a request that showed a value that is not stale: what is held now, and what the answer gives.

    `tail` is another one for each request.
    """
    known = (*held.given, *held.dead)
    if shown != held.base:
        later = tuple(value for value in known if value != shown and number(value) > number(shown))
        held = replace(held, base=shown, given=(), dead=later[-2 * GIVEN_MAX :])
        if not held.marks or held.marks[-1][1] <= now - DEAD_S:
            held = replace(held, marks=(*held.marks[-1:], (number(shown), now)))
    if len(held.given) >= GIVEN_MAX:
        return held, held.given[-1]
    last = max(number(value) for value in (held.base, *known))
    fresh = f"{last + 1}.{tail}"
    return replace(held, given=(*held.given, fresh)), fresh


def counted(held: Ratchet, shown: str, now: int) -> Ratchet:
    """After a stale request."""
    is_long_dead = any(number(shown) < base and at <= now - DEAD_S for base, at in held.marks)
    return replace(held, long_dead=held.long_dead + is_long_dead)
