"""The drawer: opened with the agent's own float, fed and emptied with a reason, counted blind, closed with a Z."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Facts, Session
from domain.ledger.rules.rule import moved, open_session, refuse_second_currency, standing, uncounted_session
from domain.ledger.rules.second_person import refuse_alone, takes_alone
from domain.ledger.state import State

#: Each way that cash moves without a fee: which account it enters and which it leaves.
_WAYS: Final = {
    "float_in": (accounts.FLOAT, accounts.FLOAT_OWNED),
    "float_out": (accounts.FLOAT_OWNED, accounts.FLOAT),
    "to_safe": (accounts.SAFE, accounts.DRAWER),
    "from_safe": (accounts.DRAWER, accounts.SAFE),
}
#: What leaves the drawer: above the agreed sum it takes a second person.
OUT: Final = ("float_out", "to_safe")


def session_opened(state: State, entry: Entry) -> Change:
    if state.facts.session is not None:
        raise Refusal("drawer_already_open", session=state.facts.session.number)
    number, currency = entry.body["session"], entry.body["currency"]
    if number != state.facts.last_session + 1:
        raise Refusal("session_number_out_of_turn", wanted=state.facts.last_session + 1, found=number)
    refuse_second_currency(state, currency)
    session = Session(number, entry.body["float"], currency, entry.operator)
    return Change(
        moved(session.float_minor, accounts.FLOAT, accounts.FLOAT_OWNED, currency),
        replace(state.facts, session=session, last_session=number, receipts={}),
    )


def cash_moved(state: State, entry: Entry) -> Change:
    """The agent's own change goes in or out, municipal cash to the safe and back. It is no income and no shortage."""
    session, body = uncounted_session(state), entry.body
    if body["session"] != session.number:
        raise Refusal("session_number_out_of_turn", wanted=session.number, found=body["session"])
    amount, way = body["amount"], body["way"]
    held = {
        "float_out": session.float_minor,
        "to_safe": state.balance(accounts.DRAWER, session.currency),
        "from_safe": state.balance(accounts.SAFE, session.currency),
    }
    if amount > held.get(way, amount):
        raise Refusal("cash_beyond_held", amount=amount, way=way, currency=session.currency)
    taken = amount if way in OUT else 0
    needed = taken and not takes_alone(state, taken)
    refuse_alone(state, entry, _cash_needs_second_person(state, session, amount) if needed else None)
    own = {"float_in": amount, "float_out": -amount}.get(way, 0)
    alone = taken if "approver" not in body else 0
    debit, credit = _WAYS[way]
    changed = replace(session, float_minor=session.float_minor + own, taken_alone=session.taken_alone + alone)
    return Change(moved(amount, debit, credit, session.currency), replace(state.facts, session=changed))


def _cash_needs_second_person(state: State, session: Session, amount: int) -> Refusal:
    limits = state.facts.standing.limits
    assert limits is not None, "without limits nothing is asked"
    return Refusal(
        "cash_needs_second_person",
        amount=amount,
        taken=session.taken_alone,
        most=limits.cash_alone,
        currency=session.currency,
    )


def drawer_counted(state: State, entry: Entry) -> Change:
    session = open_session(state)
    if entry.body["session"] != session.number:
        raise Refusal("session_number_out_of_turn", wanted=session.number, found=entry.body["session"])
    if session.counted is not None:
        raise Refusal("drawer_already_counted")
    total = sum(int(face) * count for face, count in entry.body["pieces"].items())
    if total != entry.body["counted"]:
        raise Refusal("count_does_not_add_up", counted=entry.body["counted"], pieces=total)
    return Change((), replace(state.facts, session=replace(session, counted=total)))


def session_closed(state: State, entry: Entry) -> Change:
    """Every difference is posted, and a shortage is never netted against an overage.

    A large one without a second person is booked all the same: the count is signed, and a drawer that could not be
    closed would hold up everything behind it. It is an auditor's finding (`domain.ledger.reconciliation`).
    """
    session, body = open_session(state), entry.body
    if session.counted is None:
        raise Refusal("drawer_not_counted")
    expected = state.expected_cash()
    if (body["session"], body["counted"], body["expected"]) != (session.number, session.counted, expected):
        raise Refusal("close_disagrees_with_count", expected=expected, counted=session.counted)
    if body["z"] != state.facts.last_z + 1:
        raise Refusal("z_number_out_of_turn", wanted=state.facts.last_z + 1, found=body["z"])
    difference = session.counted - expected
    if difference and "explanation" not in body:
        raise Refusal("explanation_needed", difference=difference, currency=session.currency)
    refuse_alone(state, entry, None)
    currency, collected = session.currency, state.balance(accounts.DRAWER, session.currency)
    short, over = max(0, -difference), max(0, difference)
    # A shortage beyond the day's collection is the agent's own float that is missing: it is not the municipality's.
    owed = min(short, collected)
    postings = (
        *moved(session.float_minor, accounts.FLOAT_OWNED, accounts.FLOAT, currency),
        *moved(collected - owed, accounts.SAFE, accounts.DRAWER, currency),
        *moved(owed, accounts.AGENT_OWES, accounts.DRAWER, currency),
        *moved(over, accounts.SAFE, accounts.OVERAGE, currency),
    )
    return Change(postings, _put_away(state.facts, body["z"]))


def _put_away(facts: Facts, z: int) -> Facts:
    """The closed drawer's receipts can no longer be voided: their commission is final."""
    live = [receipt for receipt in facts.receipts.values() if not receipt.voided]
    retainable = facts.standing.retainable + sum(found.commission for found in live if found.mode == "retained")
    closed = (*facts.closed, facts.receipts) if facts.receipts else facts.closed
    put_away = replace(facts, session=None, last_z=z, receipts={}, closed=closed)
    return standing(put_away, retainable=retainable) if retainable != facts.standing.retainable else put_away
