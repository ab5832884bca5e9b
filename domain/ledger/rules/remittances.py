"""Deposits of municipal money: declared by the station, believed when the bank shows them, owed when it does not."""

from __future__ import annotations

from dataclasses import replace

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Facts, Remittance
from domain.ledger.rules.rule import moved, standing
from domain.ledger.state import State


def remittance_declared(state: State, entry: Entry) -> Change:
    """Pending: the exposure stays until the bank has the money. A false voucher buys nothing."""
    name, amount, currency = entry.body["remittance"], entry.body["amount"], entry.body["currency"]
    if name in state.facts.remittances:
        raise Refusal("remittance_already_declared", remittance=name)
    _refuse_beyond_safe(state, amount, currency)
    return Change(
        moved(amount, accounts.IN_TRANSIT, accounts.SAFE, currency),
        _with(state.facts, name, Remittance(amount)),
    )


def commission_retained(state: State, entry: Entry) -> Change:
    """The agent keeps earned commission back from the money it deposits; never from a fee, and never beforehand."""
    amount, currency = entry.body["amount"], entry.body["currency"]
    _declared(state, entry.body["remittance"])
    _refuse_beyond_safe(state, amount, currency)
    most = state.commission_retainable(currency)
    if amount > most:
        raise Refusal("commission_beyond_retainable", amount=amount, most=most, currency=currency)
    left = state.facts.standing.retainable - amount
    return Change(
        moved(amount, accounts.COMMISSION_DUE, accounts.SAFE, currency), standing(state.facts, retainable=left)
    )


def remittance_confirmed(state: State, entry: Entry) -> Change:
    name, amount, currency = entry.body["remittance"], entry.body["amount"], entry.body["currency"]
    declared = _declared(state, name)
    # In another currency nothing was declared.
    if amount > min(declared.pending, state.balance(accounts.IN_TRANSIT, currency)):
        raise Refusal("remittance_confirmed_beyond_declared", remittance=name, declared=declared.amount)
    return Change(
        moved(amount, accounts.BANK_FEES, accounts.IN_TRANSIT, currency),
        _with(state.facts, name, replace(declared, confirmed=declared.confirmed + amount)),
    )


def remittance_fell_short(state: State, entry: Entry) -> Change:
    """What the bank never showed of a deposit: the agent owes it."""
    name, amount, currency = entry.body["remittance"], entry.body["amount"], entry.body["currency"]
    declared = _declared(state, name)
    if amount > min(declared.pending, state.balance(accounts.IN_TRANSIT, currency)):
        raise Refusal("remittance_short_beyond_pending", remittance=name, pending=declared.pending)
    return Change(
        moved(amount, accounts.AGENT_OWES, accounts.IN_TRANSIT, currency),
        _with(state.facts, name, replace(declared, short=declared.short + amount)),
    )


def remittance_overdue(state: State, entry: Entry) -> Change:
    """Counted money that was not deposited in its term: from now on it is a debt, not custody."""
    amount, currency = entry.body["amount"], entry.body["currency"]
    _refuse_beyond_safe(state, amount, currency)
    return Change(moved(amount, accounts.AGENT_OWES, accounts.SAFE, currency), state.facts)


def _declared(state: State, name: str) -> Remittance:
    declared = state.facts.remittances.get(name)
    if declared is None:
        raise Refusal("remittance_unknown", remittance=name)
    return declared


def _refuse_beyond_safe(state: State, amount: int, currency: str) -> None:
    held = state.balance(accounts.SAFE, currency)
    if amount == 0 or amount > held:
        raise Refusal("remittance_more_than_held", amount=amount, held=held, currency=currency)


def _with(facts: Facts, name: str, remittance: Remittance) -> Facts:
    return replace(facts, remittances={**facts.remittances, name: remittance})
