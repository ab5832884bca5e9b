"""Deposits of municipal money: declared here with the bank's voucher, believed when the centre confirms them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import canonical
from domain.errors import Refusal
from domain.ids import damm_digit
from domain.ledger.accounts import IN_TRANSIT, SAFE
from domain.money import Money
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.journal import Alongside, Draft


@dataclass(frozen=True, slots=True)
class Declared:
    name: str
    amount: Money
    confirmed: Money
    voucher: str
    declared_at: datetime

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed >= self.amount


class Remittances:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    @property
    def to_deposit(self) -> Money:
        """Counted money that has not been taken to the bank."""
        return self._balance(SAFE)

    @property
    def in_transit(self) -> Money:
        """Declared, not confirmed: it still counts against the guarantee."""
        return self._balance(IN_TRANSIT)

    def next_name(self) -> str:
        """`REM-0007-000012-3`: station number, sequence, check digit; it goes on the bank's voucher."""
        count = len(self._counter.journal.books.facts.remittances) + 1
        digits = f"{self._counter.identity.number:04d}{count:06d}"
        return f"REM-{digits[:4]}-{digits[4:]}-{damm_digit(digits)}"

    def declare(
        self,
        operator: Operator,
        amount: Money,
        voucher: str,
        photo: Blob | None = None,
        *,
        alongside: Alongside | None = None,
    ) -> Declared:
        """Raises Refusal `voucher_missing`, `remittance_more_than_held`."""
        words = canonical.plain_text(voucher)
        if not words:
            raise Refusal("voucher_missing")
        body: dict[str, Any] = {
            "remittance": self.next_name(),
            "amount": amount.minor,
            "voucher": words[:40],
            "currency": amount.currency,
        }
        draft = Draft("remittance_declared/1", body, blobs=() if photo is None else (photo,))
        self._counter.journal.record(operator.id, draft, alongside=alongside)
        return next(found for found in self.all() if found.name == body["remittance"])

    def all(self) -> list[Declared]:
        """Newest first."""
        counter = self._counter
        return [
            Declared(
                row["name"],
                counter.money(row["amount"]),
                counter.money(row["confirmed"]),
                row["voucher"],
                counter.local(row["declared_at"]),
            )
            for row in counter.store.rows("SELECT * FROM remittance ORDER BY sequence DESC")
        ]

    def _balance(self, account: str) -> Money:
        return self._counter.money(self._counter.journal.books.balance(account, self._counter.currency))
