"""The treasury's part of the reconciliation, from what was verified; in the words of the auditor's screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from domain.ledger.reconciliation import Reconciliation
from domain.money import Money
from kiosk_app.services.counter import Counter
from kiosk_app.services.money_words import ground_in_words, kind_in_words, payment_in_words
from printing.documents import AccountRow, PrepaidRow, RefundRow, StatementSummary, TreasuryFacts


def treasury_facts(counter: Counter, cabins: Iterable[tuple[str, Reconciliation]]) -> TreasuryFacts:
    """`cabins` are names and figures; the figures are those of the period."""
    known = list(cabins)
    every = [figures for _label, figures in known]
    return TreasuryFacts(
        refunds=tuple(row for figures in every for row in _refunds(counter, figures)),
        accounts=tuple(row for figures in every for row in _accounts(counter, figures)),
        prepaid=tuple(row for label, figures in known for row in _prepaid(counter, label, figures)),
        statements=tuple(row for figures in every for row in _statements(counter, figures)),
    )


def _day(counter: Counter, moment: datetime) -> date:
    return moment.astimezone(counter.zone).date()


def _refunds(counter: Counter, figures: Reconciliation) -> Iterator[RefundRow]:
    for line in figures.refunds:
        yield RefundRow(
            station=figures.station,
            receipt=line.receipt,
            approved_on=_day(counter, line.approved_at),
            ground=ground_in_words(line.ground),
            resolution=line.resolution,
            amount=Money(line.amount, figures.currency),
            owed=Money(line.owed, figures.currency),
            payment=payment_in_words(line),
        )


def _accounts(counter: Counter, figures: Reconciliation) -> Iterator[AccountRow]:
    for line in figures.treasury:
        if line.amount:
            yield AccountRow(
                station=figures.station,
                on=_day(counter, line.at),
                what=kind_in_words(line.kind),
                rests_on=line.reference,
                amount=Money(line.amount, figures.currency),
            )


def _prepaid(counter: Counter, label: str, figures: Reconciliation) -> Iterator[PrepaidRow]:
    used = sum(line.paid for line in figures.receipts if line.voided is None)
    if figures.prepaid or used or figures.prepaid_owed:
        yield PrepaidRow(
            station=figures.station,
            cabin=label,
            codes=len(figures.prepaid),
            sold=counter.money(sum(line.amount for line in figures.prepaid)),
            used=counter.money(used),
            expired=counter.money(sum(line.expired for line in figures.prepaid)),
            owed=counter.money(figures.prepaid_owed),
        )


def _statements(counter: Counter, figures: Reconciliation) -> Iterator[StatementSummary]:
    for fact in figures.statements:
        yield StatementSummary(
            station=figures.station,
            statement=fact.name,
            lines=fact.lines,
            fees=Money(fact.fees, figures.currency),
            commission=Money(fact.commission, figures.currency),
            agrees=fact.agrees,
            signed_on=None if fact.signed_at is None else _day(counter, fact.signed_at),
            disputed=len(fact.disputes),
            unanswered=sum(not dispute.outcome for dispute in fact.disputes.values()),
        )
