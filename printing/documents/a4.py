"""The reconciliation on A4, lying on its side: a table that goes on over as many pages as there are cabins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, Paragraph, Spacer, TableStyle

from domain.money import Money
from printing.documents.a4_money import money_sections
from printing.documents.reconciliation_report import CabinReconciliation, FindingLine, ReconciliationReport
from printing.documents.sheet import (
    CELL,
    CELL_QUIET,
    CELL_STRONG,
    FIGURE,
    FIGURE_HEAD,
    FIGURE_STRONG,
    HEAD,
    MARGIN,
    NOTE,
    OWNER,
    SECTION,
    SUBTITLE,
    TITLE,
    Sheets,
    digest_lines,
    figure,
    markup,
    paragraph,
    table_look,
)
from wording import formats
from wording.catalogue import _

SIZE: Final = landscape(A4)
ROOM: Final = SIZE[0] - 2 * MARGIN
#: Shares of the page's width: cabin, receipts, six amounts (totals up to 99,999.99), two differences, chain.
COLUMNS: Final = (0.2, 0.052, 0.086, 0.084, 0.08, 0.08, 0.086, 0.086, 0.078, 0.08, 0.088)
FINDING_COLUMNS: Final = (0.16, 0.12, 0.72)


def reconciliation_pdf(report: ReconciliationReport) -> bytes:
    """A4, landscape. Equal reports give equal bytes. Every page says which of how many it is."""
    sheets = Sheets(report.title, report.municipality, SIZE, report.training)
    return sheets.pdf(lambda: _story(report))


def _story(report: ReconciliationReport) -> list[Flowable]:
    period = _("Period from {start} to {end}").format(
        start=formats.day(report.period_start), end=formats.day(report.period_end)
    )
    prepared = _("Prepared by {name} on {when}").format(
        name=report.prepared_by, when=formats.day_and_clock(report.prepared_at)
    )
    return [
        paragraph(report.title, TITLE),
        paragraph(report.municipality, OWNER),
        *([] if report.notice is None else [paragraph(report.notice, CELL_STRONG)]),
        paragraph(f"{period} \N{MIDDLE DOT} {prepared}", SUBTITLE),
        Spacer(0, 5 * mm),
        _cabins(report),
        paragraph(_("Difference is what was declared as deposited and the bank does not show yet."), NOTE),
        paragraph(_("Findings of the period"), SECTION),
        *_findings(report.findings),
        *money_sections(report.treasury, report.locale, ROOM),
        paragraph(_("Control totals"), SECTION),
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
        [paragraph(head, HEAD if index == 0 else FIGURE_HEAD) for index, head in enumerate(heads)]
    ]
    rows += [_cabin_row(cabin, report) for cabin in report.cabins]
    rows.append(_total_row(report))
    table = LongTable(rows, colWidths=[share * ROOM for share in COLUMNS], repeatRows=1)
    narrow = [("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3)]
    table.setStyle(TableStyle([*table_look(len(rows)), *narrow, ("LINEABOVE", (0, -1), (-1, -1), 1, black)]))
    return table


def _cabin_row(cabin: CabinReconciliation, report: ReconciliationReport) -> list[Paragraph]:
    name = f"{markup(cabin.cabin)}<br/><font size='7' color='#616161'>{markup(cabin.station)}</font>"
    verified = _("Yes, to {head}") if cabin.chain_verified else _("NO, stops at {head}")
    return [
        Paragraph(name, CELL),
        paragraph(str(cabin.receipts), FIGURE),
        *(paragraph(figure(each, report.locale), FIGURE) for each in _amounts(cabin)),
        paragraph(figure(cabin.difference, report.locale), FIGURE_STRONG if cabin.difference else FIGURE),
        paragraph(figure(cabin.drawer_difference, report.locale), FIGURE_STRONG if cabin.drawer_difference else FIGURE),
        paragraph(verified.format(head=cabin.chain_head[-8:]), FIGURE if cabin.chain_verified else FIGURE_STRONG),
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
        paragraph(_("Total of all cabins"), CELL_STRONG),
        paragraph(str(sum(cabin.receipts for cabin in report.cabins)), FIGURE_STRONG),
        *(paragraph(figure(total, report.locale), FIGURE_STRONG) for total in totals),
        paragraph(figure(totals[-2] - totals[-1], report.locale), FIGURE_STRONG),
        paragraph(figure(at_drawer, report.locale), FIGURE_STRONG),
        paragraph(_("{good} of {all} verified").format(good=verified, all=len(report.cabins)), FIGURE_STRONG),
    ]


def _findings(findings: Sequence[FindingLine]) -> list[Flowable]:
    if not findings:
        return [paragraph(_("No findings in this period."), CELL)]
    rows = [[paragraph(head, HEAD) for head in (_("Finding code"), _("Station concerned"), _("What was found"))]]
    rows += [
        [paragraph(finding.code, CELL_STRONG), paragraph(finding.station, CELL), paragraph(finding.text, CELL)]
        for finding in findings
    ]
    table = LongTable(rows, colWidths=[share * ROOM for share in FINDING_COLUMNS], repeatRows=1)
    table.setStyle(TableStyle(table_look(len(rows))))
    return [table]


def _controls(report: ReconciliationReport) -> list[Flowable]:
    counted = _("Cabins: {cabins} · receipts: {receipts} · findings: {findings}").format(
        cabins=len(report.cabins),
        receipts=sum(cabin.receipts for cabin in report.cabins),
        findings=len(report.findings),
    )
    lines = [paragraph(counted, CELL)]
    for label, digest in report.hashes:
        lines += [paragraph(label, CELL_QUIET), digest_lines(digest)]
    return list(lines)
