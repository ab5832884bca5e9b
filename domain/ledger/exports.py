"""The books as an hledger journal: another program, written by other people, does the arithmetic again.

Strict declarations, a balance assertion of every touched account at the end of each day, and the entry's sequence and
hash on every transaction. Text tools prove arithmetic, not integrity: that is what the chain is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from domain.journal.entry import SignedEntry
from domain.ledger import accounts
from domain.ledger.books import Books
from domain.ledger.facts import Posting
from domain.money import EXPONENTS, Money, decimal_text


def qualified(account: str, station: str) -> str:
    """Accounts in the municipality's books carry the station: `Assets:Custody:C07:Drawer`."""
    head, _, rest = account.partition(":")
    group, _, leaf = rest.partition(":")
    return f"{head}:{group}:{station}:{leaf}" if leaf else f"{head}:{group}:{station}"


def quantity(commodity: str, amount: int) -> str:
    if commodity in EXPONENTS:
        return f"{commodity} {decimal_text(Money(amount, commodity))}"
    return f"{commodity} {amount}"


def hledger_journal(station: str, entries: Iterable[SignedEntry], zone: tzinfo) -> str:
    """A complete hledger journal of the entries in the order given (see `domain.journal.merge`).

    Replays the entries through the posting rules, so it raises what `Books.decide` raises. Dates are wall time in
    `zone`, never going back: the order is the chain's, and a clock that was set back keeps the last date.
    """
    books = Books(station)
    days: dict[str, list[str]] = {}
    touched: set[tuple[str, str]] = set()
    used: set[tuple[str, str]] = set()
    latest = ""
    for found in entries:
        change = books.decide(found.entry)
        own = found.entry.at.astimezone(zone).date().isoformat()
        if own > latest and latest:
            days[latest] += _assertions(books, touched, latest)
            touched.clear()
        latest = max(own, latest)
        books.accept(change)
        days.setdefault(latest, [])
        if change.postings:
            days[latest].append(_transaction(station, found, change.postings, latest))
            touched |= {(posting.account, posting.commodity) for posting in change.postings}
            used |= touched
    if latest:
        days[latest] += _assertions(books, touched, latest)
    head = [f"account {qualified(account, station)}" for account in sorted({account for account, _ in used})]
    head += [_commodity(commodity) for commodity in sorted({commodity for _, commodity in used})]
    return "\n".join([*head, "", *(block for day in sorted(days) for block in days[day]), ""])


def _commodity(commodity: str) -> str:
    return f"commodity {quantity(commodity, 0)}" if EXPONENTS.get(commodity) else f"commodity {commodity} 1000."


def _transaction(station: str, found: SignedEntry, postings: Iterable[Posting], day: str) -> str:
    entry = found.entry
    lines = [f"{day} * {entry.kind}  ; seq:{entry.sequence}, hash:{found.hash}"]
    lines += [
        f"    {qualified(posting.account, station)}  {quantity(posting.commodity, posting.amount)}"
        for posting in postings
    ]
    return "\n".join(lines) + "\n"


def _assertions(books: Books, touched: set[tuple[str, str]], day: str) -> list[str]:
    """A transaction of zeros whose assertions another program must agree with."""
    if not touched:
        return []
    lines = [f"{day} * balances at the end of the day"]
    lines += [
        f"    {qualified(account, books.station)}  {quantity(commodity, 0)} = "
        f"{quantity(commodity, books.balance(account, commodity))}"
        for account, commodity in sorted(touched)
    ]
    return ["\n".join(lines) + "\n"]


def trial_balance(books: Books) -> dict[str, int]:
    """Sum of all accounts for each commodity; every value is zero when the books agree (I7)."""
    totals: dict[str, int] = {}
    for (_, commodity), amount in books.balances.items():
        totals[commodity] = totals.get(commodity, 0) + amount
    return totals


def commission_due(books: Books, currency: str) -> int:
    return -books.balance(accounts.COMMISSION_DUE, currency)
