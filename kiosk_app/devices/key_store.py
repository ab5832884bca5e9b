"""The database's key at rest: wrapped by an operator's PIN and a secret of this device, never written in the clear.

    KEK = HKDF-SHA256(Argon2id(PIN, salt) || device secret)          wrapped = ChaCha20-Poly1305(KEK, key)

Six digits alone are a million guesses: the device secret is what a stolen copy of the folder lacks, so it lives in a
file of its own that backups leave out (docs/THREAT_MODEL.md says what that is worth). A kiosk has nobody to type a PIN:
its slot is wrapped by the device secret only, and its grants are small.
"""

from __future__ import annotations

import json
import math
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal

KEY_BYTES: Final = 32
PIN_DIGITS_MIN: Final = 6
PIN_DIGITS_MAX: Final = 12
#: Wrong PINs that cost nothing, then what each further one costs.
FREE_FAILURES: Final = 4
WAITS: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


@dataclass(frozen=True, slots=True)
class Hardness:
    """Argon2id's cost: about 0.4 s and 64 MiB on a cabin's computer."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """One person who may open the database. `failures` are wrong PINs since the last right one."""

    operator: str
    name: str
    role: str
    salt: str
    nonce: str
    wrapped: str
    memory_kib: int
    passes: int
    lanes: int
    unattended: bool
    failures: int = 0
    locked_until: str = ""


class KeyStore:
    """Two files in the station's folder: `keys.json` (slots) and `device.secret`."""

    def __init__(self, folder: Path, hardness: Hardness | None = None) -> None:
        self._slots_file = folder / "keys.json"
        self._secret_file = folder / "device.secret"
        self._hardness = hardness or Hardness()

    def slots(self) -> list[Slot]:
        """Raises Refusal `keys_damaged` when the file is missing or unreadable."""
        try:
            document = json.loads(self._slots_file.read_text("utf-8"))
            return [Slot(**slot) for slot in document["slots"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refusal("keys_damaged", file=self._slots_file.name) from error

    def add(self, key: bytes, *, operator: str, name: str, role: str, pin: str | None) -> None:
        """Wrap `key` for one more person; `pin` is None for an unattended kiosk. Raises Refusal `pin_too_weak`."""
        assert len(key) == KEY_BYTES, "a raw 256-bit key"
        if pin is not None:
            refuse_weak_pin(pin)
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        hardness = self._hardness
        slot = Slot(
            operator,
            name,
            role,
            to_base64url(salt),
            to_base64url(nonce),
            "",
            hardness.memory_kib,
            hardness.passes,
            hardness.lanes,
            unattended=pin is None,
        )
        wrapped = ChaCha20Poly1305(self._wrapping_key(slot, pin)).encrypt(nonce, key, operator.encode())
        others = [held for held in self.slots() if held.operator != operator] if self._slots_file.exists() else []
        self._write([*others, replace(slot, wrapped=to_base64url(wrapped))])

    def open(self, operator: str, pin: str | None, now: datetime) -> tuple[bytes, int]:
        """The database's key, and how many wrong PINs came before this right one.

        Raises Refusal `operator_unknown`, `pin_wrong` (with `left` free tries) or `pin_locked` (with `seconds`).
        """
        slot = next((held for held in self.slots() if held.operator == operator), None)
        if slot is None:
            raise Refusal("operator_unknown", operator=operator)
        wait = _left_of(slot, now)
        if wait:
            raise Refusal("pin_locked", seconds=math.ceil(wait.total_seconds()))
        try:
            key = ChaCha20Poly1305(self._wrapping_key(slot, pin)).decrypt(
                from_base64url(slot.nonce), from_base64url(slot.wrapped), operator.encode()
            )
        except InvalidTag as error:
            raise self._failed(slot, now) from error
        if slot.failures:
            self._replace(replace(slot, failures=0, locked_until=""))
        return key, slot.failures

    def _failed(self, slot: Slot, now: datetime) -> Refusal:
        failures = slot.failures + 1
        beyond = failures - FREE_FAILURES - 1
        if beyond < 0:
            self._replace(replace(slot, failures=failures))
            return Refusal("pin_wrong", left=FREE_FAILURES - failures + 1)
        wait = WAITS[min(beyond, len(WAITS) - 1)]
        self._replace(replace(slot, failures=failures, locked_until=(now + wait).isoformat()))
        return Refusal("pin_locked", seconds=int(wait.total_seconds()))

    def _wrapping_key(self, slot: Slot, pin: str | None) -> bytes:
        stretched = b""
        if not slot.unattended:
            stretched = Argon2id(
                salt=from_base64url(slot.salt),
                length=32,
                iterations=slot.passes,
                lanes=slot.lanes,
                memory_cost=slot.memory_kib,
            ).derive((pin or "").encode("utf-8"))
        info = f"ventanilla.key.v1|{slot.operator}".encode()
        derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=from_base64url(slot.salt), info=info)
        return derive.derive(stretched + self._device_secret())

    def _device_secret(self) -> bytes:
        if not self._secret_file.exists():
            if self._slots_file.exists():
                raise Refusal("keys_damaged", file=self._secret_file.name)
            write_private(self._secret_file, secrets.token_bytes(KEY_BYTES))
        secret = self._secret_file.read_bytes()
        if len(secret) != KEY_BYTES:
            raise Refusal("keys_damaged", file=self._secret_file.name)
        return secret

    def _replace(self, changed: Slot) -> None:
        self._write([changed if held.operator == changed.operator else held for held in self.slots()])

    def _write(self, slots: list[Slot]) -> None:
        document: Mapping[str, Any] = {"format": 1, "slots": [asdict(slot) for slot in slots]}
        write_private(self._slots_file, json.dumps(document, indent=1).encode("utf-8"))


def _left_of(slot: Slot, now: datetime) -> timedelta:
    """How long a lock still stands. A clock that has been put right must not lock somebody out for a year."""
    if not slot.locked_until:
        return timedelta()
    wait = datetime.fromisoformat(slot.locked_until) - now
    return wait if timedelta() < wait <= WAITS[-1] else timedelta()


def refuse_weak_pin(pin: str) -> None:
    """Six to twelve digits, not all the same and not a run like 123456. Raises Refusal `pin_too_weak`."""
    well_formed = pin.isascii() and pin.isdigit() and PIN_DIGITS_MIN <= len(pin) <= PIN_DIGITS_MAX
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)} if well_formed else set()
    if not well_formed or (len(steps) == 1 and steps <= {0, 1, 9}):
        raise Refusal("pin_too_weak", least=PIN_DIGITS_MIN, most=PIN_DIGITS_MAX)


def new_database_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def write_private(path: Path, content: bytes) -> None:
    """Write beside, for this user's eyes only, to disk, then replace: a power cut leaves the old file or the new."""
    beside = path.with_suffix(path.suffix + ".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    beside.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
