"""The treasury's vouchers: a code read out by telephone raises the headroom, with no network."""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from domain.ledger.bearer import proof_of, read_bearer_code
from domain.money import Money
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.storage.journal import Alongside, Draft

#: Wrong codes in a row after which the treasury is asked. Sixty bits need no lock: this saves people's time.
WRONG_MAX: Final = 5


class Vouchers:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._wrong = 0

    @property
    def unused(self) -> list[Money]:
        """What each voucher that the treasury still has for this station would open, largest first."""
        grants = self._counter.journal.books.facts.standing.vouchers.values()
        amounts = sorted((grant.amount for grant in grants for _proof in grant.proofs), reverse=True)
        return [self._counter.money(amount) for amount in amounts]

    def redeem(self, operator: Operator, typed: str, *, alongside: Alongside | None = None) -> Money:
        """How much headroom the code opened.

        Raises Refusal `bearer_code_incomplete`, `voucher_unknown`, `voucher_already_used`; `voucher_call_treasury`
        instead of any of them from the fifth in a row. Nothing is written for a wrong code.
        """
        try:
            code = read_bearer_code(typed)
            grant = self._grant_of(code)
        except Refusal as refusal:
            self._wrong += 1
            if self._wrong >= WRONG_MAX:
                raise Refusal("voucher_call_treasury", tries=self._wrong, why=refusal.code) from refusal
            raise
        self._wrong = 0
        draft = Draft("voucher_redeemed/1", {"grant": grant, "code": code})
        self._counter.journal.record(operator.id, draft, alongside=alongside)
        return self._counter.money(self._counter.journal.books.facts.standing.vouchers[grant].amount)

    def _grant_of(self, code: str) -> str:
        station = self._counter.identity.station
        used = ""
        for name, grant in self._counter.journal.books.facts.standing.vouchers.items():
            proof = proof_of(station, name, code)
            if proof in grant.proofs:
                return name
            if proof in grant.used:
                used = name
        if used:
            raise Refusal("voucher_already_used", grant=used)
        raise Refusal("voucher_unknown")
