"""What the demonstration leaves behind: every paper three ways, and figures that were reached by two roads."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author
from domain.money import Money, round_down_to
from kiosk_app.bootstrap.desk import DeskProgram
from kiosk_app.services.audit import Audited
from kiosk_app.services.counter import Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.storage import entries, projections
from printing.documents import Document
from printing.documents.preview import preview_png
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_PDF_80
from printing.render import render
from tools.demo_day import FLOAT, SHORTAGE

PAPERS = {
    "fee_collected/1": "receipt",
    "slip_issued/1": "slip",
    "session_closed/2": "z",
    "remittance_declared/1": "deposit",
}


@dataclass
class Checks:
    """Pairs of figures that must be equal; one that is not makes the demonstration fail."""

    lines: list[str] = field(default_factory=list)
    failures: int = 0

    def same(self, what: str, left: object, right: object) -> None:
        holds = left == right
        self.failures += not holds
        self.lines.append(f"{'ok  ' if holds else 'FAIL'}  {what}: {left}" + ("" if holds else f" is not {right}"))

    def true(self, what: str, holds: bool, detail: str = "") -> None:
        self.failures += not holds
        self.lines.append(f"{'ok  ' if holds else 'FAIL'}  {what}{': ' + detail if detail else ''}")


def write_papers(program: DeskProgram, folder: Path) -> int:
    """Every paper of the day as PDF, as PNG, and as the bytes of an 80 mm and a 58 mm printer."""
    services = program.services
    assert services is not None, "somebody has signed in"
    paper = Paper(services.counter, PrinterChoice("demo", PROFILE_PDF_80))
    written = 0
    for signed in entries.read(services.counter.store, Author.STATION):
        found = read_entry(signed)
        name = PAPERS.get(found.entry.kind)
        if name is None:
            continue
        document = _document(paper, Drawer(services.counter), found, services.operator)
        _write(folder, f"{found.entry.sequence:03d}-{name}", document)
        written += 1
    if services.drawer.current() is not None:
        _write(folder, "x-report", paper.x_report(services.operator))
        written += 1
    return written


def _document(paper: Paper, drawer: Drawer, found: SignedEntry, operator: Operator) -> Document:
    match PAPERS[found.entry.kind]:
        case "receipt":
            return paper.cases.receipt(found, operator, voided=paper.cases.is_voided(found.entry.body["receipt"]))
        case "slip":
            return paper.cases.complaint_slip(found, operator)
        case "z":
            return paper.money.z_report(drawer.closed(found.entry.body["session"]), operator)
        case _:
            return paper.money.remittance_slip(found, operator)


def _write(folder: Path, name: str, document: Document) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pdf = render(document, PROFILE_PDF_80)
    (folder / f"{name}.pdf").write_bytes(pdf)
    (folder / f"{name}.png").write_bytes(preview_png(pdf))
    (folder / f"{name}.80mm.escpos").write_bytes(render(document, PROFILE_80))
    (folder / f"{name}.58mm.escpos").write_bytes(render(document, PROFILE_58))


def check_money(checks: Checks, program: DeskProgram, served: list[str], audited: Audited) -> None:
    """The auditor's figures against a tally from the tariff alone, and against the desk's own books."""
    services = program.services
    assert services is not None, "somebody has signed in"
    counter = services.counter
    city, today, books = counter.municipality, counter.today(), counter.journal.books
    terms, agent = city.agreement.on(today), counter.identity.station
    procedures = [city.procedure(code) for code in served]
    fees = sum(procedure.fee_on(today).minor for procedure in procedures)
    cash = sum(round_down_to(item.fee_on(today), terms.smallest_coin).minor for item in procedures)
    commission = sum(procedure.commission_on(today, agent).minor for procedure in procedures)
    figures, money = audited.figures, counter.money
    checks.same("fees, tariff and auditor", money(fees), money(figures.fees))
    checks.same("commission, agreement and auditor", money(commission), money(figures.commission))
    checks.same("guarantee, agreement and auditor", terms.guarantee, money(figures.guarantee))
    checks.same("difference found by the blind count", money(-SHORTAGE), money(figures.difference))
    checks.same("exposure, desk and auditor", money(books.exposure(counter.currency)), money(figures.exposure))
    checks.same("cash collected = exposure + banked", money(cash), money(figures.exposure + figures.banked))
    checks.same("deposits declared and confirmed", money(figures.declared), money(figures.confirmed))
    checks.true(
        "every figure of the auditor reached by two roads", figures.is_sound, f"{len(figures.agreements)} pairs"
    )
    checks.true("both journals verified", not audited.verification.findings, _lengths(audited))
    checks.same("float given back", Money(int(FLOAT) * 100, counter.currency), counter.money(_float(program)))


def _float(program: DeskProgram) -> int:
    """The open drawer's float: the second session starts with what the first gave back."""
    assert program.services is not None, "somebody has signed in"
    session = program.services.counter.journal.books.facts.session
    return 0 if session is None else session.float_minor


def _lengths(audited: Audited) -> str:
    figures = audited.figures
    return f"{figures.station_length} entries of the station, {figures.centre_length} of the centre"


def check_rebuild(checks: Checks, program: DeskProgram) -> None:
    assert program.services is not None, "somebody has signed in"
    journal = program.services.counter.journal
    before = projections.dump(journal.store)
    journal.rebuild()
    checks.true(
        "projections rebuilt from the journal are the same, byte for byte", projections.dump(journal.store) == before
    )


def check_hledger(checks: Checks, journals: list[Path]) -> None:
    """Another program, written by other people, adds it all up again, where it is installed."""
    hledger = shutil.which("hledger")
    for path in journals:
        if hledger is None:
            checks.true(f"{path.name} written (hledger is not installed here: not checked by it)", path.exists())
            continue
        rules = ["accounts", "commodities", "ordereddates", "balancednoautoconversion", "assertions"]
        done = subprocess.run([hledger, "-f", str(path), "check", *rules], capture_output=True, text=True, check=False)
        checks.true(f"hledger checks {path.name}", done.returncode == 0, done.stderr.strip()[:200] or "strict")
