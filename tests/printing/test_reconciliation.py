from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import InvariantBroken
from printing.documents import TreasuryFacts
from printing.documents.preview import page_count
from printing.profiles import PROFILE_A4
from printing.render import render
from tests.printing.reading import pdf_text
from tests.printing.samples import RECONCILIATION, cabin


def test_every_page_says_which_of_how_many_it_is_and_repeats_the_headings() -> None:
    pdf = render(RECONCILIATION, PROFILE_A4)
    pages = page_count(pdf)

    assert pages == 3
    for page in range(pages):
        assert f"Página {page + 1} de {pages}" in pdf_text(pdf, page)
    assert all("Cabina y puesto" in pdf_text(pdf, page) for page in (0, 1))


def test_hundreds_of_cabins_go_on_over_pages_and_none_is_lost() -> None:
    report = replace(RECONCILIATION, cabins=tuple(cabin(number) for number in range(1, 301)))
    pdf = render(report, PROFILE_A4)
    text = "".join(pdf_text(pdf, page) for page in range(page_count(pdf)))

    assert page_count(pdf) > 15
    assert all(f"Cabina {number:02d} ·" in text for number in range(1, 301))


def test_totals_are_the_sums_of_their_columns() -> None:
    text = pdf_text(render(RECONCILIATION, PROFILE_A4), 1)

    assert "S/ 46,572.50" in text  # deposited: 25 x 1,862.90
    assert "S/ 46,572.30" in text  # confirmed: 0.20 less
    assert "S/ 11,800.00" in text, "no amount is broken over two lines"
    assert "S/ 7,500.00" in text
    assert "24 de 25" in text
    assert "NO, se corta en" in text.replace("\n", " ")


def test_refunds_debts_codes_and_statements_have_their_sections() -> None:
    text = pdf_text(render(RECONCILIATION, PROFILE_A4), 2).replace("\n", " ")

    assert "C02-000004 05/11/2026 Error de la municipalidad RG-118-2026 S/ 12.30" in text
    assert "Total S/ 102.90 S/ 4.00" in text
    assert "C11 09/11/2026 Garantía ejecutada RA-077-2026 S/ 19.90" in text
    assert "Total 4 S/ 170.00 S/ 105.90 S/ 4.00 S/ 60.10" in text
    assert "04/11/2026 1, respondidas" in text
    assert "NO COINCIDE SIN FIRMAR 2, 2 sin respuesta" in text


def test_a_section_with_nothing_in_it_says_so() -> None:
    pdf = render(replace(RECONCILIATION, cabins=(cabin(1),), treasury=TreasuryFacts()), PROFILE_A4)
    text = "".join(pdf_text(pdf, page) for page in range(page_count(pdf)))

    assert "Ninguna en este periodo." in text
    assert "Ningún movimiento en este periodo." in text
    assert "Ninguna cabina vendió ni debe códigos prepago." in text


def test_sections_go_on_over_pages_and_no_line_is_lost() -> None:
    (first, *_others) = RECONCILIATION.treasury.accounts
    lines = tuple(replace(first, rests_on=f"LIQ-{number:04d}") for number in range(1, 201))
    pdf = render(replace(RECONCILIATION, treasury=replace(RECONCILIATION.treasury, accounts=lines)), PROFILE_A4)
    text = "".join(pdf_text(pdf, page) for page in range(page_count(pdf)))

    assert all(f"LIQ-{number:04d}" in text for number in range(1, 201))


def test_a_blank_in_a_line_of_money_is_our_fault() -> None:
    (first, *others) = RECONCILIATION.treasury.refunds
    blank = replace(RECONCILIATION.treasury, refunds=(replace(first, resolution=" "), *others))
    with pytest.raises(InvariantBroken, match="blank_on_paper"):
        replace(RECONCILIATION, treasury=blank)


def test_data_is_never_markup() -> None:
    pdf = render(RECONCILIATION, PROFILE_A4)
    assert "<ver acta>" in pdf_text(pdf, 1)
    assert "<según acta>" in pdf_text(pdf, 2)


def test_the_letters_are_embedded_and_the_bytes_repeat() -> None:
    pdf = render(RECONCILIATION, PROFILE_A4)

    assert pdf == render(RECONCILIATION, PROFILE_A4)
    assert b"Helvetica" not in pdf
    assert b"es-PE" in pdf


def test_no_findings_is_said_and_not_left_blank() -> None:
    pdf = render(replace(RECONCILIATION, findings=(), cabins=(cabin(1),), training=True), PROFILE_A4)

    text = "".join(pdf_text(pdf, page) for page in range(page_count(pdf)))
    assert "Ninguno en este periodo." in text
    assert "PRÁCTICA" in text
    assert "Cabinas: 1 · recibos: 119 · hallazgos: 0" in text


def test_an_empty_or_backward_report_is_our_fault() -> None:
    with pytest.raises(InvariantBroken, match="reconciliation_without_cabins"):
        replace(RECONCILIATION, cabins=())
    with pytest.raises(InvariantBroken, match="period_backwards"):
        replace(RECONCILIATION, period_end=date(2026, 10, 31))
    with pytest.raises(InvariantBroken, match="blank_on_paper"):
        replace(RECONCILIATION, cabins=(replace(cabin(1), station=""),))


def test_a_reconciliation_of_sample_figures_warns_and_one_of_real_figures_does_not() -> None:
    assert RECONCILIATION.notice is not None
    assert RECONCILIATION.notice in pdf_text(render(RECONCILIATION, PROFILE_A4), 0)
    assert "MUESTRA" not in pdf_text(render(replace(RECONCILIATION, notice=None), PROFILE_A4), 0)
