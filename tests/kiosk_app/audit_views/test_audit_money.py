"""Voids, refunds, debts, the guarantee, statements and findings, as the auditor reads them."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.journal.verify import Finding
from domain.ledger.lines import ReceiptLine
from kiosk_app.screens.audit import samples, samples_town
from kiosk_app.screens.audit.rows import key_of
from kiosk_app.screens.audit.state import Inspector, Tab
from kiosk_app.screens.audit.voids import OperatorVoids, voids_by_operator
from kiosk_app.services.audit import Audited
from kiosk_app.services.finding_details import LABELS, details_in_words
from kiosk_app.services.money_words import ground_in_words, kind_in_words, outcome_in_words
from tests.kiosk_app.audit_views.kit import Room
from wording.formats import LOCALES

ROOT = Path(__file__).resolve().parents[3]
PERU = LOCALES["es-PE"]


def opened(room: Room, tab: Tab, *parts: object) -> Inspector:
    room.presenter.open_evidence(key_of(tab, *parts))
    inspector = room.shown.inspector
    assert inspector is not None
    return inspector


def lines(inspector: Inspector) -> dict[str, str]:
    return {line.label: line.value for line in inspector.lines}


def titles(inspector: Inspector) -> list[str]:
    return [evidence.title for evidence in inspector.evidence]


# Receipts and voids.


def test_a_void_shows_who_did_it_with_which_paper_and_who_approved(room: Room) -> None:
    alone = opened(room, Tab.RECEIPTS, "C07", "C07-000027")
    assert "Anulado por r.quispe" in titles(alone)
    assert not any("Aprobado" in title for title in titles(alone))
    assert "Con el código del papel del vecino" in [evidence.detail for evidence in alone.evidence]
    approved = opened(room, Tab.RECEIPTS, "C07", "C07-000082")
    assert "Aprobado por v.salas" in titles(approved)
    assert "Sin el papel del vecino" in [evidence.detail for evidence in approved.evidence]


def test_a_refunded_receipt_leads_to_its_refund_and_back(room: Room) -> None:
    receipt = opened(room, Tab.RECEIPTS, "C02", "C02-000004")
    proof = next(evidence for evidence in receipt.evidence if evidence.title == "Devolución RF-118")
    room.presenter.open_evidence(proof.opens)
    refund = room.shown.inspector
    assert refund is not None
    assert room.shown.tab is Tab.TREASURY
    assert (refund.words, lines(refund)["Resolución"], lines(refund)["Pago"]) == (
        "Error de la municipalidad",
        "RG-118-2026",
        "Pagada de lo cobrado",
    )
    back = next(evidence for evidence in refund.evidence if evidence.title == "Recibo C02-000004")
    room.presenter.open_evidence(back.opens)
    assert room.shown.grid.chosen == key_of(Tab.RECEIPTS, "C02", "C02-000004")


def test_a_receipt_paid_with_a_code_tells_the_code_from_the_cash(room: Room) -> None:
    room.presenter.choose_cabin("C03")
    room.presenter.choose_tab("receipts")
    key = room.row_keys()[room.column("state").index("Pagado con código")]
    room.presenter.choose_row(key)
    inspector = room.shown.inspector
    assert inspector is not None
    assert lines(inspector)["Pagado con el código P-C03-1"] == "S/ 90.60"
    assert lines(inspector)["Pagado en efectivo"] == "S/ 0.00"


def test_voids_are_counted_for_whoever_did_them(room: Room) -> None:
    room.presenter.choose_cabin("C07")
    room.presenter.choose_tab("voids")
    (row,) = room.shown.grid.rows
    assert [row.cell(place).text for place in range(len(row.cells))] == [
        "r.quispe",
        "07 San Juan",
        "127",
        "2",
        "1.5 %",
        "1",
        "1",
        "84.00",
    ]
    proofs = opened(room, Tab.VOIDS, "C07", "r.quispe").evidence
    assert [proof.opens for proof in proofs] == [
        key_of(Tab.RECEIPTS, "C07", "C07-000027"),
        key_of(Tab.RECEIPTS, "C07", "C07-000082"),
    ]


def receipt(operator: str, voided_by: str | None = None, *, by_paper: bool = False) -> ReceiptLine:
    return ReceiptLine(
        "A-1", samples.NOW, "c", "UR-04", operator, 1530, 1530, 400, 1, "h", 1, None, 0,
        voided=None if voided_by is None else "x", voided_by=voided_by, by_paper=by_paper,
    )  # fmt: skip


def test_who_voids_the_receipts_of_others_is_seen_though_they_issued_none() -> None:
    rosa, boss = "rosa", "marta"
    found = voids_by_operator([receipt(rosa), receipt(rosa, boss), receipt(rosa, rosa, by_paper=True)])
    assert [(one.operator, one.issued, len(one.voided), one.without_paper) for one in found] == [
        (boss, 0, 1, 1),
        (rosa, 3, 1, 0),
    ]
    assert found[0].per_cent > found[1].per_cent
    assert OperatorVoids("nobody", 0, ()).per_cent == 0


# Refunds, debts, guarantee.


def test_debts_and_the_guarantee_are_listed_with_what_they_rest_on(room: Room) -> None:
    room.presenter.choose_cabin("C11")
    room.presenter.choose_tab("treasury")
    assert list(zip(room.column("what"), room.column("about"), room.column("ground"), strict=True)) == [
        ("Garantía depositada", "", "G-11"),
        ("Faltante de depósito", "REM-0011-000007-1", ""),
        ("Deuda pagada por el agente", "", "LIQ-0091"),
        ("Garantía ejecutada", "", "RA-077-2026"),
        ("Garantía repuesta", "", "LIQ-0097"),
        ("Deuda condonada", "", "RA-079-2026"),
    ]


def test_a_refund_says_whether_it_is_paid_and_whose_money_it_was(room: Room) -> None:
    room.presenter.choose_tab("treasury")
    states = dict(zip(room.column("ground"), room.column("state"), strict=True))
    assert states["RG-118-2026"] == "Pagada de lo cobrado"
    assert states["RG-126-2026"] == "Pagada por tesorería"
    assert states["RG-131-2026"] == "Por pagar"
    assert lines(opened(room, Tab.TREASURY, "C07", "refund RF-126"))["Comisión que devuelve el agente"] == "S/ 4.00"


def test_a_deposit_that_fell_short_leads_to_the_debt_and_back(room: Room) -> None:
    deposit = opened(room, Tab.DEPOSITS, "C11", "REM-0011-000007-1")
    assert lines(deposit)["Faltante, lo debe el agente"] == "S/ 20.00"
    assert lines(deposit)["Sin confirmar"] == "S/ 0.00"
    debt = next(evidence for evidence in deposit.evidence if evidence.title == "Faltante de depósito")
    room.presenter.open_evidence(debt.opens)
    inspector = room.shown.inspector
    assert inspector is not None
    assert any(evidence.opens == key_of(Tab.DEPOSITS, "C11", "REM-0011-000007-1") for evidence in inspector.evidence)


def test_commission_kept_back_is_told_with_its_deposit_and_its_close(room: Room) -> None:
    deposit = lines(opened(room, Tab.DEPOSITS, "C15", samples_town.deposit_name(15, 1)))
    close = lines(opened(room, Tab.CLOSES, "C15", 1))
    assert deposit["Comisión retenida"] == close["Comisión retenida"] == "S/ 52.00", "from the older of its two closes"
    assert close["Por depositar"] == close["Depositado"] == "S/ 120.50"


def test_cash_that_went_to_the_safe_and_codes_sold_explain_what_was_expected(room: Room) -> None:
    assert lines(opened(room, Tab.CLOSES, "C07", 13))["Retirado a por depositar"] == "\N{MINUS SIGN}S/ 100.00"
    assert lines(opened(room, Tab.CLOSES, "C03", 12))["Códigos prepago vendidos"] == "S/ 120.00"


# The age of what is pending.


@pytest.mark.parametrize(("hours", "place"), [(24, 0.5), (48, 1.0), (72, 1.5), (96, 2.0), (24 * 60, 5.0)])
def test_the_term_is_drawn_where_it_falls_among_the_ages(
    sound: tuple[Audited, ...], monkeypatch: pytest.MonkeyPatch, hours: int, place: float
) -> None:
    monkeypatch.setattr(samples, "TERM_HOURS", hours)
    assert Room(sound).shown.charts[0].line_at == place


def test_what_is_past_its_term_is_said_by_the_term_of_its_own_day() -> None:
    cabin = samples.SampleCabin("C02", 2, "02 Plaza", "e.ramos")
    cabin.day((samples.NOW - timedelta(days=3)).date(), 1)
    cabin.deposit("REM-1", confirmed=False, short=530)
    room = Room([cabin.audited()])
    chart = room.shown.charts[0]
    assert sum(bar.size for bar in chart.bars) == 1000, "what was given up as missing waits for nothing"
    assert chart.note.endswith("Fuera del plazo de su día: S/\N{NO-BREAK SPACE}10.00.")


# Statements.


def test_a_statement_says_who_signed_what_is_disputed_and_what_was_answered(room: Room) -> None:
    room.presenter.choose_tab("statements")
    states = dict(zip(room.column("cabin"), room.column("state"), strict=True))
    assert states["02 Plaza"] == states["07 San Juan"] == "Firmado por ambos"
    assert states["11 Mercado"] == "Observado"
    assert states["19 Pampa"] == "Por firmar"
    assert set(room.column("hash")) == {"Coinciden"}
    told = [evidence.detail for evidence in opened(room, Tab.STATEMENTS, "C07", "2026-10").evidence]
    assert any("la comisión del trámite era la nueva" in detail and "Aceptada" in detail for detail in told)
    told = [evidence.detail for evidence in opened(room, Tab.STATEMENTS, "C11", "2026-10").evidence]
    assert sum("Sin respuesta todavía" in detail for detail in told) == 2


def test_a_statement_that_is_not_its_entries_is_told_with_what_they_say() -> None:
    cabin = samples_town.sample_cabins()[0]
    cabin.grant(
        "statement_issued/1",
        statement="2026-11",
        through=len(cabin.own),
        lines=3,
        hash="H" * 43,
        fees=1,
        commission=1,
        currency="PEN",
    )
    room = Room([cabin.audited()])
    inspector = opened(room, Tab.STATEMENTS, "C02", "2026-11")
    assert lines(inspector)["Estado"] == "No coincide"
    assert "Sus registros dicen otra cosa" in titles(inspector)
    assert room.shown.proof.tone == "err"


# Words.


def _details_of(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Refusal"]
    return {word.arg for call in named for word in call.keywords if word.arg is not None}


def test_every_detail_of_a_finding_has_a_name_in_words() -> None:
    """Only the exported file is read by nobody here: its refusals are told on the terminal."""
    rooms = [*ROOT.glob("domain/ledger/**/*.py"), *ROOT.glob("domain/journal/*.py"), ROOT / "domain/envelope.py"]
    told = set().union(*(_details_of(path) for path in rooms if path.name not in {"file.py", "bearer.py"}))
    assert told - set(LABELS) == {"currency", "right"}, "which are told with another detail"


@pytest.mark.parametrize(
    ("code", "details", "words"),
    [
        (
            "remittance_more_than_held",
            {"amount": 1530, "held": 1000, "currency": "PEN"},
            [("Monto", "S/ 15.30"), ("Disponible", "S/ 10.00")],
        ),
        ("statement_out_of_turn", {"after": 40, "held": 60}, [("Después del registro", "40"), ("Disponible", "60")]),
        (
            "void_needs_second_person",
            {"receipt": "A07-000001", "why": "late"},
            [("Recibo", "A07-000001"), ("Motivo", "era tarde para una sola persona")],
        ),
        ("currencies_mixed", {"left": "PEN", "right": "USD"}, [("Monedas", "PEN, USD")]),
        ("anything", {"novel": 7}, [("novel", "7")]),
    ],
)
def test_the_details_of_a_finding_are_named_and_amounts_are_money(
    code: str, details: dict[str, object], words: list[tuple[str, str]]
) -> None:
    assert details_in_words(Finding("station", 1, code, details, authentic=True), "PEN", PERU) == words


def test_what_has_no_words_is_told_as_it_is() -> None:
    assert (kind_in_words("novel"), ground_in_words("novel"), outcome_in_words("novel")) == ("novel",) * 3


def test_every_sample_is_sound(sound: tuple[Audited, ...]) -> None:
    """They show what a municipality sees, not what the verifier catches."""
    assert all(found.figures.is_sound for found in sound)
    assert replace(sound[0].figures, findings=(Finding("station", 1, "x", {}, authentic=True),)).is_sound is False
