"""The auditor's reconciliation: facts of a period, cabin by cabin. Drawn on A4 by `printing.documents.a4`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import InvariantBroken
from domain.money import Money
from printing.documents.document import require_facts
from printing.documents.reconciliation_money import TreasuryFacts
from wording.catalogue import _
from wording.formats import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinReconciliation:
    """One cabin. `confirmed` is what the bank shows; `chain_verified` is whether its journal verified to the head.

    `drawer_difference` is what the blind counts found: negative when cash was missing.
    """

    station: str
    cabin: str
    receipts: int
    fees: Money
    commission: Money
    exposure: Money
    guarantee: Money
    remitted: Money
    confirmed: Money
    drawer_difference: Money
    chain_verified: bool
    chain_head: str

    @property
    def difference(self) -> Money:
        """Declared as deposited but not confirmed by the bank."""
        return self.remitted - self.confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """`code` is stable for ever; `station` says whose; `text` is already in words."""

    code: str
    station: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationReport:
    """`hashes` are control hashes with their labels (registry head, bank statement), full hex, printed in the footer.

    `period_end` is included in the period. `notice` is the municipality's warning while its figures are samples.
    """

    municipality: str
    notice: str | None
    locale: Locale
    period_start: date
    period_end: date
    prepared_at: datetime
    prepared_by: str
    cabins: tuple[CabinReconciliation, ...]
    findings: tuple[FindingLine, ...]
    hashes: tuple[tuple[str, str], ...]
    treasury: TreasuryFacts
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        if not self.cabins:
            raise InvariantBroken("reconciliation_without_cabins")
        if self.period_end < self.period_start:
            raise InvariantBroken("period_backwards", start=str(self.period_start), end=str(self.period_end))

    @property
    def title(self) -> str:
        return _("Reconciliation of collected fees")
