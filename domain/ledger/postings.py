"""The posting rules: what each kind of entry does to the books, and when it may not. Worked through in docs/LEDGER.md.

One function a kind, `(books, entry) -> Change`, in the order of a cabin's day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.journal.kinds import kind_of
from domain.ledger import accounts
from domain.ledger.books import Books, Change, Posting, Receipt, ReceiptGrant, Remittance, Session
from domain.money import EXPONENTS

Rule = Callable[[Books, Entry], Change]

#: Rounding down to a coin never costs as much as that coin: more is a wrong entry. The largest coin to which cash may
#: be rounded, in minor units; for currencies that are not here it is a hundred of them.
_COINS_MAX: Final[Mapping[str, int]] = {"ARS": 10_00, "CLP": 10, "COP": 50_00, "PYG": 50}
_COIN_MAX: Final = 100
#: A receipt's number has six digits (`kinds`): numbers beyond could be granted and never used.
_RECEIPT_NUMBER_MAX: Final = 999_999


def _move(amount: int, debit: str, credit: str, commodity: str) -> tuple[Posting, ...]:
    """Nothing is posted for nothing."""
    if amount == 0:
        return ()
    return Posting(debit, commodity, amount), Posting(credit, commodity, -amount)


def _nothing_booked(books: Books, _entry: Entry) -> Change:
    return Change((), books.facts)


def _open_session(books: Books, currency: str | None = None) -> Session:
    session = books.facts.session
    if session is None:
        raise Refusal("drawer_not_open")
    if currency is not None and currency != session.currency:
        raise Refusal("currencies_mixed", left=session.currency, right=currency)
    return session


def _session_opened(books: Books, entry: Entry) -> Change:
    if books.facts.session is not None:
        raise Refusal("drawer_already_open", session=books.facts.session.number)
    number, currency = entry.body["session"], entry.body["currency"]
    if number != books.facts.last_session + 1:
        raise Refusal("session_number_out_of_turn", wanted=books.facts.last_session + 1, found=number)
    _refuse_second_currency(books, currency)
    session = Session(number, entry.body["float"], currency, entry.operator)
    return Change(
        _move(session.float_minor, accounts.FLOAT, accounts.FLOAT_OWNED, currency),
        replace(books.facts, session=session, last_session=number, receipts={}),
    )


def _refuse_second_currency(books: Books, currency: str) -> None:
    """Headroom is counted in the minor units of one currency: a drawer in another would have all of it again.

    A guarantee may lie in whatever currency the municipality accepts: the headroom it gives is granted apart.
    """
    for account, commodity in books.balances:
        guaranteed = account in {accounts.BANK_GUARANTEES, accounts.GUARANTEE}
        if commodity in EXPONENTS and commodity != currency and not guaranteed:
            raise Refusal("currencies_mixed", left=commodity, right=currency)


def _fee_collected(books: Books, entry: Entry) -> Change:
    body = entry.body
    session = _open_session(books, body["currency"])
    if session.counted is not None:
        raise Refusal("drawer_already_counted")
    _refuse_wrong_amounts(entry)
    # What takes no money is never refused for want of headroom, even where an overage has gone beyond it.
    if body["due"] and books.exposure(session.currency) + body["due"] > books.headroom:
        raise Refusal(
            "headroom_exhausted",
            due=body["due"],
            left=max(0, books.headroom_left(session.currency)),
            currency=session.currency,
        )
    postings = fee_postings(body)
    receipt = Receipt(body["receipt"], session.number, postings)
    return Change(
        (*postings, *_move(1, accounts.RECEIPTS_USED, accounts.RECEIPTS_HELD, accounts.RECEIPT)),
        replace(
            books.facts,
            receipts={**books.facts.receipts, receipt.number: receipt},
            receipt_grants=_spend_receipt(books, entry),
        ),
    )


def _refuse_wrong_amounts(entry: Entry) -> None:
    body = entry.body
    asked = body["fee"] + (body["commission"] if body["mode"] == "surcharge" else 0)
    if not 0 <= asked - body["due"] < _COINS_MAX.get(body["currency"], _COIN_MAX):
        raise Refusal("amount_due_wrong", asked=asked, due=body["due"])
    if body["tendered"] < body["due"]:
        raise Refusal("tendered_short", due=body["due"], tendered=body["tendered"], currency=body["currency"])


def fee_postings(body: Mapping[str, Any]) -> tuple[Posting, ...]:
    """The money of one fee; `body` is that of a `fee_collected`."""
    currency, fee, commission = body["currency"], body["fee"], body["commission"]
    on_top = commission if body["mode"] == "surcharge" else 0
    money = [
        Posting(accounts.DRAWER, currency, body["due"]),
        Posting(accounts.ROUNDING, currency, fee + on_top - body["due"]),
        Posting(accounts.fees_of(body["service"]), currency, -fee),
        Posting(accounts.COMMISSION_DUE, currency, -commission),
        # On top of the fee the citizen pays the agent; otherwise the municipality owes the commission as an expense.
        Posting(accounts.COMMISSION, currency, commission - on_top),
    ]
    return tuple(posting for posting in money if posting.amount)


def _spend_receipt(books: Books, entry: Entry) -> tuple[ReceiptGrant, ...]:
    number, name = books.next_receipt()
    if entry.body["receipt"] != number:
        raise Refusal("receipt_number_out_of_turn", wanted=number, found=entry.body["receipt"])
    return tuple(
        replace(grant, next_number=grant.next_number + 1) if grant.grant == name else grant
        for grant in books.facts.receipt_grants
    )


def _fee_voided(books: Books, entry: Entry) -> Change:
    session = _open_session(books)
    receipt = books.facts.receipts.get(entry.body["receipt"])
    if receipt is None:
        raise Refusal("receipt_not_of_this_session", receipt=entry.body["receipt"])
    if receipt.voided:
        raise Refusal("receipt_already_voided", receipt=receipt.number)
    if session.counted is not None:
        raise Refusal("drawer_already_counted")
    voided = {**books.facts.receipts, receipt.number: replace(receipt, voided=True)}
    # The exact mirror of the money; the number stays used.
    mirror = tuple(replace(posting, amount=-posting.amount) for posting in receipt.postings)
    return Change(mirror, replace(books.facts, receipts=voided))


def _drawer_counted(books: Books, entry: Entry) -> Change:
    session = _open_session(books)
    if entry.body["session"] != session.number:
        raise Refusal("session_number_out_of_turn", wanted=session.number, found=entry.body["session"])
    if session.counted is not None:
        raise Refusal("drawer_already_counted")
    total = sum(int(face) * count for face, count in entry.body["pieces"].items())
    if total != entry.body["counted"]:
        raise Refusal("count_does_not_add_up", counted=entry.body["counted"], pieces=total)
    return Change((), replace(books.facts, session=replace(session, counted=total)))


def expected_cash(books: Books) -> int:
    """What the open drawer should hold, float included, minor units. Not for the cashier's eyes before the count."""
    session = _open_session(books)
    return books.balance(accounts.DRAWER, session.currency) + session.float_minor


