"""Ink to bytes: a slip as a PDF page as wide as its roll and as long as its content."""

from __future__ import annotations

from functools import singledispatchmethod
from io import BytesIO
from typing import Any, Final

from reportlab.pdfgen import canvas

from printing.documents import typefaces
from printing.documents.document import Document
from printing.documents.typeset import BLACK, PALE, Band, Ghost, Glyphs, Ink, Line, Sheet, Symbol, typeset

MARGIN_MM: Final = {80: 5.0, 58: 3.5}
PDF_VERSION: Final = (1, 7)
LANGUAGE: Final = "es-PE"
CREATOR: Final = "Ventanilla"


def slip_pdf(document: Document, roll_mm: int) -> bytes:
    """The document on a roll of 80 or 58 mm. The same document gives the same bytes: no dates, no random ids."""
    sheet = typeset(document.layout(), roll_mm, MARGIN_MM[roll_mm])
    buffer = BytesIO()
    page = canvas.Canvas(
        buffer,
        pagesize=(sheet.width, sheet.height),
        invariant=1,
        pdfVersion=PDF_VERSION,
        lang=LANGUAGE,
        initialFontName=typefaces.REGULAR,  # reportlab's own default is Helvetica, which it does not embed
    )
    page.setTitle(document.title)
    page.setCreator(CREATOR)
    _Press(page, sheet).print()
    page.showPage()
    page.save()
    return buffer.getvalue()


class _Press:
    """Draws a sheet's ink; PDF counts y upwards."""

    def __init__(self, page: Any, sheet: Sheet) -> None:
        self.page = page
        self.sheet = sheet

    def print(self) -> None:
        for ink in self.sheet.inks:
            self.draw(ink)

    @singledispatchmethod
    def draw(self, ink: Ink) -> None:
        raise TypeError(f"no such ink: {type(ink).__name__}")

    @draw.register
    def _glyphs(self, ink: Glyphs) -> None:
        self.page.setFillGray(ink.grey)
        self.page.setFont(ink.font, ink.size)
        self.page.drawString(ink.x, self._up(ink.y), ink.text)

    @draw.register
    def _line(self, ink: Line) -> None:
        self.page.setStrokeGray(BLACK)
        self.page.setLineWidth(ink.thickness)
        self.page.line(ink.x, self._up(ink.y), ink.x + ink.length, self._up(ink.y))

    @draw.register
    def _band(self, ink: Band) -> None:
        self.page.setFillGray(BLACK)
        self.page.roundRect(ink.x, self._up(ink.y + ink.height), ink.width, ink.height, 2, stroke=0, fill=1)

    @draw.register
    def _symbol(self, ink: Symbol) -> None:
        """White paper under it, then every dark run of a row as one box of a single path: no hairlines between."""
        side = len(ink.modules) * ink.module
        self.page.setFillGray(1)
        self.page.rect(ink.x, self._up(ink.y + side), side, side, stroke=0, fill=1)
        self.page.setFillGray(BLACK)
        path = self.page.beginPath()
        for row, cells in enumerate(ink.modules):
            for start, length in dark_runs(cells):
                bottom = self._up(ink.y + (row + 1) * ink.module)
                path.rect(ink.x + start * ink.module, bottom, length * ink.module, ink.module)
        self.page.drawPath(path, stroke=0, fill=1)

    @draw.register
    def _ghost(self, ink: Ghost) -> None:
        self.page.saveState()
        self.page.translate(ink.x, self._up(ink.y))
        self.page.rotate(32)
        self.page.setFillGray(PALE)
        self.page.setFont(typefaces.BOLD, ink.size)
        self.page.drawCentredString(0, -ink.size / 3, ink.text)
        self.page.restoreState()

    def _up(self, y: float) -> float:
        return self.sheet.height - y


def dark_runs(cells: bytes) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules in a row."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for index, dark in enumerate((*cells, 0)):
        if dark and start is None:
            start = index
        elif not dark and start is not None:
            runs.append((start, index - start))
            start = None
    return runs
