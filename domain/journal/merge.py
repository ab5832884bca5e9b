"""The one order of two journals: the station's own acts, and what it had heard from the centre before each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author


def merge(station: Iterable[SignedEntry], outbound: Iterable[SignedEntry]) -> Iterator[tuple[Author, SignedEntry]]:
    """The station's life in order: before each own entry come the centre's entries it had seen; last, those unseen yet.

    Both inputs are in sequence. Where a station claims to have seen more than is held (its outbound journal is cut
    short), the merge goes on with what there is; the verifier reports the gap.
    """
    waiting = iter(outbound)
    held = next(waiting, None)
    for own in station:
        while held is not None and held.entry.sequence <= own.entry.seen:
            yield Author.CENTRE, held
            held = next(waiting, None)
        yield Author.STATION, own
    while held is not None:
        yield Author.CENTRE, held
        held = next(waiting, None)