def _session_closed(books: Books, entry: Entry) -> Change:
    session, body = _open_session(books), entry.body
    if session.counted is None:
        raise Refusal("drawer_not_counted")
    expected = expected_cash(books)
    if (body["session"], body["counted"], body["expected"]) != (session.number, session.counted, expected):
        raise Refusal("close_disagrees_with_count", expected=expected, counted=session.counted)
    if body["z"] != books.facts.last_z + 1:
        raise Refusal("z_number_out_of_turn", wanted=books.facts.last_z + 1, found=body["z"])
    difference = session.counted - expected
    if difference and "explanation" not in body:
        raise Refusal("explanation_needed", difference=difference, currency=session.currency)
    currency, collected = session.currency, books.balance(accounts.DRAWER, session.currency)
    short, over = max(0, -difference), max(0, difference)
    # A shortage beyond the day's collection is the agent's own float that is missing: it is not the municipality's.
    owed = min(short, collected)
    postings = (
        *_move(session.float_minor, accounts.FLOAT_OWNED, accounts.FLOAT, currency),
        *_move(collected - owed, accounts.SAFE, accounts.DRAWER, currency),
        *_move(owed, accounts.AGENT_OWES, accounts.DRAWER, currency),
        *_move(over, accounts.SAFE, accounts.OVERAGE, currency),
    )
    return Change(postings, replace(books.facts, session=None, last_z=body["z"], receipts={}))


