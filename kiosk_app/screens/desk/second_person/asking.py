"""Who may approve, who was chosen, and whether their PIN was right: one way for every act that takes two persons."""

from __future__ import annotations

from domain.errors import Refusal
from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.services.approval import Approval
from kiosk_app.services.counter import Operator
from kiosk_app.shown import Choice, Problem
from wording.catalogue import _

#: Chosen instead of a person, where an act may go on without one.
NOBODY_HERE = "-"


class Asking:
    """Holds who was chosen; never a PIN."""

    def __init__(self, approval: Approval, operator: Operator) -> None:
        self._approval = approval
        self._operator = operator
        self.chosen = ""

    def forget(self) -> None:
        """Of another act somebody else may be asked."""
        self.chosen = ""

    def shown(self, why: str, absent: str = "") -> SecondPerson | None:
        """`absent` is what to choose where none of them is here; empty where the act waits for one.

        None while the operators' keys cannot be read: that is said when the act is tried.
        """
        try:
            people = self._approval.approvers(self._operator)
        except Refusal:
            return None
        choices = tuple(Choice(person.id, person.name) for person in people)
        without = (Choice(NOBODY_HERE, absent),) if people and absent else ()
        asks_pin = bool(people) and self.chosen != NOBODY_HERE
        return SecondPerson(why, choices + without, self.chosen, asks_pin)

    def missing(self, pin: str, nobody: str) -> list[Problem]:
        """What is still to be done before `approve`; `nobody` says what else there is where no one may approve.

        Raises Refusal `keys_damaged`.
        """
        if not self._approval.approvers(self._operator):
            return [Problem("approver", nobody)]
        if not self.chosen:
            return [Problem("approver", _("Choose who approves"))]
        return [] if pin else [Problem("approver_pin", _("Whoever approves writes their PIN"))]

    def approve(self, pin: str) -> Operator:
        """Raises every Refusal of `Approval.approve`."""
        return self._approval.approve(self._operator, self.chosen, pin)
