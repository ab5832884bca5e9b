"""Photos of a case: of a street lamp as they came, of a citizen's documents opened for this moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from central.centre import Centre
from central.store import Transaction, blobs, case_lives, journals
from central.store.cases import Case
from central.store.journals import JournalName
from domain.journal.entry import Entry
from domain.journal.fields import SEALED_PHOTO
from domain.journal.kinds import Author
from sync.seal import photo_binding

_ENDINGS: Final = {b"\xff\xd8": ".jpg", b"\x89P": ".png", b"%P": ".pdf"}


@dataclass(frozen=True, slots=True)
class Photo:
    """`content` is None while it is still on its way from `station`."""

    station: str
    sealed: bool
    content: bytes | None

    @property
    def ending(self) -> str:
        return _ENDINGS.get((self.content or b"")[:2], ".bin")


def photos_of(centre: Centre, tx: Transaction, case: Case) -> Iterator[Photo]:
    """Those that opened the case, then what was brought to any counter since. Raises Refusal `seal_broken`."""
    for entry in _entries(tx, case):
        for reference in entry.body.get("blobs", []):
            sealed = reference["type"] == SEALED_PHOTO
            if sealed or reference["type"].startswith("image/"):
                content = _content(centre, tx, entry.station, reference["sha"])
                if sealed and content is not None:
                    content = centre.keys.sealing.open(content, bound_to=photo_binding(entry.station, case.code))
                yield Photo(entry.station, sealed, content)


def _entries(tx: Transaction, case: Case) -> Iterator[Entry]:
    places = [(case.station, case.epoch, case.sequence)]
    places += [(one.station, one.epoch, one.sequence) for one in case_lives.about(tx, case.code)]
    for station, epoch, sequence in places:
        found = journals.at_sequence(tx, JournalName(station, epoch, Author.STATION), sequence)
        assert found is not None, "what is noted of a case is on record"
        yield found.entry


def _content(centre: Centre, tx: Transaction, station: str, sha256: str) -> bytes | None:
    held = blobs.find(tx, station, sha256)
    if held is None or not held.complete:
        return None
    try:
        return centre.files.read(station, sha256)
    except FileNotFoundError:
        return None
