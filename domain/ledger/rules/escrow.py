"""Grants: what stations could contend for is one station's alone until it gives it back in a signed entry of its own.

Receipt numbers, headroom, vouchers of headroom, folios and appointment slots are commodities in the same books. Nothing
here knows a date: a grant that ran out by a clock could be handed out twice (docs/adr/0014).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.bearer import proof_of
from domain.ledger.facts import Change, Facts, ReceiptGrant, UnitGrant, VoucherGrant
from domain.ledger.rules.rule import moved, refuse_second_currency, standing
from domain.ledger.state import State

#: A receipt's number has six digits (`kinds`): numbers beyond could be granted and never used.
_RECEIPT_NUMBER_MAX: Final = 999_999
#: More numbers in one grant than any day has appointments: what a station holds is listed one by one.
_UNITS_MAX: Final = 1000


def receipts_granted(state: State, entry: Entry) -> Change:
    body = entry.body
    if not body["first"] <= body["last"] <= _RECEIPT_NUMBER_MAX:
        raise Refusal("grant_malformed", grant=body["grant"])
    _refuse_name_taken(state.facts, body["grant"])
    for held in state.facts.receipt_grants:
        if held.series == body["series"] and body["first"] <= held.last:
            raise Refusal("grant_overlaps", grant=body["grant"], other=held.grant)
    granted = ReceiptGrant(body["grant"], body["series"], body["first"], body["last"])
    return Change(
        moved(granted.left, accounts.RECEIPTS_HELD, accounts.RECEIPTS_POOL, accounts.RECEIPT),
        replace(state.facts, receipt_grants=(*state.facts.receipt_grants, granted)),
    )


def headroom_granted(state: State, entry: Entry) -> Change:
    move = moved(entry.body["amount"], accounts.HEADROOM_HELD, accounts.HEADROOM_POOL, accounts.HEADROOM)
    return Change(move, state.facts)


def headroom_recalled(state: State, entry: Entry) -> Change:
    """Holds from the station's first entry that has seen it: that entry's signature gives the headroom back."""
    amount = entry.body["amount"]
    if amount > state.headroom:
        raise Refusal("headroom_recall_beyond_granted", amount=amount, granted=state.headroom)
    return Change(moved(amount, accounts.HEADROOM_POOL, accounts.HEADROOM_HELD, accounts.HEADROOM), state.facts)


def vouchers_granted(state: State, entry: Entry) -> Change:
    """Headroom in sealed envelopes: it counts as granted from now on, and opens with a code of the treasury."""
    body = entry.body
    proofs = frozenset(body["proofs"])
    if len(proofs) != len(body["proofs"]) or not proofs:
        raise Refusal("grant_malformed", grant=body["grant"])
    _refuse_name_taken(state.facts, body["grant"])
    refuse_second_currency(state, body["currency"])
    vouchers = {**state.facts.standing.vouchers, body["grant"]: VoucherGrant(body["amount"], proofs)}
    total = body["amount"] * len(proofs)
    return Change(
        moved(total, accounts.VOUCHERS_HELD, accounts.HEADROOM_POOL, accounts.HEADROOM),
        standing(state.facts, vouchers=vouchers),
    )


def voucher_redeemed(state: State, entry: Entry) -> Change:
    """The treasury's code, typed or scanned with no network, opens its headroom once."""
    name = entry.body["grant"]
    grant = state.facts.standing.vouchers.get(name)
    if grant is None:
        raise Refusal("voucher_unknown", grant=name)
    proof = proof_of(state.station, name, entry.body["code"])
    if proof in grant.used:
        raise Refusal("voucher_already_used", grant=name)
    if proof not in grant.proofs:
        raise Refusal("voucher_unknown", grant=name)
    opened = replace(grant, proofs=grant.proofs - {proof}, used=grant.used | {proof})
    return Change(
        moved(grant.amount, accounts.HEADROOM_HELD, accounts.VOUCHERS_HELD, accounts.HEADROOM),
        standing(state.facts, vouchers={**state.facts.standing.vouchers, name: opened}),
    )