def _remittance_declared(books: Books, entry: Entry) -> Change:
    name, amount, currency = entry.body["remittance"], entry.body["amount"], entry.body["currency"]
    if name in books.facts.remittances:
        raise Refusal("remittance_already_declared", remittance=name)
    held = books.balance(accounts.SAFE, currency)
    if amount == 0 or amount > held:
        raise Refusal("remittance_more_than_held", amount=amount, held=held, currency=currency)
    # Pending: the money leaves the safe, but the exposure stays until the bank has it. A false voucher buys nothing.
    return Change(
        _move(amount, accounts.IN_TRANSIT, accounts.SAFE, currency),
        replace(books.facts, remittances={**books.facts.remittances, name: Remittance(amount)}),
    )


def _remittance_confirmed(books: Books, entry: Entry) -> Change:
    name, amount, currency = entry.body["remittance"], entry.body["amount"], entry.body["currency"]
    declared = books.facts.remittances.get(name)
    if declared is None:
        raise Refusal("remittance_unknown", remittance=name)
    confirmed = declared.confirmed + amount
    # In another currency nothing was declared.
    if confirmed > declared.amount or amount > books.balance(accounts.IN_TRANSIT, currency):
        raise Refusal("remittance_confirmed_beyond_declared", remittance=name, declared=declared.amount)
    return Change(
        _move(amount, accounts.BANK_FEES, accounts.IN_TRANSIT, currency),
        replace(books.facts, remittances={**books.facts.remittances, name: replace(declared, confirmed=confirmed)}),
    )


def _guarantee_deposited(books: Books, entry: Entry) -> Change:
    move = _move(entry.body["amount"], accounts.BANK_GUARANTEES, accounts.GUARANTEE, entry.body["currency"])
    return Change(move, books.facts)


def _receipts_granted(books: Books, entry: Entry) -> Change:
    body = entry.body
    if not body["first"] <= body["last"] <= _RECEIPT_NUMBER_MAX:
        raise Refusal("grant_malformed", grant=body["grant"])
    for held in books.facts.receipt_grants:
        if held.grant == body["grant"] or (held.series == body["series"] and body["first"] <= held.last):
            raise Refusal("grant_overlaps", grant=body["grant"], other=held.grant)
    granted = ReceiptGrant(body["grant"], body["series"], body["first"], body["last"])
    return Change(
        _move(granted.left, accounts.RECEIPTS_HELD, accounts.RECEIPTS_POOL, accounts.RECEIPT),
        replace(books.facts, receipt_grants=(*books.facts.receipt_grants, granted)),
    )


def _headroom_granted(books: Books, entry: Entry) -> Change:
    move = _move(entry.body["amount"], accounts.HEADROOM_HELD, accounts.HEADROOM_POOL, accounts.HEADROOM)
    return Change(move, books.facts)


def _commission_not_final(books: Books, currency: str) -> int:
    """Commission of the open drawer's receipts: each can still be voided, so none of it can be paid yet.

    A station may void while the centre's settlement is on its way; paid commission could not be taken back.
    """
    return -sum(
        posting.amount
        for receipt in books.facts.receipts.values()
        if not receipt.voided
        for posting in receipt.postings
        if (posting.account, posting.commodity) == (accounts.COMMISSION_DUE, currency)
    )


def _commission_settled(books: Books, entry: Entry) -> Change:
    amount, currency = entry.body["amount"], entry.body["currency"]
    owed = -books.balance(accounts.COMMISSION_DUE, currency) - _commission_not_final(books, currency)
    if amount > owed:
        raise Refusal("commission_beyond_earned", amount=amount, owed=owed, currency=currency)
    if amount > books.balance(accounts.BANK_FEES, currency):
        raise Refusal("commission_beyond_banked", amount=amount, currency=currency)
    return Change(_move(amount, accounts.COMMISSION_DUE, accounts.BANK_FEES, currency), books.facts)


_RULES: Final[dict[str, Rule]] = {
    "session_opened/1": _session_opened,
    "fee_collected/1": _fee_collected,
    "fee_voided/1": _fee_voided,
    "drawer_counted/1": _drawer_counted,
    "session_closed/1": _session_closed,
    "remittance_declared/1": _remittance_declared,
    "remittance_confirmed/1": _remittance_confirmed,
    "guarantee_deposited/1": _guarantee_deposited,
    "receipts_granted/1": _receipts_granted,
    "headroom_granted/1": _headroom_granted,
    "commission_settled/1": _commission_settled,
}


def rule_for(kind: str) -> Rule:
    """Kinds without a rule move no money. Raises Refusal `entry_kind_unknown` for a kind nobody defined."""
    return _RULES.get(kind_of(kind).name, _nothing_booked)
