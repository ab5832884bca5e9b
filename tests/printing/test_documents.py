from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from domain.errors import InvariantBroken, Refusal
from printing.blocks import BigCode, Block, Columns, Field, QrCode, Stamp, Text
from printing.documents import CloseKind, Copy, DenominationCount, Document, Letterhead, PrepaidFigures
from printing.documents.document import amount
from printing.documents.pdf import dark_runs
from printing.documents.preview import preview_png
from printing.documents.typeset import Glyphs, typeset
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_PDF_58, PROFILE_PDF_80, PdfProfile, PrinterProfile
from printing.receipt_reader import read as decode
from printing.render import render
from tests.printing.reading import codes_in, pdf_text, picture_of, squeezed
from tests.printing.samples import (
    CODE,
    COMPLAINT,
    EXEMPT_RECEIPT,
    PERU,
    PLAIN_RECEIPT,
    PRACTICE,
    PREPAID,
    RECEIPT,
    RECONCILIATION,
    REMITTANCE,
    SECOND_COPY,
    SLIPS,
    VOIDED,
    X_REPORT,
    Z_REPORT,
    soles,
)

SLIP_NAMES = sorted(SLIPS)
WITH_CODE = [name for name in SLIP_NAMES if any(isinstance(block, QrCode) for block in SLIPS[name].layout())]
ROLLS = [PROFILE_PDF_80, PROFILE_PDF_58]


def stamps(document: Document) -> list[str]:
    return [block.text for block in document.layout() if isinstance(block, Stamp)]


def texts(document: Document) -> str:
    return "\n".join(block.text for block in document.layout() if isinstance(block, Text))


def value_of(document: Document, label: str) -> str:
    return next(block.right for block in document.layout() if isinstance(block, Columns) and block.left == label)


@pytest.mark.parametrize("name", SLIP_NAMES)
@pytest.mark.parametrize("profile", [PROFILE_80, PROFILE_58, *ROLLS], ids=["80", "58", "pdf80", "pdf58"])
def test_the_same_document_gives_the_same_bytes(name: str, profile: PrinterProfile) -> None:
    assert render(SLIPS[name], profile) == render(SLIPS[name], profile)


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from wording.catalogue import use_language; use_language('es')\n"
        "from tests.printing.samples import RECEIPT, RECONCILIATION\n"
        "from printing.profiles import *\n"
        "from printing.render import render\n"
        "jobs = [(RECEIPT, PROFILE_80), (RECEIPT, PROFILE_PDF_80), (RECONCILIATION, PROFILE_A4)]\n"
        "print(*(hashlib.sha256(render(*job)).hexdigest() for job in jobs))\n"
    )

    def digests(seed: str) -> str:
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path)), "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment, cwd="."
        ).stdout

    assert digests("1") == digests("2") != ""


@pytest.mark.parametrize("name", SLIP_NAMES)
@pytest.mark.parametrize("profile", ROLLS, ids=["80", "58"])
def test_a_pdf_embeds_its_letters_and_names_its_language(name: str, profile: PdfProfile) -> None:
    pdf = render(SLIPS[name], profile)

    assert b"Helvetica" not in pdf
    assert b"/FontFile2" in pdf
    assert b"es-PE" in pdf


def facts_of(block: Block) -> list[str]:
    match block:
        case Columns(left=left, right=right):
            return [left, right]
        case Field(label=label, value=value):
            return [label, value]
        case Text(text=text) | Stamp(text=text):
            return [text]
        case BigCode(label=label, code=code):
            return [label, code]
        case _:
            return []


def typed(text: str) -> str:
    """As the thermal printer's page has it."""
    return squeezed(text.translate(str.maketrans("\u2212\u2019\u201c\u201d", '-\'""')))


@pytest.mark.parametrize("name", SLIP_NAMES)
def test_both_papers_and_both_widths_say_the_same(name: str) -> None:
    document = SLIPS[name]
    printed = [typed(pdf_text(render(document, profile))) for profile in ROLLS]
    printed += [typed(decode(render(document, profile), profile.dots).text) for profile in (PROFILE_80, PROFILE_58)]

    for block in document.layout():
        for fact in facts_of(block):
            assert all(typed(fact) in text for text in printed), fact


