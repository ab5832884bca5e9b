"""What was handed to a courier and has not been answered: which files, with what in them, and the key to the answer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Final

from domain.envelope import from_base64url, to_base64url
from kiosk_app.storage import settings
from kiosk_app.storage.connection import Store
from sync.seal import SealingKey

#: Answers to older files than these are no longer known: they would say less than what was heard since.
KEPT_MAX: Final = 40
_FILES: Final = "courier_files"
_SERIAL: Final = "courier_serial"
_KEY: Final = "courier_key"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file. It holds the entries after `acknowledged` up to `last`, and the blobs; files of one `batch` were saved
    together. `at` is UTC, ISO 8601; `saved` whether it is whole where the operator wanted it.
    """

    serial: int
    batch: int
    nonce: str
    at: str
    acknowledged: int
    last: int
    blobs: tuple[str, ...]
    saved: bool = False


def reply_key(store: Store) -> SealingKey:
    """Answers are sealed to it. Made with the first file, and kept: an answer may come late."""
    text = settings.get(store, _KEY)
    if text is not None:
        return SealingKey(from_base64url(text))
    made = SealingKey.generate()
    with store.transaction():
        settings.put(store, _KEY, to_base64url(made.secret))
    return made


def next_serial(store: Store) -> int:
    return int(settings.get(store, _SERIAL) or 0) + 1


def all_of(store: Store) -> list[Handed]:
    """Oldest first."""
    found = json.loads(settings.get(store, _FILES) or "[]")
    return [Handed(**(one | {"blobs": tuple(one["blobs"])})) for one in found]


def add(store: Store, handed: Handed) -> None:
    """Before the file is written: an answer can only be to a file that is remembered."""
    with store.transaction():
        settings.put(store, _SERIAL, str(handed.serial))
        _put(store, [*all_of(store), handed][-KEPT_MAX:])


def saved(store: Store, serial: int) -> None:
    with store.transaction():
        _put(store, [replace(one, saved=True) if one.serial == serial else one for one in all_of(store)])


def forget(store: Store, serial: int) -> None:
    with store.transaction():
        _put(store, [one for one in all_of(store) if one.serial != serial])


def forget_all(store: Store) -> None:
    """Within a transaction of the caller."""
    _put(store, [])


def _put(store: Store, files: list[Handed]) -> None:
    settings.put(store, _FILES, json.dumps([asdict(one) for one in files]))
