"""Taking back a receipt of the open drawer: alone with the citizen's paper and in time, or with a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Receipt
from domain.ledger.rules.collecting import with_prepaid
from domain.ledger.rules.rule import open_session
from domain.ledger.rules.second_person import refuse_alone
from domain.ledger.state import State


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
    code = entry.body.get("code")
    if code is not None and code != receipt.void_code:
        raise Refusal("void_code_wrong", receipt=receipt.number)
    why = why_not_alone(state, receipt, entry.at, has_paper=code is not None)
    alone = Refusal("void_needs_second_person", receipt=receipt.number, why=why) if why else None
    refuse_alone(state, entry, alone)


def why_not_alone(state: State, receipt: Receipt, at: datetime, *, has_paper: bool) -> str:
    """`paper`, `late` or `amount`: what keeps the cashier from voiding alone at that time; empty when nothing does."""
    limits = state.facts.standing.limits
    if limits is None:
        return ""
    if not has_paper:
        return "paper"
    # A clock that was set back proves nothing about how long ago it was.
    if not timedelta(0) <= at - receipt.at <= timedelta(minutes=limits.void_minutes):
        return "late"
    return "amount" if receipt.due + receipt.paid > limits.void_alone else ""
