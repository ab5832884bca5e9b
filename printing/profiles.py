"""What a printer is: its paper, its letters, its knife. Set up once a printer and proved with the test sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from domain.errors import InvariantBroken

#: Font A of the ESC/POS command reference: a letter is 12 dots wide and 24 high.
LETTER_DOTS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ThermalProfile:
    """An ESC/POS printer. `columns` of font A and `dots` across; `code_page` is Python's name of it.

    `code_page_number` is what `ESC t n` calls that page on this printer: 19 is CP858 on Epson's and most others, and
    clones number pages differently. One page only: a printer that hops between pages loses accents.
    """

    columns: int
    dots: int
    code_page: str = "cp858"
    code_page_number: int = 19
    cutter: bool = True
    drawer: bool = True

    def __post_init__(self) -> None:
        if self.columns * LETTER_DOTS > self.dots or not 0 <= self.code_page_number <= 255:  # noqa: PLR2004 - a byte
            raise InvariantBroken("printer_profile_impossible", columns=self.columns, dots=self.dots)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfProfile:
    """A printer, or a folder, that takes PDF: a roll `roll_mm` wide, or A4 sheets when it is None."""

    roll_mm: int | None


PrinterProfile: TypeAlias = ThermalProfile | PdfProfile

PROFILE_80: Final = ThermalProfile(columns=48, dots=576)
#: 180 dots an inch, as the TM-T88 family has: 512 dots across the same paper.
PROFILE_80_180DPI: Final = ThermalProfile(columns=42, dots=512)
PROFILE_58: Final = ThermalProfile(columns=32, dots=384, cutter=False)
PROFILE_PDF_80: Final = PdfProfile(roll_mm=80)
PROFILE_PDF_58: Final = PdfProfile(roll_mm=58)
PROFILE_A4: Final = PdfProfile(roll_mm=None)
