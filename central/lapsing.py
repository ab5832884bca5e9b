"""Observed cases that nobody completed in two working days: they count as not presented, and the fee is given back.

Peru: TUO of Law 27444, art. 136. The days are those of the municipality's calendar, counted from the day on which the
citizen was told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from central import office, refunding
from central.centre import Centre
from central.office import Decision
from central.outbound import OutboundWriter
from central.store import Transaction, cases, journals, stations
from central.store.cases import Case
from central.store.journals import JournalName
from central.store.stations import Station
from central.tariff_check import FEE_KINDS
from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.journal.kinds import Author
from domain.money import Money
from wording import formats
from wording.catalogue import _

WORKING_DAYS: Final = 2
_GROUND: Final = "not_presented"


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A case whose days have passed. `receipt` is None where nothing was paid; `waits` says that its drawer is open:
    until it closes, the counter itself may give the money back.
    """

    case: Case
    observed: date
    until: date
    receipt: str | None
    waits: bool


def find(centre: Centre, tx: Transaction) -> list[Lapsed]:
    """Raises Refusal `calendar_too_short`."""
    found = []
    for case in cases.told_in_state(tx, CaseState.OBSERVED.value):
        station = stations.find(tx, case.station)
        assert station is not None, "a case belongs to a station of this municipality"
        lapsed = judge(centre, tx, station, case) if station.epoch == case.epoch else None
        if lapsed is not None:
            found.append(lapsed)
    return found


def judge(centre: Centre, tx: Transaction, station: Station, case: Case) -> Lapsed | None:
    observed = centre.day_of(_observed_at(tx, case))
    until = centre.terms.calendar.add_working_days(observed, WORKING_DAYS)
    if centre.today <= until:
        return None
    books = centre.ledgers.of(tx, station).with_everything_sent(tx)
    number = _receipt_of(tx, case)
    if number is None:
        return Lapsed(case, observed, until, None, waits=False)
    open_receipt = books.facts.receipts.get(number)
    receipt = open_receipt or books.closed_receipt(number)
    paid = receipt is not None and not receipt.voided and receipt.due + receipt.paid > 0
    owed = paid and number not in books.facts.standing.refunds
    return Lapsed(case, observed, until, number if owed else None, waits=owed and open_receipt is not None)


def lapse(centre: Centre, tx: Transaction, lapsed: Lapsed, resolution: str, by: str) -> Money | None:
    """Move the case and approve its refund; gives what is owed to the citizen, None where nothing was paid.

    Raises Refusal `receipt_still_voidable` while its drawer is open, and what `move_case` and `approve` refuse.
    """
    station = stations.lock(tx, lapsed.case.station)
    assert station is not None, "a case belongs to a station of this municipality"
    if lapsed.waits:
        raise Refusal("receipt_still_voidable", receipt=lapsed.receipt)
    writer = OutboundWriter(centre, tx, station, by)
    amount = None if lapsed.receipt is None else refunding.approve(writer, lapsed.receipt, _GROUND, resolution)
    decision = Decision(state=CaseState.NOT_PRESENTED, answer=_answer(centre, lapsed, amount))
    office.move_case(centre, tx, lapsed.case, decision, by)
    return amount


def _answer(centre: Centre, lapsed: Lapsed, amount: Money | None) -> str:
    missed = _("What was missing did not arrive by {day}: the application counts as not presented.")
    said = missed.format(day=formats.day(lapsed.until))
    if amount is None:
        return said
    back = _("You are given back {amount} of receipt {receipt}.")
    words = formats.money(amount, formats.LOCALES[centre.terms.locale])
    return f"{said} {back.format(amount=words, receipt=lapsed.receipt)}"


def _observed_at(tx: Transaction, case: Case) -> datetime:
    """When the citizen was told: at the counter that opened the case, or by the office's later word.

    The centre's own announcement of what the counter observed tells nobody anything new.
    """
    outbound = JournalName(case.station, case.epoch, Author.CENTRE)
    moves = journals.about(tx, outbound, case.code, "case_moved/1")
    opened = journals.at_sequence(tx, JournalName(case.station, case.epoch, Author.STATION), case.sequence)
    assert opened is not None, "a case stands on the entry that opened it"
    if opened.body.get("observed") and len(moves) <= 1:
        return opened.entry.at
    return moves[-1].entry.at


def _receipt_of(tx: Transaction, case: Case) -> str | None:
    """A fee is written right after its case. A complaint has none."""
    if case.type != "procedure":
        return None
    later = journals.read(tx, JournalName(case.station, case.epoch, Author.STATION), case.sequence + 1)
    fees = (found.entry.body for found in later if found.entry.kind in FEE_KINDS)
    return next((fee["receipt"] for fee in fees if fee["case"] == case.code), None)
