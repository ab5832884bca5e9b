"""Refunds of this station's receipts, as the centre has told of them: to show, and to tell the citizen.

They are approved and paid by the treasury; nothing is done about them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.money import Money
from kiosk_app.services.counter import Counter
from wording.catalogue import _, mark

_GROUNDS: Final = {
    "agent_error": mark("Mistake of the counter"),
    "municipality_error": mark("Mistake of the municipality"),
    "not_presented": mark("The procedure was not presented"),
    "withdrawn": mark("The citizen withdrew"),
}


@dataclass(frozen=True, slots=True)
class Refunded:
    """`owed` is the part of the commission that the agent was paid already and now owes. `paid_at` and `reference`
    (the treasury's payment) are None while the citizen still waits for the money.
    """

    name: str
    receipt: str
    code: str
    amount: Money
    owed: Money
    ground: str
    resolution: str
    approved_at: datetime
    paid_at: datetime | None
    reference: str | None

    @property
    def is_paid(self) -> bool:
        return self.paid_at is not None

    @property
    def ground_words(self) -> str:
        return _(_GROUNDS[self.ground])


class Refunds:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def all(self) -> list[Refunded]:
        """Newest first."""
        return [self._refunded(row) for row in self._rows("ORDER BY refund.sequence DESC")]

    def of_receipt(self, number: str) -> Refunded | None:
        rows = self._rows("WHERE refund.receipt = ?", number)
        return self._refunded(rows[0]) if rows else None

    def _rows(self, which: str, *parameters: str) -> list[Any]:
        return self._counter.store.rows(
            f"SELECT refund.*, receipt.code FROM refund JOIN receipt ON receipt.number = refund.receipt {which}",  # noqa: S608 - written above
            parameters,
        )

    def _refunded(self, row: Any) -> Refunded:
        counter = self._counter
        return Refunded(
            name=row["name"],
            receipt=row["receipt"],
            code=row["code"],
            amount=counter.money(row["amount"]),
            owed=counter.money(row["owed"]),
            ground=row["ground"],
            resolution=row["resolution"],
            approved_at=counter.local(row["approved_at"]),
            paid_at=counter.local(row["paid_at"]) if row["paid_at"] else None,
            reference=row["reference"],
        )
