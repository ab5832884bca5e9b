"""Two persons: what the one who acts may not do alone, and who may be the second.

Limits and second persons are the centre's words in the station's own order, so an auditor applies the same ones. Every
act that asks for a second person names them in its entry's `approver` (docs/adr/0041).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger.facts import Change, Limits
from domain.ledger.rules.rule import standing
from domain.ledger.state import State

#: The last place on Earth where a day ends is twelve hours behind UTC.
_LAST_ZONE: Final = timedelta(hours=-12)


def operator_admitted(state: State, entry: Entry) -> Change:
    body = entry.body
    others = {name: until for name, until in state.facts.standing.supervisors.items() if name != body["operator"]}
    admitted = {body["operator"]: body["until"]} if body["role"] == "supervisor" else {}
    if others | admitted == state.facts.standing.supervisors:
        return Change((), state.facts)
    return Change((), standing(state.facts, supervisors=others | admitted))


def limits_set(state: State, entry: Entry) -> Change:
    """A figure that is left out was not agreed: nothing is asked for it."""
    body = entry.body
    limits = Limits(body["void_minutes"], body["void_alone"], body.get("cash_alone"), body.get("difference_alone"))
    return Change((), standing(state.facts, limits=limits))


def refuse_alone(state: State, entry: Entry, refusal: Refusal | None) -> None:
    """`refusal` is what one person alone is told, None where one is enough. Whoever is named must be one who may.

    Raises it where nobody is named, else Refusal `approver_is_operator` or `approver_unknown`.
    """
    approver = entry.body.get("approver")
    if approver is not None:
        _refuse_approver(state, entry, approver)
    elif refusal is not None:
        raise refusal


def takes_alone(state: State, amount: int) -> bool:
    """Whether one person may take `amount` more out of the open drawer: all that was taken alone counts, not each time.

    Minor units. Without an open drawer nothing was taken.
    """
    limits, session = state.facts.standing.limits, state.facts.session
    taken = 0 if session is None else session.taken_alone
    return limits is None or limits.cash_alone is None or taken + amount <= limits.cash_alone


def closes_alone(limit: int | None, difference: int) -> bool:
    """Whether one person is enough for a close with that difference, shortage or overage; minor units."""
    return limit is None or abs(difference) <= limit


def _refuse_approver(state: State, entry: Entry, approver: str) -> None:
    if approver == entry.operator:
        raise Refusal("approver_is_operator", approver=approver)
    until = state.facts.standing.supervisors.get(approver)
    # An entry does not say where it was written: refused is only what is past the last day everywhere.
    if until is None or until < (entry.at + _LAST_ZONE).date().isoformat():
        raise Refusal("approver_unknown", approver=approver)
