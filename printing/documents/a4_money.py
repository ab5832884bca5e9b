"""The reconciliation's sections on refunds, debts and guarantee, prepaid codes and statements, on A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, LongTable, Paragraph, TableStyle

from domain.money import Money
from printing.documents.reconciliation_money import AccountRow, PrepaidRow, RefundRow, StatementSummary, TreasuryFacts
from printing.documents.sheet import (
    CELL,
    CELL_STRONG,
    FIGURE,
    FIGURE_HEAD,
    FIGURE_STRONG,
    HEAD,
    SECTION,
    figure,
    paragraph,
    table_look,
)
from wording import formats
from wording.catalogue import _
from wording.formats import Locale

#: Shares of the page's width.
_REFUNDS: Final = (0.07, 0.12, 0.09, 0.2, 0.15, 0.11, 0.11, 0.15)
_ACCOUNTS: Final = (0.1, 0.1, 0.3, 0.37, 0.13)
_PREPAID: Final = (0.35, 0.09, 0.14, 0.14, 0.14, 0.14)
_STATEMENTS: Final = (0.1, 0.13, 0.09, 0.14, 0.14, 0.15, 0.13, 0.12)


def money_sections(facts: TreasuryFacts, locale: Locale, room: float) -> list[Flowable]:
    """`room` is the width of the text, in points. A section with nothing in it says so."""
    return [
        paragraph(_("Refunds of the period"), SECTION),
        *_refunds(facts.refunds, locale, room),
        paragraph(_("Debts, guarantee and commission of the period"), SECTION),
        *_accounts(facts.accounts, locale, room),
        paragraph(_("Prepaid codes by cabin"), SECTION),
        *_prepaid(facts.prepaid, locale, room),
        paragraph(_("Statements of the period"), SECTION),
        *_statements(facts.statements, locale, room),
    ]


def _refunds(rows: Sequence[RefundRow], locale: Locale, room: float) -> list[Flowable]:
    if not rows:
        return [paragraph(_("No receipt was refunded in this period."), CELL)]
    heads = (
        _("Station of the receipt"),
        _("Receipt refunded"),
        _("Approved on the"),
        _("Ground of the refund"),
        _("By resolution"),
        _("Refunded amount"),
        _("Commission given back"),
        _("Paid or not"),
    )
    cells = [
        [
            paragraph(row.station, CELL),
            paragraph(row.receipt, CELL_STRONG),
            paragraph(formats.day(row.approved_on), CELL),
            paragraph(row.ground, CELL),
            paragraph(row.resolution, CELL),
            paragraph(figure(row.amount, locale), FIGURE),
            paragraph(figure(row.owed, locale), FIGURE),
            paragraph(row.payment, CELL),
        ]
        for row in rows
    ]
    sums = [
        paragraph(_("Total of the section"), CELL_STRONG),
        *[paragraph("", CELL)] * 4,
        paragraph(figure(_sum(row.amount for row in rows), locale), FIGURE_STRONG),
        paragraph(figure(_sum(row.owed for row in rows), locale), FIGURE_STRONG),
        paragraph("", CELL),
    ]
    return [_table(heads, cells, _REFUNDS, room, numeric=(5, 6), sums=sums, spanned=5)]


def _accounts(rows: Sequence[AccountRow], locale: Locale, room: float) -> list[Flowable]:
    """No total: what settles a debt and what makes one do not add up to anything."""
    if not rows:
        return [paragraph(_("Nothing moved in this period."), CELL)]
    heads = (
        _("Station of the account"),
        _("Day of the movement"),
        _("Movement of the account"),
        _("Document it rests on"),
        _("Amount of the movement"),
    )
    cells = [
        [
            paragraph(row.station, CELL),
            paragraph(formats.day(row.on), CELL),
            paragraph(row.what, CELL_STRONG),
            paragraph(row.rests_on, CELL),
            paragraph(figure(row.amount, locale), FIGURE),
        ]
        for row in rows
    ]
    return [_table(heads, cells, _ACCOUNTS, room, numeric=(4,))]


def _prepaid(rows: Sequence[PrepaidRow], locale: Locale, room: float) -> list[Flowable]:
    if not rows:
        return [paragraph(_("No cabin sold or owes prepaid codes."), CELL)]
    heads = (
        _("Cabin of the codes"),
        _("Codes sold"),
        _("Amount sold"),
        _("Amount used"),
        _("Amount expired"),
        _("Still to be used"),
    )
    columns = [[row.sold, row.used, row.expired, row.owed] for row in rows]
    cells = [
        [
            paragraph(f"{row.cabin} \N{MIDDLE DOT} {row.station}", CELL),
            paragraph(str(row.codes), FIGURE),
            *(paragraph(figure(each, locale), FIGURE) for each in amounts),
        ]
        for row, amounts in zip(rows, columns, strict=True)
    ]
    sums = [
        paragraph(_("Total of the section"), CELL_STRONG),
        paragraph(str(sum(row.codes for row in rows)), FIGURE_STRONG),
        *(paragraph(figure(_sum(column), locale), FIGURE_STRONG) for column in zip(*columns, strict=True)),
    ]
    return [_table(heads, cells, _PREPAID, room, numeric=range(1, 6), sums=sums)]


def _statements(rows: Sequence[StatementSummary], locale: Locale, room: float) -> list[Flowable]:
    if not rows:
        return [paragraph(_("No statement was issued in this period."), CELL)]
    heads = (
        _("Station of the statement"),
        _("Statement of"),
        _("Lines in it"),
        _("Fees in it"),
        _("Commission in it"),
        _("Computed again"),
        _("Signed by the agent on"),
        _("Lines disputed"),
    )
    cells = [
        [
            paragraph(row.station, CELL),
            paragraph(row.statement, CELL_STRONG),
            paragraph(str(row.lines), FIGURE),
            paragraph(figure(row.fees, locale), FIGURE),
            paragraph(figure(row.commission, locale), FIGURE),
            paragraph(_("The same"), CELL) if row.agrees else paragraph(_("NOT the same"), CELL_STRONG),
            _signed(row),
            _disputed(row),
        ]
        for row in rows
    ]
    return [_table(heads, cells, _STATEMENTS, room, numeric=(2, 3, 4))]


def _signed(row: StatementSummary) -> Paragraph:
    if row.signed_on is None:
        return paragraph(_("NOT SIGNED"), CELL_STRONG)
    return paragraph(formats.day(row.signed_on), CELL)


def _disputed(row: StatementSummary) -> Paragraph:
    if not row.disputed:
        return paragraph(_("no line"), CELL)
    if not row.unanswered:
        return paragraph(_("{n}, all answered").format(n=row.disputed), CELL)
    return paragraph(_("{n}, {open} without answer").format(n=row.disputed, open=row.unanswered), CELL_STRONG)


def _sum(amounts: Iterable[Money]) -> Money:
    first, *others = amounts
    return sum(others, first)


def _table(
    heads: Sequence[str],
    cells: list[list[Paragraph]],
    shares: Sequence[float],
    room: float,
    *,
    numeric: Iterable[int],
    sums: list[Paragraph] | None = None,
    spanned: int = 1,
) -> LongTable:
    """`sums` is a last row under a line; its first `spanned` cells are one."""
    right = set(numeric)
    rows = [
        [paragraph(head, FIGURE_HEAD if index in right else HEAD) for index, head in enumerate(heads)],
        *cells,
        *([] if sums is None else [sums]),
    ]
    look = table_look(len(rows))
    # Words that follow a figure keep away from it.
    look += [("LEFTPADDING", (index + 1, 0), (index + 1, -1), 12) for index in right if index + 1 not in right]
    if sums is not None:
        look += [("LINEABOVE", (0, -1), (-1, -1), 1, black), ("SPAN", (0, -1), (spanned - 1, -1))]
    table = LongTable(rows, colWidths=[share * room for share in shares], repeatRows=1)
    table.setStyle(TableStyle(look))
    return table
