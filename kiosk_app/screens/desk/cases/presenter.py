"""Finding a case, telling what happened to it, printing its paper again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.cases.case_file import CaseFile
from domain.errors import Refusal
from domain.ids import read_case_code
from kiosk_app.screens.desk.cases.life import CaseLife
from kiosk_app.screens.desk.cases.state import CaseDetail, CasesState, HistoryLine
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words, case_line, case_state, case_title, count_words, when_words
from kiosk_app.services.case_acts import CaseActs
from kiosk_app.services.cases import CaseBook, CaseEvent, CaseRow
from kiosk_app.services.cases import CaseDetail as FoundCase
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.elsewhere import CasesElsewhere
from kiosk_app.services.paper import Paper
from kiosk_app.shown import UNSAID, Line, ListRow, Said, Tone
from printing.spool import PrintJob
from wording import formats
from wording.catalogue import _, mark

_EVENTS: Final[dict[str, tuple[str, Tone]]] = {
    "opened": (mark("Registered at this counter"), "ok"),
    "fee_collected": (mark("Fee collected"), "ok"),
    "fee_voided": (mark("Receipt voided"), "err"),
    "slip_issued": (mark("Paper with the code prepared"), "ok"),
    "copy_printed": (mark("A copy was printed"), "plain"),
    "completed": (mark("Taken in: what was missing"), "ok"),
    "reopening_asked": (mark("Asked to open it again"), "info"),
    "told:date": (mark("The new date was printed"), "ok"),
    "told:observation": (mark("What is missing was printed"), "ok"),
    "told:answer": (mark("The answer was printed"), "ok"),
    "step_taken": (mark("Step done"), "ok"),
    "promise_moved": (mark("Another date was promised"), "warn"),
    "resumed:completed": (mark("It is complete: both terms run again"), "info"),
    "resumed:reopened": (mark("Opened again"), "info"),
    "moved:received": (mark("The municipality has it"), "info"),
    "moved:in_progress": (mark("An area is working on it"), "info"),
    "moved:observed": (mark("The municipality says that something is missing"), "warn"),
    "moved:not_presented": (mark("It counts as not presented: what was paid is given back"), "err"),
    "moved:resolved": (mark("Attended"), "ok"),
    "moved:rejected": (mark("Rejected"), "err"),
    "moved:closed": (mark("Delivered"), "ok"),
}
_FINISHED: Final = ("not_presented", "resolved", "rejected", "closed")
_PAPERS: Final = {
    "FeeReceipt": mark("Receipt"),
    "ComplaintSlip": mark("Paper of the complaint"),
    "VoidSlip": mark("Paper of the void"),
    "CaseNotice": mark("Notice"),
}


@dataclass(frozen=True, slots=True)
class CasesServices:
    counter: Counter
    cases: CaseBook
    drawer: Drawer
    paper: Paper
    acts: CaseActs
    elsewhere: CasesElsewhere


class CasesPresenter:
    def __init__(
        self,
        view: Renders[CasesState],
        operator: Operator,
        services: CasesServices,
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
        self._text = ""
        self._filter = "all"
        self._chosen = ""
        self._notice = UNSAID
        self._asking = ""

    def refresh(self) -> None:
        self._render()

    def open(self, code: str) -> None:
        """Show one case, whatever is being looked for."""
        if code:
            self._text, self._filter, self._chosen, self._notice = "", "all", code, UNSAID
        self._render()

    def find(self, text: str) -> None:
        """The search of the top bar: a code, a name, a document or a receipt."""
        self._text, self._filter, self._notice = text, "all", UNSAID
        rows = self._rows()
        self._chosen = rows[0].code if len(rows) == 1 else ""
        self._render()
        self._ask_elsewhere()

    def search(self, text: object) -> None:
        self._text = str(text)
        self._render()
        self._ask_elsewhere()

    def _ask_elsewhere(self) -> None:
        """Ten digits that this counter does not have are a case of another one: the centre knows."""
        self._asking = ""
        try:
            code = read_case_code(self._text)
        except Refusal:
            return
        if self._rows():
            return
        self._asking = _("Asking the municipality about case {code}…").format(code=formats.case_code(code))
        self._render()
        self._services.elsewhere.ask(code, self._heard)

    def _heard(self, code: str, answer: CaseFile | str) -> None:
        if isinstance(answer, CaseFile):
            self._asking = ""
            self._services.acts.take_up(answer)
            self._chosen = code
        elif answer == "unknown":
            self._asking = _("The municipality knows of no case with that code. Compare it with the paper.")
        else:
            self._asking = _(
                "It is a case of another cabin, and the municipality cannot be reached now. Read its paper."
            )
        self._render()

    def choose_filter(self, name: object) -> None:
        self._filter = str(name)
        self._render()

    def choose(self, code: object) -> None:
        self._chosen, self._notice = str(code), UNSAID
        self._render()

    def reprint(self, entry: object) -> None:
        try:
            job = self._services.paper.copy(str(entry), self._operator, _("Asked for at the counter"))
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._notice = UNSAID
            self._say(_("Copy {number} goes to the printer").format(number=job.copy_number), "")
            self._committed()
        self._render()

    def void(self) -> None:
        row = self._services.cases.row(self._chosen)
        if row.receipt is not None:
            self._go("void", row.receipt)

    def act(self, chosen: object) -> None:
        """One of the state's `acts`: a paper at once, or a page of its own."""
        act, _colon, of = str(chosen).partition(":")
        if act != "tell":
            self._go("case_act", f"{act}:{self._chosen}")
            return
        try:
            self._services.acts.tell(self._operator, self._chosen, of)
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._notice = UNSAID
            self._say(_("The paper goes to the printer"), "")
            self._committed()
        self._render()

    def _rows(self) -> list[CaseRow]:
        book = self._services.cases
        if self._text.strip():
            found = book.search(self._text)
            return [row for row in found if self._passes(row)]
        return {"all": book.recent, "open": book.open, "overdue": book.overdue, "queued": book.waiting}[self._filter]()

    def _passes(self, row: CaseRow) -> bool:
        if self._filter == "overdue":
            return row.overdue
        if self._filter == "queued":
            return not row.sent
        return self._filter == "all" or row.state.value not in _FINISHED

    def _render(self) -> None:
        rows = self._rows()
        today = self._services.counter.today()
        nothing = _("No case of this counter says that. Try the code of the receipt, or a family name.")
        empty = nothing if self._text.strip() else _("There are no cases here.")
        self._view.render(
            CasesState(
                search=self._text,
                filter=self._filter,
                filters=(_("All"), _("Open"), _("Overdue"), _("To send")),
                summary=count_words(len(rows)) if rows else "",
                rows=tuple(case_line(row, today) for row in rows),
                chosen=self._chosen,
                empty="" if rows else self._asking or empty,
                detail=self._detail(),
            )
        )

    def _detail(self) -> CaseDetail | None:
        if not self._chosen:
            return None
        found = self._found()
        if found is None:
            return None
        chip, tone = case_state(found.row)
        life = CaseLife(self._services.counter, self._services.cases, found, self._services.acts.owed(found.row.code))
        return CaseDetail(
            code=formats.case_code(found.row.code),
            heading=case_title(found.row),
            chip=chip,
            tone=tone,
            facts=self._facts(found),
            history=tuple(self._history_line(event) for event in found.history),
            papers=self._papers(found.row),
            notice=self._notice,
            advice=life.advice(),
            where=life.where(),
            steps=life.steps(),
            dates=life.dates(),
            acts=life.acts(),
            can_void=found.row.receipt is not None and all(event.what != "fee_voided" for event in found.history),
            void_caption=_("Void the receipt…") if self._is_in_drawer(found.row.receipt) else _("Refund…"),
        )

    def _found(self) -> FoundCase | None:
        """Of this counter, or of another one as the centre told it; None is said in the list."""
        cases, elsewhere = self._services.cases, self._services.acts.taken_up(self._chosen)
        try:
            return cases.detail(self._chosen)
        except Refusal:
            return None if elsewhere is None else cases.detail_elsewhere(elsewhere)

    def _facts(self, found: FoundCase) -> tuple[Line, ...]:
        row = found.row
        missing = self._services.cases.requirement_texts(row.service, found.observed)
        elsewhere = _("another cabin, number {number}")
        facts = (
            (_("Person"), (row.citizen.full_name or _("Without a name")) if found.channel else ""),
            (_("Taken in at"), "" if found.channel else elsewhere.format(number=row.code[:3])),
            (_("Document"), formats.document_number(row.citizen.document)),
            (_("Telephone"), self._words.phone(row.citizen.phone)),
            (_("Place"), found.place),
            (_("Together with complaint"), formats.case_code(found.joins) if found.joins else ""),
            (_("Neighbours in it"), str(found.neighbours) if found.neighbours > 1 else ""),
            (_("Description"), found.description),
            (_("Receipt"), row.receipt or ""),
            (_("Still to bring"), "; ".join(missing)),
        )
        return tuple(Line(words, text) for words, text in facts if text)

    def _history_line(self, event: CaseEvent) -> HistoryLine:
        words, tone = _EVENTS.get(event.what, (mark("Something changed"), "plain"))
        when = when_words(event.at, self._services.counter.today())
        return HistoryLine(when, _(words), self._history_detail(event), tone)

    def _history_detail(self, event: CaseEvent) -> str:
        """What an event tells beyond its name; the codes of missing requirements are said among the facts."""
        if event.what == "opened" or event.what.startswith("told:") or event.what == "reopening_asked":
            return ""
        if event.what == "completed":
            found = self._found()
            service = "" if found is None else found.row.service
            return "; ".join(self._services.cases.requirement_texts(service, tuple(event.detail.split(","))))
        if event.what == "step_taken":
            found = self._found()
            plan = {} if found is None else {step.code: step.name for step in found.plan}
            return plan.get(event.detail, event.detail)
        if event.what.startswith("resumed:"):
            return _("Promised for {day}").format(day=formats.day(date.fromisoformat(event.detail)))
        if event.what == "copy_printed":
            return _("Copy {number}").format(number=event.detail)
        try:
            return self._services.counter.municipality.area(event.detail).name
        except Refusal:
            return event.detail

    def _papers(self, row: CaseRow) -> tuple[ListRow, ...]:
        last: dict[str, PrintJob] = {job.entry: job for job in self._services.paper.papers_of(row.code)}
        return tuple(
            ListRow(
                key=entry,
                title=_(_PAPERS.get(job.document, "Receipt")),
                aside=_("Print copy {number}").format(number=job.copy_number + 1),
                subtitle=row.receipt or formats.case_code(row.code),
            )
            for entry, job in last.items()
        )

    def _is_in_drawer(self, receipt: str | None) -> bool:
        """Of the open drawer; what was collected in a closed one is refunded by the municipality."""
        try:
            movements = self._services.drawer.movements()
        except Refusal:
            return False
        return any(found.number == receipt for found in movements)
