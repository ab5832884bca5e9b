"""The notice of a refund, for the citizen: how much comes back, why, and where and with what it is collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import BigCode, Block, Columns, Field, Items, Rule, Stamp, Text, Weight
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
from wording.catalogue import _, mark
from wording.formats import Locale


class RefundGround(Enum):
    """As the journal writes it (`refund_approved/1`)."""

    AGENT_ERROR = "agent_error"
    MUNICIPALITY_ERROR = "municipality_error"
    NOT_PRESENTED = "not_presented"
    WITHDRAWN = "withdrawn"


_GROUNDS: Final = {
    RefundGround.AGENT_ERROR: mark("The cabin made a mistake."),
    RefundGround.MUNICIPALITY_ERROR: mark("The municipality made a mistake."),
    RefundGround.NOT_PRESENTED: mark("The procedure could not be presented."),
    RefundGround.WITHDRAWN: mark("You withdrew the procedure."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundNotice:
    """`refund` is its name in the journal; `collect_at` a place and its hours, line by line; `bring` what the citizen
    must show.

    `paid_on` is the day of the receipt, `approved_on` that of the resolution. `entry` is the centre's (`central/17`);
    `operator` whoever handed out the original, None on a copy, whose mark names who printed it.
    """

    letterhead: Letterhead
    locale: Locale
    refund: str
    receipt_number: str
    paid_on: date
    procedure_name: str
    amount: Money
    ground: RefundGround
    resolution: str
    approved_on: date
    collect_at: tuple[str, ...]
    bring: tuple[str, ...]
    entry: str
    operator: str | None
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_copy(self.copy_number, self.copy)
        if self.amount.minor <= 0 or not self.collect_at or not self.bring:
            raise InvariantBroken("refund_notice_malformed", refund=self.refund)

    @property
    def title(self) -> str:
        return _("Refund {refund}").format(refund=self.refund)

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        handed_out = () if self.operator is None else (Columns(_("Cashier"), self.operator),)
        return (
            *marks,
            *self.letterhead.layout(),
            Stamp(_("REFUND APPROVED")),
            *copy_marks(self.copy_number, self.copy),
            Rule(),
            BigCode(_("REFUND NUMBER"), self.refund),
            Columns(_("YOU ARE OWED"), amount(self.amount, self.locale), Weight.LOUD),
            Columns(_("For receipt"), self.receipt_number),
            Columns(_("Fee paid on"), formats.day(self.paid_on)),
            Text(self.procedure_name),
            Field(_("Ground of the refund"), _(_GROUNDS[self.ground])),
            Rule(),
            Text(_("How to collect it"), weight=Weight.STRONG),
            Text(_("Where to collect it:")),
            *(Text(line) for line in self.collect_at),
            Text(_("Bring with you:")),
            Items(self.bring),
            Rule(),
            Field(_("Resolution of the refund"), self.resolution),
            Columns(_("Refund approved on"), formats.day(self.approved_on)),
            Columns(_("Entry in the journal"), self.entry),
            *handed_out,
            *marks[1:],
        )
