"""Finding a case, telling what happened to it, printing its paper again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.errors import Refusal
from kiosk_app.screens.desk.cases.state import CaseDetail, CasesState, HistoryLine
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words, case_line, case_state, case_title, count_words, when_words
from kiosk_app.services.cases import CaseBook, CaseEvent, CaseRow
from kiosk_app.services.cases import CaseDetail as FoundCase
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer
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
}


@dataclass(frozen=True, slots=True)
class CasesServices:
    counter: Counter
    cases: CaseBook
    drawer: Drawer
    paper: Paper


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

    def search(self, text: object) -> None:
        self._text = str(text)
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
                empty="" if rows else empty,
                detail=self._detail(),
            )
        )

    def _detail(self) -> CaseDetail | None:
        if not self._chosen:
            return None
        try:
            found = self._services.cases.detail(self._chosen)
        except Refusal:  # of another counter, or mistyped: the list says so
            return None
        chip, tone = case_state(found.row)
        notice = self._notice
        if not notice.words and found.answer:
            notice = Said(_("The municipality answers: {answer}").format(answer=found.answer), "info")
        return CaseDetail(
            code=formats.case_code(found.row.code),
            heading=case_title(found.row),
            chip=chip,
            tone=tone,
            facts=self._facts(found),
            history=tuple(self._history_line(event) for event in found.history),
            papers=self._papers(found.row),
            notice=notice,
            can_void=found.row.receipt is not None and all(event.what != "fee_voided" for event in found.history),
            void_caption=_("Void the receipt…") if self._is_in_drawer(found.row.receipt) else _("Refund…"),
        )

    def _facts(self, found: FoundCase) -> tuple[Line, ...]:
        row = found.row
        missing = self._services.cases.requirement_texts(row.service, found.observed)
        facts = (
            (_("Person"), row.citizen.full_name or _("Without a name")),
            (_("Document"), formats.document_number(row.citizen.document)),
            (_("Telephone"), row.citizen.phone),
            (_("Area"), found.area_name),
            (_("Place"), found.place),
            (_("Together with complaint"), formats.case_code(found.joins) if found.joins else ""),
            (_("Neighbours in it"), str(found.neighbours) if found.neighbours > 1 else ""),
            (_("Description"), found.description),
            (_("Receipt"), row.receipt or ""),
            (_("Promised for"), formats.day(row.promise)),
            (_("Legal date"), formats.day(found.legal) if found.legal is not None else ""),
            (_("Still to bring"), "; ".join(missing)),
        )
        return tuple(Line(words, text) for words, text in facts if text)

    def _history_line(self, event: CaseEvent) -> HistoryLine:
        words, tone = _EVENTS.get(event.what, (mark("Something changed"), "plain"))
        when = when_words(event.at, self._services.counter.today())
        return HistoryLine(when, _(words), self._history_detail(event), tone)

    def _history_detail(self, event: CaseEvent) -> str:
        """What an event tells beyond its name; the codes of missing requirements are said among the facts."""
        if event.what == "opened":
            return ""
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