@pytest.mark.parametrize(
    "name", [name for name in SLIP_NAMES if any(isinstance(b, QrCode) for b in SLIPS[name].layout())]
)
@pytest.mark.parametrize("profile", ROLLS, ids=["80", "58"])
def test_the_code_on_a_pdf_scans(name: str, profile: PdfProfile) -> None:
    picture = picture_of(preview_png(render(SLIPS[name], profile), scale=3))

    assert codes_in(picture) == [PREPAID.code if name.startswith("prepaid") else CODE]


@pytest.mark.parametrize("name", SLIP_NAMES)
@pytest.mark.parametrize(("paper_mm", "margin_mm"), [(80, 5.0), (58, 3.5)])
def test_no_letter_runs_off_the_paper(name: str, paper_mm: float, margin_mm: float) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - only this test measures letters itself

    sheet = typeset(SLIPS[name].layout(), paper_mm, margin_mm)
    glyphs = [ink for ink in sheet.inks if isinstance(ink, Glyphs)]

    assert glyphs
    for ink in glyphs:
        assert ink.x >= margin_mm * 72 / 25.4 - 0.1
        assert ink.x + stringWidth(ink.text, ink.font, ink.size) <= sheet.width - margin_mm * 72 / 25.4 + 0.1, ink.text
        assert 0 < ink.y < sheet.height


def test_an_amount_is_never_torn_from_its_currency() -> None:
    assert " " not in amount(soles(123_456_789), PERU)

    huge = replace(PLAIN_RECEIPT, municipal_fee=soles(10**11), total=soles(10**11), tendered=soles(10**11 + 470))
    lines = decode(render(huge, PROFILE_58), 384).lines
    assert any("S/ 1,000,000,000.00" in line for line in lines)


def test_only_an_original_that_took_cash_opens_the_drawer() -> None:
    assert RECEIPT.opens_drawer
    assert not PRACTICE.opens_drawer
    assert not SECOND_COPY.opens_drawer
    assert not VOIDED.opens_drawer
    assert not EXEMPT_RECEIPT.opens_drawer
    assert not COMPLAINT.opens_drawer
    assert not Z_REPORT.opens_drawer


def test_every_paper_says_which_copy_it_is() -> None:
    assert stamps(RECEIPT) == []
    assert "ORIGINAL" in texts(RECEIPT)
    assert stamps(SECOND_COPY) == ["COPIA 2"]
    assert "ORIGINAL" not in texts(SECOND_COPY)
    assert "L. Vásquez" in texts(SECOND_COPY)
    assert value_of(SECOND_COPY, "Atendido por") == "R. Chuquimango"


def test_a_voided_receipt_says_so_on_both_papers() -> None:
    assert stamps(VOIDED) == ["ANULADO", "COPIA 1", "ANULADO"]
    assert "ANULADO" in decode(render(VOIDED, PROFILE_58), 384).inverse


def test_practice_paper_says_so_at_both_ends() -> None:
    assert stamps(PRACTICE) == ["PRÁCTICA: SIN VALOR"] * 2
    assert stamps(PLAIN_RECEIPT) == []


def test_the_state_is_the_honest_one() -> None:
    def state(document: Document) -> str:
        return next(block.value for block in document.layout() if isinstance(block, Field) and block.label == "Estado")

    assert state(RECEIPT).startswith("GUARDADO en este equipo")
    assert state(replace(RECEIPT, received_by_centre=True)).startswith("RECIBIDO")
    assert state(COMPLAINT).startswith("GUARDADO en este equipo")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("operator", ""),
        ("procedure_name", "  "),
        ("payer", ""),
        ("code_text", ""),
        ("follow", ("En esta cabina", "")),
        ("letterhead", Letterhead(municipality="", lines=(), cabin="Cabina 07")),
        ("exemption", " "),
    ],
)
def test_a_missing_fact_stops_the_print(field: str, value: object) -> None:
    with pytest.raises(InvariantBroken, match="blank_on_paper"):
        replace(RECEIPT, **{field: value})  # type: ignore[arg-type]


