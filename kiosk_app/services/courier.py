"""Handing over by hand what waits, and reading the municipality's answer: a USB stick in the place of a network."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.envelope import from_base64url
from domain.errors import Refusal
from kiosk_app.services.counter import Counter
from kiosk_app.storage import courier_files
from kiosk_app.storage.courier_files import Handed
from printing.printers.file import write_whole
from sync.courier import (
    READ_BYTES_MAX,
    SUFFIX,
    Direction,
    Label,
    News,
    OutgoingFile,
    open_answer,
    pack_waiting,
)
from sync.exchange import Identity, Moment
from sync.outbox import OutboxView

_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_PROTECTED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@dataclass(frozen=True, slots=True)
class Saved:
    """The files that were written, in order, and how many acts and photographs or letters they hold."""

    names: tuple[str, ...]
    acts: int
    files: int


@dataclass(frozen=True, slots=True)
class Brought:
    """The centre's answer to one of this station's files. `latest`: to what this station said last, so that it may
    also say that the centre has lost something.
    """

    news: News
    latest: bool


class Courier:
    """`identity` signs, as on the wire."""

    def __init__(self, counter: Counter, outbox: OutboxView, identity: Identity, moments: Callable[[], Moment]) -> None:
        self._counter, self._outbox = counter, outbox
        self._identity, self._moments = identity, moments

    def save(self, folder: Path) -> Saved:
        """Everything the centre has not signed for, each file whole or not at all.

        What waits goes on waiting until an answer comes, by whatever way. Raises Refusal `stick_full`,
        `stick_protected`, `stick_gone`; files written before stay, and are good.
        """
        store = self._counter.store
        sealing_key = from_base64url(self._counter.identity.sealing_key)
        reply_key = courier_files.reply_key(store).public_key
        names, acts, files = [], 0, 0
        batch = courier_files.next_serial(store)
        for made in pack_waiting(
            self._identity,
            self._label(Direction.TO_CENTRE),
            self._outbox,
            sealing_key=sealing_key,
            reply_key=reply_key,
            moments=self._moments,
        ):
            names.append(self._save(folder, made, batch))
            acts += made.last - made.acknowledged
            files += len(made.blobs)
        return Saved(tuple(names), acts, files)

    def _save(self, folder: Path, made: OutgoingFile, batch: int) -> str:
        store, serial = self._counter.store, courier_files.next_serial(self._counter.store)
        name = f"{self._counter.identity.station}-{self._counter.today():%Y-%m-%d}-{serial:03d}{SUFFIX}"
        at = self._counter.clock.now().isoformat()
        courier_files.add(store, Handed(serial, batch, made.nonce, at, made.acknowledged, made.last, made.blobs))
        try:
            write_whole(folder / name, made.content)
        except OSError as error:
            courier_files.forget(store, serial)
            raise stick_refusal(error) from error
        courier_files.saved(store, serial)
        return name

    def read(self, file: Path) -> Brought:
        """Raises Refusal `stick_gone`, what `sync.courier.open_answer` raises, and `courier_not_asked` for an answer
        to a file that this station no longer knows. Nothing is changed: whoever drives sync applies it.
        """
        content = read_file(file)
        key = courier_files.reply_key(self._counter.store)
        news = open_answer(content, key, self._label(Direction.TO_STATION), self._identity)
        known = courier_files.all_of(self._counter.store)
        asked = next((one for one in known if one.nonce == news.answer.nonce), None)
        if asked is None:
            raise Refusal("courier_not_asked")
        latest = asked.batch == known[-1].batch and asked.acknowledged == self._outbox.acknowledged
        return Brought(news, latest)

    def _label(self, direction: Direction) -> Label:
        identity = self._counter.identity
        return Label(direction, identity.municipality, identity.station)


def read_file(file: Path) -> bytes:
    """No more of it than a courier's file may have. Raises Refusal `stick_gone`, `stick_protected`."""
    try:
        with file.open("rb") as stream:
            return stream.read(READ_BYTES_MAX + 1)
    except OSError as error:
        raise stick_refusal(error) from error


def stick_refusal(error: OSError) -> Refusal:
    if error.errno in _FULL:
        return Refusal("stick_full")
    if error.errno in _PROTECTED:
        return Refusal("stick_protected")
    return Refusal("stick_gone")
