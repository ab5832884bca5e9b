"""Which numbers the centre has in hand: spans without gaps, taken from the front and given back where they came from.

The one decision of handing out numbers. It knows no date and no station: what is not in hand is somebody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Numbers `first` … `last`, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def meets(self, other: Span) -> bool:
        return self.first <= other.last and other.first <= self.last


#: In order, with a gap between each and the next.
Spans = tuple[Span, ...]


def take(held: Spans, most: int) -> tuple[Span, Spans] | None:
    """The lowest numbers in one piece, at most `most`, and what is left in hand. None when the hand is empty."""
    if not held:
        return None
    first = held[0].first
    taken = Span(first, min(held[0].last, first + most - 1))
    return taken, remove(held, taken)


def add(held: Spans, back: Span) -> Spans:
    """`held` with numbers that came back. They cannot be in hand already: a station gave them back, once."""
    assert not any(back.meets(span) for span in held), f"{back} came back and was in hand"
    joined: list[Span] = []
    for span in sorted((*held, back)):
        if joined and joined[-1].last + 1 == span.first:
            joined[-1] = Span(joined[-1].first, span.last)
        else:
            joined.append(span)
    return tuple(joined)


def remove(held: Spans, gone: Span) -> Spans:
    """`held` without the numbers of `gone`, whichever of them are there."""
    return tuple(_without(held, gone))


def _without(held: Spans, gone: Span) -> Iterable[Span]:
    for span in held:
        for piece in (
            Span(span.first, min(span.last, gone.first - 1)),
            Span(max(span.first, gone.last + 1), span.last),
        ):
            if piece.first <= piece.last:
                yield piece
