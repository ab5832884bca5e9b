"""What the agent owes and what stands for it: debts paid, written off or drawn from the guarantee; overages kept."""

from __future__ import annotations

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change
from domain.ledger.rules.rule import moved
from domain.ledger.state import State
from domain.money import EXPONENTS


def debt_paid(state: State, entry: Entry) -> Change:
    amount, currency = _owed_by_agent(state, entry)
    return Change(moved(amount, accounts.BANK_FEES, accounts.AGENT_OWES, currency), state.facts)


def debt_written_off(state: State, entry: Entry) -> Change:
    """By a resolution: a robbery that was reported, a note that turned out false."""
    amount, currency = _owed_by_agent(state, entry)
    return Change(moved(amount, accounts.WRITTEN_OFF, accounts.AGENT_OWES, currency), state.facts)


def overage_recognised(state: State, entry: Entry) -> Change:
    """Cash over that nobody claimed becomes the municipality's, by a resolution. It never pays a shortage."""
    amount, currency = entry.body["amount"], entry.body["currency"]
    held = state.owed(accounts.OVERAGE, currency)
    if amount > held:
        raise Refusal("overage_beyond_held", amount=amount, held=held, currency=currency)
    return Change(moved(amount, accounts.OVERAGE, accounts.OVERAGE_KEPT, currency), state.facts)


def guarantee_deposited(state: State, entry: Entry) -> Change:
    """Deposited, or replenished after it was drawn."""
    move = moved(entry.body["amount"], accounts.BANK_GUARANTEES, accounts.GUARANTEE, entry.body["currency"])
    return Change(move, state.facts)


def guarantee_drawn(state: State, entry: Entry) -> Change:
    """A debt paid from the guarantee, by a resolution: money goes from the guarantees' account to the collection's."""
    amount, currency = _owed_by_agent(state, entry)
    _refuse_beyond_guarantee(state, amount, currency)
    return Change(
        (
            *moved(amount, accounts.GUARANTEE, accounts.BANK_GUARANTEES, currency),
            *moved(amount, accounts.BANK_FEES, accounts.AGENT_OWES, currency),
        ),
        state.facts,
    )


def guarantee_returned(state: State, entry: Entry) -> Change:
    """I5: only when the station holds and owes nothing, and may take nothing more."""
    amount, currency = entry.body["amount"], entry.body["currency"]
    exposed = any(state.exposure(held) for held in EXPONENTS)
    if exposed or state.facts.session is not None or state.headroom or _vouchers_out(state):
        raise Refusal("guarantee_still_needed", exposure=state.exposure(currency), headroom=state.headroom)
    _refuse_beyond_guarantee(state, amount, currency)
    return Change(moved(amount, accounts.GUARANTEE, accounts.BANK_GUARANTEES, currency), state.facts)


def _vouchers_out(state: State) -> int:
    return state.balance(accounts.VOUCHERS_HELD, accounts.HEADROOM)


def _owed_by_agent(state: State, entry: Entry) -> tuple[int, str]:
    amount, currency = entry.body["amount"], entry.body["currency"]
    owed = state.balance(accounts.AGENT_OWES, currency)
    if amount > owed:
        raise Refusal("debt_beyond_owed", amount=amount, owed=owed, currency=currency)
    return amount, currency


def _refuse_beyond_guarantee(state: State, amount: int, currency: str) -> None:
    held = state.owed(accounts.GUARANTEE, currency)
    if amount > held:
        raise Refusal("guarantee_beyond_held", amount=amount, held=held, currency=currency)
