"""Money taken from citizens: a fee in cash, with a prepaid code, or both; and the codes themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Facts, Prepaid, Receipt, ReceiptGrant
from domain.ledger.rules.rule import moved, refuse_beyond_headroom, standing, uncounted_session
from domain.ledger.state import State
from domain.money import rounding_coin_max

_VOID_DIGITS: Final = 6


def void_code(entry: Entry) -> str:
    """Six digits that only the paper of this fee carries: whoever has them has the paper, or had it.

    They follow from the entry, so that an auditor checks them, and from the hash of the entry before it, so that nobody
    knows them before the paper exists (docs/JOURNAL_FORMAT.md, `fee_voided/2`).
    """
    place = (entry.station, str(entry.epoch), str(entry.sequence), entry.previous, str(entry.body["receipt"]))
    digest = hashlib.sha256("|".join(("void code", *place)).encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**_VOID_DIGITS:0{_VOID_DIGITS}d}"


def receipt_of(entry: Entry, session: int) -> Receipt:
    """The receipt that a `fee_collected` issues in `session`."""
    body = entry.body
    return Receipt(
        number=body["receipt"],
        session=session,
        at=entry.at,
        void_code=void_code(entry),
        service=body["service"],
        fee=body["fee"],
        due=body["due"],
        commission=body["commission"],
        mode=body["mode"],
        currency=body["currency"],
        prepaid=body.get("prepaid"),
        paid=body.get("paid", 0),
    )


def fee_collected(state: State, entry: Entry) -> Change:
    session = uncounted_session(state, entry.body["currency"])
    receipt = receipt_of(entry, session.number)
    _refuse_wrong_amounts(receipt, entry.body)
    facts = state.facts if receipt.prepaid is None else _spend_prepaid(state.facts, receipt)
    refuse_beyond_headroom(state, receipt.due, session.currency)
    return Change(
        (*receipt.postings, *moved(1, accounts.RECEIPTS_USED, accounts.RECEIPTS_HELD, accounts.RECEIPT)),
        replace(
            facts,
            receipts={**facts.receipts, receipt.number: receipt},
            receipt_grants=_spend_number(state, receipt.number),
        ),
    )


def _refuse_wrong_amounts(receipt: Receipt, body: Mapping[str, Any]) -> None:
    if not 0 <= receipt.rounding < rounding_coin_max(receipt.currency):
        raise Refusal("amount_due_wrong", asked=receipt.asked - receipt.paid, due=receipt.due)
    if body["tendered"] < receipt.due:
        raise Refusal("tendered_short", due=receipt.due, tendered=body["tendered"], currency=receipt.currency)


def _spend_prepaid(facts: Facts, receipt: Receipt) -> Facts:
    assert receipt.prepaid is not None, "the caller has seen it"
    value = facts.standing.prepaid.get(receipt.prepaid)
    if value is None:
        raise Refusal("prepaid_unknown", prepaid=receipt.prepaid)
    return with_prepaid(facts, receipt.prepaid, value, -receipt.paid)


def with_prepaid(facts: Facts, name: str, value: Prepaid, step: int) -> Facts:
    """`value` with more or less left on it. Raises Refusal `prepaid_beyond_value`."""
    if value.left + step < 0:
        raise Refusal("prepaid_beyond_value", prepaid=name, amount=-step, left=value.left, currency=value.currency)
    return standing(facts, prepaid={**facts.standing.prepaid, name: replace(value, left=value.left + step)})


def _spend_number(state: State, found: str) -> tuple[ReceiptGrant, ...]:
    number, name = state.next_receipt()
    if found != number:
        raise Refusal("receipt_number_out_of_turn", wanted=number, found=found)
    return tuple(
        replace(grant, next_number=grant.next_number + 1) if grant.grant == name else grant
        for grant in state.facts.receipt_grants
    )


def prepaid_sold(state: State, entry: Entry) -> Change:
    """A liability, never income: the fee it will pay is not collected yet."""
    name, amount, currency = entry.body["prepaid"], entry.body["amount"], entry.body["currency"]
    uncounted_session(state, currency)
    if name in state.facts.standing.prepaid:
        raise Refusal("prepaid_already_sold", prepaid=name)
    refuse_beyond_headroom(state, amount, currency)
    sold = {**state.facts.standing.prepaid, name: Prepaid(amount, currency, entry.body["proof"])}
    return Change(moved(amount, accounts.DRAWER, accounts.PREPAID, currency), standing(state.facts, prepaid=sold))


def prepaid_expired(state: State, entry: Entry) -> Change:
    """What is left on a code that nobody used in its term becomes the municipality's, by a resolution."""
    name, amount, currency = entry.body["prepaid"], entry.body["amount"], entry.body["currency"]
    value = state.facts.standing.prepaid.get(name)
    if value is None or value.currency != currency:
        raise Refusal("prepaid_unknown", prepaid=name)
    facts = with_prepaid(state.facts, name, value, -amount)
    return Change(moved(amount, accounts.PREPAID, accounts.BREAKAGE, currency), facts)
