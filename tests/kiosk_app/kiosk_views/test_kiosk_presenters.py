"""Presenters with a list for a view: what they render, in words, and what they ask of the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.cases.states import CaseState as Stage
from domain.catalog import Agreement, CommissionMode, Municipality, Qualification
from domain.ids import damm_digit
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.announced.presenter import AnnouncedPresenter
from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.complaint.flow import PlaceKind, Since
from kiosk_app.screens.kiosk.complaint.presenter import ComplaintPresenter, PaperState
from kiosk_app.screens.kiosk.complaint.questions import MORE, NAMELESS, groups_of
from kiosk_app.screens.kiosk.follow.presenter import STAGES, CaseStatus, FollowPresenter, NotTold
from kiosk_app.screens.kiosk.follow.state import CaseState
from kiosk_app.screens.kiosk.home.presenter import FramePresenter, HomePresenter
from kiosk_app.screens.kiosk.home.state import FrameState
from kiosk_app.screens.kiosk.pages.state import (
    CheckPage,
    Choice,
    ChoicePage,
    DigitsPage,
    DonePage,
    WritePage,
)
from kiosk_app.screens.kiosk.procedures.presenter import ProceduresPresenter
from kiosk_app.screens.kiosk.procedures.state import ProcedureState, SearchState
from kiosk_app.services.announcements import Announcement
from kiosk_app.services.information import SILENCE
from tests.kiosk_app.kiosk_views.kit import FakeClock
from tests.kiosk_app.kiosk_views.pages import placed_category
from wording.formats import LOCALES


class Shown(list[Any]):
    """A view that remembers."""

    def render(self, state: Any) -> None:
        self.append(state)

    @property
    def last(self) -> Any:
        return self[-1]


class Steps(list[str]):
    """A window that remembers what it was asked."""

    def open_task(self, task: str) -> None:
        self.append(f"open {task}")

    def go_home(self) -> None:
        self.append("home")

    def end_visit(self) -> None:
        self.append("end")

    def more_time(self) -> None:
        self.append("more time")

    def call_help(self) -> None:
        self.append("help")


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


# Following a case.


@pytest.fixture
def follow(shown: Shown, steps: Steps, clock: FakeClock) -> FollowPresenter:
    return follow_of(shown, samples.SampleCentre(), steps, clock)


def follow_of(shown: Shown, centre: samples.SampleCentre, steps: Steps, clock: FakeClock) -> FollowPresenter:
    made = FollowPresenter(shown, samples.find_case, centre, steps, tries=WrongTries(clock))
    made.open()
    return made


def test_a_code_is_shown_as_it_is_typed_and_can_be_asked_when_it_fits(follow: FollowPresenter, shown: Shown) -> None:
    for digit in samples.KNOWN_CODE[:-1]:
        follow.type_digit(digit)
    assert shown.last.shown == "207 418 365_"
    assert shown.last.spoken == "2 0 7 4 1 8 3 6 5, falta 1 número"
    assert not shown.last.can_go_on
    follow.type_digit(samples.KNOWN_CODE[-1])
    assert shown.last.can_go_on
    assert shown.last.problem == ""


def test_a_wrong_check_digit_is_told_at_once_and_is_no_try(follow: FollowPresenter, shown: Shown) -> None:
    wrong = str((int(samples.KNOWN_CODE[-1]) + 1) % 10)
    for _try in range(7):
        follow.empty()
        follow.type_digit(samples.KNOWN_CODE[:-1] + wrong)
        assert "no coincide" in shown.last.problem
        assert not shown.last.can_go_on
        follow.ask()
    assert not shown.last.paused


def test_the_state_of_a_case_is_told_without_anything_personal(follow: FollowPresenter, shown: Shown) -> None:
    follow.type_digit(samples.KNOWN_CODE)
    follow.ask()
    page = shown.last
    assert isinstance(page, CaseState)
    assert page.state == "Lo están atendiendo"
    assert page.code == "Código 207 418 3651"
    assert [fact.value for fact in page.facts] == [
        "miércoles 18 de noviembre",
        "Subgerencia de Servicios Públicos",
        "miércoles 2 de diciembre",
    ]
    assert page.as_of == "Sin señal: esto es lo que se sabía el 20/11/2026 08:15."


def test_five_unknown_codes_put_the_pad_to_sleep_for_a_minute(
    follow: FollowPresenter, shown: Shown, clock: FakeClock
) -> None:
    for _try in range(5):
        follow.empty()
        follow.type_digit(samples.UNKNOWN_CODE)
        follow.ask()
    assert shown.last.paused
    assert "60 segundos" in shown.last.problem
    follow.type_digit("1")
    follow.ask()
    clock.now += 59
    follow.tick()
    assert "1 segundo" in shown.last.problem
    clock.now += 1
    follow.tick()
    assert not shown.last.paused
    rendered = len(shown)
    follow.tick()
    assert len(shown) == rendered, "nothing changes, nothing is rendered"


def waiting_for(
    shown: Shown, steps: Steps, clock: FakeClock, code: str
) -> tuple[FollowPresenter, samples.SampleCentre]:
    """Somebody asked for a case of another station, and the answer is on its way."""
    centre = samples.SampleCentre()
    centre.answer = None
    made = follow_of(shown, centre, steps, clock)
    made.type_digit(code)
    made.ask()
    return made, centre


def hear(centre: samples.SampleCentre, answer: CaseStatus | NotTold) -> None:
    assert centre.waits is not None
    centre.waits(centre.asked[-1], answer)


def elsewhere_status(**changes: Any) -> CaseStatus:
    fields = {"code": samples.UNKNOWN_CODE, "stage": Stage.RECEIVED, "changed": date(2026, 11, 19), "area": "Obras"}
    return CaseStatus(**(fields | changes))  # type: ignore[arg-type]  # every field by its own name


def test_a_case_of_another_station_is_asked_of_the_centre_and_shown(
    shown: Shown, steps: Steps, clock: FakeClock
) -> None:
    follow, centre = waiting_for(shown, steps, clock, samples.UNKNOWN_CODE)
    assert shown.last.page == "follow/searching"
    assert shown.last.heading == "Buscando su caso…"
    assert centre.asked == [samples.UNKNOWN_CODE]
    hear(centre, elsewhere_status(type="procedure"))
    assert shown.last.page == "follow/case"
    assert shown.last.heading == "Su trámite"
    assert shown.last.state == "La municipalidad lo recibió"
    follow.go_back(())
    assert shown.last.shown == "___ ___ ____", "the next look begins anew"


@pytest.mark.parametrize(("kind", "heading"), [("complaint", "Su reclamo"), ("of a newer centre", "Su caso")])
def test_what_the_case_is_is_said_by_its_type(
    shown: Shown, steps: Steps, clock: FakeClock, kind: str, heading: str
) -> None:
    _, centre = waiting_for(shown, steps, clock, samples.UNKNOWN_CODE)
    hear(centre, elsewhere_status(type=kind))
    assert shown.last.heading == heading


def test_the_centre_is_not_asked_for_what_this_kiosk_knows(shown: Shown, steps: Steps, clock: FakeClock) -> None:
    _, centre = waiting_for(shown, steps, clock, samples.KNOWN_CODE)
    assert shown.last.page == "follow/case"
    assert centre.asked == []


def test_without_signal_nothing_is_counted_and_one_may_try_again(shown: Shown, steps: Steps, clock: FakeClock) -> None:
    follow, centre = waiting_for(shown, steps, clock, samples.UNKNOWN_CODE)
    for _try in range(6):
        hear(centre, NotTold.NO_ANSWER)
        assert shown.last.page == "follow/no-answer"
        assert shown.last.heading == "Ahora no hay señal"
        assert "No es un error de su código" in shown.last.text
        follow.ask()
        assert shown.last.page == "follow/searching"
    hear(centre, NotTold.UNKNOWN)
    assert shown.last.page == "follow/code"
    assert not shown.last.paused
    assert "No hay un caso con ese código" in shown.last.problem


def test_back_from_waiting_keeps_the_code_and_hears_no_late_answer(
    shown: Shown, steps: Steps, clock: FakeClock
) -> None:
    follow, centre = waiting_for(shown, steps, clock, samples.UNKNOWN_CODE)
    late = centre.waits
    assert late is not None
    follow.go_back(())
    assert centre.waits is None
    assert shown.last.shown == "207 000 0013"
    assert shown.last.can_go_on
    rendered = len(shown)
    late(samples.UNKNOWN_CODE, NotTold.UNKNOWN)
    late(samples.UNKNOWN_CODE, elsewhere_status())
    assert len(shown) == rendered
    assert steps == []


def test_an_answer_about_another_code_is_not_shown(shown: Shown, steps: Steps, clock: FakeClock) -> None:
    _, centre = waiting_for(shown, steps, clock, samples.UNKNOWN_CODE)
    assert centre.waits is not None
    centre.waits("2070000022", elsewhere_status(code="2070000022"))
    assert shown.last.page == "follow/searching"


def test_every_stage_of_a_case_has_words_for_a_citizen(shown: Shown, steps: Steps, clock: FakeClock) -> None:
    for number, stage in enumerate(STAGES):
        digits = f"20700000{number}"
        code = digits + damm_digit(digits)
        status = CaseStatus(code=code, service="Reclamo", stage=stage, changed=date(2026, 11, 1), area="Obras")
        made = FollowPresenter(shown, {code: status}.get, samples.SampleCentre(), steps, tries=WrongTries(clock))
        made.type_digit(code)
        made.ask()
        assert shown.last.state
        assert shown.last.as_of == ""


def test_back_from_a_case_is_the_pad_and_back_from_the_pad_is_home(
    follow: FollowPresenter, shown: Shown, steps: Steps
) -> None:
    follow.type_digit(samples.KNOWN_CODE)
    follow.ask()
    follow.go_back(())
    assert isinstance(shown.last, DigitsPage)
    assert shown.last.shown == "___ ___ ____"
    follow.go_back(())
    assert steps == ["home"]


# Complaints.


@pytest.fixture
def desk(municipality: Municipality) -> samples.SampleDesk:
    return samples.SampleDesk(municipality)


@pytest.fixture
def complaint(shown: Shown, steps: Steps, desk: samples.SampleDesk) -> ComplaintPresenter:
    made = ComplaintPresenter(shown, desk, steps)
    made.open()
    return made


def _answer(complaint: ComplaintPresenter, municipality: Municipality) -> None:
    category = placed_category(municipality)
    for answer in (category.group, category.code):
        complaint.choose(answer)
    complaint.choose(PlaceKind.STREET)
    complaint.write(("Jr. Grau", "412"))
    complaint.choose(Since.TODAY)
    complaint.write(("",))
    complaint.choose(NAMELESS)


def test_all_groups_are_reached_six_choices_at_a_time(
    complaint: ComplaintPresenter, shown: Shown, municipality: Municipality
) -> None:
    seen: list[str] = []
    while True:
        page = shown.last
        assert isinstance(page, ChoicePage)
        assert len(page.choices) <= 6
        seen += [choice.id for choice in page.choices if choice.id != MORE]
        if all(choice.id != MORE for choice in page.choices):
            break
        complaint.choose(MORE)
    assert seen == groups_of(municipality.complaint_categories)


def test_a_complaint_is_filed_with_what_was_answered(
    complaint: ComplaintPresenter, shown: Shown, desk: samples.SampleDesk, municipality: Municipality
) -> None:
    _answer(complaint, municipality)
    check = shown.last
    assert isinstance(check, CheckPage)
    assert [line.id for line in check.lines] == ["category", "place", "since", "person", "details"]
    assert [line.value for line in check.lines[1:]] == ["Jr. Grau 412", "Desde hoy", "Sin su nombre", "Nada más"]
    complaint.send()
    done = shown.last
    assert isinstance(done, DonePage)
    assert done.code == "207 418 3651"
    assert done.facts[0].value == "miércoles 2 de diciembre"
    assert "Guardado en este equipo" in done.facts[2].value, "nothing says sent before the centre has it"
    assert len(desk.filed) == 1


def test_sending_again_files_nothing_more(
    complaint: ComplaintPresenter, desk: samples.SampleDesk, municipality: Municipality
) -> None:
    _answer(complaint, municipality)
    for _tap in range(10):
        complaint.send()
    assert len(desk.filed) == 1


def test_a_refusal_keeps_the_answers_and_says_what_to_do(
    complaint: ComplaintPresenter, shown: Shown, desk: samples.SampleDesk, municipality: Municipality
) -> None:
    _answer(complaint, municipality)
    desk.refuses = "disk_full"
    complaint.send()
    assert shown.last.page == "complaint/check"
    assert "Sus respuestas siguen aquí" in shown.last.problem
    assert "disk_full" not in shown.last.problem
    desk.refuses = ""
    complaint.send()
    assert isinstance(shown.last, DonePage)


def test_the_paper_is_followed_until_it_is_out(
    complaint: ComplaintPresenter, shown: Shown, desk: samples.SampleDesk, municipality: Municipality
) -> None:
    _answer(complaint, municipality)
    complaint.tick()
    assert desk.asked_for == [], "before sending there is no paper to ask for"
    complaint.send()
    complaint.tick()
    assert "imprimiendo" in shown.last.paper
    desk.paper_state = PaperState.AT_THE_DESK
    complaint.tick()
    assert "Copie el código" in shown.last.paper
    desk.paper_state = PaperState.OUT
    complaint.tick()
    assert "Retire su papel" in shown.last.paper
    asked = len(desk.asked_for)
    complaint.tick()
    assert len(desk.asked_for) == asked


def test_a_missing_street_is_asked_for_beside_its_field(complaint: ComplaintPresenter, shown: Shown) -> None:
    page = shown.last
    assert isinstance(page, ChoicePage)
    complaint.choose(page.choices[0].id)
    complaint.choose(shown.last.choices[0].id)
    complaint.choose(PlaceKind.CORNER)
    complaint.write(("Jr. Grau", ""))
    page = shown.last
    assert isinstance(page, WritePage)
    assert [field.problem for field in page.fields] == ["", "Escriba también la otra calle."]
    complaint.write(("", "Jr. Bolívar"))
    assert [field.problem for field in shown.last.fields] == ["Escriba el nombre de la calle.", ""]


def test_changing_a_line_comes_back_to_the_check_page(
    complaint: ComplaintPresenter, shown: Shown, municipality: Municipality
) -> None:
    _answer(complaint, municipality)
    complaint.change("since")
    assert [choice.chosen for choice in shown.last.choices].count(True) == 1
    complaint.choose(Since.WEEK)
    assert isinstance(shown.last, CheckPage)
    assert shown.last.lines[2].value == "Una semana"


def test_back_from_the_first_question_goes_home(complaint: ComplaintPresenter, steps: Steps) -> None:
    complaint.go_back(())
    assert steps == ["home"]


def test_a_page_with_seven_choices_is_a_fault_of_the_program() -> None:
    seven = tuple(Choice(id=str(n), words="x", icon="info") for n in range(7))
    with pytest.raises(ValueError, match="one to 6"):
        ChoicePage(page="p", step="", heading="h", choices=seven)


# Procedures.


def _procedures(
    shown: Shown, steps: Steps, municipality: Municipality, printer: samples.SamplePrinter | None = None
) -> ProceduresPresenter:
    made = ProceduresPresenter(
        shown,
        municipality,
        steps,
        printer or samples.SamplePrinter(),
        locale=LOCALES[municipality.locale],
        agent="C07",
        today=samples.sample_today,
    )
    made.open()
    return made


def test_before_a_word_the_most_asked_are_listed(shown: Shown, steps: Steps, municipality: Municipality) -> None:
    _procedures(shown, steps, municipality)
    page = shown.last
    assert isinstance(page, SearchState)
    assert [found.id for found in page.found] == [one.code for one in municipality.procedures[:6]]
    assert page.list_heading == "Lo más pedido"


def test_words_find_procedures_without_their_accents(shown: Shown, steps: Steps, municipality: Municipality) -> None:
    presenter = _procedures(shown, steps, municipality)
    presenter.search("nacim")
    assert all("nacimiento" in found.words.lower() for found in shown.last.found)
    presenter.search("xyzzy")
    assert shown.last.found == ()
    assert "mostrador" in shown.last.list_heading


def test_a_procedure_says_what_to_bring_what_it_costs_and_what_silence_means(
    shown: Shown, steps: Steps, municipality: Municipality
) -> None:
    presenter = _procedures(shown, steps, municipality)
    for procedure in municipality.procedures:
        presenter.choose(procedure.code)
        page = shown.last
        assert isinstance(page, ProcedureState)
        assert page.requirements == tuple(requirement.text for requirement in procedure.requirements)
        assert all(fact.value for fact in page.facts)
    presenter.choose("RC-01")
    assert [fact.value for fact in shown.last.facts][:2] == ["S/ 12.36", "En el momento"]
    assert set(SILENCE) == set(Qualification)


def test_a_surcharge_is_part_of_what_one_pays(shown: Shown, steps: Steps, municipality: Municipality) -> None:
    [terms] = municipality.agreement.terms
    agreement = Agreement(
        (replace(terms, commission_mode=CommissionMode.SURCHARGE),), municipality.agreement.commissions
    )
    presenter = _procedures(shown, steps, replace(municipality, agreement=agreement))
    presenter.choose("RC-01")
    assert shown.last.facts[0].value == "S/ 16.36"


def test_the_surcharge_of_tomorrow_is_not_asked_today(shown: Shown, steps: Steps, municipality: Municipality) -> None:
    today, tomorrow = samples.sample_today(), samples.sample_today() + timedelta(1)
    agreement = municipality.agreement
    surcharge = replace(agreement.terms[0], commission_mode=CommissionMode.SURCHARGE)
    for since, cost in ((today, "S/ 16.36"), (tomorrow, "S/ 12.36")):
        terms = (*agreement.terms, replace(surcharge, since=since))
        presenter = _procedures(shown, steps, replace(municipality, agreement=replace(agreement, terms=terms)))
        presenter.choose("RC-01")
        assert shown.last.facts[0].value == cost


def test_a_fee_that_is_not_in_force_is_not_invented(shown: Shown, steps: Steps, municipality: Municipality) -> None:
    presenter = ProceduresPresenter(
        shown,
        municipality,
        steps,
        samples.SamplePrinter(),
        locale=LOCALES[municipality.locale],
        agent="C07",
        today=lambda: date(1999, 1, 1),
    )
    presenter.choose("RC-01")
    assert shown.last.facts[0].value == "Pregunte en el mostrador"


def test_the_sheet_is_asked_for_once_and_followed_until_it_is_out(
    shown: Shown, steps: Steps, municipality: Municipality
) -> None:
    printer = samples.SamplePrinter()
    presenter = _procedures(shown, steps, municipality, printer)
    presenter.choose("RC-01")
    assert (shown.last.can_print, shown.last.printing) == (True, "")
    for _touch in range(10):
        presenter.print_sheet()
    assert printer.asked_for == ["RC-01"]
    assert (shown.last.can_print, shown.last.printing) == (False, "Se está imprimiendo su hoja.")
    printer.paper_state = PaperState.OUT
    presenter.tick()
    assert shown.last.printing == "Tome su hoja de la impresora."
    presenter.go_back(())
    presenter.choose("RC-01")
    presenter.print_sheet()
    assert printer.asked_for == ["RC-01"], "a person has it once"
    presenter.choose("LF-01")
    assert shown.last.can_print, "but each"


def test_a_sheet_that_cannot_be_printed_is_had_at_the_desk(
    shown: Shown, steps: Steps, municipality: Municipality
) -> None:
    printer = samples.SamplePrinter()
    printer.refuses = "disk_full"
    presenter = _procedures(shown, steps, municipality, printer)
    presenter.print_sheet()
    presenter.choose("RC-01")
    presenter.print_sheet()
    assert "mostrador" in shown.last.printing


def test_back_from_a_procedure_keeps_the_words_that_found_it(
    shown: Shown, steps: Steps, municipality: Municipality
) -> None:
    presenter = _procedures(shown, steps, municipality)
    presenter.search("licencia")
    presenter.choose(shown.last.found[0].id)
    presenter.go_back(())
    assert shown.last.text == "licencia"
    presenter.go_back(())
    assert steps == ["home"]


# The first page and the frame.


def test_the_first_page_offers_what_citizens_come_for(shown: Shown, steps: Steps) -> None:
    presenter = HomePresenter(shown, steps)
    presenter.open()
    assert [task.words for task in shown.last.tasks] == [
        "Ver un trámite",
        "Hacer un reclamo",
        "Seguir mi caso",
        "Imprimir un certificado",
    ]
    presenter.choose("follow")
    assert steps == ["open follow"]


def test_the_first_page_says_what_is_announced_to_citizens_while_it_is(shown: Shown, steps: Steps) -> None:
    announced = [samples.FAIR, samples.OUTAGE, replace(samples.FAIR, code="A0", title="Lo más antiguo")]
    presenter = HomePresenter(shown, steps, lambda: announced)
    presenter.open()
    assert shown.last.announced == (samples.FAIR.title, "y 2 más"), "one title leaves the tiles their room"
    before = len(shown)
    presenter.tick()
    assert len(shown) == before
    announced.clear()
    presenter.tick()
    assert shown.last.announced == ()


class Frame(list[FrameState]):
    def show_frame(self, state: FrameState) -> None:
        self.append(state)

    def show_again(self) -> None:
        """The page follows the language."""


def test_the_frame_follows_the_clock_and_the_network_and_rests_otherwise() -> None:
    frame = Frame()
    now = [samples.NOW]
    offline = [False]
    presenter = FramePresenter(
        frame, municipality="Cajamarca", place="Cabina 07", now=lambda: now[0], is_offline=lambda: offline[0]
    )
    presenter.open()
    presenter.tick()
    assert len(frame) == 1
    assert (frame[0].clock, frame[0].day) == ("10:42", "viernes 20 de noviembre")
    now[0] = datetime(2026, 11, 20, 10, 43, tzinfo=samples.NOW.tzinfo)
    presenter.tick()
    offline[0] = True
    presenter.tick()
    assert [state.clock for state in frame] == ["10:42", "10:43", "10:43"]
    assert frame[-1].notice.startswith("Sin internet")


# What is announced.


def _announced(shown: Shown, steps: Steps, announced: list[Announcement]) -> AnnouncedPresenter:
    presenter = AnnouncedPresenter(shown, steps, lambda: announced)
    presenter.open()
    return presenter


def test_an_announcement_is_read_whole_and_leads_to_the_next_one(shown: Shown, steps: Steps) -> None:
    presenter = _announced(shown, steps, [samples.FAIR, samples.OUTAGE])
    assert (shown.last.title, shown.last.paragraphs) == (samples.FAIR.title, samples.FAIR.paragraphs)
    assert shown.last.place == "La municipalidad comunica, hasta el 21/11/2026 · 1 de 2"
    presenter.show_another()
    assert shown.last.title == samples.OUTAGE.title
    presenter.show_another()
    assert shown.last.title == samples.FAIR.title
    presenter.go_back(())
    assert steps == ["home"]


def test_one_that_is_alone_offers_no_other(shown: Shown, steps: Steps) -> None:
    _announced(shown, steps, [samples.FAIR])
    assert (shown.last.another, shown.last.place) == ("", "La municipalidad comunica, hasta el 21/11/2026")


def test_what_is_withdrawn_while_somebody_reads_gives_way(shown: Shown, steps: Steps) -> None:
    announced = [samples.FAIR, samples.OUTAGE]
    presenter = _announced(shown, steps, announced)
    presenter.show_another()
    pages = len(shown)
    presenter.tick()
    assert len(shown) == pages, "nothing changed"
    announced.remove(samples.FAIR)
    presenter.tick()
    assert (shown.last.title, shown.last.another) == (samples.OUTAGE.title, "")
    announced.clear()
    presenter.tick()
    presenter.show_another()
    assert steps[-1] == "home"
