"""Who works here: the people the key store knows, their PINs, and the entry that says somebody took the desk."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kiosk_app.devices.clock import Clock
from kiosk_app.devices.key_store import KeyStore
from kiosk_app.services.counter import Operator
from kiosk_app.storage import settings
from kiosk_app.storage.journal import Draft, Journal


@dataclass(frozen=True, slots=True)
class Unlocked:
    """`key` opens the database; `refused_before` wrong PINs came first."""

    operator: Operator
    key: bytes
    refused_before: int


class SignIn:
    """Works before the database is open."""

    def __init__(self, keys: KeyStore, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    def operators(self) -> list[Operator]:
        """Raises Refusal `keys_damaged`."""
        return [Operator(slot.operator, slot.name, slot.role) for slot in self._keys.slots()]

    def unlock(self, operator: str, pin: str | None) -> Unlocked:
        """Takes about half a second on purpose. Raises Refusal `pin_wrong`, `pin_locked`, `operator_unknown`."""
        key, refused = self._keys.open(operator, pin, self._clock.now())
        person = next(found for found in self.operators() if found.id == operator)
        return Unlocked(person, key, refused)


def take_the_desk(journal: Journal, unlocked: Unlocked) -> None:
    """Write down who signed in, after how many wrong PINs: copying an old key file back hides nothing."""
    person = unlocked.operator
    names = json.loads(settings.get(journal.store, "operator_names") or "{}") | {person.id: person.name}
    journal.record(
        person.id,
        Draft("operator_signed_in/1", {"refused": unlocked.refused_before}),
        alongside=lambda store, _written: settings.put(store, "operator_names", json.dumps(names)),
    )
