"""The books as an hledger journal: another program, written by other people, does the arithmetic again.

Strict: accounts, commodities, payees and tags are declared, dates are in order, and every account that was ever used is
asserted at the end of each day. Text tools prove arithmetic, not integrity: that is what the chain is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.ledger.days import TAGS, LedgerDay, Transaction, decimal_quantity
from domain.money import EXPONENTS

_DAY_END: Final = "balances at the end of the day"


def hledger_journal(every_day: Iterable[LedgerDay]) -> str:
    """A complete journal of days in order (`ledger_days`), for `hledger check -s payees ordereddates`."""
    days = list(every_day)
    # What was used stays in the balances, at zero too.
    used = days[-1].balances.keys() if days else set()
    kinds = {transaction.found.entry.kind for day in days for transaction in day.transactions}
    head = [
        *(f"account {account}" for account in sorted({account for account, _ in used})),
        *(_declared(commodity) for commodity in sorted({commodity for _, commodity in used})),
        *(f"payee {payee}" for payee in sorted(kinds | {_DAY_END})),
        *(f"tag {name}" for name in TAGS),
    ]
    return "\n".join([*head, "", *(block for day in days for block in _blocks(day)), ""])


def hledger_quantity(commodity: str, amount: int) -> str:
    return f"{_symbol(commodity)} {decimal_quantity(commodity, amount)}"


def _symbol(commodity: str) -> str:
    """Letters alone, or in quotes: the grammar of hledger."""
    return commodity if commodity.isalpha() else f'"{commodity}"'


def _declared(commodity: str) -> str:
    # hledger 1.25 wants the decimal point of a commodity without decimals.
    figure = decimal_quantity(commodity, 0) if EXPONENTS.get(commodity) else "1000."
    return f"commodity {_symbol(commodity)} {figure}"


def _blocks(day: LedgerDay) -> list[str]:
    return [*(_transaction(transaction, day) for transaction in day.transactions), _assertions(day)]


def _transaction(transaction: Transaction, day: LedgerDay) -> str:
    tags = ", ".join(f"{name}:{value}" for name, value in transaction.tags.items())
    lines = [f"{day.day.isoformat()} * {transaction.found.entry.kind}  ; {tags}"]
    lines += [
        f"    {posting.account}  {hledger_quantity(posting.commodity, posting.amount)}"
        for posting in transaction.postings
    ]
    return "\n".join(lines) + "\n"


def _assertions(day: LedgerDay) -> str:
    """A transaction of zeros whose assertions another program must agree with."""
    lines = [f"{day.day.isoformat()} * {_DAY_END}"]
    lines += [
        f"    {account}  {hledger_quantity(commodity, 0)} = {hledger_quantity(commodity, amount)}"
        for (account, commodity), amount in sorted(day.balances.items())
    ]
    return "\n".join(lines) + "\n"
