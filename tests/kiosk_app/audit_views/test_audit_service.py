"""The auditor's screen over the real service: journals of a real counter, kept as pulled, verified, exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from domain.envelope import to_base64url
from domain.journal.kinds import Author
from domain.ledger.reconciliation import Agreement
from domain.money import Money
from kiosk_app.screens.audit import samples, samples_town
from kiosk_app.screens.audit.presenter import AuditPresenter
from kiosk_app.screens.audit.state import AuditState, Tab
from kiosk_app.services.audit import Audit
from kiosk_app.storage import entries
from kiosk_app.storage.audit_store import AuditTables
from sync.messages import StationListing
from tests.kiosk_app.services.desk import Desk, new_desk
from wording.formats import LOCALES


class Auditor:
    """A presenter over the service, with a list of states for a view and a list of files for a disk."""

    def __init__(self, desk: Desk) -> None:
        self.states: list[AuditState] = []
        self.kept: dict[str, bytes] = {}
        tables = AuditTables(desk.station.store)
        _pull(desk, tables)
        counter = desk.counter
        self.service = Audit(counter, tables)
        self.zone = counter.zone
        self.presenter = AuditPresenter(
            self,
            self.service,
            locale=LOCALES[counter.municipality.locale],
            currency=counter.currency,
            zone=counter.zone,
            now=counter.now,
            term_hours=lambda day: counter.municipality.agreement.on(day).banking_term_hours,
            prepared_by="A. Torres",
            keep=self.keep,
        )
        self.presenter.verify()

    def render(self, state: AuditState) -> None:
        self.states.append(state)

    def keep(self, files: Sequence[tuple[str, bytes]]) -> str:
        self.kept |= dict(files)
        return "USB"


def _pull(desk: Desk, tables: AuditTables) -> None:
    store, station = desk.station.store, desk.counter.identity.station
    own = list(entries.read(store, Author.STATION))
    outbound = list(entries.read(store, Author.CENTRE))
    tables.store_directory(
        [
            StationListing(
                station=station,
                number=7,
                label="07 San Juan",
                face="desk",
                key=to_base64url(desk.station.signer.public_key),
                epoch=1,
                entries=len(own),
                outbound=len(outbound),
                status="active",
            )
        ]
    )
    tables.store_part(station, 1, "entries", 1, own)
    tables.store_part(station, 1, "outbound", 1, outbound)


@pytest.fixture
def auditor(tmp_path: Path) -> Auditor:
    desk = new_desk(tmp_path / "desk")
    desk.open_drawer()
    for _citizen in range(3):
        desk.charge()
    desk.close_drawer(-100, "Di vuelto de más")
    auditor = Auditor(desk)
    desk.station.store.close()
    return auditor


def test_what_was_collected_at_the_counter_is_what_the_auditor_sees(auditor: Auditor) -> None:
    shown = auditor.states[-1]
    figures = {figure.id: figure.amount for figure in shown.figures}
    assert figures["fees"] == "S/ 37.08"
    assert figures["commission"] == "S/ 12.00"
    assert figures["difference"] == "\N{MINUS SIGN}S/ 1.00"
    assert shown.proof.tone == "ok"
    auditor.presenter.choose_tab("closes")
    auditor.presenter.choose_row(auditor.states[-1].grid.rows[0].key)
    inspector = auditor.states[-1].inspector
    assert inspector is not None
    assert inspector.words == "Di vuelto de más"


def test_the_exports_are_the_service_s_and_hold_the_same_rows(auditor: Auditor) -> None:
    presenter = auditor.presenter
    presenter.open_figure("fees")
    listed = auditor.states[-1].grid.rows
    presenter.export("csv")
    lines = auditor.kept["audit.csv"].decode("utf-8-sig").splitlines()
    assert len(lines) - 1 == len(listed) == 3
    presenter.export("hledger")
    assert "Income:Fees" in auditor.kept["C07.journal"].decode()
    presenter.export("beancount")
    assert "Income:Fees" in auditor.kept["C07.beancount"].decode()
    presenter.export("xlsx")
    assert _sheet(auditor.kept["audit.xlsx"], "Recibos") == 1 + 3
    presenter.export("pdf")
    assert auditor.kept["audit.pdf"].startswith(b"%PDF")
    assert {name for name in auditor.kept if name.endswith(".sha256")} == {
        "audit.csv.sha256",
        "C07.journal.sha256",
        "C07.beancount.sha256",
        "audit.xlsx.sha256",
        "audit.pdf.sha256",
    }


def test_the_report_warns_while_the_municipality_s_figures_are_samples(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    service, day = Auditor(desk).service, date(2026, 11, 20)
    report = service.report(service.run(), (day, day), "A. Torres")
    assert desk.counter.municipality.sample_notice
    assert report.notice == desk.counter.municipality.sample_notice
    real = replace(desk.counter, municipality=replace(desk.counter.municipality, sample_notice=""))
    of_real = Audit(real, AuditTables(desk.station.store))
    assert of_real.report(of_real.run(), (day, day), "A. Torres").notice is None
    desk.station.store.close()


def _sheet(content: bytes, name: str) -> int:
    """Rows of a sheet, the titles among them."""
    return int(openpyxl.load_workbook(BytesIO(content))[name].max_row)


def test_a_workbook_has_the_entries_of_the_period_and_no_others(auditor: Auditor) -> None:
    auditor.presenter.choose_tab(Tab.CLOSES.value)
    found = auditor.presenter._all[0].audited
    closed = found.figures.closes[0].closed_at.astimezone(auditor.zone).date()
    entries = found.verification.booked
    one_day = auditor.service.xlsx([found], (closed, closed))
    within = [each for each in entries if each.entry.at.astimezone(auditor.zone).date() == closed]
    assert 0 < len(within) <= len(entries)
    assert _sheet(one_day, "Registros") == 1 + len(within)
    before = auditor.service.xlsx([found], (date.min, closed - timedelta(days=1)))
    assert _sheet(before, "Registros") == 1 + len(entries) - len(within)


def test_a_row_says_the_amount_that_the_journal_says(auditor: Auditor) -> None:
    auditor.presenter.choose_tab(Tab.RECEIPTS.value)
    fees = [Decimal(row.cell(4).text) for row in auditor.states[-1].grid.rows]
    assert fees == [Decimal("12.36")] * 3


def test_the_report_says_findings_in_the_words_of_the_screen(auditor: Auditor) -> None:
    cabin = samples.SampleCabin("C02", 2, "02 Plaza", "e.ramos")
    cabin.day(date(2026, 11, 20), 2)
    cabin.forge("fee_voided/1", receipt="C02-000001", reason="otra vez")
    audited = cabin.audited()
    disagreeing = Agreement("fees_of_receipts_are_the_income", 2460, 2350)
    audited = replace(audited, figures=replace(audited.figures, agreements=(disagreeing,)))
    report = auditor.service.report([audited], (date(2026, 11, 1), date(2026, 11, 30)), "A. Torres")
    assert [(line.code, line.station) for line in report.findings] == [
        ("drawer_not_open", "C02"),
        ("fees_of_receipts_are_the_income", "C02"),
    ]
    entry = f"C02/{len(cabin.own)}"
    assert [line.text for line in report.findings] == [
        f"Entrada {entry}: Hubo un movimiento con la caja cerrada. Rompe una regla.",
        "Derechos de los recibos con los ingresos de los libros: S/ 24.60 / S/ 23.50",
    ]


def test_the_report_has_the_refunds_debts_codes_and_statements_of_the_screen(auditor: Auditor) -> None:
    audited = [cabin.audited() for cabin in samples_town.sample_cabins()]
    report = auditor.service.report(audited, (date(2026, 10, 1), date(2026, 11, 30)), "A. Torres")
    facts = report.treasury
    assert [(row.receipt, row.ground, row.payment) for row in facts.refunds] == [
        ("C02-000004", "Error de la municipalidad", "Pagada de lo cobrado"),
        ("C02-000012", "El vecino desistió", "Por pagar"),
        ("C07-000009", "Error del agente", "Pagada por tesorería"),
    ]
    assert ("C11", "Garantía ejecutada", "RA-077-2026") in [
        (row.station, row.what, row.rests_on) for row in facts.accounts
    ]
    (codes,) = facts.prepaid
    assert (codes.sold, codes.used + codes.expired + codes.owed) == (Money(12_000, "PEN"), Money(12_000, "PEN"))
    assert [(row.station, row.agrees, row.disputed, row.unanswered) for row in facts.statements if row.disputed] == [
        ("C03", True, 1, 0),
        ("C07", True, 1, 0),
        ("C11", True, 2, 2),
    ]
    assert auditor.service.pdf(audited, (date(2026, 10, 1), date(2026, 11, 30)), "A. Torres").startswith(b"%PDF")
