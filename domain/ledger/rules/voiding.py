"""Taking back a receipt of the open drawer: alone with the citizen's paper and in time, or with a second person.

Limits and second persons are the centre's words in the station's own order, so an auditor applies the same ones.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Receipt, VoidLimits
from domain.ledger.rules.collecting import with_prepaid
from domain.ledger.rules.rule import open_session, standing
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
    limits = VoidLimits(entry.body["void_minutes"], entry.body["void_alone"])
    return Change((), standing(state.facts, limits=limits))


def fee_voided(state: State, entry: Entry) -> Change:
    """The exact mirror of the money; the number stays used, and a prepaid code has its value back."""
    session = open_session(state)
    receipt = state.facts.receipts.get(entry.body["receipt"])
    if receipt is None:
        raise Refusal("receipt_not_of_this_session", receipt=entry.body["receipt"])
    if receipt.voided:
        raise Refusal("receipt_already_voided", receipt=receipt.number)
    if session.counted is not None:
        raise Refusal("drawer_already_counted")
    _refuse_alone(state, entry, receipt)
    if receipt.due > state.balance(accounts.DRAWER, receipt.currency):
        # It went to the safe: it is fetched first, so that what is handed back is on record.
        raise Refusal("cash_beyond_held", amount=receipt.due, way="void", currency=receipt.currency)
    facts = state.facts
    if receipt.prepaid is not None:
        facts = with_prepaid(facts, receipt.prepaid, facts.standing.prepaid[receipt.prepaid], receipt.paid)
    voided = {**facts.receipts, receipt.number: replace(receipt, voided=True)}
    mirror = tuple(replace(posting, amount=-posting.amount) for posting in receipt.postings)
    return Change(mirror, replace(facts, receipts=voided))


def _refuse_alone(state: State, entry: Entry, receipt: Receipt) -> None:
    code, approver = entry.body.get("code"), entry.body.get("approver")
    if code is not None and code != receipt.void_code:
        raise Refusal("void_code_wrong", receipt=receipt.number)
    if approver is not None:
        _refuse_approver(state, entry, approver)
        return
    why = why_not_alone(state, receipt, entry.at, has_paper=code is not None)
    if why:
        raise Refusal("void_needs_second_person", receipt=receipt.number, why=why)


def why_not_alone(state: State, receipt: Receipt, at: datetime, *, has_paper: bool) -> str:
    """`paper`, `late` or `amount`: what keeps the cashier from voiding alone at that time; empty when nothing does."""
    limits = state.facts.standing.limits
    if limits is None:
        return ""
    if not has_paper:
        return "paper"
    # A clock that was set back proves nothing about how long ago it was.
    if not timedelta(0) <= at - receipt.at <= timedelta(minutes=limits.minutes):
        return "late"
    return "amount" if receipt.due + receipt.paid > limits.alone else ""


def _refuse_approver(state: State, entry: Entry, approver: str) -> None:
    if approver == entry.operator:
        raise Refusal("approver_is_operator", approver=approver)
    until = state.facts.standing.supervisors.get(approver)
    # An entry does not say where it was written: refused is only what is past the last day everywhere.
    if until is None or until < (entry.at + _LAST_ZONE).date().isoformat():
        raise Refusal("approver_unknown", approver=approver)
