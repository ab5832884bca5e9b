"""Blobs by their hash: sealed data and photos on their way up, the centre's attachments on their way down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.errors import Refusal
from kiosk_app.storage.connection import Store
from sync.messages import BLOB_BYTES_MAX


@dataclass(frozen=True, slots=True)
class Blob:
    type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def reference(self) -> dict[str, Any]:
        """How an entry names it."""
        return {"sha": self.sha256, "size": len(self.content), "type": self.type}


def queue_upload(store: Store, blob: Blob, sequence: int) -> None:
    """In the transaction of the entry that names it; the same content twice is one blob."""
    if len(blob.content) > BLOB_BYTES_MAX:
        raise Refusal("file_too_large", size=len(blob.content), most=BLOB_BYTES_MAX)
    store.execute(
        "INSERT INTO blob (sha256, direction, type, size, held, done, sequence, bytes)"
        " VALUES (?, 'up', ?, ?, 0, 0, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        (blob.sha256, blob.type, len(blob.content), sequence, blob.content),
    )


def expect_download(store: Store, reference: Mapping[str, Any], sequence: int) -> None:
    store.execute(
        "INSERT INTO blob (sha256, direction, type, size, held, done, sequence, bytes)"
        " VALUES (?, 'down', ?, ?, 0, 0, ?, x'') ON CONFLICT (sha256) DO NOTHING",
        (reference["sha"], reference["type"], reference["size"], sequence),
    )


def content(store: Store, sha256: str) -> bytes | None:
    """The whole blob, or None while it is still on its way or once it has been forgotten."""
    row = store.row("SELECT bytes FROM blob WHERE sha256 = ? AND length(bytes) = size", (sha256,))
    return None if row is None else bytes(row["bytes"])
