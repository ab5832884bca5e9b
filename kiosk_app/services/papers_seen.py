"""Receipts of other stations that were held under this one's scanner: the centre hears of them with the next report."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

from domain.envelope import Signed
from kiosk_app.storage import settings
from kiosk_app.storage.connection import Store
from sync.messages import PAPERS_MAX

_NAME: Final = "papers_seen"


def held(store: Store) -> list[str]:
    """Compact JWS of their entries, the oldest first."""
    found: list[str] = json.loads(settings.get(store, _NAME) or "[]")
    return found


def keep(store: Store, paper: Signed) -> None:
    """The newest PAPERS_MAX; one that was scanned twice is one."""
    compact = paper.compact()
    before = held(store)
    if compact not in before:
        _put(store, [*before, compact][-PAPERS_MAX:])


def forget(store: Store, sent: Collection[str]) -> None:
    _put(store, [paper for paper in held(store) if paper not in sent])


def _put(store: Store, papers: list[str]) -> None:
    with store.transaction():
        settings.put(store, _NAME, json.dumps(papers))
