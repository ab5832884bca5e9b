"""The cases of this counter: find one, read its history, print its papers again."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk_app.screens.desk.cases.state import CaseDetail, CasesState, HistoryLine, StepLine
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, TextBox, empty, say, scrolled
from kiosk_app.shown import Choice, FieldEdited, ListRow
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import (
    STRETCH,
    Button,
    Card,
    Chip,
    Field,
    Notice,
    RowList,
    Segments,
    column,
    label,
    row,
    set_text,
)
from kiosk_app.widgets.text import IconLabel
from kiosk_app.widgets.tones import INK, PICTURE
from wording.catalogue import _, mark

#: Picture, colour and word of a step.
_STAGES: Final = {
    "done": ("circle-check", INK["ok"], mark("Done")),
    "now": ("arrow-right", INK["primary"], mark("Now")),
    "to_come": ("clock", COLOURS.text_2, mark("To come")),
}
_FILTERS: Final = ("all", "open", "overdue", "queued")


class History(QWidget):
    """What happened to a case, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[HistoryLine, ...] = ()
        self._box: QVBoxLayout = column(spacing=10)
        self.setLayout(self._box)

    def show_history(self, history: tuple[HistoryLine, ...]) -> None:
        if history == self._shown:
            return
        self._shown = history
        empty(self._box)
        for event in history:
            line = QWidget()
            picture = "circle-check" if event.tone == "plain" else PICTURE[event.tone]
            icon = IconLabel(picture, INK[event.tone], 18)
            when = label(event.when, "small")
            when.setFixedWidth(120)
            words = column(label(event.words, "strong", wrap=True), 0)
            if event.detail:
                words.addWidget(label(event.detail, "small", wrap=True))
            line.setLayout(row(icon, 10, when, 10, (words, 1)))
            self._box.addWidget(line)


class Papers(QWidget):
    """Papers that can be printed again. Signals: `reprint(object)` with the key of the paper."""

    reprint = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[ListRow, ...] = ()
        self._box: QVBoxLayout = column(spacing=8)
        self.setLayout(self._box)

    def show_papers(self, papers: tuple[ListRow, ...]) -> None:
        if papers == self._shown:
            return
        self._shown = papers
        empty(self._box)
        for paper in papers:
            line = QWidget()
            button = Button(paper.aside, icon="printer", size="small")
            button.setAccessibleName(f"{paper.aside}: {paper.title}")
            button.setProperty("paper", paper.key)
            button.clicked.connect(self._asked)
            words = column(label(paper.title, "strong"), label(paper.subtitle, "small"))
            line.setLayout(row(IconLabel("receipt-text", COLOURS.text_2, 20), 10, (words, 1), 10, button))
            self._box.addWidget(line)

    def _asked(self) -> None:
        button = self.sender()
        if button is not None:
            self.reprint.emit(button.property("paper"))


class Steps(QWidget):
    """The way that a case goes: what is done, what is being done, what is to come."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[StepLine, ...] = ()
        self._box: QVBoxLayout = column(spacing=8)
        self.setLayout(self._box)

    def show_steps(self, steps: tuple[StepLine, ...]) -> None:
        if steps == self._shown:
            return
        self._shown = steps
        empty(self._box)
        for step in steps:
            picture, colour, stage = _STAGES[step.stage]
            line = QWidget()
            words = label(step.words, "strong" if step.stage == "now" else "", wrap=True)
            aside = label(f"{_(stage)} · {step.area}", "small", wrap=True)
            line.setLayout(row(IconLabel(picture, colour, 18), 10, (column(words, 0, aside), 1)))
            self._box.addWidget(line)


class Acts(QWidget):
    """What can be done with the case; the first is what it needs. Signals: `chosen(object)` with an act's key."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Choice, ...] = ()
        self._line = row(spacing=10)
        self.setLayout(self._line)

    def show_acts(self, acts: tuple[Choice, ...]) -> None:
        if acts == self._shown:
            return
        self._shown = acts
        empty(self._line)
        for number, act in enumerate(acts):
            kind: Literal["primary", "secondary"] = "secondary" if number else "primary"
            button = Button(act.words, kind, key="" if number else "F12", icon=act.icon)
            button.setProperty("act", act.key)
            button.clicked.connect(self._asked)
            self._line.addWidget(button)
        self._line.addStretch(1)

    def first(self) -> None:
        if self._shown:
            self.chosen.emit(self._shown[0].key)

    def _asked(self) -> None:
        button = self.sender()
        if button is not None:
            self.chosen.emit(button.property("act"))


