"""The X and Z reports of a session at the drawer.

X is a reading during the session and Z closes it. A blind count stays blind: until the count is signed nobody at the
drawer may learn what it ought to hold, so an X report carries no amount from which that could be worked out (neither
the cash nor the fees collected), only numbers of receipts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import Align, Block, Columns, Feed, Rule, SignatureLine, Stamp, Text, Weight
from printing.documents.document import (
    Copy,
    Letterhead,
    amount,
    copy_marks,
    require_copy,
    require_facts,
    training_marks,
)
from wording import formats
from wording.catalogue import _, ngettext
from wording.formats import Locale

CHAIN_HEAD_DIGITS = 8


class CloseKind(Enum):
    X = "X"
    Z = "Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCount:
    """Live receipts of one procedure. `fees` belongs to a Z and is None on an X."""

    code: str
    name: str
    count: int
    fees: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DenominationCount:
    value: Money
    count: int

    @property
    def amount(self) -> Money:
        return self.value * self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCount:
    """`difference = counted - expected`: negative is a shortage. `denominations` add up to `counted`."""

    expected: Money
    counted: Money
    denominations: tuple[DenominationCount, ...]

    def __post_init__(self) -> None:
        found = sum((row.amount for row in self.denominations), start=Money(0, self.counted.currency))
        if found != self.counted:
            raise InvariantBroken("count_does_not_add_up", counted=str(self.counted), denominations=str(found))

    @property
    def difference(self) -> Money:
        return self.counted - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReport:
    """`closed_at` is the moment of an X reading too. `cash` and `commission` belong to a Z and are None on an X.

    `receipts` is the first and the last number of the session, None when it issued none. `chain_head` is the last
    eight hex digits of the journal's head hash. `signers` are names under signature lines.
    """

    letterhead: Letterhead
    locale: Locale
    kind: CloseKind
    number: int
    session: str
    operator: str
    opened_at: datetime
    closed_at: datetime
    opening_float: Money
    receipts: tuple[str, str] | None
    receipt_count: int
    void_count: int
    procedures: tuple[ProcedureCount, ...]
    cash: CashCount | None = None
    commission: Money | None = None
    chain_head: str
    signers: tuple[str, ...]
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_copy(self.copy_number, self.copy)
        if (self.receipts is None) != (self.receipt_count == 0):
            raise InvariantBroken("receipts_disagree", session=self.session, count=self.receipt_count)
        told = [self.cash, self.commission, *(procedure.fees for procedure in self.procedures)]
        if self.kind is CloseKind.X and any(amounts is not None for amounts in told):
            raise InvariantBroken("blind_count_revealed", session=self.session)
        if self.kind is CloseKind.Z and any(amounts is None for amounts in told):
            raise InvariantBroken("close_without_count", session=self.session)
        if len(self.chain_head) != CHAIN_HEAD_DIGITS or not set(self.chain_head) <= set("0123456789abcdef"):
            raise InvariantBroken("chain_head_malformed", head=self.chain_head)

    @property
    def title(self) -> str:
        return _("Report {kind} {number}").format(kind=self.kind.value, number=self.number)

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        return (
            *marks,
            *self.letterhead.layout(),
            Stamp(self.title),
            Text(self._meaning(), Align.CENTRE, Weight.FINE),
            *copy_marks(self.copy_number, self.copy),
            Rule(),
            *self._session(),
            Rule(),
            *self._receipts(),
            *self._cash(),
            Rule(),
            Columns(_("Journal ends in"), self.chain_head),
            *(SignatureLine(name) for name in self.signers),
            *marks[1:],
        )

    def _meaning(self) -> str:
        if self.kind is CloseKind.Z:
            return _("Close of the drawer")
        return _("Reading without closing. Amounts are shown on the Z report, after the count.")

    def _session(self) -> Iterator[Block]:
        yield Columns(_("Drawer session"), self.session)
        yield Columns(_("Cashier"), self.operator)
        yield Columns(_("Opened at"), formats.day_and_clock(self.opened_at))
        label = _("Closed at") if self.kind is CloseKind.Z else _("Read at")
        yield Columns(label, formats.day_and_clock(self.closed_at))
        yield Columns(_("Float at opening"), amount(self.opening_float, self.locale))

    def _receipts(self) -> Iterator[Block]:
        yield Columns(_("Receipts issued"), str(self.receipt_count), Weight.STRONG)
        if self.receipts is not None:
            first, last = self.receipts
            yield Columns(_("First receipt"), first)
            yield Columns(_("Last receipt"), last)
        yield Columns(_("Receipts voided"), str(self.void_count))
        if self.procedures:
            yield Feed()
            yield Text(_("Receipts by procedure"), weight=Weight.STRONG)
        for procedure in self.procedures:
            yield from self._procedure(procedure)

    def _procedure(self, procedure: ProcedureCount) -> Iterator[Block]:
        told = f"{procedure.code} {procedure.name}"
        count = ngettext("{count} receipt", "{count} receipts", procedure.count).format(count=procedure.count)
        if procedure.fees is None:
            yield Columns(told, str(procedure.count))
        else:
            yield Text(told)
            yield Columns(count, amount(procedure.fees, self.locale))

    def _cash(self) -> Iterator[Block]:
        if self.cash is None or self.commission is None:
            return
        zero = Money(0, self.opening_float.currency)
        yield Feed()
        fees = sum((each.fees for each in self.procedures if each.fees is not None), zero)
        yield Columns(_("Fees of the session"), amount(fees, self.locale))
        yield Columns(_("Commission of the session"), amount(self.commission, self.locale))
        yield Rule()
        yield Text(_("Count of the drawer"), weight=Weight.STRONG)
        for row in self.cash.denominations:
            value = amount(row.value, self.locale)
            yield Columns(f"{value} \N{MULTIPLICATION SIGN} {row.count}", amount(row.amount, self.locale))
        yield Feed()
        yield Columns(_("Expected in the drawer"), amount(self.cash.expected, self.locale))
        yield Columns(_("Counted in the drawer"), amount(self.cash.counted, self.locale), Weight.STRONG)
        yield Columns(self._difference(self.cash.difference), amount(self.cash.difference, self.locale), Weight.LOUD)

    def _difference(self, difference: Money) -> str:
        if not difference:
            return _("NO DIFFERENCE")
        return _("SHORTAGE OF CASH") if difference.minor < 0 else _("OVERAGE OF CASH")
