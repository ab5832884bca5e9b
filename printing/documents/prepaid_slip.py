"""The paper of a prepaid code. It is worth what is printed on it, so there is one and never a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.errors import InvariantBroken
from domain.money import Money
from printing.blocks import Align, BigCode, Block, Columns, Field, Items, QrCode, Rule, Stamp, Text, Weight
from printing.documents.document import NO_BREAK_SPACE, Letterhead, amount, require_facts, training_marks
from wording import formats
from wording.catalogue import _
from wording.formats import Locale

_GROUP: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepaidSlip:
    """`code` is the secret itself (`domain.ledger.bearer`), `name` what journals and receipts call it.

    It pays only at the cabin of the letterhead. No copy number: a copy would be the same money in a second hand.
    """

    letterhead: Letterhead
    locale: Locale
    operator: str
    sold_at: datetime
    name: str
    value: Money
    code: str
    entry: str
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        if self.value.minor <= 0 or not (self.code.isascii() and self.code.isalnum()):
            raise InvariantBroken("prepaid_slip_malformed", prepaid=self.name)

    @property
    def title(self) -> str:
        return _("Prepaid code {name}").format(name=self.name)

    @property
    def opens_drawer(self) -> bool:
        return not self.training

    def layout(self) -> tuple[Block, ...]:
        marks = training_marks(training=self.training)
        return (
            *marks,
            *self.letterhead.layout(),
            Stamp(_("PREPAID CODE")),
            Text(_("The only paper: no copies are printed"), Align.CENTRE, Weight.FINE),
            Rule(),
            Columns(_("WORTH"), amount(self.value, self.locale), Weight.LOUD),
            BigCode(_("YOUR PREPAID CODE"), bearer_code_in_words(self.code)),
            QrCode(self.code),
            Text(_("It is like cash: whoever has the code can spend it."), Align.CENTRE, Weight.STRONG),
            Rule(),
            Field(_("It pays only at"), self.letterhead.cabin),
            Items(
                (
                    _("Show this paper, or say the code, when you pay for a procedure."),
                    _("What is left stays on the code for the next time."),
                    _("Show it to nobody else. If it is lost, it cannot be replaced."),
                )
            ),
            Rule(),
            Columns(_("Number of the prepaid code"), self.name),
            Columns(formats.day(self.sold_at), formats.clock(self.sold_at)),
            Columns(_("Served by"), self.operator),
            Columns(_("Entry in the journal"), self.entry),
            *marks[1:],
        )


def bearer_code_in_words(code: str) -> str:
    """`K7QM2P9DXT4A` is read aloud and printed as `K7QM 2P9D XT4A`, and no line break tears it."""
    return NO_BREAK_SPACE.join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
