"""The statement on A4, upright: a line for each movement, the disputes under theirs, and both signatures."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, LongTable, Paragraph, Spacer, Table, TableStyle

from domain.money import Money
from printing.documents.sheet import (
    CELL_QUIET,
    FIGURE_HEAD,
    HEAD,
    MARGIN,
    NOTE,
    OWNER,
    SECTION,
    SHADE,
    SUBTITLE,
    TITLE,
    Sheets,
    digest_lines,
    figure,
    paragraph,
    style,
    table_look,
)
from printing.documents.statement import Statement, StatementAnswer, StatementRow, StatementSignature
from printing.documents.typefaces import REGULAR, SEMIBOLD
from wording import formats
from wording.catalogue import _, ngettext

ROOM: Final = A4[0] - 2 * MARGIN
#: Shares of the page's width: number, time, what, which, entry, three amounts (up to 999,999.99 and a sign).
COLUMNS: Final = (0.052, 0.150, 0.117, 0.1735, 0.1185, 0.1295, 0.1295, 0.1295)
AMOUNTS: Final = 5
SIZE: Final = 7.8
CELL: Final = style(REGULAR, SIZE)
CELL_STRONG: Final = style(SEMIBOLD, SIZE)
FIGURE: Final = style(REGULAR, SIZE, alignment=TA_RIGHT)
FIGURE_STRONG: Final = style(SEMIBOLD, SIZE, alignment=TA_RIGHT)
_NOTHING: Final = "\N{EN DASH}"


def statement_pdf(statement: Statement) -> bytes:
    """A4, upright. Equal statements give equal bytes. Every page says which of how many it is."""
    return Sheets(statement.title, statement.municipality, A4, statement.training).pdf(lambda: _story(statement))


def _story(statement: Statement) -> list[Flowable]:
    facts = (
        f"{statement.cabin} \N{MIDDLE DOT} {_('Station {station}').format(station=statement.station)}",
        _("Issued on {when}, up to entry {entry}").format(
            when=formats.day_and_clock(statement.issued_at), entry=f"{statement.station}/{statement.through}"
        ),
    )
    return [
        paragraph(_("Statement of account, {month}").format(month=formats.month(statement.month)), TITLE),
        paragraph(statement.municipality, OWNER),
        *([] if statement.notice is None else [paragraph(statement.notice, CELL_STRONG)]),
        *(paragraph(fact, SUBTITLE) for fact in facts),
        Spacer(0, 5 * mm),
        _lines(statement),
        paragraph(
            _("Fees and commission are added up. Other money is told line by line: one deposit stands on several."),
            NOTE,
        ),
        KeepTogether([paragraph(_("Signatures of both sides"), SECTION), *_signatures(statement)]),
    ]


def _lines(statement: Statement) -> LongTable:
    heads = (
        _("Line no."),
        _("Day and time of the line"),
        _("What it was"),
        _("Which one"),
        _("Entry of the line"),
        _("Fee of the line"),
        _("Agent's commission"),
        _("Other money of the line"),
    )
    rows: list[list[Any]] = [
        [paragraph(head, FIGURE_HEAD if index >= AMOUNTS else HEAD) for index, head in enumerate(heads)]
    ]
    look: list[tuple[Any, ...]] = [("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3)]
    shaded: list[int] = []
    for row in statement.rows:
        at = len(rows)
        rows.append(_line(row, statement))
        if row.dispute is not None:
            rows.append(["", _dispute(row, statement), *[""] * (len(COLUMNS) - 2)])
            shaded += [at, at + 1]
            look += [
                ("SPAN", (1, at + 1), (-1, at + 1)),
                ("NOSPLIT", (0, at), (-1, at + 1)),
                ("LINEBELOW", (0, at), (-1, at), 0.6, SHADE),
                ("TOPPADDING", (0, at + 1), (-1, at + 1), 0),
            ]
    rows.append(_totals(statement))
    table = LongTable(rows, colWidths=[share * ROOM for share in COLUMNS], repeatRows=1)
    last = [("LINEABOVE", (0, -1), (-1, -1), 1, black), ("SPAN", (2, -1), (4, -1))]
    table.setStyle(TableStyle([*table_look(len(rows), shaded=shaded), *look, *last]))
    return table


def _line(row: StatementRow, statement: Statement) -> list[Paragraph]:
    look = CELL if row.dispute is None else CELL_STRONG
    return [
        paragraph(str(row.number), look),
        paragraph(formats.day_and_clock(row.at), CELL),
        paragraph(row.what, look),
        paragraph(row.reference, CELL),
        paragraph(row.entry, CELL),
        *(_figure(each, statement) for each in (row.fee, row.commission, row.cash)),
    ]


def _dispute(row: StatementRow, statement: Statement) -> list[Paragraph]:
    assert row.dispute is not None, "only disputed lines have one"
    told = [paragraph(_("DISPUTED: {reason}").format(reason=row.dispute.reason), CELL)]
    if row.dispute.answer is None:
        return [*told, paragraph(_("The municipality has not answered yet."), CELL_STRONG)]
    return [*told, paragraph(_answer(row.dispute.answer, statement), CELL_STRONG)]


def _answer(answer: StatementAnswer, statement: Statement) -> str:
    if not answer.upheld:
        return _("Rejected: {words}").format(words=answer.words)
    granted = figure(answer.adjustment, statement.locale)
    return _("Upheld, {amount} of commission granted: {words}").format(amount=granted, words=answer.words)


def _totals(statement: Statement) -> list[Any]:
    count = len(statement.rows)
    told = ngettext("{count} line", "{count} lines", count).format(count=count)
    if statement.disputed:
        told += " \N{MIDDLE DOT} " + _("disputed: {count}").format(count=statement.disputed)
    return [
        "",
        paragraph(_("Total of the period"), CELL_STRONG),
        paragraph(told, CELL_STRONG),
        "",
        "",
        paragraph(figure(statement.fees, statement.locale), FIGURE_STRONG),
        paragraph(figure(statement.commission, statement.locale), FIGURE_STRONG),
        paragraph(_NOTHING, FIGURE),
    ]


def _figure(amount: Money, statement: Statement) -> Paragraph:
    return paragraph(figure(amount, statement.locale) if amount else _NOTHING, FIGURE)


def _signatures(statement: Statement) -> list[Flowable]:
    sides = Table(
        [
            [_side(_("For the municipality"), statement.centre), _side(_("For the agent"), statement.agent_signature)],
        ],
        colWidths=[ROOM / 2] * 2,
    )
    look = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
    sides.setStyle(TableStyle(look))
    label = _("Hash of the lines above, signed by both sides")
    return [sides, Spacer(0, 3 * mm), paragraph(label, CELL_QUIET), digest_lines(statement.digest)]


def _side(label: str, signature: StatementSignature | None) -> list[Paragraph]:
    if signature is None:
        return [paragraph(label, CELL_QUIET), paragraph(_("NOT SIGNED YET"), CELL_STRONG)]
    return [
        paragraph(label, CELL_QUIET),
        paragraph(signature.name, CELL_STRONG),
        paragraph(signature.role, CELL),
        paragraph(_("Signed on {when}").format(when=formats.day_and_clock(signature.at)), CELL),
        paragraph(_("Signed entry ends in {tail}").format(tail=signature.hash_tail), CELL),
    ]