class CasesView(DeskView):
    """Signals: `searched(object)` text, `filter_chosen(object)`, `case_chosen(object)` key, `reprint_requested(object)`
    key of a paper, `act_chosen(object)` key, `void_requested()`.
    """

    KEYS: ClassVar = (
        ScreenKey("F4", "F4", mark("Search cases")),
        ScreenKey("F12", "F12", mark("What the case needs now")),
        ScreenKey("Ctrl+P", "Ctrl+P", mark("Print again")),
    )
    act_chosen = Signal(object)
    searched = Signal(object)
    filter_chosen = Signal(object)
    case_chosen = Signal(object)
    reprint_requested = Signal(object)
    void_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = TextBox("search", placeholder=_("Code, name, ID number or receipt"))
        self.search.edited.connect(self._searched)
        self._filters = Segments(tuple((name, name) for name in _FILTERS))
        self._summary = label("", "small")
        self._list = RowList(_("Cases found"))
        self._empty = label("", "sub", wrap=True)
        self._code = label("", "figure", "primary")
        self._heading = label("", "h2", wrap=True)
        self._chip = Chip()
        self._notice = Notice()
        self._facts = LineBox()
        self._advice = Notice()
        self._where = label("", "strong", wrap=True)
        self._steps = Steps()
        self._dates = LineBox()
        self._acts = Acts()
        self._history = History()
        self._papers = Papers()
        self._void = Button(_("Void the receipt…"), "danger")
        self._first_paper = ""
        self.add_field("search", Field(_("Find a case"), self.search))
        self._lay_out()
        self._filters.chosen.connect(self.filter_chosen)
        self._list.row_chosen.connect(self.case_chosen)
        self._papers.reprint.connect(self.reprint_requested)
        self._void.clicked.connect(self.void_requested)
        self.key("F4", self._find)
        self._acts.chosen.connect(self.act_chosen)
        self.key("F12", self._acts.first)
        self.key("Ctrl+P", self._reprint_first)

    def _lay_out(self) -> None:
        self._side = QFrame()
        self._side.setProperty("box", "side")
        inset = (16, 0, 16, 0)
        self._side.setLayout(
            column(
                row((self.fields["search"], 1), margins=inset),
                10,
                row((self._filters, 1), margins=inset),
                8,
                row(self._summary, margins=(20, 0, 16, 0)),
                4,
                (self._list, 1),
                row((self._empty, 1), margins=(20, 8, 20, 0)),
                margins=(0, 16, 0, 0),
            )
        )
        self._detail = QWidget()
        self._way = Card(_("Where the file is"), self._where, 10, self._steps, STRETCH, spacing=10)
        self._terms = Card(_("Dates"), self._dates, STRETCH, spacing=10)
        head = row((column(self._code, 2, self._heading), 1), 12, column(self._chip, STRETCH))
        self._detail.setLayout(
            column(
                head,
                self._notice,
                self._advice,
                self._acts,
                row((self._way, 1), 14, (self._terms, 1)),
                Card(_("Details"), self._facts, spacing=10),
                Card(_("What happened"), self._history, spacing=10),
                Card(_("Papers"), self._papers, spacing=10),
                row(self._void, STRETCH),
                STRETCH,
                margins=(24, 20, 24, 16),
                spacing=14,
            )
        )
        self._nothing = label(_("Choose a case at the left to see what happened to it."), "sub", wrap=True)
        holder = Content()
        holder.setMaximumWidth(980)
        holder.setLayout(column(self._detail, row(self._nothing, margins=(24, 24, 24, 0)), STRETCH))
        self._side.setMinimumWidth(380)
        self._side.setMaximumWidth(460)
        self.setLayout(row((self._side, 2), (scrolled(holder, _("Case")), 5)))

    def show_state(self, state: CasesState) -> None:
        self.search.show_text(state.search)
        self._filters.show_options(state.filters, state.filter)
        set_text(self._summary, state.summary)
        self._list.show_rows(state.rows, state.chosen)
        set_text(self._empty, state.empty)
        self._nothing.setVisible(state.detail is None)
        self._detail.setVisible(state.detail is not None)
        if state.detail is not None:
            self._show_detail(state.detail)

    def _show_detail(self, detail: CaseDetail) -> None:
        self._code.setText(detail.code)
        self._heading.setText(detail.heading)
        self._chip.say(detail.chip, detail.tone)
        say(self._notice, detail.notice)
        say(self._advice, detail.advice)
        self._acts.show_acts(detail.acts)
        self._acts.setVisible(bool(detail.acts))
        self._where.setText(detail.where)
        self._steps.show_steps(detail.steps)
        self._dates.show_lines(detail.dates)
        self._way.setVisible(bool(detail.where))
        self._terms.setVisible(bool(detail.dates))
        self._facts.show_lines(detail.facts)
        self._history.show_history(detail.history)
        self._papers.show_papers(detail.papers)
        self._first_paper = detail.papers[0].key if detail.papers else ""
        self._void.setVisible(detail.can_void)
        self._void.setText(detail.void_caption or _("Void the receipt…"))

    def _searched(self, edit: FieldEdited) -> None:
        self.searched.emit(edit.text)

    def _find(self) -> None:
        self.go_to("search")
        self.search.selectAll()

    def _reprint_first(self) -> None:
        if self._first_paper:
            self.reprint_requested.emit(self._first_paper)
