"""The counter's main screen: from what the operator means to what is collected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from domain.catalog import Article
from domain.errors import Refusal
from kiosk_app.screens.desk.articles.compose import ARTICLE, PROCEDURE
from kiosk_app.screens.desk.attend import answers, compose
from kiosk_app.screens.desk.attend.draft import CITIZEN_FIELDS, AttendDraft, merged, problems_of, recognised
from kiosk_app.screens.desk.attend.kept import PREFIX, given_back, kept, next_number
from kiosk_app.screens.desk.attend.lists import CaseLists, offered
from kiosk_app.screens.desk.attend.prepaid import is_prepaid_code, takes_prepaid, with_code
from kiosk_app.screens.desk.attend.services import AttendServices
from kiosk_app.screens.desk.attend.state import AttendState, Step
from kiosk_app.screens.desk.code_groups import grouped
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of, words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.counter import Operator
from kiosk_app.services.procedures import CaseDone
from kiosk_app.shown import UNSAID, FieldEdited, Problem, Said
from kiosk_app.storage.drafts import KeptDraft
from wording.catalogue import _

QUESTION = "question:"


class AttendPresenter:
    """Keeps drafts in memory: what is typed survives every other screen, and a locked one, until it is collected.

    `say(words, undo)` tells in passing what was just done; the undo of discarding is `undo_discard`.
    """

    def __init__(
        self,
        view: Renders[AttendState],
        operator: Operator,
        services: AttendServices,
        *,
        committed: Committed,
        go: Go,
        say: Callable[[str, str], None],
    ) -> None:
        self._view = view
        self._operator = operator
        self._services = services
        self._committed, self._go, self._say = committed, go, say
        self._words = Words(services.counter.municipality)
        self._keys = count(1)
        self._drafts: dict[str, AttendDraft] = {}
        self._draft = self._blank()
        self._discarded: AttendDraft | None = None
        self._found: list[compose.Offered | Article] = []
        self._handed = Citizen()
        self._people_search: str | None = None
        self._people_found: list[Citizen] = []
        self._lists = CaseLists(services.cases, services.counter)
        self._done: CaseDone | None = None
        self._missing: tuple[str, ...] = ()
        self._notice = UNSAID
        self._stopped = False

    # -- what the screen is told ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Something was committed, sent or printed: read the lists again."""
        self._lists.read()
        self._render()

    def to_keep(self) -> list[KeptDraft]:
        """Everything typed that is not registered yet, for the disk."""
        return [kept(draft, self._operator.id) for draft in self._kept()]

    def give_back(self, found: Sequence[KeptDraft]) -> None:
        """Drafts of before: they wait in the list, each as it was left."""
        mine = [draft for draft in found if draft.key.startswith(PREFIX)]
        self._keys = count(next_number(mine))
        self._drafts |= {draft.key: given_back(draft, self._services.procedures) for draft in mine}
        self._draft = self._blank()

    def drop(self, key: str) -> None:
        self._drafts.pop(key, None)

    def has_work(self) -> bool:
        """Whether something typed is not registered yet."""
        return bool(self._drafts) or not self._draft.is_blank

    def is_serving(self) -> bool:
        """Whether a person is being attended to: something is typed, or their paper is on its way."""
        return not self._draft.is_blank or self._done is not None

    def asked_about(self) -> str:
        """The procedure at hand, for somebody who only asks about it; nothing before one is chosen."""
        return "" if self._draft.quote is None else f"{PROCEDURE}{self._draft.quote.procedure.code}"

    def drafts(self) -> int:
        """How many drafts wait."""
        return len(self._kept())

    # -- what the operator means ---------------------------------------------------------------------------------------

    def new_case(self) -> None:
        self._keep()
        self._begin(self._blank())

    def choose_case(self, key: object) -> None:
        """Go on with a draft, or open a case that is registered."""
        draft = self._drafts.get(str(key))
        if draft is None:
            if str(key) != self._draft.key:
                self._go("cases", str(key))
            return
        self._keep()
        self._begin(draft)

    def choose_tab(self, tab: object) -> None:
        self._lists.tab = str(tab)
        self.refresh()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        name = edit.field.removeprefix(QUESTION)
        self._forget_problem(edit.field)
        if name != edit.field:
            self._answer(name, edit.text)
        elif edit.field == "prepaid":
            self._draft = self._with_code(self._draft, edit.text)
        elif edit.field in CITIZEN_FIELDS:
            self._draft = self._draft.with_citizen_field(edit.field, edit.text)
            if edit.field == "document":
                self._draft = recognised(self._draft, self._services.people)
        self._render()

    def _answer(self, name: str, text: str) -> None:
        try:
            self._draft = answers.with_answer(self._draft, name, text)
        except Refusal as refusal:
            problem = Problem(f"{QUESTION}{name}", words_of(refusal, self._words))
            self._draft = replace(self._draft, problems=(problem,))

    def turn_form(self, by: object) -> None:
        """The next page of the form, or the one before; every answer stays."""
        self._draft = answers.turned(self._draft, int(str(by)))
        self._render(self._cursor_of(Step.REQUIREMENTS))

    def show_question(self, field: object) -> None:
        """A problem's link to a question that stands on another page."""
        self._draft = answers.on_page_of(self._draft, str(field).removeprefix(QUESTION))
        self._render(str(field))

    def search_person(self) -> None:
        """F4: open or leave the search among people served before."""
        leaving = self._people_search is not None
        self._people_search = None if leaving else ""
        self._people_found = []
        self._render("document" if leaving else "")

    def search_people(self, text: object) -> None:
        self._people_search = str(text)
        self._people_found = self._services.people.search(str(text))
        self._render()

    def choose_person(self, key: object) -> None:
        self.take_person(self._people_found[int(str(key))], _("Served here before"))

    def take_person(self, citizen: Citizen, origin: str) -> None:
        """A person was read from a document or found: go on with what they need. What was typed stays where unknown."""
        known = self._services.people.by_document(citizen.document) or citizen
        whole = merged(citizen, known, self._draft.citizen)
        self._people_search = None
        draft = self._draft.with_person(whole, Said(origin, "ok"))
        self._draft = replace(draft, step=Step.REQUIREMENTS if draft.has_person else Step.PERSON, problems=())
        self._render(self._cursor_of(self._draft.step))

    def search_procedure(self, text: object) -> None:
        self._draft = replace(self._draft, search=str(text))
        services = self._services
        self._found = offered(str(text), services.procedures, services.appointments, services.articles)
        self._render()

    def hand_over(self) -> Citizen:
        """Who stands here, for the page of appointments: once."""
        handed, self._handed = self._handed, Citizen()
        return handed

    def choose_procedure(self, code: object) -> None:
        if str(code).startswith(compose.BOOK):
            self._handed, self._draft = self._draft.citizen, self._blank()
            self._go("appointments", str(code))
            return
        if str(code).startswith(ARTICLE):
            self._go("articles", str(code))
            return
        try:
            quote = self._services.procedures.quote(str(code))
        except Refusal as refusal:
            self._draft = replace(self._draft, problems=(problem_of(refusal, self._words, field="procedure"),))
            self._render()
            return
        draft = replace(self._draft.with_procedure(quote), problems=())
        self._draft = answers.prefilled(self._with_code(draft, draft.prepaid) if draft.prepaid else draft)
        self._render(self._cursor_of(Step.REQUIREMENTS))

    def clear_procedure(self) -> None:
        self._draft = self._draft.with_procedure(None)
        self._found = []
        self._render("procedure")

    def take_prepaid(self, text: str) -> bool:
        """Whether what was scanned is a prepaid code, and now beside the draft."""
        if self._done is not None or not is_prepaid_code(text):
            return False
        self._draft = self._with_code(self._draft, grouped(text))
        self._render()
        return True

    def toggle_requirement(self, toggled: object) -> None:
        assert isinstance(toggled, tuple), "the view's signal carries a pair"
        requirement, met = toggled
        self._draft = self._draft.toggled(requirement, met=met)
        self._render()

    def receive(self, amount: object) -> None:
        self._draft = replace(self._draft, received=str(amount))
        self._forget_problem("received")
        self._render()

    def go_to_step(self, step: object) -> None:
        self._draft = replace(self._draft, step=Step(min(int(str(step)), Step.PAYMENT)))
        self._render(self._cursor_of(self._draft.step))

    def go_on(self) -> None:
        """Ctrl+Enter: the next step; after the payment, collecting."""
        if self._done is not None:
            self.finish()
        elif self._draft.step >= Step.PAYMENT:
            self.collect()
        elif self._draft.step is Step.REQUIREMENTS and answers.form_page(self._draft).can_go_on:
            self.turn_form(1)
        else:
            self.go_to_step(self._draft.step + 1)

    def collect(self) -> None:
        """F12: everything that is missing is said at once; a double press finds the case done."""
        if self._done is not None:
            return
        problems = problems_of(self._draft, self._words, self._services.counter.today())
        if problems:
            first = problems[0].field.removeprefix(QUESTION)
            self._draft = answers.on_page_of(replace(self._draft, problems=problems), first)
            self._render()
            return
        request = self._draft.request(self._words.amount(self._draft.received))
        try:
            done = self._services.procedures.submit(self._operator, request)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._missing = self._services.cases.requirement_texts(request.procedure, request.observed)
        self._done, self._notice, self._stopped = done, UNSAID, False
        self._drafts.pop(self._draft.key, None)
        self._committed()
        self.refresh()

    def use_voucher(self) -> None:
        """The guarantee stopped the collection; the draft waits here as it is."""
        self._notice, self._stopped = UNSAID, False
        self._go("voucher", "attend")

    def save(self) -> None:
        """F8: put the draft aside and be ready for the next person."""
        if self._draft.is_blank or self._done is not None:
            return
        self._say(_("Kept as a draft"), "")
        self.new_case()

    def discard(self) -> None:
        """Before anything is collected this is undone with one press, so nobody is asked whether they are sure."""
        self._discarded = self._draft
        self._drafts.pop(self._draft.key, None)
        self._begin(self._blank())
        self._say(_("Draft discarded"), _("Undo"))

    def undo_discard(self) -> None:
        if self._discarded is not None:
            self._keep()
            draft, self._discarded = self._discarded, None
            self._begin(draft)

    def print_again(self) -> None:
        if self._done is None:
            return
        job = self._services.paper.papers_of(self._done.code)[-1]
        try:
            self._services.paper.copy(job.entry, self._operator, _("Asked for at the counter"))
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._notice = UNSAID
            self._committed()
        self._render()

    def answer_for_paper(self, whole: object) -> None:
        """The operator looked in the tray."""
        if self._done is None:
            return
        job = self._services.paper.papers_of(self._done.code)[-1]
        answer = self._services.tray.in_hand if whole else self._services.tray.not_in_hand
        answer(job)
        self._render()

    def finish(self) -> None:
        """The person has left."""
        self._begin(self._blank())

    # -- inside --------------------------------------------------------------------------------------------------------

    def _blank(self) -> AttendDraft:
        return AttendDraft(f"{PREFIX}{next(self._keys)}", self._services.counter.now())

    def _begin(self, draft: AttendDraft) -> None:
        self._draft, self._done, self._notice, self._stopped = draft, None, UNSAID, False
        self._found, self._people_search = [], None
        self.refresh()
        self._render(self._cursor_of(draft.step))

    def _keep(self) -> None:
        if not self._draft.is_blank and self._done is None:
            self._drafts[self._draft.key] = self._draft

    def _kept(self) -> list[AttendDraft]:
        drafts = dict(self._drafts)
        if not self._draft.is_blank and self._done is None:
            drafts[self._draft.key] = self._draft
        return sorted(drafts.values(), key=lambda draft: draft.began, reverse=True)

    def _with_code(self, draft: AttendDraft, typed: str) -> AttendDraft:
        return with_code(draft, typed, self._services.prepaid, self._services.procedures, self._words)

    def _forget_problem(self, field: str) -> None:
        """A problem leaves when its field is touched; the others stay until collecting is tried again."""
        kept: tuple[Problem, ...] = tuple(problem for problem in self._draft.problems if problem.field != field)
        self._draft = replace(self._draft, problems=kept)

    def _refused(self, refusal: Refusal) -> None:
        field = "prepaid" if refusal.code == "bearer_code_incomplete" else ""
        problem = problem_of(refusal, self._words, field=field)
        if problem.field:
            self._draft = replace(self._draft, problems=(problem,))
        self._notice = UNSAID if problem.field else Said(problem.words, "warn")
        self._stopped = refusal.code == "headroom_exhausted"
        self._render("voucher" if self._stopped else "")

    def _render(self, cursor: str = "") -> None:
        self._view.render(replace(self._state(), cursor=cursor))

    def _cursor_of(self, step: Step) -> str:
        """Where a step begins: the first thing that is still to be said."""
        quote = self._draft.quote
        if step is Step.PAYMENT:
            return "received"
        if step is Step.PERSON:
            return "document" if not self._draft.citizen.document else "given_names"
        if quote is None:
            return "procedure"
        first = answers.first_question(self._draft)
        return f"{QUESTION}{first}" if first else "requirements"

    def _state(self) -> AttendState:
        draft, today = self._draft, self._services.counter.today()
        takes = takes_prepaid(self._services.counter, self._services.prepaid)
        delivery = None
        if self._done is not None:
            job = self._services.paper.papers_of(self._done.code)[-1]
            delivery = compose.delivery(self._done, job, self._missing, today, self._words)
        procedure = draft.quote.procedure if draft.quote is not None else None
        intro = _("Read the ID card with the scanner, or write its number.")
        area = self._services.counter.municipality.area(procedure.area).name if procedure is not None else ""
        return AttendState(
            cases=self._lists.shown(self._kept(), self._chosen()),
            title=procedure.name if procedure is not None else _("New procedure"),
            subtitle=f"{area}  ·  {compose.term(procedure)}" if procedure is not None else intro,
            step=Step.DELIVERY if delivery is not None else draft.step,
            person=compose.person(draft, self._words, self._people_search, self._people_found),
            procedure=compose.procedure_choice(draft, self._found, today, self._words),
            payment=compose.payment(draft, self._words, takes_prepaid=takes),
            problems=draft.problems if delivery is None else (),
            notice=self._notice,
            offers_voucher=self._stopped,
            delivery=delivery,
        )

    def _chosen(self) -> str:
        return self._done.code if self._done is not None else self._draft.key
