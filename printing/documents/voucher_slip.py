"""The slip of a treasury voucher that was used: how much headroom it opened, for whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.money import Money
from printing.blocks import Block, Columns, Rule, SignatureLine, Stamp, Text, Weight
from printing.documents.document import (
    Copy,
    Letterhead,
    amount,
    copy_marks,
    require_copy,
    require_facts,
    training_marks,
)
from printing.documents.prepaid_slip import bearer_code_in_words
from wording import formats
from wording.catalogue import _
from wording.formats import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherSlip:
    """`code` is used up and worth nothing any more: the treasury compares it with its list. `grant` is its grant."""

    letterhead: Letterhead
    locale: Locale
    operator: str
    station: str
    redeemed_at: datetime
    grant: str
    code: str
    amount: Money
    entry: str
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_copy(self.copy_number, self.copy)

    @property
    def title(self) -> str:
        return _("Treasury voucher {grant}").format(grant=self.grant)

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        return (
            *marks,
            *self.letterhead.layout(),
            Stamp(_("TREASURY VOUCHER USED")),
            *copy_marks(self.copy_number, self.copy),
            Rule(),
            Columns(_("HEADROOM OPENED"), amount(self.amount, self.locale), Weight.LOUD),
            Text(_("So much more may be collected before the next deposit. No money changes hands.")),
            Rule(),
            Columns(_("Voucher grant"), self.grant),
            Columns(_("Code used"), bearer_code_in_words(self.code)),
            Columns(_("Voucher used at"), formats.day_and_clock(self.redeemed_at)),
            Columns(_("Station code"), self.station),
            Columns(_("Cashier"), self.operator),
            Columns(_("Entry in the journal"), self.entry),
            Text(_("The treasury takes this headroom back when it confirms the deposit."), weight=Weight.FINE),
            SignatureLine(self.operator),
            *marks[1:],
        )
