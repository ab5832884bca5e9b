"""agreement.toml: the dated terms, and what agents earn."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Final

from domain.catalog.agreement import Agreement, CommissionMode, Terms
from domain.catalog.reading.rows import Row
from domain.catalog.reading.tariff import read_commissions
from domain.money import MINOR_UNITS_MAX, Money, decimal_text, rounding_coin_max

#: Stands in for a day that could not be read; such terms are compared with no others.
_NO_DAY: Final = date.min


def read_agreement(row: Row, currency: str | None, coins: tuple[Money, ...]) -> Agreement:
    """`coins` are the municipality's, largest first; empty where they could not be read."""
    faults_before = len(row.faults.problems)
    agreement = Agreement(
        terms=_all_terms(row, currency, coins),
        commissions=read_commissions(row, "commission", "agreement.commission", currency),
    )
    row.finish()
    if len(row.faults.problems) == faults_before and not agreement.commissions.general.periods:
        row.note("commission", "only commissions of single agents", "at least one without agent, for all the others")
    return agreement


def _all_terms(row: Row, currency: str | None, coins: tuple[Money, ...]) -> tuple[Terms, ...]:
    read = []
    for item in row.rows("terms", "agreement.terms"):
        faults_before = len(row.faults.problems)
        terms = _terms(item, currency)
        if len(row.faults.problems) == faults_before:
            _note_absurd(item, terms)
        read.append((item, terms))
    dated = [(item, terms) for item, terms in read if terms.since != _NO_DAY]
    for (_, earlier), (later_row, later) in pairwise(dated):
        if later.since <= earlier.since:
            later_row.note("since", str(later.since), f"a day after {earlier.since}, when the terms before them begin")
    _note_coins(read, currency, coins)
    return tuple(terms for _, terms in read)


def _terms(row: Row, currency: str | None) -> Terms:
    terms = Terms(
        since=row.day("since") or _NO_DAY,
        commission_mode=row.choice("commission_mode", CommissionMode),
        guarantee=row.amount("guarantee", currency, least=1),
        headroom_percent=row.whole("headroom_percent", 1, 1000),
        warn_percent=row.whole("warn_percent", 1, 99),
        banking_term_hours=row.whole("banking_term_hours", 1, 240),
        smallest_coin=row.amount("smallest_coin", currency, least=1),
        receipt_block=row.whole("receipt_block", 1, 10_000),
        void_minutes=row.whole("void_minutes", 1, 1440),
        void_alone=row.amount("void_alone", currency),
        cash_alone=row.amount("cash_alone", currency) if row.has("cash_alone") else None,
        difference_alone=row.amount("difference_alone", currency) if row.has("difference_alone") else None,
        voucher_amount=row.amount("voucher_amount", currency, least=1),
        voucher_count=row.whole("voucher_count", 0, 100),
        prepaid_amounts=row.amounts("prepaid_amounts", currency, least=0),
        source=row.source(),
    )
    row.finish()
    return terms


def _note_coins(read: list[tuple[Row, Terms]], currency: str | None, coins: tuple[Money, ...]) -> None:
    """A coin that could not be read, here or in municipality.toml, has been noted there and is not compared."""
    sound = []
    for row, terms in read:
        smallest = terms.smallest_coin
        if currency is None or row.table.get("smallest_coin") != decimal_text(smallest):
            continue
        most = Money(rounding_coin_max(currency), currency)
        if smallest > most:
            row.note(
                "smallest_coin", str(smallest), f"at most {most}: the ledger refuses cash rounded to a larger coin"
            )
        elif coins and smallest not in coins:
            row.note("smallest_coin", str(smallest), f"one of the coins, the smallest of which is {coins[-1]}")
        else:
            _note_unpayable(row, terms)
            sound.append((row, smallest))
    if coins and sound and len(sound) == len(read):
        row, smallest = min(sound, key=lambda found: found[1].minor)
        if smallest != coins[-1]:
            row.note("smallest_coin", str(smallest), f"the smallest of the coins, {coins[-1]}")


def _note_unpayable(row: Row, terms: Terms) -> None:
    for position, amount in enumerate(terms.prepaid_amounts):
        if amount.minor % terms.smallest_coin.minor:
            row.note_item(
                "prepaid_amounts", position, str(amount), f"amounts that coins of {terms.smallest_coin} add up to"
            )


def _note_absurd(row: Row, terms: Terms) -> None:
    """Figures that are amounts each, and together none that a journal can carry."""
    headroom = terms.guarantee.minor * terms.headroom_percent // 100
    if not 0 < headroom <= MINOR_UNITS_MAX:
        row.note("headroom_percent", f"a headroom of {headroom} minor units", f"1 to {MINOR_UNITS_MAX} of them")
    elif headroom + terms.voucher_amount.minor * terms.voucher_count > MINOR_UNITS_MAX:
        row.note("voucher_count", "headroom and vouchers too large", f"at most {MINOR_UNITS_MAX} minor units together")
