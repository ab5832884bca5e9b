"""Follow a case by the ten digits on its receipt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from kiosk_app.screens.kiosk.follow.boxes import CodeBoxes
from kiosk_app.screens.kiosk.follow.state import CaseState, CodeState, FollowState
from kiosk_app.screens.kiosk.keyboard import DigitPad
from kiosk_app.screens.kiosk.page import KioskScreen, Page, PageTurn
from kiosk_app.screens.kiosk.pages.ending import ToldView
from kiosk_app.screens.kiosk.pages.facts import FactCard
from kiosk_app.screens.kiosk.pages.state import ToldPage
from kiosk_app.screens.kiosk.session import Pace
from kiosk_app.screens.kiosk.touch import Emblem, TouchButton, px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import STRETCH, column, row
from kiosk_app.widgets.text import IconLabel, label
from kiosk_app.widgets.tones import GROUND, INK
from wording.catalogue import _


class CodePage(Page):
    """Boxes at the left, twelve keys at the right. A physical keyboard and a scanner write into the boxes too.

    Signals: `typed(str)`, `erased()`, `emptied()`, `asked()`.
    """

    typed = Signal(object)
    erased = Signal()
    emptied = Signal()
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes = CodeBoxes()
        self.pad = DigitPad()
        self.ask = TouchButton("primary", large=True)
        self._problem_sign = IconLabel("circle-alert", COLOURS.err, px(40))
        self._problem = label("", "h3", "err", wrap=True)
        left = column(
            self.boxes,
            px(24),
            row(self._problem_sign, (self._problem, 1), spacing=px(16)),
            STRETCH,
            self.ask,
        )
        sides = QHBoxLayout()
        sides.setSpacing(px(64))
        sides.addLayout(left, 1)
        sides.addWidget(self.pad)
        self.pad.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.body.addLayout(sides, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pad.typed.connect(self.typed)
        self.pad.erased.connect(self.erased)
        self.pad.emptied.connect(self.emptied)
        self.ask.clicked.connect(self.asked)

    def show_page(self, state: CodeState, *, fresh: bool) -> None:
        self.say(state.heading, state.help)
        self.setAccessibleName(state.heading)
        self.boxes.show_code(state.shown, state.spoken, wrong=bool(state.problem))
        self._problem_sign.setVisible(bool(state.problem))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self.pad.setEnabled(not state.paused)
        self.pad.say()
        self.ask.setEnabled(state.can_ask)
        self.ask.say(_("See my case"), "folder-search")
        if fresh:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Digits reach the boxes while any of the page's buttons has the focus: unhandled keys come up to us."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.pad.isEnabled():
            if event.key() == Qt.Key.Key_Backspace:
                self.erased.emit()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.ask.isEnabled():
                self.asked.emit()
                return True
            if event.text() in tuple("0123456789"):
                self.typed.emit(event.text())
                return True
        return super().event(event)


class CasePage(Page):
    """The state of a case in one big word, and the facts that go with it. Signal: `another_asked()`."""

    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign = Emblem(px(112), px(32))
        self.state_words = label("", "h1", wrap=True)
        self._code = label("", "sub")
        self.facts = FactCard()
        self._as_of_sign = IconLabel("cloud-off", COLOURS.warn, px(40))
        self._as_of = label("", "strong", "warn", wrap=True)
        self._band = QFrame()
        self._band.setProperty("box", "notice")
        self._band.setProperty("tone", "warn")
        self._band.setLayout(
            row(self._as_of_sign, (self._as_of, 1), margins=(px(28), px(16), px(28), px(16)), spacing=px(20))
        )
        self.another = TouchButton("plain", large=True)
        self.body.addLayout(row(self._sign, (column(self._code, self.state_words), 1), spacing=px(32)))
        self.body.addSpacing(px(8))
        self.body.addWidget(self.facts)
        self.body.addWidget(self._band)
        self.body.addStretch(1)
        self.body.addLayout(row(STRETCH, self.another))
        self.another.clicked.connect(self.another_asked)

    def show_page(self, state: CaseState) -> None:
        self.say(state.heading)
        self._sign.show_icon(state.state_icon, INK[state.state_tone], GROUND[state.state_tone])
        self.state_words.setText(state.state)
        self._code.setText(state.code)
        self.facts.show_facts(state.facts)
        self._band.setVisible(bool(state.as_of))
        self._as_of.setText(state.as_of)
        self.another.say(_("See another case"), "folder-search")


class FollowView(KioskScreen):
    """Lives on the application thread.

    Signals: `digit_typed(str)`, `digit_erased()`, `code_emptied()`, `case_asked()`, `another_asked()`, `went_on()`.
    """

    digit_typed = Signal(object)
    digit_erased = Signal()
    code_emptied = Signal()
    case_asked = Signal()
    another_asked = Signal()
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown_page = ""
        self.code, self.case, self.told = CodePage(), CasePage(), ToldView()
        self.hold(self.code, self.case, self.told)
        self.code.typed.connect(self.digit_typed)
        self.code.erased.connect(self.digit_erased)
        self.code.emptied.connect(self.code_emptied)
        self.code.asked.connect(self.case_asked)
        self.case.another_asked.connect(self.another_asked)
        self.told.went_on.connect(self.went_on)

    def render(self, state: FollowState) -> None:  # type: ignore[override]  # see KioskScreen
        fresh = state.page != self._shown_page
        self._shown_page = state.page
        match state:
            case CodeState():
                self.turn_to(self.code, PageTurn(state.page, Pace.TYPING))
                self.code.show_page(state, fresh=fresh)
            case CaseState():
                self.case.show_page(state)
                self.turn_to(self.case, PageTurn(state.page))
            case ToldPage():
                self.told.show_page(state)
                self.turn_to(self.told, PageTurn(state.page))
