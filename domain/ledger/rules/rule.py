"""What every posting rule is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Facts, Posting, Session, Standing
from domain.ledger.state import State
from domain.money import EXPONENTS

Rule = Callable[[State, Entry], Change]


def nothing_booked(state: State, _entry: Entry) -> Change:
    return Change((), state.facts)


def moved(amount: int, debit: str, credit: str, commodity: str) -> tuple[Posting, ...]:
    """One debit and its credit. Nothing is posted for nothing."""
    if amount == 0:
        return ()
    return Posting(debit, commodity, amount), Posting(credit, commodity, -amount)


def open_session(state: State, currency: str | None = None) -> Session:
    session = state.facts.session
    if session is None:
        raise Refusal("drawer_not_open")
    if currency is not None and currency != session.currency:
        raise Refusal("currencies_mixed", left=session.currency, right=currency)
    return session


def uncounted_session(state: State, currency: str | None = None) -> Session:
    """After the blind count nothing moves in the drawer any more."""
    session = open_session(state, currency)
    if session.counted is not None:
        raise Refusal("drawer_already_counted")
    return session


def refuse_beyond_headroom(state: State, taken: int, currency: str) -> None:
    """What takes no money is never refused for want of headroom, even where an overage has gone beyond it."""
    if taken and state.exposure(currency) + taken > state.headroom:
        left = max(0, state.headroom_left(currency))
        raise Refusal("headroom_exhausted", due=taken, left=left, currency=currency)


def refuse_second_currency(state: State, currency: str) -> None:
    """Headroom is counted in the minor units of one currency: a drawer in another would have all of it again.

    A guarantee may lie in whatever currency the municipality accepts: the headroom it gives is granted apart.
    """
    for account, commodity in state.balances:
        guaranteed = account in {accounts.BANK_GUARANTEES, accounts.GUARANTEE}
        if commodity in EXPONENTS and commodity != currency and not guaranteed:
            raise Refusal("currencies_mixed", left=commodity, right=currency)


def standing(facts: Facts, **changed: Any) -> Facts:
    """`facts` with some of its standing replaced: `standing(facts, limits=…)`."""
    new: Standing = replace(facts.standing, **changed)
    return replace(facts, standing=new)
