"""The reconciliation on A4, lying on its side: a table that goes on over as many pages as there are cabins."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, LongTable, PageTemplate, Paragraph, Spacer, TableStyle

from domain.money import Money
from printing.documents import typefaces
from printing.documents.document import NO_BREAK_SPACE
from printing.documents.pdf import CREATOR, LANGUAGE, PDF_VERSION
from printing.documents.preview import page_count
from printing.documents.reconciliation_report import CabinReconciliation, FindingLine, ReconciliationReport
from printing.documents.typefaces import BOLD, MEDIUM, REGULAR, SEMIBOLD, legible
from printing.documents.typeset import GREY, PALE
from wording import formats
from wording.catalogue import _

WIDTH, HEIGHT = landscape(A4)
MARGIN: Final = 14 * mm
FOOTER: Final = 16 * mm
ROOM: Final = WIDTH - 2 * MARGIN
#: Shares of the page's width: cabin, receipts, six amounts, differences with the bank and at the drawer, chain.
COLUMNS: Final = (0.225, 0.05, 0.085, 0.07, 0.075, 0.07, 0.085, 0.09, 0.075, 0.08, 0.095)
FINDING_COLUMNS: Final = (0.16, 0.12, 0.72)
LINE: Final = Color(0.78, 0.78, 0.78)
SHADE: Final = Color(0.945, 0.945, 0.945)
QUIET: Final = Color(GREY, GREY, GREY)


def _style(font: str, size: float, colour: Color = black, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        font, fontName=font, bulletFontName=font, fontSize=size, leading=size * 1.3, textColor=colour, **more
    )


TITLE: Final = _style(BOLD, 17)
SUBTITLE: Final = _style(REGULAR, 9.5, QUIET)
SECTION: Final = _style(SEMIBOLD, 11.5, spaceBefore=7 * mm, spaceAfter=2 * mm, keepWithNext=1)
CELL: Final = _style(REGULAR, 8.2)
CELL_STRONG: Final = _style(SEMIBOLD, 8.2)
CELL_QUIET: Final = _style(REGULAR, 7, QUIET)
HEAD: Final = _style(SEMIBOLD, 7.4, white)
FIGURE: Final = _style(REGULAR, 8.2, alignment=TA_RIGHT)
FIGURE_STRONG: Final = _style(SEMIBOLD, 8.2, alignment=TA_RIGHT)
FIGURE_HEAD: Final = _style(SEMIBOLD, 7.4, white, alignment=TA_RIGHT)
NOTE: Final = _style(REGULAR, 7.6, QUIET, spaceBefore=2 * mm)
HASH: Final = _style(MEDIUM, 7.6)


def reconciliation_pdf(report: ReconciliationReport) -> bytes:
    """A4, landscape. Equal reports give equal bytes. Every page says which of how many it is."""
    typefaces.load()
    pages = page_count(_build(report, pages=0))
    return _build(report, pages)


def _build(report: ReconciliationReport, pages: int) -> bytes:
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(WIDTH, HEIGHT),
        title=report.title,
        author=report.municipality,
        creator=CREATOR,
        lang=LANGUAGE,
        invariant=1,
        initialFontName=REGULAR,
        pdfVersion=PDF_VERSION,
    )
    frame = Frame(MARGIN, FOOTER, ROOM, HEIGHT - MARGIN - FOOTER, 0, 0, 0, 0)

    def furniture(page: Any, _document: BaseDocTemplate) -> None:
        _draw_furniture(page, report, pages)

    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture))
    document.build(_story(report))
    return buffer.getvalue()


def _story(report: ReconciliationReport) -> list[Flowable]:
    period = _("Period from {start} to {end}").format(
        start=formats.day(report.period_start), end=formats.day(report.period_end)
    )
    prepared = _("Prepared by {name} on {when}").format(
        name=report.prepared_by, when=formats.day_and_clock(report.prepared_at)
    )
    return [
        _paragraph(report.title, TITLE),
        _paragraph(report.municipality, _style(SEMIBOLD, 10.5)),
        _paragraph(f"{period} \N{MIDDLE DOT} {prepared}", SUBTITLE),
        Spacer(0, 5 * mm),
        _cabins(report),
        _paragraph(_("Difference is what was declared as deposited and the bank does not show yet."), NOTE),
        _paragraph(_("Findings of the period"), SECTION),
        *_findings(report.findings),
        _paragraph(_("Control totals"), SECTION),
        *_controls(report),
    ]


def _cabins(report: ReconciliationReport) -> LongTable:
    heads = (
        _("Cabin and station"),
        _("Receipts counted"),
        _("Fees collected"),
        _("Commission due"),
        _("Exposure held"),
        _("Guarantee held"),
        _("Deposits declared"),
        _("Confirmed by the bank"),
        _("Difference with the bank"),
        _("Difference at the drawer"),
        _("Chain verified"),
    )
    rows: list[list[Paragraph]] = [
        [_paragraph(head, HEAD if index == 0 else FIGURE_HEAD) for index, head in enumerate(heads)]
    ]
    rows += [_cabin_row(cabin, report) for cabin in report.cabins]
    rows.append(_total_row(report))
    table = LongTable(rows, colWidths=[share * ROOM for share in COLUMNS], repeatRows=1)
    table.setStyle(TableStyle([*_table_look(len(rows)), ("LINEABOVE", (0, -1), (-1, -1), 1, black)]))
    return table


def _cabin_row(cabin: CabinReconciliation, report: ReconciliationReport) -> list[Paragraph]:
    name = f"{_markup(cabin.cabin)}<br/><font size='7' color='#616161'>{_markup(cabin.station)}</font>"
    verified = _("Yes, to {head}") if cabin.chain_verified else _("NO, stops at {head}")
    return [
        Paragraph(name, CELL),
        _paragraph(str(cabin.receipts), FIGURE),
        *(_paragraph(_figure(each, report), FIGURE) for each in _amounts(cabin)),
        _paragraph(_figure(cabin.difference, report), FIGURE_STRONG if cabin.difference else FIGURE),
        _paragraph(_figure(cabin.drawer_difference, report), FIGURE_STRONG if cabin.drawer_difference else FIGURE),
        _paragraph(verified.format(head=cabin.chain_head[-8:]), FIGURE if cabin.chain_verified else FIGURE_STRONG),
    ]


def _amounts(cabin: CabinReconciliation) -> tuple[Money, ...]:
    return (cabin.fees, cabin.commission, cabin.exposure, cabin.guarantee, cabin.remitted, cabin.confirmed)


def _totals(report: ReconciliationReport) -> tuple[Money, ...]:
    """Column totals: fees, commission, exposure, guarantee, remitted, confirmed."""
    zero = Money(0, report.cabins[0].fees.currency)
    return tuple(sum(column, zero) for column in zip(*map(_amounts, report.cabins), strict=True))


def _total_row(report: ReconciliationReport) -> list[Paragraph]:
    totals = _totals(report)
    at_drawer = sum((cabin.drawer_difference for cabin in report.cabins), Money(0, totals[0].currency))
    verified = sum(cabin.chain_verified for cabin in report.cabins)
    return [
        _paragraph(_("Total of all cabins"), CELL_STRONG),
        _paragraph(str(sum(cabin.receipts for cabin in report.cabins)), FIGURE_STRONG),
        *(_paragraph(_figure(total, report), FIGURE_STRONG) for total in totals),
        _paragraph(_figure(totals[-2] - totals[-1], report), FIGURE_STRONG),
        _paragraph(_figure(at_drawer, report), FIGURE_STRONG),
        _paragraph(_("{good} of {all} verified").format(good=verified, all=len(report.cabins)), FIGURE_STRONG),
    ]


def _findings(findings: Sequence[FindingLine]) -> list[Flowable]:
    if not findings:
        return [_paragraph(_("No findings in this period."), CELL)]
    rows = [[_paragraph(head, HEAD) for head in (_("Finding code"), _("Station concerned"), _("What was found"))]]
    rows += [
        [_paragraph(finding.code, CELL_STRONG), _paragraph(finding.station, CELL), _paragraph(finding.text, CELL)]
        for finding in findings
    ]
    table = LongTable(rows, colWidths=[share * ROOM for share in FINDING_COLUMNS], repeatRows=1)
    table.setStyle(TableStyle(_table_look(len(rows))))
    return [table]


def _controls(report: ReconciliationReport) -> list[Flowable]:
    counted = _("Cabins: {cabins} · receipts: {receipts} · findings: {findings}").format(
        cabins=len(report.cabins),
        receipts=sum(cabin.receipts for cabin in report.cabins),
        findings=len(report.findings),
    )
    lines = [_paragraph(counted, CELL)]
    for label, digest in report.hashes:
        grouped = " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
        lines += [_paragraph(label, CELL_QUIET), _paragraph(grouped, HASH)]
    return list(lines)


def _table_look(rows: int) -> list[tuple[Any, ...]]:
    shades = [("BACKGROUND", (0, row), (-1, row), SHADE) for row in range(2, rows, 2)]
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
        *shades,
    ]


def _draw_furniture(page: Any, report: ReconciliationReport, pages: int) -> None:
    """Footer of every page: what it is, and which of how many. The watermark is drawn before the page's text."""
    if report.training:
        page.saveState()
        page.translate(WIDTH / 2, HEIGHT / 2)
        page.rotate(28)
        page.setFillGray(PALE)
        page.setFont(BOLD, 96)
        page.drawCentredString(0, -32, legible(_("PRACTICE PAPER")))
        page.restoreState()
    page.setStrokeGray(0.78)
    page.setLineWidth(0.5)
    page.line(MARGIN, FOOTER - 3 * mm, WIDTH - MARGIN, FOOTER - 3 * mm)
    page.setFillGray(GREY)
    page.setFont(REGULAR, 7.4)
    told = f"{report.municipality} \N{MIDDLE DOT} {report.title}"
    page.drawString(MARGIN, FOOTER - 7 * mm, legible(told))
    number = _("Page {page} of {pages}").format(page=page.getPageNumber(), pages=pages)
    page.drawRightString(WIDTH - MARGIN, FOOTER - 7 * mm, legible(number))


def _figure(amount: Money, report: ReconciliationReport) -> str:
    return formats.money(amount, report.locale).replace(" ", NO_BREAK_SPACE)


def _markup(text: str) -> str:
    return escape(legible(text))


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Data is never markup: a name with `<` in it is printed, not obeyed."""
    return Paragraph(_markup(text), style)
