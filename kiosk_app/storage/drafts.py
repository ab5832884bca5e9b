"""What is being taken down and is no act yet: kept so that a power cut costs nobody a second telling.

A draft holds a citizen's words and photos. It is in no journal and is sent to nobody, and it goes in the transaction of
the act that it becomes (docs/adr/0030).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store


@dataclass(frozen=True, slots=True)
class DraftPhoto:
    """`field` is the question it answers, empty for a complaint; `name` is what the operator calls it."""

    field: str
    name: str
    blob: Blob


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """`key` is `draft:3` or `complaint`; `operator` began it, `began` is an instant (ISO 8601); `document` is what was
    told so far, as the screen that made it writes it.
    """

    key: str
    operator: str
    began: str
    document: Mapping[str, Any]
    photos: tuple[DraftPhoto, ...] = ()


def put(store: Store, draft: KeptDraft, now: str) -> None:
    remove(store, draft.key)
    store.execute(
        "INSERT INTO draft (key, operator, began, changed_at, document) VALUES (?, ?, ?, ?, ?)",
        (draft.key, draft.operator, draft.began, now, json.dumps(draft.document, ensure_ascii=False)),
    )
    for place, photo in enumerate(draft.photos):
        store.execute(
            "INSERT INTO draft_photo (draft, place, field, name, type, content) VALUES (?, ?, ?, ?, ?, ?)",
            (draft.key, place, photo.field, photo.name, photo.blob.type, photo.blob.content),
        )


def remove(store: Store, key: str) -> None:
    """In the transaction of the act it became; nothing happens where there is none."""
    store.execute("DELETE FROM draft_photo WHERE draft = ?", (key,))
    store.execute("DELETE FROM draft WHERE key = ?", (key,))


def read_all(store: Store) -> list[KeptDraft]:
    """Newest first."""
    photos: dict[str, list[DraftPhoto]] = {}
    for row in store.rows("SELECT draft, field, name, type, content FROM draft_photo ORDER BY draft, place"):
        photo = DraftPhoto(row["field"], row["name"], Blob(row["type"], bytes(row["content"])))
        photos.setdefault(row["draft"], []).append(photo)
    rows = store.rows("SELECT key, operator, began, document FROM draft ORDER BY began DESC, key DESC")
    return [
        KeptDraft(
            row["key"], row["operator"], row["began"], json.loads(row["document"]), tuple(photos.get(row["key"], ()))
        )
        for row in rows
    ]


def forget(store: Store, before: str) -> int:
    """Forget drafts that nobody has touched since the instant `before` (UTC, ISO 8601). Returns how many."""
    due = store.rows("SELECT key FROM draft WHERE substr(changed_at, 1, 19) < substr(?, 1, 19)", (before,))
    if due:
        with store.transaction():
            for row in due:
                remove(store, row["key"])
        store.empty_log()
    return len(due)