def test_a_time_without_a_zone_stops_the_print() -> None:
    with pytest.raises(InvariantBroken, match="time_without_zone"):
        replace(RECEIPT, issued_at=datetime(2026, 11, 20, 10, 44))  # noqa: DTZ001 - the fault under test
    replace(RECEIPT, issued_at=datetime(2026, 11, 20, 10, 44, tzinfo=UTC))


@pytest.mark.parametrize("code", ["207418365", "20741836599", "207 418 36", "abcdefghij", "٠١٢٣٤٥٦٧٨٩"])
def test_a_case_code_has_ten_digits(code: str) -> None:
    with pytest.raises(InvariantBroken, match="case_code_malformed"):
        replace(COMPLAINT, case_code=code)


@pytest.mark.parametrize("field", ["municipal_fee", "service_fee", "cash_rounding", "total", "tendered", "change"])
def test_a_receipt_adds_up(field: str) -> None:
    with pytest.raises(InvariantBroken, match="receipt_does_not_add_up"):
        replace(RECEIPT, **{field: getattr(RECEIPT, field) + soles(1)})


def test_currencies_are_not_mixed_on_a_receipt() -> None:
    from domain.money import Money  # noqa: PLC0415 - the only other currency here

    with pytest.raises(Refusal, match="currencies_mixed"):
        replace(RECEIPT, service_fee=Money(400, "USD"))


def test_a_copy_and_its_number_agree() -> None:
    mark = Copy(number=1, printed_at=datetime(2026, 11, 21, tzinfo=UTC), operator="L. V.")
    with pytest.raises(InvariantBroken, match="copy_number_disagrees"):
        replace(RECEIPT, copy_number=2, copy=mark)
    with pytest.raises(InvariantBroken, match="copy_number_disagrees"):
        replace(RECEIPT, copy_number=-1)


def test_a_blind_count_stays_blind() -> None:
    """From an X report nobody can work out what the drawer ought to hold."""
    with pytest.raises(InvariantBroken, match="blind_count_revealed"):
        replace(X_REPORT, cash=Z_REPORT.cash)
    with pytest.raises(InvariantBroken, match="blind_count_revealed"):
        replace(X_REPORT, movements=Z_REPORT.movements)
    with pytest.raises(InvariantBroken, match="blind_count_revealed"):
        replace(X_REPORT, voids=Z_REPORT.voids)
    with pytest.raises(InvariantBroken, match="blind_count_revealed"):
        replace(X_REPORT, prepaid=Z_REPORT.prepaid)
    with pytest.raises(InvariantBroken, match="blind_count_revealed"):
        replace(X_REPORT, procedures=Z_REPORT.procedures)

    printed = decode(render(X_REPORT, PROFILE_80), 576).text
    assert printed.count("S/") == 1  # the opening float, which the operator counted


