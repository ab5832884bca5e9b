"""The receipt of a fee: what the citizen paid, what for, what happens next, and the signed entry in its QR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import BigCode, Block, Columns, Feed, Field, Items, Rule, Stamp, Text, Watermark, Weight
from printing.documents.document import (
    NO_BREAK_SPACE,
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

VOID_CODE_DIGITS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepaidUse:
    """What a prepaid code pays of a fee, or gets back when it is voided. `name` (`P12`) is no secret.

    `left` is what the code is still worth afterwards; None where that is not known, as on a copy made later.
    """

    name: str
    amount: Money
    left: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeReceipt:
    """All amounts are in one currency; `total = municipal_fee + service_fee + cash_rounding`.

    A prepaid code pays `prepaid.amount` of the total and cash the rest: `cash = tendered - change`. `service_fee` is
    the cabin's commission when the citizen pays it on top, else None. `cash_rounding` is zero or negative (cash is
    rounded down), None when nothing was rounded. `exemption` names the legal ground of a fee of zero. `payer` is
    initials only (`M. Q. H.`): the paper is left on counters. `code_text` comes from `printing.receipt_code`.
    `void_code` stands on the original and nowhere else: whoever knows it has the citizen's paper.
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
    prepaid: PrepaidUse | None = None
    tendered: Money
    change: Money
    payer: str
    promised: date | None = None
    legal_deadline: date | None = None
    requirements_observed: tuple[str, ...] = ()
    complete_by: date | None = None
    follow: tuple[str, ...]
    code_text: str
    received_by_centre: bool = False
    void_code: str | None = None
    copy_number: int = 0
    copy: Copy | None = None
    voided: bool = False
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_case_code(self.case_code)
        require_copy(self.copy_number, self.copy)
        parts = [part for part in (self.service_fee, self.cash_rounding) if part is not None]
        if sum(parts, start=self.municipal_fee) != self.total or self.tendered - self.change != self.cash:
            raise InvariantBroken("receipt_does_not_add_up", receipt=self.receipt_number, total=str(self.total))
        if self.prepaid is not None and not 0 < self.prepaid.amount.minor <= self.total.minor:
            raise InvariantBroken("receipt_does_not_add_up", receipt=self.receipt_number, prepaid=self.prepaid.name)
        self._require_void_code()

    def _require_void_code(self) -> None:
        if self.void_code is None:
            return
        if self.copy_number or self.voided:
            raise InvariantBroken("void_code_on_copy", receipt=self.receipt_number, copy_number=self.copy_number)
        if len(self.void_code) != VOID_CODE_DIGITS or not (self.void_code.isascii() and self.void_code.isdigit()):
            raise InvariantBroken("void_code_malformed", receipt=self.receipt_number)

    @property
    def cash(self) -> Money:
        """What was paid in coins and notes."""
        return self.total if self.prepaid is None else self.total - self.prepaid.amount

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
            *self._how_to_void(),
            *self._what_is_missing(),
            *self._what_happens_next(),
            *how_to_follow(self.follow),
            *self._void_end(),
            *marks[1:],
        )

    def _void_marks(self) -> Iterator[Block]:
        if self.voided:
            yield Watermark(_("VOIDED RECEIPT"))
            yield Stamp(_("VOIDED RECEIPT"))
            yield Text(_("This receipt was voided. It is not proof of payment."), weight=Weight.STRONG)

    def _void_end(self) -> Iterator[Block]:
        """Wherever the paper is torn, what is left of it says that it is void."""
        if self.voided:
            yield Stamp(_("VOIDED RECEIPT"))

    def _amounts(self) -> Iterator[Block]:
        yield Columns(_("Fee of the municipality"), amount(self.municipal_fee, self.locale))
        if self.exemption is not None:
            yield Text(_("No fee: {ground}").format(ground=self.exemption), weight=Weight.FINE)
        if self.service_fee is not None:
            yield Columns(_("Service of the cabin"), amount(self.service_fee, self.locale))
        if self.cash_rounding is not None:
            yield Columns(_("Rounded down, in cash"), amount(self.cash_rounding, self.locale))
        yield Columns(_("TOTAL PAID"), amount(self.total, self.locale), Weight.LOUD)
        if self.prepaid is not None:
            label = _("Prepaid code {name}").format(name=self.prepaid.name)
            yield Columns(label, amount(-self.prepaid.amount, self.locale))
            yield Columns(_("Rest paid in cash"), amount(self.cash, self.locale), Weight.STRONG)
        if self.tendered:
            yield Columns(_("Cash handed over"), amount(self.tendered, self.locale))
            yield Columns(_("Change given"), amount(self.change, self.locale))
        if self.prepaid is not None and self.prepaid.left is not None:
            yield Columns(_("Left on the prepaid code"), amount(self.prepaid.left, self.locale))

    def _how_to_void(self) -> Iterator[Block]:
        if self.void_code is not None:
            yield Rule()
            yield Columns(_("Code to void"), void_code_in_words(self.void_code), Weight.STRONG)
            yield Text(_("Keep it: without this paper it is not voided."), weight=Weight.FINE)

    def _what_is_missing(self) -> Iterator[Block]:
        """What the desk observed stands on the citizen's copy too (TUO of Law 27444, articles 135 and 136)."""
        if self.requirements_observed:
            yield Rule()
            yield Text(_("What is still missing"), weight=Weight.STRONG)
            yield Items(self.requirements_observed)
        if self.requirements_observed and self.complete_by is not None:
            yield Columns(_("Bring it by"), formats.day(self.complete_by), Weight.STRONG)
            yield Text(_("At any cabin, with this paper. It costs nothing more."))

    def _what_happens_next(self) -> Iterator[Block]:
        yield Rule()
        if self.promised is not None:
            yield Columns(_("Answer promised before"), formats.day(self.promised), Weight.STRONG)
        if self.legal_deadline is not None:
            yield Columns(_("Deadline by law"), formats.day(self.legal_deadline))
        yield Field(_("Record status"), custody(received_by_centre=self.received_by_centre))


def void_code_in_words(digits: str) -> str:
    """`739104` is read aloud and printed as `739 104`, and no line break tears it."""
    return f"{digits[:3]}{NO_BREAK_SPACE}{digits[3:]}"
