"""The receipt of a fee: what the citizen paid, what for, what happens next, and the signed entry in its QR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import BigCode, Block, Columns, Feed, Field, Items, Rule, Stamp, Text, Watermark, Weight
from printing.documents.document import (
    Copy,
    Letterhead,
    amount,
    code,
    copy_marks,
    custody,
    how_to_follow,
    require_case_code,
    require_copy,
    require_facts,
    training_marks,
)
from wording import formats
from wording.catalogue import _
from wording.formats import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeReceipt:
    """All amounts are in one currency; `total = municipal_fee + service_fee + cash_rounding = tendered - change`.

    `service_fee` is the cabin's commission when the citizen pays it on top, else None. `cash_rounding` is zero or
    negative (cash is rounded down), None when nothing was rounded. `exemption` names the legal ground of a fee of
    zero. `payer` is initials only (`M. Q. H.`): the paper is left on counters. `code_text` comes from
    `printing.receipt_code`.
    """

    letterhead: Letterhead
    locale: Locale
    operator: str
    issued_at: datetime
    receipt_number: str
    case_code: str
    procedure_code: str
    procedure_name: str
    municipal_fee: Money
    service_fee: Money | None = None
    cash_rounding: Money | None = None
    exemption: str | None = None
    total: Money
    tendered: Money
    change: Money
    payer: str
    promised: date | None = None
    legal_deadline: date | None = None
    requirements_observed: tuple[str, ...] = ()
    follow: tuple[str, ...]
    code_text: str
    received_by_centre: bool = False
    copy_number: int = 0
    copy: Copy | None = None
    voided: bool = False
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_case_code(self.case_code)
        require_copy(self.copy_number, self.copy)
        parts = [part for part in (self.service_fee, self.cash_rounding) if part is not None]
        if sum(parts, start=self.municipal_fee) != self.total or self.tendered - self.change != self.total:
            raise InvariantBroken("receipt_does_not_add_up", receipt=self.receipt_number, total=str(self.total))

    @property
    def title(self) -> str:
        return _("Receipt {number}").format(number=self.receipt_number)

    @property
    def opens_drawer(self) -> bool:
        took_cash = bool(self.tendered) and not self.voided and not self.training
        return took_cash and self.copy_number == 0

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        return (
            *marks,
            *self.letterhead.layout(),
            *self._void_marks(),
            *copy_marks(self.copy_number, self.copy),
            Rule(),
            BigCode(_("YOUR CASE CODE"), formats.case_code(self.case_code)),
            *code(self.code_text),
            Columns(_("Receipt no."), self.receipt_number),
            Columns(formats.day(self.issued_at), formats.clock(self.issued_at)),
            Columns(_("Served by"), self.operator),
            Columns(_("Paid by"), self.payer),
            Rule(),
            Text(self.procedure_name, weight=Weight.STRONG),
            Text(_("Procedure code {code}").format(code=self.procedure_code), weight=Weight.FINE),
            Feed(),
            *self._amounts(),
            *self._what_is_missing(),
            *self._what_happens_next(),
            *how_to_follow(self.follow),
            *marks[1:],
        )

    def _void_marks(self) -> Iterator[Block]:
        if self.voided:
            yield Watermark(_("VOIDED RECEIPT"))
            yield Stamp(_("VOIDED RECEIPT"))
            yield Text(_("This receipt was voided. It is not proof of payment."), weight=Weight.STRONG)

    def _amounts(self) -> Iterator[Block]:
        yield Columns(_("Fee of the municipality"), amount(self.municipal_fee, self.locale))
        if self.exemption is not None:
            yield Text(_("No fee: {ground}").format(ground=self.exemption), weight=Weight.FINE)
        if self.service_fee is not None:
            yield Columns(_("Service of the cabin"), amount(self.service_fee, self.locale))
        if self.cash_rounding is not None:
            yield Columns(_("Rounded down, in cash"), amount(self.cash_rounding, self.locale))
        yield Columns(_("TOTAL PAID"), amount(self.total, self.locale), Weight.LOUD)
        if self.tendered:
            yield Columns(_("Cash handed over"), amount(self.tendered, self.locale))
            yield Columns(_("Change given"), amount(self.change, self.locale))

    def _what_is_missing(self) -> Iterator[Block]:
        """What the desk observed stands on the citizen's copy too (TUO of Law 27444, articles 135 and 136)."""
        if self.requirements_observed:
            yield Rule()
            yield Text(_("What is still missing"), weight=Weight.STRONG)
            yield Items(self.requirements_observed)

    def _what_happens_next(self) -> Iterator[Block]:
        yield Rule()
        if self.promised is not None:
            yield Columns(_("Answer promised before"), formats.day(self.promised), Weight.STRONG)
        if self.legal_deadline is not None:
            yield Columns(_("Deadline by law"), formats.day(self.legal_deadline))
        yield Field(_("Record status"), custody(received_by_centre=self.received_by_centre))
