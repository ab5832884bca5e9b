"""What every A4 paper shares: letters, the look of tables, figures, and pages that say which of how many they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from domain.money import Money
from printing.documents import typefaces
from printing.documents.document import NO_BREAK_SPACE
from printing.documents.pdf import CREATOR, LANGUAGE, PDF_VERSION
from printing.documents.preview import page_count
from printing.documents.typefaces import BOLD, MEDIUM, REGULAR, SEMIBOLD, legible
from printing.documents.typeset import GREY, PALE
from wording import formats
from wording.catalogue import _
from wording.formats import Locale

MARGIN: Final = 14 * mm
FOOTER: Final = 16 * mm
LINE: Final = Color(0.78, 0.78, 0.78)
SHADE: Final = Color(0.945, 0.945, 0.945)
QUIET: Final = Color(GREY, GREY, GREY)


def style(font: str, size: float, colour: Color = black, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        font, fontName=font, bulletFontName=font, fontSize=size, leading=size * 1.3, textColor=colour, **more
    )


TITLE: Final = style(BOLD, 17)
OWNER: Final = style(SEMIBOLD, 10.5)
SUBTITLE: Final = style(REGULAR, 9.5, QUIET)
SECTION: Final = style(SEMIBOLD, 11.5, spaceBefore=7 * mm, spaceAfter=2 * mm, keepWithNext=1)
CELL: Final = style(REGULAR, 8.2)
CELL_STRONG: Final = style(SEMIBOLD, 8.2)
CELL_QUIET: Final = style(REGULAR, 7, QUIET)
HEAD: Final = style(SEMIBOLD, 7.4, white)
FIGURE: Final = style(REGULAR, 8.2, alignment=TA_RIGHT)
FIGURE_STRONG: Final = style(SEMIBOLD, 8.2, alignment=TA_RIGHT)
FIGURE_HEAD: Final = style(SEMIBOLD, 7.4, white, alignment=TA_RIGHT)
NOTE: Final = style(REGULAR, 7.6, QUIET, spaceBefore=2 * mm)
HASH: Final = style(MEDIUM, 7.6)


@dataclass(frozen=True, slots=True)
class Sheets:
    """A paper that goes on over pages of `size` (points). `owner` and `title` stand at the foot of each."""

    title: str
    owner: str
    size: tuple[float, float]
    training: bool

    def pdf(self, story: Callable[[], list[Flowable]]) -> bytes:
        """Equal stories give equal bytes. `story` is told twice: once to count the pages."""
        typefaces.load()
        return self._build(story(), page_count(self._build(story(), pages=0)))

    def _build(self, story: list[Flowable], pages: int) -> bytes:
        buffer = BytesIO()
        width, height = self.size
        document = BaseDocTemplate(
            buffer,
            pagesize=self.size,
            title=self.title,
            author=self.owner,
            creator=CREATOR,
            lang=LANGUAGE,
            invariant=1,
            initialFontName=REGULAR,
            pdfVersion=PDF_VERSION,
        )
        frame = Frame(MARGIN, FOOTER, width - 2 * MARGIN, height - MARGIN - FOOTER, 0, 0, 0, 0)

        def furniture(page: Any, _document: BaseDocTemplate) -> None:
            self._draw_furniture(page, pages)

        document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture))
        document.build(story)
        return buffer.getvalue()

    def _draw_furniture(self, page: Any, pages: int) -> None:
        """Footer of every page: what it is, and which of how many. The watermark is drawn before the page's text."""
        width, height = self.size
        if self.training:
            page.saveState()
            page.translate(width / 2, height / 2)
            page.rotate(28)
            page.setFillGray(PALE)
            page.setFont(BOLD, 96)
            page.drawCentredString(0, -32, legible(_("PRACTICE PAPER")))
            page.restoreState()
        page.setStrokeGray(0.78)
        page.setLineWidth(0.5)
        page.line(MARGIN, FOOTER - 3 * mm, width - MARGIN, FOOTER - 3 * mm)
        page.setFillGray(GREY)
        page.setFont(REGULAR, 7.4)
        told = f"{self.owner} \N{MIDDLE DOT} {self.title}"
        page.drawString(MARGIN, FOOTER - 7 * mm, legible(told))
        number = _("Page {page} of {pages}").format(page=page.getPageNumber(), pages=pages)
        page.drawRightString(width - MARGIN, FOOTER - 7 * mm, legible(number))


def table_look(rows: int, *, shaded: Sequence[int] | None = None) -> list[tuple[Any, ...]]:
    """A black heading, a hairline under each row; every second row is shaded, or those of `shaded`."""
    chosen = range(2, rows, 2) if shaded is None else shaded
    return [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("BACKGROUND", (0, 0), (-1, 0), black),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        *(("BACKGROUND", (0, row), (-1, row), SHADE) for row in chosen),
    ]


def figure(amount: Money, locale: Locale) -> str:
    return formats.money(amount, locale).replace(" ", NO_BREAK_SPACE)


def markup(text: str) -> str:
    return escape(legible(text))


def paragraph(text: str, look: ParagraphStyle) -> Paragraph:
    """Data is never markup: a name with `<` in it is printed, not obeyed."""
    return Paragraph(markup(text), look)


def digest_lines(digest: str) -> Paragraph:
    """A hash in groups of eight, to be compared by eye."""
    return paragraph(" ".join(digest[start : start + 8] for start in range(0, len(digest), 8)), HASH)
