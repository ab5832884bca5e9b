"""Whether a fee is what the municipality's folder says. The station computed it, and is not believed (ASVS 8.3.1).

What happened stays booked: the books are the truth of it. A figure that is not the folder's becomes a finding.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from central.centre import Centre
from central.clock import unix_seconds
from central.store import Transaction, cases, journals
from central.store.journals import JournalName
from central.store.stations import Station
from domain.catalog import CommissionMode, Municipality
from domain.errors import Refusal
from domain.journal.entry import Entry, SignedEntry
from domain.journal.kinds import Author
from domain.journal.verify import Finding
from domain.money import Money, round_down_to

log = logging.getLogger("ventanilla.central.tariff")

FEE_KINDS: Final = ("fee_collected/1", "fee_collected/2")


def check_fees(centre: Centre, tx: Transaction, station: Station, entries: Iterable[SignedEntry]) -> None:
    """Judge each fee by the edition that its case names, on the day the fee says it was collected."""
    if centre.editions.in_use is None:
        return
    lawful = list(entries)
    fees = [one for one in lawful if one.entry.kind in FEE_KINDS]
    editions = _editions_of(tx, station, lawful, {one.entry.body["case"] for one in fees})
    found = [
        Finding(Author.STATION.value, one.entry.sequence, wrong.code, wrong.details, authentic=True)
        for one in fees
        if (wrong := _judge(centre, one.entry, editions.get(one.entry.body["case"]))) is not None
    ]
    new = journals.add_findings(tx, station.station, station.epoch, found, unix_seconds(centre.clock))
    if new:
        log.warning("station %s: %d fees are not of the tariff", station.station, new)


def _judge(centre: Centre, entry: Entry, edition: str | None) -> Refusal | None:
    if edition is None:
        return None
    municipality = centre.editions.find(edition)
    if municipality is None:
        return Refusal("fee_of_unknown_edition", receipt=entry.body["receipt"], edition=edition)
    return not_of_tariff(municipality, entry, centre.day_of(entry.at))


def _editions_of(tx: Transaction, station: Station, arrived: list[SignedEntry], codes: set[str]) -> dict[str, str]:
    """The edition that each case names in the entry that opened it, by the case's code; of this journal's cases."""
    if not codes:
        return {}
    same = (station.station, station.epoch)
    opened = {case.sequence for case in cases.with_codes(tx, codes).values() if (case.station, case.epoch) == same}
    entries = [one for one in arrived if one.entry.sequence in opened]
    missing = opened - {one.entry.sequence for one in entries}
    if missing:
        entries += journals.at_sequences(tx, JournalName(*same, Author.STATION), missing)
    return {one.entry.body["case"]: str(one.entry.body["edition"]) for one in entries}


def not_of_tariff(municipality: Municipality, entry: Entry, day: date) -> Refusal | None:
    """The first figure of a fee that is not the folder's on `day`, as `fee_not_of_tariff`; None where all are."""
    body = entry.body
    found = {name: body[name] for name in ("currency", "fee", "commission", "mode", "due")}
    try:
        wanted = _figures(municipality, entry, day)
    except Refusal as refusal:  # no such procedure, or no fee, rate or terms on that day
        return Refusal("fee_not_of_tariff", receipt=body["receipt"], field="service", why=refusal.code)
    for name, value in wanted.items():
        if found[name] != value:
            details = {"field": name, "wanted": value, "found": found[name]}
            return Refusal("fee_not_of_tariff", receipt=body["receipt"], **details)
    return None


def _figures(municipality: Municipality, entry: Entry, day: date) -> dict[str, Any]:
    """What the counter should have written, as `kiosk_app` prices it: only the part paid in cash is rounded."""
    procedure, terms = municipality.procedure(entry.body["service"]), municipality.agreement.on(day)
    fee, commission = procedure.fee_on(day), procedure.commission_on(day, entry.station)
    on_top = commission if terms.commission_mode is CommissionMode.SURCHARGE else Money(0, fee.currency)
    cash = fee + on_top - Money(entry.body.get("paid", 0), fee.currency)
    due = round_down_to(cash, terms.smallest_coin) if cash.minor > 0 else cash
    return {
        "currency": fee.currency,
        "fee": fee.minor,
        "commission": commission.minor,
        "mode": terms.commission_mode.value,
        "due": due.minor,
    }
