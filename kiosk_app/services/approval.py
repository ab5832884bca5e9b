"""A second person approves what one may not do alone: with their own PIN, while the first one stays at the desk."""

from __future__ import annotations

from domain.errors import Refusal
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.sign_in import SignIn


class Approval:
    def __init__(self, counter: Counter, sign_in: SignIn) -> None:
        self._counter = counter
        self._sign_in = sign_in

    def approvers(self, operator: Operator) -> list[Operator]:
        """Who may approve today what `operator` does: supervisors of this station whom the centre has admitted.

        Raises Refusal `keys_damaged`.
        """
        return [person for person in self._sign_in.operators() if not self._why_not(operator, person)]

    def approve(self, operator: Operator, approver: str, pin: str) -> Operator:
        """The second person, whose PIN was right. Wrong ones count, and lock, as they do at sign-in.

        Raises Refusal `operator_unknown`, `approver_is_operator`, `approver_unknown`, `pin_wrong`, `pin_locked`. Who
        may not approve is told so before any PIN is tried.
        """
        person = next((found for found in self._sign_in.operators() if found.id == approver), None)
        if person is None:
            raise Refusal("operator_unknown", operator=approver)
        why = self._why_not(operator, person)
        if why:
            raise Refusal(why, approver=approver)
        return self._sign_in.unlock(approver, pin).operator

    def _why_not(self, operator: Operator, person: Operator) -> str:
        """The refusal that the books would answer with (`domain.ledger.rules.second_person`), by the municipality's own
        date: the books know no zone, and wait until the last day is over everywhere.
        """
        if person.id == operator.id:
            return "approver_is_operator"
        until = self._counter.journal.books.facts.standing.supervisors.get(person.id)
        today = self._counter.today().isoformat()
        return "approver_unknown" if person.role != "supervisor" or until is None or until < today else ""
