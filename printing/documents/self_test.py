"""The sheet that proves a printer: every letter of the counter's language, the paper's width, loud text, and a QR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from printing.blocks import BigCode, Block, Columns, Field, QrCode, Rule, Ruler, Stamp, Text, Weight
from printing.documents.document import Letterhead, require_facts
from wording import formats
from wording.catalogue import _

#: Of Spanish, in its order, with the accented letters beside the plain ones.
_SMALL = "aábcdeéfghiíjklmnñoópqrstuúüvwxyz"
ALPHABET = f"{_SMALL} {_SMALL.upper()} 0123456789"
LETTERS = "áéíóú ÁÉÍÓÚ ñÑ üÜ ¿¡ º ª «»"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestSheet:
    """`settings` tell how the printer is set up (`CP858 = 19`, `48 columnas`); `code_text` is any address."""

    letterhead: Letterhead
    printer: str
    settings: tuple[tuple[str, str], ...]
    printed_at: datetime
    code_text: str

    def __post_init__(self) -> None:
        require_facts(self)

    @property
    def title(self) -> str:
        return _("Printer test")

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        return (
            *self.letterhead.layout(),
            Stamp(_("PRINTER TEST, NOT VALID")),
            Columns(_("Printer tested"), self.printer),
            Columns(formats.day(self.printed_at), formats.clock(self.printed_at)),
            *(Columns(name, value) for name, value in self.settings),
            Rule(),
            Text(_("Every letter must look as it does on the screen:")),
            Text(ALPHABET),
            Text(LETTERS, weight=Weight.STRONG),
            Field(_("Sample words"), "pingüino, señor, corazón, ¿Qué? ¡Sí!"),
            Text(_("The figures must reach from edge to edge, in one line:")),
            Ruler(),
            BigCode(_("YOUR CASE CODE"), formats.case_code("0123456789")),
            Columns(_("TOTAL PAID"), "1,234.50", Weight.LOUD),
            QrCode(self.code_text),
            Text(_("Point a telephone at the code; it must open at once.")),
        )
