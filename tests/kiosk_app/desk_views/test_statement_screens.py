"""Statements are read, disputed and signed at the desk; refunds are listed with how far they have come."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from domain.journal.kinds import Author
from domain.journal.verify import verify_journals
from domain.ledger.statements import PeriodStatement, statement_of
from kiosk_app.screens.desk.refunds.presenter import RefundsPresenter
from kiosk_app.screens.desk.statements.presenter import StatementsPresenter
from kiosk_app.screens.desk.statements.view import StatementsView
from kiosk_app.services.paper import PrinterChoice
from kiosk_app.shown import FieldEdited, Line, Said
from kiosk_app.storage import entries, spool_table
from printing.profiles import PROFILE_A4
from sync.seal import verify
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown
from tests.kiosk_app.services.desk import pieces

NAME = "2026-11"
CONTACTS = (Line("Tesorería", "076 602 660"),)


@pytest.fixture
def view() -> Shown:
    return Shown()


def month(desk: Desk) -> str:
    """Two fees, one of them voided, and a drawer that was short of ten céntimos. Returns the first receipt."""
    first, second = desk.collect(), desk.collect(procedure="LF-01")
    drawer, counter = desk.services.drawer, desk.services.counter
    drawer.void(ROSA, second.receipt or "", "duplicado")
    drawer.sign_count(ROSA, pieces(counter.municipality, 5000 + 1220))
    drawer.close(ROSA, "vuelto")
    return first.receipt or ""


def issue(desk: Desk, **wrong: object) -> PeriodStatement:
    """As the centre computes it from the journals that it holds, unless `wrong`."""
    station = desk.station
    verified = verify_journals(
        station.journal.identity.station,
        entries.read(station.store, Author.STATION),
        entries.read(station.store, Author.CENTRE),
        station_key=station.signer.public_key,
        centre_key=station.centre.key.public_key,
        verify=verify,
    )
    found = statement_of(verified.booked, 0, station.journal.length)
    body: dict[str, object] = {
        "statement": NAME,
        "through": found.through,
        "lines": len(found.lines),
        "hash": found.hash,
        "fees": found.fees,
        "commission": found.commission,
        "currency": "PEN",
    }
    desk.hear("statement_issued/1", **(body | wrong))
    return found


def reading(desk: Desk, view: Shown) -> StatementsPresenter:
    services = desk.services
    presenter = StatementsPresenter(
        view,
        ROSA,
        services.counter,
        services.statements,
        services.paper,
        contacts=CONTACTS,
        committed=desk.committed,
        keep=desk.keep,
        go=desk.go,
    )
    presenter.show()
    return presenter


def listing(desk: Desk, view: Shown) -> RefundsPresenter:
    services = desk.services
    presenter = RefundsPresenter(
        view, ROSA, services.counter, services.refunds, services.paper, committed=desk.committed, go=desk.go
    )
    presenter.show()
    return presenter


def approve_refund(desk: Desk) -> None:
    desk.hear(
        "refund_approved/1",
        refund="DEV-1",
        receipt=month(desk),
        ground="agent_error",
        amount=1230,
        owed=0,
        resolution="R-12",
    )


def pay_refund(desk: Desk) -> None:
    desk.hear("refund_paid/1", refund="DEV-1", amount=1230, currency="PEN", reference="CH-77", source="treasury")


def fields(view: Shown) -> list[str]:
    return [problem.field for problem in view.last().problems]


def test_before_any_has_come_the_screen_says_so(desk: Desk, view: Shown) -> None:
    presenter = reading(desk, view)
    assert "ningún estado de cuenta" in view.last().empty
    presenter.sign()
    presenter.save()
    presenter.dispute()
    assert desk.commits == []
    assert desk.kept == {}


def test_a_statement_that_agrees_is_shown_line_by_line_and_signed_once(desk: Desk, view: Shown) -> None:
    first = month(desk)
    issue(desk)
    presenter = reading(desk, view)
    shown = view.last()
    assert shown.verdict.tone == "ok"
    lines = [tuple(row.cell(column).text for column in (2, 3, 4, 5, 6)) for row in shown.lines]
    assert ("Recibo", first, "12.36", "4.00", "") in lines
    assert ("Faltante de caja", "\N{MINUS SIGN}0.10") in [(line[0], line[4]) for line in lines]
    presenter.sign()
    assert view.last().notice.tone == "ok"
    assert not view.last().can_sign
    presenter.sign()
    assert view.last().notice.tone == "warn"
    assert len(desk.commits) == 1
    assert view.last().statements[0].cell(5).text == "Firmado por ambos"


def test_a_line_is_disputed_with_a_reason_and_the_answer_is_shown(desk: Desk, view: Shown) -> None:
    month(desk)
    issue(desk)
    presenter = reading(desk, view)
    presenter.dispute()
    assert fields(view) == ["statement_line"]
    presenter.choose_line("1")
    presenter.dispute()
    assert fields(view) == ["dispute_reason"]
    presenter.edit(FieldEdited("dispute_reason", "la comisión era otra"))
    presenter.dispute()
    assert view.last().notice.tone == "ok"
    assert view.last().lines[0].cell(7).text == "Observado"
    assert view.last().reason == ""
    presenter.edit(FieldEdited("dispute_reason", "otra vez"))
    presenter.dispute()
    assert view.last().notice.words == "Esa línea ya está observada"
    presenter.sign()
    desk.hear(
        "dispute_resolved/1", statement=NAME, line=1, outcome="upheld", adjustment=100, currency="PEN", words="Sí"
    )
    presenter.show()
    assert "la municipalidad responde: Sí" in view.last().disputing


def test_what_does_not_agree_is_not_signed_and_says_whom_to_call(desk: Desk, view: Shown) -> None:
    month(desk)
    issue(desk, commission=401)
    presenter = reading(desk, view)
    assert view.last().verdict.words.startswith("No coincide")
    assert view.last().contacts == CONTACTS
    assert not view.last().can_sign
    assert view.last().lines, "what is on record here can be read out"
    assert not view.last().can_save
    for act in (presenter.sign, presenter.save):
        act()
        assert view.last().notice == Said("No coincide con lo que este puesto tiene anotado", "warn")
    assert desk.kept == {}
    assert desk.commits == []


def test_a_statement_is_kept_as_a_file_where_the_person_says(desk: Desk, view: Shown) -> None:
    month(desk)
    issue(desk)
    presenter = reading(desk, view)
    presenter.save()
    assert view.last().notice == Said("Se guardó como C07-2026-11.pdf en USB.", "ok")
    assert desk.kept == {"C07-2026-11.pdf": desk.services.paper.statement_pdf(NAME)}
    assert desk.commits == [], "a file is no act"


def test_whoever_changes_their_mind_about_the_folder_is_told_nothing_and_a_full_one_is_told(
    desk: Desk, view: Shown
) -> None:
    month(desk)
    issue(desk)
    presenter = reading(desk, view)
    desk.folder = ""
    presenter.save()
    assert view.last().notice.words == ""
    desk.folder = "full"
    presenter.save()
    assert view.last().notice.tone == "warn"
    assert desk.kept == {}


def test_a_statement_is_printed_on_a4_once_however_hurried_the_keys(desk: Desk, view: Shown) -> None:
    month(desk)
    issue(desk)
    desk.services.paper.use(PrinterChoice("laser", PROFILE_A4))
    presenter = reading(desk, view)
    assert (view.last().prints, view.last().can_print) == (True, True)
    for _press in range(10):
        presenter.print_sheet()
    sheets = [job for job in spool_table.open_jobs(desk.station.store) if job.document == "Statement"]
    assert [job.printer for job in sheets] == ["laser"]
    assert view.last().notice == Said("Va a la impresora de hojas.", "ok")
    assert not view.last().can_print
    assert len(desk.commits) == 1, "the printer is told"
    presenter.choose(NAME)
    presenter.print_sheet()
    assert view.last().notice.words == "El primer papel sigue en camino. Espere a que salga"


def test_where_only_rolls_are_printed_a_statement_is_not_offered_on_paper(desk: Desk, view: Shown) -> None:
    month(desk)
    issue(desk)
    presenter = reading(desk, view)
    assert not view.last().prints
    presenter.print_sheet()
    assert (desk.commits, view.last().can_save) == ([], True)


def test_what_does_not_agree_is_not_put_on_paper(desk: Desk, view: Shown) -> None:
    month(desk)
    issue(desk, commission=401)
    desk.services.paper.use(PrinterChoice("laser", PROFILE_A4))
    presenter = reading(desk, view)
    assert not view.last().can_print
    presenter.print_sheet()
    assert view.last().notice == Said("No coincide con lo que este puesto tiene anotado", "warn")
    assert desk.commits == []


def test_refunds_are_listed_with_their_state(desk: Desk, view: Shown) -> None:
    presenter = listing(desk, view)
    assert view.last().empty
    presenter.print_notice()
    assert desk.commits == []
    approve_refund(desk)
    presenter.show()
    assert view.last().refunds[0].cell(5).text == "Por pagar"
    pay_refund(desk)
    presenter.show()
    assert view.last().refunds[0].cell(5).text == "Devuelto"
    assert "CH-77" in view.last().told.words


def test_the_notice_of_a_refund_is_printed_and_its_paper_is_told(desk: Desk, view: Shown) -> None:
    approve_refund(desk)
    presenter = listing(desk, view)
    assert (view.last().printing.words, view.last().print_caption) == ("", "")
    presenter.print_notice()
    shown = view.last()
    assert shown.printing.words == "El papel espera a la impresora."
    assert shown.print_caption == "Imprimir copia 1"
    assert len(desk.commits) == 1, "the printer is told"
    presenter.print_notice()
    assert view.last().printing.words == "El primer papel sigue en camino. Espere a que salga"
    assert len(desk.commits) == 1
    first = desk.services.paper.notice_of("DEV-1")
    assert first is not None
    desk.printed(first)
    presenter.show()
    assert view.last().printing.words == "El papel se imprimió."
    presenter.print_notice()
    copy = desk.services.paper.notice_of("DEV-1")
    assert copy is not None
    assert (copy.document, copy.entry, copy.copy_number) == ("RefundNotice", first.entry, 1)
    assert view.last().print_caption == "Imprimir copia 2"


def test_of_a_refund_that_is_paid_no_notice_is_printed(desk: Desk, view: Shown) -> None:
    approve_refund(desk)
    pay_refund(desk)
    presenter = listing(desk, view)
    assert not view.last().can_print
    presenter.print_notice()
    assert "ya pagó" in view.last().printing.words
    assert desk.commits == []


def test_a_statement_is_reached_disputed_and_signed_by_keys_alone(attending: Operator) -> None:
    desk = attending.desk
    month(desk)
    issue(desk)
    attending.key(Qt.Key.Key_F7)
    attending.key(Qt.Key.Key_F8)
    assert attending.place == "statements"
    attending.key(Qt.Key.Key_Tab)
    attending.key(Qt.Key.Key_Down)
    attending.key(Qt.Key.Key_Tab)
    attending.dictate("la comisión era otra")
    attending.key(Qt.Key.Key_F8)
    attending.key(Qt.Key.Key_F9)
    assert list(desk.kept) == ["C07-2026-11.pdf"]
    assert [found.line for found in desk.services.statements.named(NAME).disputes] == [2]
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.services.statements.named(NAME).signed_by == desk.services.operator.id
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "reports"


def test_statements_and_refunds_are_reached_with_the_mouse(attending: Operator) -> None:
    attending.key(Qt.Key.Key_F7)
    button(attending, "Estados de cuenta").click()
    assert attending.place == "statements"
    view = attending.shell.window.findChild(StatementsView)
    assert view is not None
    button(attending, "Atrás").click()
    button(attending, "Devoluciones").click()
    assert attending.place == "refunds"


def test_the_notice_of_a_refund_is_printed_by_keys_alone(attending: Operator) -> None:
    desk = attending.desk
    approve_refund(desk)
    attending.key(Qt.Key.Key_F7)
    attending.key(Qt.Key.Key_F9)
    assert attending.place == "refunds"
    assert button(attending, "Imprimir el aviso").isEnabled()
    attending.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert desk.services.paper.notice_of("DEV-1") is not None
    assert button(attending, "Imprimir copia 1").isEnabled()
