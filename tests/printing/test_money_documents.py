"""Papers of money: what a cashier signs, what an auditor adds up, and what may never stand on them."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial

import pytest

from domain.errors import InvariantBroken
from printing.blocks import Columns, Stamp
from printing.documents import CashMovement, CashWay, Copy, Document, PrepaidUse
from printing.documents.fee_receipt import void_code_in_words
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_PDF_58, PROFILE_PDF_80
from printing.receipt_reader import Paper
from printing.receipt_reader import read as decode
from printing.render import render
from tests.printing.reading import codes_in, pdf_text, squeezed
from tests.printing.samples import (
    CASH_AWAY,
    CASH_BACK,
    CASH_IN,
    CASH_OUT,
    CHILEAN_RECEIPT,
    EXEMPT_RECEIPT,
    PREPAID,
    PREPAID_RECEIPT,
    RECEIPT,
    REFUND,
    RETAINED,
    SECOND_COPY,
    SLIPS,
    SPLIT_RECEIPT,
    VOID,
    VOID_ALONE,
    VOID_COPY,
    VOIDED,
    VOUCHER,
    Z_REPORT,
    pesos,
    soles,
)

#: As on the paper of RECEIPT, and as it would be typed.
VOID_CODES = ("739104", "739 104", "739\N{NO-BREAK SPACE}104")


def wide(document: Document) -> Paper:
    return decode(render(document, PROFILE_80), 576)


def narrow(document: Document) -> Paper:
    return decode(render(document, PROFILE_58), 384)


def everything(document: Document) -> list[str]:
    """The text on thermal paper of both widths and on both PDFs."""
    pdfs = [pdf_text(render(document, profile)) for profile in (PROFILE_PDF_80, PROFILE_PDF_58)]
    return [wide(document).text, narrow(document).text, *pdfs]


def labels(document: Document) -> list[str]:
    return [block.left for block in document.layout() if isinstance(block, Columns)]


# -- the receipt ------------------------------------------------------------------------------------------------------


def test_a_split_payment_is_itemised_and_adds_up() -> None:
    lines = [" ".join(line.split()) for line in wide(SPLIT_RECEIPT).lines]
    start = lines.index("Derecho municipal S/ 15.36")

    assert lines[start : start + 9] == [
        "Derecho municipal S/ 15.36",
        "Servicio de la cabina S/ 4.00",
        "Redondeo a su favor -S/ 0.06",
        "TOTAL S/ 19.30",
        "Código prepago P12 -S/ 10.00",
        "Efectivo S/ 9.30",
        "Efectivo recibido S/ 10.00",
        "Vuelto S/ 0.70",
        "Queda en el código prepago S/ 10.00",
    ]


def test_a_fee_that_a_code_paid_whole_says_that_no_cash_was_taken() -> None:
    lines = [" ".join(line.split()) for line in wide(PREPAID_RECEIPT).lines]

    assert "Efectivo S/ 0.00" in lines
    assert not any(line.startswith(("Efectivo recibido", "Vuelto")) for line in lines)
    assert not PREPAID_RECEIPT.opens_drawer
    assert SPLIT_RECEIPT.opens_drawer


def test_an_exempt_receipt_names_its_ground_and_still_carries_a_code_to_void() -> None:
    printed = wide(EXEMPT_RECEIPT).text
    assert "Exonerado: persona con discapacidad, Ley 29973" in printed
    assert "Código para anular" in printed
    assert "Código prepago" not in printed


def test_a_currency_without_decimals_prints_none() -> None:
    printed = wide(CHILEAN_RECEIPT).text
    assert "$ 1.238.550" in printed
    assert "-$ 20.000" in printed
    assert ",0" not in printed


@pytest.mark.parametrize(
    "wrong",
    [
        PrepaidUse(name="PRE-1", amount=soles(999)),
        PrepaidUse(name="PRE-1", amount=soles(0)),
        PrepaidUse(name="PRE-1", amount=soles(-1_000)),
        PrepaidUse(name="PRE-1", amount=soles(1_931)),
    ],
)
def test_a_receipt_with_a_code_adds_up_too(wrong: PrepaidUse) -> None:
    with pytest.raises(InvariantBroken, match="receipt_does_not_add_up"):
        replace(SPLIT_RECEIPT, prepaid=wrong)


def test_a_code_pays_at_most_the_total() -> None:
    more = PrepaidUse(name="PRE-1", amount=soles(1_931))
    with pytest.raises(InvariantBroken, match="receipt_does_not_add_up"):
        replace(SPLIT_RECEIPT, prepaid=more, tendered=soles(0), change=soles(1))
    whole = PrepaidUse(name="PRE-1", amount=soles(1_930))
    assert not replace(SPLIT_RECEIPT, prepaid=whole, tendered=soles(0), change=soles(0)).cash


# -- the code to void -------------------------------------------------------------------------------------------------


def test_the_original_carries_the_code_to_void_and_says_why_to_keep_it() -> None:
    for text in everything(RECEIPT):
        assert squeezed("Código para anular739 104") in squeezed(text)
        assert squeezed("Guárdelo: sin este papel no se anula.") in squeezed(text)


@pytest.mark.parametrize("copy", [SECOND_COPY, VOIDED], ids=["copy", "voided"])
def test_a_copy_never_carries_the_code_to_void(copy: Document) -> None:
    for text in everything(copy):
        assert "Código para anular" not in text
        assert not any(code in text for code in VOID_CODES)
        assert "739104" not in squeezed(text)
    with pytest.raises(InvariantBroken, match="void_code_on_copy"):
        replace(copy, void_code="739104")  # type: ignore[type-var]


def test_a_voided_receipt_is_no_original_with_a_code() -> None:
    with pytest.raises(InvariantBroken, match="void_code_on_copy"):
        replace(RECEIPT, voided=True)


@pytest.mark.parametrize("code", ["73910", "7391044", "73910a", "٧٣٩١٠٤"])
def test_a_code_to_void_has_six_digits(code: str) -> None:
    with pytest.raises(InvariantBroken, match="void_code_malformed"):
        replace(RECEIPT, void_code=code)
    assert void_code_in_words("739104") == "739\N{NO-BREAK SPACE}104"


# -- the void ---------------------------------------------------------------------------------------------------------


def test_a_void_says_what_was_given_back_why_and_under_whose_hands() -> None:
    lines = [" ".join(line.split()) for line in wide(VOID).lines]
    assert "DEVUELTO EN EFECTIVO S/ 9.30" in lines
    assert "Anuló R. Chuquimango" in lines
    assert "Aprobó Luz Marina Vásquez Chuquilín" in lines
    assert "Vecino: firma y número de documento" in lines
    for text in everything(VOID):
        told = squeezed(text)
        assert squeezed("Devuelto al código prepago P12S/ 10.00") in told
        assert squeezed(VOID.reason) in told
        assert squeezed("Luz Marina Vásquez Chuquilín, segunda persona") in told

    alone = wide(VOID_ALONE).text
    assert "segunda persona" not in alone
    assert "Aprobó" not in alone
    assert "prepago" not in alone


def test_a_void_is_unmistakable_at_both_ends() -> None:
    for document in (VOID, VOID_ALONE, VOID_COPY, VOIDED):
        assert [block.text for block in document.layout() if isinstance(block, Stamp)].count("ANULADO") == 2
        assert narrow(document).inverse.count("ANULADO") == 2
        assert "ANULADO" in narrow(document).tall, "in letters twice as high"
    assert "COPIA 1" in narrow(VOID_COPY).inverse


def test_a_void_that_gave_nothing_back_in_cash_leaves_the_drawer_shut() -> None:
    assert VOID.opens_drawer
    assert not VOID_COPY.opens_drawer
    assert not replace(VOID, cash=soles(0)).opens_drawer
    with pytest.raises(InvariantBroken, match="void_gives_nothing_back"):
        replace(VOID, cash=soles(-1))
    with pytest.raises(InvariantBroken, match="void_gives_nothing_back"):
        replace(VOID, prepaid=PrepaidUse(name="PRE-1", amount=soles(0)))


# -- the prepaid code -------------------------------------------------------------------------------------------------


def test_a_prepaid_code_is_large_in_groups_and_in_its_own_symbol() -> None:
    for paper in (wide(PREPAID), narrow(PREPAID)):
        assert "K7QM 2P9D XT4A" in paper.tall
        assert codes_in(paper.rasters[0]) == ["K7QM2P9DXT4A"]


def test_a_prepaid_code_says_what_it_is_worth_where_and_that_it_is_like_cash() -> None:
    for text in everything(PREPAID):
        told = squeezed(text)
        assert squeezed("VALES/ 20.00") in told
        assert squeezed("Es como efectivo: quien tenga el código puede gastarlo.") in told
        assert squeezed("Cabina 07 · Mercado Central") in told
        assert squeezed("no se imprimen copias") in told


def test_a_prepaid_code_has_no_copies_at_all() -> None:
    assert not {"copy", "copy_number"} & {field.name for field in fields(PREPAID)}
    assert PREPAID.opens_drawer, "it was paid in cash"
    assert not replace(PREPAID, training=True).opens_drawer


def test_a_prepaid_code_of_nothing_is_our_fault() -> None:
    with pytest.raises(InvariantBroken, match="prepaid_slip_malformed"):
        replace(PREPAID, value=pesos(0))
    with pytest.raises(InvariantBroken, match="prepaid_slip_malformed"):
        replace(PREPAID, code="K7QM-2P9D")


# -- cash, vouchers, deposits, refunds --------------------------------------------------------------------------------


def test_cash_in_and_out_say_which_and_whose_it_is() -> None:
    assert "INGRESO DE CAJA" in wide(CASH_IN).inverse
    assert "Entra a la caja cambio del agente." in wide(CASH_IN).text
    assert "RETIRO DE CAJA" in wide(CASH_OUT).inverse
    assert "Sale de la caja cambio del agente." in wide(CASH_OUT).text
    assert "RETIRO DE CAJA" in wide(CASH_AWAY).inverse
    assert "dinero de la municipalidad" in wide(CASH_AWAY).text
    assert "INGRESO DE CAJA" in wide(CASH_BACK).inverse
    assert squeezed("dinero de la municipalidad que estaba guardado") in squeezed(wide(CASH_BACK).text)
    assert squeezed(CASH_IN.reason) in squeezed(narrow(CASH_IN).text)
    with pytest.raises(InvariantBroken, match="cash_slip_moves_nothing"):
        replace(CASH_IN, amount=soles(0))


def test_what_comes_back_from_where_it_was_put_away_is_expected_in_the_drawer_again() -> None:
    assert Z_REPORT.cash is not None
    back = CashMovement(at=CASH_BACK.moved_at, way=CashWay.FROM_SAFE, amount=soles(5_000), reason=CASH_BACK.reason)
    moved = (*Z_REPORT.movements, back)
    with pytest.raises(InvariantBroken, match="expected_does_not_add_up"):
        replace(Z_REPORT, movements=moved)
    expected = Z_REPORT.cash.expected + soles(5_000)
    told = wide(replace(Z_REPORT, movements=moved, cash=replace(Z_REPORT.cash, expected=expected))).text
    assert "Devuelto a la caja, estaba guardado" in told


def test_the_drawer_opens_for_the_original_that_moves_cash_and_for_no_copy() -> None:
    for slip in (CASH_IN, CASH_OUT, CASH_AWAY, CASH_BACK):
        assert slip.opens_drawer
        assert not replace(slip, copy_number=1).opens_drawer
    assert not VOUCHER.opens_drawer
    assert not REFUND.opens_drawer


def test_a_voucher_says_how_much_headroom_it_opened_who_used_it_and_when() -> None:
    for text in everything(VOUCHER):
        told = squeezed(text)
        for words in ("SALDO ABIERTO", "S/ 100.00", "0123 4567 89AB", "R. Chuquimango", "20/11/2026 16:12"):
            assert squeezed(words) in told


def test_a_deposit_shows_what_was_kept_back_of_it() -> None:
    lines = [" ".join(line.split()) for line in wide(RETAINED).lines]
    assert [line for line in lines if "S/" in line] == [
        "Recaudado (bruto) S/ 1,498.30",
        "Comisión retenida -S/ 36.00",
        "IMPORTE S/ 1,462.30",
    ]
    assert not any("Comisión" in label for label in labels(replace(RETAINED, retained=None)))
    with pytest.raises(InvariantBroken, match="nothing_retained"):
        replace(RETAINED, retained=soles(0))


def test_a_refund_says_how_much_where_and_with_what_it_is_collected() -> None:
    for text in everything(REFUND):
        told = squeezed(text)
        named = (REFUND.resolution, REFUND.receipt_number, "S/ 1,238.50", "central/31", "R. Chuquimango")
        for words in (*REFUND.collect_at, *REFUND.bring, *named):
            assert squeezed(words.replace("N.º", "N.º")) in told
    for malformed in (partial(replace, REFUND, bring=()), partial(replace, REFUND, collect_at=())):
        with pytest.raises(InvariantBroken, match="refund_notice_malformed"):
            malformed()
    assert "Operador" not in labels(replace(REFUND, operator=None))
    assert "Operador" in labels(REFUND)


def test_every_further_paper_of_money_says_copy() -> None:
    mark = Copy(number=3, printed_at=VOID.voided_at, operator="L. Vásquez")
    for slip in (VOID, CASH_IN, VOUCHER, REFUND, RETAINED):
        copy = replace(slip, copy_number=3, copy=mark)
        assert "COPIA 3" in narrow(copy).inverse
        assert "ORIGINAL" not in narrow(copy).text
    assert {type(slip).__name__ for slip in SLIPS.values()} >= {"VoidSlip", "CashSlip", "VoucherSlip", "RefundNotice"}
