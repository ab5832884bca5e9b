"""File a complaint: from answers to a code. Decides nothing about law; the service files, the flow orders. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from domain.catalog.services import ComplaintCategory
from domain.errors import Refusal
from kiosk_app.screens.kiosk.code_entry import CodeEntry
from kiosk_app.screens.kiosk.complaint.flow import Draft, PlaceKind, Progress, Since, Step
from kiosk_app.screens.kiosk.complaint.questions import (
    MORE,
    NAMELESS,
    document_entry,
    missing_name,
    missing_place,
    page_of,
)
from kiosk_app.screens.kiosk.complaint.state import ComplaintState
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.pages.state import DonePage, Fact
from kiosk_app.shown import Tone
from wording.catalogue import _, mark
from wording.formats import case_code, day_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What was committed: the ten digits, the promised day, who answers, and whether the centre has it yet."""

    code: str
    promise: date
    area: str
    is_sent: bool


class PaperState(StrEnum):
    COMING = "coming"
    OUT = "out"
    AT_THE_DESK = "at_the_desk"


#: What is said of the paper, its tone and its pictogram.
PAPER: Final[dict[PaperState, tuple[str, Tone, str]]] = {
    PaperState.COMING: (mark("Your paper is being printed."), "plain", "printer"),
    PaperState.OUT: (mark("Take your paper from the printer."), "ok", "printer"),
    PaperState.AT_THE_DESK: (mark("The printer does not answer. Copy the code, or ask at the desk."), "warn", "pencil"),
}


class Complaints(Protocol):
    """What this screen needs of the services."""

    def categories(self) -> Sequence[ComplaintCategory]:
        """In the municipality's order."""

    def file(self, draft: Draft) -> Filed:
        """Commit the complaint. Raises Refusal; then nothing was written."""

    def paper(self, code: str) -> PaperState:
        """How the paper with the code stands. Filing has asked for it in the same transaction."""


class View(Protocol):
    def render(self, state: ComplaintState) -> None: ...


class ComplaintPresenter:
    def __init__(self, view: View, complaints: Complaints, navigation: Navigation) -> None:
        self._view = view
        self._complaints = complaints
        self._navigation = navigation
        self._progress = Progress()
        self._filed: Filed | None = None
        self._paper = PaperState.COMING
        self._problem = ""

    def open(self) -> None:
        self._progress = Progress()
        self._filed = None
        self._paper = PaperState.COMING
        self._render()

    def show_again(self) -> None:
        self._render()

    def tick(self) -> None:
        """The frame counts the seconds of the last page; here the paper is followed until it is out."""
        if self._filed is None or self._paper is PaperState.OUT:
            return
        paper = self._complaints.paper(self._filed.code)
        if paper is not self._paper:
            self._paper = paper
            self._render()

    def choose(self, answer: str) -> None:
        """A choice of the current question."""
        if answer == MORE:
            self._move(self._progress.more())
            return
        match self._progress.step:
            case Step.GROUP:
                self._move(self._progress.group_chosen(answer))
            case Step.CATEGORY:
                self._choose_category(answer)
            case Step.PLACE_KIND:
                self._move(self._progress.place_kind_chosen(PlaceKind(answer)))
            case Step.SINCE:
                self._move(self._progress.since_chosen(Since(answer)))
            case Step.WHO:
                self._move(self._progress.who_chosen(nameless=answer == NAMELESS))

    def write(self, texts: tuple[str, ...]) -> None:
        """The texts of the current question, in the order of its fields."""
        match self._progress.step:
            case Step.PLACE:
                self._move(self._progress.place_written(texts[0], texts[1] if len(texts) > 1 else ""))
                if self._progress.step is Step.PLACE and self._progress.place is not None:
                    self._complain(missing_place(self._progress.place))
            case Step.DETAILS:
                self._move(self._progress.details_written(texts[0]))
            case Step.NAME:
                self._move(self._progress.name_written(texts[0], texts[1]))
                if self._progress.step is Step.NAME:
                    self._complain(missing_name(self._progress))

    def type_digit(self, text: str) -> None:
        self._show_document(document_entry(self._progress).typed(text))

    def erase_digit(self) -> None:
        self._show_document(document_entry(self._progress).erased())

    def empty_digits(self) -> None:
        self._show_document(document_entry(self._progress).emptied())

    def give_digits(self) -> None:
        if self._progress.step is Step.DOCUMENT:
            self._move(self._progress.document_written())

    def change(self, line: str) -> None:
        if self._progress.step is Step.CHECK:
            self._move(self._progress.change(line))

    def send(self) -> None:
        """Once: a second call finds the last page on the screen and does nothing."""
        if self._progress.step is not Step.CHECK or not self._progress.draft.is_complete:
            return
        try:
            filed = self._complaints.file(self._progress.draft)
        except Refusal:
            self._complain(
                _("We could not keep your complaint. Your answers are still here. Call the person in charge.")
            )
            return
        self._filed = filed
        self._move(self._progress.filed())

    def go_back(self, written: tuple[str, ...]) -> None:
        before = self._with_written(written).back()
        if before is None:
            self._navigation.go_home()
        else:
            self._move(before)

    def more_time(self) -> None:
        self._navigation.more_time()

    def _choose_category(self, code: str) -> None:
        category = next(known for known in self._complaints.categories() if known.code == code)
        self._move(self._progress.category_chosen(code, needs_place=category.needs_place))

    def _with_written(self, texts: tuple[str, ...]) -> Progress:
        """What stands in the fields is kept for when the person comes back to the page."""
        progress = self._progress
        if not texts:
            return progress
        second = texts[1] if len(texts) > 1 else ""
        match progress.step:
            case Step.PLACE:
                return progress.place_kept(texts[0], second)
            case Step.DETAILS:
                return progress.details_kept(texts[0])
            case Step.NAME:
                return progress.name_kept(texts[0], second)
            case _:
                return progress

    def _show_document(self, entry: CodeEntry) -> None:
        if self._progress.step is Step.DOCUMENT:
            self._move(self._progress.document_kept(entry.digits))

    def _move(self, progress: Progress) -> None:
        self._progress = progress
        self._problem = ""
        self._render()

    def _complain(self, problem: str) -> None:
        self._problem = problem
        self._render()

    def _render(self) -> None:
        if self._filed is not None:
            self._view.render(_done_page(self._filed, self._paper))
        else:
            self._view.render(page_of(self._progress, self._complaints.categories(), self._problem))


def _done_page(filed: Filed, paper: PaperState) -> DonePage:
    words, tone, icon = PAPER[paper]
    kept = (
        _("The municipality already has it.")
        if filed.is_sent
        else _("It is kept on this computer and sent when there is signal.")
    )
    return DonePage(
        page="complaint/done",
        heading=_("Your complaint is kept"),
        code_label=_("Your code"),
        code=case_code(filed.code),
        code_spoken=_("Your code is {digits}").format(digits=" ".join(filed.code)),
        facts=(
            Fact(icon="calendar-clock", label=_("Answer before"), value=day_in_words(filed.promise), tone="ok"),
            Fact(icon="users-round", label=_("Who looks at it"), value=filed.area, tone="info"),
            Fact(icon="hard-drive-download", label=_("Where it is now"), value=kept, tone="primary"),
            Fact(
                icon="folder-search",
                label=_("How to follow it"),
                value=_("Here or at any desk, with this code."),
                tone="plum",
            ),
        ),
        paper=_(words),
        paper_tone=tone,
        paper_icon=icon,
    )
