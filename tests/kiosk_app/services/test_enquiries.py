"""Who only asks is told, counted without a name, and takes a sheet home if they want one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.catalog import CommissionMode, RequirementKind
from domain.errors import Refusal
from kiosk_app.services.counter import Counter
from kiosk_app.services.enquiries import Enquiries, Subject
from kiosk_app.services.information import KINDS, read_information
from kiosk_app.services.paper import PrinterChoice
from kiosk_app.storage import settings, spool_table
from printing.documents import InformationSheet
from printing.profiles import PROFILE_58
from printing.receipt_reader import read
from printing.spool import SpoolState
from tests.kiosk_app.services.desk import ROSA, Desk, municipality
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes

PROCEDURE = Subject("procedure", "LF-01")
ARTICLE = Subject("article", "OBSERVADO")


@pytest.fixture
def enquiries(desk: Desk) -> Enquiries:
    return Enquiries(desk.counter, desk.paper)


@pytest.mark.parametrize("subject", [PROCEDURE, ARTICLE])
def test_what_was_told_is_one_entry_without_money_or_a_name(desk: Desk, enquiries: Enquiries, subject: Subject) -> None:
    before, balances = desk.length, dict(desk.station.journal.books.balances)
    told = enquiries.tell(ROSA, subject, on_paper=False)
    assert desk.length == before + 1
    assert (desk.last.kind, desk.last.operator, desk.last.personal) == ("information_given/1", "rosa", None)
    assert desk.last.body == {
        "about": subject.about,
        "subject": subject.code,
        "edition": desk.counter.municipality.edition,
        "channel": "desk",
    }
    assert (told.job, spool_table.open_jobs(desk.station.store)) == (None, [])
    assert desk.station.journal.books.balances == balances
    assert desk.verified().is_clean


def test_the_sheet_says_by_kind_what_to_bring_what_it_costs_and_by_which_law(desk: Desk, enquiries: Enquiries) -> None:
    told = enquiries.tell(ROSA, PROCEDURE, on_paper=True)
    assert told.job is not None
    sheet = desk.paper.information.sheet(told.found, ROSA)
    procedure = desk.counter.municipality.procedure("LF-01")
    brought = [one for one in procedure.requirements if one.kind is not RequirementKind.PAYMENT]
    assert sorted(line[2:] for line in sheet.text if line.startswith("- ")) == sorted(one.text for one in brought)
    headings = [line[2:] for line in sheet.text if line.startswith("# ")]
    assert len(headings) == len({one.kind for one in brought}) == len(set(headings))
    facts = {fact.label: fact.value for fact in sheet.facts}
    assert facts["Cuánto cuesta"].startswith("S/ ")
    assert facts["Cuánto demora"] == "2 días hábiles"
    assert sheet.basis == procedure.legal_base
    sample = enquiries.tell(ROSA, Subject("procedure", "RC-01"), on_paper=False)
    assert sheet.warning is None
    assert desk.paper.information.sheet(sample.found, ROSA).warning, "what the folder calls a sample says so"
    words = "".join(read(told.job.content, 576).text.split())
    for said in (procedure.name, *(one.text for one in brought), *procedure.legal_base):
        assert "".join(said.split()) in words


def test_every_kind_of_requirement_but_the_payment_has_its_heading() -> None:
    assert set(KINDS) == set(RequirementKind) - {RequirementKind.PAYMENT}


@pytest.mark.parametrize("folder", ["cajamarca", "mar-del-plata"])
def test_every_procedure_and_article_can_be_printed_on_the_narrowest_roll(
    desks: Callable[..., Desk], folder: str
) -> None:
    desk = desks(municipality_folder=folder)
    desk.paper.use(PrinterChoice("narrow", PROFILE_58))
    found = municipality(folder)
    subjects = [Subject("procedure", one.code) for one in found.procedures]
    subjects += [Subject("article", one.code) for one in found.articles]
    assert len(subjects) > 5
    enquiries = Enquiries(desk.counter, desk.paper)
    for subject in subjects:
        told = enquiries.tell(ROSA, subject, on_paper=True)
        assert told.job is not None
        name = "".join(enquiries.read(subject).name.split())
        assert name in "".join(read(told.job.content, PROFILE_58.dots).text.split())


def test_what_was_told_without_paper_is_printed_later_and_counts_once(desk: Desk, enquiries: Enquiries) -> None:
    told = enquiries.tell(ROSA, ARTICLE, on_paper=False)
    length = desk.length
    printed = enquiries.put_on_paper(ROSA, told)
    assert printed.job is not None
    assert printed.job.entry == f"C07/{told.found.entry.sequence}"
    assert enquiries.put_on_paper(ROSA, printed) is printed
    assert len(spool_table.open_jobs(desk.station.store)) == 1
    assert desk.length == length


def test_another_sheet_of_it_is_a_copy_that_says_what_holds_today(desk: Desk, enquiries: Enquiries) -> None:
    told = enquiries.tell(ROSA, PROCEDURE, on_paper=True)
    assert told.job is not None
    spool_table.update(desk.station.store, replace(told.job, state=SpoolState.PRINTED))
    desk.clock.advance(86_400)
    job = desk.paper.copy(told.job.entry, ROSA, "se perdió")
    assert (job.copy_number, desk.last.kind, desk.last.body["of"]) == (1, "copy_printed/1", told.job.entry)
    words = read(job.content, 576).text
    assert "COPIA 1" in words
    day = desk.counter.today()
    assert f"{day.day:02d}/{day.month:02d}/{day.year}" in words
    assert "ORIGINAL" not in read(told.job.content, 576).text, "the first one is nothing that could be copied falsely"


@pytest.mark.parametrize(
    ("subject", "refused"),
    [(Subject("procedure", "NADA"), "procedure_unknown"), (Subject("article", "NADA"), "article_unknown")],
)
def test_what_the_folder_does_not_have_is_not_counted(
    desk: Desk, enquiries: Enquiries, subject: Subject, refused: str
) -> None:
    assert assert_nothing_changes(desk, lambda: enquiries.tell(ROSA, subject, on_paper=True)).code == refused


def test_an_article_whose_day_is_over_is_told_to_nobody(desk: Desk, enquiries: Enquiries) -> None:
    desk.clock.set_wall(datetime(2027, 11, 1, 20, tzinfo=UTC))
    with pytest.raises(Refusal, match="article_unknown"):
        enquiries.tell(ROSA, Subject("article", "COPIA"), on_paper=False)


def test_practice_says_so_on_the_sheet(desks: Callable[..., Desk]) -> None:
    desk = desks()
    with desk.station.store.transaction():
        settings.mark_practice(desk.station.store)
    desk.restart()
    told = Enquiries(desk.counter, desk.paper).tell(ROSA, ARTICLE, on_paper=True)
    assert told.job is not None
    assert "PRÁCTICA" in read(told.job.content, 576).text
    assert isinstance(desk.paper.information.sheet(told.found, None), InformationSheet)


def test_what_a_procedure_costs_is_free_with_its_ground_or_asked_for_at_the_desk(desk: Desk) -> None:
    found = municipality()
    free = next(one for one in found.procedures if one.exempt_ground)
    told = read_information(desk.counter, Subject("procedure", free.code))
    assert told.facts[0].value == f"Gratis: {free.exempt_ground}"
    desk.clock.set_wall(datetime(1999, 1, 4, 12, tzinfo=UTC))
    assert read_information(desk.counter, PROCEDURE).facts[0].value == "Pregunte en el mostrador"


def test_the_cabin_s_service_on_top_is_part_of_the_cost(desk: Desk) -> None:
    found = desk.counter.municipality
    terms = replace(found.agreement.terms[0], commission_mode=CommissionMode.SURCHARGE)
    changed = replace(found, agreement=replace(found.agreement, terms=(terms,)))
    counter = Counter(desk.station.journal, changed, desk.clock)
    assert read_information(counter, Subject("procedure", "RC-01")).facts[0].value == "S/ 16.36"
