"""The books as a beancount journal (version 3): a second program that does the arithmetic again.

The same days as `domain.ledger.hledger`. beancount asserts a balance at the *beginning* of a day, so the end of one day
is written under the next. Its grammar is narrower than ours: a component of an account begins with a capital or a digit
and has letters, digits and hyphens only. A name that does not fit is rewritten, and the declaration keeps ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from domain.ledger.days import LedgerDay, Transaction, decimal_quantity
from domain.money import EXPONENTS

_COMPONENT: Final = re.compile(r"[A-Z0-9][A-Za-z0-9-]*")
_CURRENCY: Final = re.compile(r"[A-Z][A-Z0-9]{1,23}")
#: Hexadecimal digits of a hash that keep two rewritten names apart.
_DISTINCT: Final = 8


def beancount_journal(every_day: Iterable[LedgerDay]) -> str:
    """A complete journal of days in order (`ledger_days`), for `bean-check`."""
    days = list(every_day)
    commodities = sorted({commodity for day in days for _, commodity in day.balances})
    head = [
        *(f'option "operating_currency" "{name}"' for name in commodities if name in EXPONENTS),
        'plugin "beancount.plugins.check_commodity"',
        'plugin "beancount.plugins.noduplicates"',
        "",
    ]
    if days:
        head += [_commodity(name, days[0].day) for name in commodities]
        head += _opened(days)
    return "\n".join([*head, "", *(block for day in days for block in _blocks(day))])


def account_name(account: str) -> str:
    """`Income:Fees:C07:ur.04` is `Income:Fees:C07:X-ur-04-<8 hex digits>`; a name that fits stays as it is."""
    return ":".join(
        part if _COMPONENT.fullmatch(part) else _rewritten("X-" + re.sub(r"[^A-Za-z0-9]", "-", part), part)
        for part in account.split(":")
    )


def currency_name(commodity: str) -> str:
    if _CURRENCY.fullmatch(commodity):
        return commodity
    return _rewritten("X" + re.sub(r"[^A-Z0-9]", "", commodity.upper())[:12], commodity).upper()


def _rewritten(text: str, original: str) -> str:
    return f"{text}-{hashlib.sha256(original.encode('utf-8')).hexdigest()[:_DISTINCT]}"


def _amount(commodity: str, amount: int) -> str:
    return f"{decimal_quantity(commodity, amount)} {currency_name(commodity)}"


def _commodity(name: str, day: date) -> str:
    lines = [f"{day.isoformat()} commodity {currency_name(name)}"]
    if currency_name(name) != name:
        lines.append(f'  name: "{name}"')
    return "\n".join(lines)


def _opened(days: Iterable[LedgerDay]) -> list[str]:
    """Every account from the day it was first used, for the commodities it ever holds."""
    first: dict[str, date] = {}
    holds: dict[str, set[str]] = {}
    for day in days:
        for account, commodity in day.balances:
            first.setdefault(account, day.day)
            holds.setdefault(account, set()).add(currency_name(commodity))
    lines = []
    for account, opened in sorted(first.items()):
        lines.append(f"{opened.isoformat()} open {account_name(account)} {','.join(sorted(holds[account]))}")
        if account_name(account) != account:
            lines.append(f'  name: "{account}"')
    return lines


def _blocks(day: LedgerDay) -> list[str]:
    return [*(_transaction(transaction, day) for transaction in day.transactions), _assertions(day)]


def _transaction(transaction: Transaction, day: LedgerDay) -> str:
    """Payee and words name the entry, so that no two lawful transactions of a day are the same."""
    tags = transaction.tags
    lines = [f'{day.day.isoformat()} * "{tags["kind"]}" "{tags["station"]} {tags["journal"]} {tags["seq"]}"']
    lines += [f"  {name}: {value}" if name == "seq" else f'  {name}: "{value}"' for name, value in tags.items()]
    lines += [
        f"  {account_name(posting.account)}  {_amount(posting.commodity, posting.amount)}"
        for posting in transaction.postings
    ]
    return "\n".join(lines) + "\n"


def _assertions(day: LedgerDay) -> str:
    morning = (day.day + timedelta(days=1)).isoformat()
    lines = []
    for (account, commodity), amount in sorted(day.balances.items()):
        # Tolerance zero: beancount's own would let half a céntimo pass.
        exactly = f"{decimal_quantity(commodity, amount)} ~ 0 {currency_name(commodity)}"
        lines.append(f"{morning} balance {account_name(account)}  {exactly}")
    return "\n".join(lines) + "\n"
