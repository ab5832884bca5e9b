"""The statement of a period on A4: every line, the disputes with their answers, totals, and both signatures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import InvariantBroken, Refusal
from domain.ledger import statements
from printing.documents.preview import page_count
from printing.documents.statement import KINDS
from printing.profiles import PROFILE_80, PROFILE_A4
from printing.render import render
from tests.printing.reading import pdf_text, squeezed
from tests.printing.samples import STATEMENT, row, soles


def pages() -> list[str]:
    pdf = render(STATEMENT, PROFILE_A4)
    return [pdf_text(pdf, page) for page in range(page_count(pdf))]


def test_every_page_says_which_of_how_many_it_is_and_repeats_the_headings() -> None:
    found = pages()
    assert len(found) > 1
    for number, text in enumerate(found, start=1):
        assert f"Página {number} de {len(found)}" in text
    assert all("Otro dinero" in text for text in found if "S/ 15" in text)


def test_every_line_has_its_number_its_name_and_its_entry() -> None:
    text = squeezed("".join(pages()))
    for line in STATEMENT.rows:
        assert squeezed(f"{line.what}{line.reference}{line.entry}") in text
    assert "Faltantedecaja" in text
    assert "Sobrantedecaja" in text


def test_a_disputed_line_shows_its_reason_and_the_answer_or_that_there_is_none() -> None:
    text = squeezed("".join(pages()))
    assert squeezed("OBSERVADA: El trámite sí se presentó;") in text
    assert squeezed("Aceptada, se reconoce S/ 4.00 de comisión: Conforme con el váucher E001-122. <ver acta>") in text
    assert squeezed("Rechazada: El recibo se anuló con su código.") in text
    assert squeezed("La municipalidad todavía no respondió.") in text
    assert squeezed("67 líneas · observadas: 3") in text


def test_the_totals_are_those_that_are_signed() -> None:
    text = squeezed("".join(pages()))
    assert (
        squeezed(f"observadas: 3S/ {STATEMENT.fees.minor / 100:.2f}S/ {STATEMENT.commission.minor / 100:.2f}") in text
    )
    for field in ("fees", "commission"):
        with pytest.raises(InvariantBroken, match="statement_does_not_add_up"):
            replace(STATEMENT, **{field: getattr(STATEMENT, field) + soles(1)})
    with pytest.raises(InvariantBroken, match="statement_lines_out_of_order"):
        replace(STATEMENT, rows=STATEMENT.rows[1:])


def test_both_signatures_are_told_or_that_they_are_missing() -> None:
    text = pages()[-1]
    for signature in (STATEMENT.centre, STATEMENT.agent_signature):
        assert signature is not None
        for words in (signature.name, signature.role, f"El registro firmado termina en {signature.hash_tail}"):
            assert words in text
    assert "Firmado el 03/12/2026 17:42" in text
    assert "SIN FIRMAR" not in text

    unsigned = render(replace(STATEMENT, agent_signature=None, rows=(), fees=soles(0), commission=soles(0)), PROFILE_A4)
    assert "SIN FIRMAR" in pdf_text(unsigned)
    assert STATEMENT.centre is not None
    with pytest.raises(InvariantBroken, match="chain_head_malformed"):
        replace(STATEMENT.centre, hash_tail="9F3AC01E")


def test_large_amounts_and_long_references_stay_in_their_columns() -> None:
    from printing.documents.statement_a4 import COLUMNS, FIGURE_STRONG, ROOM  # noqa: PLC0415 - only this test measures
    from printing.documents.typefaces import width  # noqa: PLC0415 - as above

    room = [share * ROOM - 6 for share in COLUMNS]
    assert sum(COLUMNS) <= 1
    told = {
        0: "9999",
        1: "02/11/2026 09:05",
        3: "REM-0007-000012-3",
        4: "central/12345",
        5: "\N{MINUS SIGN}S/ 123,456.78",
    }
    told |= {6: "\N{MINUS SIGN}$ 12.345.678"}
    for column, text in told.items():
        assert width(text, FIGURE_STRONG.fontName, FIGURE_STRONG.fontSize) <= room[column], text


def test_every_kind_of_line_has_a_name() -> None:
    named = {"fee_collected", "fee_voided", "refund_approved", "session_closed", "dispute_resolved"}
    assert set(KINDS) == named | set(statements._PLAIN)
    with pytest.raises(InvariantBroken, match="statement_kind_unknown"):
        row(1, "prepaid_sold", "PRE-1")


def test_the_letters_are_embedded_and_the_bytes_repeat() -> None:
    pdf = render(STATEMENT, PROFILE_A4)
    assert pdf == render(STATEMENT, PROFILE_A4)
    assert b"Helvetica" not in pdf
    assert b"es-PE" in pdf


def test_a_statement_of_sample_figures_warns_and_one_of_real_figures_does_not() -> None:
    assert STATEMENT.notice is not None
    assert STATEMENT.notice in pages()[0]
    assert "MUESTRA" not in pdf_text(render(replace(STATEMENT, notice=None), PROFILE_A4))


def test_practice_says_so_and_the_statement_needs_a_sheet_printer() -> None:
    assert "PRÁCTICA" in pdf_text(render(replace(STATEMENT, training=True), PROFILE_A4))
    with pytest.raises(Refusal, match="needs_sheet_printer"):
        render(STATEMENT, PROFILE_80)
