"""Refunds of receipts whose drawer is closed: approved and paid by the treasury. The drawer is not touched."""

from __future__ import annotations

from dataclasses import replace

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Posting, Receipt, Refund
from domain.ledger.rules.rule import moved, standing
from domain.ledger.state import State


def refund_approved(state: State, entry: Entry) -> Change:
    """The mirror of the receipt, owed to the citizen instead of taken out of the drawer.

    The commission goes back with it. The part that the agent was paid already is the agent's debt (`owed`).
    """
    body = entry.body
    receipt = _refundable(state, body["receipt"])
    known = state.facts.standing.refunds
    if receipt.number in known:
        raise Refusal("receipt_already_refunded", receipt=receipt.number)
    if any(other.refund == body["refund"] for other in known.values()):
        raise Refusal("refund_already_approved", refund=body["refund"])
    amount, owed = receipt.due + receipt.paid, state.debt_after_refund(receipt)
    if (body["amount"], body["owed"]) != (amount, owed):
        raise Refusal("refund_disagrees", amount=amount, owed=owed, currency=receipt.currency)
    taken_back = receipt.commission - owed
    retained = taken_back if receipt.mode == "retained" else 0
    # What went back cannot be kept back as well, in whatever mode it was earned.
    left = state.commission_final(receipt.currency) - taken_back
    return Change(
        _refund_postings(receipt, amount, owed),
        standing(
            state.facts,
            refunds={**known, receipt.number: Refund(body["refund"], amount, receipt.currency)},
            retainable=max(0, min(state.facts.standing.retainable - retained, left)),
        ),
    )


def _refundable(state: State, number: str) -> Receipt:
    if number in state.facts.receipts:
        raise Refusal("receipt_still_voidable", receipt=number)
    receipt = state.closed_receipt(number)
    if receipt is None:
        raise Refusal("receipt_unknown", receipt=number)
    if receipt.voided:
        raise Refusal("receipt_already_voided", receipt=number)
    return receipt


def _refund_postings(receipt: Receipt, amount: int, owed: int) -> tuple[Posting, ...]:
    money = (
        (accounts.fees_of(receipt.service), receipt.fee),
        (accounts.COMMISSION_DUE, receipt.commission - owed),
        (accounts.AGENT_OWES, owed),
        (accounts.COMMISSION, receipt.on_top - receipt.commission),
        (accounts.ROUNDING, -receipt.rounding),
        (accounts.REFUNDS_DUE, -amount),
    )
    return tuple(Posting(account, receipt.currency, step) for account, step in money if step)


def refund_paid(state: State, entry: Entry) -> Change:
    """From the collection account, or from the treasury's own money when the station's has not been banked yet."""
    body = entry.body
    number, refund = _approved(state, body["refund"])
    if refund.paid:
        raise Refusal("refund_already_paid", refund=refund.refund)
    if (body["amount"], body["currency"]) != (refund.amount, refund.currency):
        raise Refusal("refund_disagrees", amount=refund.amount, owed=0, currency=refund.currency)
    source = accounts.BANK_FEES if body["source"] == "collection" else accounts.TREASURY
    if source == accounts.BANK_FEES and refund.amount > state.balance(source, body["currency"]):
        raise Refusal("refund_beyond_banked", refund=refund.refund, currency=body["currency"])
    return Change(
        moved(refund.amount, accounts.REFUNDS_DUE, source, body["currency"]),
        standing(state.facts, refunds={**state.facts.standing.refunds, number: replace(refund, paid=True)}),
    )


def _approved(state: State, name: str) -> tuple[str, Refund]:
    for number, refund in state.facts.standing.refunds.items():
        if refund.refund == name:
            return number, refund
    raise Refusal("refund_unknown", refund=name)
