"""Every kind of paper, at each width and in each code page, as it comes out.

The bytes are printed by a reader that knows nothing of who wrote them, and what stands on the paper is compared with
what a person should read there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from printing.documents.self_test import ALPHABET
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_80_180DPI, ThermalProfile
from printing.receipt_reader import Paper, read
from printing.receipt_reader.drawing import picture_of, png_of
from printing.render import render
from tests.printing.reading import codes_in, squeezed
from tests.printing.samples import CODE, LONG_NAME, SLIPS

WIDTHS = {"80": PROFILE_80, "80-180dpi": PROFILE_80_180DPI, "58": PROFILE_58}
#: A page and the number it has on Epson's: what a supervisor chooses from.
PAGES = {"cp858": 19, "cp850": 2, "cp1252": 16}
PLAIN = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
HEAD = "Municipalidad Provincial de San Juan"
FOOT = "Por teléfono, gratis: 0800 15 777."
CARD = "207 418 3659"

#: What must be read, the loud lines, and what the code says (nothing where there is none).
PAPERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "receipt": (
        ("ORIGINAL", LONG_NAME, "M. Ñ. H.", "Código para anular", "739 104", "Falta presentar", FOOT),
        (CARD, "TOTAL"),
        CODE,
    ),
    "receipt-plain": (("Copia certificada de acta de nacimiento", "Vuelto", "S/ 4.70"), (CARD, "TOTAL"), CODE),
    "receipt-exempt": (("Exonerado: persona con discapacidad, Ley 29973", "S/ 0.00"), (CARD, "TOTAL"), CODE),
    "receipt-split": (("Código prepago P12", "-S/ 10.00", "Queda en el código prepago"), (CARD, "TOTAL"), CODE),
    "receipt-prepaid": (("Código prepago P12", "-S/ 12.36", "Queda en el código prepago"), (CARD, "TOTAL"), CODE),
    "receipt-chile": (("$ 1.238.550", "$ 1.220.000"), (CARD, "TOTAL"), CODE),
    "receipt-copy-2": (("COPIA 2", "Reimpreso el 21/11/2026 09:05 por L. Vásquez"), ("COPIA 2", CARD, "TOTAL"), CODE),
    "receipt-voided": (("Este recibo fue anulado. No sirve como prueba de pago.",), ("ANULADO", CARD), CODE),
    "receipt-practice": (("PRÁCTICA: SIN VALOR",), ("PRÁCTICA: SIN VALOR", CARD), CODE),
    "void": (("El vecino pidió otro trámite", "Luz Marina Vásquez Chuquilín, segunda persona"), ("ANULADO",), ""),
    "void-alone": (("Anulación de recibo", "Vecino: firma y número de documento"), ("DEVUELTO EN EFECTIVO",), ""),
    "void-copy": (("Anulación de recibo", "COPIA 1"), ("ANULADO", "COPIA 1"), ""),
    "prepaid": (
        ("Único papel: no se imprimen copias", "quien tenga el código puede gastarlo"),
        ("K7QM 2P9D XT4A",),
        "-",
    ),
    "prepaid-chile": (("$ 1.250.000",), ("K7QM 2P9D XT4A",), "-"),
    "cash-in": (("Entra a la caja cambio del agente.", "para dar vuelto"), ("INGRESO DE CAJA", "IMPORTE"), ""),
    "cash-out": (("Sobra sencillo.",), ("RETIRO DE CAJA", "IMPORTE"), ""),
    "cash-away": (("Sale de la caja dinero de la municipalidad",), ("RETIRO DE CAJA", "IMPORTE"), ""),
    "cash-back": (("Vuelve a la caja dinero de la municipalidad",), ("INGRESO DE CAJA", "IMPORTE"), ""),
    "voucher": (("Código usado", "0123 4567 89AB", "No se entrega dinero."), ("VALE DE TESORERÍA USADO",), ""),
    "refund": (("Cómo cobrarla", "Tesorería municipal", "N.º 0127-2026-MPSJ"), ("DEVOLUCIÓN APROBADA",), ""),
    "complaint": (("Poste sin luz en la vía pública", 'botica "Ñusta Q\'illu"', FOOT), (CARD,), CODE),
    "information": (
        (
            "Traiga el original",
            "DNI del solicitante, a la vista",
            "S/ 1,238.50",
            "2 días hábiles",
            "Base legal",
            "art. 6 a 8",
        ),
        ("QUÉ NECESITA",),
        "",
    ),
    "information-article": (("Qué se hace", "lo pagado se devuelve", "no es un recibo"), ("INFORMACIÓN",), ""),
    "information-copy": (("COPIA 1", "PRÁCTICA: SIN VALOR"), ("COPIA 1", "QUÉ NECESITA"), ""),
    "appointment": (
        ("Viernes 4 de diciembre", "09:45", "Dirección de Discapacidad", "Qué debe traer", "Estudios", "J. M. H. Ñ."),
        (CARD, "TURNO"),
        CODE,
    ),
    "appointment-moved": (("Este papel reemplaza al anterior, que ya no vale.",), (CARD, "CITA"), CODE),
    "appointment-outdated": (("COPIA 1",), ("COPIA 1", "YA NO VALE", CARD), CODE),
    "report-x": (("Lectura sin cierre.", "Aprobó: L. Vásquez", "Último"), ("REPORTE X 31",), ""),
    "report-z": (("Qué debe haber en la caja", "Explicación del operador"), ("REPORTE Z 12", "FALTANTE"), ""),
    "remittance": (("Váucher del banco", "La municipalidad lo comprueba con el banco."), ("IMPORTE",), ""),
    "remittance-retained": (("Comisión retenida", "-S/ 36.00"), ("DEPÓSITO DECLARADO", "IMPORTE"), ""),
    "self-test": ((ALPHABET, "pingüino, señor, corazón, ¿Qué? ¡Sí!"), ("TOTAL",), CODE),
}


def test_no_kind_of_paper_is_left_out() -> None:
    assert set(PAPERS) == set(SLIPS)


def printed(name: str, profile: ThermalProfile) -> Paper:
    """Read by the numbers of Epson's pages, whatever the profile believes."""
    return read(render(SLIPS[name], profile), profile.dots)


