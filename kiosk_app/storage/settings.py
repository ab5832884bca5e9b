"""What the station is: written once at enrolment, read at every start."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal
from kiosk_app.storage.connection import Store


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this station is and whom it answers to. Keys are base64url; `address` is the centre's."""

    station: str
    number: int
    label: str
    face: str
    municipality: str
    edition: str
    epoch: int
    address: str
    authority: str
    centre_key: str
    sealing_key: str

    @property
    def centre_public_key(self) -> bytes:
        return from_base64url(self.centre_key)


@dataclass(frozen=True, slots=True)
class Watermark:
    """What the centre has signed for: how far it holds our journal, and when it last said so (UTC, ISO 8601)."""

    sequence: int
    head: str
    at: str


def get(store: Store, name: str) -> str | None:
    row = store.row("SELECT value FROM setting WHERE name = ?", (name,))
    return None if row is None else str(row["value"])


def put(store: Store, name: str, value: str) -> None:
    store.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def forget(store: Store, name: str) -> None:
    store.execute("DELETE FROM setting WHERE name = ?", (name,))


def write_identity(store: Store, identity: Identity, seed: bytes, code_key: bytes) -> None:
    put(store, "identity", json.dumps(asdict(identity)))
    put(store, "signing_seed", to_base64url(seed))
    put(store, "case_code_key", to_base64url(code_key))


def read_identity(store: Store) -> Identity:
    """Raises Refusal `station_not_enrolled` for a database that no enrolment has finished."""
    text = get(store, "identity")
    if text is None:
        raise Refusal("station_not_enrolled")
    return Identity(**json.loads(text))


def read_secret(store: Store, name: str) -> bytes:
    text = get(store, name)
    if text is None:
        raise Refusal("station_not_enrolled")
    return from_base64url(text)


def watermark(store: Store) -> Watermark | None:
    text = get(store, "watermark")
    return None if text is None else Watermark(**json.loads(text))


def ratchet(store: Store) -> str:
    """The last value the centre gave to this station's engine; empty for none."""
    return get(store, "ratchet") or ""


def restored(store: Store) -> str:
    """The mark of the centre's last restore that this station has heard of; empty for none."""
    return get(store, "centre_restored") or ""


def put_restored(store: Store, mark: str) -> None:
    put(store, "centre_restored", mark)


def mark_practice(store: Store) -> None:
    """This database is to be thrown away: every paper made from it says so."""
    put(store, "practice", "yes")


def is_practice(store: Store) -> bool:
    return get(store, "practice") is not None


def put_ratchet(store: Store, value: str) -> None:
    put(store, "ratchet", value)


def put_watermark(store: Store, mark: Watermark) -> None:
    put(store, "watermark", json.dumps(asdict(mark)))
