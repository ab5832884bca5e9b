"""The station's journal: the one place where an act becomes an entry.

`record` asks nothing and prints nothing: it lets the rules decide on a copy of the books, signs, and commits entries,
projections, personal data, blobs and print jobs in one transaction. What it returns has happened.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from domain.envelope import EnvelopeType, Signed, Signer
from domain.errors import Refusal
from domain.journal.entry import Entry, SignedEntry, read_entry
from domain.journal.fields import SEALED_PHOTO
from domain.journal.kinds import SEALED, Author
from kiosk_app.devices.clock import Clock
from kiosk_app.storage import blobs, books_table, entries, personal, projections
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store
from kiosk_app.storage.personal import Personal
from kiosk_app.storage.settings import Identity
from sync.seal import photo_binding, seal

#: A clock may drift and be corrected; a step back beyond this is written down (notes of docs/THREAT_MODEL.md).
CLOCK_STEP_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Draft:
    """An act that is about to be written. `personal` is committed to and sealed; `blobs` travel beside it.

    `documents` are photos of a citizen's documents: they travel sealed, and are not kept in any other way.
    """

    kind: str
    body: Mapping[str, Any]
    personal: Mapping[str, str] | None = None
    blobs: tuple[Blob, ...] = field(default=())
    documents: tuple[Blob, ...] = field(default=())


Alongside = Callable[[Store, Sequence[SignedEntry]], None]


class Journal:
    """Append-only, one writer, on the application thread."""

    def __init__(self, store: Store, identity: Identity, signer: Signer, clock: Clock, sealing_key: bytes) -> None:
        self.store: Final = store
        self.identity: Final = identity
        self._signer = signer
        self._clock = clock
        self._sealing_key = sealing_key
        if not projections.are_current(store):
            projections.rebuild(store, identity.station)
        self.books = books_table.load(store, identity.station)
        self.length, self.head = entries.end_of(store, Author.STATION)
        self.heard, self.heard_head = entries.end_of(store, Author.CENTRE)
        self._last_at = self._time_of_last_entry()

    @property
    def public_key(self) -> bytes:
        return self._signer.public_key

    def record(self, operator: str, *drafts: Draft, alongside: Alongside | None = None) -> list[SignedEntry]:
        """Commit the drafts as entries, all or none; `alongside` writes what must share their transaction.

        Raises Refusal when a rule or the disk says no: nothing has changed. Raises InvariantBroken on our own fault.
        """
        trial = self.books.copy()
        written: list[SignedEntry] = []
        length, head = self.length, self.head
        now = self._clock.now().replace(microsecond=0)
        with self.store.transaction():
            for draft in map(self._sealed, [*self._clock_step(now), *drafts]):
                private = self._private(draft)
                found = self._sign(operator, draft, private, (length, head), now)
                if private is not None:
                    personal.keep(self.store, private)
                projections.apply(self.store, trial, Author.STATION, found)
                entries.append(self.store, Author.STATION, found)
                self._queue_blobs(draft, private, found)
                written.append(found)
                length, head = found.entry.sequence, found.hash
            if alongside is not None:
                alongside(self.store, written)
        self.books, self.length, self.head, self._last_at = trial, length, head, now
        return written

    def hand_over(self, operator: str, rotation: Draft, new: Signer, *, alongside: Alongside) -> SignedEntry:
        """Record the entry that names `new`, the last one of the present key; `new` signs from then on."""
        written = self.record(operator, rotation, alongside=alongside)
        self._signer = new
        return written[-1]

    def hear(self, outbound: Sequence[SignedEntry]) -> list[Refusal]:
        """Take the centre's next entries, already verified, in one transaction. Returns what the books refused.

        A refused entry is kept all the same, as everywhere: it is authentic, it is evidence, and it blocks nothing.
        """
        trial = self.books.copy()
        refused: list[Refusal] = []
        heard, head = self.heard, self.heard_head
        with self.store.transaction():
            for found in outbound:
                if found.entry.sequence != heard + 1 or found.entry.previous != head:
                    raise Refusal("chain_broken", sequence=found.entry.sequence)
                entries.append(self.store, Author.CENTRE, found)
                refusal = projections.try_apply(self.store, trial, Author.CENTRE, found)
                if refusal is not None:
                    refused.append(refusal)
                for reference in found.entry.body.get("blobs", []):
                    blobs.expect_download(self.store, reference, found.entry.sequence)
                heard, head = found.entry.sequence, found.hash
        self.books, self.heard, self.heard_head = trial, heard, head
        return refused

    def rebuild(self) -> None:
        self.books = projections.rebuild(self.store, self.identity.station)

    def _clock_step(self, now: datetime) -> list[Draft]:
        if self._last_at is None:
            return []
        seconds = int((now - self._last_at).total_seconds())
        return [Draft("clock_stepped/1", {"seconds": seconds})] if seconds < -CLOCK_STEP_SECONDS else []

    def _sealed(self, draft: Draft) -> Draft:
        """With its documents among the blobs, readable by the centre alone."""
        if not draft.documents:
            return draft
        bound_to = photo_binding(self.identity.station, draft.body["case"])
        closed = [seal(photo.content, self._sealing_key, bound_to=bound_to) for photo in draft.documents]
        return replace(draft, documents=(), blobs=(*draft.blobs, *(Blob(SEALED_PHOTO, one) for one in closed)))

    def _private(self, draft: Draft) -> Personal | None:
        if not draft.personal:
            return None
        salt = secrets.token_bytes(personal.SALT_BYTES)
        return personal.commit(draft.personal, salt, station=self.identity.station, sealing_key=self._sealing_key)

    def _sign(
        self, operator: str, draft: Draft, private: Personal | None, end: tuple[int, str], now: datetime
    ) -> SignedEntry:
        body = dict(draft.body)
        references = [blob.reference() for blob in draft.blobs]
        if private is not None:
            references.append({"sha": private.sha256, "size": len(private.sealed), "type": SEALED})
        if references:
            body["blobs"] = references
        entry = Entry(
            kind=draft.kind,
            station=self.identity.station,
            epoch=self.identity.epoch,
            sequence=end[0] + 1,
            previous=end[1],
            seen=self.heard,
            at=now,
            uptime_s=self._clock.monotonic_ms() // 1000,
            boot=self._clock.boot,
            operator=operator,
            body=body,
            personal=None if private is None else private.commitment,
        )
        # Read back from its own bytes: what is projected is exactly what was signed. Reading proves them canonical, so
        # `domain.envelope.sign`, which would prove it a second time, is left out of the one hot path.
        unsigned = Signed(EnvelopeType.ENTRY, entry.payload(), b"")
        return read_entry(replace(unsigned, signature=self._signer.sign(unsigned.signing_input)))

    def _queue_blobs(self, draft: Draft, private: Personal | None, found: SignedEntry) -> None:
        for blob in draft.blobs:
            blobs.queue_upload(self.store, blob, found.entry.sequence)
        if private is not None:
            blobs.queue_upload(self.store, Blob(SEALED, private.sealed), found.entry.sequence)

    def _time_of_last_entry(self) -> datetime | None:
        last = next(entries.read(self.store, Author.STATION, self.length), None) if self.length else None
        return None if last is None else read_entry(last).entry.at
