"""The X and Z reports of a session at the drawer.

X is a reading during the session and Z closes it. A blind count stays blind: until the count is signed nobody at the
drawer may learn what it ought to hold, so an X report carries no amount from which that could be worked out (neither
the cash nor the fees collected, nor what was moved or given back), only how many there were of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import Align, Block, Columns, Feed, Field, Rule, SignatureLine, Stamp, Text, Weight
from printing.documents.cash_slip import WAYS, CashWay
from printing.documents.close_figures import CashCount, CashMovement, PrepaidFigures, ProcedureCount, VoidLine
from printing.documents.document import (
    Copy,
    Letterhead,
    amount,
    copy_marks,
    require_copy,
    require_facts,
    second_person,
    second_signature,
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
class CloseReport:
    """`closed_at` is the moment of an X reading too. `cash` belongs to a Z and is None on an X.

    `receipts` is the first and the last number of the session, None when it issued none. `receipt_count` counts voided
    receipts too, `procedures` do not. `chain_head` is the last eight hex digits of the journal's head hash. `signers`
    are names under signature lines.
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
    procedures: tuple[ProcedureCount, ...]
    voids: tuple[VoidLine, ...]
    movements: tuple[CashMovement, ...]
    prepaid: PrepaidFigures
    cash: CashCount | None = None
    chain_head: str
    signers: tuple[str, ...]
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_copy(self.copy_number, self.copy)
        live = sum(procedure.count for procedure in self.procedures)
        if (self.receipts is None) != (self.receipt_count == 0) or live + len(self.voids) != self.receipt_count:
            raise InvariantBroken("receipts_disagree", session=self.session, count=self.receipt_count)
        sums = [self.cash, *self._sums()]
        if self.kind is CloseKind.X and any(each is not None for each in sums):
            raise InvariantBroken("blind_count_revealed", session=self.session)
        if self.kind is CloseKind.Z and any(each is None for each in sums):
            raise InvariantBroken("close_without_count", session=self.session)
        if self.cash is not None and self._sum_of(self.cash) != self.cash.expected:
            raise InvariantBroken("expected_does_not_add_up", session=self.session, expected=str(self.cash.expected))
        if len(self.chain_head) != CHAIN_HEAD_DIGITS or not set(self.chain_head) <= set("0123456789abcdef"):
            raise InvariantBroken("chain_head_malformed", head=self.chain_head)

    @property
    def title(self) -> str:
        return _("Report {kind} {number}").format(kind=self.kind.value, number=self.number)

    @property
    def opens_drawer(self) -> bool:
        return False

    @property
    def fees(self) -> Money:
        return self._total(each.fees for each in self.procedures)

    def moved(self, way: CashWay) -> Money:
        return self._total(movement.amount for movement in self.movements if movement.way is way)

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
            *self._voids(),
            *self._prepaid(),
            *self._movements(),
            *self._cash(),
            Rule(),
            Columns(_("Journal ends in"), self.chain_head),
            *(SignatureLine(name) for name in self.signers),
            *second_signature(None if self.cash is None else self.cash.approver),
            *marks[1:],
        )

    @property
    def _is_blind(self) -> bool:
        return self.kind is CloseKind.X

    def _meaning(self) -> str:
        if self._is_blind:
            return _("Reading without closing. Amounts are shown on the Z report, after the count.")
        return _("Close of the drawer")

    def _session(self) -> Iterator[Block]:
        yield Columns(_("Drawer session"), self.session)
        yield Columns(_("Cashier"), self.operator)
        yield Columns(_("Opened at"), formats.day_and_clock(self.opened_at))
        label = _("Read at") if self._is_blind else _("Closed at")
        yield Columns(label, formats.day_and_clock(self.closed_at))
        yield Columns(_("Float at opening"), self._told(self.opening_float))

    def _receipts(self) -> Iterator[Block]:
        yield Columns(_("Receipts issued"), str(self.receipt_count), Weight.STRONG)
        if self.receipts is not None:
            first, last = self.receipts
            yield Columns(_("First receipt"), first)
            yield Columns(_("Last receipt"), last)
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
            yield Columns(count, self._told(procedure.fees))

    def _voids(self) -> Iterator[Block]:
        yield Feed()
        yield Columns(_("Receipts voided"), str(len(self.voids)), Weight.STRONG)
        for void in self.voids:
            told = void.receipt if void.given_back is None else _("{receipt}, given back").format(receipt=void.receipt)
            yield self._figure(told, void.given_back)
            yield Field(_("Reason given for the void"), void.reason)
            yield Field(_("Void approved by"), void.approver or _("the cashier alone"))

    def _prepaid(self) -> Iterator[Block]:
        figures = self.prepaid
        if not (figures.sold_count or figures.used_count):
            return
        yield Feed()
        yield Text(_("Prepaid codes of the session"), weight=Weight.STRONG)
        yield self._figure(_("Codes sold: {count}").format(count=figures.sold_count), figures.sold)
        yield self._figure(_("Payments with codes: {count}").format(count=figures.used_count), figures.used)

    def _movements(self) -> Iterator[Block]:
        if not self.movements:
            return
        yield Feed()
        yield Columns(_("Cash in and out of the drawer"), str(len(self.movements)), Weight.STRONG)
        for movement in self.movements:
            if movement.amount is not None:
                signed = movement.amount if movement.way.into_drawer else -movement.amount
                yield Columns(f"{formats.clock(movement.at)} {_(WAYS[movement.way])}", self._told(signed))
                yield Field(_("Reason of the movement"), movement.reason)
                yield from second_person(_("Cash taken out approved by"), movement.approver)

    def _cash(self) -> Iterator[Block]:
        if self.cash is None:
            return
        yield Feed()
        yield Columns(_("Commission of the session"), self._told(self.cash.commission))
        yield Rule()
        yield from self._expected(self.cash)
        yield Rule()
        yield Text(_("Count of the drawer"), weight=Weight.STRONG)
        for row in self.cash.denominations:
            yield Columns(f"{self._told(row.value)} \N{MULTIPLICATION SIGN} {row.count}", self._told(row.amount))
        yield Columns(_("Counted in the drawer"), self._told(self.cash.counted), Weight.STRONG)
        yield Rule()
        yield Columns(self._difference(self.cash.difference), self._told(self.cash.difference), Weight.LOUD)
        if self.cash.explanation is not None:
            yield Field(_("Explanation of the cashier"), self.cash.explanation)
        yield from second_person(_("Difference approved by"), self.cash.approver)

    def _expected(self, cash: CashCount) -> Iterator[Block]:
        """The sum behind the expected cash, line by line: what is not on it is not in the drawer."""
        yield Text(_("What the drawer should hold"), weight=Weight.STRONG)
        for label, part in self._parts(cash):
            yield Columns(label, self._told(part))
        yield Columns(_("Expected in the drawer"), self._told(cash.expected), Weight.STRONG)

    def _parts(self, cash: CashCount) -> Iterator[tuple[str, Money]]:
        yield _("Float at opening"), self.opening_float
        yield _("Fees of the session"), self.fees
        others = (
            (_("Service of the cabin"), cash.service_fees),
            (_("Rounded down, in cash"), -cash.rounding),
            (_("Paid with prepaid codes"), -self._total([self.prepaid.used])),
            (_("Cash for prepaid codes sold"), self._total([self.prepaid.sold])),
            *((_(WAYS[way]), self.moved(way) if way.into_drawer else -self.moved(way)) for way in CashWay),
        )
        yield from ((label, part) for label, part in others if part)

    def _sum_of(self, cash: CashCount) -> Money:
        return self._total(part for _label, part in self._parts(cash))

    def _sums(self) -> Iterator[Money | None]:
        """Every amount from which the expected cash could be worked out; the opening float alone says nothing."""
        yield from (procedure.fees for procedure in self.procedures)
        yield from (void.given_back for void in self.voids)
        yield from (movement.amount for movement in self.movements)
        yield from (self.prepaid.sold, self.prepaid.used)

    def _total(self, sums: Iterable[Money | None]) -> Money:
        return sum((each for each in sums if each is not None), Money(0, self.opening_float.currency))

    def _figure(self, label: str, value: Money | None) -> Block:
        return Text(label) if value is None else Columns(label, self._told(value))

    def _told(self, value: Money) -> str:
        return amount(value, self.locale)

    def _difference(self, difference: Money) -> str:
        if not difference:
            return _("NO DIFFERENCE")
        return _("SHORTAGE OF CASH") if difference.minor < 0 else _("OVERAGE OF CASH")
