"""Effective-dated amounts, and the agreement's figures."""

from __future__ import annotations

from itertools import pairwise

from domain.catalog.agreement import Agreement, CommissionMode
from domain.catalog.reading.rows import Row
from domain.catalog.schedule import Period, Schedule
from domain.money import Money, decimal_text


def read_schedule(row: Row, key: str, kind: str, currency: str | None) -> Schedule:
    """The list of tables `key`; `kind` is its name in the documentation. With a fault in it, no period at all."""
    faults_before = len(row.faults.problems)
    periods: list[tuple[Row, Period]] = []
    for item in row.rows(key, kind):
        since = item.day("since")
        until = item.day("until", required=False)
        amount = item.amount("amount", currency)
        source = item.source()
        item.finish()
        if since is None:
            continue
        if until is not None and until < since:
            item.note("until", f"{until}, before it begins", f"{since} or later")
            continue
        periods.append((item, Period(since, until, amount, source)))
    for (_, earlier), (later_row, later) in pairwise(periods):
        if later.since <= earlier.since:
            later_row.note("since", str(later.since), f"a day after {earlier.since}, when the period before it begins")
        elif earlier.until is not None and later.since <= earlier.until:
            later_row.note("since", str(later.since), f"a day after {earlier.until}, when the period before it ends")
    if len(row.faults.problems) > faults_before:  # what follows from a stand-in would be blamed on the wrong key
        return Schedule(())
    return Schedule(tuple(period for _, period in periods))


def read_agreement(row: Row, currency: str | None, coins: tuple[Money, ...]) -> Agreement:
    agreement = Agreement(
        commission=read_schedule(row, "commission", "agreement.commission", currency),
        commission_mode=row.choice("commission_mode", CommissionMode),
        guarantee=row.amount("guarantee", currency, least=1),
        headroom_percent=row.whole("headroom_percent", 1, 1000),
        warn_percent=row.whole("warn_percent", 1, 99),
        banking_term_hours=row.whole("banking_term_hours", 1, 240),
        smallest_coin=row.amount("smallest_coin", currency, least=1),
        receipt_block=row.whole("receipt_block", 1, 10_000),
        source=row.source(),
    )
    row.finish()
    smallest = agreement.smallest_coin
    was_read = row.table.get("smallest_coin") == decimal_text(smallest)  # and does not stand in for a fault
    if coins and was_read and smallest != coins[-1]:
        row.note("smallest_coin", str(smallest), f"the smallest of the coins, {coins[-1]}")
    return agreement
