"""Closing the drawer: check, count blind, compare, close."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk_app.screens.desk.close_drawer.state import (
    Check,
    Closed,
    CloseDrawerState,
    CloseStep,
    Denomination,
    Result,
)
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import (
    Content,
    DeskView,
    LineBox,
    LongTextBox,
    Pages,
    Sentences,
    TextBox,
    empty,
    say,
    scrolled,
)
from kiosk_app.screens.desk.second_person.panel import ApprovalPanel
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import (
    STRETCH,
    Button,
    Card,
    Field,
    IconTile,
    Notice,
    StepBar,
    column,
    label,
    row,
    rule,
    set_text,
)
from kiosk_app.widgets.text import IconLabel
from wording.catalogue import _, mark

#: Figures as every keyboard has them: the checks of Qt for numbers ask the computer how its country writes them.
_COUNT: Final = QRegularExpression(r"[0-9]{0,5}")


class CheckList(QWidget):
    """Signals: `asked(object)` with the key of a check whose button was pressed."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Check, ...] = ()
        self._box: QVBoxLayout = column(spacing=10)
        self.setLayout(self._box)

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        if checks == self._shown:
            return
        self._shown = checks
        empty(self._box)
        for check in checks:
            line = QWidget()
            picture, ink = ("circle-check", COLOURS.ok)
            if not check.done:
                picture, ink = ("circle-x", COLOURS.err) if check.blocking else ("triangle-alert", COLOURS.warn)
            items = row(IconLabel(picture, ink, 20), 12, (label(check.words, wrap=True), 1))
            if check.action:
                button = Button(check.action, size="small")
                button.setAccessibleName(f"{check.action}: {check.words}")
                button.setProperty("check", check.key)
                button.clicked.connect(self._pressed)
                items.addSpacing(12)
                items.addWidget(button)
            line.setLayout(items)
            self._box.addWidget(line)

    def _pressed(self) -> None:
        button = self.sender()
        if button is not None:
            self.asked.emit(button.property("check"))


