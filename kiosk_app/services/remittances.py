"""Deposits of municipal money: declared here with the bank's voucher, believed when the centre confirms them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    """`amount` was taken to the bank, `confirmed` the bank has seen, `short` was given up; `retained` is commission
    that the agent kept back.
    """

    name: str
    amount: Money
    confirmed: Money
    voucher: str
    declared_at: datetime
    retained: Money
    short: Money

    @property
    def gross(self) -> Money:
        """What left the safe: deposited and kept back."""
        return self.amount + self.retained

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed >= self.amount


@dataclass(frozen=True, slots=True)
class SafeAge:
    """The oldest money in the safe: counted `since`, to be at the bank by `bank_by`. `overdue` is all that is late."""

    since: datetime
    bank_by: datetime
    overdue: Money


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

    @property
    def retainable(self) -> Money:
        """Commission that the agent may keep back of the next deposit; nothing unless the agreement says `retained`."""
        books, currency = self._counter.journal.books, self._counter.currency
        return self._counter.money(max(0, min(books.commission_retainable(currency), books.balance(SAFE, currency))))

    def overdue(self) -> SafeAge | None:
        """How old the oldest money in the safe is; None when the safe is empty.

        What came in first is taken to have gone out first. Each amount's term is that of the day on which it came in.
        """
        parcels = list(self._parcels())
        if not parcels:
            return None
        now = self._counter.now()
        late = sum(amount for amount, _, bank_by in parcels if bank_by < now)
        _, since, bank_by = parcels[-1]
        return SafeAge(since, bank_by, self._counter.money(late))

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
        retain: Money | None = None,
        alongside: Alongside | None = None,
    ) -> Declared:
        """`amount` went to the bank; `retain` is commission kept back of the same money, on top of it.

        Raises Refusal `voucher_missing`, `remittance_more_than_held`, `commission_beyond_retainable`.
        """
        words = canonical.plain_text(voucher)
        if not words:
            raise Refusal("voucher_missing")
        body: dict[str, Any] = {
            "remittance": self.next_name(),
            "amount": amount.minor,
            "voucher": words[:40],
            "currency": amount.currency,
        }
        drafts = [Draft("remittance_declared/1", body, blobs=() if photo is None else (photo,))]
        if retain:
            kept = {"remittance": body["remittance"], "amount": retain.minor, "currency": retain.currency}
            drafts.append(Draft("commission_retained/1", kept))
        self._counter.journal.record(operator.id, *drafts, alongside=alongside)
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
                counter.money(row["retained"]),
                counter.money(row["short"]),
            )
            for row in counter.store.rows("SELECT * FROM remittance ORDER BY sequence DESC")
        ]

    def _parcels(self) -> Iterator[tuple[int, datetime, datetime]]:
        """What is in the safe as it came in, newest first: minor units, when, and when it must be at the bank.

        What a session fetched from the safe is taken off what it brought: putting money back makes it no younger.
        """
        counter = self._counter
        held = counter.journal.books.balance(SAFE, counter.currency)
        fetched = {
            row["session"]: row["amount"]
            for row in counter.store.rows(
                "SELECT session, sum(amount) AS amount FROM cash_move WHERE way = 'from_safe' GROUP BY session"
            )
        }
        for row in counter.store.rows("SELECT session, amount, at FROM safe_inflow ORDER BY sequence DESC"):
            if held <= 0:
                return
            back = min(row["amount"], fetched.get(row["session"], 0))
            if back:
                fetched[row["session"]] -= back
            brought = row["amount"] - back
            if brought:
                since = counter.local(row["at"])
                terms = counter.municipality.agreement.closest_to(since.date())
                yield min(held, brought), since, since + timedelta(hours=terms.banking_term_hours)
                held -= brought

    def _balance(self, account: str) -> Money:
        return self._counter.money(self._counter.journal.books.balance(account, self._counter.currency))