def reads(paper: Paper, words: str) -> bool:
    """Wherever lines were broken, and however its page draws a quotation mark."""
    return squeezed(words) in squeezed(paper.text.translate(PLAIN))


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("width", sorted(WIDTHS))
@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_paper_says_in_its_accents_what_it_is_for(name: str, width: str, page: str) -> None:
    words, loud, code = PAPERS[name]
    profile = replace(WIDTHS[width], code_page=page, code_page_number=PAGES[page])
    paper = printed(name, profile)

    for each in (HEAD, *words):
        assert reads(paper, each), each
    for each in loud:
        assert any(line.startswith(each) for line in paper.tall), each
    found = [text for raster in paper.rasters for text in codes_in(raster)]
    assert len(found) == bool(code)
    assert not code or found == [found[0] if code == "-" else code]
    assert paper.native_codes == []
    assert paper.code_pages == [PAGES[page]]
    assert paper.last_ink != "raster"
    assert paper.cuts == profile.cutter
    assert (paper.fed_before_cut if profile.cutter else paper.fed_since_ink) >= 4 * 30


@pytest.mark.parametrize("width", sorted(WIDTHS))
@pytest.mark.parametrize("name", [name for name, (_words, _loud, code) in sorted(PAPERS.items()) if code])
def test_the_code_is_read_from_the_whole_papers_picture(name: str, width: str, tmp_path: Path) -> None:
    paper = printed(name, WIDTHS[width])
    (tmp_path / "paper.png").write_bytes(png_of(paper))

    assert codes_in(picture_of(paper)) == codes_in(paper.rasters[0]) != []


def test_a_prepaid_code_on_paper_is_the_one_in_its_symbol() -> None:
    paper = printed("prepaid", PROFILE_58)
    assert [squeezed(line) for line in paper.tall if squeezed(line) in "".join(codes_in(paper.rasters[0]))]


@pytest.mark.parametrize(("page", "number"), [("cp858", 16), ("cp1252", 19), ("cp1252", 0)])
def test_a_page_under_the_wrong_number_is_seen(page: str, number: int) -> None:
    """Negative control: the reader believes the bytes and not the profile."""
    paper = printed("receipt", replace(PROFILE_58, code_page=page, code_page_number=number))
    assert not reads(paper, "Código para anular")


def test_a_telephone_number_is_not_torn() -> None:
    paper = printed("receipt", PROFILE_58)
    assert sum("0800 15 777" in line for line in paper.lines) == 2, "in the letterhead, and where the case is followed"