def vouchers_cancelled(state: State, entry: Entry) -> Change:
    """The codes of a grant that nobody used open nothing any more, from the station's first entry that has seen it."""
    name = entry.body["grant"]
    grant = state.facts.standing.vouchers.get(name)
    if grant is None or not grant.proofs:
        raise Refusal("voucher_unknown", grant=name)
    spent = replace(grant, proofs=frozenset())
    return Change(
        moved(grant.amount * len(grant.proofs), accounts.HEADROOM_POOL, accounts.VOUCHERS_HELD, accounts.HEADROOM),
        standing(state.facts, vouchers={**state.facts.standing.vouchers, name: spent}),
    )


def units_granted(state: State, entry: Entry) -> Change:
    unit = entry.body["unit"]
    numbers = granted_numbers(state.facts, entry, unit)
    return Change(
        moved(len(numbers), accounts.units_held(unit), accounts.units_pool(unit), unit),
        with_units(state.facts, entry.body["grant"], UnitGrant(unit, entry.body["pool"], numbers)),
    )


def granted_numbers(facts: Facts, entry: Entry, unit: str) -> frozenset[int]:
    """The numbers that an entry grants. Raises Refusal `grant_malformed`, `grant_overlaps`."""
    body = entry.body
    numbers = frozenset(range(body["first"], body["last"] + 1)) if _is_range(body["first"], body["last"]) else None
    if not numbers:
        raise Refusal("grant_malformed", grant=body["grant"])
    _refuse_name_taken(facts, body["grant"])
    for name, held in facts.standing.units.items():
        if (held.unit, held.pool) == (unit, body["pool"]) and numbers & (held.free | held.used):
            raise Refusal("grant_overlaps", grant=body["grant"], other=name)
    return numbers


def unit_used(state: State, entry: Entry) -> Change:
    """A folio printed (or spoiled, with the reason). Used is used: it never comes back."""
    name, number = entry.body["grant"], entry.body["number"]
    held = held_units(state.facts, name)
    if number not in held.free:
        raise Refusal("number_not_held", grant=name, number=number)
    if held.slots is not None:
        raise Refusal("slot_disagrees", grant=name, number=number)
    used = replace(held, free=held.free - {number}, used=held.used | {number})
    return Change(
        moved(1, accounts.units_used(held.unit), accounts.units_held(held.unit), held.unit),
        with_units(state.facts, name, used),
    )


def numbers_released(state: State, entry: Entry) -> Change:
    """The station gives unused numbers back. Only this lets the centre grant them to somebody else."""
    name, first, last = entry.body["grant"], entry.body["first"], entry.body["last"]
    receipts = next((held for held in state.facts.receipt_grants if held.grant == name), None)
    if receipts is not None:
        return _receipts_released(state, receipts, first, last)
    held = held_units(state.facts, name)
    numbers = frozenset(range(first, last + 1)) if _is_range(first, last) else frozenset()
    if not numbers or not numbers <= held.free:
        raise Refusal("number_not_held", grant=name, number=first)
    return Change(
        moved(len(numbers), accounts.units_pool(held.unit), accounts.units_held(held.unit), held.unit),
        with_units(state.facts, name, replace(held, free=held.free - numbers)),
    )


def _receipts_released(state: State, held: ReceiptGrant, first: int, last: int) -> Change:
    """The end of a grant: numbers are used in their order, so what is given back is the tail."""
    if not held.next_number <= first <= last or last != held.last:
        raise Refusal("number_not_held", grant=held.grant, number=first)
    kept = replace(held, last=first - 1)
    grants = tuple(kept if grant.grant == held.grant else grant for grant in state.facts.receipt_grants)
    return Change(
        moved(last - first + 1, accounts.RECEIPTS_POOL, accounts.RECEIPTS_HELD, accounts.RECEIPT),
        replace(state.facts, receipt_grants=grants),
    )


def _is_range(first: int, last: int) -> bool:
    return 0 <= last - first < _UNITS_MAX


def held_units(facts: Facts, name: str) -> UnitGrant:
    held = facts.standing.units.get(name)
    if held is None:
        raise Refusal("grant_unknown", grant=name)
    return held


def _refuse_name_taken(facts: Facts, name: str) -> None:
    """A grant's name is its identity for ever, whatever it grants."""
    receipts = {grant.grant for grant in facts.receipt_grants}
    if name in receipts or name in facts.standing.vouchers or name in facts.standing.units:
        raise Refusal("grant_overlaps", grant=name, other=name)


def with_units(facts: Facts, name: str, held: UnitGrant) -> Facts:
    return standing(facts, units={**facts.standing.units, name: held})