class CountGrid(QWidget):
    """How many of each note and coin. Signals: `edited(object)` FieldEdited whose field is the denomination's key."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[str, ...] = ()
        self._boxes: dict[str, TextBox] = {}
        self._sums: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self.setLayout(self._grid)

    def show_count(self, denominations: tuple[Denomination, ...]) -> None:
        """Built once: what can be counted does not change while it is being counted."""
        if not self._keys:
            self._build(denominations)
        for denomination in denominations:
            self._boxes[denomination.key].show_text(denomination.count)
            self._sums[denomination.key].setText(denomination.subtotal)

    def first_box(self) -> QWidget | None:
        return next(iter(self._boxes.values()), None)

    def _build(self, denominations: tuple[Denomination, ...]) -> None:
        self._keys = tuple(denomination.key for denomination in denominations)
        for side, right in enumerate((False, True)):
            group = [denomination for denomination in denominations if denomination.right is right]
            for line, denomination in enumerate(group):
                self._add_line(line, side * 4, denomination)
        self._grid.setColumnMinimumWidth(3, 40)
        for stretched in (2, 6):
            self._grid.setColumnStretch(stretched, 1)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add_line(self, line: int, first: int, denomination: Denomination) -> None:
        box = TextBox(denomination.key, longest=5)
        box.setValidator(QRegularExpressionValidator(_COUNT, box))
        box.setFixedWidth(96)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.edited.connect(self.edited)
        face = label(denomination.words, "strong")
        face.setBuddy(box)
        face.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box.setAccessibleName(_("How many of {face}").format(face=denomination.words))
        total = label("", "sub")
        total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._boxes[denomination.key] = box
        self._sums[denomination.key] = total
        for column_at, widget in enumerate((face, box, total)):
            self._grid.addWidget(widget, line, first + column_at)


class CloseDrawerView(DeskView):
    """Signals: `count_changed(object)` FieldEdited (denomination, how many), `explanation_changed(object)` FieldEdited,
    `check_asked(object)` key, `approver_chosen(object)` key, `went_back()`, `went_on(object)` with the second person's
    PIN or nothing (from the count it signs it), `print_again_requested()`.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Continue")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    count_changed = Signal(object)
    explanation_changed = Signal(object)
    check_asked = Signal(object)
    approver_chosen = Signal(object)
    went_back = Signal()
    went_on = Signal(object)
    print_again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._step: CloseStep | None = None
        self._heading = label("", "h1")
        self._subtitle = label("", "sub")
        self._steps = StepBar()
        self._checks = CheckList()
        self._count = CountGrid()
        self._counted = label("", "amount")
        self._parts = LineBox(strong=False)
        self._lines = LineBox()
        self._difference_caption = label("", "sub")
        self._difference = label("", "amount")
        self._explanation = LongTextBox("explanation", lines=3)
        self.add_field("explanation", Field(_("What explains the difference?"), self._explanation))
        self._approval = ApprovalPanel()
        self.pin = self._approval.pin
        self.add_field("approver_pin", self._approval.field)
        self._closed_heading = label("", "h2", wrap=True)
        self._closed_lines = LineBox()
        self._next = Sentences()
        self._printing = Notice()
        self._print = Button(_("Print again"), icon="printer")
        self._back = Button(_("Back"), key="Esc", size="large")
        self._on = Button("", "primary", key="Ctrl+Enter", size="large")
        self._pages = Pages(self._check_page(), self._count_page(), self._compare_page(), self._closed_page())
        self._lay_out()
        self._connect()

    def _check_page(self) -> QWidget:
        told = label(_("What is not settled is listed here. You may go on unless a line is red."), "sub", wrap=True)
        return _page(Card(_("Before counting"), told, 14, self._checks, spacing=6))

    def _count_page(self) -> QWidget:
        told = _("Count what is in the drawer. What the program expects is shown after you sign your count.")
        total = Card(_("Counted"), self._counted, 10, label(told, "sub", wrap=True), None)
        total.setFixedWidth(300)
        page = QWidget()
        page.setLayout(row((Card("", self._count), 1), 14, total))
        return page

    def _compare_page(self) -> QWidget:
        result = Card(
            _("Your count is signed"),
            row(
                (column(self._parts, STRETCH), 1),
                48,
                (column(self._lines, 12, rule(), 12, self._difference_caption, self._difference, STRETCH), 1),
            ),
            spacing=10,
        )
        self._explain = Card("", self.fields["explanation"], STRETCH)
        self._second = Card("", self._approval, STRETCH)
        return _page(result, row((self._explain, 1), 14, (self._second, 1)))

    def _closed_page(self) -> QWidget:
        tick = IconTile("circle-check", COLOURS.ok, COLOURS.ok_soft, 56, 14, icon_size=32)
        card = Card("", row(tick, 16, (self._closed_heading, 1)), 14, rule(), 12, self._closed_lines, 14, self._next)
        return _page(card, self._printing, row(self._print, STRETCH))

    def _lay_out(self) -> None:
        content = Content()
        content.setMaximumWidth(1000)
        content.setLayout(
            column(
                self._heading,
                2,
                self._subtitle,
                10,
                self._steps,
                12,
                self.summary,
                6,
                (self._pages, 1),
                14,
                row(self._back, self._on, STRETCH, spacing=12),
                margins=(24, 18, 24, 16),
            )
        )
        self.setLayout(column(scrolled(content, _("Close the drawer"))))

    def _connect(self) -> None:
        self._checks.asked.connect(self.check_asked)
        self._count.edited.connect(self.count_changed)
        self._explanation.edited.connect(self.explanation_changed)
        self._back.clicked.connect(self.went_back)
        self._approval.chosen.connect(self.approver_chosen)
        self._on.clicked.connect(self._give)
        self._print.clicked.connect(self.print_again_requested)
        self.key("Ctrl+Return", self._give)
        self.key("Ctrl+Enter", self._give)
        self.key("Esc", self.went_back)

    def show_state(self, state: CloseDrawerState) -> None:
        names = (_("Check"), _("Count"), _("Compare"), _("Closed"))
        spoken = _("Step {number} of {count}: {name}").format(
            number=state.step + 1, count=len(names), name=names[state.step]
        )
        self._heading.setText(state.heading)
        set_text(self._subtitle, state.subtitle)
        self._steps.show_steps(names, state.step, spoken)
        self._checks.show_checks(state.checks)
        if state.denominations:
            self._count.show_count(state.denominations)
        self._counted.setText(state.counted)
        self._show_result(state.result)
        self._show_closed(state.closed)
        self.show_problems(state.problems)
        self._approval.show_problems(state.problems)
        self._pages.show_page(state.step)
        captions = (_("Start counting"), _("Sign the count"), _("Close the drawer"), _("Finish"))
        self._on.setText(captions[state.step])
        self._on.setEnabled(state.can_continue)
        self._back.setVisible(state.step in (CloseStep.CHECK, CloseStep.COUNT))
        if state.step != self._step:
            self._step = state.step
            focus = self.first_focus()
            if focus is not None and self.isVisible():
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_result(self, result: Result | None) -> None:
        self._parts.show_lines(result.parts if result else ())
        self._lines.show_lines(result.lines if result else ())
        set_text(self._difference_caption, result.difference_caption if result else "")
        tone = result.difference.tone if result else "plain"
        set_text(self._difference, result.difference.words if result else "", "" if tone == "plain" else tone)
        self._explain.setVisible(result is not None and result.needs_explanation)
        self._explanation.show_text(result.explanation if result else "")
        second = result.second if result else None
        self._approval.show_second(second)
        self._second.setVisible(second is not None)

    def _show_closed(self, closed: Closed | None) -> None:
        if closed is None:
            return
        self._closed_heading.setText(closed.heading)
        self._closed_lines.show_lines(closed.lines)
        self._next.show_sentences(closed.next_steps)
        say(self._printing, closed.printing)

    def keys_now(self) -> tuple[ScreenKey, ...]:
        """A signed count is not taken back."""
        return self.KEYS if self._back.isVisibleTo(self) else self.KEYS[:1]

    def go_to(self, field: object) -> None:
        if field == "approver":
            self._approval.people.focus_first()
            return
        super().go_to(field)

    def _give(self) -> None:
        self.went_on.emit(self._approval.take_pin())

    def first_focus(self) -> QWidget | None:
        if self._step is CloseStep.COUNT:
            return self._count.first_box()
        if self._step is CloseStep.COMPARE and self._explain.isVisibleTo(self):
            return self._explanation
        return self._on


def _page(*content: QWidget | QHBoxLayout) -> QWidget:
    page = QWidget()
    page.setLayout(column(*content, STRETCH, spacing=14))
    return page