def test_a_close_shows_the_count_and_its_difference() -> None:
    printed = decode(render(Z_REPORT, PROFILE_80), 576).text

    assert "Efectivo esperado" in printed
    assert any(line.startswith("FALTANTE") and line.endswith("-S/ 0.40") for line in printed.splitlines())
    assert "S/ 100.00 \N{MULTIPLICATION SIGN} 2" in printed
    assert value_of(Z_REPORT, "Diario termina en") == "9f3ac01e"
    with pytest.raises(InvariantBroken, match="close_without_count"):
        replace(Z_REPORT, cash=None)
    with pytest.raises(InvariantBroken, match="close_without_count"):
        replace(Z_REPORT, procedures=X_REPORT.procedures)
    with pytest.raises(InvariantBroken, match="count_does_not_add_up"):
        replace(Z_REPORT.cash, counted=soles(1))  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("counted", "label", "figure"),
    [
        (55_220, "FALTANTE", "\N{MINUS SIGN}S/\N{NO-BREAK SPACE}0.40"),
        (55_260, "SIN DIFERENCIA", "S/\N{NO-BREAK SPACE}0.00"),
        (55_310, "SOBRANTE", "S/\N{NO-BREAK SPACE}0.50"),
    ],
)
def test_a_difference_has_a_name(counted: int, label: str, figure: str) -> None:
    assert Z_REPORT.cash is not None
    coins = (DenominationCount(value=soles(10), count=counted // 10),)
    count = replace(Z_REPORT.cash, counted=soles(counted), denominations=coins)
    assert value_of(replace(Z_REPORT, cash=count), label) == figure


def test_what_the_drawer_should_hold_adds_up_line_by_line() -> None:
    lines = decode(render(Z_REPORT, PROFILE_80), 576).lines
    start, end = lines.index("Qué debe haber en la caja"), lines.index("Arqueo")
    figures = [line.rpartition("S/ ") for line in lines[start + 1 : end] if "S/ " in line]
    parts = [
        (-1 if label.endswith("-") else 1) * int(figure.replace(",", "").replace(".", ""))
        for label, _, figure in figures
    ]

    assert len(parts) == 10, "the float, eight movements of money and their sum"
    assert sum(parts[:-1]) == parts[-1] == 55_260

    assert Z_REPORT.cash is not None
    with pytest.raises(InvariantBroken, match="expected_does_not_add_up"):
        replace(Z_REPORT, cash=replace(Z_REPORT.cash, rounding=soles(15)))
    with pytest.raises(InvariantBroken, match="expected_does_not_add_up"):
        replace(Z_REPORT, movements=Z_REPORT.movements[1:])


def test_a_close_names_every_void_its_reason_and_who_approved_it() -> None:
    printed = squeezed(decode(render(Z_REPORT, PROFILE_58), 384).text)
    for void in Z_REPORT.voids:
        assert squeezed(f"{void.receipt}, devuelto") in printed
        assert squeezed(f"Motivo: {void.reason}") in printed
    assert squeezed("Aprobó: solo el operador") in printed
    assert squeezed("Aprobó: L. Vásquez") in printed

    blind = decode(render(X_REPORT, PROFILE_80), 576).text
    assert "C07-000112" in blind
    assert "devuelto" not in blind


def test_a_report_without_receipts_says_zero_and_names_none() -> None:
    quiet = replace(
        X_REPORT,
        receipts=None,
        receipt_count=0,
        procedures=(),
        voids=(),
        movements=(),
        prepaid=PrepaidFigures(sold_count=0, used_count=0),
    )
    assert value_of(quiet, "Recibos") == "0"
    assert not any(isinstance(block, Columns) and block.left == "Primero" for block in quiet.layout())
    assert "prepago" not in decode(render(quiet, PROFILE_80), 576).text
    with pytest.raises(InvariantBroken, match="receipts_disagree"):
        replace(X_REPORT, receipts=None)
    with pytest.raises(InvariantBroken, match="receipts_disagree"):
        replace(X_REPORT, voids=X_REPORT.voids[1:])
    with pytest.raises(InvariantBroken, match="chain_head_malformed"):
        replace(X_REPORT, chain_head="9F3A")
    with pytest.raises(InvariantBroken, match="prepaid_figures_disagree"):
        replace(Z_REPORT.prepaid, used_count=0)
    assert X_REPORT.kind is CloseKind.X


def test_a_declared_deposit_says_that_it_is_pending() -> None:
    assert "PENDIENTE DE CONFIRMAR" in texts(REMITTANCE)
    assert REMITTANCE.remittance in decode(render(REMITTANCE, PROFILE_58), 384).tall


def test_the_page_is_as_long_as_what_stands_on_it() -> None:
    def height(document: Document) -> float:
        opened = pypdfium2.PdfDocument(render(document, PROFILE_PDF_80))
        try:
            return float(opened[0].get_size()[1])
        finally:
            opened.close()

    assert height(RECEIPT) > height(PLAIN_RECEIPT) > height(COMPLAINT)


def test_dark_modules_are_joined_into_runs() -> None:
    assert dark_runs(bytes([0, 1, 1, 0, 1])) == [(1, 2), (4, 1)]
    assert dark_runs(bytes([0, 0])) == []


def test_the_reconciliation_needs_a_sheet_printer() -> None:
    with pytest.raises(Refusal, match="needs_sheet_printer"):
        render(RECONCILIATION, PROFILE_80)


def test_a_broken_pdf_has_no_preview() -> None:
    with pytest.raises(ValueError, match="not a readable PDF"):
        preview_png(b"%PDF-1.7 torn")
