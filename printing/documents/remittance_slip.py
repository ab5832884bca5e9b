"""The slip of a declared deposit. It says itself that nothing is confirmed until the bank's line is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import BigCode, Block, Columns, Field, Rule, SignatureLine, Stamp, Text, Weight
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
from wording.catalogue import _
from wording.formats import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceSlip:
    """`remittance` goes on the bank's voucher (`REM-0017-000042`); `voucher` is the bank's own number.

    `amount` is what was deposited; `retained` is the commission that the agent kept back of `gross`, None when nothing.
    """

    letterhead: Letterhead
    locale: Locale
    operator: str
    station: str
    declared_at: datetime
    remittance: str
    amount: Money
    retained: Money | None = None
    account: str
    voucher: str
    deposited_on: date
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_copy(self.copy_number, self.copy)
        if self.retained is not None and self.retained.minor <= 0:
            raise InvariantBroken("nothing_retained", remittance=self.remittance)

    @property
    def gross(self) -> Money:
        """What left the safe: the deposit, and the commission kept back of it."""
        return self.amount if self.retained is None else self.amount + self.retained

    @property
    def title(self) -> str:
        return _("Deposit {remittance}").format(remittance=self.remittance)

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        return (
            *marks,
            *self.letterhead.layout(),
            Stamp(_("DECLARED DEPOSIT")),
            *copy_marks(self.copy_number, self.copy),
            Rule(),
            BigCode(_("DEPOSIT NUMBER"), self.remittance),
            Columns(_("Station code"), self.station),
            Columns(_("Cashier"), self.operator),
            Columns(_("Declared at"), formats.day_and_clock(self.declared_at)),
            Rule(),
            Field(_("Paid into account"), self.account),
            Columns(_("Bank voucher"), self.voucher),
            Columns(_("Deposited on"), formats.day(self.deposited_on)),
            *self._kept_back(),
            Columns(_("AMOUNT DEPOSITED"), amount(self.amount, self.locale), Weight.LOUD),
            Rule(),
            Text(_("PENDING CONFIRMATION"), weight=Weight.STRONG),
            Text(_("The municipality checks it against the bank. Until then it does not lower your exposure.")),
            Text(_("Keep this slip together with the bank's voucher."), weight=Weight.FINE),
            SignatureLine(self.operator),
            *marks[1:],
        )

    def _kept_back(self) -> Iterator[Block]:
        if self.retained is not None:
            yield Columns(_("Collected, before commission"), amount(self.gross, self.locale))
            yield Columns(_("Commission kept back of it"), amount(-self.retained, self.locale))
