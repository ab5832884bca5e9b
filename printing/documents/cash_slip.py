"""The slip of cash that moves without a fee: the agent's change in or out, or the day's cash put away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import Block, Columns, Field, Rule, SignatureLine, Stamp, Text, Weight
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
from wording.catalogue import _, mark
from wording.formats import Locale


class CashWay(Enum):
    """As the journal writes it (`cash_moved/2`)."""

    FLOAT_IN = "float_in"
    FLOAT_OUT = "float_out"
    TO_SAFE = "to_safe"
    FROM_SAFE = "from_safe"

    @property
    def into_drawer(self) -> bool:
        return self in (CashWay.FLOAT_IN, CashWay.FROM_SAFE)


_HEADINGS: Final = {
    CashWay.FLOAT_IN: mark("CASH IN, DRAWER"),
    CashWay.FLOAT_OUT: mark("CASH OUT, DRAWER"),
    CashWay.TO_SAFE: mark("CASH OUT, DRAWER"),
    CashWay.FROM_SAFE: mark("CASH IN, DRAWER"),
}
_MEANINGS: Final = {
    CashWay.FLOAT_IN: mark("Change of the agent goes into the drawer."),
    CashWay.FLOAT_OUT: mark("Change of the agent leaves the drawer."),
    CashWay.TO_SAFE: mark("Money of the municipality leaves the drawer and is kept, to be deposited."),
    CashWay.FROM_SAFE: mark("Money of the municipality that was put away comes back into the drawer."),
}
#: What a movement is called in a list.
WAYS: Final = {
    CashWay.FLOAT_IN: mark("Change put in"),
    CashWay.FLOAT_OUT: mark("Change taken out"),
    CashWay.TO_SAFE: mark("Put away, to be deposited"),
    CashWay.FROM_SAFE: mark("Brought back, was put away"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CashSlip:
    """`session` is named as on the Z; `entry` is the journal's; `approver` the second person, None where none was
    needed.
    """

    letterhead: Letterhead
    locale: Locale
    operator: str
    approver: str | None = None
    moved_at: datetime
    session: str
    way: CashWay
    amount: Money
    reason: str
    entry: str
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_copy(self.copy_number, self.copy)
        if self.amount.minor <= 0:
            raise InvariantBroken("cash_slip_moves_nothing", entry=self.entry)

    @property
    def title(self) -> str:
        return _("Cash movement {entry}").format(entry=self.entry)

    @property
    def opens_drawer(self) -> bool:
        return self.copy_number == 0 and not self.training

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        return (
            *marks,
            *self.letterhead.layout(),
            Stamp(_(_HEADINGS[self.way])),
            *copy_marks(self.copy_number, self.copy),
            Rule(),
            Text(_(_MEANINGS[self.way])),
            Columns(_("AMOUNT MOVED"), amount(self.amount, self.locale), Weight.LOUD),
            Field(_("Reason of the movement"), self.reason),
            Rule(),
            Columns(_("Drawer session"), self.session),
            Columns(formats.day(self.moved_at), formats.clock(self.moved_at)),
            Columns(_("Cashier"), self.operator),
            Columns(_("Entry in the journal"), self.entry),
            *second_person(_("Cash taken out approved by"), self.approver),
            SignatureLine(self.operator),
            *second_signature(self.approver),
            *marks[1:],
        )
