"""Complaints, cases, the queue, signing in, the three facts, scans and pages of trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import InvariantBroken, Refusal
from domain.journal.station_kinds import STATION_KINDS
from domain.ledger.bearer import proof_of
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.screens.desk.cases.presenter import CasesPresenter, CasesServices
from kiosk_app.screens.desk.complaint.presenter import ComplaintPresenter, ComplaintServices
from kiosk_app.screens.desk.help.presenter import help_state
from kiosk_app.screens.desk.identity_cards import read_identity_card
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.problem.presenter import problem_state
from kiosk_app.screens.desk.queue.presenter import QueuePresenter, entry_words
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.scan_result.presenter import scan_result_state
from kiosk_app.screens.desk.scan_result.state import Verdict
from kiosk_app.screens.desk.sign_in.presenter import SignInPresenter
from kiosk_app.screens.desk.status.presenter import StatusPresenter
from kiosk_app.screens.desk.status.state import StatusState
from kiosk_app.screens.desk.sync_words import connection_fact, queue_fact
from kiosk_app.screens.desk.words import Words, age
from kiosk_app.services.carrying import Carriage
from kiosk_app.services.queue import WaitingEntry
from kiosk_app.services.sign_in import SignIn, Unlocked
from kiosk_app.shown import FieldEdited, Line
from kiosk_app.storage import settings, spool_table
from kiosk_app.storage.journal import Draft
from kiosk_app.storage.settings import Watermark
from printing.spool import SpoolState
from sync.carrying import Progress, Stage
from sync.courier import Direction, Label
from sync.errors import Reason
from sync.status import Connection
from tests.fakes.clock import FRIDAY_MORNING, FakeClock
from tests.kiosk_app.desk_views.kit import INES, OFFLINE, ROSA, Desk, Shown
from wording import formats


@pytest.fixture
def view() -> Shown:
    return Shown()


# -- complaints --------------------------------------------------------------------------------------------------------


def anonymous_category(desk: Desk) -> str:
    offered = desk.services.counter.municipality.complaint_categories
    return next(found.code for found in offered if found.anonymous_allowed and found.needs_place)


def complaint_of(desk: Desk, view: Shown) -> ComplaintPresenter:
    services = desk.services
    needed = ComplaintServices(services.counter, services.complaints, services.paper, services.tray)
    presenter = ComplaintPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go, say=desk.say)
    presenter.new()
    return presenter


def test_the_date_of_the_answer_is_told_before_anything_is_sent(desk: Desk, view: Shown) -> None:
    presenter = complaint_of(desk, view)
    category = view.last().categories[0].key
    presenter.choose_category(category)
    assert "responde antes del" in view.last().promise.words
    assert desk.commits == []


def test_a_complaint_asks_only_for_what_it_needs(desk: Desk, view: Shown) -> None:
    presenter = complaint_of(desk, view)
    presenter.send()
    assert [problem.field for problem in view.last().problems] == ["category"]
    presenter.choose_category(anonymous_category(desk))
    presenter.send()
    assert [problem.field for problem in view.last().problems] == ["place", "description"]
    presenter.choose_place_kind("corner")
    presenter.edit(FieldEdited("place", "Jr. Los Sauces"))
    presenter.edit(FieldEdited("description", "Poste apagado"))
    presenter.send()
    assert [problem.field for problem in view.last().problems] == ["place_more"]


def test_an_anonymous_complaint_is_registered_with_its_photo(desk: Desk, view: Shown, tmp_path: Path) -> None:
    photo = tmp_path / "poste.jpg"
    Image.new("RGB", (8, 8)).save(photo)
    presenter = complaint_of(desk, view)
    presenter.choose_category(anonymous_category(desk))
    presenter.edit(FieldEdited("name", "Pedro"))
    presenter.be_anonymous(True)
    presenter.edit(FieldEdited("place", "Jr. Grau 120"))
    presenter.edit(FieldEdited("description", "No enciende desde el lunes"))
    presenter.add_photo(str(photo))
    assert view.last().photos[0].words == "poste.jpg, 1 KB"
    presenter.send()
    presenter.send()
    delivery = view.last().delivery
    assert delivery is not None
    found = desk.services.cases.detail(delivery.code)
    assert found.row.citizen.full_name == ""
    assert found.place == "Jr. Grau 120"
    assert len(found.photos) == 1
    assert len(desk.commits) == 1
    presenter.finish()
    assert not presenter.has_work()


def test_leaving_the_form_loses_nothing(desk: Desk, view: Shown) -> None:
    presenter = complaint_of(desk, view)
    presenter.edit(FieldEdited("description", "Poste apagado"))
    presenter.leave()
    presenter.new()
    assert view.last().description == "Poste apagado"


def test_a_file_that_is_no_photo_is_refused_by_its_bytes(desk: Desk, view: Shown, tmp_path: Path) -> None:
    text = tmp_path / "photo.jpg"
    text.write_text("not a picture")
    presenter = complaint_of(desk, view)
    presenter.add_photo(str(text))
    assert view.last().photos == ()
    assert view.last().problems[0].field == "photo"
    presenter.add_photo(str(tmp_path / "gone.png"))
    assert view.last().photos == ()


# -- cases -------------------------------------------------------------------------------------------------------------


def cases_of(desk: Desk, view: Shown) -> CasesPresenter:
    services = desk.services
    needed = CasesServices(
        services.counter, services.cases, services.drawer, services.paper, services.acts, services.elsewhere
    )
    return CasesPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go, say=desk.say)


def test_a_case_tells_its_history_and_where_its_paper_is(desk: Desk, view: Shown) -> None:
    done = desk.collect()
    presenter = cases_of(desk, view)
    presenter.open(done.code)
    detail = view.last().detail
    assert detail is not None
    assert detail.chip == "Por enviar"
    assert [event.words for event in detail.history] == ["Registrado en esta ventanilla", "Derecho cobrado"]
    assert detail.papers[0].aside == "Imprimir copia 1"
    presenter.reprint(detail.papers[0].key)
    assert view.last().detail.notice.tone == "warn", "the original is still on its way"
    desk.printed(desk.services.paper.papers_of(done.code)[0])
    presenter.reprint(detail.papers[0].key)
    assert desk.said == [("La copia 1 va a la impresora", "")]
    assert view.last().detail.papers[0].aside == "Imprimir copia 2"


def test_one_search_finds_by_code_name_document_and_receipt(desk: Desk, view: Shown) -> None:
    done = desk.collect()
    presenter = cases_of(desk, view)
    for text in (done.code, "yupanqui", "45067318", done.receipt or "", "207 000 0000"):
        presenter.find(text)
        found = [row.key for row in view.last().rows]
        assert found == ([] if text.startswith("207") else [done.code]), text
    assert view.last().empty


def test_a_filter_narrows_what_a_search_found(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = cases_of(desk, view)
    presenter.search("yupanqui")
    presenter.choose_filter("overdue")
    assert view.last().rows == ()
    presenter.choose_filter("queued")
    assert len(view.last().rows) == 1


def test_a_receipt_of_a_closed_drawer_leads_to_its_refund(desk: Desk, view: Shown) -> None:
    done = desk.collect()
    presenter = cases_of(desk, view)
    presenter.open(done.code)
    assert view.last().detail.can_void
    counter = desk.services.counter
    desk.services.drawer.sign_count(ROSA, {counter.money(1000): 6, counter.money(10): 23})
    desk.services.drawer.close(ROSA)
    presenter.refresh()
    assert view.last().detail.void_caption == "Devolución…"


# -- queue and facts ---------------------------------------------------------------------------------------------------


def test_the_queue_names_what_waits_since_when_and_why(desk: Desk, view: Shown) -> None:
    done = desk.collect()
    status = replace(OFFLINE, reason=Reason.NO_ADDRESS, pending_entries=5)
    presenter = QueuePresenter(
        view,
        desk.services.counter,
        desk.services.queue,
        desk.services.tray,
        status=lambda: status,
        retry=desk.committed,
        export=desk.committed,
        handover=desk.handover(),
        neighbours=desk.neighbours(),
        go=desk.go,
    )
    desk.station.clock.advance(2 * 3600 + 27 * 60)
    presenter.refresh()
    rows = view.last().items
    assert rows[0].cell(2).text == "Por imprimir"
    receipt = next(row for row in rows if row.cell(0).text == f"Recibo {done.receipt}")
    assert receipt.cell(1).text == "2 h 27 min"
    assert receipt.cell(3).text == "Sin conexión"
    assert view.last().headline.tone == "warn", "offline is normal, never red"
    desk.station.clock.advance(4 * 86400)
    presenter.refresh()
    assert view.last().items[-1].cell(1).tone == "err"
    assert view.last().headline.tone == "err"
    assert "más de un día hábil" in view.last().headline.words


def test_each_thing_that_waits_says_how_it_stands(desk: Desk, view: Shown, tmp_path: Path) -> None:
    done = desk.collect()
    status = [replace(OFFLINE, reason=Reason.TIMEOUT)]
    presenter = QueuePresenter(
        view,
        desk.services.counter,
        desk.services.queue,
        desk.services.tray,
        status=lambda: status[0],
        retry=desk.committed,
        export=desk.committed,
        handover=desk.handover(),
        neighbours=desk.neighbours(),
        go=desk.go,
    )

    def told(what: str) -> tuple[str, str]:
        presenter.refresh()
        row = next(row for row in view.last().items if row.cell(0).text == what)
        return row.cell(2).text, row.cell(3).text

    receipt, case = f"Recibo {done.receipt}", f"Caso {formats.case_code(done.code)}"
    assert told(receipt) == ("Por enviar", "Sin conexión")
    assert told(f"Archivos de: {case}") == ("Por enviar", "Salen después")
    presenter.hand_over()
    assert view.last().notice.words == "", "nobody chose a stick"
    desk.stick = tmp_path
    presenter.hand_over()
    assert told(receipt) == ("En memoria USB", "En la memoria USB desde el 20/11/2026 09:00: falta la respuesta")
    desk.stick = tmp_path / "pulled out"
    presenter.hand_over()
    assert view.last().notice.words == "La memoria no responde. Póngala otra vez e inténtelo de nuevo"
    status[0] = replace(OFFLINE, connection=Connection.CONNECTED)
    assert told(receipt)[0] == "Enviando"
    status[0] = replace(OFFLINE, connection=Connection.HALTED, reason=Reason.ENTRY_NOT_AUTHENTIC)
    assert told(receipt)[0] == "Detenido"
    store = desk.station.store
    with store.transaction():
        settings.put_watermark(store, Watermark(desk.station.journal.length, "h", "2026-11-20T14:00:30+00:00"))
    status[0] = OFFLINE
    assert told(f"Archivos de: {case}")[1].startswith("La municipalidad espera sus archivos: ya tiene 0 de 1")
    (letter,) = desk.services.queue.waiting().filed
    status[0] = replace(OFFLINE, set_aside=letter.lacking)
    assert told(f"Archivos de: {case}")[0] == "Rechazado"


@pytest.mark.parametrize("kind", [kind.name for kind in STATION_KINDS])
def test_every_kind_of_entry_that_waits_has_words(kind: str) -> None:
    words = entry_words(WaitingEntry(7, kind, "X-1", FRIDAY_MORNING))
    assert not words.startswith("Acto"), "those are the words of what this program does not know"
    assert "{" not in words


def test_what_a_newer_program_wrote_waits_as_an_act() -> None:
    assert entry_words(WaitingEntry(7, "invented_later/1", "X-1", FRIDAY_MORNING)) == "Acto X-1"


def test_the_newer_acts_of_money_wait_in_the_words_of_the_glossary() -> None:
    told = [
        entry_words(WaitingEntry(7, kind, about, FRIDAY_MORNING))
        for kind, about in (
            ("prepaid_sold/1", "P12"),
            ("cash_moved/2", ""),
            ("commission_retained/1", "REM-1"),
            ("voucher_redeemed/1", "V-1"),
            ("unit_used/1", "2074183659"),
            ("numbers_released/1", "U-1"),
            ("line_disputed/1", "2026-11"),
            ("statement_signed/1", "2026-11"),
            ("fee_voided/2", "A07-000001"),
        )
    ]
    assert told == [
        "Código prepago P12 vendido",
        "Ingreso o retiro de caja",
        "Comisión retenida del depósito REM-1",
        "Vale de tesorería V-1 usado",
        "Número usado, caso 207 418 3659",
        "Números devueltos de U-1",
        "Línea observada del estado de cuenta 2026-11",
        "Estado de cuenta 2026-11 firmado",
        "Anulación del recibo A07-000001",
    ]


def test_the_queue_asks_for_a_paper_worth_money_and_prints_the_same_again(desk: Desk, view: Shown) -> None:
    proof = proof_of(desk.services.counter.identity.station, "P1", "K7QM2P9DXT4A")
    sale = {"prepaid": "P1", "amount": 1000, "currency": "PEN", "proof": proof}
    (entry,) = desk.station.journal.record(ROSA.id, Draft("prepaid_sold/1", sale))
    store = desk.station.store
    with store.transaction():
        job = desk.services.paper.queue_prepaid(store, entry, "K7QM2P9DXT4A", ROSA)
    presenter = QueuePresenter(
        view,
        desk.services.counter,
        desk.services.queue,
        desk.services.tray,
        status=lambda: OFFLINE,
        retry=desk.committed,
        export=desk.committed,
        handover=desk.handover(),
        neighbours=desk.neighbours(),
        go=desk.go,
    )
    presenter.choose(f"paper:{job.id}")
    assert not view.last().ask_paper, "nothing can have come out yet"
    presenter.answer_for_paper(False)
    assert spool_table.read(store, job.id) == job
    desk.printed(job)
    presenter.refresh()
    assert view.last().ask_paper
    row = view.last().items[0]
    assert (row.cell(2).text, "se imprime otra vez el mismo" in row.cell(3).text) == ("Mire la bandeja", True)
    presenter.answer_for_paper(False)
    again = spool_table.read(store, job.id)
    assert again is not None
    assert (again.state, again.content) == (SpoolState.QUEUED, job.content)
    assert not view.last().ask_paper
    desk.printed(again)
    presenter.answer_for_paper(True)
    assert desk.services.queue.waiting().papers == ()


def test_red_is_for_when_a_person_must_act() -> None:
    now = FRIDAY_MORNING
    assert queue_fact(OFFLINE, now).tone == "warn"
    assert connection_fact(OFFLINE).strong == "Sin conexión"
    halted = replace(OFFLINE, connection=Connection.HALTED, reason=Reason.JOURNAL_FORKED)
    assert queue_fact(halted, now).tone == "err"
    sending = replace(OFFLINE, connection=Connection.CONNECTED, sending=3, sending_total=7)
    assert queue_fact(sending, now).strong == "Enviando 3 de 7"
    sent = replace(sending, pending_entries=0, sending=0, sending_total=0, last_contact=int(now.timestamp()))
    assert queue_fact(sent, now).tone == "ok"
    assert connection_fact(replace(OFFLINE, connection=Connection.SLOW)).strong == "Conexión lenta"


class _Window:
    def __init__(self) -> None:
        self.shown: list[StatusState] = []

    def show_status(self, state: StatusState) -> None:
        self.shown.append(state)


def test_three_separate_facts_and_a_drawer_that_tells_no_amount(desk: Desk) -> None:
    desk.collect()
    window, busy = _Window(), [False]
    presenter = StatusPresenter(
        window,
        desk.services.counter,
        desk.services.drawer,
        ROSA,
        status=lambda: desk.status,
        busy=lambda: busy[0],
    )
    presenter.refresh()
    state = window.shown[-1]
    assert (state.saved.strong, state.connection.strong) == ("Guardado en este equipo", "Sin conexión")
    assert state.queue.strong == "3 por enviar"
    assert "62.30" not in repr(state), "the count at the end is blind"
    assert state.moment == "viernes 20 de noviembre · 09:00"
    busy[0] = True
    desk.status = replace(desk.status, clock_offset_s=-3600)
    presenter.refresh()
    assert window.shown[-1].saved.strong == "Guardando… no apague"
    assert "60 minutos" in window.shown[-1].warnings[0]


# -- signing in --------------------------------------------------------------------------------------------------------


@pytest.fixture
def doors(tmp_path: Path) -> KeyStore:
    keys = KeyStore(tmp_path, Hardness(memory_kib=64, passes=1))
    keys.add(bytes(32), operator="rosa.q", name="Rosa Quispe", role="operator", pin="738291")
    keys.add(bytes(32), operator="luis.a", name="Luis Ayala", role="operator", pin="918273")
    return keys


def test_wrong_pins_are_counted_aloud_and_then_cost_a_wait(doors: KeyStore, view: Shown) -> None:
    clock, unlocked = FakeClock(), list[Unlocked]()
    presenter = SignInPresenter(view, SignIn(doors, clock), "Cabina 07", now=clock.now, unlocked=unlocked.append)
    presenter.show()
    assert view.last().chosen == "", "two people work here: nobody is presumed"
    presenter.choose("rosa.q")
    presenter.give_pin("000000")
    assert view.last().problem == "Ese PIN no es de Rosa Quispe. Quedan 4 intentos antes de esperar"
    for _attempt in range(4):
        presenter.give_pin("000000")
    assert presenter.is_waiting
    presenter.give_pin("738291")
    assert unlocked == [], "during the wait even the right PIN is not tried"
    assert "60 segundos" in view.last().wait
    presenter.choose("luis.a")
    assert view.last().wait == "", "the wait is of one operator"
    presenter.choose("rosa.q")
    clock.advance(61)
    presenter.tick()
    assert view.last().wait == ""
    presenter.give_pin("738291")
    assert unlocked[0].operator.name == "Rosa Quispe"
    assert "738291" not in repr(list(view)), "no state ever carries a PIN"


def test_a_locked_screen_waits_for_its_own_operator(doors: KeyStore, view: Shown) -> None:
    clock = FakeClock()
    presenter = SignInPresenter(view, SignIn(doors, clock), "Cabina 07", now=clock.now, unlocked=lambda _found: None)
    presenter.show("luis.a")
    assert (view.last().locked, view.last().chosen) == (True, "luis.a")


def test_keys_that_cannot_be_read_are_said_in_words(tmp_path: Path, view: Shown) -> None:
    clock = FakeClock()
    service = SignIn(KeyStore(tmp_path), clock)
    presenter = SignInPresenter(view, service, "Cabina 07", now=clock.now, unlocked=lambda _found: None)
    presenter.show()
    assert "está a salvo" in view.last().problem


# -- scans, help, trouble ----------------------------------------------------------------------------------------------


def test_a_scanned_receipt_says_what_it_proves(desk: Desk) -> None:
    words = Words(desk.services.counter.municipality)
    done = desk.collect()
    code = desk.services.paper.cases.receipt(done.entries[-1], ROSA).code_text
    genuine = scan_result_state(desk.services.receipts.check(code), words)
    assert (genuine.verdict, genuine.case) == (Verdict.VALID, done.code)
    assert "S/ 12.30" in [line.amount for line in genuine.facts]
    other = scan_result_state(desk.services.receipts.check("7750182002042"), words)
    assert other.verdict is Verdict.NOT_OURS
    assert other.facts == ()
    assert done.receipt is not None
    desk.services.drawer.void(ROSA, done.receipt, "duplicado")
    voided = scan_result_state(desk.services.receipts.check(code), words)
    assert voided.heading == "Auténtico, pero anulado"


@pytest.mark.parametrize(
    ("country", "scanned", "document"),
    [
        ("PE", "45067318", "45067318"),
        ("PE", " 45067318 ", "45067318"),
        ("PE", "4506731", None),
        ("PE", "7750182002042", None),
        ("AR", "00123456789@PEREZ@ANA MARIA@F@28111222@A@03/05/1980@01/02/2015", "28111222"),
        ("AR", "45067318", None),
        ("XX", "45067318", None),
    ],
)
def test_an_identity_card_is_read_by_the_rules_of_its_country(country: str, scanned: str, document: str | None) -> None:
    found = read_identity_card(scanned, country)
    assert (None if found is None else found.document) == document


def test_help_lists_the_keys_of_the_screen_one_came_from() -> None:
    state = help_state((ScreenKey("F12", "F12", "Collect and print"),), (Line("Mesa de ayuda", "0800"),), "0.1.0")
    assert state.groups[0].keys == (Line("Cobrar e imprimir", "F12"),)
    assert any(line.amount == "F1" for line in state.groups[1].keys)
    assert len(help_state((), (), "").groups) == 1


@pytest.mark.parametrize(
    ("error", "safe"),
    [
        (Refusal("disk_full"), False),
        (Refusal("database_damaged"), False),
        (Refusal("database_key_wrong"), False),
        (Refusal("database_newer"), True),
        (InvariantBroken("I1"), True),
        (ValueError("boom"), True),
    ],
)
def test_trouble_says_what_happened_whether_data_is_safe_and_what_to_do(error: Exception, safe: bool) -> None:
    state = problem_state(error, code="V-1")
    assert all((state.happened, state.data, state.next_step, state.code))
    assert state.data_safe is safe
    assert "boom" not in repr(state)


def test_a_refusal_nobody_foresaw_still_says_that_nothing_was_changed(desk: Desk) -> None:
    told = words_of(Refusal("from_a_newer_program"), Words(desk.services.counter.municipality))
    assert "no se cambió nada" in told
    assert "from_a_newer_program" in told


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, "0 min"), (59, "59 min"), (147, "2 h 27 min"), (1440, "1 día"), (4400, "3 días")]
)
def test_ages_are_told_as_people_say_them(minutes: int, told: str) -> None:
    assert age(FRIDAY_MORNING, FRIDAY_MORNING + timedelta(minutes=minutes)) == told


def test_a_print_that_never_left_is_retried_by_itself_and_says_why(desk: Desk, view: Shown) -> None:
    done = desk.collect(INES)
    desk.printed(done.job, SpoolState.FAILED_BEFORE_SEND, "paper_out")
    presenter = QueuePresenter(
        view,
        desk.services.counter,
        desk.services.queue,
        desk.services.tray,
        status=lambda: OFFLINE,
        retry=desk.committed,
        export=desk.committed,
        handover=desk.handover(),
        neighbours=desk.neighbours(),
        go=desk.go,
    )
    presenter.refresh()
    row = view.last().items[0]
    assert "papel" in row.cell(3).text
    presenter.choose(row.key)
    assert "Se imprimirá solo" in view.last().paper, "under the list there is room for all of it"


# -- another counter's file --------------------------------------------------------------------------------------------


def queue_of(desk: Desk, view: Shown) -> QueuePresenter:
    return QueuePresenter(
        view,
        desk.services.counter,
        desk.services.queue,
        desk.services.tray,
        status=lambda: OFFLINE,
        retry=desk.committed,
        export=desk.committed,
        handover=desk.handover(),
        neighbours=desk.neighbours(),
        go=desk.go,
    )


def test_another_counters_file_is_carried_from_where_the_person_says(desk: Desk, view: Shown, tmp_path: Path) -> None:
    presenter = queue_of(desk, view)
    presenter.carry()
    assert desk.carrier.begun == [], "nobody chose a file"
    desk.picked = tmp_path / "C09-2026-11-20-001.ventanilla"
    desk.picked.write_bytes(Label(Direction.TO_CENTRE, "cajamarca", "C09").close(b"x", bytes([9]) + bytes(31)))
    presenter.carry()
    desk.carrier.carriage = Carriage("C09", Progress(Stage.SENDING, 0, 9, None))
    presenter.carry()
    assert [stick.station for stick in desk.carrier.begun] == ["C09"], "one at a time"
    presenter.retry()
    presenter.stop_carrying()
    assert desk.carrier.pressed == ["try now", "give up"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xd8", "no es un archivo de Ventanilla"),
        (Label(Direction.TO_STATION, "cajamarca", "C09").close(b"x", bytes([9]) + bytes(31)), "respuesta para C09"),
        (Label(Direction.TO_CENTRE, "lima", "C09").close(b"x", bytes([9]) + bytes(31)), "otra municipalidad: lima"),
        (Label(Direction.TO_CENTRE, "cajamarca", "C09").close(b"x", bytes([9]) + bytes(31))[:-1], "no está completo"),
        (None, "La memoria no responde"),
    ],
    ids=["garbage", "an-answer", "another-town", "cut", "no-stick"],  # what is sealed differs in each process
)
def test_what_cannot_be_carried_is_said_in_words_and_nothing_begins(
    desk: Desk, view: Shown, tmp_path: Path, content: bytes | None, told: str
) -> None:
    desk.picked = tmp_path / "foto.ventanilla"
    if content is not None:
        desk.picked.write_bytes(content)
    queue_of(desk, view).carry()
    assert told in view.last().carry.notice.words
    assert desk.carrier.begun == []


@pytest.mark.parametrize(
    ("carriage", "told"),
    [
        (Carriage("C09", Progress(Stage.SENDING, 1_500, 6_000, None)), "Llevando el archivo de C09: 1 de 6 kB"),
        (Carriage("C09", Progress(Stage.TAKING, 0, 0, None)), "está leyendo el archivo de C09"),
        (
            Carriage("C09", Progress(Stage.FETCHING, 10, 990, Reason.NO_ADDRESS)),
            "0 de 1 kB. Sin conexión. Se reintenta",
        ),
        (Carriage("C09", answer="respuesta-C09.ventanilla"), "La respuesta está en la memoria: respuesta-C09"),
        (Carriage("C09", refused=Refusal("station_revoked")), "retiró este equipo"),
        (Carriage("C09", refused=Refusal("stick_full")), "La municipalidad ya tiene el archivo"),
        (Carriage("C09", refused=Refusal("from_a_newer_program")), "from_a_newer_program"),
    ],
)
def test_how_another_counters_file_stands_is_told_in_plain_words(
    desk: Desk, view: Shown, carriage: Carriage, told: str
) -> None:
    desk.carrier.carriage = carriage
    queue_of(desk, view).refresh()
    carry = view.last().carry
    assert told in f"{carry.words}{carry.notice.words}"
    assert carry.under_way is (carriage.progress is not None)
