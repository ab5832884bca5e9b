from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

import pytest

from domain.errors import Refusal
from domain.ledger.reconciliation import Agreement
from kiosk_app.screens.audit import samples, samples_town
from kiosk_app.screens.audit.cabins import cabin_of
from kiosk_app.screens.audit.rows import key_of
from kiosk_app.screens.audit.state import Tab
from kiosk_app.screens.audit.tables import TAB_OF
from kiosk_app.screens.audit.written import Written
from kiosk_app.services.audit import Audited
from tests.kiosk_app.audit_views.kit import Room
from wording.formats import LOCALES

#: The column of a figure's tab that adds up to it.
COLUMN_OF: Final = {
    "fees": "fee",
    "commission": "commission",
    "remitted": "amount",
    "exposure": "exposure",
    "guarantee": "guarantee",
    "difference": "difference",
}


def amount(text: str) -> Decimal:
    """What is written on the screen, as a number: the test reads what the auditor reads."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace("S/ ", "").replace(",", "")
    return Decimal(plain)


def figure(room: Room, name: str) -> str:
    return next(shown.amount for shown in room.shown.figures if shown.id == name)


# Figures.


@pytest.mark.parametrize("period", ["", "2026-10", "2026-11"])
@pytest.mark.parametrize("cabin", ["", "C11"])
@pytest.mark.parametrize("name", COLUMN_OF)
def test_every_figure_is_the_sum_of_the_rows_it_opens(room: Room, name: str, cabin: str, period: str) -> None:
    room.presenter.choose_cabin(cabin)
    room.presenter.choose_period(period)
    room.presenter.open_figure(name)
    assert room.shown.tab is TAB_OF[name]
    total = sum((amount(text) for text in room.column(COLUMN_OF[name])), Decimal(0))
    assert total == amount(figure(room, name))
    assert f"suman {figure(room, name)}" in room.shown.grid.summary
    assert [shown.id for shown in room.shown.figures if shown.chosen] == [name]


def test_the_figures_of_the_cabins_add_up_to_the_figures_of_all(room: Room) -> None:
    whole = {name: amount(figure(room, name)) for name in COLUMN_OF}
    parts = dict.fromkeys(COLUMN_OF, Decimal(0))
    for option in room.shown.cabins[1:]:
        room.presenter.choose_cabin(option.id)
        for name in COLUMN_OF:
            parts[name] += amount(figure(room, name))
    assert parts == whole


def test_the_figures_of_the_months_add_up_to_the_figures_of_all_time(room: Room) -> None:
    """Lines belong to a period; what is held, owed and guaranteed is of today, whatever the period."""
    lines = ("fees", "commission", "remitted", "difference")
    whole = {name: amount(figure(room, name)) for name in COLUMN_OF}
    parts = dict.fromkeys(lines, Decimal(0))
    for option in room.shown.periods[1:]:
        room.presenter.choose_period(option.id)
        for name in lines:
            assert amount(figure(room, name)) != whole[name] or name == "difference"
            parts[name] += amount(figure(room, name))
        assert amount(figure(room, "exposure")) == whole["exposure"]
        assert amount(figure(room, "guarantee")) == whole["guarantee"]
    assert parts == {name: whole[name] for name in lines}


def test_a_voided_or_refunded_receipt_is_listed_and_adds_nothing(room: Room) -> None:
    room.presenter.choose_tab("receipts")
    states = room.column("state")
    assert (states.count("Anulado"), states.count("Devuelto al vecino"), states.count("Pagado con código")) == (4, 3, 2)
    room.presenter.open_figure("fees")
    assert set(room.column("state")) == {"Válido", "Pagado con código"}


def test_leaving_a_figure_shows_every_row_again(room: Room) -> None:
    room.presenter.open_figure("difference")
    assert room.shown.drill == "Diferencia de caja"
    few = len(room.row_keys())
    room.presenter.open_figure("")
    assert room.shown.tab is Tab.CLOSES
    assert room.shown.drill == ""
    assert len(room.row_keys()) > few == 3


def test_the_difference_is_told_with_its_sign_and_its_closes(room: Room) -> None:
    assert figure(room, "difference") == "\N{MINUS SIGN}S/ 56.50"
    room.presenter.open_figure("difference")
    assert sorted(room.column("difference")) == sorted(["\N{MINUS SIGN}40.00", "\N{MINUS SIGN}21.50", "5.00"])
    assert set(room.column("state")) == {"Observado"}


# The proof.


def test_sound_journals_are_counted(room: Room, sound: tuple[Audited, ...]) -> None:
    entries = sum(found.figures.station_length + found.figures.centre_length for found in sound)
    assert room.shown.proof.tone == "ok"
    assert room.shown.proof.words.startswith(f"12 diarios, {entries:,} entradas")
    assert room.shown.proof.opens == ""


def test_an_entry_that_breaks_a_rule_is_named_and_leads_to_its_row() -> None:
    cabins = samples_town.sample_cabins()[:2]
    cabins[1].forge("fee_voided/1", receipt="C03-000003", reason="otra vez")
    room = Room([cabin.audited() for cabin in cabins])
    name = f"C03/{len(cabins[1].own)}"
    assert room.shown.proof.tone == "err"
    assert name in room.shown.proof.words
    room.presenter.open_evidence(room.shown.proof.opens)
    assert room.shown.tab is Tab.FINDINGS
    assert room.shown.grid.chosen in room.row_keys()
    assert room.column("entry") == [name]
    assert room.shown.inspector is not None
    assert ("Código", "drawer_not_open") in [(line.label, line.value) for line in room.shown.inspector.lines]


def test_an_entry_changed_after_signing_is_not_authentic_and_comes_first() -> None:
    broken = samples.SampleCabin("C02", 2, "02 Plaza", "e.ramos")
    broken.day(samples.NOW.date(), 3)
    broken.forge("fee_voided/1", receipt="C02-000001", reason="x")
    tampered = samples.SampleCabin("C03", 3, "03 Terminal", "j.soto")
    tampered.day(samples.NOW.date(), 3)
    changed = tampered.own[1]
    payload = changed.signed.payload.replace(b'"fee":4200', b'"fee":4100')
    assert payload != changed.signed.payload
    tampered.own[1] = replace(changed, signed=replace(changed.signed, payload=payload))
    room = Room([broken.audited(), tampered.audited()])
    assert "C03/2" in room.shown.proof.words
    assert "La firma no es de la cabina" in room.shown.proof.words
    room.presenter.choose_tab("cabins")
    assert room.column("state") == ["Con hallazgos", "No auténtica"]


def test_entries_that_the_centre_has_and_this_computer_lacks_are_told() -> None:
    cabin = samples.SampleCabin("C02", 2, "02 Plaza", "e.ramos")
    room = Room([cabin.audited(listed=7)])
    assert room.shown.proof.tone == "warn"
    assert "7 entradas" in room.shown.proof.detail
    assert room.column("state") == ["Incompleto"]


def test_while_it_works_it_says_so_and_keeps_what_was_verified_before(room: Room) -> None:
    before = room.shown
    room.presenter.begin()
    assert room.shown.proof.words == "Leyendo los diarios y verificándolos desde cero…"
    assert room.shown.figures == before.figures
    assert room.shown.grid == before.grid
    assert room.shown.verified
    room.presenter.verify()
    assert room.shown == before


def test_figures_that_should_be_one_are_counted_or_written_as_money(sound: tuple[Audited, ...]) -> None:
    counts = Agreement("receipts_issued_are_numbers_used", 1203, 1202)
    sums = Agreement("fees_of_receipts_are_the_income", 120_300, 120_200)
    first = replace(sound[0], figures=replace(sound[0].figures, agreements=(counts, sums)))
    room = Room([first])
    room.presenter.choose_tab("findings")
    assert room.column("what") == [
        "Recibos emitidos con números usados: 1203 / 1202",
        "Derechos de los recibos con los ingresos de los libros: S/ 1,203.00 / S/ 1,202.00",
    ]


def test_with_no_journals_the_screen_says_what_to_do() -> None:
    room = Room([])
    assert "Verificar" in room.shown.proof.detail
    assert not room.shown.can_export
    assert room.shown.grid.rows == ()
    assert room.shown.grid.empty


# Rows and evidence.


def test_a_close_shows_its_receipts_its_chain_its_coins_and_the_explanation(room: Room) -> None:
    room.presenter.open_evidence(key_of(Tab.CLOSES, "C11", 15))
    inspector = room.shown.inspector
    assert inspector is not None
    lines = {line.label: line.value for line in inspector.lines}
    assert lines["Diferencia"] == "\N{MINUS SIGN}S/ 40.00"
    assert amount(lines["Efectivo esperado"]) - amount(lines["Contado a ciegas"]) == 40
    assert sum((amount(piece.total) for piece in inspector.pieces), Decimal(0)) == amount(lines["Contado a ciegas"])
    titles = " ".join(evidence.title for evidence in inspector.evidence)
    assert "firmada y encadenada" in titles
    assert "Recibos C11-" in titles
    assert "Anulado C11-" in titles
    assert "vuelto" in inspector.words


def test_every_proof_leads_to_a_row_that_exists(room: Room) -> None:
    room.presenter.choose_tab("closes")
    room.presenter.choose_period("2026-11")
    for tab in ("cabins", "closes", "receipts", "deposits"):
        room.presenter.choose_tab(tab)
        for key in room.row_keys()[::17]:
            room.presenter.choose_tab(tab)
            room.presenter.choose_row(key)
            inspector = room.shown.inspector
            assert inspector is not None
            for evidence in inspector.evidence:
                if evidence.opens:
                    room.presenter.open_evidence(evidence.opens)
                    assert room.shown.grid.chosen in room.row_keys()
                    assert room.shown.inspector is not None


def test_evidence_outside_the_filter_widens_the_filter(room: Room) -> None:
    room.presenter.choose_cabin("C02")
    room.presenter.choose_period("2026-10")
    room.presenter.open_evidence(key_of(Tab.CLOSES, "C11", 15))
    assert (room.shown.cabin, room.shown.period) == ("", "")
    assert room.shown.grid.chosen == key_of(Tab.CLOSES, "C11", 15)


def test_deposits_cover_the_oldest_closes_first(sound: tuple[Audited, ...]) -> None:
    for audited in sound:
        cabin = cabin_of(audited)
        covered = [deposited.declared for deposited in cabin.deposited.values()]
        due = [deposited.due for deposited in cabin.deposited.values()]
        assert sum(covered) == sum(line.amount for line in cabin.whole.remittances)
        retained = sum(deposited.retained for deposited in cabin.deposited.values())
        assert retained == sum(line.retained for line in cabin.whole.remittances)
        full = [have == want for have, want in zip(covered, due, strict=True)]
        assert full == sorted(full, reverse=True), "nothing is deposited before what came earlier"


def test_a_deposit_that_waits_longer_than_the_term_is_late(room: Room) -> None:
    room.presenter.choose_tab("deposits")
    states = dict(zip(room.row_keys(), room.column("state"), strict=True))
    assert set(states.values()) == {"Confirmado", "Sin confirmar", "Con faltante"}
    ages = [int(text.split()[0]) for text in room.column("age")]
    late = [age for age, state in zip(ages, states.values(), strict=True) if state == "Sin confirmar"]
    assert min(late) >= 1


def test_a_deposit_is_late_by_the_term_of_the_day_on_which_it_began_to_run() -> None:
    now = samples.NOW
    change = (now - timedelta(days=2)).astimezone(samples.ZONE).date()
    written = Written(
        LOCALES["es-PE"], samples.CURRENCY, samples.ZONE, now, lambda day: 24 if day >= change else 24 * 365
    )
    assert not written.is_late(now - timedelta(days=3)), "a shorter term makes nothing late that began before it"
    assert written.is_late(now - timedelta(days=2))
    assert not written.is_late(now - timedelta(hours=24))
    assert written.is_late(now - timedelta(hours=24, seconds=1))
    assert written.term_hours_now == 24


def test_the_ages_of_deposits_add_up_to_what_is_not_confirmed(room: Room, sound: tuple[Audited, ...]) -> None:
    waiting = sum(line.pending for found in sound for line in found.figures.remittances)
    ages, differences = room.shown.charts
    assert sum(bar.size for bar in ages.bars) == waiting
    assert sum(bar.size for bar in differences.bars) == -5650
    assert "S/" in ages.spoken
    assert all(bar.words in ages.spoken for bar in ages.bars)


def test_a_column_sorts_by_what_it_means_and_turns_round(room: Room) -> None:
    room.presenter.choose_tab("closes")
    room.presenter.sort("counted")
    up = [amount(text) for text in room.column("counted")]
    assert up == sorted(up)
    assert not room.shown.grid.descending
    room.presenter.sort("counted")
    assert [amount(text) for text in room.column("counted")] == up[::-1]
    assert room.shown.grid.descending


def test_months_are_offered_newest_first_in_words(room: Room) -> None:
    assert [option.words for option in room.shown.periods] == ["Todo el tiempo", "noviembre 2026", "octubre 2026"]


def test_the_period_ends_at_midnight_of_the_municipality() -> None:
    cabin = samples.SampleCabin("C02", 2, "02 Plaza", "e.ramos")
    cabin.day(samples.NOW.date().replace(month=10, day=31), 1)
    cabin.now = cabin.now.replace(hour=23)  # 31 October 18:00 in Lima, already November in Greenwich soon after
    cabin.deposit("REM-0002-000001", confirmed=False)
    room = Room([cabin.audited()])
    room.presenter.choose_period("2026-10")
    room.presenter.choose_tab("deposits")
    assert len(room.row_keys()) == 1


# Export.


def test_what_is_exported_is_what_is_filtered_with_its_sum_beside_it(room: Room) -> None:
    room.presenter.choose_cabin("C11")
    room.presenter.choose_period("2026-11")
    room.presenter.export("csv")
    assert room.service.asked == [("csv", ("C11",))]
    (name, content), (sum_name, line) = room.kept
    assert name == "audit-C11-2026-11.csv"
    assert (sum_name, line.decode()) == (f"{name}.sha256", f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    assert "USB" in room.shown.notice


def test_hledger_gets_one_journal_a_cabin(room: Room) -> None:
    room.presenter.export("hledger")
    names = [name for name, _content in room.kept if not name.endswith(".sha256")]
    assert names == [f"{cabin}.journal" for cabin in ("C02", "C03", "C07", "C11", "C15", "C19")]


def test_an_auditor_who_changes_their_mind_is_told_nothing(room: Room) -> None:
    room.place = ""
    room.presenter.export("pdf")
    assert room.shown.notice == ""


def test_with_nothing_verified_a_key_exports_nothing() -> None:
    room = Room([], begun_only=True)
    room.presenter.export("pdf")
    assert room.service.asked == []
    assert room.kept == []


def test_an_export_that_is_refused_is_told(room: Room) -> None:
    class Refusing(samples.SampleAudit):
        def csv(self, _audited: object) -> bytes:
            raise Refusal("disk_full")

    refusing = Room(room.service.run())
    refusing.presenter._service = Refusing(room.service.run())
    refusing.presenter.export("csv")
    assert refusing.shown.notice_tone == "err"
    assert "disk_full" not in refusing.shown.notice
