"""The agent's commission at the month's end: a statement that both sides sign, disputes by line, and its payment."""

from __future__ import annotations

from dataclasses import replace

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Facts, Statement
from domain.ledger.rules.rule import moved, refuse_second_currency, standing
from domain.ledger.state import State


def commission_settled(state: State, entry: Entry) -> Change:
    amount, currency = entry.body["amount"], entry.body["currency"]
    owed = state.commission_final(currency)
    if amount > owed:
        raise Refusal("commission_beyond_earned", amount=amount, owed=owed, currency=currency)
    if amount > state.balance(accounts.BANK_FEES, currency):
        raise Refusal("commission_beyond_banked", amount=amount, currency=currency)
    # What was paid cannot be kept back as well.
    retainable = min(state.facts.standing.retainable, owed - amount)
    facts = (
        state.facts if retainable == state.facts.standing.retainable else standing(state.facts, retainable=retainable)
    )
    return Change(moved(amount, accounts.COMMISSION_DUE, accounts.BANK_FEES, currency), facts)


def statement_issued(state: State, entry: Entry) -> Change:
    """The centre's signature under the lines of a period, up to the station's entry `through`."""
    body, known = entry.body, state.facts.standing.statements
    if body["statement"] in known:
        raise Refusal("statement_already_issued", statement=body["statement"])
    latest = max((found.through for found in known.values()), default=0)
    if not latest < body["through"] <= entry.seen:
        raise Refusal("statement_out_of_turn", statement=body["statement"], after=latest, held=entry.seen)
    issued = Statement(body["through"], body["hash"], body["lines"])
    return Change((), _with(state.facts, body["statement"], issued))


def line_disputed(state: State, entry: Entry) -> Change:
    """The agent does not agree with one line; the others are not held up by it."""
    name, line = entry.body["statement"], entry.body["line"]
    issued = _unsigned(state, name)
    if line > issued.lines:
        raise Refusal("statement_line_unknown", statement=name, line=line)
    if line in issued.disputes:
        raise Refusal("line_already_disputed", statement=name, line=line)
    return Change((), _with(state.facts, name, replace(issued, disputes={**issued.disputes, line: ""})))


def statement_signed(state: State, entry: Entry) -> Change:
    """The agent's signature under the same lines, except those disputed."""
    name = entry.body["statement"]
    issued = _unsigned(state, name)
    if entry.body["hash"] != issued.hash:
        raise Refusal("statement_disagrees", statement=name)
    return Change((), _with(state.facts, name, replace(issued, signed=True)))


def dispute_resolved(state: State, entry: Entry) -> Change:
    """The municipality's answer. What it grants is commission that the agent had not been credited with."""
    body = entry.body
    name, line = body["statement"], body["line"]
    issued = state.facts.standing.statements.get(name)
    if issued is None or line not in issued.disputes:
        raise Refusal("dispute_unknown", statement=name, line=line)
    if issued.disputes[line]:
        raise Refusal("dispute_already_resolved", statement=name, line=line)
    if body["adjustment"] and body["outcome"] != "upheld":
        raise Refusal("adjustment_of_rejected_dispute", statement=name, line=line)
    refuse_second_currency(state, body["currency"])
    return Change(
        moved(body["adjustment"], accounts.COMMISSION, accounts.COMMISSION_DUE, body["currency"]),
        _with(state.facts, name, replace(issued, disputes={**issued.disputes, line: body["outcome"]})),
    )


def _unsigned(state: State, name: str) -> Statement:
    issued = state.facts.standing.statements.get(name)
    if issued is None:
        raise Refusal("statement_unknown", statement=name)
    if issued.signed:
        raise Refusal("statement_already_signed", statement=name)
    return issued


def _with(facts: Facts, name: str, statement: Statement) -> Facts:
    return standing(facts, statements={**facts.standing.statements, name: statement})
