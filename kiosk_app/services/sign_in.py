"""Who works here: the people the key store knows, and their PINs. Nothing here needs the database."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.devices.clock import Clock
from kiosk_app.devices.key_store import KeyStore
from kiosk_app.services.operator import Operator


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
