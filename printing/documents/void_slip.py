"""The slip of a void: what was given back, to whom, why, and under whose hands. It stays with the cashier, signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import Align, BigCode, Block, Columns, Field, Rule, SignatureLine, Stamp, Text, Watermark, Weight
from printing.documents.document import (
    Copy,
    Letterhead,
    amount,
    copy_marks,
    require_case_code,
    require_copy,
    require_facts,
    second_person,
    second_signature,
    training_marks,
)
from printing.documents.fee_receipt import PrepaidUse
from wording import formats
from wording.catalogue import _
from wording.formats import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidSlip:
    """`cash` is given back in hand, `prepaid` on the code that had paid; `issued_at` is the receipt's own time.

    `approver` is the second person, None where the citizen's paper and the cashier were enough. `entry` is the
    journal's (`C07/118`).
    """

    letterhead: Letterhead
    locale: Locale
    operator: str
    approver: str | None = None
    voided_at: datetime
    receipt_number: str
    issued_at: datetime
    case_code: str
    procedure_name: str
    cash: Money
    prepaid: PrepaidUse | None = None
    reason: str
    entry: str
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_case_code(self.case_code)
        require_copy(self.copy_number, self.copy)
        if self.cash.minor < 0 or (self.prepaid is not None and self.prepaid.amount.minor <= 0):
            raise InvariantBroken("void_gives_nothing_back", receipt=self.receipt_number)

    @property
    def title(self) -> str:
        return _("Void of receipt {number}").format(number=self.receipt_number)

    @property
    def opens_drawer(self) -> bool:
        return bool(self.cash) and self.copy_number == 0 and not self.training

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        return (
            *marks,
            Watermark(_("VOIDED RECEIPT")),
            *self.letterhead.layout(),
            Stamp(_("VOIDED RECEIPT")),
            Text(_("Void of a receipt"), Align.CENTRE, Weight.STRONG),
            *copy_marks(self.copy_number, self.copy),
            Rule(),
            BigCode(_("VOIDED RECEIPT NUMBER"), self.receipt_number),
            Columns(_("Receipt issued at"), formats.day_and_clock(self.issued_at)),
            Columns(_("Receipt voided at"), formats.day_and_clock(self.voided_at)),
            Columns(_("Case code"), formats.case_code(self.case_code)),
            Text(self.procedure_name),
            Rule(),
            *self._given_back(),
            Field(_("Reason given for the void"), self.reason),
            Rule(),
            Columns(_("Receipt voided by"), self.operator),
            *second_person(_("Void approved by"), self.approver),
            Columns(_("Entry in the journal"), self.entry),
            SignatureLine(_("Citizen: signature and document number")),
            SignatureLine(self.operator),
            *second_signature(self.approver),
            Stamp(_("VOIDED RECEIPT")),
            *marks[1:],
        )

    def _given_back(self) -> Iterator[Block]:
        yield Columns(_("GIVEN BACK IN CASH"), amount(self.cash, self.locale), Weight.LOUD)
        if self.prepaid is not None:
            label = _("Back on prepaid code {name}").format(name=self.prepaid.name)
            yield Columns(label, amount(self.prepaid.amount, self.locale), Weight.STRONG)
