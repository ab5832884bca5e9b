"""The auditor's desk: every station's journals verified from nothing, reconciled, and exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final

from domain.envelope import from_base64url
from domain.journal.verify import Verification, verify_journals
from domain.ledger.beancount import beancount_journal
from domain.ledger.control import control_tables
from domain.ledger.days import LedgerDay, StationEntries, ledger_days
from domain.ledger.hledger import hledger_journal
from domain.ledger.reconciliation import Reconciliation, reconcile
from domain.ledger.tables import StationRecord, receipts_table, record_tables
from kiosk_app.services.counter import Counter
from kiosk_app.services.findings import disagreement, nature_of, sentence
from kiosk_app.services.treasury_facts import treasury_facts
from kiosk_app.spreadsheets import csv_bytes, sha256_of
from kiosk_app.storage.audit_store import AuditTables
from kiosk_app.workbook import xlsx_bytes
from printing.documents import CabinReconciliation, FindingLine, ReconciliationReport
from printing.profiles import PROFILE_A4
from printing.render import render
from sync.messages import StationListing
from sync.seal import verify
from wording.formats import LOCALES

_HEAD_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Audited:
    """One station: what the directory says of it, what its journals prove, and its figures."""

    listing: StationListing
    verification: Verification
    figures: Reconciliation


class Audit:
    def __init__(self, counter: Counter, tables: AuditTables) -> None:
        self._counter = counter
        self._tables = tables

    def stations(self) -> list[StationListing]:
        return self._tables.directory()

    def run(self, period: tuple[date, date] | None = None) -> list[Audited]:
        """Verify and reconcile everything held, cabins that collect first. Slow by nature: about 0.1 ms an entry."""
        return [self._audit(listing, period) for listing in self.stations() if listing.face == "desk"]

    def _audit(self, listing: StationListing, period: tuple[date, date] | None) -> Audited:
        verification = verify_journals(
            listing.station,
            self._tables.journal(listing.station, listing.epoch, "entries"),
            self._tables.journal(listing.station, listing.epoch, "outbound"),
            station_key=from_base64url(listing.key),
            centre_key=self._counter.identity.centre_public_key,
            verify=verify,
        )
        bounds = (date.min, date.max) if period is None else period
        figures = reconcile(verification, self._counter.currency, self._counter.zone, bounds)
        return Audited(listing, verification, figures)

    def report(self, audited: Sequence[Audited], period: tuple[date, date], prepared_by: str) -> ReconciliationReport:
        counter = self._counter
        return ReconciliationReport(
            municipality=counter.municipality.name,
            notice=counter.municipality.sample_notice or None,
            locale=LOCALES[counter.municipality.locale],
            period_start=period[0],
            period_end=period[1],
            prepared_at=counter.now(),
            prepared_by=prepared_by,
            cabins=tuple(self._cabin(found) for found in audited),
            findings=tuple(line for found in audited for line in self._findings(found)),
            hashes=tuple(
                (found.listing.station, from_base64url(found.figures.station_head).hex()) for found in audited
            ),
            treasury=treasury_facts(counter, [(found.listing.label, found.figures) for found in audited]),
        )

    def _findings(self, found: Audited) -> Iterator[FindingLine]:
        """In the words that the auditor saw on the screen."""
        station, figures, locale = found.listing.station, found.figures, LOCALES[self._counter.municipality.locale]
        for finding in figures.findings:
            text = f"{sentence(station, finding)} {nature_of(finding)}."
            yield FindingLine(code=finding.code, station=station, text=text)
        for pair in figures.agreements:
            if not pair.holds:
                text = disagreement(pair, figures.currency, locale)
                yield FindingLine(code=pair.code, station=station, text=text)

    def pdf(self, audited: Sequence[Audited], period: tuple[date, date], prepared_by: str) -> bytes:
        return render(self.report(audited, period, prepared_by), PROFILE_A4)

    def csv(self, audited: Sequence[Audited]) -> bytes:
        """Every receipt of the period as a row."""
        return csv_bytes(receipts_table([found.figures for found in audited], self._counter.zone))

    def xlsx(self, audited: Sequence[Audited], period: tuple[date, date]) -> bytes:
        """Every line and every entry of the period, a sheet each, and the sheet that controls them.

        Raises Refusal `sheet_too_long`.
        """
        zone = self._counter.zone
        records = [_record(found, zone, period) for found in audited]
        tables = record_tables(records, zone)
        hashes = {table.name: sha256_of(csv_bytes(table)) for table in tables}
        return xlsx_bytes(tables, control_tables(records, tables, hashes, zone))

    def hledger(self, found: Audited) -> str:
        """The books of one station for another program. The entries are the lawful ones, in the station's order."""
        return hledger_journal(self._days(found))

    def beancount(self, found: Audited) -> str:
        return beancount_journal(self._days(found))

    def _days(self, found: Audited) -> Iterator[LedgerDay]:
        journal = StationEntries(found.listing.station, found.verification.booked)
        return ledger_days([journal], self._counter.zone)

    def _cabin(self, found: Audited) -> CabinReconciliation:
        counter, figures = self._counter, found.figures
        return CabinReconciliation(
            station=found.listing.station,
            cabin=found.listing.label,
            receipts=len(figures.receipts),
            fees=counter.money(figures.fees),
            commission=counter.money(figures.commission),
            exposure=counter.money(figures.exposure),
            guarantee=counter.money(figures.guarantee),
            remitted=counter.money(figures.declared),
            confirmed=counter.money(figures.confirmed),
            drawer_difference=counter.money(figures.difference),
            chain_verified=figures.is_sound,
            chain_head=from_base64url(figures.station_head).hex()[-_HEAD_DIGITS:],
        )


def _record(found: Audited, zone: tzinfo, period: tuple[date, date]) -> StationRecord:
    verification = found.verification
    entries = [each for each in verification.booked if period[0] <= each.entry.at.astimezone(zone).date() <= period[1]]
    return StationRecord(None, None, found.figures, entries, verification.centre_head)
